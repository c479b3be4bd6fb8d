//! The lanes: which data files are here, what is in them, and under which name they count.

use covscope_core::view::{Bounds, DataFile, Mixed, Review, ReviewedLane};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::note;
use crate::client::Client;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::visible;
use crate::shared::plain::{column, noted, plain, push};
use crate::shared::words;

/// The columns of a data file's facts.
const COLUMNS: [&str; 8] = ["Size", "Measures", "Contexts", "Written by", "Files", "Mapped", "Unmapped", "Folded"];

pub(super) fn screen(client: &Client, review: &Review) -> Html {
    let rest = |title: &'static str, files: &[DataFile], put_back: bool| {
        if files.is_empty() {
            return html! { <tbody key={title} hidden=true></tbody> };
        }
        group(title, files.iter().map(|file| row(client, file, None, put_back)).collect())
    };
    let unusable: Vec<_> =
        review.unusable.iter().map(|input| DataFile { input: input.clone(), ..DataFile::default() }).collect();
    html! {
        <>
            { for review.mixed.as_ref().map(|mixed| rescue(client, mixed)) }
            { expected(client, review) }
            <section class="card review-lanes" aria-labelledby="review-lanes-title">
                <div class="card-head">
                    <h2 id="review-lanes-title">{ "Lanes" }</h2>
                    { plain("span", "muted", "Two lanes of one name are one. Drop further data files anywhere on the page.") }
                </div>
                <div class="review-around">
                    <table class="review-table">
                        <thead key="head"><tr>
                            { column("", "Lane and data files") }
                            { for COLUMNS.iter().map(|name| column("number", name)) }
                            { column("", plain("span", "visually-hidden", "Take out")) }
                        </tr></thead>
                        { for review.lanes.iter().enumerate().map(|(index, lane)| self::lane(client, index, lane)) }
                        { rest("Not combined", &review.left_out, false) }
                        { rest("Can't be used", &unusable, false) }
                        { rest("Taken out", &review.removed, true) }
                    </table>
                </div>
                if review.lanes.is_empty() { { noted("p", "empty", "empty", "No lane is left. Put one back, or drop data files.") } }
            </section>
        </>
    }
}

/// The lanes that make the union complete, and where the total can end without them.
fn expected(client: &Client, review: &Review) -> Html {
    let names: Vec<&str> = review.expected.iter().map(|lane| lane.name.as_str()).collect();
    let typed = client.state.arrangement().expected.is_some();
    let client = client.clone();
    let change = Callback::from(move |event: Event| {
        let names =
            value(&event).split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        client.arrange(false, |all| all.expected = Some(names));
    });
    let from = match (typed, names.is_empty()) {
        (true, _) => "typed here; to keep it: lanes = […] in [tool.covscope]",
        (false, true) => "none is known: type their names, with commas, and a missing one is noticed",
        (false, false) => "as [tool.covscope] lanes says",
    };
    html! {
        <section class="card review-expected" aria-label="Expected lanes">
            <label class="review-field">
                { plain("span", "", "Expected lanes") }
                <input class="filter-input" value={names.join(", ")} onchange={change} placeholder="unit, heavy" spellcheck="false" autocomplete="off" data-test="expected"/>
            </label>
            { plain("span", "muted small", from) }
            <ul class="review-names">
                { for review.expected.iter().map(|lane| {
                    let (glyph, word) = if lane.is_here { (Glyph::Pass, "here") } else { (Glyph::Incomplete, "missing") };
                    html! { <li data-test="expected-lane" data-here={lane.is_here.to_string()}>{ mark(glyph) }{ format!("{} {word}", visible(&lane.name)) }</li> }
                }) }
            </ul>
            if !review.gate.reasons.is_empty() {
                <ul class="gate-reasons">{ for review.gate.reasons.iter().map(|reason| plain("li", "", reason)) }</ul>
            }
            { for review.gate.bounds.as_ref().map(bounds_words).map(|words| noted("p", "", "bounds", words)) }
        </section>
    }
}

/// Where the total can end, as sentences.
fn bounds_words(bounds: &Bounds) -> String {
    let Bounds { low, high, n_missing, low_passes } = bounds;
    let passes = if *low_passes { "Even the lower one reaches the gate. " } else { "" };
    format!(
        "The total ends between {low} %, if what is missing covers nothing new, and {high} %, if it covers all {} that nothing covers yet. \
         {passes}Files that only the missing part measures can move both.",
        words::counted(*n_missing, "line or branch", "lines and branches"),
    )
}

/// Statements for all, where branches stand in the way.
fn rescue(client: &Client, mixed: &Mixed) -> Html {
    let names = |inputs: &[String]| words::list(&inputs.iter().map(String::as_str).collect::<Vec<_>>());
    let (words, act) = match mixed.is_rescued {
        true => (
            "Count branches again",
            "All are combined by their lines; branches are left out. What if, not the project's number.",
        ),
        false => ("Combine all by their lines", "coverage.py does not combine them."),
    };
    let client = client.clone();
    let toggle = Callback::from(move |_: MouseEvent| client.arrange(false, |all| all.lines_only = !all.lines_only));
    let content = html! {
        <>
            <p>
                { format!("With branches: {}. Without: {}. ", names(&mixed.branches), names(&mixed.statements)) }{ act }
            </p>
            <p>{ "The same setting in every lane mends it: " }{ plain("code", "", "[tool.coverage.run] branch = true") }</p>
            { push("button button-small", "rescue", toggle, words) }
        </>
    };
    note(Glyph::Warning, "mixed", content)
}

fn lane(client: &Client, index: usize, lane: &ReviewedLane) -> Html {
    let inputs: Vec<String> = lane.files.iter().map(|file| file.input.clone()).collect();
    let rename = {
        let (client, inputs, own) = (client.clone(), inputs.clone(), lane.name.clone());
        Callback::from(move |event: Event| {
            let name = value(&event);
            client.arrange(false, |all| all.rename(&inputs, &name));
            if name.trim().is_empty()
                && let Some(field) = field(&event)
            {
                // Its own name may be the one that it had, and then nothing is drawn anew.
                field.set_value(&own);
            }
        })
    };
    let take_out = {
        let client = client.clone();
        Callback::from(move |_: MouseEvent| client.arrange(false, |all| all.remove(&inputs)))
    };
    let alone = match lane.totals.n_files {
        0 => "–".to_owned(),
        _ => format!("{}{} % alone", if lane.totals.estimated { "≈ " } else { "" }, lane.totals.percent_exact),
    };
    let several = lane.files.len() > 1;
    // By what does not change with its name: the fields stay those of their lanes.
    let key = lane.files.first().map(|file| file.input.clone()).unwrap_or_default();
    html! {
        <tbody {key} class="review-group" data-test="lane-card" data-lane={lane.name.clone()}>
            <tr class="review-lane">
                <th scope="rowgroup" colspan="9">
                    <label class="review-field">
                        { mark(Glyph::Lane(index)) }
                        { plain("span", "visually-hidden", "Name of the lane") }
                        <input class="filter-input review-name" value={lane.name.clone()} onchange={rename} spellcheck="false" autocomplete="off" data-test="lane-name"/>
                        { noted("strong", "number", "lane-alone", alone) }
                        if several { { plain("span", "muted", words::counted(lane.files.len(), "data file", "data files")) } }
                    </label>
                </th>
                { plain("td", "", text_button("Take out", &format!("Take out the lane {}", visible(&lane.name)), take_out, "remove-lane")) }
            </tr>
            { for lane.files.iter().map(|file| row(client, file, Some(several), false)) }
        </tbody>
    }
}

fn group(title: &'static str, rows: Html) -> Html {
    html! {
        <tbody key={title} class="review-group" data-test="group">
            <tr class="review-lane"><th scope="rowgroup" colspan="10">{ title }</th></tr>
            { rows }
        </tbody>
    }
}

/// A data file. `several`: whether its lane has others; `None` without a lane.
fn row(client: &Client, file: &DataFile, several: Option<bool>, put_back: bool) -> Html {
    let count = |number: usize| if file.schema == 0 { "–".to_owned() } else { words::count(number) };
    // Paths are looked for only where they count.
    let found = |number: usize| if several.is_none() { "–".to_owned() } else { words::count(number) };
    let facts = [
        if file.schema == 0 { "–".to_owned() } else { words::bytes(file.size as f64) },
        match file.has_arcs {
            Some(true) => "branches",
            Some(false) => "lines",
            None => "nothing",
        }
        .to_owned(),
        count(file.n_contexts),
        if file.schema == 0 { "–".to_owned() } else { format!("{} · schema {}", file.version, file.schema) },
        count(file.n_files),
        found(file.n_mapped),
        found(file.n_unmapped),
        found(file.n_folded),
    ];
    let act = {
        let (client, input) = (client.clone(), [file.input.clone()]);
        Callback::from(move |_: MouseEvent| {
            client.arrange(false, |all| if put_back { all.put_back(&input) } else { all.remove(&input) });
        })
    };
    let (words, test) = if put_back { ("Put back", "put-back") } else { ("Take out", "remove-file") };
    let doubtful = (file.n_unmapped + file.n_folded > 0).then_some("review-doubtful");
    html! {
        <tr class={classes!("review-file", doubtful)} data-test="data-file" data-input={file.input.clone()}>
            <th scope="row">
                { visible(&file.input) }
                { for file.duplicates.iter().map(|same| noted("span", "muted small", "duplicate", format!("the same as {same}, counted once"))) }
            </th>
            { for COLUMNS.iter().zip(facts).map(|(name, fact)| html! { <td class="number" data-label={*name}>{ fact }</td> }) }
            <td>if several != Some(false) { { text_button(words, &format!("{words} {}", file.input), act, test) } }</td>
        </tr>
    }
}

/// A button whose full meaning is told to those who do not see where it stands.
pub(super) fn text_button(words: &'static str, label: &str, act: Callback<MouseEvent>, test: &'static str) -> Html {
    html! {
        <button type="button" class="link-button" aria-label={label.to_owned()} onclick={act} data-test={test}>{ words }</button>
    }
}

/// The field that an event is about.
fn field(event: &Event) -> Option<HtmlInputElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// What is typed in the field of an event.
pub(super) fn value(event: &Event) -> String {
    field(event).map(|field| field.value()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_told_in_words() {
        let bounds = Bounds { low: "61.29".to_owned(), high: "100.00".to_owned(), n_missing: 741, low_passes: false };
        let told = bounds_words(&bounds);
        assert!(
            told.starts_with("The total ends between 61.29 %, if what is missing covers nothing new, and 100.00 %, if")
        );
        assert!(told.contains("all 741 lines and branches") && !told.contains("reaches"), "{told}");
        assert!(bounds_words(&Bounds { low_passes: true, ..bounds }).contains("Even the lower one reaches the gate."));
    }
}
