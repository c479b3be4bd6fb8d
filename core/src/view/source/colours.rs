//! Python's words in the colours of an editor: keywords, strings, comments, names. It only colours, and also files that are no
//! Python; statements are `core/src/source`'s.

use crate::view::{Colour, ColourKind};

/// What a line starts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Start {
    /// Code.
    #[default]
    Code,
    /// A string that began on a line before, ending with three of this quote.
    Inside(char),
}

const KEYWORDS: [&str; 37] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// A line's parts that have a colour. `start` is what the line starts in, and becomes what the next one does.
pub(super) fn colours(line: &str, start: &mut Start) -> Vec<Colour> {
    let mut parts = Parts { rest: line, after: 0, colours: Vec::new() };
    if let Start::Inside(quote) = *start {
        let (length, ended) = string_end(line, quote, true);
        parts.take(length, Some(ColourKind::Text));
        if !ended {
            return parts.colours;
        }
        *start = Start::Code;
    }
    let mut defines = false;
    while let Some(first) = parts.rest.chars().next() {
        let rest = parts.rest;
        let word_length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (word, after_word) = rest.split_at(word_length);
        let quote = after_word.chars().next().filter(|c| matches!(c, '"' | '\''));
        let is_prefix = word_length <= 2 && word.chars().all(|c| "rRbBuUfFtT".contains(c));
        match (first, quote) {
            ('#', _) => parts.take(rest.len(), Some(ColourKind::Comment)),
            (_, Some(quote)) if is_prefix => {
                let is_triple = starts_with_three(after_word, quote);
                let opening = word_length + if is_triple { 3 } else { 1 };
                let (inside, ended) = string_end(rest.get(opening..).unwrap_or_default(), quote, is_triple);
                parts.take(opening + inside, Some(ColourKind::Text));
                if is_triple && !ended {
                    *start = Start::Inside(quote);
                }
            }
            _ if KEYWORDS.contains(&word) => {
                parts.take(word_length, Some(ColourKind::Keyword));
                defines = matches!(word, "def" | "class");
                continue;
            }
            _ if word_length > 0 => parts.take(word_length, defines.then_some(ColourKind::Name)),
            _ => {
                parts.take(first.len_utf8(), None);
                defines = defines && first.is_whitespace();
                continue;
            }
        }
        defines = false;
    }
    parts.colours
}

/// A line being divided.
struct Parts<'a> {
    rest: &'a str,
    /// Bytes without a colour since the last part that has one.
    after: usize,
    colours: Vec<Colour>,
}

impl Parts<'_> {
    fn take(&mut self, length: usize, kind: Option<ColourKind>) {
        self.rest = self.rest.get(length..).unwrap_or_default();
        let Some(kind) = kind else {
            self.after += length;
            return;
        };
        let number = |length| u32::try_from(length).unwrap_or(u32::MAX);
        self.colours.push(Colour { after: number(self.after), length: number(length), kind });
        self.after = 0;
    }
}

/// The bytes of a string up to and with its end, and whether it ends on this line.
fn string_end(text: &str, quote: char, is_triple: bool) -> (usize, bool) {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote && (!is_triple || text.get(i..).is_some_and(|rest| starts_with_three(rest, quote))) {
            return (i + if is_triple { 3 } else { 1 }, true);
        }
    }
    (text.len(), false)
}

fn starts_with_three(text: &str, quote: char) -> bool {
    text.chars().take(3).filter(|c| *c == quote).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, mut start: Start) -> (String, Start) {
        let mut at = 0;
        let told = colours(line, &mut start).into_iter().map(|colour| {
            let from = at + colour.after as usize;
            at = from + colour.length as usize;
            format!("{:?}<{}>", colour.kind, line.get(from..at).unwrap_or("outside of the line"))
        });
        (told.collect(), start)
    }

    #[test]
    fn keywords_strings_and_comments() {
        let code = Start::Code;
        assert_eq!(
            shown("async def promote(x): # why", code).0,
            "Keyword<async>Keyword<def>Name<promote>Comment<# why>"
        );
        assert_eq!(shown("return rb'a\\'b' + f\"{x}\"", code).0, "Keyword<return>Text<rb'a\\'b'>Text<f\"{x}\">");
        assert_eq!(shown("isn = classes(imported)", code).0, "");
        assert_eq!(shown("x = 'open", code), ("Text<'open>".to_owned(), code));
        assert_eq!(shown("naïve = 'é' # ü", code).0, "Text<'é'>Comment<# ü>");
    }

    #[test]
    fn a_string_goes_on_to_its_end() {
        let inside = Start::Inside('"');
        assert_eq!(shown("\"\"\"Doc", Start::Code), ("Text<\"\"\"Doc>".to_owned(), inside));
        assert_eq!(shown("if in doc", inside), ("Text<if in doc>".to_owned(), inside));
        assert_eq!(shown("end\"\"\" if x", inside), ("Text<end\"\"\">Keyword<if>".to_owned(), Start::Code));
        assert_eq!(shown("''''''", Start::Code).1, Start::Code);
    }
}
