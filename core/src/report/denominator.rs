//! What tells a file's statements and branches: its source, or a report of coverage.py's.
//!
//! A report has no map of multi-line statements and no arcs but those of branch lines. What is measured on other lines is
//! moved onto its lines by estimates, and the numbers are marked as estimated: a line that is no statement belongs to the
//! statement before it; a jump back to a `with` line goes on to where that line goes; where xml does not name the branches
//! taken, they are the measured ones that it does not call missing. Some of the lines moved are another file's (under
//! greenlets, coverage.py records such lines): so a report about all lanes is taken at its word on what never ran.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::combine::Rows;
use crate::line::{LineArc, LineNo, Point};
use crate::reported::{Format, ReportedFile};
use crate::source::SourceFile;

/// What tells a file's statements and branches.
#[derive(Clone, Debug)]
pub enum Denominator {
    /// Its source, analysed as coverage.py does.
    Source(Arc<SourceFile>),
    /// A report.
    Reported(Reported),
}

/// A report's file, ready to be compared with measured rows.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The report's format.
    pub format: Format,
    /// The name of the report as the person knows it.
    pub input: String,
    /// What it tells.
    pub file: Rc<ReportedFile>,
    /// The branches of each branch line, where the report or the measured arcs name them.
    possibilities: BTreeMap<LineNo, BTreeSet<Point>>,
    /// Branches that nothing names. coverage.py counts them and never as missing (no-branch lines); in xml they are those
    /// that no lane here took.
    unnamed: usize,
    /// Whether it is a report about all lanes, or more: then what it calls missing ran in none.
    is_bound: bool,
}

/// What ran, on the lines of a denominator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Executed {
    /// Statements that ran.
    pub lines: BTreeSet<LineNo>,
    /// Arcs between statements.
    pub arcs: BTreeSet<LineArc>,
}

impl Denominator {
    /// The statements.
    pub fn statements(&self) -> &BTreeSet<LineNo> {
        match self {
            Denominator::Source(source) => &source.statements,
            Denominator::Reported(reported) => &reported.file.statements,
        }
    }

    /// The excluded lines.
    pub fn excluded(&self) -> &BTreeSet<LineNo> {
        match self {
            Denominator::Source(source) => &source.excluded,
            Denominator::Reported(reported) => &reported.file.excluded,
        }
    }

    /// The named branches of each branch line: those that count as missing when they were not taken.
    pub fn branches(&self) -> BTreeMap<LineNo, BTreeSet<Point>> {
        match self {
            Denominator::Source(source) => {
                let mut branches: BTreeMap<LineNo, BTreeSet<Point>> = BTreeMap::new();
                for arc in &source.arc_possibilities {
                    let Some(from) = arc.from.as_line() else { continue };
                    let is_branch = source.exit_counts.get(&from).is_some_and(|&exits| exits > 1);
                    let counts = !source.no_branch.contains(&from) && !target_is_excluded(source, arc.to);
                    if is_branch && counts {
                        branches.entry(from).or_default().insert(arc.to);
                    }
                }
                branches
            }
            Denominator::Reported(reported) => reported.possibilities.clone(),
        }
    }

    /// The number of all branches.
    pub fn n_branches(&self) -> usize {
        match self {
            Denominator::Source(source) => source.exit_counts.values().filter(|&&exits| exits > 1).sum(),
            Denominator::Reported(reported) => {
                reported.possibilities.values().map(BTreeSet::len).sum::<usize>() + reported.unnamed
            }
        }
    }

    /// Moves measured rows onto the denominator's lines.
    pub fn translate(&self, rows: &Rows, has_arcs: bool) -> Executed {
        match self {
            Denominator::Source(source) => {
                let mut lines = source.translate_lines(rows.lines.iter().copied());
                lines.retain(|line| source.statements.contains(line));
                let arcs = if has_arcs { executed_arcs(source, &rows.arcs) } else { BTreeSet::new() };
                Executed { lines, arcs }
            }
            Denominator::Reported(reported) => reported.translate(rows),
        }
    }
}

fn target_is_excluded(source: &SourceFile, to: Point) -> bool {
    to.as_line().is_some_and(|line| source.excluded.contains(&line))
}

/// As `analysis_from_file_reporter` of coverage.py 7.17.3: an arc from a line to itself (which the `sys.monitoring` core
/// records) stands for the only way out of that line, if there is just one.
fn executed_arcs(source: &SourceFile, measured: &BTreeSet<LineArc>) -> BTreeSet<LineArc> {
    let mut only: BTreeMap<Point, Option<Point>> = BTreeMap::new();
    for arc in &source.arc_possibilities {
        only.entry(arc.from).and_modify(|to| *to = None).or_insert(Some(arc.to));
    }
    let arcs = source.translate_arcs(measured.iter().copied()).into_iter().filter_map(|arc| match (arc.from, arc.to) {
        (Point::Line(from), Point::Line(to)) if from == to => {
            only.get(&arc.from).copied().flatten().map(|to| LineArc { from: arc.from, to })
        }
        _ => Some(arc),
    });
    source.translate_arcs(arcs)
}

impl Reported {
    /// Takes a report's file for a file of which `union` was measured in all lanes together. `is_bound`: it is a report
    /// about all lanes.
    pub fn new(format: Format, input: String, file: Rc<ReportedFile>, union: &Rows, is_bound: bool) -> Reported {
        let mut reported = Reported { format, input, file, possibilities: BTreeMap::new(), unnamed: 0, is_bound };
        let named: usize = reported.file.branches.values().map(|line| line.taken.len() + line.missing.len()).sum();
        for (&line, branches) in &reported.file.branches {
            reported.possibilities.insert(line, branches.taken.union(&branches.missing).copied().collect());
        }
        let guessed = reported.name_taken(union);
        reported.unnamed = reported.file.numbers.n_branches.saturating_sub(named + guessed);
        reported
    }

    /// Names the branches taken that the report only counts, by the arcs measured. Returns how many were accounted for.
    fn name_taken(&mut self, union: &Rows) -> usize {
        let mut guessed = 0;
        let arcs = self.arcs(&union.arcs);
        for (&line, branches) in self.file.branches.iter().filter(|(_, branches)| branches.taken_unnamed > 0) {
            let candidates = arcs.iter().filter(|arc| arc.from == Point::Line(line)).map(|arc| arc.to);
            let taken: Vec<Point> = candidates
                .filter(|to| !branches.missing.contains(to) && self.can_be_target(*to))
                .take(branches.taken_unnamed)
                .collect();
            let targets = self.possibilities.entry(line).or_default();
            if !self.is_bound {
                // In another run they were taken, and here they were not: targets that no arc leads to.
                let unknown = branches.taken_unnamed - taken.len();
                targets.extend((0..unknown).filter_map(|count| LineNo::try_from(count).ok()).map(Point::Entry));
                guessed += unknown;
            }
            guessed += taken.len();
            targets.extend(taken);
        }
        guessed
    }

    fn can_be_target(&self, to: Point) -> bool {
        to.as_line().is_none_or(|line| self.file.statements.contains(&line))
    }

    fn translate(&self, rows: &Rows) -> Executed {
        let known = |line: &LineNo| !self.is_bound || self.file.executed.contains(line);
        // Lines behind the last statement are more often another file's than its own.
        let end = self.file.statements.last().copied().unwrap_or(0);
        let moved = rows.lines.range(..=end).map(|&line| self.first_line(line));
        let direct = rows.lines.intersection(&self.file.statements).copied();
        let lines = moved.filter(|line| self.file.statements.contains(line) && known(line)).chain(direct).collect();

        let arcs = self.arcs(&rows.arcs);
        let mut taken = BTreeSet::new();
        for arc in &arcs {
            let Some(from) = arc.from.as_line() else { continue };
            let Some(targets) = self.possibilities.get(&from) else { continue };
            let to = if targets.contains(&arc.to) { Some(arc.to) } else { self.past_with(arc, targets, &arcs) };
            let is_direct = to == Some(arc.to) && rows.arcs.contains(arc);
            taken.extend(
                to.filter(|&to| is_direct || self.may_be_taken(from, to)).map(|to| LineArc { from: arc.from, to }),
            );
        }
        Executed { lines, arcs: taken }
    }

    fn may_be_taken(&self, from: LineNo, to: Point) -> bool {
        !self.is_bound || !self.file.branches.get(&from).is_some_and(|branches| branches.missing.contains(&to))
    }

    /// Measured arcs between the report's lines.
    fn arcs(&self, measured: &BTreeSet<LineArc>) -> BTreeSet<LineArc> {
        let names_exits = self.file.names_exits();
        let point = |point: Point| match point {
            Point::Line(line) => Point::Line(self.first_line(line)),
            Point::Exit(_) if !names_exits => Point::Exit(0),
            point => point,
        };
        let arcs = measured.iter().map(|arc| LineArc { from: point(arc.from), to: point(arc.to) });
        arcs.filter(|arc| arc.from != arc.to).collect()
    }

    /// The statement that a line belongs to: itself, or the one before it.
    fn first_line(&self, line: LineNo) -> LineNo {
        let known = |lines: &BTreeSet<LineNo>| lines.range(..=line).next_back().copied();
        known(&self.file.statements).max(known(&self.file.excluded)).unwrap_or(line)
    }

    /// A jump back to a line that is no possible target: if that is a `with`, the block is left there, and the target is
    /// where that line goes next.
    fn past_with(&self, arc: &LineArc, targets: &BTreeSet<Point>, arcs: &BTreeSet<LineArc>) -> Option<Point> {
        let mut with = arc.to.as_line().filter(|&line| line < arc.from.line())?;
        loop {
            if self.possibilities.contains_key(&with) {
                return None;
            }
            let next = |arc: &&LineArc| arc.from == Point::Line(with);
            if let Some(found) = arcs.iter().filter(next).find(|next| targets.contains(&next.to)) {
                return Some(found.to);
            }
            with = arcs.iter().filter(next).filter_map(|next| next.to.as_line()).find(|&line| line < with)?;
        }
    }
}
