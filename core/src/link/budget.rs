//! A link that is as long as it may be: over the budget, detail is left out in a fixed order.

use super::written::written;
use super::{Detail, Payload};

/// The most folders deep that folding begins.
const MOST_DEPTHS: u32 = 16;

/// A link's text, and how much of the report is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text: the version, and base64url.
    pub text: String,
    /// What of the report it has.
    pub detail: Detail,
}

/// The text of a payload, with as much detail as at most `most` characters hold.
///
/// # Errors
/// Not even the totals fit; in words.
pub fn write(payload: &Payload, most: usize) -> Result<Written, String> {
    let depths = u32::try_from(payload.depth()).unwrap_or(u32::MAX).min(MOST_DEPTHS);
    let details = [Detail::NoLaneBranches, Detail::NoLaneLines, Detail::NoBranches, Detail::NoLines];
    let details = details.into_iter().chain((0..depths).rev().map(Detail::Folded)).chain([Detail::Total]);
    let less = details.filter(|detail| *detail > payload.detail);
    let mut least = usize::MAX;
    for detail in std::iter::once(payload.detail).chain(less) {
        match written(&payload.with(detail), most) {
            Ok(text) => return Ok(Written { text, detail }),
            Err(length) => least = least.min(length),
        }
    }
    Err(format!("The totals alone need {least} characters, and {most} are allowed."))
}
