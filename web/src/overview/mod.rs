//! The report: the gate first, then the lanes beside the union, then the files.

mod gate;
mod keys;
mod lanes;
mod map;
mod rules;
mod sets;
mod squares;
mod table;

use covscope_core::view::Column;
use web_sys::Element;
use yew::prelude::*;

pub(crate) use self::gate::{distance_words, verdict};
pub(crate) use self::keys::{CHANGES, turn_changes};
use crate::client::{Client, use_client};
use crate::review::offer;
use crate::shared::dom;
use crate::shared::keys::Key;
use crate::shared::plain::plain;

/// The keys of the report's parts.
pub(crate) const KEYS: [&[Key]; 2] = [&table::FILTER_KEYS, &keys::KEYS];

/// Sorts by a column, as a click on its head does.
fn sort_by(client: &Client, column: Column) {
    client.ask_for(|query| query.sort = Some(table::next_sort(query.sort, column)));
}

/// The report's screen.
#[component]
pub fn Report() -> Html {
    let client = use_client();
    // Coming back from a file, the table is where it was left.
    let scroll = client.scroll();
    let listen = Box::new(move || {
        // Of many lanes it scrolls by itself.
        let table = || dom::find::<Element>(".files-around");
        let (page, rows) = scroll.get();
        dom::window().scroll_to_with_x_and_y(0.0, page);
        table().iter().for_each(|table| table.set_scroll_top(rows));
        vec![dom::listen("scroll", move |_| {
            scroll.set((dom::window().scroll_y().unwrap_or(0.0), table().map_or(0, |table| table.scroll_top())));
        })]
    });
    dom::use_started(Vec::new(), listen);
    keys::use_report_keys(&client, &client.state.overview);
    let Some(overview) = client.state.overview.clone() else { return Html::default() };
    html! {
        <main class="page report" data-test="report">
            { plain("h1", "visually-hidden", "Coverage report") }
            { offer(&client) }
            <div class="report-top">
                { gate::gate_card(&client, &overview) }
                { lanes::lanes_card(&client, &overview) }
            </div>
            <map::Map overview={overview.clone()} route={client.state.shown()}/>
            <table::FileTable {overview}/>
        </main>
    }
}
