//! Numbits: a set of line numbers as a BLOB. Bit `j` of byte `i` stands for line `8·i + j` (coverage.py 7.17.3).

use crate::line::LineNo;

/// The numbers in a numbits, ascending.
pub fn numbits_to_nums(numbits: &[u8]) -> impl Iterator<Item = LineNo> + '_ {
    (0..).zip(numbits).flat_map(|(i, byte): (LineNo, &u8)| {
        (0..8).filter(move |bit| byte & (1 << bit) != 0).map(move |bit| i.saturating_mul(8).saturating_add(bit))
    })
}

/// The numbits of some numbers.
pub fn nums_to_numbits<'a>(nums: impl IntoIterator<Item = &'a LineNo>) -> Vec<u8> {
    let mut numbits = Vec::new();
    for &num in nums {
        let at = num as usize / 8;
        if numbits.len() <= at {
            numbits.resize(at + 1, 0);
        }
        if let Some(byte) = numbits.get_mut(at) {
            *byte |= 1 << (num % 8);
        }
    }
    numbits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_lines() {
        assert_eq!(numbits_to_nums(&[]).count(), 0);
        assert_eq!(numbits_to_nums(&[0b0000_0010, 0, 0b1000_0001]).collect::<Vec<_>>(), [1, 16, 23]);
        assert_eq!(nums_to_numbits(&[1, 23, 16]), [0b0000_0010, 0, 0b1000_0001]);
        assert!(nums_to_numbits(&[]).is_empty());
    }
}
