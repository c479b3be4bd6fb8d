//! The arcs of a file in one context, as they wait to be looked at.

use crate::line::LineArc;

/// Sorted arcs without repetition, packed: of a large project there are millions, and most files are looked at once. Each number is
/// written as what it adds to the one before it, seven bits a byte, so that most arcs take two bytes and not sixteen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArcRows(Box<[u8]>);

impl ArcRows {
    /// The arcs, in their order.
    pub fn iter(&self) -> impl Iterator<Item = LineArc> {
        let mut bytes = self.0.iter();
        let mut before = 0;
        std::iter::from_fn(move || {
            let from = before + unpacked(&mut bytes)?;
            let to = from + unpacked(&mut bytes)?;
            before = from;
            LineArc::from_signed(from, to)
        })
    }
}

impl FromIterator<LineArc> for ArcRows {
    fn from_iter<I: IntoIterator<Item = LineArc>>(arcs: I) -> ArcRows {
        let mut arcs: Vec<LineArc> = arcs.into_iter().collect();
        arcs.sort_unstable();
        arcs.dedup();
        let mut bytes = Vec::with_capacity(arcs.len() * 2);
        let mut before = 0;
        for (from, to) in arcs.into_iter().map(LineArc::signed) {
            pack(from - before, &mut bytes);
            pack(to - from, &mut bytes);
            before = from;
        }
        ArcRows(bytes.into())
    }
}

/// Seven bits a byte, the lowest first; the sign is the lowest bit of all.
fn pack(number: i64, bytes: &mut Vec<u8>) {
    let mut rest = ((number << 1) ^ (number >> 63)).cast_unsigned();
    while rest >= 0x80 {
        bytes.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    bytes.push(rest.to_le_bytes()[0]);
}

fn unpacked<'a>(bytes: &mut impl Iterator<Item = &'a u8>) -> Option<i64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let byte = *bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_come_back_sorted_and_once() {
        let most = i64::from(u32::MAX);
        let pairs = [(7, 7), (-1, 3), (3, 4), (4, -1), (most, -most), (-most, most), (0, 1), (3, 4), (100, 2)];
        let arcs: Vec<LineArc> = pairs.iter().filter_map(|&(from, to)| LineArc::from_signed(from, to)).collect();
        let rows: ArcRows = arcs.iter().copied().collect();
        let mut sorted = arcs;
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(rows.iter().collect::<Vec<_>>(), sorted);
        assert_eq!(rows, sorted.into_iter().rev().collect());
        assert_eq!(ArcRows::default().iter().next(), None);
    }
}
