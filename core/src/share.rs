//! Who covers what: points by exactly which lanes cover them.

use std::collections::HashMap;

use serde::Serialize;

/// The points that exactly the same lanes cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The lanes by their index, ascending; empty for what none covers.
    pub lanes: Vec<usize>,
    /// Statements.
    pub lines: usize,
    /// Branches.
    pub branches: usize,
}

impl Share {
    /// Statements and branches.
    pub fn points(&self) -> usize {
        self.lines + self.branches
    }
}

/// Sums by lanes, the most points first.
pub fn sum<'a>(shares: impl IntoIterator<Item = &'a Share>) -> Vec<Share> {
    let mut sums: HashMap<&[usize], (usize, usize)> = HashMap::new();
    for share in shares {
        let sum = sums.entry(&share.lanes).or_default();
        sum.0 += share.lines;
        sum.1 += share.branches;
    }
    let share =
        |(lanes, (lines, branches)): (&[usize], (usize, usize))| Share { lanes: lanes.to_vec(), lines, branches };
    let mut shares: Vec<Share> = sums.into_iter().map(share).collect();
    shares.sort_by(|a, b| b.points().cmp(&a.points()).then_with(|| a.lanes.cmp(&b.lanes)));
    shares
}
