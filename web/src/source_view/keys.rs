//! The keys of a file, as in coverage.py's own report.

use covscope_core::view::File;

use super::misses;
use crate::client::Client;
use crate::overview::{CHANGES, turn_changes};
use crate::route::{Route, Screen};
use crate::shared::dom;
use crate::shared::keys::Key;

/// All of them.
pub(crate) const KEYS: [Key; 14] = [
    Key { key: "j", does: "next miss" },
    Key { key: "k", does: "previous miss" },
    Key { key: "1", does: "first miss" },
    Key { key: "0", does: "top of the file" },
    Key { key: "f", does: "fold what is covered, or unfold it" },
    CHANGES,
    Key { key: "r", does: "mark lines that ran, or not" },
    Key { key: "m", does: "mark missing lines, or not" },
    Key { key: "x", does: "mark excluded lines, or not" },
    Key { key: "p", does: "mark partial lines, or not" },
    Key { key: "c", does: "copy the selected line as path:line" },
    Key { key: "[", does: "previous file" },
    Key { key: "]", does: "next file" },
    Key { key: "u", does: "up to the report" },
];

/// Does what a key that goes somewhere does. Misses that do not stand out (`unmarked`) are passed by.
pub(super) fn pressed(client: &Client, file: &File, unmarked: &str, key: &str) {
    let route = &client.state.route;
    let step = |forward| {
        let from = route.line.filter(|_| key != "1");
        let marked = file.misses.iter().filter(|miss| !unmarked.contains(if miss.is_partial { 'p' } else { 'm' }));
        if let Some(miss) = misses::next(marked, from, forward) {
            client.adjust(&route.at_lines(miss.first, miss.last));
        }
    };
    match key {
        "j" | "1" => step(true),
        "k" => step(false),
        "0" => {
            client.adjust(&Route { line: None, last_line: None, ..route.clone() });
            dom::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        "d" => turn_changes(client),
        "f" => client.adjust(&Route { fold: !route.fold, ..route.clone() }),
        "c" => dom::click("#copy-place"),
        "u" => client.go(&route.at(Screen::Report)),
        _ => dom::click(&format!(".source-neighbours [aria-keyshortcuts='{key}']")),
    }
}
