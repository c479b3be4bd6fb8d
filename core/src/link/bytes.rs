//! Numbers and texts as bytes.
//!
//! A number has 7 bits in each byte, the lowest first; bytes before the last have their highest bit set. A signed number is twice
//! itself, or twice its opposite less 1. A text is UTF-8, and ends with the byte 255, which UTF-8 does not have.

use super::limits::{MOST_COUNTED, MOST_WORKED_OUT};
use crate::error::{Code, Error, Result};

/// Ends a text.
const END: u8 = 0xFF;

/// What is written.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7F) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number(zigzag(number));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.0.extend(text.bytes());
        self.0.push(END);
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    /// Lower-case hex as its bytes: 1 more than twice their number. Another text: 0, and the text.
    pub(super) fn hex(&mut self, text: &str) {
        let digit = |digit: &u8| char::from(*digit).to_digit(16).filter(|_| !digit.is_ascii_uppercase());
        let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some((digit(high)? << 4 | digit(low)?) as u8),
            _ => None,
        });
        match pairs.collect::<Option<Vec<u8>>>() {
            Some(bytes) => {
                self.count(bytes.len() + 1);
                self.0.extend(bytes);
            }
            None => {
                self.count(0);
                self.text(text);
            }
        }
    }

    /// A fraction: its bits, from the sign on as the lowest byte, so that short ones are short.
    pub(super) fn fraction(&mut self, value: f64) {
        self.number(value.to_bits().swap_bytes());
    }
}

/// A signed number as one that is not.
pub(super) fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// The signed number again.
pub(super) fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// What is read.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    /// How much may still be worked out.
    left: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes, left: MOST_WORKED_OUT }
    }

    /// Bytes that were not read.
    pub(super) fn rest(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        let (first, rest) = self.rest.split_first().ok_or_else(|| damaged("It ends too early."))?;
        self.rest = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                break;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged("A number in it is too large."))
    }

    pub(super) fn signed(&mut self) -> Result<i64> {
        Ok(unzigzag(self.number()?))
    }

    /// How many of something follow, each of which has a byte at least.
    pub(super) fn length(&mut self) -> Result<usize> {
        let number = self.number()?;
        let length = usize::try_from(number).ok().filter(|length| *length <= self.rest.len());
        length.ok_or_else(|| damaged(format!("It says that {number} items follow, and is too short for them.")))
    }

    /// A count of lines or branches.
    pub(super) fn count(&mut self) -> Result<usize> {
        counted(i64::try_from(self.number()?).unwrap_or(i64::MAX))
    }

    pub(super) fn text(&mut self) -> Result<String> {
        let end = self.rest.iter().position(|byte| *byte == END);
        let (text, rest) =
            end.and_then(|end| self.rest.split_at_checked(end)).ok_or_else(|| damaged("A text in it has no end."))?;
        self.rest = rest.get(1..).unwrap_or_default();
        String::from_utf8(text.to_vec()).map_err(|_| damaged("A text in it is not UTF-8."))
    }

    pub(super) fn texts(&mut self) -> Result<Vec<String>> {
        (0..self.length()?).map(|_| self.text()).collect()
    }

    pub(super) fn hex(&mut self) -> Result<String> {
        let Some(length) = self.length()?.checked_sub(1) else { return self.text() };
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(|| damaged("It ends too early."))?;
        self.rest = rest;
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    pub(super) fn fraction(&mut self) -> Result<f64> {
        Ok(f64::from_bits(self.number()?.swap_bytes()))
    }

    /// So many items are worked out now.
    pub(super) fn work_out(&mut self, items: usize) -> Result<()> {
        self.left = self
            .left
            .checked_sub(items)
            .ok_or_else(|| too_large("Its lists and paths grow beyond what is read here."))?;
        Ok(())
    }
}

/// A count of lines or branches that was worked out.
pub(super) fn counted(number: i64) -> Result<usize> {
    let count = usize::try_from(number).map_err(|_| damaged("A count in it is less than nothing."))?;
    if count > MOST_COUNTED {
        return Err(too_large(format!(
            "It says that there are {count} lines or branches; at most {MOST_COUNTED} are read here."
        )));
    }
    Ok(count)
}

/// It is not what was written.
pub(super) fn damaged(cause: impl Into<String>) -> Error {
    Error::new(Code::LinkDamaged, cause)
}

/// It is more than is read.
pub(super) fn too_large(cause: impl Into<String>) -> Error {
    Error::new(Code::LinkTooLarge, cause)
}
