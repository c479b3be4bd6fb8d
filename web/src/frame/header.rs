//! The header: where one is, and what can always be done.

use covscope_core::error::Severity;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::pick::{PickButton, PickWhat};
use super::save::SaveMenu;
use crate::client::Client;
use crate::route::{Route, Screen};
use crate::settings::menu;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::{dom, words};
use crate::state::{Engine, Origin, Phase};

/// The header of the page.
pub fn header(client: &Client) -> Html {
    let state = &client.state;
    let engine = match state.engine {
        Engine::Starting => "starting",
        Engine::Running => "running",
        Engine::Failed(_) => "failed",
    };
    let ready = state.phase() == Phase::Ready;
    let start_over = {
        let client = client.clone();
        Callback::from(move |_: MouseEvent| client.reset(Route::default()))
    };
    let report = if ready { state.route.at(Screen::Report) } else { Route::default() };
    html! {
        <header class="header" data-engine={engine}>
            <button type="button" class="button skip" onclick={Callback::from(|_: MouseEvent| to_content())} data-test="skip">
                { "Skip to the content" }
            </button>
            <a class="brand" href={report.href()} data-test="brand">
                <svg class="brand-mark" viewBox="0 0 16 16" aria-hidden="true">
                    <rect class="fill-shared" x="1" y="2" width="9" height="3"/>
                    <rect class="fill-lane-0" x="1" y="6.5" width="6" height="3"/>
                    <rect class="fill-lane-1" x="4" y="11" width="9" height="3"/>
                    <path class="brand-gate" d="M13.5 1v14"/>
                </svg>
                <span>{ "covscope" }</span>
            </a>
            if ready && state.origin == Origin::Sample { <span class="origin" data-test="origin">{ "Sample" }</span> }
            <nav class="header-actions" aria-label="Report">
                if ready {
                    { lanes_link(client) }
                    { problems_link(client) }
                    <SaveMenu/>
                    <PickButton what={PickWhat::Files} label="Add files" class="button-small"/>
                    <PickButton what={PickWhat::Folder} label="Add folder" class="button-small"/>
                    <button type="button" class="button button-small" onclick={start_over} data-test="start-over">
                        { mark(Glyph::Again) }<span class="button-words">{ "Start over" }</span>
                    </button>
                }
                { menu(client) }
            </nav>
        </header>
    }
}

fn lanes_link(client: &Client) -> Html {
    let route = &client.state.route;
    let here = matches!(route.screen, Screen::Lanes | Screen::Paths);
    html! {
        <a class="button button-small header-lanes" href={route.at(Screen::Lanes).href()} aria-current={here.then_some("page")} data-test="lanes-link">
            { mark(Glyph::Shared) }<span class="button-words">{ "Lanes" }</span>
        </a>
    }
}

/// Not by a link: the address's fragment says which screen there is.
fn to_content() {
    let main = dom::document().query_selector("main").ok().flatten();
    if let Some(main) = main.and_then(|main| main.dyn_into::<HtmlElement>().ok()) {
        main.set_tab_index(-1);
        // It can have the focus now.
        let _ = main.focus();
    }
}

fn problems_link(client: &Client) -> Html {
    let problems = &client.state.problems;
    let here = client.state.route.screen == Screen::Problems;
    let worst = problems.iter().map(|problem| problem.severity()).max();
    let glyph = match worst {
        None => Glyph::Pass,
        Some(Severity::Note) => Glyph::Note,
        Some(Severity::Warning) => Glyph::Warning,
        Some(Severity::Error) => Glyph::Error,
    };
    let words = if problems.len() == 1 { " problem" } else { " problems" };
    html! {
        <a
            class="button button-small"
            href={client.state.route.at(Screen::Problems).href()}
            aria-current={here.then_some("page")}
            data-test="problems-link"
            data-count={problems.len().to_string()}
        >
            { mark(glyph) }<span><span class="number">{ words::count(problems.len()) }</span><span class="wide-only">{ words }</span></span>
        </a>
    }
}
