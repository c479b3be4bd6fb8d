//! What a diff changed, by the report that is here.

use super::assemble::ROOT;
use super::inputs::Inputs;
use crate::combine::root::Root;
use crate::combine::selection::Selection;
use crate::diff::{Diff, FileDiff, Line, Status};
use crate::error::Problem;
use crate::line::LineNo;
use crate::link::Payload;
use crate::patch::Patch;
use crate::report::Coverage;

/// The coverage of the diff that was dropped, else of what the link says was changed.
pub(super) fn dropped(inputs: &Inputs, coverage: &Coverage) -> Result<Option<Patch>, Problem> {
    let Some(name) = inputs.diffs.name() else {
        return Ok(inputs.changed_by_link().map(|payload| of_link(payload, coverage)));
    };
    let bytes = inputs.diffs.bytes();
    let diff = Diff::read(&bytes).map_err(|error| Problem::of(name, error))?;
    Ok(Some(patch(coverage, &diff)))
}

/// The coverage of a diff. What coverage.py's settings leave out is said of files that are not in the report.
pub(super) fn patch(coverage: &Coverage, diff: &Diff<'_>) -> Patch {
    let config = &coverage.config;
    let selection = |include: &[String], omit: &[String]| {
        // What is wrong with the patterns was said when the report was made.
        Selection::new(include, omit, &Root::new(ROOT), config.relative_files).0
    };
    let list = |patterns: &Option<Vec<String>>| patterns.clone().unwrap_or_default();
    let report = selection(&list(&config.report_include), &list(&config.report_omit));
    // With `source`, coverage.py measures by it, and not by `include`.
    let include = if config.source.is_none() { &config.run_include[..] } else { &[] };
    let run = selection(include, &config.run_omit);
    Patch::new(diff, coverage, &|name| !report.selects(name) || !run.selects(name))
}

/// The coverage of the statements that a link says were changed.
fn of_link(payload: &Payload, coverage: &Coverage) -> Patch {
    let changed = payload.files.iter().filter_map(|file| {
        let spans = &file.changed.as_ref()?.lines;
        let at = coverage.files.binary_search_by(|known| known.path.as_str().cmp(&file.path)).ok()?;
        let covered = coverage.files.get(at)?.result.as_ref().ok()?;
        let is_in = |number: &LineNo| {
            let next = spans.get(spans.partition_point(|span| span.last < *number));
            next.is_some_and(|span| span.first <= *number)
        };
        // Only lines that are there: a link may tell of any.
        let numbers = covered.denominator.statements().iter().copied().filter(is_in);
        let lines = numbers.map(|number| Line { number, is_added: true, text: b"" }).collect();
        let name = file.path.clone();
        Some(FileDiff { name, old_name: None, status: Status::Modified, is_binary: false, lines })
    });
    Patch::of_lines(&Diff { files: changed.collect() }, coverage)
}
