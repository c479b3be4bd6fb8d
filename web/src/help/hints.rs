//! Four hints over the sample's report, until the person has read them.

use yew::prelude::*;

use crate::client::Client;
use crate::route::{Route, Screen};
use crate::shared::storage;
use crate::state::Origin;

/// The setting: "off" once they were read.
const SETTING: &str = "hints";

const HINTS: [(&str, &str); 4] = [
    ("The verdict", "All lanes together against the gate, and how far the gate is away."),
    ("The bars", "Who covers a file: several lanes, one alone, or none. The thin mark is the gate."),
    ("A file", "Its lines say which lane ran them. j and k go from miss to miss."),
    ("Your turn", "Ctrl K finds files and commands, ? lists the keys. Drop your own files at any time."),
];

/// The hints, over the sample's report only.
pub fn hints(client: &Client) -> Html {
    let is_sample = client.state.origin == Origin::Sample && client.state.route.screen == Screen::Report;
    if !is_sample || storage::get(SETTING).is_some() {
        return Html::default();
    }
    let client = client.clone();
    let read = Callback::from(move |_: MouseEvent| {
        storage::set(SETTING, Some("off"));
        client.say("The menu shows the first steps again.");
    });
    html! {
        <section class="hints" aria-label="First steps" data-test="hints">
            <ol>{ for HINTS.map(|(what, says)| html! { <li><strong>{ what }</strong><span>{ says }</span></li> }) }</ol>
            <button type="button" class="button button-small" onclick={read} data-test="hints-read">{ "Got it" }</button>
        </section>
    }
}

/// Opens the sample with its hints again.
pub fn show_again(client: &Client) {
    storage::set(SETTING, None);
    client.go(&Route { sample: true, ..Route::default() });
    client.say("The first steps stand above the sample's report.");
}
