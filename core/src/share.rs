//! Who covers what: points by exactly which lanes cover them.

use std::cmp::Reverse;

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
    // The sets are few, and the rows many.
    let mut sums: Vec<Share> = Vec::new();
    for share in shares {
        match sums.binary_search_by(|sum| sum.lanes.cmp(&share.lanes)) {
            Ok(at) => {
                if let Some(sum) = sums.get_mut(at) {
                    sum.lines += share.lines;
                    sum.branches += share.branches;
                }
            }
            Err(at) => sums.insert(at, share.clone()),
        }
    }
    sums.sort_by_key(|share| Reverse(share.points()));
    sums
}
