//! The source view of one file.

#[cfg(feature = "engine")]
mod arrows;
#[cfg(feature = "engine")]
mod colours;
pub(super) mod host;
#[cfg(feature = "engine")]
mod lines;
mod misses;
#[cfg(feature = "engine")]
mod of_data;
mod of_link;
#[cfg(feature = "engine")]
mod of_text;
#[cfg(feature = "engine")]
mod outline;
#[cfg(feature = "engine")]
mod sentences;
#[cfg(feature = "engine")]
pub(super) mod shown;
#[cfg(feature = "engine")]
mod sides;
mod stripes;

#[cfg(feature = "engine")]
pub use self::of_data::file;
pub use self::of_link::file_of_link;
#[cfg(feature = "engine")]
pub use self::of_text::text_of_link;
use super::LineCounts;
use crate::line::LineNo;
use crate::numbers::Numbers;

fn counts(numbers: &Numbers) -> LineCounts {
    LineCounts {
        run: numbers.n_executed(),
        missing: numbers.n_missing,
        excluded: numbers.n_excluded,
        partial: numbers.n_partial_branches,
    }
}

/// Whether one of these stretches, which are in order, holds a line.
fn is_in(stretches: &[(LineNo, LineNo)], line: LineNo) -> bool {
    let next = stretches.get(stretches.partition_point(|(_, last)| *last < line));
    next.is_some_and(|(first, _)| *first <= line)
}

#[cfg(all(test, feature = "engine"))]
mod tests;
