//! The checksum at the end of a body: a letter that was changed on the way must not change a number.

use super::bytes::damaged;
use crate::error::Result;

/// The CRC-32 of zip and gzip, bit by bit: a body is small, and a table is not.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 0 { crc >> 1 } else { crc >> 1 ^ 0xEDB8_8320 })
    })
}

/// Puts it behind a body.
pub(super) fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let crc = crc32(&body);
    body.extend(crc.to_le_bytes());
    body
}

/// The body before it.
pub(super) fn opened(bytes: &[u8]) -> Result<&[u8]> {
    let (body, crc) = bytes.split_last_chunk::<4>().ok_or_else(|| damaged("It was cut off before its end."))?;
    match crc32(body) == u32::from_le_bytes(*crc) {
        true => Ok(body),
        false => Err(damaged("Its checksum is not that of its content: it was cut off or changed on the way.")),
    }
}

#[cfg(test)]
#[test]
fn it_is_the_crc_of_zip() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
}
