//! What a diff changed, beside the whole report.

#[cfg(feature = "engine")]
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Gate, Totals};
use crate::gate;
use crate::numbers::{Numbers, Threshold, count, display_covered};
#[cfg(feature = "engine")]
use crate::patch::Patch;

/// The verdict over the lines that a diff changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Which diff, in words: `changes.diff`.
    pub diff: String,
    /// The verdict, by the changed lines' own threshold. Its reasons are those that the report's gate does not have.
    pub gate: Gate,
    /// Whether there is such a threshold. Without one it is 0.
    pub is_judged: bool,
    /// The union's counts of the changed lines.
    pub totals: Totals,
    /// How much of them is covered, in words.
    pub says: String,
    /// How many measured files it adds lines to.
    pub n_files: usize,
    /// Its other files, with why they do not count: "docs/index.md: not Python". Of very many the first ones, and how many more.
    pub uncounted: Vec<String>,
    /// How many those are.
    pub n_uncounted: usize,
}

/// The coverage of a diff: by the lanes that are on, and by all.
#[cfg(feature = "engine")]
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its name.
    pub diff: String,
    /// By those that are on.
    pub on: Rc<Patch>,
    /// By all: what each lane alone covers does not depend on others.
    pub all: Rc<Patch>,
}

/// What [`Changes`] are made of.
pub(super) struct Summed {
    pub(super) diff: String,
    pub(super) fail_under: Option<f64>,
    pub(super) precision: usize,
    pub(super) numbers: Numbers,
    pub(super) estimated: bool,
    pub(super) has_branches: bool,
    /// Whether no verdict can be given.
    pub(super) is_incomplete: bool,
}

impl Summed {
    /// The threshold of the changed lines.
    pub(super) fn threshold(fail_under: Option<f64>, precision: usize) -> Threshold {
        Threshold { fail_under: fail_under.unwrap_or(0.0), precision }
    }

    /// The verdict, with neither words of its own nor other files.
    pub(super) fn changes(self) -> Changes {
        let threshold = Summed::threshold(self.fail_under, self.precision);
        let (covered, all) = self.numbers.ratio_covered();
        let what = if self.has_branches { "lines and branches" } else { "lines" };
        let n_files = self.numbers.n_files;
        let files = if n_files == 1 { "file" } else { "files" };
        Changes {
            says: match all {
                0 => "No changed line is a measured statement.".to_owned(),
                _ => {
                    let [covered, all, n_files] = [covered, all, n_files].map(count);
                    format!("{covered} of {all} changed {what} in {n_files} {files} are covered.")
                }
            },
            gate: Gate {
                verdict: gate::verdict(&self.numbers, threshold, if self.is_incomplete { &[()] } else { &[] }),
                threshold: threshold.fail_under,
                threshold_from: match self.fail_under {
                    Some(percent) => format!("The gate is {percent} %, by fail_under_patch."),
                    None => "No fail_under_patch is set.".to_owned(),
                },
                reasons: Vec::new(),
                distance: gate::distance(&self.numbers, threshold),
                bounds: None,
            },
            is_judged: self.fail_under.is_some(),
            totals: Totals::new(self.numbers, self.precision, self.estimated),
            n_files,
            diff: self.diff,
            uncounted: Vec::new(),
            n_uncounted: 0,
        }
    }
}

impl Totals {
    /// The words of numbers.
    pub(super) fn new(numbers: Numbers, precision: usize, estimated: bool) -> Totals {
        Totals {
            n_files: numbers.n_files,
            n_statements: numbers.n_statements,
            n_missing: numbers.n_missing,
            n_excluded: numbers.n_excluded,
            n_branches: numbers.n_branches,
            n_partial_branches: numbers.n_partial_branches,
            n_missing_branches: numbers.n_missing_branches,
            percent: numbers.pc_covered(),
            percent_text: numbers.pc_covered_str(precision),
            percent_exact: display_covered(numbers.pc_covered(), precision.max(2)),
            estimated,
        }
    }
}
