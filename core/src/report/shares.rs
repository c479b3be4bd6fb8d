//! Who covers what: the points of a file, by exactly which lanes cover them.

use std::sync::Arc;

use super::analysis::Analysis;
use super::denominator::Denominator;
use crate::line::LineNo;
use crate::numbers::Numbers;
pub use crate::share::{Share, sum};

/// Counts who covers what of a file whose union is `union`, for each of its parts: `numbers` are theirs, and `part_of` says which
/// one a line is in. `on` are the lanes that count. What the union covers and no lane shows, all cover, also those that do not
/// count if none does: coverage.py never misses the branches of no-branch lines, and of a report's branches some have no name.
pub fn of_parts(
    denominator: &Denominator,
    union: &Analysis,
    lanes: &[Arc<Analysis>],
    on: &[usize],
    numbers: &[Numbers],
    part_of: &dyn Fn(LineNo) -> Option<usize>,
) -> Vec<Vec<Share>> {
    let all: Vec<usize> = if on.is_empty() { (0..lanes.len()).collect() } else { on.to_vec() };
    let lanes: Vec<(usize, &Analysis)> = on.iter().filter_map(|&lane| Some((lane, &**lanes.get(lane)?))).collect();
    let mut parts: Vec<Counts> =
        numbers.iter().map(|numbers| Counts::with_unnamed(numbers.n_executed_branches())).collect();
    let mut who = Vec::new();
    let mut count = |line: LineNo, is_branch: bool, is_covered: bool, by: &dyn Fn(&Analysis) -> bool| {
        let Some(part) = part_of(line).and_then(|part| parts.get_mut(part)) else { return };
        who.clear();
        if is_covered {
            who.extend(lanes.iter().filter(|(_, lane)| by(lane)).map(|(lane, _)| *lane));
            if who.is_empty() {
                who.extend_from_slice(&all);
            }
            part.unnamed = part.unnamed.saturating_sub(usize::from(is_branch));
        }
        part.add(&who, usize::from(!is_branch), usize::from(is_branch));
    };
    for line in denominator.statements() {
        count(*line, false, union.executed.lines.contains(line), &|lane| lane.executed.lines.contains(line));
    }
    if union.numbers.n_branches > 0 {
        for branch in denominator.branches() {
            let is_covered = !union.missing_branches.contains(branch);
            count(branch.from.line(), true, is_covered, &|lane| !lane.missing_branches.contains(branch));
        }
    }
    parts.into_iter().map(|part| part.shares(&all)).collect()
}

/// The same of a whole file.
pub fn of_file(denominator: &Denominator, union: &Analysis, lanes: &[Arc<Analysis>], on: &[usize]) -> Arc<[Share]> {
    of_parts(denominator, union, lanes, on, &[union.numbers], &|_| Some(0)).pop().unwrap_or_default().into()
}

/// Statements and branches of a part.
struct Counts {
    /// By the lanes that cover them, in their order.
    shares: Vec<Share>,
    /// Covered branches that were not met yet.
    unnamed: usize,
}

impl Counts {
    fn with_unnamed(unnamed: usize) -> Counts {
        Counts { shares: Vec::new(), unnamed }
    }

    fn add(&mut self, lanes: &[usize], lines: usize, branches: usize) {
        // The sets are few, and the lines many.
        match self.shares.binary_search_by(|share| share.lanes.as_slice().cmp(lanes)) {
            Ok(at) => {
                if let Some(share) = self.shares.get_mut(at) {
                    share.lines += lines;
                    share.branches += branches;
                }
            }
            Err(at) if lines + branches > 0 => self.shares.insert(at, Share { lanes: lanes.to_vec(), lines, branches }),
            Err(_) => {}
        }
    }

    fn shares(mut self, all: &[usize]) -> Vec<Share> {
        self.add(all, 0, self.unnamed);
        self.shares
    }
}
