//! Names as they are shown. Paths: the folder muted, the name clear.

use std::rc::Rc;

use covscope_core::view::Overview;
use yew::prelude::*;

use super::plain::plain;

/// Splits a path after its last `/` or `\`.
pub fn split(path: &str) -> (&str, &str) {
    let name = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    path.split_at(name)
}

/// A name in which no character breaks the line or turns the reading direction: such ones are shown by a mark.
pub fn visible(name: &str) -> String {
    let is_hidden = |it| matches!(it, '\0'..='\x1f' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.replace(is_hidden, "\u{fffd}")
}

/// The names of a report's lanes, as they are shown.
pub fn lane_names(overview: &Overview) -> Rc<[AttrValue]> {
    overview.lanes.iter().map(|lane| visible(&lane.name).into()).collect()
}

/// Of a long name so many characters at its end are never cut: its number, its suffix.
const TAIL: usize = 7;

/// Draws a path. Where it is too long its folder is cut first, then the middle of its name: the style sheet does it.
pub fn path_name(path: &str) -> Html {
    let title = path.to_owned();
    let path = &visible(path);
    let (folder, name) = split(path);
    let tail = name.char_indices().rev().nth(TAIL - 1).map_or(0, |(start, _)| start);
    let (stem, tail) = if tail <= TAIL { (name, "") } else { name.split_at(tail) };
    html! {
        <span class="path" {title}>
            { plain("span", "path-folder", folder.to_owned()) }
            { plain("span", "path-name", stem.to_owned()) }
            if !tail.is_empty() { { plain("span", "path-tail", tail.to_owned()) } }
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::{split, visible};

    #[test]
    fn folder_and_name() {
        assert_eq!(split("backend/app/api.py"), ("backend/app/", "api.py"));
        assert_eq!(split("api.py"), ("", "api.py"));
        assert_eq!(split("C:\\src\\api.py"), ("C:\\src\\", "api.py"));
        assert_eq!(split("ends/"), ("ends/", ""));
    }

    #[test]
    fn a_name_is_one_line_in_one_direction() {
        assert_eq!(visible("two\nlines.py"), "two\u{fffd}lines.py");
        assert_eq!(visible("as-\u{202e}gpj.py é 名"), "as-\u{fffd}gpj.py é 名");
        assert_eq!(visible("\u{200f}a\u{61c}b\u{200e}"), "\u{fffd}a\u{fffd}b\u{fffd}");
    }
}
