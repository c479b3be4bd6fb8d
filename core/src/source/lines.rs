//! Where lines start, which lines are one logical line, and sets of lines.

use memchr::memchr_iter;
use ruff_text_size::{Ranged, TextSize};

use crate::line::LineNo;
use crate::set::Set;

/// The offsets at which the lines of a text start.
pub(super) struct LineStarts(Vec<u32>);

impl LineStarts {
    /// Lines end in `\n`; the text has less than 4 GB.
    pub(super) fn new(text: &str) -> LineStarts {
        let ends = memchr_iter(b'\n', text.as_bytes());
        LineStarts(std::iter::once(0).chain(ends.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect())
    }

    /// How many lines end in a newline.
    pub(super) fn count(&self) -> usize {
        self.0.len() - 1
    }

    /// The line that holds an offset. The offset after the last newline is on a line after the last one.
    pub(super) fn line(&self, offset: TextSize) -> LineNo {
        line_no(self.0.partition_point(|&start| start <= offset.to_u32()))
    }

    /// The line that holds a byte offset.
    pub(super) fn line_at(&self, offset: usize) -> LineNo {
        self.line(TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX)))
    }

    /// Tells the lines of offsets of which each is near the one before.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { starts: &self.0, before: 0 }
    }

    /// The line on which a node starts.
    pub(super) fn start(&self, node: &impl Ranged) -> LineNo {
        self.line(node.start())
    }

    /// The line on which a node ends.
    pub(super) fn end(&self, node: &impl Ranged) -> LineNo {
        self.line(node.end())
    }
}

/// See [`LineStarts::cursor`].
pub(super) struct Cursor<'a> {
    starts: &'a [u32],
    /// How many lines are before that of the last offset.
    before: usize,
}

impl Cursor<'_> {
    /// The line that holds an offset.
    pub(super) fn line(&mut self, offset: TextSize) -> LineNo {
        while self.starts.get(self.before + 1).is_some_and(|&next| next <= offset.to_u32()) {
            self.before += 1;
        }
        while self.before > 0 && self.starts.get(self.before).is_some_and(|&start| start > offset.to_u32()) {
            self.before -= 1;
        }
        line_no(self.before + 1)
    }
}

/// A count of lines as a line number.
fn line_no(count: usize) -> LineNo {
    LineNo::try_from(count).unwrap_or(LineNo::MAX)
}

/// coverage.py's multiline map: from each line of a logical line that has several to the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Multiline(Vec<(LineNo, LineNo)>);

impl Multiline {
    /// Adds the logical line that starts and ends on those lines. They come in order.
    pub(super) fn push(&mut self, first: LineNo, last: LineNo) {
        self.0.push((first, last));
    }

    /// First and last line of each, in order.
    pub(super) fn ranges(&self) -> &[(LineNo, LineNo)] {
        &self.0
    }

    /// The first line of the logical line that holds `line`; for lines of no such one, itself.
    pub(super) fn first_line(&self, line: LineNo) -> LineNo {
        let next = self.0.partition_point(|&(first, _)| first <= line);
        match next.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(&(first, last)) if line <= last => first,
            _ => line,
        }
    }

    /// The last line of the logical line that starts on `first`.
    pub(super) fn last_line(&self, first: LineNo) -> LineNo {
        let found = self.0.binary_search_by_key(&first, |&(first, _)| first).ok();
        found.and_then(|at| self.0.get(at)).map_or(first, |&(_, last)| last)
    }
}

/// A set of line numbers, dense and fast.
#[derive(Clone, Debug, Default)]
pub(super) struct LineSet(Vec<u64>);

impl LineSet {
    pub(super) fn with_lines(count: usize) -> LineSet {
        LineSet(vec![0; count / 64 + 1])
    }

    pub(super) fn insert(&mut self, line: LineNo) {
        let (word, bit) = split(line);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= bit;
    }

    pub(super) fn extend(&mut self, first: LineNo, last: LineNo) {
        for line in first..=last {
            self.insert(line);
        }
    }

    pub(super) fn contains(&self, line: LineNo) -> bool {
        let (word, bit) = split(line);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// The first line from `first` to `last` that is in it.
    pub(super) fn first_of(&self, first: LineNo, last: LineNo) -> Option<LineNo> {
        (first..=last).find(|&line| self.contains(line))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&bits| bits == 0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = LineNo> + '_ {
        self.0.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(|(word, &bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| line_no(word * 64 + bit))
        })
    }

    /// Each line replaced by the first of its logical line.
    pub(super) fn first_lines(&self, multiline: &Multiline) -> LineSet {
        let mut firsts = LineSet(vec![0; self.0.len()]);
        for line in self.iter() {
            firsts.insert(multiline.first_line(line));
        }
        firsts
    }

    pub(super) fn to_set(&self) -> Set<LineNo> {
        self.iter().collect()
    }
}

fn split(line: LineNo) -> (usize, u64) {
    let line = line as usize;
    (line / 64, 1 << (line % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_on_lines() {
        let starts = LineStarts::new("a\n\nbc\n");
        let lines: Vec<_> = (0..7).map(|at| starts.line(TextSize::new(at))).collect();
        assert_eq!(lines, [1, 1, 2, 3, 3, 3, 4]);
        assert_eq!(starts.count(), 3);
        let mut cursor = starts.cursor();
        let lines: Vec<_> = [0, 5, 6, 3, 1, 0, 2].map(|at| cursor.line(TextSize::new(at))).into();
        assert_eq!(lines, [1, 3, 4, 3, 1, 1, 2], "back and forth");
    }

    #[test]
    fn logical_lines_have_a_first_line() {
        let mut multiline = Multiline::default();
        multiline.push(2, 4);
        multiline.push(7, 8);
        let firsts: Vec<_> = (0..10).map(|line| multiline.first_line(line)).collect();
        assert_eq!(firsts, [0, 1, 2, 2, 2, 5, 6, 7, 7, 9]);
    }

    #[test]
    fn sets_hold_lines() {
        let mut set = LineSet::with_lines(3);
        assert!(set.is_empty());
        set.extend(63, 65);
        set.insert(300);
        assert_eq!(set.to_set().into_iter().collect::<Vec<_>>(), [63, 64, 65, 300]);
        assert_eq!((set.first_of(1, 63), set.first_of(1, 62), set.first_of(64, 64)), (Some(63), None, Some(64)));
        assert!(!set.contains(9999));
    }
}
