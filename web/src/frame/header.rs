//! The header: where one is, and what can always be done.

use covscope_core::error::Severity;
use yew::prelude::*;

use super::pick::pick;
use super::save::save_menu;
use crate::client::Client;
use crate::route::{Route, Screen};
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{noted, plain};
use crate::shared::words;
use crate::shared::written::written;
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
    let report = if ready { state.route.at(Screen::Report) } else { Route::default() };
    html! {
        <header class="header" data-engine={engine}>
            <button type="button" class="button skip" data-act="skip" data-test="skip">{ "Skip to the content" }</button>
            <a class="brand" href={report.href()} data-test="brand">
                { written("brand") }
            </a>
            if ready && state.origin.is_brought() {
                { noted("span", "origin", "origin", if state.origin == Origin::Sample { "Sample" } else { "From a link" }) }
            }
            <nav class="header-actions" aria-label="Report">
                if ready {
                    { lanes_link(client) }
                    { problems_link(client) }
                    { save_menu(client) }
                    { pick(client, false, "Add files", "button button-small") }
                    { pick(client, true, "Add folder", "button button-small") }
                    <button type="button" class="button button-small" data-act="start-over" data-does="%" data-test="start-over">
                        { mark(Glyph::Again) }{ plain("span", "button-words", "Start over") }
                    </button>
                }
                <button type="button" class="button button-small" popovertarget="menu" data-test="menu-button">
                    { mark(Glyph::Menu) }{ plain("span", "button-words", "Menu") }
                </button>
            </nav>
        </header>
    }
}

fn lanes_link(client: &Client) -> Html {
    let route = &client.state.route;
    let here = matches!(route.screen, Screen::Lanes | Screen::Paths);
    html! {
        <a class="button button-small header-lanes" href={route.at(Screen::Lanes).href()} aria-current={here.then_some("page")} data-test="lanes-link">
            { mark(Glyph::Shared) }{ plain("span", "button-words", "Lanes") }
        </a>
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
            { mark(glyph) }<span>{ plain("span", "number", words::count(problems.len())) }{ plain("span", "wide-only", words) }</span>
        </a>
    }
}
