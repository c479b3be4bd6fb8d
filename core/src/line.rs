//! Line numbers and the transitions between them.
//!
//! coverage.py writes an arc as two integers and uses a negative one for "into" or "out of" the code object that starts
//! at that line. That encoding is decoded here, at the edge; the rest of the crate sees [`Point`]s.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A line of a source file, 1-based, as in coverage.py and in tracebacks.
pub type LineNo = u32;

/// One end of a [`LineArc`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Point {
    /// A line that is executed.
    Line(LineNo),
    /// The start of the code object whose first line this is (`-n` as the first number of an arc).
    Entry(LineNo),
    /// The end of the code object whose first line this is (`-n` as the second number of an arc).
    Exit(LineNo),
}

impl Point {
    /// The line this point is at, or the first line of the code object it enters or leaves.
    pub fn line(self) -> LineNo {
        match self {
            Point::Line(line) | Point::Entry(line) | Point::Exit(line) => line,
        }
    }

    /// The line, if this is one and neither an entry nor an exit.
    pub fn as_line(self) -> Option<LineNo> {
        match self {
            Point::Line(line) => Some(line),
            Point::Entry(_) | Point::Exit(_) => None,
        }
    }

    /// The number coverage.py stores: `n` for a line, `-n` for an entry or exit.
    pub fn signed(self) -> i64 {
        match self {
            Point::Line(line) => i64::from(line),
            Point::Entry(line) | Point::Exit(line) => -i64::from(line),
        }
    }

    /// The same kind of point at another line.
    #[must_use]
    pub fn at(self, line: LineNo) -> Point {
        match self {
            Point::Line(_) => Point::Line(line),
            Point::Entry(_) => Point::Entry(line),
            Point::Exit(_) => Point::Exit(line),
        }
    }
}

impl PartialOrd for Point {
    fn partial_cmp(&self, other: &Point) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By coverage.py's number, so that sorted arcs come in its order: exits first, the highest line's before the others.
impl Ord for Point {
    fn cmp(&self, other: &Point) -> Ordering {
        let key = |point: Point| match point {
            Point::Line(line) => i64::from(line) * 4,
            Point::Entry(line) => i64::from(line) * -4 + 1,
            Point::Exit(line) => i64::from(line) * -4 + 2,
        };
        key(*self).cmp(&key(*other))
    }
}

/// A transition from one line to the next one executed: coverage.py's *arc*. (Not called `Arc`, which is a pointer in Rust.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineArc {
    /// A [`Point::Line`] or a [`Point::Entry`].
    pub from: Point,
    /// A [`Point::Line`] or a [`Point::Exit`].
    pub to: Point,
}

impl LineArc {
    /// From one line to another.
    pub fn between(from: LineNo, to: LineNo) -> LineArc {
        LineArc { from: Point::Line(from), to: Point::Line(to) }
    }

    /// From a line out of the code object that starts at `first`.
    pub fn exit(from: LineNo, first: LineNo) -> LineArc {
        LineArc { from: Point::Line(from), to: Point::Exit(first) }
    }

    /// Reads coverage.py's two numbers. `None` for numbers that can't be lines (beyond 32 bits).
    pub fn from_signed(from: i64, to: i64) -> Option<LineArc> {
        let line = |number: i64| LineNo::try_from(number.unsigned_abs()).ok();
        let from = if from < 0 { Point::Entry(line(from)?) } else { Point::Line(line(from)?) };
        let to = if to < 0 { Point::Exit(line(to)?) } else { Point::Line(line(to)?) };
        Some(LineArc { from, to })
    }

    /// coverage.py's two numbers.
    pub fn signed(self) -> (i64, i64) {
        (self.from.signed(), self.to.signed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentinels_are_decoded_and_encoded() {
        for pair in [(-1, 3), (3, 4), (4, -1), (7, 7), (0, 1)] {
            assert_eq!(LineArc::from_signed(pair.0, pair.1).map(LineArc::signed), Some(pair));
        }
        assert_eq!(LineArc::from_signed(1, 1 << 40), None);
    }

    #[test]
    fn arcs_sort_as_coverage_py_sorts_them() {
        let mut arcs: Vec<_> =
            [(2, 3), (-1, 2), (2, -1), (2, -5)].into_iter().filter_map(|(a, b)| LineArc::from_signed(a, b)).collect();
        arcs.sort();
        let signed: Vec<_> = arcs.into_iter().map(LineArc::signed).collect();
        assert_eq!(signed, [(-1, 2), (2, -5), (2, -1), (2, 3)]);
    }
}
