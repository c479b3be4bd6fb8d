//! Four hints over the sample's report, until the person has read them.

use yew::prelude::*;

use crate::client::Client;
use crate::route::{Route, Screen};
use crate::shared::written::written;
use crate::shared::{dom, storage};
use crate::state::Origin;

/// The setting: "off" once they were read.
const SETTING: &str = "hints";

/// The hints, over the sample's report only.
pub fn hints(client: &Client) -> Html {
    let is_sample = client.state.origin == Origin::Sample && client.state.route.screen == Screen::Report;
    if is_sample && storage::get(SETTING).is_none() { written("hints") } else { Html::default() }
}

/// They were read.
pub fn hide(client: &Client) {
    storage::set(SETTING, Some("off"));
    client.say("The menu shows the first steps again.");
}

/// Opens the sample with its hints again: in a tab of its own where the person's files are open in this one.
pub fn show_again(client: &Client) {
    storage::set(SETTING, None);
    let sample = Route { sample: true, ..Route::default() };
    let is_in_use = client.state.origin == Origin::Dropped || client.state.loading.is_some();
    if is_in_use && dom::open_tab(&sample.href()) {
        return;
    }
    client.go(&sample);
    client.say("The first steps stand above the sample's report.");
}
