//! Names of files and functions as coverage.py writes and sorts them (`misc.py`).

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::repr::is_printable;

/// A text with `?` for each character that Python does not call printable: `neutralize_control`, and `lcov_field`.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_printable(c) { c } else { '?' }).collect())
}

/// The order that people expect: numbers in a name go by their value, `human_sorted`.
pub(super) fn human(a: &str, b: &str) -> Ordering {
    let (mut texts, mut others) = (pieces(a), pieces(b));
    // Both begin with a text, which may be empty; then numbers and texts alternate.
    loop {
        let order = match (texts.next(), others.next()) {
            (Some(a), Some(b)) if is_number(a) && is_number(b) => {
                let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
                a.len().cmp(&b.len()).then_with(|| a.cmp(b))
            }
            (Some(a), Some(b)) => a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (None, None) => return a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn is_number(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_ascii_digit())
}

/// Texts and numbers by turns, as `re.split(r"(\d+)")` gives them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let mut in_number = false;
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.find(|c: char| c.is_ascii_digit() != in_number);
        // A number at the end of the text has an empty text behind it.
        rest = match end {
            Some(end) => text.get(end..),
            None => in_number.then_some(""),
        };
        in_number = !in_number;
        text.get(..end.unwrap_or(text.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_printable_is_a_question_mark() {
        // Asked of Python 3.13.
        for (text, shown) in [
            ("plain 'quoted' \"text\" \\", "plain 'quoted' \"text\" \\"),
            ("a\nb\x7f\x1b[0m", "a?b??[0m"),
            ("é\u{a0}\u{ad}\u{300}\u{200b}\u{200d}\u{2028}", "é??\u{300}???"),
            ("\u{e000}\u{fffd}\u{10ffff}\u{3000}中", "?\u{fffd}??中"),
            ("\u{600}\u{903}\u{e0100}\u{feff}", "?\u{903}\u{e0100}?"),
        ] {
            assert_eq!(printable(text), shown);
        }
    }

    #[test]
    fn numbers_in_names_go_by_their_value() {
        // coverage.py's own `human_sorted` of these.
        let sorted =
            ["", "01", "1", "2b", "10", "a", "a1", "a01b", "a1b", "a1c", "a2", "a010", "a10", "a10.py", "aa", "b"];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| human(a, b));
        assert_eq!(names, sorted);
    }
}
