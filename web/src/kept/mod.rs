//! The person's files, kept in this browser where that was asked for, so that a reload brings them back.

mod offer;
mod store;

use std::cell::{Cell, RefCell};

use covscope_core::view::Arrangement;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::client::Client;
use crate::packed;
use crate::protocol::Picked;
use crate::settings::theme::Theme;
use crate::shared::{dom, storage, words};
use crate::state::Origin;

pub use offer::offer;

/// The setting: "on", "off", or nothing as long as the person was not asked.
const SETTING: &str = "keep";

/// The person's own files that were added since the page was opened or started over.
#[derive(Debug, Default)]
pub struct Own {
    files: RefCell<Vec<Picked>>,
    /// How many of them are kept: what was just brought back is not kept again. Or [`OTHERS`] are.
    n_kept: Cell<usize>,
}

/// What is kept are not these files.
const OTHERS: usize = usize::MAX;

impl Own {
    /// Takes the files out. Those that are kept stay so.
    pub fn take(&self) -> Vec<Picked> {
        if self.n_kept.get() > 0 {
            self.n_kept.set(OTHERS);
        }
        self.files.take()
    }
}

/// Whether files are kept; `None` as long as the person was not asked. A page that came with its data keeps none: its reload
/// brings them anyway, and what another page has kept is not to mix with them.
pub fn is_on() -> Option<bool> {
    if dom::noted("data-brought").is_some() {
        return Some(false);
    }
    storage::get(SETTING).map(|setting| setting == "on")
}

/// Keeps the files from now on, or forgets them.
pub fn switch(client: &Client, on: bool) {
    storage::set(SETTING, Some(if on { "on" } else { "off" }));
    if on {
        keep(client, "Your files are kept in this browser, on this computer only. A reload brings them back.");
    } else {
        forget(client);
        client.say("No file is kept in this browser.");
    }
}

/// Forgets the settings, the files kept, and what is loaded.
pub fn forget_everything(client: &Client) {
    let n_loaded = client.own().files.borrow().len();
    forget(client);
    storage::clear();
    Theme::System.put_on();
    client.reset(Default::default());
    // Nor is a yes remembered.
    client.answer(false);
    let loaded = match n_loaded {
        0 => "what was loaded".to_owned(),
        n => format!("{} and the report", words::counted(n, "loaded file", "loaded files")),
    };
    client.say(format!(
        "Forgotten: all settings, the files kept in this browser, {loaded}. The files themselves are as they were."
    ));
}

/// Brings back what is kept when the page opens, and keeps what is added.
#[hook]
pub fn use_kept(client: &Client) {
    let newest = use_mut_ref(|| client.clone());
    newest.replace(client.clone());
    let start = Box::new(move || {
        if is_on() == Some(true) {
            spawn_local(async move {
                let kept = store::get().await;
                let client = newest.borrow().clone();
                bring_back(&client, kept);
            });
        }
        Vec::new()
    });
    dom::use_started(Vec::new(), start);
    let client = client.clone();
    let key = packed::append(client.state.arrangement(), client.state.data.to_le_bytes().into());
    let changed = Box::new(move || {
        let (state, own) = (&client.state, client.own());
        // Data that changes while something is loaded was forgotten to make room for that.
        if state.loading.is_some() {
            return Vec::new();
        }
        own.files.borrow_mut().extend(client.take_read());
        let n_files = own.files.borrow().len();
        if n_files > 0 && own.n_kept.get() == n_files && state.origin == Origin::Nothing && !state.is_brought() {
            forget(&client);
            client.say("The files kept in this browser give no report any more, so they were forgotten.");
        } else if is_on() == Some(true) && state.data > 0 && !state.is_brought() && !state.route.origin().is_brought() {
            if n_files == 0 && own.n_kept.get() > 0 {
                client.say("The files kept in this browser were forgotten, too.");
            }
            keep(&client, "");
        }
        Vec::new()
    });
    dom::use_started(key, changed);
}

fn bring_back(client: &Client, kept: Result<(Vec<Picked>, Arrangement), wasm_bindgen::JsValue>) {
    let state = &client.state;
    match kept {
        Err(error) => {
            forget(client);
            client.say(format!(
                "The files kept in this browser can't be read, so they were forgotten. {}",
                dom::words(&error)
            ));
        }
        // The sample is looked at, or the person was quicker.
        Ok(_) if state.route.origin().is_brought() || state.origin != Origin::Nothing || state.loading.is_some() => {}
        Ok((files, _)) if files.is_empty() => {}
        Ok((files, arranged)) => {
            client.own().n_kept.set(files.len());
            client.say(format!("Bringing back {} kept in this browser.", words::counted(files.len(), "file", "files")));
            client.bring_back(files, arranged);
        }
    }
}

/// Makes what is kept the same as what is loaded and how it is arranged, and says `done` then. What can't be kept whole is not
/// kept at all.
fn keep(client: &Client, done: &'static str) {
    let own = client.own();
    let n_files = own.files.borrow().len();
    let are_others = own.n_kept.replace(n_files) != n_files || !done.is_empty();
    let files = are_others.then(|| own.files.borrow().clone());
    let arranged = packed::append(client.state.arrangement(), Vec::new());
    let client = client.clone();
    spawn_local(async move {
        let kept = if n_files == 0 { store::clear().await } else { store::put(files, arranged).await };
        if let Err(error) = kept {
            storage::set(SETTING, Some("off"));
            client.own().n_kept.set(0);
            let none = if store::clear().await.is_ok() { ", and none is kept any more" } else { "" };
            client.say(format!(
                "The browser did not keep the files{none}; they stay loaded until this page is closed. {}",
                dom::words(&error)
            ));
        } else if !done.is_empty() {
            client.say(done);
        }
    });
}

fn forget(client: &Client) {
    client.own().n_kept.set(0);
    spawn_local(async {
        // What can't be reached was not kept.
        let _ = store::clear().await;
    });
}
