//! Who covers what of each file. For two lanes that is what tells the lanes' own numbers, too: what no lane covers is what the union
//! misses, and what all cover is what is left.

use std::collections::BTreeMap;

use super::bytes::{Reader, Writer, counted, damaged, zigzag};
use super::{Covered, Lane};
use crate::error::Result;
use crate::line::LineNo;
use crate::numbers::Numbers;
use crate::share::Share;

/// Statements and branches; differences of them may be below 0.
pub(super) type Points = (i64, i64);

/// The numbers that are told of each row's lane.
pub(super) const LANE_COLUMNS: usize = 7;

/// A set of lanes, and what it covers of the rows where that is not nothing.
type Entries = Vec<(LineNo, Points)>;

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
    [missing, (all.0 - missing.0 - others.0, all.1 - missing.1 - others.1)]
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
    pub(super) fn shares(&mut self, rows: &[Numbers], lanes: &[Lane]) -> Result<Vec<Vec<Share>>> {
        let on = on(lanes);
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for _ in 0..self.length()? {
            let length = self.length()?;
            sets.push(self.rising(length)?.into_iter().map(|lane| lane as usize).collect());
        }
        let is_known = |set: &Vec<usize>| set.last().is_some_and(|lane| *lane < lanes.len()) && *set != on;
        if !sets.iter().all(is_known) || !sets.is_sorted_by(|a, b| a < b) {
            return Err(damaged("Its sets of lanes are not those of its lanes."));
        }
        let mut shares: Vec<Vec<Share>> = vec![Vec::new(); rows.len()];
        let mut others: Vec<Points> = vec![(0, 0); rows.len()];
        for set in &sets {
            for (row, points) in self.entries(rows.len(), Reader::count_signed)? {
                self.work_out(set.len())?;
                if let (Some(shares), Some(sum)) = (shares.get_mut(row), others.get_mut(row)) {
                    *sum = (sum.0 + points.0, sum.1 + points.1);
                    shares.push(share(set, points)?);
                }
            }
        }
        let mut differing = Vec::new();
        for _ in 0..2 {
            differing.push(self.entries(rows.len(), Reader::signed)?.into_iter().collect::<BTreeMap<_, _>>());
        }
        for (row, ((shares, others), numbers)) in shares.iter_mut().zip(others).zip(rows).enumerate() {
            let predicted =
                [&[][..], &on].into_iter().zip(expected(numbers, others)).take(if on.is_empty() { 1 } else { 2 });
            for ((set, points), differing) in predicted.zip(&differing) {
                let more = differing.get(&row).copied().unwrap_or((0, 0));
                let add = |a: i64, b: i64| a.checked_add(b).unwrap_or(i64::MAX);
                self.work_out(set.len())?;
                shares.push(share(set, (add(points.0, more.0), add(points.1, more.1)))?);
            }
            shares.retain(|share| share.points() > 0);
            shares.sort_unstable_by(|a, b| a.lanes.cmp(&b.lanes));
        }
        Ok(shares)
    }

    fn entries(&mut self, n_rows: usize, number: fn(&mut Self) -> Result<i64>) -> Result<Vec<(usize, Points)>> {
        let length = self.length()?;
        let rows = self.rising(length)?;
        if rows.last().is_some_and(|row| *row as usize >= n_rows) {
            return Err(damaged("It tells of files that are not there."));
        }
        let lines: Vec<i64> = rows.iter().map(|_| number(self)).collect::<Result<_>>()?;
        let branches: Vec<i64> = rows.iter().map(|_| number(self)).collect::<Result<_>>()?;
        Ok(rows.into_iter().map(|row| row as usize).zip(lines.into_iter().zip(branches)).collect())
    }

    fn count_signed(&mut self) -> Result<i64> {
        Ok(self.count()? as i64)
    }
}

fn share(lanes: &[usize], points: Points) -> Result<Share> {
    Ok(Share { lanes: lanes.to_vec(), lines: counted(points.0)?, branches: counted(points.1)? })
}
