//! What a pattern says, after it was read.

use std::sync::Arc;

use super::charset::CharSet;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    One(One),
    At(At),
    Sequence(Vec<Node>),
    /// The first that leads to a match is taken.
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        /// [`ENDLESS`]: as often as it goes.
        most: u32,
        mode: Mode,
    },
    /// It is remembered what this matched, under a number from 1.
    Group(u32, Box<Node>),
    /// Nothing in it is tried anew once it has matched.
    Atomic(Box<Node>),
    /// Takes nothing, whether or not it should match.
    Look {
        node: Box<Node>,
        /// It starts that many characters before.
        back: u32,
        wanted: bool,
    },
    /// What the group with that number matched, once more.
    Reference(u32, Case),
    /// One of two, depending on whether that group has matched.
    Condition(u32, Box<[Node; 2]>),
}

/// As often as it goes.
pub(super) const ENDLESS: u32 = u32::MAX;

/// Which number of repetitions is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Greedy,
    Lazy,
    /// As many as there are, and never fewer.
    Possessive,
}

/// A single character.
#[derive(Clone, Debug)]
pub(super) enum One {
    Char(char),
    /// Any but the end of a line.
    Any,
    /// Any at all.
    All,
    Of(Arc<CharSet>),
}

impl One {
    pub(super) fn contains(&self, c: char) -> bool {
        match self {
            One::Char(this) => *this == c,
            One::Any => c != '\n',
            One::All => true,
            One::Of(set) => set.contains(c),
        }
    }
}

/// A place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    TextStart,
    LineStart,
    TextEnd,
    LineEnd,
    /// `$` without `MULTILINE`: before a line end that is the last character, too.
    LastLineEnd,
    /// Between characters of which one is of a word; or with both alike.
    Boundary {
        wanted: bool,
        ascii: bool,
    },
}

/// Which characters are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    IgnoreAscii,
    Ignore,
}

/// The flags that hold at a place of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) dot_all: bool,
    pub(super) multiline: bool,
    pub(super) verbose: bool,
    pub(super) ascii: bool,
}

impl Flags {
    pub(super) fn case(self) -> Case {
        match (self.ignore_case, self.ascii) {
            (false, _) => Case::Exact,
            (true, true) => Case::IgnoreAscii,
            (true, false) => Case::Ignore,
        }
    }

    /// Turns the flag with this letter on or off.
    pub(super) fn set(&mut self, letter: char, on: bool) {
        match letter {
            'i' => self.ignore_case = on,
            's' => self.dot_all = on,
            'm' => self.multiline = on,
            'x' => self.verbose = on,
            'a' => self.ascii = on,
            'u' => self.ascii = !on,
            _ => {}
        }
    }
}
