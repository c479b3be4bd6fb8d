//! `coverage lcov`: the records `SF`, `DA`, `BRDA` and `BRF`.
//!
//! coverage.py writes the target of a branch in words: `jump to line 5`, or one of several sentences for an exit. `BRF`, the
//! number of branches, also counts those that it does not list: branches of no-branch lines that were not taken.

use super::{Format, Records, Report};
use crate::error::{Code, Error, Result};
use crate::line::{LineArc, LineNo, Point};

pub(super) fn read(bytes: &[u8]) -> Result<Report> {
    let text = String::from_utf8_lossy(bytes);
    let mut report = Report { format: Format::Lcov, has_arcs: false, files: std::collections::BTreeMap::new() };
    let mut current: Option<(String, Records)> = None;
    let mut n_branches: usize = 0;
    for (number, record) in (1..).zip(text.lines()) {
        let wrong = |expected: &str| {
            Error::new(Code::ReportInvalid, format!("Line {number}: expected {expected} and found “{record}”."))
        };
        let (key, value) = record.split_once(':').unwrap_or((record, ""));
        match (key, &mut current) {
            ("SF", None) => current = Some((value.to_owned(), Records::default())),
            ("SF", Some(_)) => return Err(wrong("end_of_record before the next file")),
            ("end_of_record", _) => {
                let (name, records) = current.take().ok_or_else(|| wrong("SF: before end_of_record"))?;
                let mut file = records.into_file();
                file.numbers.n_branches = file.numbers.n_branches.max(std::mem::take(&mut n_branches));
                report.files.insert(name, file.into());
            }
            ("DA", Some((_, file))) => {
                let (line, hits) = line_record(value).ok_or_else(|| wrong("DA:LINE,HITS"))?;
                file.statements.push(line);
                if hits {
                    file.executed.push(line);
                }
            }
            ("BRDA", Some((_, file))) => {
                let (branch, taken) = branch_record(value).ok_or_else(|| wrong("BRDA:LINE,BLOCK,BRANCH,TAKEN"))?;
                report.has_arcs = true;
                if taken { &mut file.taken } else { &mut file.missing }.push(branch);
            }
            ("BRF", Some(_)) => n_branches = value.trim().parse().map_err(|_| wrong("BRF:NUMBER"))?,
            // Functions, other sums, and whatever other tools add.
            _ => {}
        }
    }
    if let Some((name, _)) = current {
        return Err(Error::new(
            Code::ReportInvalid,
            format!("It is cut off: the record of {name} has no end_of_record."),
        ));
    }
    if report.files.is_empty() {
        return Err(Error::new(
            Code::ReportInvalid,
            "Expected at least one record that starts with SF: and found none.",
        ));
    }
    Ok(report)
}

fn line_record(value: &str) -> Option<(LineNo, bool)> {
    let mut fields = value.split(',');
    let line = fields.next()?.parse().ok()?;
    let hits: i64 = fields.next()?.trim().parse().ok()?;
    Some((line, hits > 0))
}

fn branch_record(value: &str) -> Option<(LineArc, bool)> {
    let (line, rest) = value.split_once(',')?;
    let (_block, rest) = rest.split_once(',')?;
    let (branch, taken) = rest.rsplit_once(',')?;
    let to = branch
        .strip_prefix("jump to line ")
        .or_else(|| branch.strip_prefix("to line "))
        .and_then(|line| line.parse().ok())
        .map_or(Point::Exit(0), Point::Line);
    let taken = match taken.trim() {
        "-" => false,
        count => count.parse::<i64>().ok()? > 0,
    };
    Some((LineArc { from: Point::Line(line.parse().ok()?), to }, taken))
}
