//! Who covers what, and each lane's own total beside the union: never as a verdict.

use covscope_core::view::{Overview, Totals};
use yew::prelude::*;

use crate::client::Client;
use crate::route::Screen;
use crate::shared::bar::{Segment, cover_bar, segments};
use crate::shared::glyph::{Glyph, mark};
use crate::shared::words;

/// The lanes' card.
pub(super) fn lanes_card(client: &Client, overview: &Overview) -> Html {
    let took = client.state.took;
    let lanes: Vec<AttrValue> = overview.lanes.iter().map(|lane| lane.name.clone().into()).collect();
    let points = overview.bar.shared + overview.bar.only.iter().sum::<usize>() + overview.bar.missing;
    let unit = if overview.has_branches { "lines and branches" } else { "lines" };
    html! {
        <section class="card lanes" aria-labelledby="lanes-title" data-test="lanes">
            <div class="card-head">
                <h2 id="lanes-title">{ "Who covers what" }</h2>
                <span class="muted number" data-test="took" data-ms={took.to_string()}>
                    { format!("{} {unit} in {}, worked out in {took:.0} ms", words::count(points), words::counted(overview.n_files, "file", "files")) }
                </span>
                <a href={client.state.route.at(Screen::Lanes).href()} data-test="review-link">{ "Review" }</a>
            </div>
            <div class="lanes-bar">{ cover_bar(&overview.bar, &lanes, overview.gate.threshold) }</div>
            <ul class="legend">
                { for segments(&overview.bar).into_iter().map(|(segment, n)| html! {
                    <li class="legend-item" data-test="legend">
                        <span class="legend-name">{ mark(segment_glyph(segment)) }{ segment.name(&lanes) }</span>
                        <span class="legend-number number">{ words::count(n) }</span>
                        <span class="muted number small">{ share(n, points) }</span>
                    </li>
                }) }
            </ul>
            <div class="lane-table-around">
                <table class="lane-table">
                    <caption class="visually-hidden">{ "Each lane alone, beside the union" }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ "Lane alone" }</th>
                            <th scope="col" class="number">{ "Cover" }</th>
                            <th scope="col" class="number">{ "Stmts" }</th>
                            <th scope="col" class="number">{ "Miss" }</th>
                            if overview.has_branches {
                                <th scope="col" class="number wide-only">{ "Branch" }</th>
                                <th scope="col" class="number wide-only">{ "BrPart" }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
                        { for overview.lanes.iter().enumerate().map(|(i, lane)| {
                            let files = lane.files.join("\n");
                            row(Some(i), &lane.name, Some(files), &lane.totals, overview.has_branches)
                        }) }
                        if overview.lanes.len() > 1 { { row(None, "union", None, &overview.union, overview.has_branches) } }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// The mark of a part of the bar.
fn segment_glyph(segment: Segment) -> Glyph {
    match segment {
        Segment::Shared => Glyph::Shared,
        Segment::Only(lane) => Glyph::Lane(lane),
        Segment::Missing => Glyph::Missing,
    }
}

fn share(part: usize, all: usize) -> String {
    if all == 0 { String::new() } else { format!("{:.1} %", part as f64 * 100.0 / all as f64) }
}

fn row(lane: Option<usize>, name: &str, files: Option<String>, totals: &Totals, has_branches: bool) -> Html {
    let (test, class) = if lane.is_some() { ("lane-total", "") } else { ("union-total", "lane-union") };
    html! {
        <tr class={class} data-test={test} data-lane={name.to_owned()} data-percent={totals.percent_exact.clone()}>
            <th scope="row" title={files}>{ mark(lane.map_or(Glyph::Shared, Glyph::Lane)) }<span>{ name }</span></th>
            <td class="number">
                if totals.n_files == 0 {
                    { "–" }
                } else {
                    { if totals.estimated { "≈ " } else { "" } }<strong>{ &totals.percent_exact }</strong>{ " %" }
                }
            </td>
            <td class="number">{ words::count(totals.n_statements) }</td>
            <td class="number">{ words::count(totals.n_missing) }</td>
            if has_branches {
                <td class="number wide-only">{ words::count(totals.n_branches) }</td>
                <td class="number wide-only">{ words::count(totals.n_partial_branches) }</td>
            }
        </tr>
    }
}
