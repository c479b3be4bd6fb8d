//! Who covers what: each set of lanes that covers something together and alone, as rows of an UpSet picture.

use covscope_core::view::{Overview, Share};
use yew::prelude::*;

use crate::client::Client;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::words;

/// With more lanes the marks would be narrower than a finger: names tell them.
const MOST_MARKS: usize = 8;

/// The rows. Each leads to the files in which such points are.
pub(super) fn sets(client: &Client, overview: &Overview) -> Html {
    let most = overview.shares.iter().map(|share| share.points).max().unwrap_or(0);
    let all: usize = overview.shares.iter().map(|share| share.points).sum();
    let row = |share: &Share| {
        let label = match &share.filter {
            Some(filter) => {
                let mut query = client.state.route.query.clone();
                query.filter.clone_from(filter);
                html! { <a href={client.state.route.with(query).href()} data-test="set-link">{ &share.name }</a> }
            }
            None => (&share.name).into(),
        };
        html! {
            <tr data-test="legend">
                <th scope="row"><span class="set-name">{ marks(share, overview) }{ label }</span></th>
                <td class="set-bar">{ bar(share, most) }</td>
                <td class="number legend-number" data-test="set-points">{ words::count(share.points) }</td>
                <td class="number muted">{ words::share(share.points, all) }</td>
                if overview.has_branches { <td class="number muted">{ words::count(share.lines) }</td> }
            </tr>
        }
    };
    let unit = if overview.has_branches { "Points" } else { "Lines" };
    html! {
        <table class="lane-table sets" data-test="sets">
            <caption class="visually-hidden">{ "Who covers what, by exactly which lanes" }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "Covered by" }</th>
                    <th scope="col" class="set-bar"><span class="visually-hidden">{ "Bar" }</span></th>
                    <th scope="col" class="number" title="Lines and branches">{ unit }</th>
                    <th scope="col" class="number">{ "Share" }</th>
                    if overview.has_branches { <th scope="col" class="number">{ "Lines" }</th> }
                </tr>
            </thead>
            <tbody>{ for overview.shares.iter().map(row) }</tbody>
        </table>
    }
}

/// A mark for each lane, drawn where it is in the set.
fn marks(share: &Share, overview: &Overview) -> Html {
    let n_lanes = overview.lanes.len();
    if share.others > 0 || share.lanes.is_empty() || n_lanes > MOST_MARKS {
        let glyph = match share.lanes.as_slice() {
            [] if share.others == 0 => Glyph::Missing,
            [lane] => Glyph::Lane(*lane),
            _ => Glyph::Shared,
        };
        return html! { <span class="set-marks">{ mark(glyph) }</span> };
    }
    let one = |lane: usize| if share.lanes.contains(&lane) { mark(Glyph::Lane(lane)) } else { mark(Glyph::Off) };
    html! { <span class="set-marks">{ for (0..n_lanes).map(one) }</span> }
}

fn bar(share: &Share, most: usize) -> Html {
    let class = match share.lanes.as_slice() {
        [] if share.others == 0 => "fill-missing-strong".to_owned(),
        [lane] => format!("fill-lane-{}", lane % crate::shared::glyph::N_LANE_MARKS),
        _ => "fill-shared".to_owned(),
    };
    html! {
        <svg class="bar" viewBox={format!("0 0 {} 8", most.max(1))} preserveAspectRatio="none" aria-hidden="true">
            <rect {class} x="0" y="0" width={share.points.to_string()} height="8"/>
        </svg>
    }
}
