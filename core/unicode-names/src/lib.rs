//! The names of Unicode characters, for the Python parser's `\N{…}`.
//!
//! The real tables are 0.41 MB of gzip, half of all that the page loads, and nothing covscope reports depends on which
//! character a name stands for: a name only decides whether its file parses. So in WebAssembly each name that could be one is
//! taken for known; native programs look it up.

/// The character of that name, without regard to case.
#[cfg(not(target_family = "wasm"))]
pub fn character(name: &str) -> Option<char> {
    tables::character(name)
}

/// Some character if that could be a name.
#[cfg(target_family = "wasm")]
pub fn character(name: &str) -> Option<char> {
    unchecked(name)
}

/// U+FFFD if `name` is made of what Unicode's names are made of: ASCII letters, digits, spaces and hyphens.
#[cfg(any(test, target_family = "wasm"))]
fn unchecked(name: &str) -> Option<char> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-';
    (!name.is_empty() && name.bytes().all(fits)).then_some(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::{character, unchecked};

    #[test]
    fn native_programs_look_names_up() {
        assert_eq!(character("snowman"), Some('☃'));
        assert_eq!(character("LATIN SMALL LETTER SHARP S"), Some('ß'));
        assert_eq!(character("BACKSPACE"), Some('\x08'));
        assert_eq!(character("NO SUCH CHARACTER"), None);
    }

    #[test]
    fn the_page_takes_every_real_name_for_known() {
        let names: Vec<String> = ('\0'..=char::MAX).filter_map(tables::name).map(|name| name.to_string()).collect();
        assert!(names.len() > 140_000, "only {} names", names.len());
        let unknown: Vec<_> = names.iter().filter(|name| unchecked(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn the_page_still_refuses_what_cannot_be_a_name() {
        for name in ["", "SNOW_MAN", "{", "ß", "A\nB"] {
            assert_eq!(unchecked(name), None, "{name:?}");
        }
    }
}
