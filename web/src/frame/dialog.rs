//! What is open over the screen. The browser keeps the focus inside, closes it at Esc, and gives the focus back.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::client::use_client;
use crate::shared::dom;
use crate::shared::plain::{plain, push};
use crate::state::Dialog;

/// Properties of [`Modal`].
#[derive(PartialEq, Properties)]
pub struct ModalProps {
    /// Which one it is.
    pub dialog: Dialog,
    /// Its name.
    pub title: AttrValue,
    /// What is in it.
    pub children: Children,
}

/// A dialog that is open as long as it is there.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let client = use_client();
    let node = use_node_ref();
    {
        let (node, which) = (node.clone(), props.dialog);
        let start = Box::new(move || {
            let listeners = node.cast::<HtmlDialogElement>().map(|dialog| {
                // Fails only for a dialog that is open already.
                let _ = dialog.show_modal();
                let shade = dialog.clone();
                let close = EventListener::new(&dialog, "close", move |_| client.closed(which));
                // What is pressed beside the dialog's own boxes is the page behind.
                let beside = EventListener::new(&dialog, "pointerdown", move |event| {
                    if event.target().as_ref() == Some(shade.as_ref()) {
                        shade.close();
                    }
                });
                vec![close, beside]
            });
            listeners.unwrap_or_default()
        });
        dom::use_started(Vec::new(), start);
    }
    html! {
        <dialog ref={node} class="dialog" aria-label={&props.title} data-test={name(props.dialog)}>
            { plain("div", "dialog-box", props.children.clone()) }
        </dialog>
    }
}

/// Opens the dialog of `index.html` with that id.
pub fn show(id: &str) {
    let dialog = dom::document().get_element_by_id(id).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = dialog {
        // Fails only for a dialog that is open already.
        let _ = dialog.show_modal();
    }
}

/// Closes the dialog that is open.
pub fn close() {
    if let Some(dialog) = dom::find::<HtmlDialogElement>("dialog[open]") {
        dialog.close();
    }
}

/// A dialog's title with a button that closes it.
pub fn head(title: &str) -> Html {
    html! {
        <div class="dialog-head">
            { plain("h2", "", title.to_owned()) }
            { push("button button-small", "close", Callback::from(|_: MouseEvent| close()), "Close") }
        </div>
    }
}

/// A dialog's name in the page's markup, for tests.
fn name(dialog: Dialog) -> &'static str {
    match dialog {
        Dialog::Keys => "dialog-keys",
        Dialog::Commands => "dialog-commands",
        Dialog::Files => "dialog-files",
    }
}
