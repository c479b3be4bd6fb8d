//! The text in a link: the version, bytes in base64url without padding (RFC 4648), and the end.

use super::bytes::damaged;
use super::{END, VERSION};
use crate::error::{Code, Error, Result};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The deflated body (RFC 1951) in a link's text. Whoever inflates it stops at [`MOST_BYTES`](super::limits::MOST_BYTES).
///
/// # Errors
/// It is of another version, or no base64url.
pub fn packed(text: &str) -> Result<Vec<u8>> {
    let mut letters = text.chars();
    match letters.next() {
        Some(VERSION) => match letters.next_back() {
            Some(END) => decoded(letters.as_str()),
            _ => Err(damaged(format!("It was cut off: it does not end with {END}."))),
        },
        Some(digit) if digit.is_ascii_digit() => {
            let cause = format!("It is of version {digit} of the format; here version {VERSION} is read.");
            Err(Error::new(Code::LinkVersion, cause))
        }
        Some(_) => Err(damaged(format!("It does not begin with the version of its format, such as {VERSION}."))),
        None => Err(damaged("There is nothing in it.")),
    }
}

/// How many characters so many bytes have in base64url.
#[cfg(feature = "engine")]
pub(super) fn length(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

/// Bytes in base64url.
#[cfg(feature = "engine")]
pub(super) fn encoded(bytes: &[u8]) -> String {
    let letter = |sextet: u32| LETTERS.get((sextet & 63) as usize).map_or('A', |letter| char::from(*letter));
    let letters = bytes.chunks(3).flat_map(|chunk| {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        [18, 12, 6, 0].map(|shift| letter(bits >> shift)).into_iter().take(chunk.len() + 1)
    });
    letters.collect()
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut n_bits) = (0_u32, 0);
    for (at, letter) in text.char_indices() {
        let sextet = LETTERS.iter().position(|known| char::from(*known) == letter);
        let sextet = sextet.ok_or_else(|| {
            damaged(format!("Its character {} is {letter:?}, which base64url does not have.", at + 2))
        })?;
        bits = bits << 6 | sextet as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Ok(bytes)
}

#[cfg(all(test, feature = "engine"))]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_base64url() {
        // RFC 4648, without padding.
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!((encoded(bytes.as_bytes()), length(bytes.len())), (text.to_owned(), text.len()));
            assert_eq!(decoded(text).ok(), Some(bytes.as_bytes().to_vec()));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(packed(&format!("1{}0", encoded(&all))).ok(), Some(all));
    }

    #[test]
    fn what_is_no_link_is_refused_in_words() {
        let cause = |text: &str| {
            packed(text).err().map(|error| (error.code, error.cause)).unwrap_or((Code::InputIgnored, String::new()))
        };
        assert_eq!(cause("").1, "There is nothing in it.");
        assert_eq!(cause("x").1, "It does not begin with the version of its format, such as 1.");
        assert_eq!(
            cause("2Zg"),
            (Code::LinkVersion, "It is of version 2 of the format; here version 1 is read.".to_owned())
        );
        assert_eq!(
            cause("1Zé0"),
            (Code::LinkDamaged, "Its character 3 is 'é', which base64url does not have.".to_owned())
        );
    }
}
