//! What tells a file's statements and branches: its source, or a report of coverage.py's.
//!
//! A report has no map of multi-line statements and no arcs but those of branch lines. What is measured on other lines is
//! moved onto its lines by estimates, and the numbers are marked as estimated: a line that is no statement belongs to the
//! statement before it; a jump back to a `with` line goes on to where that line goes; where xml does not name the branches
//! taken, they are the measured ones that it does not call missing. Some of the lines moved are another file's (under
//! greenlets, coverage.py records such lines): so a report about all lanes is taken at its word on what never ran.

use std::rc::Rc;
use std::sync::Arc;

use crate::combine::Rows;
use crate::line::{LineArc, LineNo, Point};
use crate::reported::{Format, ReportedFile};
use crate::set::Set;
use crate::source::SourceFile;

/// What tells a file's statements and branches.
#[derive(Clone, Debug)]
pub enum Denominator {
    /// Its source, analysed as coverage.py does.
    Source(Arc<SourceFile>),
    /// A report.
    Reported(Rc<Reported>),
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
    /// The branches, where the report or the measured arcs name them.
    possibilities: Set<LineArc>,
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
    pub lines: Set<LineNo>,
    /// Arcs between statements.
    pub arcs: Set<LineArc>,
}

impl Executed {
    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Executed) -> Executed {
        Executed { lines: self.lines.union(&other.lines), arcs: self.arcs.union(&other.arcs) }
    }
}

impl Denominator {
    /// The statements.
    pub fn statements(&self) -> &Set<LineNo> {
        match self {
            Denominator::Source(source) => &source.statements,
            Denominator::Reported(reported) => &reported.file.statements,
        }
    }

    /// The excluded lines.
    pub fn excluded(&self) -> &Set<LineNo> {
        match self {
            Denominator::Source(source) => &source.excluded,
            Denominator::Reported(reported) => &reported.file.excluded,
        }
    }

    /// The named branches: those that count as missing when they were not taken.
    pub fn branches(&self) -> &Set<LineArc> {
        match self {
            Denominator::Source(source) => &source.branches,
            Denominator::Reported(reported) => &reported.possibilities,
        }
    }

    /// The number of all branches.
    pub fn n_branches(&self) -> usize {
        match self {
            Denominator::Source(source) => source.exit_counts.values().filter(|&&exits| exits > 1).sum(),
            Denominator::Reported(reported) => reported.possibilities.len() + reported.unnamed,
        }
    }

    /// Whether it tells the functions and classes.
    pub fn tells_regions(&self) -> bool {
        match self {
            Denominator::Source(_) => true,
            Denominator::Reported(reported) => !reported.file.regions.is_empty(),
        }
    }

    /// Moves measured rows onto the denominator's lines.
    pub fn translate(&self, rows: &Rows, has_arcs: bool) -> Executed {
        match self {
            Denominator::Source(source) => {
                let mut lines = source.translate_lines(rows.lines.iter().copied());
                lines.retain(|line| source.statements.contains(line));
                let arcs = if has_arcs { executed_arcs(source, &rows.arcs) } else { Set::new() };
                Executed { lines, arcs }
            }
            Denominator::Reported(reported) => reported.translate(rows),
        }
    }
}

/// As `analysis_from_file_reporter` of coverage.py 7.17.3: an arc from a line to itself (which the `sys.monitoring` core
/// records) stands for the only way out of that line, if there is just one.
fn executed_arcs(source: &SourceFile, measured: &Set<LineArc>) -> Set<LineArc> {
    let arcs =
        source.translate_arcs(measured.iter().copied()).into_iter().filter_map(|arc| match (arc.from, arc.to) {
            (Point::Line(from), Point::Line(to)) if from == to => {
                if let [only] = source.arc_possibilities.leaving(from) { Some(*only) } else { None }
            }
            _ => Some(arc),
        });
    source.translate_arcs(arcs)
}

impl Reported {
    /// Takes a report's file for a file of which `union` was measured in all lanes together. `is_bound`: it is a report
    /// about all lanes.
    pub fn new(format: Format, input: String, file: Rc<ReportedFile>, union: &Rows, is_bound: bool) -> Reported {
        let named = file.taken.union(&file.missing);
        let mut reported = Reported { format, input, file, possibilities: Set::new(), unnamed: 0, is_bound };
        let guessed = if reported.file.taken_unnamed.is_empty() { Vec::new() } else { reported.taken(union) };
        let n_known = named.len() + guessed.len();
        reported.unnamed = reported.file.numbers.n_branches.saturating_sub(n_known);
        reported.possibilities = named;
        reported.possibilities.extend(guessed);
        reported
    }

    /// The branches taken that the report only counts, named by the arcs measured.
    fn taken(&self, union: &Rows) -> Vec<LineArc> {
        let mut guessed = Vec::new();
        let arcs = self.arcs(&union.arcs);
        // No file has nearly as many; a report can say that it has any number, and each takes memory. The others stay unnamed.
        let most = self.file.statements.len() * 4;
        for &(line, count) in &self.file.taken_unnamed {
            let count = count.min(most.saturating_sub(guessed.len()));
            let is_taken = |arc: &&LineArc| !self.file.missing.contains(arc) && self.can_be_target(arc.to);
            let before = guessed.len();
            guessed.extend(arcs.leaving(line).iter().filter(is_taken).take(count));
            if !self.is_bound {
                // In another run they were taken, and here they were not: targets that no arc leads to.
                let unknown = (0..).take(count - (guessed.len() - before));
                guessed.extend(unknown.map(|number| LineArc { from: Point::Line(line), to: Point::Entry(number) }));
            }
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
        let moved = rows.lines.up_to(&end).iter().map(|&line| self.first_line(line));
        let moved: Set<_> = moved.filter(|line| self.file.statements.contains(line) && known(line)).collect();
        let direct: Set<_> = rows.lines.intersection(&self.file.statements).copied().collect();
        let lines = moved.union(&direct);

        let arcs = self.arcs(&rows.arcs);
        let taken = |arc: &LineArc| {
            let targets = self.possibilities.leaving(arc.from.as_line()?);
            if targets.is_empty() {
                return None;
            }
            if !self.possibilities.contains(arc) {
                let past = LineArc { from: arc.from, to: self.past_with(arc, targets, &arcs, &rows.arcs)? };
                return self.may_be_taken(&past).then_some(past);
            }
            (rows.arcs.contains(arc) || self.may_be_taken(arc)).then_some(*arc)
        };
        Executed { lines, arcs: arcs.iter().filter_map(taken).collect() }
    }

    fn may_be_taken(&self, branch: &LineArc) -> bool {
        !self.is_bound || !self.file.missing.contains(branch)
    }

    /// Measured arcs between the report's lines.
    fn arcs(&self, measured: &Set<LineArc>) -> Set<LineArc> {
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
        let known = |lines: &Set<LineNo>| lines.up_to(&line).last().copied();
        known(&self.file.statements).max(known(&self.file.excluded)).unwrap_or(line)
    }

    /// A jump back to a line that is no possible target: if that is a `with`, the block is left there, and the target is
    /// where that line goes next. That has to be measured at just the target's line: what was moved there may be another file's.
    fn past_with(
        &self,
        arc: &LineArc,
        targets: &[LineArc],
        arcs: &Set<LineArc>,
        measured: &Set<LineArc>,
    ) -> Option<Point> {
        let mut with = arc.to.as_line().filter(|&line| line < arc.from.line())?;
        loop {
            if !self.possibilities.leaving(with).is_empty() {
                return None;
            }
            let next = arcs.leaving(with).iter().map(|arc| arc.to);
            let is_measured = |to: Point| {
                let goes_there =
                    |own: &LineArc| own.to == to && own.from.as_line().map(|line| self.first_line(line)) == Some(with);
                matches!(to, Point::Exit(_)) || measured.iter().any(goes_there)
            };
            let is_target = |next: &Point| targets.iter().any(|target| target.to == *next) && is_measured(*next);
            if let Some(found) = next.clone().find(is_target) {
                return Some(found);
            }
            with = next.filter_map(Point::as_line).find(|&line| line < with)?;
        }
    }
}
