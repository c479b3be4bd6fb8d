//! What narrows the table down.

use covscope_core::view::{Listing, Overview, Query, Verdict};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::overview::turn_changes;
use crate::shared::button::Button;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};
use crate::shared::plain::plain;
use crate::shared::words;
use crate::shared::written::written;

/// The key of the filter.
pub(crate) const KEYS: [Key; 1] = [Key { key: "/", does: "filter" }];

/// Properties of [`FilterBar`].
#[derive(PartialEq, Properties)]
pub(crate) struct FilterBarProps {
    /// The report.
    pub overview: Held<Overview>,
    /// What else stands in the bar.
    pub children: Html,
}

/// The field, the "below" switch, and how many files are left.
#[component]
pub(crate) fn FilterBar(props: &FilterBarProps) -> Html {
    let client = use_client();
    let field = use_node_ref();
    {
        let field = field.clone();
        use_keys(
            &KEYS,
            Callback::from(move |_| {
                if let Some(field) = field.cast::<HtmlInputElement>() {
                    // A field can always have the focus.
                    let _ = field.focus();
                    field.select();
                }
            }),
        );
    }
    let typed = {
        let client = client.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let text = input.map(|input| input.value()).unwrap_or_default();
            client.ask_for(|query| query.filter = text);
        })
    };
    let cleared = {
        let client = client.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                client.ask_for(|query| query.filter.clear());
            }
        })
    };
    let query = &client.state.route.query;
    let press = {
        let client = client.clone();
        Callback::from(move |does| match does {
            "d" => turn_changes(&client),
            "below" => client.ask_for(|query| query.below = !query.below),
            "all" => client.ask_for(|query| query.all = !query.all),
            name => client.ask_for(|query| {
                query.listing =
                    LISTINGS.into_iter().find(|(_, known)| *known == name).map_or(query.listing, |(one, _)| one);
            }),
        })
    };
    let switch = |does, pressed| Button { does, test: does.to_owned(), pressed: Some(pressed), ..Button::default() };
    let overview = &props.overview;
    let n_shown = overview.n_shown;
    let has_changes = overview.changes.is_some();
    let so_far = overview.gate.verdict == Verdict::Incomplete;
    let left = match query.rows(has_changes) {
        Listing::Functions => words::counted(n_shown, "function", "functions"),
        Listing::Classes => words::counted(n_shown, "class", "classes"),
        _ if n_shown == overview.n_listed => words::counted(n_shown, "file", "files"),
        _ => format!("{} of {}", words::count(n_shown), words::counted(overview.n_listed, "file", "files")),
    };
    html! {
        <div class="filter-bar">
            <h2 id="files-title" class="visually-hidden">{ "Files" }</h2>
            { listings(&client, query, has_changes, &press) }
            <span class="muted number" role="status" data-test="shown">{ left }</span>
            if let Some(changes) = &overview.changes {
                { Button { is_key: true, test: "changes".to_owned(), ..switch("d", query.changes) }
                    .with(&press, format!("changes only ({})", words::count(changes.n_files)).into()) }
            }
            // Changed lines need not have a gate.
            if overview.row_threshold > 0.0 || query.below {
                { Button { offered: Some("Files %, or all"), ..switch("below", query.below) }.with(&press, html! {
                    <>
                        if !so_far { { mark(Glyph::Below) } }
                        { format!("below {} %{} ({})", words::number(overview.row_threshold), if so_far { " so far" } else { "" }, words::count(overview.n_below)) }
                    </>
                }) }
            }
            if overview.n_skipped > 0 {
                { Button { test: "skipped".to_owned(), title: Some(SKIPPED), ..switch("all", query.all) }
                    .with(&press, format!("skipped files ({})", words::count(overview.n_skipped)).into()) }
            }
            { props.children.clone() }
            <label class="filter">
                { plain("span", "visually-hidden", "Filter") }
                <input
                    ref={field}
                    class="filter-input"
                    type="search"
                    placeholder="api/ !test <80 missing>10 lane:unit-only"
                    aria-describedby="filter-problems"
                    spellcheck="false"
                    autocomplete="off"
                    value={query.filter.clone()}
                    oninput={typed}
                    onkeydown={cleared}
                    data-test="filter"
                />
                <kbd class="filter-key" aria-hidden="true">{ "/" }</kbd>
            </label>
            { help() }
            <div id="filter-problems" class="filter-problems" role="status" data-test="filter-problems">
                { for overview.filter_problems.iter().map(|problem| html! { <p>{ mark(Glyph::Warning) }{ " " }{ problem }</p> }) }
            </div>
        </div>
    }
}

/// What the rows can be; changes and links are of files alone.
const LISTINGS: [(Listing, &str); 4] = [
    (Listing::Files, "Files"),
    (Listing::Tree, "Tree"),
    (Listing::Functions, "Functions"),
    (Listing::Classes, "Classes"),
];

const SKIPPED: &str = "Files that skip_covered or skip_empty leave out of the rows. Their numbers are in the totals.";

/// The switches between them.
fn listings(client: &Client, query: &Query, has_changes: bool, press: &Callback<&'static str>) -> Html {
    let button = |(listing, does): (Listing, &'static str)| {
        let (test, pressed) = (format!("rows-{}", words::lower(does)), Some(listing == query.rows(has_changes)));
        Button { does, test, pressed, offered: Some("Rows: %"), ..Button::default() }.with(press, does.into())
    };
    let are_files = query.changes && has_changes || client.state.is_link();
    let shown = LISTINGS.into_iter().take(if are_files { 2 } else { 4 });
    html! { <div class="segments" role="group" aria-label="Rows">{ for shown.map(button) }</div> }
}

/// The language of the filter, by examples; they stand in index.html.
fn help() -> Html {
    html! {
        <>
            <button type="button" class="button button-small" popovertarget="filter-help" aria-label="How to filter" data-test="filter-help">{ "?" }</button>
            <div id="filter-help" class="menu filter-help" popover="auto" role="group" aria-label="How to filter">
                { written("filter-terms") }
            </div>
        </>
    }
}
