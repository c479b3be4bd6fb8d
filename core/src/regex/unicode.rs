//! Characters as Python's `re` sees them. The tables are Python's own (`unicode_tables.rs`).

use std::sync::OnceLock;

use super::unicode_tables::{DIGIT, LOWER, SAME, WORD};

/// First and last code point of runs of characters, in order and apart.
pub(super) type Ranges = Vec<(u32, u32)>;

/// `\d`, `\s` or `\w`, by its letter.
pub(super) fn category(letter: char, ascii: bool) -> Ranges {
    match (letter, ascii) {
        ('d', true) => vec![(0x30, 0x39)],
        ('d', false) => ranges(DIGIT),
        ('s', true) => vec![(0x09, 0x0d), (0x20, 0x20)],
        ('s', false) => vec![
            (0x09, 0x0d),
            (0x1c, 0x20),
            (0x85, 0x85),
            (0xa0, 0xa0),
            (0x1680, 0x1680),
            (0x2000, 0x200a),
            (0x2028, 0x2029),
            (0x202f, 0x202f),
            (0x205f, 0x205f),
            (0x3000, 0x3000),
        ],
        (_, true) => vec![(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
        (_, false) => ranges(WORD),
    }
}

fn ranges(table: &[u16]) -> Ranges {
    let mut end = 0;
    let run = |[gap, length]: &[u16; 2]| {
        let first = end + u32::from(*gap);
        end = first + u32::from(*length);
        (first, end - 1)
    };
    table.as_chunks().0.iter().map(run).collect()
}

/// Whether `\w` matches it.
pub(super) fn is_word(c: char, ascii: bool) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    if ascii {
        return false;
    }
    static RANGES: OnceLock<Ranges> = OnceLock::new();
    let ranges = RANGES.get_or_init(|| ranges(WORD));
    let code = u32::from(c);
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|&(_, last)| code <= last)
}

/// All characters that have a lower case, with it.
fn lowered() -> impl Iterator<Item = (u32, u32)> {
    let lower = |c: u32, distance: i32| (c, c.saturating_add_signed(distance));
    LOWER.iter().flat_map(move |&(first, count, step, distance)| {
        (0..u32::from(count)).map(move |index| lower(first + index * u32::from(step), distance))
    })
}

/// The lower case of a character, which is one character.
pub(super) fn lower(c: char, ascii: bool) -> char {
    if c.is_ascii() || ascii {
        return c.to_ascii_lowercase();
    }
    static PAIRS: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let mut pairs: Vec<_> = lowered().collect();
        pairs.sort_unstable();
        pairs
    });
    let found = pairs.binary_search_by_key(&u32::from(c), |&(upper, _)| upper).ok().and_then(|at| pairs.get(at));
    found.and_then(|&(_, lower)| char::from_u32(lower)).unwrap_or(c)
}

/// What `IGNORECASE` takes for one of these characters, besides themselves.
pub(super) fn other_cases(ranges: &[(u32, u32)], ascii: bool) -> Ranges {
    let has = |c: u32| ranges.iter().any(|&(low, high)| low <= c && c <= high);
    let pairs = || lowered().filter(|&(upper, _)| !ascii || upper < 0x80);
    let mut lower: Vec<u32> = pairs().filter(|&(upper, _)| has(upper)).map(|(_, lower)| lower).collect();
    if !ascii {
        let groups = SAME.iter().filter(|group| group.iter().any(|c| has(*c) || lower.contains(c)));
        let same: Vec<u32> = groups.flat_map(|group| group.iter().copied()).collect();
        lower.extend(same);
    }
    let upper: Vec<u32> = pairs().filter(|(_, c)| has(*c) || lower.contains(c)).map(|(upper, _)| upper).collect();
    lower.into_iter().chain(upper).map(|c| (c, c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(low: char, high: char, ascii: bool) -> Vec<u32> {
        let mut all: Vec<u32> =
            other_cases(&[(low.into(), high.into())], ascii).into_iter().map(|(first, _)| first).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    #[test]
    fn ranges_take_in_the_other_case() {
        assert_eq!(cases('x', 'y', false), [0x58, 0x59]);
        assert_eq!(cases('k', 'k', false), [0x4b, 0x212a]);
        assert_eq!(cases('k', 'k', true), [0x4b]);
        assert_eq!(cases('\u{212a}', '\u{212a}', false), [0x4b, 0x6b, 0x212a]);
        assert_eq!(cases('i', 'i', false), [0x49, 0x69, 0x130, 0x131]);
        assert_eq!(cases('-', '9', false), [0; 0]);
    }

    #[test]
    fn a_lower_case_has_none() {
        assert!(lowered().all(|(_, lower)| lowered().all(|(upper, _)| upper != lower)));
        assert_eq!(['É', 'é', 'ſ', '\u{212a}'].map(|c| lower(c, false)), ['é', 'é', 'ſ', 'k']);
        assert_eq!(lower('É', true), 'É');
    }

    #[test]
    fn words_are_told_as_by_their_set() {
        let set = category('w', false);
        let is_in = |c: char| set.iter().any(|&(low, high)| low <= c.into() && u32::from(c) <= high);
        assert!(('\0'..'\u{3000}').all(|c| is_word(c, false) == is_in(c)));
    }
}
