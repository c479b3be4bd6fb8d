//! Texts fit to be shown: control characters by their names, very long lines cut.

use std::borrow::Cow;

use crate::view::Colour;

/// So many characters of a line are shown.
const LONGEST_LINE: usize = 2_000;

/// So many characters of a lane's name are shown in a sentence.
const LONGEST_NAME: usize = 60;

/// So many names stand in a list before "and … more".
const MOST_NAMES: usize = 5;

/// A line's text: controls as their pictures, and characters that turn the direction of text as their code points. Those could
/// make a line look like another one ("Trojan Source").
pub(in crate::view) fn text(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| (c.is_control() && c != '\t') || turns(c);
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' => shown.push(c),
            '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or(c)),
            '\x7f' => shown.push('\u{2421}'),
            c if is_hidden(c) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What is shown of a line, its colours, and how much is left out, in words.
pub(super) fn cut(text: Cow<'_, str>, mut colours: Vec<Colour>) -> (String, Vec<Colour>, String) {
    let Some((end, _)) = text.char_indices().nth(LONGEST_LINE) else {
        return (text.into_owned(), colours, String::new());
    };
    let mut at = 0;
    colours.retain(|colour| {
        at += colour.after as usize + colour.length as usize;
        at <= end
    });
    let (shown, rest) = text.split_at(end);
    (shown.to_owned(), colours, format!("… {} more characters", rest.chars().count()))
}

/// A lane's name as it stands in a sentence.
pub(super) fn name(name: &str) -> String {
    let shown = text(name);
    match shown.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", shown.get(..end).unwrap_or_default()),
        None => shown.into_owned(),
    }
}

/// Lanes as a sentence lists them: `unit, heavy and e2e`; `no lane`.
pub(super) fn list(lanes: &[usize], names: &[String]) -> String {
    let name = |lane: &usize| names.get(*lane).map_or("?", String::as_str);
    match lanes {
        [] => "no lane".to_owned(),
        [only] => name(only).to_owned(),
        all if all.len() == names.len() && all.len() > MOST_NAMES => format!("all {} lanes", all.len()),
        many if many.len() > MOST_NAMES => {
            let first: Vec<_> = many.iter().take(MOST_NAMES - 1).map(name).collect();
            format!("{} and {} more", first.join(", "), many.len() - first.len())
        }
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(name).collect::<Vec<_>>().join(", "), name(last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ColourKind;

    #[test]
    fn what_hides_has_a_name() {
        assert!(matches!(text("a\tb é العربية"), Cow::Borrowed(_)));
        assert_eq!(text("a\0b\x1b[31m\x7f"), "a␀b␛[31m␡");
        assert_eq!(text("if x:\u{202e} #"), "if x:⟨U+202E⟩ #");
    }

    #[test]
    fn a_very_long_line_ends_early() {
        let colour = |after, length| Colour { after, length, kind: ColourKind::Text };
        let (text, colours, note) = cut("é".repeat(3_000).into(), vec![colour(2, 10), colour(4_000, 2)]);
        assert_eq!((text.chars().count(), colours.len(), note.as_str()), (2_000, 1, "… 1000 more characters"));
        let (text, colours, note) = cut("x = 1".into(), vec![colour(4, 1)]);
        assert_eq!((text.as_str(), colours.len(), note.as_str()), ("x = 1", 1, ""));
    }

    #[test]
    fn names_are_listed_and_not_too_many() {
        let names: Vec<String> = (0..300).map(|i| format!("l{i}")).collect();
        let told = |lanes: &[usize]| list(lanes, &names);
        assert_eq!(told(&[]), "no lane");
        assert_eq!(told(&[1]), "l1");
        assert_eq!(told(&[0, 1, 2]), "l0, l1 and l2");
        assert_eq!(told(&Vec::from_iter(0..299)), "l0, l1, l2, l3 and 295 more");
        assert_eq!(told(&Vec::from_iter(0..300)), "all 300 lanes");
        assert_eq!(told(&[999]), "?");
        assert_eq!(name(&"n".repeat(4_000)), format!("{}…", "n".repeat(60)));
    }
}
