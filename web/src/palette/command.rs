//! What can be done from the palette, by its words.

use covscope_core::view::{Column, ExportFormat};

use crate::client::Client;
use crate::frame::{dialog, keys::copy_link};
use crate::route::{Route, Screen};
use crate::settings::theme::Theme;
use crate::shared::{dom, keys};
use crate::state::{Dialog, Phase};
use crate::{help, kept, overview, settings};

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Command {
    Report,
    Problems,
    AddFiles,
    AddFolder,
    Save(ExportFormat),
    Sort(Column),
    Below,
    CopyLink,
    StartOver,
    Theme(Theme),
    Letters(bool),
    Keep(bool),
    Forget,
    FirstSteps,
    Keys,
    About,
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
        if state.phase() == Phase::Ready {
            all.extend([Command::Report, Command::Problems]);
        }
        if matches!(state.phase(), Phase::Ready | Phase::Landing) {
            all.extend([Command::AddFiles, Command::AddFolder]);
        }
        if let Some(overview) = &state.overview {
            all.extend(ExportFormat::ALL.map(Command::Save));
            let columns = if overview.has_branches { 6 } else { 4 };
            all.extend(COLUMNS.into_iter().take(columns).map(|(column, _)| Command::Sort(column)));
            all.extend([Command::Below, Command::CopyLink, Command::StartOver]);
        }
        all.extend(Theme::ALL.into_iter().filter(|theme| *theme != Theme::now()).map(Command::Theme));
        all.extend([Command::Letters(!keys::are_on()), Command::Keep(kept::is_on() != Some(true))]);
        all.extend([Command::Forget, Command::FirstSteps, Command::Keys, Command::About]);
        all
    }

    /// Its words.
    pub(crate) fn title(self) -> String {
        let words = match self {
            Command::Report => "Go to the report",
            Command::Problems => "Go to the problems",
            Command::AddFiles => "Add files",
            Command::AddFolder => "Add a folder",
            Command::Save(format) => return format!("Save as {}", format.file_name()),
            Command::Sort(column) => {
                let name = COLUMNS.iter().find(|(known, _)| *known == column).map_or("", |(_, name)| name);
                return format!("Sort by {name}");
            }
            Command::Below => "Files below the gate alone, or all",
            Command::CopyLink => "Copy a link to what is shown",
            Command::StartOver => "Start over",
            Command::Theme(theme) => return format!("Theme: {}", theme.words()),
            Command::Letters(true) => "Switch keys without Ctrl on",
            Command::Letters(false) => "Switch keys without Ctrl off",
            Command::Keep(true) => "Keep my files in this browser",
            Command::Keep(false) => "Keep no files in this browser",
            Command::Forget => "Forget everything",
            Command::FirstSteps => "First steps, with the sample",
            Command::Keys => "List the keys",
            Command::About => "About covscope",
        };
        words.to_owned()
    }

    /// Does it.
    pub(crate) fn run(self, client: &Client) {
        let at = |screen| client.go(&client.state.route.at(screen));
        match self {
            Command::Report => at(Screen::Report),
            Command::Problems => at(Screen::Problems),
            Command::AddFiles => dom::click(".hidden-input:not([webkitdirectory])"),
            Command::AddFolder => dom::click(".hidden-input[webkitdirectory]"),
            Command::Save(format) => {
                // The menu says what became of it.
                dom::click("[popovertarget=save-menu]");
                client.save(format);
            }
            Command::Sort(column) => overview::sort_by(client, column),
            Command::Below => client.ask_for(|query| query.below = !query.below),
            Command::CopyLink => copy_link(client),
            Command::StartOver => client.reset(Route::default()),
            Command::Theme(theme) => theme.switch(client),
            Command::Letters(on) => settings::switch_keys(client, on),
            Command::Keep(on) => kept::switch(client, on),
            Command::Forget => kept::forget_everything(client),
            Command::FirstSteps => help::show_again(client),
            Command::Keys => client.open(Dialog::Keys),
            Command::About => dialog::show("about"),
        }
    }
}
