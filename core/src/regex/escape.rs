//! Escapes and `[...]`.

use std::sync::Arc;

use super::charset::{CharSet, complement, with_other_cases};
use super::parse::{Parser, Part};
use super::tokens::{Result, Token, Wrong};
use super::tree::{At, Case, Node, One};
use super::unicode::{Ranges, category};
use crate::repr::repr;

/// What stands in a set.
enum Member {
    One(u32),
    Several(Ranges),
}

impl Parser {
    /// Characters, and with them those of other cases where case is ignored.
    pub(super) fn ranges_of(&self, ranges: Ranges) -> Ranges {
        match self.flags.case() {
            Case::Exact => ranges,
            Case::IgnoreAscii => with_other_cases(ranges, true),
            Case::Ignore => with_other_cases(ranges, false),
        }
    }

    /// `\d` and the like, by their letter.
    fn category(&self, letter: char) -> Option<Ranges> {
        let ranges = |letter| category(letter, self.flags.ascii);
        match letter {
            'd' | 's' | 'w' => Some(ranges(letter)),
            'D' | 'S' | 'W' => Some(complement(&ranges(letter.to_ascii_lowercase()))),
            _ => None,
        }
    }

    /// After a `[`.
    pub(super) fn set(&mut self) -> Result<Part> {
        let here = self.tokens.tell() - 1;
        let negate = self.tokens.eat('^')?;
        let (mut ranges, mut others) = (Ranges::new(), Ranges::new());
        let (mut is_empty, mut is_closed) = (true, false);
        while !is_closed {
            let this = self.in_set(here)?;
            if this == Token::Plain(']') && !is_empty {
                break;
            }
            is_empty = false;
            let low = self.member(this)?;
            let mut range = None;
            if self.tokens.eat('-')? {
                let that = self.in_set(here)?;
                is_closed = that == Token::Plain(']');
                if is_closed {
                    ranges.push(('-'.into(), '-'.into()));
                } else {
                    range = Some((that, self.member(that)?));
                }
            }
            match (low, range) {
                (Member::One(low), None) => ranges.push((low, low)),
                (Member::Several(several), None) => others.extend(several),
                (Member::One(low), Some((_, Member::One(high)))) if low <= high => ranges.push((low, high)),
                (_, Some((that, _))) => {
                    let what = format!("bad character range {this}-{that}");
                    return Err(self.wrong(what, this.len() + 1 + that.len()));
                }
            }
        }
        others.extend(self.ranges_of(ranges));
        Ok(Part::one(One::Of(Arc::new(CharSet::new(others, negate)))))
    }

    fn in_set(&mut self, start: usize) -> Result<Token> {
        let token = self.tokens.next()?;
        token.ok_or_else(|| self.wrong("unterminated character set", self.tokens.tell() - start))
    }

    fn member(&mut self, token: Token) -> Result<Member> {
        let c = match token {
            Token::Plain(c) => return Ok(Member::One(c.into())),
            Token::Escaped(c) => c,
        };
        if let Some(ranges) = self.category(c) {
            return Ok(Member::Several(ranges));
        }
        Ok(Member::One(match c {
            'b' => 8,
            '0'..='7' => {
                let escape = format!("{token}{}", self.tokens.run_of(2, is_octal)?);
                self.octal(&escape)?
            }
            c => self.character(token, c)?,
        }))
    }

    /// An escape outside of a set.
    pub(super) fn escape(&mut self, token: Token, c: char) -> Result<Part> {
        if let Some(ranges) = self.category(c) {
            return Ok(Part::one(One::Of(Arc::new(CharSet::new(ranges, false)))));
        }
        let ascii = self.flags.ascii;
        Ok(match c {
            'A' => Part::place(At::TextStart),
            'Z' => Part::place(At::TextEnd),
            'b' | 'B' => Part::place(At::Boundary { wanted: c == 'b', ascii }),
            '0' => {
                let digits = self.tokens.run_of(2, is_octal)?;
                self.literal(u32::from_str_radix(&digits, 8).unwrap_or_default())
            }
            '1'..='9' => self.number(token)?,
            c => {
                let code = self.character(token, c)?;
                self.literal(code)
            }
        })
    }

    /// A reference to a group, or three octal digits.
    fn number(&mut self, token: Token) -> Result<Part> {
        let mut escape = format!("{token}{}", self.tokens.run_of(1, |c| c.is_ascii_digit())?);
        if escape.len() == 3 && escape.chars().skip(1).all(is_octal) {
            let third = self.tokens.run_of(1, is_octal)?;
            if !third.is_empty() {
                escape += &third;
                let code = self.octal(&escape)?;
                return Ok(self.literal(code));
            }
        }
        let group: u32 = escape.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        if group as usize >= self.groups.len() {
            return Err(self.wrong(format!("invalid group reference {group}"), escape.len() - 1));
        }
        self.reference(group, escape.len())
    }

    /// What a group has matched, once more. `length`: of what was just read.
    pub(super) fn reference(&self, group: u32, length: usize) -> Result<Part> {
        let Some(width) = self.groups.get(group as usize).copied().flatten() else {
            return Err(self.wrong("cannot refer to an open group", length));
        };
        self.check_behind(group.into())?;
        Ok(Part::plain(Node::Reference(group, self.flags.case()), width))
    }

    /// In a look-behind, groups from before it can be referred to.
    pub(super) fn check_behind(&self, group: u64) -> Result<()> {
        let Some(before) = self.behind else { return Ok(()) };
        let is_closed = usize::try_from(group).ok().and_then(|group| self.groups.get(group)).copied().flatten();
        if is_closed.is_none() {
            return Err(self.wrong("cannot refer to an open group", 0));
        }
        if group >= before as u64 {
            return Err(self.wrong("cannot refer to group defined in the same lookbehind subpattern", 0));
        }
        Ok(())
    }

    /// The one character that an escape means, in a set or outside.
    fn character(&mut self, token: Token, c: char) -> Result<u32> {
        let digits = match c {
            'a' => return Ok(7),
            'f' => return Ok(12),
            'n' => return Ok(10),
            'r' => return Ok(13),
            't' => return Ok(9),
            'v' => return Ok(11),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'N' => return self.named(),
            c if c.is_ascii_alphanumeric() => return Err(self.bad(&token.to_string())),
            c => return Ok(c.into()),
        };
        let escape = format!("{token}{}", self.tokens.run_of(digits, |c| c.is_ascii_hexdigit())?);
        if escape.len() != digits + 2 {
            return Err(self.wrong(format!("incomplete escape {escape}"), escape.len()));
        }
        let code = escape.get(2..).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        code.filter(|code| *code <= 0x10_ffff).ok_or_else(|| self.bad(&escape))
    }

    /// `\N{...}`. Which names there are is not known here, but what they are made of.
    fn named(&mut self) -> Result<u32> {
        if !self.tokens.eat('{')? {
            return Err(self.wrong("missing {", 0));
        }
        let name = self.tokens.until('}', "character name")?;
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-');
        if !name.chars().all(fits) || !name.contains(|c: char| c.is_ascii_alphabetic()) {
            let what = format!("undefined character name {}", repr(&name));
            return Err(self.wrong(what, name.chars().count() + r"\N{}".len()));
        }
        let what = r"\N{...} names are not known here; write the character";
        self.wrong_late(usize::MAX, Wrong::here(what));
        Ok(0)
    }

    fn octal(&self, escape: &str) -> Result<u32> {
        let code = escape.get(1..).and_then(|digits| u32::from_str_radix(digits, 8).ok()).unwrap_or_default();
        if code > 0o377 {
            let what = format!("octal escape value {escape} outside of range 0-0o377");
            return Err(self.wrong(what, escape.len()));
        }
        Ok(code)
    }

    fn bad(&self, escape: &str) -> Wrong {
        self.wrong(format!("bad escape {escape}"), escape.chars().count())
    }
}

fn is_octal(c: char) -> bool {
    matches!(c, '0'..='7')
}
