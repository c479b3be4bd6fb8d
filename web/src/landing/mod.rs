//! The landing page: what this is, and what to drop.

use yew::prelude::*;

use crate::client::Client;
use crate::frame::{PickButton, PickWhat};
use crate::problems::problem_list;
use crate::route::Route;
use crate::shared::glyph::{Glyph, mark};
use crate::state::Engine;

/// What can be dropped: what it is, how it is called, and what it is good for.
const DROPPABLE: [(&str, &str, &str); 5] = [
    (
        "Data files, one per lane",
        ".coverage.unit  .coverage.heavy",
        "What ran. Written by coverage run; a lane is named by its file.",
    ),
    (
        "Artifact zips",
        "coverage-data-unit.zip",
        "As downloaded from the CI run. Zips in zips and tar.gz are opened too.",
    ),
    (
        "Configuration",
        "pyproject.toml  .coveragerc  setup.cfg  tox.ini",
        "The threshold, [paths], include, omit and exclusions.",
    ),
    (
        "Sources",
        "your project's folder, or a zip of it",
        "Statements and branches: without them, what ran has nothing to be compared with.",
    ),
    (
        "Reports instead of sources",
        "coverage.json  coverage.xml  coverage.lcov",
        "As a stand-in for the sources, or to check the numbers against CI's.",
    ),
];

/// The page when nothing is loaded.
pub fn landing(client: &Client) -> Html {
    let state = &client.state;
    let sample = Route { sample: true, ..Route::default() };
    html! {
        <main class="page landing" data-test="landing">
            <h1>{ "The coverage of all your test lanes together, against the gate" }</h1>
            <p class="lead">
                { "Drop the coverage.py data files of your CI's lanes. covscope combines them here, in your browser, with your project's own path mapping, and shows each file's union coverage, line and branch: the number that coverage.py itself would report." }
            </p>
            if state.is_lost() {
                <p class="note" role="status" data-test="lost-note">
                    { mark(Glyph::Note) }
                    <span>
                        <strong>{ "This link points into files that are not loaded. " }</strong>
                        { "covscope stores no files unless you ask it to (in the menu), so drop the same files again and the link opens where it points." }
                    </span>
                </p>
            }
            <section class="drop-area" aria-label="Open files" data-test="drop-area">
                <svg class="drop-icon" viewBox="0 0 48 32" aria-hidden="true">
                    <rect class="fill-lane-0" x="4" y="4" width="26" height="6" rx="1.5"/>
                    <rect class="fill-lane-1" x="14" y="13" width="22" height="6" rx="1.5"/>
                    <rect class="fill-shared" x="4" y="22" width="34" height="6" rx="1.5"/>
                    <path class="brand-gate" d="M41 1v30"/>
                </svg>
                <p class="drop-words">{ "Drop files or folders anywhere on this page" }</p>
                <div class="drop-buttons">
                    <PickButton what={PickWhat::Files} label="Choose files" class="button-main"/>
                    <PickButton what={PickWhat::Folder} label="Choose folder"/>
                    <a class="button" href={sample.href()} data-test="open-sample">{ "Open the sample" }</a>
                </div>
                <p class="small">{ "New here? The sample is a report of two lanes, with first steps above it." }</p>
                <p class="muted small">
                    { "Data files are hidden files: in the file dialog, press " }
                    <kbd>{ "Ctrl H" }</kbd>{ " (Linux) or " }<kbd>{ "⌘ ⇧ ." }</kbd>{ " (macOS) to see them." }
                </p>
                if state.engine == Engine::Starting {
                    <p class="muted small" role="status" data-test="engine-starting">{ "The engine is still loading; you can drop files already." }</p>
                }
            </section>
            if !state.problems.is_empty() {
                <section class="landing-problems" aria-label="Problems">
                    <h2>{ "Nothing to show yet" }</h2>
                    { problem_list(&state.problems) }
                </section>
            }
            <section aria-label="What can be dropped">
                <h2>{ "What can be dropped" }</h2>
                <dl class="droppable">
                    { for DROPPABLE.map(|(what, names, use_of)| html! {
                        <div key={what}>
                            <dt>{ what }</dt>
                            <dd><code>{ names }</code><span class="muted">{ use_of }</span></dd>
                        </div>
                    }) }
                </dl>
            </section>
            <p class="privacy">
                { mark(Glyph::Pass) }
                <span>
                    <strong>{ "Nothing leaves this page. " }</strong>
                    { "Files are read by a worker in this tab. The page's Content-Security-Policy lets the browser connect to no host but the one that served it, files are kept in this browser only if you ask for it, and there is no server to send anything to." }
                </span>
            </p>
        </main>
    }
}
