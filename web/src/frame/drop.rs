//! The whole page is a drop target, and a diff can be pasted. Folders are walked here, since a folder's handle says nothing to the
//! worker.

use js_sys::{Array, Function, Promise};
use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ClipboardEvent, DragEvent, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};
use yew::prelude::*;

use super::pick::is_of_use;
use crate::client::Client;
use crate::protocol::Picked;
use crate::shared::dom;

/// Makes the page a drop target; says whether files are being dragged over it.
#[hook]
pub fn use_drop(client: &Client) -> bool {
    let dragging = use_state_eq(|| false);
    // The newest client: a listener would keep the one it was made with.
    let newest = use_mut_ref(|| client.clone());
    newest.replace(client.clone());
    let pasting = Rc::clone(&newest);
    let set = dragging.setter();
    let listen = Box::new(move || {
        // Entering an element comes before leaving the one around it, so they are counted.
        let depth = Rc::new(Cell::new(0_i32));
        let listen = |kind: &'static str, react: Box<dyn Fn(&DragEvent)>| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&dom::window(), kind, options, move |event| {
                if let Some(event) = event.dyn_ref::<DragEvent>().filter(|event| has_files(event)) {
                    event.prevent_default();
                    react(event);
                }
            })
        };
        let step = |by: i32| {
            let (depth, set) = (depth.clone(), set.clone());
            Box::new(move |_: &DragEvent| {
                depth.set((depth.get() + by).max(0));
                set.set(depth.get() > 0);
            })
        };
        let dropped = {
            let (depth, set) = (depth.clone(), set.clone());
            Box::new(move |event: &DragEvent| {
                depth.set(0);
                set.set(false);
                // The entries must be taken now: the list is emptied when the event is over.
                let entries = entries(event);
                let newest = newest.clone();
                spawn_local(async move {
                    let mut picked = Vec::new();
                    for entry in entries {
                        walk(entry, &mut picked).await;
                    }
                    let client = newest.borrow().clone();
                    client.add(picked);
                });
            })
        };
        let over = Box::new(|event: &DragEvent| {
            if let Some(transfer) = event.data_transfer() {
                transfer.set_drop_effect("copy");
            }
        });
        let listeners = vec![
            listen("dragenter", step(1)),
            listen("dragleave", step(-1)),
            listen("dragover", over),
            listen("drop", dropped),
            EventListener::new(&dom::window(), "paste", move |event| paste(&pasting.borrow(), event)),
        ];
        // For files that are given by a message, see index.html.
        dom::announce("covscope-ready");
        listeners
    });
    dom::use_started(Vec::new(), listen);
    *dragging
}

/// Adds a pasted diff as if it had been dropped.
fn paste(client: &Client, event: &web_sys::Event) {
    let board = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let text = board.and_then(|board| board.get_data("text").ok()).unwrap_or_default();
    if text.is_empty() || dom::is_typing(event) {
        return;
    }
    let is_diff = ["diff --", "+++ "].iter().any(|start| text.lines().any(|line| line.starts_with(start)));
    match File::new_with_str_sequence(&Array::of1(&text.into()), "pasted.diff") {
        Ok(file) if is_diff => client.add(vec![Picked { name: file.name(), file }]),
        _ => client.say("Only a diff can be pasted: the output of git diff."),
    }
}

/// Something dropped.
enum Dropped {
    Entry(FileSystemEntry),
    /// Where the browser gives no entry, as for files dropped by a program.
    File(File),
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

fn entries(event: &DragEvent) -> Vec<Dropped> {
    let Some(transfer) = event.data_transfer() else { return Vec::new() };
    let items = transfer.items();
    let items = (0..items.length()).filter_map(|i| items.get(i)).filter(|item| item.kind() == "file");
    items
        .filter_map(|item| match item.webkit_get_as_entry() {
            Ok(Some(entry)) => Some(Dropped::Entry(entry)),
            _ => item.get_as_file().ok().flatten().map(Dropped::File),
        })
        .collect()
}

/// Adds the files in and below what was dropped. What can't be read is left out here; a file that can't be read becomes a
/// problem in the worker.
///
/// Entries are asked what they are, and their classes taken on trust: Chromium gives those classes no names, so there
/// `instanceof` is false for every one.
async fn walk(dropped: Dropped, picked: &mut Vec<Picked>) {
    let root = match dropped {
        Dropped::File(file) => {
            picked.push(Picked { name: file.name(), file });
            return;
        }
        Dropped::Entry(entry) => entry,
    };
    let mut waiting = vec![root];
    while let Some(entry) = waiting.pop() {
        let path = entry.full_path();
        let name = path.trim_start_matches('/').to_owned();
        if entry.is_directory() {
            let directory: &FileSystemDirectoryEntry = entry.unchecked_ref();
            let mut inside = children(&directory.create_reader()).await;
            inside.retain(|entry| is_of_use(entry.full_path().trim_start_matches('/'), entry.is_directory()));
            // The last one waiting is taken first.
            inside.sort_by_key(|entry| std::cmp::Reverse(entry.name()));
            waiting.extend(inside);
        } else if let Ok(file) = promise(|done, failed| {
            entry.unchecked_ref::<FileSystemFileEntry>().file_with_callback_and_callback(done, failed);
            Ok(())
        })
        .await
            && let Ok(file) = file.dyn_into()
        {
            picked.push(Picked { name, file });
        }
    }
}

/// All entries of a directory: a reader gives some at a time (Chromium a hundred), and none when it is done.
async fn children(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut all = Vec::new();
    loop {
        let some = promise(|done, failed| reader.read_entries_with_callback_and_callback(done, failed)).await;
        let some = some.map(|some| Array::from(&some)).unwrap_or_default();
        if some.length() == 0 {
            return all;
        }
        all.extend(some.iter().map(JsCast::unchecked_into));
    }
}

async fn promise(start: impl Fn(&Function, &Function) -> Result<(), JsValue>) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |done, failed| {
        if let Err(error) = start(&done, &failed) {
            // Calling a promise's own function can't fail.
            let _ = failed.call1(&JsValue::NULL, &error);
        }
    });
    JsFuture::from(promise).await
}
