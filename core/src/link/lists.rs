//! Lists of lines and branches: rising numbers by what lies between them, and a list beside one much like it by what is in
//! just one of the two.

use super::bytes::{Reader, Writer, unzigzag, zigzag};
use super::{Branch, Span};
use crate::line::LineNo;

/// Where spans begin, and where what is behind them does: rising, as spans do not touch.
pub(super) fn bounds(spans: &[Span]) -> Vec<LineNo> {
    spans.iter().flat_map(|span| [span.first, span.last.saturating_add(1)]).collect()
}

/// The spans with these bounds.
pub(super) fn spans(bounds: &[LineNo]) -> Vec<Span> {
    let (pairs, _) = bounds.as_chunks::<2>();
    pairs.iter().map(|[first, end]| Span { first: *first, last: end.saturating_sub(1) }).collect()
}

/// What is in just one of two sorted lists.
pub(super) fn differing<T: Copy + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    let mut differing = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => differing.extend(a.next()),
            std::cmp::Ordering::Greater => differing.extend(b.next()),
            std::cmp::Ordering::Equal => {
                a.next();
                b.next();
            }
        }
    }
    differing.extend(a);
    differing.extend(b);
    differing
}

/// What a lane misses if it misses just those of the union's branches whose lines it ran.
pub(super) fn from_lines_that_ran(branches: &[Branch], missing: &[Span]) -> Vec<Branch> {
    let mut missing = missing.iter().peekable();
    let mut ran = |branch: &&Branch| {
        while missing.next_if(|span| span.last < branch.from).is_some() {}
        missing.peek().is_none_or(|span| branch.from < span.first)
    };
    branches.iter().filter(|branch| ran(branch)).copied().collect()
}

impl Writer {
    /// Rising numbers, without how many they are.
    pub(super) fn rising(&mut self, numbers: &[LineNo]) {
        gaps(numbers).for_each(|gap| self.number(gap));
    }

    /// Bounds of stretches: how many each list has, then where all begin, then how long all are.
    pub(super) fn stretches(&mut self, lists: &[Vec<LineNo>]) {
        lists.iter().for_each(|bounds| self.count(bounds.len() / 2));
        for first in [0, 1] {
            lists.iter().for_each(|bounds| gaps(bounds).skip(first).step_by(2).for_each(|gap| self.number(gap)));
        }
    }

    /// Sorted branches, without how many each list has: where all begin, then where all lead.
    pub(super) fn branches(&mut self, lists: &[Vec<Branch>]) {
        for branches in lists {
            let before = std::iter::once(0).chain(branches.iter().map(|branch| branch.from));
            before
                .zip(branches)
                .for_each(|(before, branch)| self.number(u64::from(branch.from.saturating_sub(before))));
        }
        for branch in lists.iter().flatten() {
            let to = branch.to.map(|to| i64::from(to) - i64::from(branch.from));
            self.number(to.map_or(0, |to| zigzag(to) + 1));
        }
    }
}

/// What lies between rising numbers: how far each is behind the least that it can be.
fn gaps(numbers: &[LineNo]) -> impl Iterator<Item = u64> {
    let least = std::iter::once(0).chain(numbers.iter().map(|number| number.saturating_add(1)));
    least.zip(numbers).map(|(least, number)| u64::from(number.saturating_sub(least)))
}

impl Reader<'_> {
    /// So many rising numbers.
    pub(super) fn rising(&mut self, count: usize) -> Vec<LineNo> {
        let gaps = self.numbers(count);
        let mut least = 0;
        let number = |gap| {
            let number = self.behind(least, gap);
            least = u64::from(number) + 1;
            number
        };
        gaps.into_iter().map(number).collect()
    }

    /// The bounds of stretches, of so many lists.
    pub(super) fn stretches(&mut self, n_lists: usize) -> Vec<Vec<LineNo>> {
        let counts = self.numbers(n_lists);
        let firsts = self.numbers(sum(&counts));
        let mut firsts = firsts.into_iter();
        let mut lists = Vec::new();
        for count in counts {
            let mut bounds = Vec::new();
            let mut least = 0;
            for gap in firsts.by_ref().take(count as usize) {
                for gap in [gap, self.number()] {
                    let bound = self.behind(least, gap);
                    bounds.push(bound);
                    least = u64::from(bound) + 1;
                }
            }
            lists.push(bounds);
        }
        lists
    }

    /// Sorted branches, so many in each list.
    pub(super) fn branches(&mut self, counts: &[u64]) -> Vec<Vec<Branch>> {
        let froms = self.numbers(sum(counts));
        let mut froms = froms.into_iter();
        let mut lists = Vec::new();
        for count in counts {
            let mut branches: Vec<Branch> = Vec::new();
            for gap in froms.by_ref().take(*count as usize) {
                let from = self.behind(branches.last().map_or(0, |before| u64::from(before.from)), gap);
                let to = self.number().checked_sub(1).map(|to| {
                    let to = u64::try_from(unzigzag(to).saturating_add(i64::from(from))).unwrap_or(u64::MAX);
                    self.behind(0, to)
                });
                let branch = Branch { from, to };
                if branches.last().is_some_and(|before| *before >= branch) {
                    self.damaged("Branches in it are not sorted.");
                }
                branches.push(branch);
            }
            lists.push(branches);
        }
        lists
    }

    fn behind(&mut self, least: u64, gap: u64) -> LineNo {
        LineNo::try_from(gap.saturating_add(least)).unwrap_or_else(|_| {
            self.damaged("A line in it is beyond all numbers of lines.");
            0
        })
    }
}

fn sum(counts: &[u64]) -> usize {
    counts.iter().fold(0, |sum: usize, count| sum.saturating_add(usize::try_from(*count).unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_tell_where_they_differ() {
        assert_eq!(differing(&[1, 3, 5], &[1, 4, 5, 9]), [3, 4, 9]);
        assert_eq!(differing(&[3, 4, 9], &[1, 3, 5]), [1, 4, 5, 9]);
        let span = |first, last| Span { first, last };
        assert_eq!(bounds(&[span(2, 2), span(4, 9)]), [2, 3, 4, 10]);
        assert_eq!(spans(&[2, 3, 4, 10]), [span(2, 2), span(4, 9)]);
    }

    #[test]
    fn a_lane_misses_no_branch_of_a_line_that_it_misses() {
        let branch = |from| Branch { from, to: None };
        let spans = [Span { first: 2, last: 4 }, Span { first: 8, last: 8 }];
        let left = from_lines_that_ran(&[1, 2, 4, 5, 8, 9].map(branch), &spans);
        assert_eq!(left, [1, 5, 9].map(branch));
    }
}
