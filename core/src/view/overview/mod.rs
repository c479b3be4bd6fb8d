//! The report's screen, of data and of what a link holds.

#[cfg(feature = "engine")]
mod filter;
#[cfg(feature = "engine")]
mod of_changes;
#[cfg(feature = "engine")]
mod of_data;
mod of_link;
mod order;
#[cfg(feature = "engine")]
mod prepared;
#[cfg(feature = "engine")]
mod regions;
mod rows;
mod sets;
mod tree;

#[cfg(feature = "engine")]
pub(super) use self::of_changes::{before, changed_row};
#[cfg(feature = "engine")]
pub(crate) use self::of_data::{judged, overview, table, threshold};
#[cfg(feature = "engine")]
pub use self::of_data::{lanes_on, selected};
#[cfg(feature = "engine")]
pub(super) use self::of_data::{precision, row};
#[cfg(feature = "engine")]
pub(crate) use self::of_link::filtered;
pub use self::of_link::of_link;
pub(super) use self::of_link::row_of_link;
#[cfg(feature = "engine")]
pub(crate) use self::prepared::Prepared;
use self::rows::{Item, Listed, Rows};
use super::{Bounds, Gate, Listing, Overview, Query, Table, Totals};
use crate::gate;
use crate::link;
use crate::numbers::{Numbers, Threshold, display_covered};
use crate::reason::Reason;

/// What a screen is made of.
struct Screen<'a> {
    /// How the rows that are listed are made.
    make: &'a Rows,
    query: &'a Query,
    /// The names of the lanes.
    lanes: &'a [&'a str],
    /// What the configuration says about rows.
    table: &'a link::Table,
    /// The files.
    files: &'a Listed,
    /// Those of which the changed lines are shown alone.
    changed: Option<&'a Listed>,
    /// What the table lists: one of them, or functions or classes.
    listed: &'a Listed,
}

impl Screen<'_> {
    /// The screen of these rows, of which `leaves` says what the filter leaves. What rows do not tell is the caller's.
    fn show(&self, gate: Gate, leaves: &mut dyn FnMut(&Item) -> bool) -> Overview {
        let (make, query, listed, union) = (self.make, self.query, self.listed, &self.files.sum);
        let files = self.changed.unwrap_or(self.files);
        let n_below = files.items.iter().filter(|item| item.row.below).count();
        let n_skipped = files.items.iter().filter(|item| self.is_skipped(item)).count();
        let mut is_shown =
            |item: &Item| (query.all || !self.is_skipped(item)) && (!query.below || item.row.below) && leaves(item);
        let mut shown: Vec<(u32, &Item)> = (0..).zip(&listed.items).filter(|(_, item)| is_shown(item)).collect();
        let items: Vec<&Item> = shown.iter().map(|(_, item)| *item).collect();
        let total = match items.len() == listed.items.len() {
            true => listed.sum.clone(),
            false => make.sum("", &items),
        };
        let map = tree::map(make, &items);
        let rows = match query.rows(self.changed.is_some()) {
            Listing::Tree => Table::new(tree::rows(make, &items, query.sort, &self.table.sort)),
            _ => {
                order::sort(&mut shown, |(_, item)| &item.row, query.sort, &self.table.sort);
                Table::of(listed.rows.clone(), shown.iter().map(|(at, _)| *at).collect())
            }
        };
        let of_lane = |item: &Item, lane: usize| item.row.lanes.get(lane).cloned().flatten().unwrap_or_default();
        let lanes = self.lanes.iter().enumerate().map(|(lane, name)| super::Lane {
            name: (*name).to_owned(),
            files: Vec::new(),
            on: true,
            totals: of_lane(union, lane),
            shown: of_lane(&total, lane),
        });
        Overview {
            lanes: lanes.collect(),
            gate,
            union: union.row.totals.clone().unwrap_or_default(),
            shown: total.row.totals.clone().unwrap_or_default(),
            bar: union.row.bar.clone(),
            shares: sets::told(&total.shares, self.lanes),
            rows,
            n_shown: items.len(),
            filter_problems: Vec::new(),
            map,
            n_files: union.row.totals.as_ref().map_or(0, |totals| totals.n_files),
            changes: None,
            n_listed: files.items.len(),
            row_threshold: make.threshold.fail_under,
            n_below,
            n_skipped,
            has_branches: true,
            basis: String::new(),
            rules: None,
            agreements: Vec::new(),
            config: None,
            is_of_link: false,
            run: None,
            unchecked: None,
            problems: Vec::new(),
        }
    }

    fn is_skipped(&self, item: &Item) -> bool {
        // Of changes all is of interest.
        self.changed.is_none()
            && item.row.totals.as_ref().is_some_and(|totals: &Totals| {
                let is_covered = totals.n_missing == 0 && totals.n_partial_branches == 0;
                (self.table.skip_covered && is_covered) || (self.table.skip_empty && totals.n_statements == 0)
            })
    }
}

/// The verdict over all files, of which `union` is the sum.
fn gate((threshold, threshold_from): (Threshold, String), reasons: &[Reason], union: &Item) -> Gate {
    let union = union.row.totals.as_ref().map(Totals::numbers).unwrap_or_default();
    Gate {
        verdict: gate::verdict(&union, threshold, reasons),
        threshold: threshold.fail_under,
        threshold_from,
        reasons: reasons.iter().map(Reason::to_string).collect(),
        distance: gate::distance(&union, threshold),
        bounds: Reason::are_absences(reasons).then(|| bounds(&union, threshold)),
    }
}

fn bounds(union: &Numbers, threshold: Threshold) -> Bounds {
    let (covered, all) = union.ratio_covered();
    let exact = |numbers: &Numbers| display_covered(numbers.pc_covered(), threshold.precision.max(2));
    Bounds {
        low_passes: !threshold.fails(union.pc_covered()),
        low: exact(union),
        high: exact(&gate::with_nothing_missing(union)),
        n_missing: all.saturating_sub(covered),
    }
}
