//! The header's menu: theme, keys, what is kept, and the way to all help.

pub mod theme;

use yew::prelude::*;

use crate::client::Client;
use crate::frame::dialog;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::keys;
use crate::state::Dialog;
use crate::{help, kept};
use theme::Theme;

/// The button and its menu.
pub fn menu(client: &Client) -> Html {
    let page = |label: &'static str, href: &'static str| {
        html! { <a class="menu-item menu-row" {href} target="_blank">{ label }</a> }
    };
    html! {
        <>
            <button type="button" class="button button-small" popovertarget="menu" data-test="menu-button">
                { mark(Glyph::Menu) }<span class="button-words">{ "Menu" }</span>
            </button>
            <div id="menu" class="menu" popover="auto" role="group" aria-label="Menu" data-test="menu">
                <fieldset class="themes">
                    <legend>{ "Theme" }</legend>
                    { for Theme::ALL.map(|theme| theme_choice(client, theme)) }
                </fieldset>
                { switch(client, "Keys without Ctrl (j, k, /, …)", keys::are_on(), "switch-keys", switch_keys) }
                { switch(client, "Keep my files in this browser", kept::is_on() == Some(true), "switch-keep", kept::switch) }
                { act(client, "Forget everything", "", "forget", kept::forget_everything) }
                <hr/>
                { act(client, "Commands and files", "Ctrl K", "open-commands", |client| client.open(Dialog::Commands)) }
                { act(client, "Keys", "?", "open-keys", |client| client.open(Dialog::Keys)) }
                { act(client, "First steps, with the sample", "", "first-steps", help::show_again) }
                { page("What each problem means", "problems.html") }
                { act(client, "About covscope", "", "open-about", |_| dialog::show("about")) }
            </div>
        </>
    }
}

/// Something to do, with the key that does it too.
fn act(client: &Client, label: &'static str, key: &'static str, test: &'static str, act: fn(&Client)) -> Html {
    let client = client.clone();
    let onclick = Callback::from(move |_: MouseEvent| act(&client));
    html! {
        <button type="button" class="menu-item menu-row" popovertarget="menu" popovertargetaction="hide" {onclick} data-test={test}>
            <span>{ label }</span>if !key.is_empty() { <kbd>{ key }</kbd> }
        </button>
    }
}

fn theme_choice(client: &Client, theme: Theme) -> Html {
    let client = client.clone();
    let onchange = Callback::from(move |_: Event| theme.switch(&client));
    html! {
        <label>
            <input type="radio" name="theme" value={theme.name()} checked={theme == Theme::now()} {onchange}/>
            <span>{ theme.words() }</span>
        </label>
    }
}

fn switch(client: &Client, label: &'static str, on: bool, test: &'static str, switch: fn(&Client, bool)) -> Html {
    let client = client.clone();
    let onchange = Callback::from(move |_: Event| switch(&client, !on));
    html! {
        <label class="menu-item menu-row">
            <span>{ label }</span><input type="checkbox" checked={on} {onchange} data-test={test}/>
        </label>
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
