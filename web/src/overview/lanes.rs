//! The lanes: who covers what, and each lane's own total beside the union, never as a verdict. A lane can be switched off to see
//! what would be covered without it.

use covscope_core::view::{Lane, Overview, Totals};
use yew::prelude::*;

use super::sets::sets;
use crate::client::Client;
use crate::route::Screen;
use crate::shared::bar::cover_bar;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::{lane_names, visible};
use crate::shared::plain::{column, link, plain};
use crate::shared::words;

/// Shows each lane alone, one after the other, then all of them.
pub(super) fn cycle(client: &Client, overview: &Overview) {
    if overview.is_of_link {
        return client.say("A link tells of no other unions: drop the data of its lanes.");
    }
    let lanes = &overview.lanes;
    let on: Vec<usize> = (0..lanes.len()).filter(|&lane| lanes.get(lane).is_some_and(|lane| lane.on)).collect();
    let next = match on.as_slice() {
        [only] => only + 1,
        _ => 0,
    };
    let off = |lane: &(usize, &Lane)| lane.0 != next && next < lanes.len();
    let off = lanes.iter().enumerate().filter(off).map(|(_, lane)| lane.name.clone()).collect();
    client.ask_for(|query| query.off = off);
}

/// The lanes' card.
pub(super) fn lanes_card(client: &Client, overview: &Overview) -> Html {
    let took = client.state.took;
    let lanes = lane_names(overview);
    let points = overview.bar.shared + overview.bar.only.iter().sum::<usize>() + overview.bar.missing;
    let unit = if overview.has_branches { "lines and branches" } else { "lines" };
    let narrowed = overview.shares.iter().map(|share| share.points).sum::<usize>() != points;
    html! {
        <section class="card lanes" aria-labelledby="lanes-title" data-test="lanes">
            <div class="card-head">
                <h2 id="lanes-title">{ "Who covers what" }</h2>
                <span class="muted number" data-test="took" data-ms={words::number(took)}>
                    { format!("{} {unit} in {}, worked out in {} ms", words::count(points), words::counted(overview.n_files, "file", "files"), words::count(took.round() as usize)) }
                </span>
                { link("", "review-link", client.state.route.at(Screen::Lanes).href(), "Review") }
            </div>
            { plain("div", "lanes-bar", cover_bar(&overview.bar, &lanes, overview.gate.threshold)) }
            <div class="lanes-tables">
                if !overview.shares.is_empty() {
                    <div class="lane-table-around">
                        { sets(client, overview) }
                        if narrowed { { plain("p", "muted small", "Of what the filter below leaves.") } }
                    </div>
                }
                { plain("div", "lane-table-around", lane_table(client, overview)) }
            </div>
        </section>
    }
}

fn lane_table(client: &Client, overview: &Overview) -> Html {
    html! {
        <table class="lane-table">
            <caption class="visually-hidden">{ "Each lane alone, beside the union" }</caption>
            <thead>
                <tr>
                    { column("", "Lane alone") }
                    { column("number", "Cover") }
                    { column("number", "Stmts") }
                    { column("number", "Miss") }
                    if overview.has_branches {
                        { column("number wide-only", "Branch") }
                        { column("number wide-only", "BrPart") }
                    }
                </tr>
            </thead>
            <tbody>
                { for overview.lanes.iter().enumerate().map(|(i, lane)| html! {
                    <tr
                        class={(!lane.on).then_some("lane-off")}
                        data-test="lane-total"
                        data-lane={lane.name.clone()}
                        data-percent={lane.totals.percent_exact.clone()}
                    >
                        <th scope="row" title={lane.files.join("\n")}>{ switch(client, overview, i, lane) }</th>
                        { counts(&lane.totals, overview.has_branches) }
                    </tr>
                }) }
                if overview.lanes.len() > 1 {
                    <tr class="lane-union" data-test="union-total" data-percent={overview.union.percent_exact.clone()}>
                        <th scope="row">{ mark(Glyph::Shared) }{ plain("span", "", "union") }</th>
                        { counts(&overview.union, overview.has_branches) }
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// The lane's name; with others beside it, a switch.
fn switch(client: &Client, overview: &Overview, index: usize, lane: &Lane) -> Html {
    let label = html! { <>{ mark(Glyph::Lane(index)) }{ plain("span", "", visible(&lane.name)) }</> };
    // A link does not tell what would be missing without it.
    if overview.lanes.len() < 2 || overview.is_of_link {
        return label;
    }
    let toggle = {
        let (client, name) = (client.clone(), lane.name.clone());
        Callback::from(move |_: Event| {
            client.ask_for(|query| match query.off.iter().position(|off| *off == name) {
                Some(at) => drop(query.off.remove(at)),
                None => query.off.push(name.clone()),
            });
        })
    };
    html! {
        <label class="check">
            <input type="checkbox" checked={lane.on} onchange={toggle} data-does="Lane %: on or off" data-test="lane-switch" />
            { plain("span", "lane-label", label) }
        </label>
    }
}

fn counts(totals: &Totals, has_branches: bool) -> Html {
    html! {
        <>
            <td class="number">
                if totals.n_files == 0 {
                    { "–" }
                } else {
                    { if totals.estimated { "≈ " } else { "" } }{ plain("strong", "", &totals.percent_exact) }{ " %" }
                }
            </td>
            { plain("td", "number", words::count(totals.n_statements)) }
            { plain("td", "number", words::count(totals.n_missing)) }
            if has_branches {
                { plain("td", "number wide-only", words::count(totals.n_branches)) }
                { plain("td", "number wide-only", words::count(totals.n_partial_branches)) }
            }
        </>
    }
}
