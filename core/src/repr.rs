//! Text as Python's `repr` shows it, for coverage.py's messages.

/// `'text'`: in single quotes, or in double ones if it holds single and no double quotes; what can't be printed is escaped.
pub fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push(quote);
    for c in text.chars() {
        match c {
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if c == quote => shown.extend(['\\', c]),
            c if is_printable(c) => shown.push(c),
            c => shown.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    shown.push(quote);
    shown
}

/// Whether Python's `str.isprintable` says so. (Rust escapes marks that combine with a letter before them as well.)
fn is_printable(c: char) -> bool {
    matches!(c, '\'' | '"' | '\\') || c.is_alphanumeric() || c.escape_debug().count() == 1 || is_mark(c)
}

/// The blocks of combining marks, which Rust's debug output escapes and Python prints.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1ace}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_python_shows_it() {
        // Recorded from CPython 3.13.
        for (text, shown) in [
            ("a.py", "'a.py'"),
            ("it's", "\"it's\""),
            ("it's \"so\"", "'it\\'s \"so\"'"),
            ("a\\b\n\t\r\0\x7f\u{a0}", "'a\\\\b\\n\\t\\r\\x00\\x7f\\xa0'"),
            ("ü\u{301}漢😀", "'ü\u{301}漢😀'"),
            ("\u{200b}\u{e000}\u{10ffff}", "'\\u200b\\ue000\\U0010ffff'"),
        ] {
            assert_eq!(repr(text), shown);
        }
    }
}
