//! A quick look at how deep a text can be, which spares most files a second lexer (`depth.rs`).
//!
//! Only strings, comments and brackets need be told from the rest to bound the depth of a logical line: by the operators of
//! each open bracket since its last comma.

use memchr::{memchr, memchr2};

/// What is no deeper than that at any place has a tree of at most 40 · 41 / 2 levels and two for each bracket, when every
/// bracket has as many operators behind it as it may. That is below the bounds of `depth.rs`.
const SHALLOW: usize = 40;

/// Whether a text is certainly within the bounds. `false` says nothing.
pub(super) fn is_shallow(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at = |place: usize| bytes.get(place).copied().unwrap_or(b'\n');
    let mut line = Line::default();
    let mut next = 0;
    while next < bytes.len() {
        let start = next;
        next += 1;
        match at(start) {
            b'\n' => {
                if line.outer.is_empty() {
                    line.clear();
                }
                while matches!(at(next), b' ' | b'\t') {
                    next += 1;
                }
                if next - start > SHALLOW {
                    return false;
                }
            }
            b'#' => next += memchr(b'\n', bytes.get(next..).unwrap_or_default()).unwrap_or(bytes.len()),
            b'\'' | b'"' => match end_of_string(bytes, start) {
                Some(end) => next = end,
                None => return false,
            },
            // The line goes on.
            b'\\' => next += 1,
            b'(' | b'[' | b'{' => line.open(),
            b')' | b']' | b'}' => line.close(),
            b',' => line.comma(),
            b'.' | b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'~' => line.operator(),
            byte @ (b'<' | b'>') if at(next) == byte => line.operator(),
            b':' if at(next) == b'=' => line.operator(),
            byte if is_word(byte) => {
                while is_word(at(next)) {
                    next += 1;
                }
                let word = bytes.get(start..next).unwrap_or_default();
                match word {
                    b"not" | b"if" | b"else" | b"await" => line.operator(),
                    // The commas of its parameters end nothing.
                    b"lambda" => line.total += 2,
                    _ => {}
                }
                // What is in the fields of an f-string or t-string nests, too.
                let is_prefix = matches!(at(next), b'\'' | b'"');
                if is_prefix && word.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')) {
                    let Some(end) = end_of_string(bytes, next) else { return false };
                    let Some(most) = most_in_fields(bytes.get(next..end).unwrap_or_default()) else { return false };
                    if line.total + most > SHALLOW {
                        return false;
                    }
                    line.operator();
                    next = end;
                }
            }
            _ => {}
        }
        if line.total > SHALLOW {
            return false;
        }
    }
    true
}

/// The logical line so far.
#[derive(Default)]
struct Line {
    /// The operators of the innermost open bracket since its last comma.
    level: usize,
    /// Those of the brackets around it, outermost first.
    outer: Vec<usize>,
    /// All of these and the brackets themselves.
    total: usize,
}

impl Line {
    fn clear(&mut self) {
        (self.level, self.total) = (0, 0);
    }

    fn operator(&mut self) {
        self.level += 1;
        self.total += 1;
    }

    fn comma(&mut self) {
        self.total -= self.level;
        self.level = 0;
    }

    fn open(&mut self) {
        self.outer.push(self.level);
        self.level = 0;
        self.total += 1;
    }

    /// What was in it is behind; it is itself an operator now, as a call is.
    fn close(&mut self) {
        match self.outer.pop() {
            Some(outer) => {
                self.total -= self.level;
                self.level = outer + 1;
            }
            None => self.total += 2,
        }
    }
}

fn is_word(byte: u8) -> bool {
    WORD.get(usize::from(byte)) == Some(&true)
}

/// A look into a table is quicker than four comparisons.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z' | 0x80..);
        byte += 1;
    }
    table
};

/// How many tokens that nest can be in the fields of a string that was taken for a plain one. `None` where it may not be one: with
/// quotes or braces in fields, it may end elsewhere.
fn most_in_fields(string: &[u8]) -> Option<usize> {
    let (mut is_in_field, mut count) = (false, 2);
    for &byte in string {
        match byte {
            b'{' | b'}' if is_in_field == (byte == b'{') => return None,
            b'{' | b'}' => is_in_field = byte == b'{',
            byte => count += usize::from(is_in_field && !is_word(byte)),
        }
    }
    (!is_in_field).then_some(2 * count)
}

/// The place behind the string that starts there, if it ends.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = *bytes.get(start)?;
    let is_triple = bytes.get(start + 1..start + 3) == Some(&[quote; 2]);
    let mut next = start + if is_triple { 3 } else { 1 };
    loop {
        if is_triple {
            next += memchr2(quote, b'\\', bytes.get(next..)?)?;
        }
        match *bytes.get(next)? {
            // Raw strings, too, go on behind `\'`.
            b'\\' => next += 2,
            b'\n' if !is_triple => return None,
            byte if byte == quote && !is_triple => return Some(next + 1),
            byte if byte == quote && bytes.get(next + 1..next + 3) == Some(&[quote; 2]) => return Some(next + 3),
            _ => next += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_shallow;

    #[test]
    fn what_is_long_is_not_deep() {
        for text in [
            "x = a.b(c)[d] + e\n".repeat(1_000),
            format!("x = [{}]\n", "f(a.b, -c), ".repeat(1_000)),
            format!("x = {}\n", "'a(((' ".repeat(1_000)),
            format!("'''{}'''\nr'\\'' # {0}\n", "(".repeat(1_000)),
            format!("x = {{{}}}\n", "'a': 1,\n".repeat(1_000)),
            format!("x = {}\n", "f'a{b.c}, {d!r:>9}', rb'((', ".repeat(1_000)),
        ] {
            assert!(is_shallow(&text), "{text:.60}");
        }
    }

    #[test]
    fn what_may_be_deep_is_looked_at() {
        for text in [
            "(".repeat(41),
            ")".repeat(41),
            format!("x = a{}\n", ".b".repeat(41)),
            format!("x = a{}\n", " + f(a, b)".repeat(41)),
            format!("x = {}a\n", "lambda a, b: ".repeat(41)),
            format!("x = (\n{}a)\n", "not \n".repeat(41)),
            format!("x = {}\\\na\n", "- \\\n".repeat(41)),
            format!("{}x = {}y\n", "'''\n", "(".repeat(41)),
            format!("x = '\\'' {}\n", "(".repeat(41)),
            format!("if x:\n{}y\n", " ".repeat(41)),
            format!("x = f'{{{}y}}'\n", "-".repeat(41)),
            format!("x = f'{{y[' ]'{}\n", "(".repeat(41)),
            "x = f'{y[' + ']}'\n".to_owned(),
            "x = f'{{y}}'\n".to_owned(),
            "'\n".to_owned(),
        ] {
            assert!(!is_shallow(&text), "{text:.60}");
        }
    }
}
