//! Single characters of Python's regular expressions: escapes, categories, `[...]`.

use std::borrow::Cow;

use super::translate::{Result, Translator};
use super::unicode;

impl Translator<'_> {
    /// An escaped single character, inside brackets or outside, after its `\`.
    pub(super) fn character(&mut self) -> Result<char> {
        let c = self.rest.next().ok_or("bad escape (end of pattern)")?;
        let code = match c {
            'a' => return Ok('\x07'),
            'f' => return Ok('\x0c'),
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            'v' => return Ok('\x0b'),
            'x' => self.digits(16, 2, 2)?,
            'u' => self.digits(16, 4, 4)?,
            'U' => self.digits(16, 8, 8)?,
            '0' => self.digits(8, 0, 2)?,
            'N' => return Err("\\N{...} names are not known here; write the character".to_owned()),
            c if c.is_ascii_alphanumeric() => return Err(format!("bad escape \\{c}")),
            c => return Ok(c),
        };
        char::from_u32(code).ok_or_else(|| format!("bad escape \\{c}: {code:x} is no character"))
    }

    pub(super) fn digits(&mut self, radix: u32, least: usize, most: usize) -> Result<u32> {
        let (mut value, mut count) = (0u32, 0);
        while count < most
            && let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(radix))
        {
            self.rest.next();
            value = value.wrapping_mul(radix) + digit;
            count += 1;
        }
        if count < least { Err("incomplete escape".to_owned()) } else { Ok(value) }
    }

    /// `\d`, `\s`, `\w` and their opposites, as the inside of a class. Python's `\s` is `str.isspace`, its `\w`
    /// `str.isalnum` and `_`.
    pub(super) fn category(&self, c: char) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(match (c, self.flags.ascii) {
            ('d', false) => return Some(unicode::digits().into()),
            ('D', false) => return Some(format!("[^{}]", unicode::digits()).into()),
            ('s', false) => r"\s\x1c-\x1f",
            ('S', false) => r"[^\s\x1c-\x1f]",
            ('w', false) => return Some(unicode::word().into()),
            ('W', false) => return Some(format!("[^{}]", unicode::word()).into()),
            ('d', true) => "0-9",
            ('D', true) => "[^0-9]",
            ('s', true) => r"\x09-\x0d\x20",
            ('S', true) => r"[^\x09-\x0d\x20]",
            ('w', true) => "0-9A-Za-z_",
            ('W', true) => "[^0-9A-Za-z_]",
            _ => return None,
        }))
    }

    /// What follows a `[`.
    pub(super) fn class(&mut self) -> Result<()> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            let c = self.rest.next().ok_or("unterminated character set")?;
            if c == ']' && !is_first {
                break;
            }
            is_first = false;
            let Some(low) = self.class_item(c)? else {
                if self.range_follows() {
                    return Err("bad character range".to_owned());
                }
                continue;
            };
            let mut high = low;
            if self.range_follows() {
                self.rest.next();
                let c = self.rest.next().ok_or("unterminated character set")?;
                high = self.class_item(c)?.ok_or("bad character range")?;
                if high < low {
                    return Err(format!("bad character range {low}-{high}"));
                }
            }
            self.out.push_str(&match self.flags.ignore_case {
                true => unicode::range_of_any_case(low, high, self.flags.ascii),
                false => unicode::range(low, high),
            });
        }
        self.out.push(']');
        Ok(())
    }

    /// A `-` that is not the last character of the class.
    fn range_follows(&self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next() == Some('-') && ahead.next() != Some(']')
    }

    /// A single character, or `None` for a category, which is written.
    fn class_item(&mut self, c: char) -> Result<Option<char>> {
        if c != '\\' {
            return Ok(Some(c));
        }
        let &c = self.rest.peek().ok_or("bad escape (end of pattern)")?;
        if let Some(category) = self.category(c) {
            self.rest.next();
            self.out.push_str(&category);
            return Ok(None);
        }
        match c {
            'b' => {
                self.rest.next();
                Ok(Some('\x08'))
            }
            '1'..='7' => self.digits(8, 1, 3).map(char::from_u32),
            _ => self.character().map(Some),
        }
    }
}
