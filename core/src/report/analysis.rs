//! One file's rows against its denominator: what ran, what is missing, and the counts.

use std::collections::{BTreeMap, BTreeSet};

use super::denominator::{Denominator, Executed};
use crate::line::{LineNo, Point};
use crate::numbers::Numbers;
use crate::reported::ReportedFile;

/// coverage.py's `Analysis` of one file, for one lane or for the union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// What ran, on the denominator's lines.
    pub executed: Executed,
    /// Statements that did not run.
    pub missing: BTreeSet<LineNo>,
    /// The targets not taken, by branch line.
    pub missing_branches: BTreeMap<LineNo, BTreeSet<Point>>,
    /// The counts.
    pub numbers: Numbers,
    /// Whether they are estimated, because a report of another run is all that tells the statements.
    pub is_estimated: bool,
}

impl Analysis {
    /// Compares what ran with what there is. Without `has_arcs` there are no branches.
    pub fn new(executed: Executed, denominator: &Denominator, has_arcs: bool) -> Analysis {
        let missing: BTreeSet<_> = denominator.statements().difference(&executed.lines).copied().collect();
        let mut missing_branches = if has_arcs { denominator.branches() } else { BTreeMap::new() };
        missing_branches.retain(|&line, targets| {
            targets.retain(|&to| !executed.arcs.contains(&crate::line::LineArc { from: Point::Line(line), to }));
            !targets.is_empty()
        });
        let count = |(_, targets): (&LineNo, &BTreeSet<Point>)| targets.len();
        let numbers = Numbers {
            n_files: 1,
            n_statements: denominator.statements().len(),
            n_excluded: denominator.excluded().len(),
            n_missing: missing.len(),
            n_branches: if has_arcs { denominator.n_branches() } else { 0 },
            n_partial_branches: missing_branches.iter().filter(|(line, _)| !missing.contains(line)).map(count).sum(),
            n_missing_branches: missing_branches.iter().map(count).sum(),
        };
        Analysis { executed, missing, missing_branches, numbers, is_estimated: false }
    }

    /// The missing lines as coverage.py's report shows them, `1-2, 5->7, 9`: runs of missing statements, and with `branches` the
    /// missing branches between lines that ran. `statements` are the file's.
    pub fn missing_formatted(&self, statements: &BTreeSet<LineNo>, branches: bool) -> String {
        let mut items: Vec<(LineNo, String)> = Vec::new();
        for run in
            statements.iter().copied().collect::<Vec<_>>().chunk_by(|a, b| self.is_missing(a) == self.is_missing(b))
        {
            match run {
                [first, ..] if !self.is_missing(first) => {}
                [only] => items.push((*only, only.to_string())),
                [first, .., last] => items.push((*first, format!("{first}-{last}"))),
                [] => {}
            }
        }
        if branches {
            let ran = |line: &LineNo| !self.is_missing(line);
            for (line, targets) in self.missing_branches.iter().filter(|(line, _)| ran(line)) {
                items.extend(targets.iter().filter(|to| to.as_line().as_ref().is_none_or(ran)).map(|to| match to {
                    Point::Line(to) => (*line, format!("{line}->{to}")),
                    _ => (*line, format!("{line}->exit")),
                }));
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
        let missing = reported.branches.iter().filter(|(_, line)| !line.missing.is_empty());
        self.missing_branches = missing.map(|(&line, branches)| (line, branches.missing.clone())).collect();
    }
}
