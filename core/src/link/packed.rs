//! Deflating and inflating, where the host has no way of its own.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::bytes::{damaged, too_large};
use super::limits::MOST_BYTES;
use super::{Payload, VERSION, decode, encode, packed, text};
use crate::error::Result;

/// The payload of a link's text.
///
/// # Errors
/// As [`packed`] and [`decode`]; or it can't be inflated.
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

/// The text of a payload, if it can be read again and has at most so many characters; else how many characters it would have.
pub(super) fn written(payload: &Payload, most: usize) -> std::result::Result<String, usize> {
    let body = encode(payload);
    let mut deflating = DeflateEncoder::new(Vec::new(), Compression::best());
    // Memory takes all that is written.
    let deflated = deflating.write_all(&body).and_then(|()| deflating.finish()).unwrap_or_default();
    let length = 1 + text::length(deflated.len());
    let is_read = length <= most && decode(&body).is_ok_and(|read| read == *payload);
    if is_read { Ok(format!("{VERSION}{}", text::encoded(&deflated))) } else { Err(length) }
}
