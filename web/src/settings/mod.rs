//! The settings of the header's menu, which stands in index.html: what it shows, and what a change does.

pub mod theme;

use web_sys::HtmlInputElement;

use crate::client::Client;
use crate::kept;
use crate::shared::{dom, keys};
use theme::Theme;

/// Makes the menu show what is set.
pub fn show() {
    let theme = format!(".themes [value={}]", Theme::now().name());
    for (selector, on) in
        [(theme.as_str(), true), ("#switch-keys", keys::are_on()), ("#switch-keep", kept::is_on() == Some(true))]
    {
        if let Some(field) = dom::find::<HtmlInputElement>(selector) {
            field.set_checked(on);
        }
    }
}

/// Switches keys without a modifier on or off.
pub fn switch_keys(client: &Client, on: bool) {
    let remembered = keys::switch(on);
    tell(client, format!("Keys without Ctrl are {}.", if on { "on" } else { "off" }), remembered);
}

/// Says what was set, and when the browser does not remember it.
fn tell(client: &Client, done: String, remembered: bool) {
    let until = if remembered { "" } else { " This browser remembers no settings here: until the page is closed." };
    client.say(done + until);
}
