//! Logical lines: what ends in one NEWLINE token.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use super::lines::{LineStarts, Multiline};
use crate::line::LineNo;

/// A simple statement (or several, with `;`), or the head of a compound one.
pub(super) struct LogicalLine {
    /// The line on which its first token starts: comments and indentation are none.
    pub(super) first: LineNo,
    /// The line on which its first token ends: another one for a string of several lines.
    pub(super) first_end: LineNo,
    /// The line of its NEWLINE token.
    pub(super) last: LineNo,
    /// How many indentations it is in.
    pub(super) indent: usize,
    /// The lines of its `:` outside brackets.
    pub(super) colons: Vec<LineNo>,
}

/// All logical lines of a text, from the parser's tokens, which are those of Python's `tokenize`.
pub(super) fn logical_lines(starts: &LineStarts, tokens: &[Token]) -> Vec<LogicalLine> {
    let mut lines = Vec::new();
    let mut current: Option<LogicalLine> = None;
    let mut position = starts.cursor();
    let (mut indent, mut nesting) = (0usize, 0usize);
    for token in tokens {
        match token.kind() {
            TokenKind::Indent => indent += 1,
            TokenKind::Dedent => indent = indent.saturating_sub(1),
            TokenKind::Comment | TokenKind::NonLogicalNewline | TokenKind::EndOfFile => {}
            TokenKind::Newline => {
                if let Some(mut line) = current.take() {
                    line.last = position.line(token.start());
                    lines.push(line);
                }
                nesting = 0;
            }
            kind => {
                let start = position.line(token.start());
                let line = current.get_or_insert_with(|| LogicalLine {
                    first: start,
                    first_end: position.line(token.end()),
                    last: start,
                    indent,
                    colons: Vec::new(),
                });
                match kind {
                    TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => nesting += 1,
                    TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => nesting = nesting.saturating_sub(1),
                    TokenKind::Colon if nesting == 0 => line.colons.push(start),
                    _ => {}
                }
            }
        }
    }
    lines.extend(current);
    lines
}

/// coverage.py's `multiline_map_from_tokens`.
pub(super) fn multiline(lines: &[LogicalLine]) -> Multiline {
    let mut map = Multiline::default();
    for line in lines.iter().filter(|line| line.last > line.first) {
        map.push(line.first, line.last);
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(text: &str) -> Vec<LogicalLine> {
        let parsed = ruff_python_parser::parse_module(text).expect("valid Python");
        logical_lines(&LineStarts::new(text), parsed.tokens())
    }

    #[test]
    fn a_logical_line_runs_from_its_first_token_to_its_newline() {
        let text = "# c\nx = (1,\n\n  2)  # c\nif x[\n    1:2] \\\n  :\n    '''a\nb'''; y: int\nelse: pass\n";
        let lines: Vec<_> = lines_of(text)
            .into_iter()
            .map(|line| (line.first, line.first_end, line.last, line.indent, line.colons))
            .collect();
        assert_eq!(
            lines,
            [(2, 2, 4, 0, vec![]), (5, 5, 7, 0, vec![7]), (8, 9, 9, 1, vec![9]), (10, 10, 10, 0, vec![10])]
        );
    }

    #[test]
    fn the_map_holds_lines_of_several_only() {
        let map = multiline(&lines_of("x = 1\nf(\n)\n@a\ndef f(\n): pass\n"));
        assert_eq!(map.ranges(), [(2, 3), (5, 6)]);
    }
}
