//! What can be done from the palette: going to a screen, what keys do on this one, and what is on the page and says by
//! `data-does` what it does; `%` stands for its label there.

use web_sys::HtmlElement;

use crate::client::Client;
use crate::route::{Route, Screen};
use crate::shared::dom;
use crate::shared::keys::{self, Key};
use crate::state::Phase;

/// One thing to do, and its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Command {
    pub(crate) title: String,
    does: Does,
}

#[derive(Clone, Debug, PartialEq)]
enum Does {
    Go(Screen),
    /// What a key does.
    Press(Key),
    /// What a click on it does.
    Click(HtmlElement),
}

/// The screens of a report.
const SCREENS: [(&str, Screen); 4] = [
    ("Go to the report", Screen::Report),
    ("Go to the lanes", Screen::Lanes),
    ("Go to the path rules", Screen::Paths),
    ("Go to the problems", Screen::Problems),
];

/// On the page, in its menus too, and of use now.
const OFFERED: &str = "[data-does]:not(:disabled, [type=radio]:checked)";

impl Command {
    fn new(mut title: String, does: Does) -> Command {
        title.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
        Command { title, does }
    }

    /// What can be done now.
    pub(crate) fn all(client: &Client) -> Vec<Command> {
        let Route { screen: here, .. } = &client.state.route;
        let screens = SCREENS.into_iter().filter(|(_, screen)| client.state.phase() == Phase::Ready && screen != here);
        let screens = screens.map(|(title, screen)| Command::new(title.to_owned(), Does::Go(screen)));
        let keys = keys::heard().into_iter().map(|key| Command::new(key.does.to_owned(), Does::Press(key)));
        let clicks = dom::find_all(OFFERED).into_iter().map(|element: HtmlElement| {
            let label = element.closest("label, button, a").ok().flatten().and_then(|label| label.text_content());
            let does = element.get_attribute("data-does").unwrap_or_default();
            Command::new(does.replace('%', &label.unwrap_or_default()), Does::Click(element))
        });
        screens.chain(keys).chain(clicks).collect()
    }

    /// Does it.
    pub(crate) fn run(&self, client: &Client) {
        match &self.does {
            Does::Go(screen) => client.go(&client.state.route.at(screen.clone())),
            Does::Press(key) => keys::press(*key),
            Does::Click(element) => {
                if element.closest("#save-menu").is_ok_and(|menu| menu.is_some()) {
                    // The menu says what became of it.
                    dom::click("[popovertarget=save-menu]");
                }
                element.click();
            }
        }
    }
}
