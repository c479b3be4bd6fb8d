//! What a link can hold at most. A link that says it has more is refused before anything is allocated for it.

/// Bytes of a body, inflated: whoever inflates stops there. A link of 60,000 characters has a twentieth of it.
pub const MOST_BYTES: usize = 2 << 20;

/// Statements, branches or excluded lines of all files together: the sums of a report fit into 32 bits.
pub const MOST_COUNTED: usize = 100_000_000;

/// Bytes of all paths together, and items of all lists (missing lines and branches, lanes of a share) together. Paths and lists
/// are told by what differs from others, and this ends what grows by that.
pub const MOST_WORKED_OUT: usize = 4 << 20;
