//! The words when the engine is not there, and what can be done.

use yew::prelude::*;

use crate::shared::written::written;
use crate::state::Failure;

/// What the page says when there is no engine: on a screen of its own, or above what a link itself holds.
pub fn failed(failure: &Failure, alone: bool) -> Html {
    let (kind, cause) = match failure {
        Failure::NoWorker(cause) => ("no-worker", cause.clone()),
        Failure::NotLoaded(cause) => ("not-loaded", cause.clone()),
        Failure::Stale(version) => ("stale", format!("page {}, engine {version}", crate::VERSION)),
        Failure::Ended(cause) => ("ended", cause.clone()),
    };
    html! {
        <@{if alone { "main" } else { "section" }} class="page failure" role="alert" data-test="failure" data-kind={kind}>
            { written(kind) }
            if !cause.is_empty() {
                <pre class="code-block" data-test="failure-cause">{ cause }</pre>
            }
            <button type="button" class="button button-main" data-act="reload" data-test="reload">{ "Reload the page" }</button>
        </@>
    }
}
