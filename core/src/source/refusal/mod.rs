//! Why a text is no Python, in CPython's words (3.13; the few that are newer than a version are left out for it). People search for
//! these, and coverage.py prints them.
//!
//! The parser says where it stops; what CPython says there depends on the tokens around, and on what its tokenizer finds in
//! the rest of the text.

mod compiler;
mod numbers;
mod scan;
mod strings;
mod words;

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{ParseError, ParseErrorType};
use ruff_text_size::Ranged;

pub(super) use self::compiler::{of_compiler, of_version};
use self::scan::{LogicalLine, Scan, scan};
use super::lines::LineStarts;
use crate::line::LineNo;
use crate::python::PythonVersion;

/// The line and the words for the parser's first error.
pub(super) fn told(text: &str, python: PythonVersion, error: &ParseError, starts: &LineStarts) -> (LineNo, String) {
    let found = scan(text, python);
    let stopped = error.start().to_usize();
    let bracket = scan(text.get(..stopped).unwrap_or_default(), python).open.last().map(|(bracket, _)| *bracket);
    let at = if bracket.is_some() { next_token(text, stopped) } else { stopped };
    let target = text.get(stopped..error.end().to_usize()).unwrap_or_default();
    let refusal = Refusal { text, python, scan: &found, at, target, bracket, starts };
    let (line, message) = refusal.of_parser(error);
    let is_indentation = message == UNEXPECTED_INDENT;
    if let Some(stop) = &found.stop
        && (stop.at <= refusal.at.max(stopped)
            || stop.is_end && stop.line <= refusal.line() + 1
            || !stop.is_soft && !is_indentation)
    {
        return (stop.line, stop.message.clone());
    }
    match found.open.last() {
        Some((bracket, open)) if refusal.is_at_end() || line > *open && !is_indentation => {
            (*open, format!("'{bracket}' was never closed"))
        }
        _ => (line, message),
    }
}

const SYNTAX: &str = "invalid syntax";
const UNEXPECTED_INDENT: &str = "unexpected indent";

struct Refusal<'a> {
    text: &'a str,
    python: PythonVersion,
    scan: &'a Scan,
    /// Where the parser stopped. Within brackets, CPython's does not stop at the end of a line.
    at: usize,
    /// The bracket around it.
    bracket: Option<char>,
    /// What the parser complains about.
    target: &'a str,
    starts: &'a LineStarts,
}

impl Refusal<'_> {
    fn is_at_end(&self) -> bool {
        self.rest().trim().is_empty()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line(&self) -> LineNo {
        self.starts.line_at(self.at)
    }

    /// The logical line that the place is in.
    fn logical(&self) -> Option<LogicalLine> {
        let after = self.scan.lines.partition_point(|line| line.start <= self.at);
        after.checked_sub(1).and_then(|at| self.scan.lines.get(at)).copied()
    }

    /// What is before the place on its logical line.
    fn before(&self) -> &str {
        let start = self.logical().map_or(0, |line| line.start);
        self.text.get(start..self.at).unwrap_or_default().trim_end()
    }

    fn of_parser(&self, error: &ParseError) -> (LineNo, String) {
        if let Some(told) = self.of_indentation(&error.error) {
            return told;
        }
        let message = self.of_statement(&error.error).unwrap_or_else(|| SYNTAX.to_owned());
        (self.line(), message)
    }

    /// Blocks that are missing, and lines indented for no reason.
    fn of_indentation(&self, error: &ParseErrorType) -> Option<(LineNo, String)> {
        let is_missing =
            matches!(error, ParseErrorType::OtherError(words) if words.starts_with("Expected an indented block"));
        if is_missing {
            let next = self.scan.lines.partition_point(|line| line.start < self.at);
            let header = self.scan.lines.get(next.checked_sub(1)?)?;
            let following = self.scan.lines.get(next);
            let what = block_of(self.text.get(header.start..)?);
            let line = following.map_or_else(|| self.last_line(), |line| line.line);
            return Some((line, format!("expected an indented block after {what} on line {}", header.line)));
        }
        let next = self.scan.lines.partition_point(|line| line.start < self.at);
        let here = self.scan.lines.get(next)?;
        let between = self.text.get(self.at..here.start)?;
        let is_at_indent = here.is_indent && !here.is_block && self.line() == here.line && between.trim().is_empty();
        is_at_indent.then(|| (here.line, UNEXPECTED_INDENT.to_owned()))
    }

    /// Where CPython's end of the text is.
    fn last_line(&self) -> LineNo {
        self.starts.line_at(self.text.strip_suffix('\n').unwrap_or(self.text).len())
    }

    fn of_statement(&self, error: &ParseErrorType) -> Option<String> {
        let before = self.before();
        let first = first_word(before);
        if matches!(first, "def" | "async") && before.contains(") ->") {
            return Some("expected ':'".to_owned());
        }
        match error {
            ParseErrorType::ExpectedToken { expected: TokenKind::Colon, found } => self.of_header(*found),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Comma | TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace,
                found,
            } => {
                let is_of_expressions = self.bracket.is_some() && !matches!(first, "def" | "async" | "from" | "import");
                let is_item = is_of_expressions && begins_expression(*found) && ends_expression(before);
                is_item.then(|| "invalid syntax. Perhaps you forgot a comma?".to_owned())
            }
            ParseErrorType::EmptyImportNames if self.python >= PythonVersion::V3_13 && self.is_at_line_end() => {
                Some("Expected one or more names after 'import'".to_owned())
            }
            ParseErrorType::ExpectedExpression => self.of_item(before),
            ParseErrorType::SimpleStatementsOnSameLine if matches!(before, "print" | "exec") => {
                Some(format!("Missing parentheses in call to '{before}'. Did you mean {before}(...)?"))
            }
            ParseErrorType::InvalidAssignmentTarget => self.of_target(first),
            _ => words::of(error, self.target, before).map(str::to_owned),
        }
    }

    /// A header without its colon.
    fn of_header(&self, found: TokenKind) -> Option<String> {
        let before = self.before();
        let first = first_word(before);
        if found == TokenKind::Equal && matches!(first, "if" | "while" | "elif") {
            let after = self.rest().trim_start_matches('=').trim_start_matches(' ');
            let has_value =
                after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '"' | '(' | '[' | '{'));
            let target = before.rsplit(' ').next().unwrap_or_default();
            let what = if target.ends_with(']') { "subscript" } else { "attribute" };
            return has_value.then(|| match target.contains(['.', ']']) {
                true => format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                false => "invalid syntax. Maybe you meant '==' or ':=' instead of '='?".to_owned(),
            });
        }
        let always = matches!(first, "def" | "else" | "try" | "finally" | "async");
        (always || found == TokenKind::Newline).then(|| "expected ':'".to_owned())
    }

    /// An item of a call or a dictionary without its value.
    fn of_item(&self, before: &str) -> Option<String> {
        let ends = self.bracket.is_some() && self.rest().starts_with([',', ')', '}']);
        if ends && before.ends_with('=') && self.python >= PythonVersion::V3_12 {
            return Some("expected argument value expression".to_owned());
        }
        let is_value = ends && before.ends_with(':') && self.bracket == Some('{');
        is_value.then(|| "expression expected after dictionary key and ':'".to_owned())
    }

    /// What can't be assigned to.
    fn of_target(&self, first: &str) -> Option<String> {
        let kind = words::kind_of(self.target)?;
        if kind == "yield expression" {
            return Some("assignment to yield expression not possible".to_owned());
        }
        let is_plain =
            matches!(first, "for" | "with" | "async") || matches!(kind, "True" | "False" | "None" | "comparison");
        let hint = if is_plain { "" } else { " here. Maybe you meant '==' instead of '='?" };
        Some(format!("cannot assign to {kind}{hint}"))
    }

    fn is_at_line_end(&self) -> bool {
        self.rest().trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '#']) || self.is_at_end()
    }
}

/// The next token behind line ends and comments.
fn next_token(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        match text.get(at..).filter(|rest| rest.starts_with('#')) {
            Some(comment) => at += comment.find('\n').unwrap_or(comment.len()),
            None => return at,
        }
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

/// What the line that opens a block is called.
fn block_of(header: &str) -> String {
    let word = first_word(header);
    let header = header.get(word.len()..).unwrap_or_default();
    let word = if word == "async" { first_word(header.trim_start()) } else { word };
    match word {
        "def" => "function definition".to_owned(),
        "class" => "class definition".to_owned(),
        "except" if header.trim_start().starts_with('*') => "'except*' statement".to_owned(),
        word => format!("'{word}' statement"),
    }
}

/// Whether a token can begin an expression that CPython would take for one more item.
fn begins_expression(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Identifier
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringStart
    )
}

fn ends_expression(text: &str) -> bool {
    text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '}' | '"' | '\''))
}
