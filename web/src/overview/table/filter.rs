//! What narrows the table down.

use covscope_core::view::Overview;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};
use crate::shared::words;

/// The key of the filter.
pub(crate) const KEYS: [Key; 1] = [Key { key: "/", does: "filter" }];

/// Properties of [`FilterBar`].
#[derive(PartialEq, Properties)]
pub(crate) struct FilterBarProps {
    /// The report.
    pub overview: Held<Overview>,
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
    let n_rows = overview.rows.len();
    let left = if n_rows == overview.n_files {
        words::counted(n_rows, "file", "files")
    } else {
        format!("{} of {}", words::count(n_rows), words::counted(overview.n_files, "file", "files"))
    };
    html! {
        <div class="filter-bar">
            <h2 id="files-title">{ "Files" }</h2>
            <span class="muted number" role="status" data-test="shown">{ left }</span>
            <button
                type="button"
                class="button button-small toggle"
                aria-pressed={below.to_string()}
                onclick={toggle}
                data-test="below"
            >
                { mark(Glyph::Below) }
                { format!("below {} % ({})", words::percent(overview.gate.threshold), words::count(overview.n_below)) }
            </button>
            if overview.n_skipped > 0 { { skipped(&client, overview.n_skipped) } }
            <label class="filter">
                <span class="visually-hidden">{ "Filter files by path" }</span>
                <input
                    ref={field}
                    class="filter-input"
                    type="search"
                    placeholder="Filter by path"
                    spellcheck="false"
                    autocomplete="off"
                    value={query.filter.clone()}
                    oninput={typed}
                    onkeydown={cleared}
                    data-test="filter"
                />
                <kbd class="filter-key" aria-hidden="true">{ "/" }</kbd>
            </label>
        </div>
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
