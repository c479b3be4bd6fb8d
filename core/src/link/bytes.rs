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

    /// Lower-case hex as its bytes: 1 more than how many they are, and they. Another text: 0, and the text.
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

/// What is read. After something wrong it reads zeros and empty texts, and says at the end what it was: ways out at each number would
/// be most of what reading costs the page.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    /// How much may still be worked out.
    left: usize,
    wrong: Option<Error>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes, left: MOST_WORKED_OUT, wrong: None }
    }

    /// Nothing more is read: `error` is what was wrong, if nothing was before.
    fn fail(&mut self, error: Error) {
        self.wrong.get_or_insert(error);
        self.rest = &[];
    }

    /// It is not what was written.
    pub(super) fn damaged(&mut self, cause: &'static str) {
        self.fail(damaged(cause));
    }

    /// What was read, if that is all there is and nothing was wrong.
    pub(super) fn finish<T>(mut self, read: T) -> Result<T> {
        if !self.rest.is_empty() {
            self.damaged("More follows behind its end.");
        }
        self.wrong.map_or(Ok(read), Err)
    }

    /// How many bytes were not read.
    pub(super) fn rest(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let Some((byte, rest)) = self.rest.split_first() else {
                self.damaged("It ends too early.");
                return 0;
            };
            self.rest = rest;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                break;
            }
            number |= bits << shift;
            if *byte < 0x80 {
                return number;
            }
        }
        self.damaged("A number in it is too large.");
        0
    }

    pub(super) fn flag(&mut self) -> bool {
        self.number() != 0
    }

    pub(super) fn signed(&mut self) -> i64 {
        unzigzag(self.number())
    }

    /// So many numbers; there are bytes for them, or something is wrong.
    pub(super) fn numbers(&mut self, count: usize) -> Vec<u64> {
        let count = self.enough(count as u64);
        (0..count).map(|_| self.number()).collect()
    }

    /// How many of something follow, each of which has a byte at least.
    pub(super) fn length(&mut self) -> usize {
        let length = self.number();
        self.enough(length)
    }

    fn enough(&mut self, count: u64) -> usize {
        if count > self.rest.len() as u64 {
            self.fail(damaged(format!("It says that {count} items follow, and is too short for them.")));
            return 0;
        }
        count as usize
    }

    /// A count of lines or branches.
    pub(super) fn count(&mut self) -> usize {
        let number = self.number();
        self.counted(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A count of lines or branches that was worked out.
    pub(super) fn counted(&mut self, number: i64) -> usize {
        if number < 0 {
            self.damaged("A count in it is less than nothing.");
        } else if number > MOST_COUNTED as i64 {
            let cause =
                format!("It says that there are {number} lines or branches; at most {MOST_COUNTED} are read here.");
            self.fail(too_large(cause));
        } else {
            return number as usize;
        }
        0
    }

    pub(super) fn text(&mut self) -> String {
        let end = self.rest.iter().position(|byte| *byte == END).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        let text = str::from_utf8(text);
        match (text, rest.split_first()) {
            (Ok(text), Some((_, rest))) => {
                self.rest = rest;
                text.to_owned()
            }
            _ => {
                self.damaged("A text in it has no end, or is not UTF-8.");
                String::new()
            }
        }
    }

    pub(super) fn texts(&mut self) -> Vec<String> {
        (0..self.length()).map(|_| self.text()).collect()
    }

    pub(super) fn hex(&mut self) -> String {
        let Some(length) = self.length().checked_sub(1) else { return self.text() };
        let (bytes, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        let mut text = String::new();
        for digit in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            text.extend(char::from_digit(digit.into(), 16));
        }
        text
    }

    /// A threshold in percent.
    pub(super) fn percent(&mut self) -> f64 {
        let percent = f64::from_bits(self.number().swap_bytes());
        if !percent.is_finite() {
            self.damaged("Its threshold is no percentage.");
        }
        percent
    }

    /// So many items are worked out now. Whether they may be.
    pub(super) fn works_out(&mut self, items: usize) -> bool {
        match self.left.checked_sub(items) {
            Some(left) => self.left = left,
            None => self.fail(too_large("Its lists and paths grow beyond what is read here.")),
        }
        self.wrong.is_none()
    }
}

/// It is not what was written.
pub(super) fn damaged(cause: impl Into<String>) -> Error {
    Error::new(Code::LinkDamaged, cause)
}

/// It is more than is read.
pub(super) fn too_large(cause: impl Into<String>) -> Error {
    Error::new(Code::LinkTooLarge, cause)
}
