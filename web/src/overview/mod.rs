//! The report: the gate first, then the lanes beside the union, then the files.

mod gate;
mod lanes;
mod map;
mod rules;
mod sets;
mod squares;
mod table;

use yew::prelude::*;

pub(crate) use self::gate::{distance_words, verdict};
use crate::client::use_client;
use crate::review::offer;
use crate::shared::dom;
use crate::shared::keys::use_keys;

/// The report's screen.
#[component]
pub fn Report() -> Html {
    let client = use_client();
    // Coming back from a file, the table is where it was left.
    let scroll = client.scroll();
    use_effect_with((), move |()| {
        dom::window().scroll_to_with_x_and_y(0.0, scroll.get());
        let listener = gloo::events::EventListener::new(&dom::window(), "scroll", move |_| {
            scroll.set(dom::window().scroll_y().unwrap_or(0.0));
        });
        move || drop(listener)
    });
    {
        let client = client.clone();
        let cycle = move |_| client.state.overview.iter().for_each(|overview| lanes::cycle(&client, overview));
        use_keys(&lanes::KEYS, Callback::from(cycle));
    }
    let Some(overview) = client.state.overview.clone() else { return Html::default() };
    html! {
        <main class="page report" data-test="report">
            { offer(&client) }
            <div class="report-top">
                { gate::gate_card(&client, &overview) }
                { lanes::lanes_card(&client, &overview) }
            </div>
            <map::Map overview={overview.clone()}/>
            <table::FileTable {overview}/>
        </main>
    }
}
