//! The way from the report to the review, where something has to be decided.

use covscope_core::error::Code;
use yew::prelude::*;

use super::note;
use crate::client::Client;
use crate::route::Screen;
use crate::shared::glyph::Glyph;
use crate::shared::plain::link;

/// The problems that can be mended here, the screen for each, and what its link says.
const MENDED: [(Code, Screen, &str); 4] = [
    (Code::PathUnmapped, Screen::Paths, "Mend the path rules"),
    (Code::PathCollision, Screen::Paths, "Look at the paths"),
    (Code::DataMixed, Screen::Lanes, "Review the lanes"),
    (Code::DataTracerConflict, Screen::Lanes, "Review the lanes"),
];

/// What a drop left to decide, with a link to where it is decided.
pub fn offer(client: &Client) -> Html {
    let state = &client.state;
    let first = MENDED.into_iter().find_map(|(code, screen, words)| {
        state.problems.iter().find(|problem| problem.code == code).map(|problem| (problem, screen, words))
    });
    let Some((problem, screen, words)) = first else { return Html::default() };
    let content = html! {
        <>{ format!("{}: {} ", problem.input, problem.cause) }{ link("", "offer-link", state.route.at(screen).href(), words) }</>
    };
    note(Glyph::Warning, "offer", content)
}
