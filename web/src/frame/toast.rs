//! What was just done, in words, to be seen for a while and heard.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::client::use_client;
use crate::shared::held::Held;

/// Milliseconds that the words stay: long enough to read the longest.
const STAY: u32 = 9_000;

/// The words said last.
#[component]
pub fn Toast() -> Html {
    let said = use_client().state.said.clone();
    let heard = use_state(Held::<String>::default);
    {
        let (said, heard) = (said.clone(), heard.clone());
        use_effect_with(said, move |said| {
            let said = said.clone();
            let timeout = (!said.is_empty()).then(|| Timeout::new(STAY, move || heard.set(said)));
            move || drop(timeout)
        });
    }
    let words = if *heard == said { "" } else { said.as_str() };
    // There before its words are: only what changes is read aloud.
    html! { <p class="toast" role="status" data-test="toast">{ words.to_owned() }</p> }
}
