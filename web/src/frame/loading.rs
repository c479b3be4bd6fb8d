//! How far the loading is, with a way to call it off.

use yew::prelude::*;

use crate::client::Client;
use crate::shared::path::path_name;
use crate::shared::plain::plain;
use crate::shared::words;
use crate::state::Loading;
use crate::state::Origin;

/// Up to so many inputs are listed each; of more, only those around the one being read.
const LISTED: usize = 12;

/// What is being loaded, input by input; `slim` when a report is open, which then keeps the page.
pub fn loading_panel(client: &Client, slim: bool) -> Html {
    let Some(loading) = client.state.loading.clone() else { return Html::default() };
    let n_inputs = loading.names.len();
    let read = loading.progress.input.min(n_inputs);
    let doing = if loading.cancelling { "Cancelling" } else { loading.progress.doing.as_str() };
    let what = if n_inputs == 1 {
        loading.names.first().cloned().unwrap_or_default()
    } else {
        format!("{} of {}", words::count(read), words::counted(n_inputs, "input", "inputs"))
    };
    html! {
        <section
            class={classes!("loading", slim.then_some("loading-slim"))}
            aria-label="Loading"
            data-test="loading"
        >
            <div class="loading-head">
                <p class="loading-doing" role="status">
                    <span class="spinner" aria-hidden="true"></span>
                    { plain("strong", "", doing.to_owned()) }
                    { plain("span", "muted loading-what", what) }
                </p>
                <button type="button" class="button button-small" data-act="cancel" disabled={loading.cancelling} data-test="cancel">
                    { "Cancel" }
                </button>
            </div>
            <progress class="loading-all" max={n_inputs.to_string()} value={total(&loading)} aria-label="All inputs"></progress>
            if !slim { <ul class="loading-inputs">{ for listed(&loading).map(|i| input(&loading, i)) }</ul> }
        </section>
    }
}

/// Inputs read, with the fraction of the one being read; nothing while that is unknown.
fn total(loading: &Loading) -> Option<String> {
    let progress = &loading.progress;
    let fraction = if progress.size > 0.0 { progress.read / progress.size } else { 0.0 };
    let known = loading.origin == Origin::Dropped && progress.input < loading.names.len();
    known.then(|| words::number(progress.input as f64 + fraction))
}

fn listed(loading: &Loading) -> std::ops::Range<usize> {
    let n_inputs = loading.names.len();
    let first = loading.progress.input.saturating_sub(LISTED / 2).min(n_inputs.saturating_sub(LISTED));
    first..n_inputs.min(first + LISTED)
}

fn input(loading: &Loading, i: usize) -> Html {
    let name = loading.names.get(i).cloned().unwrap_or_default();
    let progress = &loading.progress;
    let (state, words) = match i.cmp(&progress.input) {
        std::cmp::Ordering::Less => ("done", "read".to_owned()),
        std::cmp::Ordering::Equal if progress.size > 0.0 => {
            ("now", format!("{} of {}", words::bytes(progress.read), words::bytes(progress.size)))
        }
        std::cmp::Ordering::Equal => ("now", String::new()),
        std::cmp::Ordering::Greater => ("waits", "waiting".to_owned()),
    };
    html! {
        <li key={i} class={format!("loading-input loading-{state}")} data-test="loading-input" data-state={state}>
            { path_name(&name) }{ plain("span", "muted number", words) }
        </li>
    }
}
