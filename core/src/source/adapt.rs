//! What the parser reads in place of a text: of the same length, with the same lines, where the parser knows less than Python.

use std::borrow::Cow;

/// The text for the parser.
pub(super) fn for_parser(text: &str) -> Cow<'_, str> {
    let mut adapted = Cow::Borrowed(text);
    name_match(text, &mut adapted);
    spare_surrogates(text, &mut adapted);
    adapted
}

/// A `match` behind a `;` is a name, as a compound statement begins a line; the parser takes it for the statement.
fn name_match(text: &str, adapted: &mut Cow<'_, str>) {
    for (at, _) in text.match_indices(';') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let word = rest.trim_start_matches([' ', '\t', '\x0c']);
        let is_name = |after: &str| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if word.strip_prefix("match").is_some_and(is_name) {
            let start = text.len() - word.len();
            adapted.to_mut().replace_range(start..start + "match".len(), "_atch");
        }
    }
}

/// Single surrogates are characters for Python, and all the same one for the parser: they become characters of private use, so that
/// different texts stay different constants.
fn spare_surrogates(text: &str, adapted: &mut Cow<'_, str>) {
    for start in [r"\u", r"\U0000"] {
        for (at, _) in text.match_indices(start) {
            let digits = at + start.len();
            let high = text.get(digits..digits + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
            if let Some(high @ 0xd8..=0xdf) = high {
                adapted.to_mut().replace_range(digits..digits + 2, &format!("{:02x}", high - 0xd8 + 0xf0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::for_parser;

    #[test]
    fn only_what_the_parser_misreads_is_changed() {
        assert_eq!(for_parser("x; match = 1; matches; match.a"), "x; _atch = 1; matches; _atch.a");
        let adapted = for_parser(r"'\ud800\udbff\uDFFF \U0000d9ab \ue000 \u00d8'");
        assert_eq!(adapted, r"'\uf000\uf3ff\uf7FF \U0000f1ab \ue000 \u00d8'");
        assert_eq!(for_parser("match x:\n    case 1: pass; y\n"), "match x:\n    case 1: pass; y\n");
    }
}
