//! Sets of bytes, and what a part of a pattern can start with.

use super::tree::{Node, One};

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    /// All bytes that a character can start with.
    pub(super) const ALL: ByteSet = ByteSet([u64::MAX, u64::MAX, 0, u64::MAX]);
    /// Those of characters that are not ASCII.
    pub(super) const OTHERS: ByteSet = ByteSet([0, 0, 0, u64::MAX]);

    pub(super) fn insert(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }

    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word >> (byte & 63) & 1 == 1)
    }

    pub(super) fn or(mut self, other: &ByteSet) -> ByteSet {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        self
    }

    pub(super) fn meets(&self, other: &ByteSet) -> bool {
        self.0.iter().zip(other.0).any(|(word, other)| word & other != 0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u8> {
        (0..=255).filter(|byte| self.contains(*byte))
    }
}

/// What something can start with: at least that, it may be said of more.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    pub(super) bytes: ByteSet,
    /// Whether it can match nothing.
    pub(super) empty: bool,
}

impl First {
    pub(super) const ANYTHING: First = First { bytes: ByteSet::ALL, empty: true };
    const NOTHING: First = First { bytes: ByteSet([0; 4]), empty: true };

    /// This, and then `next`.
    pub(super) fn then(self, next: First) -> First {
        if self.empty { First { bytes: self.bytes.or(&next.bytes), ..next } } else { self }
    }

    pub(super) fn or(self, other: First) -> First {
        First { bytes: self.bytes.or(&other.bytes), empty: self.empty || other.empty }
    }
}

impl One {
    pub(super) fn first_bytes(&self) -> ByteSet {
        match self {
            One::Char(c) => {
                let mut bytes = ByteSet::default();
                bytes.insert(c.encode_utf8(&mut [0; 4]).as_bytes().first().copied().unwrap_or_default());
                bytes
            }
            One::Any => {
                let [first, second, third, fourth] = ByteSet::ALL.0;
                ByteSet([first & !(1 << b'\n'), second, third, fourth])
            }
            One::All => ByteSet::ALL,
            One::Of(set) => set.first_bytes(),
        }
    }
}

impl Node {
    pub(super) fn first(&self) -> First {
        match self {
            Node::One(one) => First { bytes: one.first_bytes(), empty: false },
            Node::At(_) | Node::Look { .. } => First::NOTHING,
            Node::Sequence(nodes) => nodes.iter().rfold(First::NOTHING, |next, node| node.first().then(next)),
            Node::Alternatives(nodes) => {
                let first = nodes.iter().map(Node::first).reduce(First::or);
                first.unwrap_or(First::NOTHING)
            }
            Node::Repeat { most: 0, .. } => First::NOTHING,
            Node::Repeat { node, least, .. } => {
                let first = node.first();
                First { empty: first.empty || *least == 0, ..first }
            }
            Node::Group(_, node) | Node::Atomic(node) => node.first(),
            Node::Reference(..) => First::ANYTHING,
            Node::Condition(_, nodes) => {
                let [yes, no] = nodes.as_ref();
                yes.first().or(no.first())
            }
        }
    }
}
