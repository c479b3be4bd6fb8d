//! Rows of functions or classes, as coverage.py's function and class indexes have them: those of each file in their order,
//! then what is in none.

use std::rc::Rc;

use super::rows::{Item, Rows};
use crate::numbers::Numbers;
use crate::report::analysis::Analysis;
use crate::report::regions::Regions;
use crate::report::shares::{Share, of_parts};
use crate::report::{Coverage, FileCoverage};
use crate::source::RegionKind;

impl Rows {
    /// The rows of a file's functions or classes; none where nothing here tells them.
    pub(super) fn of_regions(&self, file: &FileCoverage, kind: RegionKind, has_arcs: bool) -> Vec<Item> {
        let Ok(covered) = &file.result else { return Vec::new() };
        let Some(regions) = Regions::of(&covered.denominator, kind) else { return Vec::new() };
        let numbers = |analysis: &Analysis| (regions.numbers(analysis, has_arcs), analysis.is_estimated);
        let (union, estimated) = numbers(&covered.union);
        let lanes: Vec<(Vec<Numbers>, bool)> = covered.lanes.iter().map(|lane| numbers(lane)).collect();
        let part_of = |line| regions.part_of(line);
        let shares = of_parts(&covered.denominator, &covered.union, &covered.lanes, &covered.on, &union, &part_of);
        type Part = ((usize, Numbers), Vec<Share>);
        let item = |(((at, numbers), shares), (name, line)): (Part, (&str, _))| {
            let of_lane = |(lane, estimated): &(Vec<Numbers>, bool)| lane.get(at).map(|numbers| (*numbers, *estimated));
            let lanes = self.of_lanes(lanes.iter().map(of_lane));
            let mut item = self.item(&file.path, Some((numbers, estimated)), lanes, shares.into());
            let name = if name.is_empty() { format!("(no {})", kind.as_str()) } else { name.to_owned() };
            let row = Rc::make_mut(&mut item.row);
            (row.name, row.line) = (Some(name), Some(line));
            item
        };
        union.iter().copied().enumerate().zip(shares).zip(regions.names()).map(item).collect()
    }
}

/// Of how many files with numbers nothing here tells the functions or classes, in words.
pub(super) fn untold(coverage: &Coverage, kind: RegionKind) -> Option<String> {
    let known = || coverage.files.iter().filter_map(|file| file.result.as_ref().ok());
    let count = known().filter(|covered| !covered.denominator.tells_regions()).count();
    let what = if kind == RegionKind::Function { "functions" } else { "classes" };
    (count > 0).then(|| {
        format!(
            "The {what} of {count} of {} files are not told: drop the sources, or a coverage.json of format 3.",
            known().count()
        )
    })
}
