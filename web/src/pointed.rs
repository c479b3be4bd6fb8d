//! The question whether what a link points to may be fetched: nothing is, because a link says so.

use yew::prelude::*;

use crate::client::Client;
use crate::route;
use crate::shared::storage;
use crate::shared::written::written;

/// The question, as long as it is open.
pub fn question(client: &Client) -> Html {
    let Some(src) = client.state.question().filter(|src| !is_settled(src)) else { return Html::default() };
    html! {
        <section class="quiet-bar pointer hosted" aria-label="Fetch the data?" data-test="question">
            { written(if src.starts_with("gh:") { "question" } else { "question-here" }) }
            <bdi>{ &**src }</bdi>
        </section>
    }
}

/// Answers it: "yes", "always" from there, or "no".
pub fn answer(client: &Client, with: &str) {
    if with == "always" {
        storage::set(&from(&client.state.route.src), Some("yes"));
    }
    client.answer(with != "no");
}

/// Whether nobody has to be asked: it was allowed for good, or the engine will refuse it.
pub fn is_settled(src: &str) -> bool {
    let is_refused = match src.starts_with("gh:") {
        true => !src.contains('@'),
        false => src.contains(':') || src.starts_with("//"),
    };
    is_refused || storage::get(&from(src)).is_some()
}

/// The name of the setting that allows a repository, or this site.
fn from(src: &str) -> String {
    let place = src.split_once('@').filter(|_| src.starts_with("gh:")).map_or("here", |(repository, _)| repository);
    format!("from.{}", route::encode(place))
}
