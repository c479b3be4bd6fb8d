//! What a diff changed, by the report that is here.

use super::assemble::ROOT;
use super::inputs::Inputs;
use crate::combine::root::Root;
use crate::combine::selection::Selection;
use crate::diff::Diff;
use crate::error::Problem;
use crate::patch::Patch;
use crate::report::Coverage;

/// The coverage of the diff that was dropped, if one was.
pub(super) fn dropped(inputs: &Inputs, coverage: &Coverage) -> Result<Option<Patch>, Problem> {
    let Some(name) = inputs.diffs.name() else { return Ok(None) };
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
