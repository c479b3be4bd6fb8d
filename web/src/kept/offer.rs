//! The question whether to keep the files, put once, after the first own drop.

use yew::prelude::*;

use super::{is_on, switch};
use crate::client::Client;
use crate::state::Origin;

/// The question; nothing once it was answered.
pub fn offer(client: &Client) -> Html {
    if client.state.origin != Origin::Dropped || is_on().is_some() {
        return Html::default();
    }
    html! {
        <section class="quiet-bar" aria-label="Keep these files?" data-test="keep-offer">
            <p>{ "Keep these files in this browser, so that a reload brings them back?" }</p>
            { answer(client, true, "Keep", "keep") }
            { answer(client, false, "No", "keep-not") }
        </section>
    }
}

fn answer(client: &Client, on: bool, label: &'static str, test: &'static str) -> Html {
    let client = client.clone();
    let onclick = Callback::from(move |_: MouseEvent| switch(&client, on));
    html! { <button type="button" class="button button-small" {onclick} data-test={test}>{ label }</button> }
}
