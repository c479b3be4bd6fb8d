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
    let copied = use_state(|| None::<bool>);
    {
        let copied = copied.setter();
        use_effect_with(props.code.clone(), move |_| copied.set(None));
    }
    let copy = {
        let (code, copied) = (props.code.clone(), copied.setter());
        Callback::from(move |_: MouseEvent| {
            let (code, copied) = (code.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(dom::copy(&code).await)) });
        })
    };
    let label = match *copied {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Select and copy it yourself",
    };
    html! {
        <div class="code-copy">
            <pre class="code-block">{ &props.code }</pre>
            <button type="button" class="button button-small" onclick={copy} data-test="copy" aria-live="polite">{ label }</button>
        </div>
    }
}
