//! Texts of others in Markdown: names of files and lanes can be anything, and must stay names.

use std::fmt::Write;

/// No name is shown longer.
const LONGEST: usize = 200;

/// A name as code: there GitHub makes nothing of it, neither Markdown nor HTML, mentions, or references. What would end the code or
/// the table's cell, or is not to be seen, is written as an escape.
pub(super) fn code(name: &str) -> String {
    let mut text = String::from("`");
    let count = name.chars().count();
    // The end of a path tells more than its start.
    if count > LONGEST {
        text.push('…');
    }
    for c in name.chars().skip(count.saturating_sub(LONGEST)) {
        if is_plain(c) {
            text.push(c);
        } else {
            // Writing to a string never fails.
            _ = write!(text, "{}", c.escape_unicode());
        }
    }
    // Nothing between the marks would not be code.
    if count == 0 {
        text.push(' ');
    }
    text + "`"
}

fn is_plain(c: char) -> bool {
    let is_seen = match c {
        // Not to be seen, or turning the direction of what follows.
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => false,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => false,
        c => !c.is_control(),
    };
    // A backslash before the bar of a cell would make it one again.
    is_seen && !matches!(c, '`' | '|' | '\\')
}

/// An address as the target of a link: what does not belong in one is encoded. `None`: it leads to no page.
pub(super) fn target(address: &str) -> Option<String> {
    if !["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)) {
        return None;
    }
    let mut text = String::new();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%".contains(&byte) {
            text.push(char::from(byte));
        } else {
            _ = write!(text, "%{byte:02X}");
        }
    }
    Some(text)
}

/// A path as a part of an address.
pub(super) fn path(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_a_name() {
        for (name, expected) in [
            ("backend/a.py", "`backend/a.py`"),
            ("<script>@team #1 [x](y) *b* _c_ &lt;", "`<script>@team #1 [x](y) *b* _c_ &lt;`"),
            ("a`b|c\\d\ne\u{202e}f", "`a\\u{60}b\\u{7c}c\\u{5c}d\\u{a}e\\u{202e}f`"),
            ("", "` `"),
            ("日本", "`日本`"),
        ] {
            assert_eq!(code(name), expected);
        }
        assert_eq!(code(&"x".repeat(201)), format!("`…{}`", "x".repeat(200)));
    }

    #[test]
    fn a_target_is_an_address_of_a_page() {
        assert_eq!(target("https://h/a?b=c#/?d=1-_0").as_deref(), Some("https://h/a?b=c#/?d=1-_0"));
        assert_eq!(target("https://h/) [x](y|z`\n").as_deref(), Some("https://h/%29%20%5Bx%5D%28y%7Cz%60%0A"));
        assert_eq!((target("javascript:alert(1)"), target("")), (None, None));
        assert_eq!(path("a b/ü.py"), "a%20b/%C3%BC.py");
    }
}
