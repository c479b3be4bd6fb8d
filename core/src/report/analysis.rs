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

    /// The missing lines as coverage.py's report shows them, `1-2, 5->7, 9`: runs of missing statements, and with `branches` the
    /// missing branches between lines that ran. `statements` are the file's.
    pub fn missing_formatted(&self, statements: &Set<LineNo>, branches: bool) -> String {
        let mut items: Vec<(LineNo, String)> = Vec::new();
        for run in statements.chunk_by(|a, b| self.is_missing(a) == self.is_missing(b)) {
            match run {
                [first, ..] if !self.is_missing(first) => {}
                [only] => items.push((*only, only.to_string())),
                [first, .., last] => items.push((*first, format!("{first}-{last}"))),
                [] => {}
            }
        }
        if branches {
            let ran = |line: &LineNo| !self.is_missing(line);
            for arc in self.missing_branches.iter() {
                let (line, to) = (arc.from.line(), arc.to.as_line());
                if ran(&line) && to.as_ref().is_none_or(ran) {
                    items.push((line, to.map_or_else(|| format!("{line}->exit"), |to| format!("{line}->{to}"))));
                }
            }
        }
        // By text within a line, as coverage.py does: `5->12` comes before `5->7`.
        items.sort();
        items.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", ")
    }

    fn is_missing(&self, line: &LineNo) -> bool {
        self.missing.contains(line)
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
