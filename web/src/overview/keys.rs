//! The keys of coverage.py's own report: letters sort by a column as a click on its head does, brackets go to its files.

use covscope_core::view::{Column, Overview};
use yew::prelude::*;

use super::{lanes, sort_by};
use crate::client::Client;
use crate::route::Screen;
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};

/// The keys of the report.
pub(crate) const KEYS: [Key; 12] = [
    Key { key: "f", does: "sort by file" },
    Key { key: "n", does: "sort by name" },
    Key { key: "s", does: "sort by statements" },
    Key { key: "m", does: "sort by missing" },
    Key { key: "x", does: "sort by excluded" },
    Key { key: "b", does: "sort by branches" },
    Key { key: "p", does: "sort by partial branches" },
    Key { key: "c", does: "sort by coverage" },
    Key { key: "l", does: "each lane alone, then all" },
    CHANGES,
    Key { key: "]", does: "open the first file" },
    Key { key: "[", does: "open the last file" },
];

/// The key of the switch that a file has, too.
pub(crate) const CHANGES: Key = Key { key: "d", does: "changes only, or everything" };

/// Shows what the diff changed, or everything again.
pub(crate) fn turn_changes(client: &Client) {
    match &client.state.overview {
        Some(overview) if overview.changes.is_none() => {
            // What is dropped takes the place of the sample, and of a link's report.
            client.say(match client.state.origin.is_brought() {
                true => "There is no diff here: drop one together with your own data files.",
                false => "There is no diff yet: drop one, or paste the output of git diff.",
            });
        }
        _ => client.ask_for(|query| query.changes = !query.changes),
    }
}

/// Hears them while the report is shown.
#[hook]
pub(super) fn use_report_keys(client: &Client, overview: &Option<Held<Overview>>) {
    let (client, overview) = (client.clone(), overview.clone());
    use_keys(
        &KEYS,
        Callback::from(move |key| {
            let Some(overview) = &overview else { return };
            let column = match key {
                "f" | "n" => Column::File,
                "s" => Column::Statements,
                "m" => Column::Missing,
                "x" => Column::Excluded,
                "b" if overview.has_branches => Column::Branches,
                "p" if overview.has_branches => Column::Partial,
                "c" => Column::Coverage,
                "d" => return turn_changes(&client),
                "l" => return lanes::cycle(&client, overview),
                _ => {
                    let mut files = overview.rows.paths().filter(|path| !path.ends_with(['/', '\\']));
                    let path = match key {
                        "]" => files.next(),
                        "[" => files.next_back(),
                        _ => None,
                    };
                    if let Some(path) = path {
                        client.go(&client.state.route.at(Screen::File(path.into_owned())));
                    }
                    return;
                }
            };
            sort_by(&client, column);
        }),
    );
}
