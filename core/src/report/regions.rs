//! A file's functions or classes with their numbers: as coverage.py's `AnalysisNarrower` gives them where the source is here, else
//! by the lines that a report lists for each.

use super::analysis::Analysis;
use super::denominator::Denominator;
use super::narrow::{Narrower, Parts};
use crate::line::LineNo;
use crate::numbers::Numbers;
use crate::reported::{ReportedFile, ReportedRegion};
use crate::source::{CodeRegion, RegionKind, SourceFile};

/// The regions of one kind, and as one more part, the last, what is in none.
#[derive(Clone, Debug)]
pub struct Regions<'a>(By<'a>);

#[derive(Clone, Debug)]
enum By<'a> {
    Source { source: &'a SourceFile, regions: Vec<&'a CodeRegion>, parts: Parts },
    Report { file: &'a ReportedFile, regions: Vec<&'a ReportedRegion>, part_of: Vec<(LineNo, usize)> },
}

impl<'a> Regions<'a> {
    /// Those of a file; `None` where neither its source nor a report here tells them.
    pub fn of(denominator: &'a Denominator, kind: RegionKind) -> Option<Regions<'a>> {
        Some(Regions(match denominator {
            Denominator::Source(source) => {
                let regions = source.regions_of(kind);
                let parts = Parts::new(&regions, source.count_splitlines());
                By::Source { source, regions, parts }
            }
            Denominator::Reported(reported) => {
                let file = &*reported.file;
                let regions: Vec<_> = file.regions.iter().filter(|region| region.kind == kind).collect();
                regions.last()?;
                let lines =
                    |(part, region): (usize, &&'a ReportedRegion)| region.lines.iter().map(move |&line| (line, part));
                // Not a place for each line: a report can tell of any line.
                let mut part_of: Vec<_> = regions.iter().enumerate().flat_map(lines).collect();
                part_of.sort_unstable();
                By::Report { file, regions, part_of }
            }
        }))
    }

    /// The name and the first line of each part; what is in no region has no name.
    pub fn names(&self) -> Vec<(&'a str, LineNo)> {
        match &self.0 {
            By::Source { regions, parts, .. } => {
                let named = regions.iter().map(|region| (region.name.as_str(), region.start));
                named.chain([("", parts.outside_start())]).collect()
            }
            By::Report { regions, .. } => regions.iter().map(|region| (region.name.as_str(), region.start)).collect(),
        }
    }

    /// The part that a line is in.
    pub fn part_of(&self, line: LineNo) -> Option<usize> {
        match &self.0 {
            By::Source { parts, .. } => parts.of(line),
            By::Report { part_of, .. } => {
                let at = part_of.partition_point(|(known, _)| *known < line);
                part_of.get(at).filter(|(known, _)| *known == line).map(|(_, part)| *part)
            }
        }
    }

    /// The counts of each part.
    pub fn numbers(&self, analysis: &Analysis, has_arcs: bool) -> Vec<Numbers> {
        let (file, regions) = match &self.0 {
            By::Source { source, parts, .. } => {
                let narrowed = Narrower::new(source, analysis, has_arcs).parts(parts).into_iter();
                return narrowed.map(|part| part.numbers).collect();
            }
            By::Report { file, regions, .. } => (file, regions),
        };
        let n_branches = |region: &&ReportedRegion| if has_arcs { region.n_branches } else { 0 };
        let empty = |region| Numbers { n_files: 1, n_branches: n_branches(region), ..Numbers::default() };
        let mut numbers: Vec<Numbers> = regions.iter().map(empty).collect();
        let mut count = |line: LineNo, change: &dyn Fn(&mut Numbers)| {
            if let Some(numbers) = self.part_of(line).and_then(|part| numbers.get_mut(part)) {
                change(numbers);
            }
        };
        for &line in &file.statements {
            let is_missing = analysis.missing.contains(&line);
            count(line, &|numbers| {
                numbers.n_statements += 1;
                numbers.n_missing += usize::from(is_missing);
            });
        }
        for &line in &file.excluded {
            count(line, &|numbers| numbers.n_excluded += 1);
        }
        for branch in &analysis.missing_branches {
            let is_partial = !analysis.missing.contains(&branch.from.line());
            count(branch.from.line(), &|numbers| {
                numbers.n_missing_branches += 1;
                numbers.n_partial_branches += usize::from(is_partial);
            });
        }
        numbers
    }
}
