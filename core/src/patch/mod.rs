//! Patch coverage: of the lines that a diff adds, what ran, in which lanes.
//!
//! A line counts for the statement that it is a part of, and with a statement the ways out of it count, where branches were measured.
//! So the diff that adds all of a file has just the numbers of the file, and a branch whose sides are taken by different lanes is
//! taken on both. Lines that are excluded or hold no code count for nothing.

mod count;
mod matching;

use crate::diff::{Diff, FileDiff, Status};
use crate::error::{Code, Problem};
use crate::gate;
use crate::line::{LineArc, LineNo};
use crate::numbers::{Numbers, Threshold, Verdict};
use crate::reason::Reason;
use crate::report::shares::Share;
use crate::report::{Coverage, Covered, FileCoverage, Unknown};

/// The coverage of a diff.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// The lanes that count, by name, with what each alone covers of all changed lines.
    pub lanes: Vec<(String, Numbers)>,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The measured files that the diff adds lines to, by path.
    pub files: Vec<PatchFile>,
    /// The other files of the diff, by name.
    pub uncounted: Vec<Uncounted>,
    /// All lanes together, of all changed lines.
    pub total: Numbers,
    /// Why no verdict can be given, in words.
    pub reasons: Vec<String>,
    /// What is wrong between the diff and the sources.
    pub problems: Vec<Problem>,
}

/// The changed lines of one file.
#[derive(Clone, Debug, Default)]
pub struct PatchFile {
    /// Its path in the report.
    pub path: String,
    /// Its name in the diff.
    pub name: String,
    /// The name it had before, or that of the file it is a copy of.
    pub old_name: Option<String>,
    /// What became of it: `modified`.
    pub status: &'static str,
    /// First and last line of each part that the diff shows.
    pub shown: Vec<(LineNo, LineNo)>,
    /// The lines that the diff adds.
    pub added: Vec<LineNo>,
    /// Of those, the ones that are excluded.
    pub excluded: Vec<LineNo>,
    /// Of those, the ones that belong to no statement: comments, blank lines, docstrings.
    pub other: Vec<LineNo>,
    /// The changed statements of which the first line is not changed, only one further on.
    pub inside: Vec<LineNo>,
    /// What ran in all lanes together.
    pub union: Part,
    /// What each lane alone ran, in the order of [`Patch::lanes`].
    pub lanes: Vec<Part>,
    /// The changed statements and branches by exactly which lanes cover them, by their index in [`Patch::lanes`].
    pub shares: Vec<Share>,
    /// Whether the numbers are estimated, because there is no source.
    pub is_estimated: bool,
}

/// What ran of the changed lines, for one lane or for the union.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Changed statements that ran, by their first lines.
    pub covered: Vec<LineNo>,
    /// Changed statements that did not.
    pub missing: Vec<LineNo>,
    /// Branches out of changed lines that were not taken.
    pub missing_branches: Vec<LineArc>,
    /// The counts.
    pub numbers: Numbers,
}

/// A file of the diff that has no numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// Its name in the diff.
    pub name: String,
    /// Why.
    pub why: Why,
    /// How many lines the diff adds to it.
    pub n_added: usize,
}

/// Why a file of a diff has no numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is gone.
    Deleted,
    /// No line of it is new.
    NothingAdded,
    /// It is no Python source.
    NotPython,
    /// The diff does not tell its lines.
    Binary,
    /// The settings leave it out.
    Omitted,
    /// No data file knows it.
    NotMeasured,
    /// It was measured, and neither a source nor a report tells its statements.
    NoSource,
    /// It was measured, and is not Python of the chosen version.
    Syntax,
    /// A plugin measured it.
    Plugin,
}

impl Why {
    /// In words: `not measured`.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Deleted => "deleted",
            Why::NothingAdded => "no line added",
            Why::NotPython => "not Python",
            Why::Binary => "binary",
            Why::Omitted => "left out by include or omit",
            Why::NotMeasured => "not measured",
            Why::NoSource => "measured, and no source here",
            Why::Syntax => "measured, and can't be parsed",
            Why::Plugin => "measured by a plugin",
        }
    }
}

impl Patch {
    /// The coverage of a diff. `omits` tells whether settings leave out a file of the project.
    pub fn new(diff: &Diff<'_>, coverage: &Coverage, omits: &dyn Fn(&str) -> bool) -> Patch {
        Patch::of(diff, coverage, omits, &stale)
    }

    /// The same of lines of which only the numbers are known.
    pub(crate) fn of_lines(diff: &Diff<'_>, coverage: &Coverage) -> Patch {
        Patch::of(diff, coverage, &|_| false, &|_, _| None)
    }

    fn of(
        diff: &Diff<'_>,
        coverage: &Coverage,
        omits: &dyn Fn(&str) -> bool,
        stale: &dyn Fn(&FileDiff<'_>, &FileCoverage) -> Option<Problem>,
    ) -> Patch {
        let on = coverage.files.iter().find_map(|file| Some(file.result.as_ref().ok()?.on.clone()));
        let on = on.unwrap_or_else(|| (0..coverage.lanes.len()).collect());
        let mut patch = Patch {
            has_arcs: coverage.has_arcs,
            reasons: coverage.reasons.iter().map(Reason::to_string).collect(),
            ..Patch::default()
        };
        for (change, file) in diff.files.iter().zip(matching::find(diff, coverage)) {
            match why(change, file, omits) {
                Ok((file, covered)) => {
                    patch.problems.extend(stale(change, file));
                    patch.files.push(count::count(change, &file.path, covered, &on, coverage.has_arcs));
                }
                Err(why) => {
                    patch.uncounted.push(Uncounted { name: change.name.clone(), why, n_added: change.added().count() });
                }
            }
        }
        patch.files.sort_by(|a, b| a.path.cmp(&b.path));
        patch.total = patch.files.iter().map(|file| file.union.numbers).sum();
        let of_lane = |lane: usize| patch.files.iter().filter_map(|file| Some(file.lanes.get(lane)?.numbers)).sum();
        let named = |(place, lane): (usize, &usize)| Some((coverage.lanes.get(*lane)?.0.clone(), of_lane(place)));
        patch.lanes = on.iter().enumerate().filter_map(named).collect();
        if let Some(first) = patch.problems.first() {
            patch.reasons.push(match patch.problems.len() {
                count if count > 1 && count == patch.files.len() => {
                    "The diff fits none of its files here: it is of another revision, or of another project beside this one; expected git diff --relative in the project's folder.".to_owned()
                }
                1 => format!("The diff does not fit {}.", first.input),
                count => format!("The diff does not fit {count} files; the first is {}.", first.input),
            });
        }
        patch
    }

    /// The verdict by a threshold for changed lines. Without one all is well, if nothing is missing.
    pub fn verdict(&self, threshold: Option<Threshold>) -> Verdict {
        gate::verdict(&self.total, threshold.unwrap_or(Threshold { fail_under: 0.0, precision: 0 }), &self.reasons)
    }
}

/// The file with its numbers, or why a file of the diff has none.
fn why<'a>(
    change: &FileDiff<'_>,
    file: Option<&'a FileCoverage>,
    omits: &dyn Fn(&str) -> bool,
) -> Result<(&'a FileCoverage, &'a Covered), Why> {
    if change.status == Status::Deleted {
        return Err(Why::Deleted);
    }
    if change.added().next().is_none() && !change.is_binary {
        return Err(Why::NothingAdded);
    }
    let Some(file) = file else {
        return Err(if !change.name.ends_with(".py") && !change.name.ends_with(".pyw") {
            Why::NotPython
        } else if omits(&change.name) {
            Why::Omitted
        } else {
            Why::NotMeasured
        });
    };
    if change.is_binary {
        return Err(Why::Binary);
    }
    let covered = file.result.as_ref().map_err(|unknown| match unknown {
        Unknown::NoSource => Why::NoSource,
        Unknown::Syntax(_) => Why::Syntax,
        Unknown::Plugin(_) => Why::Plugin,
    })?;
    Ok((file, covered))
}

/// The problem of a diff that knows other lines than the source.
fn stale(change: &FileDiff<'_>, file: &FileCoverage) -> Option<Problem> {
    let cause = matching::difference(change, matching::source(file)?)?;
    Some(Problem::new(Code::DiffStale, &file.path, cause))
}
