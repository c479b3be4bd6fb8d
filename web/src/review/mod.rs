//! The review of what was dropped: the lanes with their data files, and where every path went. Both can be changed, and the
//! verdict stands above.

mod edit;
mod lanes;
mod offer;
mod paths;
mod rules;

use covscope_core::view::{Gate, Review};
use yew::prelude::*;

pub use self::offer::offer;
pub(crate) use self::paths::KEYS as PATH_KEYS;
use crate::client::Client;
use crate::overview::{distance_words, verdict};
use crate::route::Screen;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{back, noted, plain};
use crate::shared::words;
use crate::shared::written::written;

/// The review's two screens.
pub fn review(client: &Client) -> Html {
    let state = &client.state;
    let here = &state.route.screen;
    let tab = |screen: Screen, name: &'static str, test: &'static str| {
        let current = (screen == *here).then_some("page");
        html! { <a class="button button-small" href={state.route.at(screen).href()} aria-current={current} data-test={test}>{ name }</a> }
    };
    let body = state.review.as_ref().map(|(review, _)| {
        let screen = if *here == Screen::Paths { paths::screen(client, review) } else { lanes::screen(client, review) };
        html! { <>{ judged(client, review) }{ screen }</> }
    });
    let waits = state.review_to_ask().is_some() || state.asked_review.is_some();
    html! {
        <main class="page review" data-test="review" aria-busy={waits.to_string()}>
            <div class="review-tabs">
                { back(client.state.route.at(Screen::Report).href()) }
                { plain("h1", "visually-hidden", "Review") }
                { tab(Screen::Lanes, "Lanes", "tab-lanes") }
                { tab(Screen::Paths, "Path rules", "tab-paths") }
            </div>
            { for body }
            if state.is_link() { { note(Glyph::Note, "of-link", written("of-link")) } }
        </main>
    }
}

/// The verdict as it is by the changes, and the way back from them.
fn judged(client: &Client, review: &Review) -> Html {
    let Gate { distance, bounds, threshold, .. } = &review.gate;
    let changed = !client.state.arrangement().is_default();
    let has_branches = review.union.n_branches > 0;
    let distance = distance.filter(|_| bounds.is_none());
    let total = match (review.union.n_files, review.union.estimated) {
        (0, _) => "–".to_owned(),
        (_, true) => format!("≈ {} %", review.union.percent_exact),
        (_, false) => format!("{} %", review.union.percent_exact),
    };
    html! {
        <section class="card review-verdict" aria-label="Gate">
            <div class="review-judged" role="status">
                { verdict(&review.gate) }
                { noted("strong", "review-total number", "review-total", total) }
                <span class="muted">
                    { format!("gate {} %", words::number(*threshold)) }
                    { for distance.map(|distance| format!(" · {}", distance_words(distance, &review.gate, has_branches))) }
                    { for bounds.as_ref().map(|bounds| format!(" · ends between {} and {} %", bounds.low, bounds.high)) }
                </span>
            </div>
            if changed {
                <span class="review-changed" data-test="changed">
                    { plain("span", "what-if", "what if: changed on this page") }
                    { button(client, "Undo", "undo", |client| client.take_back()) }
                    { button(client, "Undo all", "undo-all", |client| client.arrange(false, |all| *all = Default::default())) }
                </span>
            }
        </section>
    }
}

/// A small button that does something with the client.
fn button(client: &Client, words: &'static str, test: &'static str, act: fn(&Client)) -> Html {
    let client = client.clone();
    let act = Callback::from(move |_: MouseEvent| act(&client));
    html! { <button type="button" class="button button-small" onclick={act} data-does="%" data-test={test}>{ words }</button> }
}

/// A note with the ways on.
fn note(glyph: Glyph, test: &'static str, content: Html) -> Html {
    html! { <div class="note review-note" data-test={test}>{ mark(glyph) }{ plain("div", "", content) }</div> }
}
