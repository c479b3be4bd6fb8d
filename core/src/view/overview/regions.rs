//! Rows of functions or classes, as coverage.py's function and class indexes have them: those of each file in their order,
//! then what is in none.

use std::rc::Rc;

use super::rows::{Item, Rows};
use crate::numbers::Numbers;
use crate::report::FileCoverage;
use crate::report::analysis::Analysis;
use crate::report::denominator::Denominator;
use crate::report::narrow::{Narrower, Parts};
use crate::report::shares::of_parts;
use crate::source::RegionKind;

impl Rows {
    /// The rows of a file's functions or classes; none where its source is not here.
    pub(super) fn of_regions(&self, file: &FileCoverage, kind: RegionKind, has_arcs: bool) -> Vec<Item> {
        let Ok(covered) = &file.result else { return Vec::new() };
        let Denominator::Source(source) = &covered.denominator else { return Vec::new() };
        let regions = source.regions_of(kind);
        let parts = Parts::new(&regions, source.count_splitlines());
        let numbers = |analysis: &Analysis| -> Vec<Numbers> {
            let narrower = Narrower::new(source, analysis, has_arcs);
            narrower.parts(&parts).into_iter().map(|part| part.numbers).collect()
        };
        let union = numbers(&covered.union);
        let lanes: Vec<Vec<Numbers>> = covered.lanes.iter().map(numbers).collect();
        let shares =
            of_parts(&covered.denominator, &covered.union, &covered.lanes, &covered.on, &union, &|line| parts.of(line));
        let item = |((at, numbers), shares): ((usize, Numbers), _)| {
            let of_lane = |lane: &Vec<Numbers>| lane.get(at).map(|numbers| (*numbers, false));
            let mut item = self.item(&file.path, Some((numbers, false)), lanes.iter().map(of_lane).collect(), shares);
            let (name, line) = match regions.get(at) {
                Some(region) => (region.name.clone(), region.start),
                None => (format!("(no {})", kind.as_str()), parts.outside_start()),
            };
            let row = Rc::make_mut(&mut item.row);
            (row.name, row.line) = (Some(name), Some(line));
            item
        };
        union.iter().copied().enumerate().zip(shares).map(item).collect()
    }
}
