//! The landing page: what this is, and what to drop.

use yew::prelude::*;

use crate::client::Client;
use crate::frame::pick;
use crate::problems::problem_list;
use crate::route::Route;
use crate::shared::plain::plain;
use crate::shared::written::written;
use crate::state::Engine;

/// The page when nothing is loaded.
pub fn landing(client: &Client) -> Html {
    let state = &client.state;
    let sample = Route { sample: true, ..Route::default() };
    html! {
        <main class="page landing" data-test="landing">
            { written("landing-lead") }
            if state.is_lost() { { written("landing-lost") } }
            if !state.problems.is_empty() {
                <section class="landing-problems" aria-label="Problems">
                    { plain("h2", "", "Nothing to show yet") }
                    { problem_list(&state.problems) }
                </section>
            }
            <section class="drop-area" aria-label="Open files" data-test="drop-area">
                { written("landing-drop") }
                <div class="drop-buttons">
                    { pick(client, false, "Choose files", "button button-main") }
                    { pick(client, true, "Choose folder", "button") }
                    <a class="button" href={sample.href()} data-test="open-sample">{ "Open the sample" }</a>
                </div>
                { written("landing-new") }
                if state.engine == Engine::Starting { { written("landing-starting") } }
            </section>
            { written("landing-what") }
        </main>
    }
}
