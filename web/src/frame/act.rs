//! What buttons without anything of their own do: those say it by `data-act`, and `data-with` says to what.

use covscope_core::view::ExportFormat;
use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::dialog;
use super::keys::copy_link;
use crate::client::Client;
use crate::pointed;
use crate::protocol::Wanted;
use crate::route::Route;
use crate::settings::{self, theme::Theme};
use crate::shared::{dom, keys};
use crate::state::Dialog;
use crate::{help, kept};

/// Hears them all, and keeps the menu as the settings are.
#[hook]
pub fn use_acts(client: &Client) {
    let newest = use_mut_ref(|| client.clone());
    newest.replace(client.clone());
    let listen = Box::new(move || {
        let listener = EventListener::new(&dom::window(), "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let pressed = target.and_then(|target| target.closest("[data-act]").ok().flatten());
            if let Some(pressed) = pressed {
                let client = newest.borrow().clone();
                let says = |name| pressed.get_attribute(name).unwrap_or_default();
                act(&client, &says("data-act"), &says("data-with"));
            }
        });
        let tabbed = EventListener::new(&dom::window(), "keyup", |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Tab") {
                close_left_menu();
            }
        });
        vec![listener, tabbed]
    });
    dom::use_started(Vec::new(), listen);
    // Whatever is set is said.
    let show = Box::new(|| {
        settings::show();
        Vec::new()
    });
    dom::use_started(client.state.said.0.to_le_bytes().into(), show);
}

/// Does what a button of that `data-act` and `data-with` does.
pub(crate) fn act(client: &Client, act: &str, with: &str) {
    match act {
        "skip" => to_content(true),
        // Fails only where the page may not be left.
        "reload" => _ = dom::window().location().reload(),
        "cancel" => client.cancel(),
        "start-over" => client.reset(Route::default()),
        "pick-files" => dom::click(".hidden-input:not([webkitdirectory])"),
        "pick-folder" => dom::click(".hidden-input[webkitdirectory]"),
        "save" => {
            if let Some(format) = ExportFormat::ALL.into_iter().find(|format| format.file_name() == with) {
                client.save(format);
            }
        }
        "theme" => {
            if let Some(theme) = Theme::ALL.into_iter().find(|theme| theme.name() == with) {
                theme.switch(client);
            }
        }
        "keys" => settings::switch_keys(client, !keys::are_on()),
        "keep" => kept::switch(client, with == "on" || with.is_empty() && kept::is_on() != Some(true)),
        "forget" => kept::forget_everything(client),
        "open-commands" => client.open(Dialog::Commands),
        "open-keys" => client.open(Dialog::Keys),
        "first-steps" => help::show_again(client),
        "hints-read" => help::hide(client),
        "copy-link" => copy_link(client),
        "answer" => pointed::answer(client, with),
        "fetch" => client.fetch(match client.state.file_to_show() {
            Some(path) if with.is_empty() => Wanted::Text(path.to_owned()),
            _ => Wanted::Tree,
        }),
        "about" => dialog::show("about"),
        _ => {}
    }
}

/// Closes the menu that is open once the focus is neither in it nor on a button of a menu.
fn close_left_menu() {
    if let Some(menu) = dom::find::<HtmlElement>(".menu:popover-open:not(:focus-within)")
        && dom::find::<Element>("[popovertarget]:focus").is_none()
    {
        // Fails only for a menu that is closed.
        let _ = menu.hide_popover();
    }
}

/// Not by a link: the address's fragment says which screen there is.
pub(super) fn to_content(scroll: bool) {
    if let Some(main) = dom::find::<HtmlElement>("main") {
        dom::focus_stretch(&main, scroll);
    }
}
