//! A link's text, read to its end.

use std::io::Read;

use flate2::read::DeflateDecoder;

use super::bytes::{damaged, too_large};
use super::limits::MOST_BYTES;
use super::{Payload, decode, packed};
use crate::error::Result;

/// The payload of a link's text.
///
/// # Errors
/// As [`packed()`] and [`decode()`]; or it can't be inflated.
pub fn read(text: &str) -> Result<Payload> {
    let deflated = packed(text)?;
    let mut body = Vec::new();
    let mut inflating = DeflateDecoder::new(&*deflated).take(MOST_BYTES as u64 + 1);
    inflating
        .read_to_end(&mut body)
        .map_err(|_| damaged("It can't be inflated: it was cut off or changed on the way."))?;
    if body.len() > MOST_BYTES {
        return Err(too_large(format!("It inflates to more than the {MOST_BYTES} bytes that are read here.")));
    }
    decode(&body)
}
