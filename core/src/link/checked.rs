//! The checksum at the end of a body, the CRC-32 of zip and gzip: a letter that was changed on the way must not change a number.

use super::bytes::damaged;
use crate::error::Result;

/// Puts it behind a body.
pub(super) fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let crc = crc32fast::hash(&body);
    body.extend(crc.to_le_bytes());
    body
}

/// The body before it.
pub(super) fn opened(bytes: &[u8]) -> Result<&[u8]> {
    let (body, crc) = bytes.split_last_chunk::<4>().ok_or_else(|| damaged("It was cut off before its end."))?;
    match crc32fast::hash(body) == u32::from_le_bytes(*crc) {
        true => Ok(body),
        false => Err(damaged("Its checksum is not that of its content: it was cut off or changed on the way.")),
    }
}
