//! Sets of characters.

use super::bytes::ByteSet;
use super::unicode::{self, Ranges};

/// A set of characters.
#[derive(Clone, Debug)]
pub(super) struct CharSet {
    /// A bit for each ASCII character.
    ascii: u128,
    /// The others: first and last code point, in order and apart.
    others: Ranges,
}

impl CharSet {
    /// The characters in these ranges, which may overlap; or all that are not.
    pub(super) fn new(ranges: Ranges, negate: bool) -> CharSet {
        let ranges = if negate { complement(&sorted(ranges)) } else { sorted(ranges) };
        let mut set = CharSet { ascii: 0, others: Vec::new() };
        for (low, high) in ranges {
            for c in low..=high.min(0x7f) {
                set.ascii |= 1 << c;
            }
            if high > 0x7f {
                set.others.push((low.max(0x80), high));
            }
        }
        set
    }

    pub(super) fn contains(&self, c: char) -> bool {
        match u8::try_from(c).ok().filter(u8::is_ascii) {
            Some(byte) => self.contains_ascii(byte),
            None => {
                let code = u32::from(c);
                let index = self.others.partition_point(|(_, high)| *high < code);
                self.others.get(index).is_some_and(|(low, _)| *low <= code)
            }
        }
    }

    /// Whether this ASCII character is in it.
    pub(super) fn contains_ascii(&self, byte: u8) -> bool {
        self.ascii >> (byte & 0x7f) & 1 == 1
    }

    /// The bytes that its characters start with, in UTF-8.
    pub(super) fn first_bytes(&self) -> ByteSet {
        let mut bytes = ByteSet::default();
        for byte in (0..0x80).filter(|byte| self.contains_ascii(*byte)) {
            bytes.insert(byte);
        }
        for (low, high) in &self.others {
            for byte in lead(*low)..=lead(*high) {
                bytes.insert(byte);
            }
        }
        bytes
    }
}

/// The ranges of a set, and with them those of other cases.
pub(super) fn with_other_cases(mut ranges: Ranges, ascii: bool) -> Ranges {
    let others = unicode::other_cases(&ranges, ascii);
    ranges.extend(others);
    ranges
}

/// All code points that are not in these ranges, which are in order and apart.
pub(super) fn complement(ranges: &[(u32, u32)]) -> Ranges {
    let mut rest = Vec::with_capacity(ranges.len() + 1);
    let mut start = 0;
    for (low, high) in ranges {
        if start < *low {
            rest.push((start, low - 1));
        }
        start = high + 1;
    }
    if start <= 0x10_ffff {
        rest.push((start, 0x10_ffff));
    }
    rest
}

fn sorted(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    ranges.dedup_by(|next, last| {
        let meet = next.0 <= last.1.saturating_add(1);
        if meet {
            last.1 = last.1.max(next.1);
        }
        meet
    });
    ranges
}

/// The first byte of a character's UTF-8. Surrogates have three, too.
fn lead(code: u32) -> u8 {
    let (bits, shift) = match char::from_u32(code).map_or(3, char::len_utf8) {
        1 => (0, 0),
        2 => (0xc0, 6),
        3 => (0xe0, 12),
        _ => (0xf0, 18),
    };
    bits | (code >> shift).to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_their_characters() {
        let set = CharSet::new(vec![(0x61, 0x63), (0x62, 0x64), (0xe9, 0xe9), (0x1_f600, 0x1_f600)], false);
        let has: String = "abcdeé\u{ea}\u{1f600}".chars().filter(|c| set.contains(*c)).collect();
        assert_eq!(has, "abcdé\u{1f600}");
        let set = CharSet::new(vec![(0x61, 0x63), (0xe9, 0xe9)], true);
        assert!(!set.contains('b') && !set.contains('é') && set.contains('ê') && set.contains('\n'));
    }

    #[test]
    fn first_bytes_are_those_of_utf_8() {
        for c in ['a', '\u{7f}', '\u{80}', '\u{7ff}', '\u{800}', '\u{ffff}', '\u{10000}', '\u{10ffff}'] {
            assert_eq!(Some(&lead(c.into())), c.to_string().as_bytes().first());
            assert!(CharSet::new(vec![(c.into(), c.into())], false).first_bytes().contains(lead(c.into())));
        }
    }
}
