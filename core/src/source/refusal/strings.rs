//! Strings as CPython's tokenizer reads them, from 3.12 on with the fields of f-strings.

use super::scan::{Result, Scanner};
use crate::line::LineNo;
use crate::python::PythonVersion;

/// Fields in each other, and brackets in them: CPython itself reads no more.
const DEEPEST: usize = 200;

impl Scanner<'_> {
    /// A string, from its first quote on.
    pub(super) fn string(&mut self, quote: char, prefix: &str) -> Result<()> {
        let first = self.line;
        let triple = [quote; 3].iter().collect::<String>();
        let is_triple = self.rest().starts_with(&triple);
        let with_fields = prefix.contains(['f', 't']) && self.python >= PythonVersion::V3_12;
        self.at += if is_triple { 3 } else { 1 };
        while let Some(c) = self.peek() {
            match c {
                '\\' => {
                    self.at += 1;
                    if self.rest().starts_with("\r\n") {
                        self.at += 1;
                    }
                    if let Some(escaped) = self.peek() {
                        self.line += LineNo::from(escaped == '\n');
                        self.at += escaped.len_utf8();
                    }
                }
                '\n' if !is_triple => break,
                '{' if with_fields && self.rest().starts_with("{{") => self.at += 2,
                '{' if with_fields => self.field(quote, is_triple)?,
                c if c == quote && (!is_triple || self.rest().starts_with(&triple)) => {
                    self.at += if is_triple { 3 } else { 1 };
                    return Ok(());
                }
                c => {
                    self.line += LineNo::from(c == '\n');
                    self.at += c.len_utf8();
                }
            }
        }
        let kind = match (with_fields, prefix.contains('t'), is_triple) {
            (true, false, false) => "f-string literal",
            (true, false, true) => "triple-quoted f-string literal",
            (true, true, false) => "t-string literal",
            (true, true, true) => "triple-quoted t-string literal",
            (false, _, false) => "string literal",
            (false, _, true) => "triple-quoted string literal",
        };
        // The end of the text is on the last line with something on it.
        let at_end = self.rest().is_empty() && self.text.ends_with('\n');
        let detected = if at_end { self.line.saturating_sub(1) } else { self.line };
        Err((first, format!("unterminated {kind} (detected at line {detected})")))
    }

    /// A field of an f-string, up to behind its `}`; where that is not found, the rest of the string is left to the caller.
    fn field(&mut self, quote: char, is_triple: bool) -> Result<()> {
        let depth = self.scan.open.len();
        if depth > DEEPEST {
            self.at = self.text.len();
            return Ok(());
        }
        self.scan.open.push(('{', self.line));
        self.at += 1;
        while let Some(c) = self.peek() {
            match c {
                '}' if self.scan.open.len() == depth + 1 => {
                    self.scan.open.pop();
                    self.at += 1;
                    return Ok(());
                }
                '\n' if !is_triple => break,
                ':' if self.scan.open.len() == depth + 1 => {
                    self.at += 1;
                    self.format(quote, is_triple)?;
                }
                '\n' => {
                    self.at += 1;
                    self.line += 1;
                }
                '(' | '[' | '{' => {
                    self.scan.open.push((c, self.line));
                    self.at += 1;
                }
                ')' | ']' | '}' => self.close(c)?,
                '"' | '\'' if c == quote && self.python < PythonVersion::V3_12 => break,
                '"' | '\'' if c == quote && self.scan.open.len() == depth + 1 && self.ends_string(quote, is_triple) => {
                    break;
                }
                '"' | '\'' => self.string(c, "")?,
                c if c.is_ascii_alphabetic() || c == '_' => self.word()?,
                c => self.at += c.len_utf8(),
            }
        }
        if self.peek() == Some(quote) {
            return self.refuse("f-string: expecting '}'");
        }
        self.scan.open.truncate(depth);
        Ok(())
    }

    /// Whether a quote ends the string around: nothing on the line closes it again.
    fn ends_string(&self, quote: char, is_triple: bool) -> bool {
        let line = self.rest().lines().next().unwrap_or_default();
        !is_triple && !line[1..].contains(quote)
    }

    /// The format behind `:`, up to the `}` of its field.
    fn format(&mut self, quote: char, is_triple: bool) -> Result<()> {
        while let Some(c) = self.peek() {
            match c {
                '}' => break,
                '{' => self.field(quote, is_triple)?,
                '\n' if !is_triple => break,
                c if c == quote && !is_triple => break,
                c => {
                    self.line += LineNo::from(c == '\n');
                    self.at += c.len_utf8();
                }
            }
        }
        Ok(())
    }
}
