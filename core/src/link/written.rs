//! A payload, written to a link's text.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;

use super::encode::marked;
use super::{END, Payload, VERSION, decode, text};

/// The text of a payload, if it can be read again and has at most so many characters; else how many characters it would have.
pub(super) fn written(payload: &Payload, most: usize) -> std::result::Result<String, usize> {
    let (body, marks) = marked(payload);
    // Memory takes all that is written.
    let deflated = deflated(&body, marks).unwrap_or_default();
    let length = 2 + text::length(deflated.len());
    let is_read = length <= most && decode(&body).is_ok_and(|read| read == *payload);
    if is_read { Ok(format!("{VERSION}{}{END}", text::encoded(&deflated))) } else { Err(length) }
}

/// Deflates a body, with codes of their own for what is before, between and behind the marks: that spares a twenty-fifth of it.
fn deflated(body: &[u8], marks: [usize; 2]) -> io::Result<Vec<u8>> {
    let mut deflating = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut before = 0;
    for mark in marks {
        deflating.write_all(body.get(before..mark).unwrap_or_default())?;
        deflating.flush()?;
        before = mark;
    }
    deflating.write_all(body.get(before..).unwrap_or_default())?;
    deflating.finish()
}
