//! The keys that work on every screen.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::dialog;
use crate::client::Client;
use crate::shared::dom;
use crate::shared::keys::{Key, use_keys};
use crate::state::{Dialog, Phase};

/// The keys of every screen.
pub(crate) const KEYS: [Key; 3] = [
    Key { key: "?", does: "list the keys" },
    Key { key: "g", does: "go to a file" },
    Key { key: "y", does: "copy a link to what is shown" },
];

/// Hears the keys, and Ctrl K or ⌘ K, which open the palette and close it.
#[hook]
pub fn use_frame_keys(client: &Client) {
    let newest = use_mut_ref(|| client.clone());
    newest.replace(client.clone());
    {
        let client = client.clone();
        use_keys(
            &KEYS,
            Callback::from(move |key| match key {
                "?" => client.open(Dialog::Keys),
                "y" => copy_link(&client),
                _ if client.state.phase() == Phase::Ready => client.open(Dialog::Files),
                _ => {}
            }),
        );
    }
    let listen = Box::new(move || {
        let options = EventListenerOptions::enable_prevent_default();
        vec![EventListener::new_with_options(&dom::window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let with_modifier = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if with_modifier && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                let is_open = newest.borrow().state.dialog == Some(Dialog::Commands);
                dialog::close();
                if !is_open {
                    newest.borrow().open(Dialog::Commands);
                }
            }
        })]
    });
    dom::use_started(Vec::new(), listen);
}

/// Copies the page's address, which says all that is shown but what was arranged.
pub(super) fn copy_link(client: &Client) {
    let client = client.clone();
    let link = dom::window().location().href().unwrap_or_default();
    spawn_local(async move {
        client.say(match (dom::copy(&link).await, client.state.arrangement().is_default()) {
            (true, true) => "The link to what is shown is copied.",
            (true, false) => "The link is copied, without what was changed under Lanes and Path rules.",
            (false, _) => "The browser lets nothing be copied here; the link is in the address bar.",
        });
    });
}
