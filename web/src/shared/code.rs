//! Lines to paste elsewhere, with a button that copies them.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::dom;

/// Properties of [`Code`].
#[derive(PartialEq, Properties)]
pub struct CodeProps {
    /// The lines.
    pub code: String,
}

/// The lines and the button.
#[component]
pub fn Code(props: &CodeProps) -> Html {
    let (label, copy) = use_copy(&props.code);
    html! {
        <div class="code-copy">
            <pre class="code-block">{ &props.code }</pre>
            <button type="button" class="button button-small" onclick={copy} data-test="copy" aria-live="polite">{ label }</button>
        </div>
    }
}

/// What copies a text, and the words of its button: what became of it.
#[hook]
pub fn use_copy(text: &str) -> (&'static str, Callback<MouseEvent>) {
    let label = use_state_eq(|| "Copy");
    {
        let label = label.setter();
        let other = Box::new(move || {
            label.set("Copy");
            Vec::new()
        });
        dom::use_started(text.into(), other);
    }
    let (text, set) = (text.to_owned(), label.setter());
    let copy = Callback::from(move |_: MouseEvent| {
        let (text, set) = (text.clone(), set.clone());
        spawn_local(async move {
            set.set(if dom::copy(&text).await { "Copied" } else { "Select and copy it yourself" });
        });
    });
    (*label, copy)
}
