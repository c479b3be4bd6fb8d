//! By which rules the sources are read, to be changed in place, and whether CI's own reports agree.

use covscope_core::python::PythonVersion;
use covscope_core::view::{Agreement, Choices, DefaultExclusions, Overview, RulesInForce};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::client::Client;
use crate::route::Screen;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{fact, link, plain, push};
use crate::shared::words;

/// The badge of a report of CI's: in how many files it agrees, and the first line that does not.
pub(super) fn agreement(client: &Client, agreement: &Agreement) -> Html {
    let Agreement { report, is_other_run, lane, n_agree, n_files, first } = agreement;
    let about = match lane {
        Some(lane) => format!(" about {lane}"),
        None if *is_other_run => ", about another run".to_owned(),
        None => String::new(),
    };
    let (glyph, class) = if first.is_none() { (Glyph::Pass, "agrees") } else { (Glyph::Warning, "differs") };
    let place = first.as_ref().map(|first| {
        let mut route = client.state.route.at(Screen::File(first.path.clone()));
        route.line = first.line;
        let place = match first.line {
            Some(line) => link("", "first-difference", route.href(), format!("{}:{line}", first.path)),
            None => plain("code", "", &first.path),
        };
        html! {
            <span class="agreement-first">
                { "First difference: " }{ place }{ ". " }{ &first.why }
            </span>
        }
    });
    html! {
        <p class={format!("agreement agreement-{class}")} data-test="agreement" data-agrees={first.is_none().to_string()}>
            { mark(glyph) }
            <span>
                { format!("{report}{about}: ") }
                { plain("strong", "", format!("{} of {}", words::count(*n_agree), words::counted(*n_files, "file", "files"))) }
                { if *n_files == 1 { " agrees with CI." } else { " agree with CI." } }
                { place }
            </span>
        </p>
    }
}

/// Whether a choice of the person's changes the rules.
pub(super) fn is_what_if(client: &Client, overview: &Overview) -> bool {
    let is_switched_off = |rules: &RulesInForce| rules.defaults == DefaultExclusions::SwitchedOff;
    let query = &client.state.route.query;
    let has_lanes_off = overview.lanes.iter().any(|lane| !lane.on);
    has_lanes_off
        || query.choices.python.is_some()
        || !query.choices.arrangement.is_default()
        || overview.rules.as_ref().is_some_and(is_switched_off)
}

/// That the numbers are not those of the project's own rules, and the way back to them.
pub(super) fn what_if(client: &Client, overview: &Overview) -> Html {
    if !is_what_if(client, overview) {
        return Html::default();
    }
    let arrangement = client.state.arrangement();
    let words = if arrangement.lines_only {
        "what if branches are left out "
    } else if !arrangement.is_default() {
        "by lanes and paths as changed here, not the project's "
    } else if overview.lanes.iter().any(|lane| !lane.on) {
        "by the lanes that are switched on "
    } else {
        "by the rules chosen below, not the project's "
    };
    let client = client.clone();
    let undo = Callback::from(move |_: MouseEvent| {
        client.ask_for(|query| {
            query.choices = Choices::default();
            query.off.clear();
        });
    });
    html! {
        <span class="what-if" data-test="what-if">
            { words }
            { push("link-button", "undo-rules", undo, "undo") }
        </span>
    }
}

/// The rows about the Python version and the exclusions.
pub(super) fn rules(client: &Client, overview: &Overview, rules: &RulesInForce) -> Html {
    html! {
        <>
            <div>
                { plain("dt", "", "Rules") }
                <dd class="rules-python">
                    { python(client, rules) }
                    <span class="muted" data-test="python-from">
                        { if client.state.route.query.choices.python.is_some() { "chosen here" } else { &rules.python_from } }
                    </span>
                </dd>
            </div>
            { fact("Excluded", "", exclusions(client, overview, rules)) }
        </>
    }
}

fn python(client: &Client, rules: &RulesInForce) -> Html {
    let chosen = client.state.route.query.choices.python;
    let choose = {
        let client = client.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let version = select.and_then(|select| select.value().parse().ok());
            client.ask_for(|query| query.choices.python = version);
        })
    };
    html! {
        <select class="select" aria-label="The Python whose rules apply" onchange={choose} data-test="python">
            <option value="" selected={chosen.is_none()}>{ format!("Python {} (automatic)", rules.project_python) }</option>
            { for PythonVersion::ALL.iter().rev().map(|version| html! {
                <option value={version.as_str()} selected={chosen == Some(*version)}>{ format!("Python {version}") }</option>
            }) }
        </select>
    }
}

fn exclusions(client: &Client, overview: &Overview, rules: &RulesInForce) -> Html {
    let toggle = {
        let client = client.clone();
        Callback::from(move |_: Event| {
            client.ask_for(|query| query.choices.no_default_exclusions = !query.choices.no_default_exclusions);
        })
    };
    let without =
        if rules.defaults == DefaultExclusions::SwitchedOff { ", without coverage.py's defaults" } else { "" };
    let replaced = rules.defaults == DefaultExclusions::Replaced;
    html! {
        <details class="exclusions" data-test="exclusions">
            <summary>
                { format!(
                    "{} by {}{without}",
                    words::counted(overview.union.n_excluded, "line", "lines"),
                    words::counted(rules.exclude.len(), "pattern", "patterns"),
                ) }
            </summary>
            <label class="check">
                <input
                    type="checkbox"
                    checked={rules.defaults == DefaultExclusions::InForce}
                    disabled={replaced}
                    onchange={toggle}
                    data-test="default-exclusions"
                />
                { if replaced { "coverage.py's defaults: replaced by exclude_lines" } else { "coverage.py's defaults" } }
            </label>
            <ul tabindex="0" aria-label="Patterns">
                { for rules.exclude.iter().map(|pattern| plain("li", "", plain("code", "", pattern))) }
            </ul>
        </details>
    }
}
