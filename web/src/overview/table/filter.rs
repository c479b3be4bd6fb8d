//! What narrows the table down.

use covscope_core::view::{Listing, Overview};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::overview::turn_changes;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};
use crate::shared::words;
use crate::shared::written::written;
use crate::state::Origin;

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
    let below = query.below;
    let toggle = {
        let client = client.clone();
        Callback::from(move |_: MouseEvent| client.ask_for(|query| query.below = !query.below))
    };
    let overview = &props.overview;
    let n_shown = overview.n_shown;
    let left = match query.rows() {
        Listing::Functions => words::counted(n_shown, "function", "functions"),
        Listing::Classes => words::counted(n_shown, "class", "classes"),
        _ if n_shown == overview.n_listed => words::counted(n_shown, "file", "files"),
        _ => format!("{} of {}", words::count(n_shown), words::counted(overview.n_listed, "file", "files")),
    };
    html! {
        <div class="filter-bar">
            <h2 id="files-title" class="visually-hidden">{ "Files" }</h2>
            { listings(&client, query.rows()) }
            <span class="muted number" role="status" data-test="shown">{ left }</span>
            if let Some(changes) = &overview.changes { { changes_only(&client, changes.n_files) } }
            <button
                type="button"
                class="button button-small toggle"
                aria-pressed={below.to_string()}
                onclick={toggle}
                data-does="Files %, or all"
                data-test="below"
            >
                { mark(Glyph::Below) }
                { format!("below {} % ({})", words::number(overview.row_threshold), words::count(overview.n_below)) }
            </button>
            if overview.n_skipped > 0 { { skipped(&client, overview.n_skipped) } }
            { props.children.clone() }
            <label class="filter">
                <span class="visually-hidden">{ "Filter" }</span>
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

/// What the rows are.
fn listings(client: &Client, shown: Listing) -> Html {
    let button = |listing: Listing| {
        let client = client.clone();
        let choose = Callback::from(move |_: MouseEvent| client.ask_for(|query| query.listing = listing));
        let (name, test) = match listing {
            Listing::Files => ("Files", "rows-files"),
            Listing::Tree => ("Tree", "rows-tree"),
            Listing::Functions => ("Functions", "rows-functions"),
            Listing::Classes => ("Classes", "rows-classes"),
        };
        html! {
            <button
                type="button"
                class="button button-small"
                aria-pressed={(listing == shown).to_string()}
                onclick={choose}
                data-does="Rows: %"
                data-test={test}
            >
                { name }
            </button>
        }
    };
    // Links and changes are of files alone.
    let are_files = client.state.route.query.changes || matches!(client.state.origin, Origin::Link(_));
    let shown_kinds = if are_files { &Listing::ALL[..2] } else { &Listing::ALL };
    html! { <div class="segments" role="group" aria-label="Rows">{ for shown_kinds.iter().copied().map(button) }</div> }
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

/// The switch for what the diff changed.
fn changes_only(client: &Client, n_files: usize) -> Html {
    let pressed = client.state.route.query.changes.to_string();
    let client = client.clone();
    let toggle = Callback::from(move |_: MouseEvent| turn_changes(&client));
    html! {
        <button type="button" class="button button-small toggle" aria-pressed={pressed} aria-keyshortcuts="d" onclick={toggle} data-test="changes">
            { format!("changes only ({})", words::count(n_files)) }<kbd class="wide-only">{ "d" }</kbd>
        </button>
    }
}

/// The switch for files that the configuration leaves out of the rows.
fn skipped(client: &Client, n_skipped: usize) -> Html {
    let all = client.state.route.query.all;
    let client = client.clone();
    let toggle = Callback::from(move |_: MouseEvent| client.ask_for(|query| query.all = !query.all));
    html! {
        <button
            type="button"
            class="button button-small toggle"
            aria-pressed={all.to_string()}
            onclick={toggle}
            title="Files that skip_covered or skip_empty leave out of the rows. Their numbers are in the totals."
            data-test="skipped"
        >
            { format!("skipped files ({})", words::count(n_skipped)) }
        </button>
    }
}
