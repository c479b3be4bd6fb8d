//! The question whether to keep the files, put once, after the first own drop.

use yew::prelude::*;

use super::{is_on, switch};
use crate::client::use_client;
use crate::state::Origin;

/// The question; nothing once it was answered.
#[component]
pub fn Offer() -> Html {
    let client = use_client();
    if client.state.origin != Origin::Dropped || is_on().is_some() {
        return Html::default();
    }
    let answer = |on: bool, label: &'static str, test: &'static str| {
        let client = client.clone();
        let onclick = Callback::from(move |_: MouseEvent| switch(&client, on));
        html! { <button type="button" class="button button-small" {onclick} data-test={test}>{ label }</button> }
    };
    html! {
        <section class="quiet-bar" aria-label="Keep these files?" data-test="offer">
            <p>{ "Keep these files in this browser, so that a reload brings them back?" }</p>
            { answer(true, "Keep", "keep") }
            { answer(false, "No", "keep-not") }
        </section>
    }
}
