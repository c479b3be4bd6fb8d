//! The report as JSON, format 1. Keys are only ever added to a format.
//!
//! Lines are 1-based. A branch is a pair of lines, of which the second is negative for the way out of the function or module that begins at
//! that line, as in coverage.py's json.

use covscope_core::error::Problem;
use covscope_core::line::LineArc;
use covscope_core::numbers::Numbers;
use covscope_core::patch::{Part, PatchFile};
use serde_json::{Map, Value, json};

use super::Report;
use crate::word;

/// The number of the format.
const FORMAT: u32 = 1;

/// The whole text.
pub(super) fn write(report: &Report, problems: &[Problem]) -> String {
    let patch = &report.patch;
    let names: Vec<&str> = patch.lanes.iter().map(|(name, _)| name.as_str()).collect();
    let lanes: Map<String, Value> =
        patch.lanes.iter().map(|(name, numbers)| (name.clone(), summary(numbers, report.precision))).collect();
    let files: Vec<Value> = patch.files.iter().map(|it| file(it, &names, report.precision)).collect();
    let uncounted = patch
        .uncounted
        .iter()
        .map(|file| json!({ "name": file.name, "why": file.why.as_str(), "added": file.n_added }));
    let whole = json!({
        "format": FORMAT,
        "verdict": word(report.verdict),
        "reasons": patch.reasons,
        "fail_under": report.least.as_ref().map(|least| least.threshold.fail_under),
        "branches": patch.has_arcs,
        "totals": summary(&patch.total, report.precision),
        "lanes": lanes,
        "files": files,
        "not_counted": uncounted.collect::<Vec<_>>(),
        "problems": problems.iter().chain(&patch.problems).collect::<Vec<_>>(),
    });
    format!("{whole}\n")
}

/// Counts under coverage.py's names.
pub(crate) fn summary(numbers: &Numbers, precision: usize) -> Value {
    json!({
        "num_statements": numbers.n_statements,
        "covered_lines": numbers.n_executed(),
        "missing_lines": numbers.n_missing,
        "excluded_lines": numbers.n_excluded,
        "num_branches": numbers.n_branches,
        "covered_branches": numbers.n_executed_branches(),
        "missing_branches": numbers.n_missing_branches,
        "num_partial_branches": numbers.n_partial_branches,
        "percent_covered": numbers.pc_covered(),
        "percent_covered_display": numbers.pc_covered_str(precision),
        "percent_statements_covered": numbers.pc_statements(),
    })
}

fn file(file: &PatchFile, names: &[&str], precision: usize) -> Value {
    let part = |part: &Part| {
        json!({
            "summary": summary(&part.numbers, precision),
            "executed_lines": part.covered,
            "missing_lines": part.missing,
            "missing_branches": part.missing_branches.iter().copied().map(LineArc::signed).collect::<Vec<_>>(),
        })
    };
    let lanes: Map<String, Value> =
        names.iter().zip(&file.lanes).map(|(name, lane)| ((*name).to_owned(), part(lane))).collect();
    let named = |lanes: &[usize]| lanes.iter().filter_map(|lane| names.get(*lane).copied()).collect::<Vec<_>>();
    let shares = file
        .shares
        .iter()
        .map(|share| json!({ "lanes": named(&share.lanes), "lines": share.lines, "branches": share.branches }));
    json!({
        "path": file.path,
        "name": file.name,
        "old_name": file.old_name,
        "status": file.status,
        "shown": file.shown,
        "added_lines": file.added,
        "excluded_lines": file.excluded,
        "other_lines": file.other,
        "changed_inside": file.inside,
        "estimated": file.is_estimated,
        "union": part(&file.union),
        "lanes": lanes,
        "covered_by": shares.collect::<Vec<_>>(),
    })
}
