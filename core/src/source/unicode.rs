//! Sets of characters as Python's `re` has them, written as the inside of a class of the regex engine used here.
//!
//! The tables are Python's own (`unicode_tables.rs`): what the engine's would mean by `\w` and by ignoring case differs from
//! Python's meaning, and they are ten times as large.

use std::fmt::Write as _;

use super::unicode_tables::{CASES, DIGIT, WORD};

/// `\d`.
pub(super) fn digits() -> String {
    ranges(DIGIT)
}

/// `\w`.
pub(super) fn word() -> String {
    ranges(WORD)
}

/// The characters from `low` to `high`.
pub(super) fn range(low: char, high: char) -> String {
    format!("\\x{{{:x}}}-\\x{{{:x}}}", u32::from(low), u32::from(high))
}

/// The characters from `low` to `high`, and those that `IGNORECASE` takes for one of them.
pub(super) fn range_of_any_case(low: char, high: char, ascii: bool) -> String {
    let mut out = range(low, high);
    let (low, high) = (u32::from(low), u32::from(high));
    let all = CASES
        .iter()
        .flat_map(|&(first, count, step, _)| (0..u32::from(count)).map(move |index| first + index * u32::from(step)));
    for c in all.filter(|c| (low..=high).contains(c)) {
        let others = std::iter::successors(next_case(c), |&other| next_case(other)).take_while(|&other| other != c);
        for other in others.filter(|other| !(low..=high).contains(other)) {
            if !ascii || (c < 128 && other < 128) {
                let _ = write!(out, "\\x{{{other:x}}}");
            }
        }
    }
    out
}

/// The next character that `IGNORECASE` takes for the same, in a circle.
fn next_case(c: u32) -> Option<u32> {
    let run = CASES.iter().find(|&&(first, count, step, _)| {
        let step = u32::from(step);
        c >= first && c <= first + (u32::from(count) - 1) * step && (c - first).is_multiple_of(step)
    });
    run.and_then(|&(_, _, _, distance)| c.checked_add_signed(distance))
}

fn ranges(table: &[u16]) -> String {
    let (mut out, mut end) = (String::new(), 0);
    for run in table.as_chunks::<2>().0 {
        let first = end + u32::from(run[0]);
        end = first + u32::from(run[1]);
        let _ = write!(out, "\\x{{{first:x}}}-\\x{{{:x}}}", end - 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_goes_in_circles() {
        for &(first, count, step, _) in CASES {
            for c in (0..u32::from(count)).map(|index| first + index * u32::from(step)) {
                let back =
                    std::iter::successors(next_case(c), |&other| next_case(other)).take(6).any(|other| other == c);
                assert!(back, "{c:x}");
            }
        }
    }

    #[test]
    fn ranges_take_in_the_other_case() {
        assert_eq!(range_of_any_case('x', 'y', false), r"\x{78}-\x{79}\x{58}\x{59}");
        assert_eq!(range_of_any_case('k', 'k', false), r"\x{6b}-\x{6b}\x{212a}\x{4b}");
        assert_eq!(range_of_any_case('k', 'k', true), r"\x{6b}-\x{6b}\x{4b}");
        assert_eq!(range_of_any_case('-', '9', false), r"\x{2d}-\x{39}");
    }
}
