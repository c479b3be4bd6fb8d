//! Who covers what: the points of a file, by exactly which lanes cover them.

use std::collections::HashMap;

use super::analysis::Analysis;
use super::denominator::Denominator;
use crate::line::LineNo;
use crate::numbers::Numbers;

/// The points that exactly the same lanes cover.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Counts who covers what of the lines for which `is_within` says so, of a file whose union is `union`, or of those lines
/// `numbers`. `on` are the lanes that count. What the union covers and no lane shows, all cover: coverage.py never misses the
/// branches of no-branch lines, and of a report's branches some have no name.
pub fn shares(
    denominator: &Denominator,
    (union, numbers): (&Analysis, &Numbers),
    lanes: &[Analysis],
    on: &[usize],
    is_within: &dyn Fn(LineNo) -> bool,
) -> Vec<Share> {
    let lanes: Vec<(usize, &Analysis)> = on.iter().filter_map(|&lane| Some((lane, lanes.get(lane)?))).collect();
    let mut counts = Counts::default();
    let mut who = Vec::new();
    let mut count = |is_covered: bool, by: &dyn Fn(&Analysis) -> bool, lines: usize, branches: usize| {
        who.clear();
        if is_covered {
            who.extend(lanes.iter().filter(|(_, lane)| by(lane)).map(|(lane, _)| *lane));
            if who.is_empty() {
                who.extend_from_slice(on);
            }
        }
        counts.add(&who, lines, branches);
    };
    for line in denominator.statements().iter().filter(|line| is_within(**line)) {
        count(union.executed.lines.contains(line), &|lane| lane.executed.lines.contains(line), 1, 0);
    }
    if numbers.n_branches > 0 {
        let mut unnamed = numbers.n_executed_branches();
        for branch in denominator.branches().iter().filter(|branch| is_within(branch.from.line())) {
            let is_covered = !union.missing_branches.contains(branch);
            unnamed = unnamed.saturating_sub(usize::from(is_covered));
            count(is_covered, &|lane| !lane.missing_branches.contains(branch), 0, 1);
        }
        count(true, &|_| true, 0, unnamed);
    }
    counts.shares()
}

/// Statements and branches by the lanes that cover them.
#[derive(Default)]
struct Counts(HashMap<Vec<usize>, (usize, usize)>);

impl Counts {
    fn add(&mut self, lanes: &[usize], lines: usize, branches: usize) {
        if let Some(sum) = self.0.get_mut(lanes) {
            sum.0 += lines;
            sum.1 += branches;
        } else if lines + branches > 0 {
            self.0.insert(lanes.to_vec(), (lines, branches));
        }
    }

    fn shares(self) -> Vec<Share> {
        let share = |(lanes, (lines, branches))| Share { lanes, lines, branches };
        let mut shares: Vec<Share> = self.0.into_iter().map(share).collect();
        shares.sort_by(|a, b| a.lanes.cmp(&b.lanes));
        shares
    }
}
