//! Python's words in the colours of an editor: keywords, strings, comments. It only colours; statements are the engine's.

use covscope_core::view::File;
use yew::prelude::*;

/// What a line starts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Start {
    /// Code.
    #[default]
    Code,
    /// A string that began on a line before, ending with three of this quote.
    Inside(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    Keyword,
    Text,
    Comment,
    Name,
}

const KEYWORDS: [&str; 37] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What each line of a file starts in.
pub(super) fn line_starts(file: &File) -> Vec<Start> {
    let mut start = Start::Code;
    let next = |line: &covscope_core::view::Line| {
        let after = tokens(&line.text, start).1;
        std::mem::replace(&mut start, after)
    };
    file.lines.iter().map(next).collect()
}

/// A line's text, coloured.
pub(super) fn spans(text: &str, start: Start) -> Html {
    let class = |kind| match kind {
        Kind::Other => None,
        Kind::Keyword => Some("py-keyword"),
        Kind::Text => Some("py-string"),
        Kind::Comment => Some("py-comment"),
        Kind::Name => Some("py-name"),
    };
    let spans = tokens(text, start).0.into_iter().map(|(kind, text)| match class(kind) {
        None => html! { { text } },
        Some(class) => html! { <span {class}>{ text }</span> },
    });
    spans.collect()
}

/// A line's parts, and what the next line starts in.
fn tokens(line: &str, start: Start) -> (Vec<(Kind, &str)>, Start) {
    let mut tokens: Vec<(Kind, &str)> = Vec::new();
    let mut rest = line;
    if let Start::Inside(quote) = start {
        let (inside, after, ended) = string_end(rest, quote, true);
        tokens.push((Kind::Text, inside));
        if !ended {
            return (tokens, start);
        }
        rest = after;
    }
    while let Some(first) = rest.chars().next() {
        let word_len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (word, after_word) = rest.split_at(word_len);
        let quote = after_word.chars().next().filter(|c| matches!(c, '"' | '\''));
        let is_prefix = word_len <= 2 && word.chars().all(|c| "rRbBuUfFtT".contains(c));
        let length = match (first, quote) {
            ('#', _) => {
                tokens.push((Kind::Comment, rest));
                break;
            }
            (_, Some(quote)) if is_prefix => {
                let triple = after_word.starts_with(&quote.to_string().repeat(3));
                let opening = word_len + if triple { 3 } else { 1 };
                let (inside, _, ended) = string_end(rest.get(opening..).unwrap_or(""), quote, triple);
                let length = opening + inside.len();
                tokens.push((Kind::Text, rest.get(..length).unwrap_or(rest)));
                if triple && !ended {
                    return (tokens, Start::Inside(quote));
                }
                rest = rest.get(length..).unwrap_or("");
                continue;
            }
            _ if word_len > 0 => word_len,
            _ => first.len_utf8(),
        };
        let (part, after) = rest.split_at(length);
        let after_def = tokens.iter().rev().find(|(kind, text)| *kind != Kind::Other || !text.trim().is_empty());
        let kind = match after_def {
            _ if KEYWORDS.contains(&part) => Kind::Keyword,
            Some((Kind::Keyword, "def" | "class")) if word_len > 0 => Kind::Name,
            _ => Kind::Other,
        };
        tokens.push((kind, part));
        rest = after;
    }
    (tokens, Start::Code)
}

/// The part of a string up to and with its end, what is after it, and whether it ends on this line.
fn string_end(text: &str, quote: char, triple: bool) -> (&str, &str, bool) {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote
            && (!triple || text.get(i..).is_some_and(|rest| rest.starts_with(&quote.to_string().repeat(3))))
        {
            let (inside, after) = text.split_at(i + if triple { 3 } else { 1 });
            return (inside, after, true);
        }
    }
    (text, "", false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, start: Start) -> (String, Start) {
        let (tokens, end) = tokens(line, start);
        assert_eq!(tokens.iter().map(|(_, text)| *text).collect::<String>(), line);
        let text =
            tokens.iter().filter(|(kind, _)| *kind != Kind::Other).map(|(kind, text)| format!("{kind:?}<{text}>"));
        (text.collect(), end)
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
