//! The file's name, its numbers, and the way to its misses.

use covscope_core::view::{File, Overview, Totals};
use yew::prelude::*;

use super::toggles::toggles;
use crate::client::Client;
use crate::route::Screen;
use crate::shared::bar::cover_bar;
use crate::shared::button::Button;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::{lane_names, path_name};
use crate::shared::plain::{back, noted, plain};
use crate::shared::words;
use crate::shared::written::written;

/// The head of the source view: its first part stays when the lines are scrolled. `press` does what a key does.
pub(super) fn head(
    client: &Client,
    file: &File,
    overview: &Overview,
    unmarked: &str,
    press: &Callback<&'static str>,
) -> Html {
    let row = &file.row;
    let lanes = lane_names(overview);
    let disabled = file.misses.is_empty();
    let button = |key, words: &str, test: &str, pressed| {
        let disabled = disabled && key != "d";
        Button { does: key, is_key: true, test: test.to_owned(), pressed, disabled, ..Button::default() }
            .with(press, words.into())
    };
    html! {
        <>
            <div class="source-bar" data-test="source-bar">
                { back(client.state.route.at(Screen::Report).href()) }
                { plain("h1", "source-path", path_name(&row.path)) }
                { noted("span", "source-total number", "file-total", total(row.totals.as_ref())) }
                <div class="source-misses" role="group" aria-label="Misses">
                    if file.changed.is_some() { { button("d", "Changes", "changes", Some(client.state.route.query.changes)) } }
                    { button("f", "Fold", "fold", Some(client.state.route.fold)) }
                    { button("k", "Previous", "previous-miss", None) }
                    { button("j", "Next", "next-miss", None) }
                </div>
            </div>
            <section class="card source-facts" aria-label="Numbers">
                if row.totals.is_some() {
                    { plain("div", "source-cover", cover_bar(&row.bar, &lanes, overview.row_threshold)) }
                }
                <ul class="source-lanes">
                    { for row.lanes.iter().zip(&*lanes).enumerate().map(|(i, (totals, name))| html! {
                        <li data-test="file-lane" data-lane={name.clone()}>
                            { mark(Glyph::Lane(i)) }<bdi class="lane-name" title={name.clone()}>{ name }</bdi>
                            { plain("strong", "number", total(totals.as_ref())) }
                        </li>
                    }) }
                </ul>
                if let Some(counts) = &file.counts { { toggles(counts, unmarked, overview.has_branches, press) } }
                <p class="source-basis muted">
                    { plain("span", "number", counts(row.totals.as_ref(), overview.has_branches)) }
                    { noted("span", "", "file-basis", &file.basis) }
                </p>
                if let Some(changed) = &file.changed { <p class="source-basis" data-test="file-changed">{ "In the diff: " }{ changed }</p> }
                if let Some(commit) = &file.unchecked {
                    <p class="source-basis" data-test="file-unchecked">{ mark(Glyph::Note) }{ " Not compared with " }{ commit }{ ". " }{ written("fetch-tree") }</p>
                }
                if let Some(note) = &row.note { <p class="source-basis">{ mark(Glyph::Note) }{ " " }{ note }</p> }
                { measured_as(file, &lanes) }
            </section>
        </>
    }
}

fn total(totals: Option<&Totals>) -> String {
    totals.map_or("unknown".to_owned(), |totals| {
        format!("{}{} %", if totals.estimated { "≈ " } else { "" }, totals.percent_exact)
    })
}

fn counts(totals: Option<&Totals>, has_branches: bool) -> String {
    let Some(totals) = totals else { return String::new() };
    let statements = words::counted(totals.n_statements, "statement", "statements");
    let branches = words::counted(totals.n_branches, "branch", "branches");
    if has_branches { format!("{statements} and {branches} by ") } else { format!("{statements} by ") }
}

/// The paths it was measured under, when a rule made them one or another.
fn measured_as(file: &File, lanes: &[AttrValue]) -> Html {
    if file.measured_as.iter().all(|(_, path)| *path == file.row.path) {
        return Html::default();
    }
    html! {
        <details class="source-measured">
            { plain("summary", "", "Measured as") }
            <ul>{ for file.measured_as.iter().map(|(lane, path)| html! {
                <li><span class="muted">{ lanes.get(*lane).cloned().unwrap_or_default() }{ " " }</span>{ plain("code", "", path) }</li>
            }) }</ul>
        </details>
    }
}
