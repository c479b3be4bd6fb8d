//! What CPython's tokenizer refuses, and where lines are indented: read from the whole text, since CPython's parser, once it
//! has failed, reads on to the end and tells of a tokenizer's error before its own (`_PyPegen_tokenize_full_source_to_check_for_errors`).

use super::numbers;
use crate::line::LineNo;
use crate::python::PythonVersion;
use crate::repr::is_printable;

/// What one pass over a text finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The tokenizer's first error.
    pub(super) stop: Option<Stop>,
    /// Brackets still open there or at the end, outermost first: the bracket and its line.
    pub(super) open: Vec<(char, LineNo)>,
    /// The first token of each logical line: where it starts, and how deep it is indented.
    pub(super) lines: Vec<LogicalLine>,
}

/// Where the tokenizer stops.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) line: LineNo,
    pub(super) message: String,
    /// Whether it is told only if the parser comes that far.
    pub(super) is_soft: bool,
    /// Whether it is the end of the text behind a backslash.
    pub(super) is_end: bool,
}

/// Where a logical line begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct LogicalLine {
    pub(super) start: usize,
    pub(super) line: LineNo,
    /// Whether it is indented deeper than the one before.
    pub(super) is_indent: bool,
    /// Whether the one before ends in a colon, so that a block begins.
    pub(super) is_block: bool,
}

/// Reads a text.
pub(super) fn scan(text: &str, python: PythonVersion) -> Scan {
    let mut scanner = Scanner { text, at: 0, line: 1, indents: vec![(0, 0)], last: ' ', python, scan: Scan::default() };
    if let Err((line, message)) = scanner.run() {
        let is_soft = [DEDENT, TABS, CONTINUATION, END].contains(&message.as_str());
        let is_indentation = [DEDENT, TABS].contains(&message.as_str());
        let before = text.get(..scanner.at).filter(|_| is_indentation).and_then(|before| before.rfind('\n'));
        let at = before.map_or(scanner.at, |line_end| line_end + 1);
        scanner.scan.stop = Some(Stop { at, line, is_end: message == END, message, is_soft });
    }
    scanner.scan
}

const DEDENT: &str = "unindent does not match any outer indentation level";
const TABS: &str = "inconsistent use of tabs and spaces in indentation";
const CONTINUATION: &str = "unexpected character after line continuation character";
const END: &str = "unexpected EOF while parsing";

pub(super) type Result<T> = std::result::Result<T, (LineNo, String)>;

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) line: LineNo,
    /// Columns with tabs to the next eighth, and with tabs as one.
    indents: Vec<(usize, usize)>,
    /// The first character of the last token.
    last: char,
    pub(super) python: PythonVersion,
    pub(super) scan: Scan,
}

impl Scanner<'_> {
    pub(super) fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn refuse<T>(&self, message: impl Into<String>) -> Result<T> {
        Err((self.line, message.into()))
    }

    fn run(&mut self) -> Result<()> {
        let mut at_start = true;
        while let Some(c) = self.peek() {
            if at_start {
                at_start = !self.indentation()?;
                continue;
            }
            if !matches!(c, '\n' | ' ' | '\t' | '\x0c' | '\r' | '#' | '\\') {
                self.last = c;
            }
            match c {
                '\n' => {
                    self.at += 1;
                    self.line += 1;
                    at_start = self.scan.open.is_empty();
                }
                ' ' | '\t' | '\x0c' | '\r' => self.at += 1,
                '#' => self.comment(),
                '\\' => self.continuation()?,
                '(' | '[' | '{' => {
                    self.scan.open.push((c, self.line));
                    self.at += 1;
                }
                ')' | ']' | '}' => self.close(c)?,
                '"' | '\'' => self.string(c, "")?,
                '0'..='9' => self.number()?,
                '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number()?,
                c if c.is_ascii_alphabetic() || c == '_' || !c.is_ascii() => self.word()?,
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    fn comment(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// The indentation of a line; `false` for one without a token, which is passed over.
    fn indentation(&mut self) -> Result<bool> {
        let (mut column, mut narrow) = (0, 0);
        loop {
            match self.peek() {
                Some(' ') => (column, narrow) = (column + 1, narrow + 1),
                Some('\t') => (column, narrow) = ((column / 8 + 1) * 8, narrow + 1),
                Some('\x0c') => (column, narrow) = (0, 0),
                Some('\r') => {}
                _ => break,
            }
            self.at += 1;
        }
        match self.peek() {
            Some('#') => {
                self.comment();
                return Ok(false);
            }
            Some('\n') => {
                self.at += 1;
                self.line += 1;
                return Ok(false);
            }
            None => return Ok(false),
            _ => {}
        }
        let tabs = || Err((self.line, TABS.to_owned()));
        let (top, top_narrow) = self.indents.last().copied().unwrap_or_default();
        let mut line = LogicalLine { start: self.at, line: self.line, is_indent: false, is_block: self.last == ':' };
        if column == top {
            if narrow != top_narrow {
                return tabs();
            }
        } else if column > top {
            if narrow <= top_narrow {
                return tabs();
            }
            line.is_indent = true;
            self.indents.push((column, narrow));
        } else {
            while self.indents.last().is_some_and(|(known, _)| column < *known) {
                self.indents.pop();
            }
            match self.indents.last() {
                Some((known, _)) if *known != column => {
                    return self.refuse(DEDENT);
                }
                Some((_, known)) if *known != narrow => return tabs(),
                _ => {}
            }
        }
        self.scan.lines.push(line);
        Ok(true)
    }

    fn continuation(&mut self) -> Result<()> {
        let after = self.rest()[1..].trim_start_matches('\r');
        if after.is_empty() {
            return self.refuse(END);
        }
        if !after.starts_with('\n') {
            return self.refuse(CONTINUATION);
        }
        self.at = self.text.len() - after.len() + 1;
        self.line += 1;
        if self.rest().is_empty() {
            return self.refuse(END);
        }
        Ok(())
    }

    pub(super) fn close(&mut self, c: char) -> Result<()> {
        let Some((open, line)) = self.scan.open.last().copied() else {
            return self.refuse(format!("unmatched '{c}'"));
        };
        if !matches!((open, c), ('(', ')') | ('[', ']') | ('{', '}')) {
            let place = if line == self.line { String::new() } else { format!(" on line {line}") };
            return self
                .refuse(format!("closing parenthesis '{c}' does not match opening parenthesis '{open}'{place}"));
        }
        self.scan.open.pop();
        self.at += 1;
        Ok(())
    }

    pub(super) fn word(&mut self) -> Result<()> {
        let end = self.rest().find(|c: char| !(c.is_alphanumeric() || c == '_' || !c.is_ascii()));
        let word = self.rest().get(..end.unwrap_or(self.rest().len())).unwrap_or_default();
        if let Some(c) = word.chars().find(|c| !c.is_ascii() && !is_of_name(*c)) {
            let code = u32::from(c);
            return self.refuse(if is_printable(c) {
                format!("invalid character '{c}' (U+{code:04X})")
            } else {
                format!("invalid non-printable character U+{code:04X}")
            });
        }
        let (length, prefix) = (word.len(), word.to_ascii_lowercase());
        self.at += length;
        match self.peek() {
            Some(quote @ ('"' | '\'')) if is_prefix(&prefix) => self.string(quote, &prefix),
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> Result<()> {
        match numbers::number(self.rest()) {
            Ok(length) => {
                self.at += length;
                Ok(())
            }
            Err(message) => self.refuse(message),
        }
    }
}

fn is_prefix(word: &str) -> bool {
    matches!(word, "r" | "u" | "b" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt")
}

fn is_of_name(c: char) -> bool {
    // Marks and the like may stand in names behind their first character; the parser is exact about that.
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{b7}' | '\u{203f}' | '\u{2040}')
}
