//! The text in a link: the version, bytes in base64url without padding (RFC 4648), and the end.

use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use base64::{DecodeError, Engine as _};

use super::bytes::damaged;
use super::{END, VERSION};
use crate::error::{Code, Error, Result};

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
    base64::encoded_len(bytes, false).unwrap_or(usize::MAX)
}

/// Bytes in base64url.
#[cfg(feature = "engine")]
pub(super) fn encoded(bytes: &[u8]) -> String {
    BASE64URL.encode(bytes)
}

fn decoded(text: &str) -> Result<Vec<u8>> {
    BASE64URL.decode(text).map_err(|error| match error {
        DecodeError::InvalidByte(at, _) => {
            let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
            let (place, letter) = (before.chars().count() + 2, after.chars().next().unwrap_or_default());
            damaged(format!("Its character {place} is {letter:?}, which base64url does not have."))
        }
        _ => damaged("It does not end where base64url can: it was cut off or changed on the way."),
    })
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
        let cut = "It does not end where base64url can: it was cut off or changed on the way.";
        assert_eq!([cause("1Z0").1, cause("1Zh0").1], [cut, cut]);
    }
}
