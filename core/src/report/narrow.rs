//! What ran of some of a file's lines, for each of its functions and classes: coverage.py's `AnalysisNarrower`.

use super::analysis::Analysis;
use crate::line::{LineArc, LineNo, Point};
use crate::numbers::Numbers;
use crate::source::{CodeRegion, SourceFile};

/// What ran of a part of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Statements that ran.
    pub executed: Vec<LineNo>,
    /// Statements that did not.
    pub missing: Vec<LineNo>,
    /// Excluded lines.
    pub excluded: Vec<LineNo>,
    /// Branches taken.
    pub executed_branches: Vec<(LineNo, Point)>,
    /// Branches not taken.
    pub missing_branches: Vec<(LineNo, Point)>,
    /// The counts.
    pub numbers: Numbers,
}

/// Which of some regions each line is in. No line is in two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    by_line: Vec<usize>,
    outside: usize,
}

impl Parts {
    /// Of the first `n_lines` lines. What is in no region is one more part, the last.
    pub fn new(regions: &[&CodeRegion], n_lines: usize) -> Parts {
        let outside = regions.len();
        let mut by_line = vec![outside; n_lines + 1];
        for (part, region) in regions.iter().enumerate() {
            for &line in &region.lines {
                if let Some(slot) = by_line.get_mut(line as usize) {
                    *slot = part;
                }
            }
        }
        Parts { by_line, outside }
    }

    /// The part of a line; `None` of one that there is not.
    pub fn of(&self, line: LineNo) -> Option<usize> {
        self.by_line.get(line as usize).copied().filter(|_| line > 0)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.outside + 1
    }

    /// The first line that is in no region; 1 if all are in some.
    pub fn outside_start(&self) -> LineNo {
        (1..).zip(self.by_line.iter().skip(1)).find(|(_, part)| **part == self.outside).map_or(1, |(line, _)| line)
    }
}

/// Splits a file's analysis. All lists come out in coverage.py's order.
#[derive(Clone, Debug)]
pub struct Narrower<'a> {
    source: &'a SourceFile,
    analysis: &'a Analysis,
    has_arcs: bool,
    /// The arcs from branch lines, and whether each was taken.
    branches: Vec<(LineNo, Point, bool)>,
}

impl<'a> Narrower<'a> {
    /// Of a file whose source is known. Without `has_arcs` there are no branches.
    pub fn new(source: &'a SourceFile, analysis: &'a Analysis, has_arcs: bool) -> Narrower<'a> {
        let is_branch = |line: LineNo| source.exit_counts.get(&line).is_some_and(|&exits| exits > 1);
        let branch = |arc: &LineArc| {
            let from = arc.from.as_line().filter(|&line| is_branch(line))?;
            Some((from, arc.to, analysis.executed.arcs.contains(arc)))
        };
        let arcs = source.arc_possibilities.iter().filter(|_| has_arcs);
        Narrower { source, analysis, has_arcs, branches: arcs.filter_map(branch).collect() }
    }

    /// All lines.
    pub fn whole(&self) -> Narrowed {
        self.split(1, |_| Some(0)).pop().unwrap_or_default()
    }

    /// What ran of each part, of what is in no region last.
    pub fn parts(&self, parts: &Parts) -> Vec<Narrowed> {
        self.split(parts.count(), |line| parts.of(line))
    }

    /// `count` parts. A line belongs to the part whose number it is given, or to none.
    pub fn split(&self, count: usize, part_of: impl Fn(LineNo) -> Option<usize>) -> Vec<Narrowed> {
        let mut parts =
            vec![Narrowed { numbers: Numbers { n_files: 1, ..Numbers::default() }, ..Default::default() }; count];
        let mut with_part = |line: LineNo, change: &dyn Fn(&mut Narrowed)| {
            if let Some(part) = part_of(line).and_then(|part| parts.get_mut(part)) {
                change(part);
            }
        };
        let ran = &self.analysis.executed.lines;
        for &line in &self.source.statements {
            let ran = ran.contains(&line);
            with_part(line, &|part| if ran { part.executed.push(line) } else { part.missing.push(line) });
        }
        for &line in &self.source.excluded {
            with_part(line, &|part| part.excluded.push(line));
        }
        if self.has_arcs {
            for (&line, &exits) in self.source.exit_counts.iter().filter(|(_, exits)| **exits > 1) {
                with_part(line, &|part| part.numbers.n_branches += exits);
            }
        }
        for &(from, to, taken) in &self.branches {
            // A part knows no excluded lines but its own.
            let is_excluded = |line: LineNo| self.source.excluded.contains(&line) && part_of(line) == part_of(from);
            let is_partial = ran.contains(&from) || !self.source.statements.contains(&from);
            with_part(from, &|part| {
                if taken {
                    part.executed_branches.push((from, to));
                } else if !self.source.no_branch.contains(&from) && !to.as_line().is_some_and(is_excluded) {
                    part.missing_branches.push((from, to));
                    part.numbers.n_partial_branches += usize::from(is_partial);
                }
            });
        }
        for part in &mut parts {
            part.numbers.n_statements = part.executed.len() + part.missing.len();
            part.numbers.n_missing = part.missing.len();
            part.numbers.n_excluded = part.excluded.len();
            part.numbers.n_missing_branches = part.missing_branches.len();
        }
        parts
    }
}
