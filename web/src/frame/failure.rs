//! The words when the engine is not there, and what can be done.

use yew::prelude::*;

use crate::shared::dom;
use crate::shared::glyph::{Glyph, mark};
use crate::state::Failure;

/// The whole page's screen when there is no engine.
pub fn failed(failure: &Failure) -> Html {
    let words = words(failure);
    let reload = Callback::from(|_: MouseEvent| {
        // Fails only where the page may not be left.
        let _ = dom::window().location().reload();
    });
    html! {
        <main class="page failure" role="alert" data-test="failure" data-kind={words.kind}>
            <h1>{ mark(Glyph::Error) }{ words.title }</h1>
            <p>{ words.meaning }</p>
            <p>{ words.remedy }</p>
            if !words.cause.is_empty() {
                <pre class="code-block" data-test="failure-cause">{ words.cause }</pre>
            }
            <button type="button" class="button button-main" onclick={reload} data-test="reload">{ "Reload the page" }</button>
        </main>
    }
}

struct Words {
    kind: &'static str,
    title: &'static str,
    meaning: &'static str,
    remedy: &'static str,
    cause: String,
}

fn words(failure: &Failure) -> Words {
    match failure {
        Failure::NoWorker(cause) => Words {
            kind: "no-worker",
            title: "This browser did not start covscope's engine",
            meaning: "The engine runs in a web worker, so that the page stays quick. The browser refused to start one.",
            remedy: "Open the page over http or https (not as a file), outside of a sandboxed frame, in a current browser.",
            cause: cause.clone(),
        },
        Failure::NotLoaded(cause) => Words {
            kind: "not-loaded",
            title: "The engine could not be loaded",
            meaning: "One of covscope's own files did not arrive, or the browser has WebAssembly switched off.",
            remedy: "Reload the page. If it happens again, allow WebAssembly for this site, or try without extensions that block scripts.",
            cause: cause.clone(),
        },
        Failure::Stale(version) => Words {
            kind: "stale",
            title: "covscope was updated",
            meaning: "The page and its engine are of two versions: one of them is an old copy in the browser's cache.",
            remedy: "Reload the page to get both of the same version.",
            cause: format!("page {}, engine {version}", crate::VERSION),
        },
        Failure::Ended(cause) => Words {
            kind: "ended",
            title: "The engine stopped",
            meaning: "It met something it could not handle, most likely more data than the page's memory holds, or a mistake in covscope. What was loaded is gone; your files are as they were.",
            remedy: "Reload the page and drop the files again, fewer at a time. If it happens again, please report it with the lines below; no file's content is in them.",
            cause: cause.clone(),
        },
    }
}
