//! The keys of a file, as in coverage.py's own report.

use covscope_core::view::{File, Overview};

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
pub(super) fn pressed(client: &Client, file: &File, overview: &Overview, unmarked: &str, key: &str) {
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
        _ => {
            if let Some(path) = neighbour(overview, file, key == "]") {
                client.go(&route.at(Screen::File(path)));
            }
        }
    }
}

/// The path of the next file in the report's order, or of the one before.
pub(super) fn neighbour(overview: &Overview, file: &File, forward: bool) -> Option<String> {
    // Folders are no files, and of several functions of one file the first is its place.
    let paths: Vec<_> = overview.rows.paths().filter(|path| !path.ends_with(['/', '\\'])).collect();
    let first = |path: &str| paths.iter().position(|other| *other == path);
    let is_first = |at: &usize| paths.get(*at).is_some_and(|path| first(path) == Some(*at));
    let at = first(&file.row.path)?;
    let at = if forward { (at + 1..paths.len()).find(is_first) } else { (0..at).rev().find(is_first) };
    paths.get(at?).map(|path| path.as_ref().to_owned())
}
