//! `covscope gate`: the verdict for CI, over the total, each file, and what a diff changed.

mod json;
mod text;

pub(super) use self::text::{bounds, sentence, sentence_of_files, sentence_of_patch};

use std::process::ExitCode;

use covscope_core::diff::Diff;
use covscope_core::numbers::Verdict;
use covscope_core::patch::Patch;
use covscope_core::session::Session;
use covscope_core::view::{Overview, Query, Totals};

use super::console::{Console, Stop, print, print_judged};
use super::least::Least;
use super::options::Options;
use super::patch::{self, Named};
use super::{exit_code, inputs};

/// What is judged.
pub(super) struct Report {
    pub(super) overview: Overview,
    /// What was asked.
    pub(super) query: Query,
    /// Where the total's threshold comes from.
    pub(super) from: String,
    /// Digits after the decimal point.
    pub(super) precision: usize,
    pub(super) files: Option<Files>,
    pub(super) patch: Option<Changes>,
}

/// Each file against a threshold of its own.
pub(super) struct Files {
    pub(super) least: Least,
    /// Those below it, by path.
    pub(super) below: Vec<(String, Totals)>,
    /// Whether something is missing, so that they are not all or their numbers may rise.
    is_incomplete: bool,
}

/// The changed lines.
pub(super) struct Changes {
    pub(super) patch: Patch,
    pub(super) least: Option<Least>,
    verdict: Verdict,
}

/// Reads the inputs, judges them, and says so.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let (_, report) = judged(options, console)?;
    match options.is_set("json") {
        true => print(&json::write(&report)),
        false => print_judged(&text::write(&report)),
    }
    Ok(exit_code(report.verdict()))
}

/// Reads the inputs, and judges them.
pub(super) fn judged(options: &Options, console: &Console) -> Result<(Session, Report), Stop> {
    let bytes = patch::bytes(options)?;
    if bytes.is_none() && options.value("fail-under-patch").is_some() {
        return Err(Stop("--fail-under-patch needs --diff FILE, a unified diff; - is stdin.".to_owned()));
    }
    let diff = bytes.as_ref().map(Named::diff).transpose()?;
    let session = inputs::session(options, console)?;
    let (of_patch, precision) = session.patch_threshold();
    let of_file = session.manifest().fail_under_file;
    let least = |option, setting| Least::of(options, option, setting, precision);
    let total = least("fail-under", ("", None))?;
    let query =
        Query { threshold: total.as_ref().map(|least| least.threshold.fail_under), all: true, ..Query::default() };
    let overview = session.overview(&query).ok_or_else(|| Stop(inputs::NO_DATA.to_owned()))?;
    let files = least("fail-under-file", ("fail_under_file", of_file))?.map(|least| Files::of(&overview, least));
    let changes = |diff: &Diff<'_>| {
        let patch = session.patch(diff, &query).unwrap_or_default();
        patch.problems.iter().for_each(|problem| console.problem(problem));
        let least = least("fail-under-patch", ("fail_under_patch", of_patch))?;
        let verdict = patch.verdict(least.as_ref().map(|least| least.threshold));
        Ok(Changes { patch, least, verdict })
    };
    let patch = diff.as_ref().map(changes).transpose()?;
    let from = total.map_or_else(|| overview.gate.threshold_from.clone(), |least| least.from);
    Ok((session, Report { overview, query, from, precision, files, patch }))
}

impl Report {
    /// Nothing can be said while something is missing; else all must pass.
    pub(super) fn verdict(&self) -> Verdict {
        let files = self.files.as_ref().map(Files::verdict);
        let patch = self.patch.as_ref().map(|patch| patch.verdict);
        let all = [Some(self.overview.gate.verdict), files, patch];
        let is_any = |verdict| all.contains(&Some(verdict));
        match (is_any(Verdict::Incomplete), is_any(Verdict::Fail)) {
            (true, _) => Verdict::Incomplete,
            (false, true) => Verdict::Fail,
            (false, false) => Verdict::Pass,
        }
    }
}

impl Files {
    fn of(overview: &Overview, least: Least) -> Files {
        let numbers = overview.rows.iter().filter_map(|row| Some((row.path.clone(), row.totals.clone()?)));
        let mut below: Vec<_> = numbers.filter(|(_, totals)| least.threshold.fails(totals.percent)).collect();
        below.sort_by(|a, b| a.0.cmp(&b.0));
        Files { least, below, is_incomplete: !overview.gate.reasons.is_empty() }
    }

    fn verdict(&self) -> Verdict {
        match (self.is_incomplete, self.below.is_empty()) {
            (true, _) => Verdict::Incomplete,
            (false, true) => Verdict::Pass,
            (false, false) => Verdict::Fail,
        }
    }
}
