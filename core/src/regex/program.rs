//! A pattern made ready to be run: steps in a row.

use super::bytes::ByteSet;
use super::tree::{At, Case, Mode, One};

/// Where a step stands.
pub(super) type Place = u32;

/// The number of a register, in which a position or a count is kept.
pub(super) type Register = u32;

/// The number of a set of bytes of which one must follow; [`UNGUARDED`]: anything may follow.
pub(super) type Guard = u32;

/// Anything may follow.
pub(super) const UNGUARDED: Guard = Guard::MAX;

/// One thing to do. Unless it says otherwise, the next step follows it.
///
/// `restores`: who comes back here finds the groups as they were. CPython does that within repetitions; elsewhere it
/// only counts the groups again that it had reached.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Takes these bytes of [`Program::text`].
    Text { start: u32, end: u32 },
    /// Takes one character, of [`Program::ones`].
    One(u32),
    /// Takes several of them.
    Run(Run),
    /// Goes on in a place between characters only.
    At(At),
    /// Remembers the position.
    Mark(Register),
    /// Goes to one of two places; to the second if the first leads nowhere.
    Either { ways: [(Place, Guard); 2], restores: bool },
    /// Goes there.
    Jump(Place),
    /// Begins the [`Step::Loop`] with this register, which follows.
    Begin(Register),
    /// Goes to what follows it, which comes back here, or to `exit`. Its registers: how often it was repeated, and where
    /// the last repetition began that was not needed.
    Loop { register: Register, least: u32, most: u32, lazy: bool, exit: Place, guard: Guard, restores: bool },
    /// Remembers what could be tried anew.
    Fence(Register),
    /// Nothing is tried anew that came up since the fence.
    Commit(Register),
    /// Looks from here, or that many characters before. Its registers: that of a fence, and the position.
    Look { register: Register, back: u32, wanted: bool, exit: Place, restores: bool },
    /// What was looked for is there.
    Seen { register: Register, wanted: bool },
    /// Takes what a group has matched.
    Reference { group: u32, case: Case },
    /// Goes there if the group has not matched.
    Unless { group: u32, exit: Place },
    /// The whole pattern has matched.
    Done,
}

/// Some characters, of [`Program::ones`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) one: u32,
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) mode: Mode,
    /// What comes behind.
    pub(super) guard: Guard,
    pub(super) restores: bool,
}

/// The steps of a pattern, and what they share.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) ones: Vec<One>,
    pub(super) guards: Vec<ByteSet>,
    pub(super) text: Vec<u8>,
    /// How many starts and ends of groups are remembered. They have the first registers; the next one has the number of the
    /// last of them that counts.
    pub(super) marks: u32,
    /// How many registers there are.
    pub(super) registers: u32,
}

/// The registers in which the start and the end of a group are kept.
pub(super) fn ends_of(group: u32) -> (Register, Register) {
    let start = group.saturating_sub(1).saturating_mul(2);
    (start, start.saturating_add(1))
}
