//! The file's name, its numbers, and the way to its misses.

use covscope_core::view::{File, Overview, Totals};
use yew::prelude::*;

use crate::client::Client;
use crate::route::Screen;
use crate::shared::bar::cover_bar;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::path_name;
use crate::shared::words;

/// The head of the source view: its first part stays when the lines are scrolled. `go` goes to the next of `n_misses`
/// places, or with `false` to the one before.
pub(super) fn head(client: &Client, file: &File, overview: &Overview, n_misses: usize, go: &Callback<bool>) -> Html {
    let row = &file.row;
    let lanes: Vec<AttrValue> = overview.lanes.iter().map(|lane| lane.name.clone().into()).collect();
    let step = |forward| {
        let go = go.clone();
        Callback::from(move |_: MouseEvent| go.emit(forward))
    };
    html! {
        <>
            <div class="source-bar" data-test="source-bar">
                <a class="back" href={client.state.route.at(Screen::Report).href()} data-test="back">
                    { mark(Glyph::Back) }{ "Report" }
                </a>
                <h1 class="source-path">{ path_name(&row.path) }</h1>
                <span class="source-total number" data-test="file-total">{ total(row.totals.as_ref()) }</span>
                <div class="source-misses" role="group" aria-label="Misses">
                    <span class="muted number wide-only">{ words::counted(n_misses, "place to cover", "places to cover") }</span>
                    <button type="button" class="button button-small" onclick={step(false)} disabled={n_misses == 0} aria-keyshortcuts="k" data-test="previous-miss">
                        { "Previous" }<kbd class="wide-only">{ "k" }</kbd>
                    </button>
                    <button type="button" class="button button-small" onclick={step(true)} disabled={n_misses == 0} aria-keyshortcuts="j" data-test="next-miss">
                        { "Next" }<kbd class="wide-only">{ "j" }</kbd>
                    </button>
                </div>
            </div>
            <section class="card source-facts" aria-label="Numbers">
                if row.totals.is_some() {
                    <div class="source-cover">{ cover_bar(&row.bar, &lanes, overview.gate.threshold) }</div>
                }
                <ul class="source-lanes">
                    { for row.lanes.iter().zip(&lanes).enumerate().map(|(i, (totals, name))| html! {
                        <li data-test="file-lane" data-lane={name.clone()}>
                            { mark(Glyph::Lane(i)) }<span>{ name }</span>
                            <strong class="number">{ total(totals.as_ref()) }</strong>
                        </li>
                    }) }
                </ul>
                <p class="source-counts muted number">{ counts(row.totals.as_ref(), overview.has_branches) }</p>
                <p class="source-basis muted" data-test="file-basis">{ &file.basis }</p>
                if let Some(note) = &row.note { <p class="source-basis">{ mark(Glyph::Note) }{ " " }{ note }</p> }
                { measured_as(file, &lanes) }
                { legend() }
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
    let mut parts = vec![
        words::counted(totals.n_statements, "statement", "statements"),
        format!("{} missing", words::count(totals.n_missing)),
    ];
    if totals.n_excluded > 0 {
        parts.push(format!("{} excluded", words::count(totals.n_excluded)));
    }
    if has_branches {
        parts.push(words::counted(totals.n_branches, "branch", "branches"));
        parts.push(format!("{} partial", words::count(totals.n_partial_branches)));
    }
    parts.join(" · ")
}

/// The paths it was measured under, when a rule made them one or another.
fn measured_as(file: &File, lanes: &[AttrValue]) -> Html {
    if file.measured_as.iter().all(|(_, path)| *path == file.row.path) {
        return Html::default();
    }
    html! {
        <details class="source-measured">
            <summary>{ "Measured as" }</summary>
            <ul>{ for file.measured_as.iter().map(|(lane, path)| html! {
                <li><span class="muted">{ lanes.get(*lane).cloned().unwrap_or_default() }{ " " }</span><code>{ path }</code></li>
            }) }</ul>
        </details>
    }
}

fn legend() -> Html {
    let marks = [(Glyph::Missing, "missing"), (Glyph::Partial, "partial"), (Glyph::Excluded, "excluded")];
    html! {
        <ul class="source-legend muted" aria-label="Legend">
            { for marks.map(|(glyph, word)| html! { <li key={word}>{ mark(glyph) }{ word }</li> }) }
        </ul>
    }
}
