//! The verdict, how far it is from turning, and why it can be trusted.

use covscope_core::view::{Changes, Distance, Gate, Overview, Run, Verdict};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::rules;
use crate::client::Client;
use crate::route::Screen;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::{fact, noted, plain, push};
use crate::shared::words;
use crate::shared::written::written;

/// The verdict's card.
pub(super) fn gate_card(client: &Client, overview: &Overview) -> Html {
    let gate = &overview.gate;
    let union = &overview.union;
    let (.., class) = verdict_words(gate);
    html! {
        <section class={format!("card gate gate-{class}")} aria-label="Gate" data-test="gate" data-verdict={class}>
            <p class="gate-verdict">
                { verdict(gate) }
                { plain("span", "muted gate-meaning", meaning(gate)) }
                { rules::what_if(client, overview) }
            </p>
            if union.n_files == 0 {
                <p class="gate-shown" data-test="nothing">{ "coverage.py says: " }{ plain("strong", "", "No data to report.") }</p>
            } else {
            <p class="gate-total" data-test="total" data-percent={union.percent_exact.clone()}>
                if union.estimated { <abbr class="gate-about" title="Estimated, because there are no sources">{ "≈" }</abbr> }
                { plain("span", "gate-number", &union.percent_exact) }{ plain("span", "gate-unit", " %") }
            </p>
            <p class="gate-shown" data-test="total-shown">
                { shows(client, overview) }{ plain("strong", "", format!("{} %", union.percent_text)) }
                if let Some(distance) = gate.distance {
                    { " · " }{ noted("span", "", "distance", distance_words(distance, gate, overview.has_branches)) }
                }
            </p>
            }
            { reasons(gate) }
            { for gate.bounds.as_ref().map(|bounds| html! {
                <p class="small" data-test="gate-bounds">
                    { format!("It ends between {} and {} %; files that only the missing part measures can move both. ", bounds.low, bounds.high) }
                    <a href={client.state.route.at(Screen::Lanes).href()}>{ "Review the lanes" }</a>
                </p>
            }) }
            { threshold(client, gate) }
            { for overview.changes.as_ref().map(|changes| self::changes(changes, overview.has_branches)) }
            <dl class="trust">
                { fact("Counted", "basis", &overview.basis) }
                { for overview.run.as_ref().map(run) }
                { for overview.unchecked.as_ref().map(|commit| {
                    fact("Tested", "unchecked", html! { <>{ commit }{ written("fetch-tree") }</> })
                }) }
                if !overview.agreements.is_empty() {
                    { fact("Checked", "", overview.agreements.iter().map(|agreement| rules::agreement(client, agreement)).collect::<Html>()) }
                }
                if let Some(rules) = &overview.rules { { rules::rules(client, overview, rules) } }
                { fact("Settings", "config", overview.config.as_deref().unwrap_or("coverage.py's defaults; no configuration file was dropped")) }
            </dl>
        </section>
    }
}

/// The verdict over what a diff changed.
fn changes(changes: &Changes, has_branches: bool) -> Html {
    let gate = &changes.gate;
    html! {
        <section class="patch" aria-label="Changed lines" data-test="patch">
            <p class="gate-verdict">
                if changes.is_judged || gate.verdict == Verdict::Incomplete { { verdict(gate) } }
                if gate.distance.is_some() {
                    <strong class="number" data-test="patch-total">
                        { if changes.totals.estimated { "≈ " } else { "" } }{ &changes.totals.percent_exact }{ " %" }
                    </strong>
                }
                <span class="muted patch-diff">{ if gate.distance.is_some() { "of what changed in " } else { "changed in " } }<bdi data-test="patch-diff">{ &changes.diff }</bdi></span>
            </p>
            <p data-test="patch-says">
                { &changes.says }
                if let Some(distance) = gate.distance.filter(|_| changes.is_judged) {
                    { format!(" {}.", distance_words(distance, gate, has_branches)) }
                }
                { plain("span", "muted", format!(" {}", gate.threshold_from)) }
            </p>
            { reasons(gate) }
            if !changes.uncounted.is_empty() {
                <details data-test="patch-uncounted">
                    <summary>{ words::counted(changes.n_uncounted, "file of the diff does", "files of the diff do") }{ " not count" }</summary>
                    { list(&changes.uncounted) }
                </details>
            }
        </section>
    }
}

/// Why no verdict can be given.
fn reasons(gate: &Gate) -> Html {
    if gate.reasons.is_empty() { Html::default() } else { list(&gate.reasons) }
}

fn list(items: &[String]) -> Html {
    noted("ul", "gate-reasons", "gate-reasons", items.iter().map(|item| plain("li", "", item)).collect::<Html>())
}

/// The verdict as a mark and a word.
pub(crate) fn verdict(gate: &Gate) -> Html {
    let (glyph, word, class) = verdict_words(gate);
    html! { <span class={format!("verdict verdict-{class}")} data-test="verdict">{ mark(glyph) }{ word }</span> }
}

fn verdict_words(gate: &Gate) -> (Glyph, &'static str, &'static str) {
    match gate.verdict {
        Verdict::Pass => (Glyph::Pass, "PASS", "pass"),
        Verdict::Fail => (Glyph::Fail, "FAIL", "fail"),
        Verdict::Incomplete => (Glyph::Incomplete, "INCOMPLETE", "incomplete"),
    }
}

fn shows(client: &Client, overview: &Overview) -> &'static str {
    match (rules::is_what_if(client, overview), overview.gate.verdict) {
        (true, _) => "coverage.py would show ",
        (false, Verdict::Incomplete) => "so far, coverage.py shows ",
        (false, _) => "coverage.py shows ",
    }
}

fn meaning(gate: &Gate) -> &'static str {
    match gate.verdict {
        Verdict::Pass => "the union reaches the gate",
        Verdict::Fail => "the union is below the gate",
        Verdict::Incomplete => "no verdict can be given yet",
    }
}

/// How far the total is from the threshold.
pub(crate) fn distance_words(distance: Distance, gate: &Gate, has_branches: bool) -> String {
    let what = |n: usize| match (has_branches, n) {
        (true, 1) => "line or branch",
        (true, _) => "lines or branches",
        (false, 1) => "line",
        (false, _) => "lines",
    };
    match distance {
        Distance::Short(n) => {
            let reach = if n == 1 { "reaches" } else { "reach" };
            format!("{} more covered {} {reach} {} %", words::count(n), what(n), words::number(gate.threshold))
        }
        Distance::Spare(n) => format!("{} covered {} to spare", words::count(n), what(n)),
    }
}

/// The threshold, to be changed in place.
fn threshold(client: &Client, gate: &Gate) -> Html {
    let typed = client.state.route.query.threshold.is_some();
    let in_force = gate.threshold;
    let set = {
        let client = client.clone();
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let number = input.as_ref().and_then(|input| words::parse(&input.value()));
            if let Some(number) = number.filter(|number| (0.0..=100.0).contains(number)) {
                client.ask_for(|query| query.threshold = Some(number));
            } else if let Some(input) = input.filter(|input| !input.value().is_empty()) {
                input.set_value(&words::number(in_force));
                client.say("The gate is a number from 0 to 100: it stays as it was.");
            }
        })
    };
    let client = client.clone();
    let reset = Callback::from(move |_: MouseEvent| client.ask_for(|query| query.threshold = None));
    html! {
        <div class="threshold">
            <label class="threshold-label">
                { plain("span", "", "Gate") }
                <input
                    class="threshold-input number"
                    type="number" min="0" max="100" step="any" inputmode="decimal"
                    value={words::number(gate.threshold)}
                    onchange={set}
                    aria-describedby="threshold-from"
                    data-test="threshold"
                />
                { plain("span", "", "%") }
            </label>
            <span id="threshold-from" class="muted" data-test="threshold-from">{ &gate.threshold_from }</span>
            if typed {
                { push("link-button", "threshold-reset", reset, "undo") }
            }
        </div>
    }
}

/// The run that a link tells of, with the way to its artifacts, and what the data has to do with it.
fn run(run: &Run) -> Html {
    let name = match &run.href {
        Some(href) => html! { <a href={href.clone()} target="_blank" rel="noreferrer">{ &run.name }</a> },
        None => Html::from(&run.name),
    };
    let lanes = run.lanes.iter().map(|lane| plain("span", "agreement-first", lane));
    fact("Data", "run", html! { <>{ name }{ for lanes }</> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_told_in_words() {
        let gate = Gate {
            verdict: Verdict::Pass,
            threshold: 80.0,
            threshold_from: String::new(),
            reasons: vec![],
            distance: None,
            bounds: None,
        };
        let words = |distance, branches| distance_words(distance, &gate, branches);
        assert_eq!(words(Distance::Spare(348), true), "348 covered lines or branches to spare");
        assert_eq!(words(Distance::Short(2685), true), "2,685 more covered lines or branches reach 80 %");
        assert_eq!(words(Distance::Short(1), false), "1 more covered line reaches 80 %");
    }
}
