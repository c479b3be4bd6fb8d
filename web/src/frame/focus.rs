//! What had the focus can be gone after its own click: then the screen's content has it, or whoever uses the keyboard would
//! begin anew at the top of the page.

use std::rc::Rc;

use gloo::events::EventListener;
use yew::prelude::*;

use super::act::to_content;
use crate::client::Client;
use crate::shared::dom;

/// Looks after the focus whenever something has changed.
#[hook]
pub fn use_focus_kept(client: &Client) {
    // Whether anything had it that was not let go of by a click beside it.
    let had = use_mut_ref(|| false);
    {
        let had = Rc::clone(&had);
        let listen = Box::new(move || {
            let on = |event: &'static str, has: bool| {
                let had = Rc::clone(&had);
                EventListener::new(&dom::window(), event, move |_| {
                    had.replace(has);
                })
            };
            vec![on("pointerdown", false), on("focusin", true)]
        });
        dom::use_started(Vec::new(), listen);
    }
    use_effect_with(client.state.clone(), move |_| {
        if *had.borrow() && dom::nothing_has_focus() {
            // Nothing moves: the person looks at something else.
            to_content(false);
        }
    });
}
