//! `coverage json`: the fields of format 2 and 3 that tell statements and branches, and the functions and classes that format 3
//! tells. Contexts are passed over without keeping them.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;

use super::{Format, Report, ReportedFile, ReportedRegion};
use crate::error::{Code, Error, Result};
use crate::line::{LineArc, LineNo};
use crate::numbers::Numbers;
use crate::set::Set;
use crate::source::RegionKind;

#[derive(Deserialize)]
struct Json {
    meta: Meta,
    files: BTreeMap<String, File>,
}

#[derive(Deserialize)]
struct Meta {
    format: Option<u32>,
    #[serde(default)]
    branch_coverage: bool,
}

/// A file, or a function or class of one.
#[derive(Deserialize)]
struct File {
    executed_lines: Vec<LineNo>,
    missing_lines: Vec<LineNo>,
    #[serde(default)]
    excluded_lines: Vec<LineNo>,
    #[serde(default)]
    executed_branches: Vec<(i64, i64)>,
    #[serde(default)]
    missing_branches: Vec<(i64, i64)>,
    summary: Summary,
    /// Of a function or class: the line of its `def` or `class`.
    start_line: Option<LineNo>,
    #[serde(default)]
    functions: BTreeMap<String, File>,
    #[serde(default)]
    classes: BTreeMap<String, File>,
}

#[derive(Deserialize)]
struct Summary {
    num_statements: usize,
    missing_lines: usize,
    excluded_lines: usize,
    #[serde(default)]
    num_branches: usize,
    #[serde(default)]
    num_partial_branches: usize,
    #[serde(default)]
    missing_branches: usize,
}

pub(super) fn read(bytes: &[u8]) -> Result<Report> {
    let json: Json = serde_json::from_slice(bytes)
        .map_err(|error| Error::new(Code::ReportInvalid, format!("It is not what `coverage json` writes: {error}.")))?;
    match json.meta.format {
        Some(2 | 3) => {}
        other => {
            let found = other.map_or("none".to_owned(), |format| format!("format {format}"));
            return Err(Error::new(
                Code::ReportInvalid,
                format!("Expected format 3 of coverage.py's JSON report in meta.format and found {found}."),
            ));
        }
    }
    let files = json.files.into_iter().map(|(name, file)| (name, Rc::new(file.into()))).collect();
    Ok(Report { format: Format::Json, has_arcs: json.meta.branch_coverage, files })
}

impl From<File> for ReportedFile {
    fn from(file: File) -> ReportedFile {
        let executed: Set<_> = file.executed_lines.into_iter().collect();
        let arcs = |pairs: Vec<(i64, i64)>| {
            pairs.into_iter().filter_map(|(from, to)| LineArc::from_signed(from, to)).collect()
        };
        let of_kind = |kind, regions: BTreeMap<String, File>| {
            regions.into_iter().map(move |(name, region)| region.into_region(kind, &name))
        };
        let functions = of_kind(RegionKind::Function, file.functions);
        let mut regions: Vec<_> = functions.chain(of_kind(RegionKind::Class, file.classes)).collect();
        // As in the source; what is in none comes last.
        regions.sort_by_key(|region| (region.name.is_empty(), region.start));
        ReportedFile {
            statements: file.missing_lines.into_iter().chain(executed.iter().copied()).collect(),
            executed,
            excluded: file.excluded_lines.into_iter().collect(),
            taken: arcs(file.executed_branches),
            taken_unnamed: Vec::new(),
            missing: arcs(file.missing_branches),
            regions,
            numbers: Numbers {
                n_files: 1,
                n_statements: file.summary.num_statements,
                n_excluded: file.summary.excluded_lines,
                n_missing: file.summary.missing_lines,
                n_branches: file.summary.num_branches,
                n_partial_branches: file.summary.num_partial_branches,
                n_missing_branches: file.summary.missing_branches,
            },
        }
    }
}

impl File {
    fn into_region(self, kind: RegionKind, name: &str) -> ReportedRegion {
        let lines = [self.executed_lines, self.missing_lines, self.excluded_lines];
        let lines: Set<LineNo> = lines.into_iter().flatten().collect();
        let start = self.start_line.or(lines.first().copied()).unwrap_or(1);
        // Of several of one name, coverage.py tells all but one by their lines.
        let name = name.strip_suffix(&format!("@{start}")).unwrap_or(name).to_owned();
        ReportedRegion { kind, name, start, n_branches: self.summary.num_branches, lines }
    }
}
