//! One file's rows against its denominator: what ran, what is missing, and the counts.

use super::denominator::{Denominator, Executed};
use crate::line::{LineArc, LineNo};
use crate::numbers::Numbers;
use crate::reported::ReportedFile;
use crate::set::Set;

/// coverage.py's `Analysis` of one file, for one lane or for the union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// What ran, on the denominator's lines.
    pub executed: Executed,
    /// Statements that did not run.
    pub missing: Set<LineNo>,
    /// The branches not taken.
    pub missing_branches: Set<LineArc>,
    /// The counts.
    pub numbers: Numbers,
    /// Whether they are estimated, because a report of another run is all that tells the statements.
    pub is_estimated: bool,
}

impl Analysis {
    /// Compares what ran with what there is. Without `has_arcs` there are no branches.
    pub fn new(executed: Executed, denominator: &Denominator, has_arcs: bool) -> Analysis {
        let missing: Set<_> = denominator.statements().difference(&executed.lines).copied().collect();
        let branches = if has_arcs { denominator.branches() } else { &Set::new() };
        let missing_branches: Set<_> = branches.difference(&executed.arcs).copied().collect();
        let numbers = Numbers {
            n_files: 1,
            n_statements: denominator.statements().len(),
            n_excluded: denominator.excluded().len(),
            n_missing: missing.len(),
            n_branches: if has_arcs { denominator.n_branches() } else { 0 },
            n_partial_branches: missing_branches.iter().filter(|arc| !missing.contains(&arc.from.line())).count(),
            n_missing_branches: missing_branches.len(),
        };
        Analysis { executed, missing, missing_branches, numbers, is_estimated: false }
    }

    /// Takes over a report's branches and counts: it is about the same run, and the data agrees with it line by line.
    pub fn take_over(&mut self, reported: &ReportedFile, has_arcs: bool) {
        self.numbers = reported.numbers;
        if !has_arcs {
            self.numbers.n_branches = 0;
            self.numbers.n_partial_branches = 0;
            self.numbers.n_missing_branches = 0;
            return;
        }
        self.missing_branches.clone_from(&reported.missing);
    }
}
