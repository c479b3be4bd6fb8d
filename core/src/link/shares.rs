//! Who covers what of each file. For two lanes that is what tells the lanes' own numbers, too: what no lane covers is what the union
//! misses, and what all cover is what is left.

use std::collections::BTreeMap;

use super::bytes::{Reader, Writer, unzigzag, zigzag};
use super::{Covered, Lane};
use crate::line::LineNo;
use crate::numbers::Numbers;
use crate::share::Share;

/// Statements and branches; differences of them may be below 0.
pub(super) type Points = (i64, i64);

/// The numbers that are told of each row's lane.
pub(super) const LANE_COLUMNS: usize = 7;

/// What a set of lanes covers of the rows where that is not nothing.
type Entries = Vec<(LineNo, Points)>;

/// One of them as it is read.
type Entry = (usize, u64, u64);

/// The lanes that are on.
pub(super) fn on(lanes: &[Lane]) -> Vec<usize> {
    (0..).zip(lanes).filter(|(_, lane)| lane.on).map(|(at, _)| at).collect()
}

/// What each lane covers of a row, by its shares.
pub(super) fn by_lane(shares: &[Share], n_lanes: usize) -> Vec<Points> {
    let mut covered = vec![(0, 0); n_lanes];
    for share in shares {
        for lane in &share.lanes {
            if let Some(sum) = covered.get_mut(*lane) {
                *sum = (sum.0 + share.lines as i64, sum.1 + share.branches as i64);
            }
        }
    }
    covered
}

/// What no lane covers, and what is covered by all that are on where `others` is what some do: what is expected of them.
fn expected(union: &Numbers, others: Points) -> [Points; 2] {
    let missing = (union.n_missing as i64, union.n_missing_branches as i64);
    let all = (union.n_statements as i64, union.n_branches as i64);
    let left = |all: i64, missing: i64, others: i64| (all - missing).saturating_sub(others);
    [missing, (left(all.0, missing.0, others.0), left(all.1, missing.1, others.1))]
}

impl Writer {
    /// The shares of each row.
    pub(super) fn shares(&mut self, rows: &[&Covered], on: &[usize]) {
        let mut sets: BTreeMap<&[usize], Entries> = BTreeMap::new();
        let (mut none, mut all) = (Entries::new(), Entries::new());
        for (row, covered) in (0..).zip(rows) {
            let is_told = |share: &&Share| !share.lanes.is_empty() && share.lanes != on;
            let mut others = (0, 0);
            for share in covered.shares.iter().filter(is_told) {
                let points = (share.lines as i64, share.branches as i64);
                others = (others.0 + points.0, others.1 + points.1);
                sets.entry(&share.lanes).or_default().push((row, points));
            }
            let [no_lane, all_lanes] = expected(&covered.union.numbers, others);
            let of = |set: &[usize]| covered.shares.iter().find(|share| share.lanes == set);
            let differs = |entries: &mut Entries, set: &[usize], expected: Points| {
                let own = of(set).map_or((0, 0), |share| (share.lines as i64, share.branches as i64));
                if own != expected {
                    entries.push((row, (own.0 - expected.0, own.1 - expected.1)));
                }
            };
            differs(&mut none, &[], no_lane);
            if !on.is_empty() {
                differs(&mut all, on, all_lanes);
            }
        }
        self.count(sets.len());
        for lanes in sets.keys() {
            self.count(lanes.len());
            self.rising(&lanes.iter().map(|lane| *lane as LineNo).collect::<Vec<_>>());
        }
        for entries in sets.values() {
            self.entries(entries, |number| number as u64);
        }
        self.entries(&none, zigzag);
        self.entries(&all, zigzag);
    }

    fn entries(&mut self, entries: &Entries, number: fn(i64) -> u64) {
        self.count(entries.len());
        self.rising(&entries.iter().map(|(row, _)| *row).collect::<Vec<_>>());
        entries.iter().for_each(|(_, points)| self.number(number(points.0)));
        entries.iter().for_each(|(_, points)| self.number(number(points.1)));
    }
}

impl Reader<'_> {
    /// The shares of rows with these numbers.
    pub(super) fn shares(&mut self, rows: &[Numbers], lanes: &[Lane]) -> Vec<Vec<Share>> {
        let on = on(lanes);
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for _ in 0..self.length() {
            let length = self.length();
            let set: Vec<usize> = self.rising(length).into_iter().map(|lane| lane as usize).collect();
            let is_known = set.last().is_some_and(|lane| *lane < lanes.len()) && set != on;
            if !is_known || sets.last().is_some_and(|before| *before >= set) {
                self.damaged("Its sets of lanes are not those of its lanes.");
            }
            sets.push(set);
        }
        let mut shares: Vec<Vec<Share>> = vec![Vec::new(); rows.len()];
        let mut others: Vec<Points> = vec![(0, 0); rows.len()];
        for set in &sets {
            for (row, lines, branches) in self.entries() {
                let points = (lines as i64, branches as i64);
                match (shares.get_mut(row), others.get_mut(row)) {
                    (Some(shares), Some(sum)) => {
                        *sum = (sum.0.saturating_add(points.0), sum.1.saturating_add(points.1));
                        self.share(shares, set, points);
                    }
                    _ => self.damaged("It tells of files that are not there."),
                }
            }
        }
        let (none, all) = (self.entries(), self.entries());
        let (mut none, mut all) = (none.into_iter().peekable(), all.into_iter().peekable());
        for (row, ((shares, others), numbers)) in shares.iter_mut().zip(others).zip(rows).enumerate() {
            let more = |points: Points, entries: &mut std::iter::Peekable<std::vec::IntoIter<Entry>>| {
                let (_, lines, branches) = entries.next_if(|entry| entry.0 == row).unwrap_or_default();
                (points.0.saturating_add(unzigzag(lines)), points.1.saturating_add(unzigzag(branches)))
            };
            let [no_lane, all_lanes] = expected(numbers, others);
            let (no_lane, all_lanes) = (more(no_lane, &mut none), more(all_lanes, &mut all));
            self.share(shares, &[], no_lane);
            if !on.is_empty() {
                self.share(shares, &on, all_lanes);
            }
        }
        if none.next().or(all.next()).is_some() {
            self.damaged("It tells of files that are not there.");
        }
        shares
    }

    /// A row, and two numbers of it, for each row that has them.
    fn entries(&mut self) -> Vec<Entry> {
        let length = self.length();
        let rows = self.rising(length);
        let (lines, branches) = (self.numbers(length), self.numbers(length));
        let numbers = lines.into_iter().zip(branches);
        rows.into_iter().zip(numbers).map(|(row, (lines, branches))| (row as usize, lines, branches)).collect()
    }

    /// Puts a share in its place among those of a row, if it has a point.
    fn share(&mut self, shares: &mut Vec<Share>, lanes: &[usize], points: Points) {
        let (lines, branches) = (self.counted(points.0), self.counted(points.1));
        if lines + branches > 0 && self.works_out(lanes.len()) {
            let at = shares.partition_point(|share| *share.lanes < *lanes);
            shares.insert(at, Share { lanes: lanes.to_vec(), lines, branches });
        }
    }
}
