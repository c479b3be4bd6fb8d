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

/// What is in no region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// The first line of it; 1 if there is none.
    pub start: LineNo,
    /// What ran of it.
    pub narrowed: Narrowed,
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

    /// Regions, of which no two have a line in common, and the rest of the first `n_lines` lines.
    pub fn regions(&self, regions: &[&CodeRegion], n_lines: usize) -> (Vec<Narrowed>, Outside) {
        let mut parts: Vec<Option<usize>> = vec![None; n_lines + 1];
        for (part, region) in regions.iter().enumerate() {
            for &line in &region.lines {
                if let Some(slot) = parts.get_mut(line as usize) {
                    *slot = Some(part);
                }
            }
        }
        let outside = regions.len();
        let start = (1..).zip(parts.iter().skip(1)).find(|(_, part)| part.is_none()).map_or(1, |(line, _)| line);
        parts.iter_mut().skip(1).filter(|part| part.is_none()).for_each(|part| *part = Some(outside));
        let mut narrowed = self.split(outside + 1, |line| parts.get(line as usize).copied().flatten());
        let rest = narrowed.pop().unwrap_or_default();
        (narrowed, Outside { start, narrowed: rest })
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
