//! Rows of functions or classes, as coverage.py's function and class indexes have them: those of each file in their order,
//! then what is in none.

use super::rows::{Item, Rows};
use crate::numbers::Numbers;
use crate::report::FileCoverage;
use crate::report::analysis::Analysis;
use crate::report::denominator::Denominator;
use crate::report::narrow::Narrower;
use crate::report::shares::shares;
use crate::source::{CodeRegion, RegionKind};

impl Rows<'_> {
    /// The rows of a file's functions or classes; none where its source is not here.
    pub(super) fn of_regions(&self, file: &FileCoverage, kind: RegionKind) -> Vec<Item> {
        let Ok(covered) = &file.result else { return Vec::new() };
        let Denominator::Source(source) = &covered.denominator else { return Vec::new() };
        let mut regions: Vec<&CodeRegion> = source.regions.iter().filter(|region| region.kind == kind).collect();
        regions.sort_by_key(|region| region.start);
        let n_lines = source.count_splitlines();
        let mut outside = 1;
        let mut numbers = |analysis: &Analysis| -> Vec<Numbers> {
            let (parts, rest) = Narrower::new(source, analysis, self.coverage.has_arcs).regions(&regions, n_lines);
            outside = rest.start;
            parts.iter().chain([&rest.narrowed]).map(|part| part.numbers).collect()
        };
        let union = numbers(&covered.union);
        let lanes: Vec<Vec<Numbers>> = covered.lanes.iter().map(numbers).collect();
        let item = |(at, numbers): (usize, &Numbers)| {
            let region = regions.get(at);
            let is_within = |line| match region {
                Some(region) => region.lines.contains(&line),
                None => !regions.iter().any(|region| region.lines.contains(&line)),
            };
            let union = (&covered.union, numbers);
            let shares = shares(&covered.denominator, union, &covered.lanes, self.on, &is_within);
            let of_lane = |lane: &Vec<Numbers>| lane.get(at).map(|numbers| (*numbers, false));
            let mut item = self.item(&file.path, Some((*numbers, false)), lanes.iter().map(of_lane).collect(), shares);
            let name = region.map_or_else(|| format!("(no {})", kind.as_str()), |region| region.name.clone());
            item.row.name = Some(name);
            item.row.line = Some(region.map_or(outside, |region| region.start));
            item
        };
        union.iter().enumerate().map(item).collect()
    }
}
