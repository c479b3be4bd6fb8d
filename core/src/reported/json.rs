//! `coverage json`: the fields of format 2 and 3 that tell statements and branches. Contexts, functions and classes are
//! passed over without keeping them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Format, Report, ReportedFile};
use crate::error::{Code, Error, Result};
use crate::line::{LineArc, LineNo};
use crate::numbers::Numbers;
use crate::set::Set;

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
    let files = json.files.into_iter().map(|(name, file)| (name, file.into())).collect();
    Ok(Report { format: Format::Json, has_arcs: json.meta.branch_coverage, files })
}

impl From<File> for ReportedFile {
    fn from(file: File) -> ReportedFile {
        let executed: Set<_> = file.executed_lines.into_iter().collect();
        let arcs = |pairs: Vec<(i64, i64)>| {
            pairs.into_iter().filter_map(|(from, to)| LineArc::from_signed(from, to)).collect()
        };
        ReportedFile {
            statements: file.missing_lines.into_iter().chain(executed.iter().copied()).collect(),
            executed,
            excluded: file.excluded_lines.into_iter().collect(),
            taken: arcs(file.executed_branches),
            taken_unnamed: Vec::new(),
            missing: arcs(file.missing_branches),
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
