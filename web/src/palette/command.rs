//! What can be done from the palette, by its words.

use covscope_core::view::{Column, ExportFormat};

use crate::client::Client;
use crate::frame::{act::act, keys::copy_link};
use crate::route::Screen;
use crate::settings::theme::Theme;
use crate::shared::{dom, keys};
use crate::state::Phase;
use crate::{kept, overview};

/// One thing to do, and its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Command {
    pub(crate) title: String,
    does: Does,
}

#[derive(Clone, Debug, PartialEq)]
enum Does {
    /// What a button of that `data-act` and `data-with` does.
    Act(&'static str, &'static str),
    Go(Screen),
    Sort(Column),
    Below,
    CopyLink,
}

/// The columns of the table that every report has, and those of branches.
const COLUMNS: [(Column, &str); 6] = [
    (Column::File, "file"),
    (Column::Statements, "statements"),
    (Column::Missing, "missing"),
    (Column::Coverage, "coverage"),
    (Column::Branches, "branches"),
    (Column::Partial, "partial branches"),
];

impl Command {
    /// What can be done now.
    pub(crate) fn all(client: &Client) -> Vec<Command> {
        let state = &client.state;
        let mut all = Vec::new();
        let mut can = |title: &str, does| all.push(Command { title: title.to_owned(), does });
        if state.phase() == Phase::Ready {
            can("Go to the report", Does::Go(Screen::Report));
            can("Go to the problems", Does::Go(Screen::Problems));
        }
        if matches!(state.phase(), Phase::Ready | Phase::Landing) {
            can("Add files", Does::Act("pick-files", ""));
            can("Add a folder", Does::Act("pick-folder", ""));
        }
        if let Some(overview) = &state.overview {
            for name in ExportFormat::ALL.map(ExportFormat::file_name) {
                can(&format!("Save as {name}"), Does::Act("save", name));
            }
            for (column, name) in COLUMNS.into_iter().take(if overview.has_branches { 6 } else { 4 }) {
                can(&format!("Sort by {name}"), Does::Sort(column));
            }
            can("Files below the gate alone, or all", Does::Below);
            can("Copy a link to what is shown", Does::CopyLink);
            can("Start over", Does::Act("start-over", ""));
        }
        for theme in Theme::ALL.into_iter().filter(|theme| *theme != Theme::now()) {
            can(&format!("Theme: {}", theme.words()), Does::Act("theme", theme.name()));
        }
        let letters = if keys::are_on() { "Switch keys without Ctrl off" } else { "Switch keys without Ctrl on" };
        can(letters, Does::Act("keys", ""));
        if kept::is_on() == Some(true) {
            can("Keep no files in this browser", Does::Act("keep", "off"));
        } else {
            can("Keep my files in this browser", Does::Act("keep", "on"));
        }
        can("Forget everything", Does::Act("forget", ""));
        can("First steps, with the sample", Does::Act("first-steps", ""));
        can("List the keys", Does::Act("open-keys", ""));
        can("About covscope", Does::Act("about", ""));
        all
    }

    /// Does it.
    pub(crate) fn run(&self, client: &Client) {
        match &self.does {
            Does::Act(does, with) => {
                if *does == "save" {
                    // The menu says what became of it.
                    dom::click("[popovertarget=save-menu]");
                }
                act(client, does, with);
            }
            Does::Go(screen) => client.go(&client.state.route.at(screen.clone())),
            Does::Sort(column) => overview::sort_by(client, *column),
            Does::Below => client.ask_for(|query| query.below = !query.below),
            Does::CopyLink => copy_link(client),
        }
    }
}
