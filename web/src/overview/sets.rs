//! Who covers what: each set of lanes that covers something together and alone, as rows of an UpSet picture.

use covscope_core::view::{Overview, Share};
use yew::prelude::*;

use crate::client::Client;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::visible;
use crate::shared::plain::{column, link, noted, plain};
use crate::shared::words;

/// With more lanes the marks would be narrower than a finger: names tell them.
const MOST_MARKS: usize = 8;

/// The rows. Each leads to the files in which such points are.
pub(super) fn sets(client: &Client, overview: &Overview) -> Html {
    let most = overview.shares.iter().map(|share| share.points).max().unwrap_or(0);
    let all: usize = overview.shares.iter().map(|share| share.points).sum();
    let row = |share: &Share| {
        let name = visible(&share.name);
        let label = match &share.filter {
            Some(filter) => {
                let mut query = client.state.route.query.clone();
                query.filter.clone_from(filter);
                link("", "set-link", client.state.route.with(query).href(), name)
            }
            None => name.into(),
        };
        html! {
            <tr data-test="legend">
                <th scope="row"><span class="set-name">{ marks(share, overview) }{ label }</span></th>
                { plain("td", "set-bar", bar(share, most)) }
                { noted("td", "number legend-number", "set-points", words::count(share.points)) }
                { plain("td", "number muted", words::share(share.points, all)) }
                if overview.has_branches { { plain("td", "number muted", words::count(share.lines)) } }
            </tr>
        }
    };
    let unit = if overview.has_branches { "Points" } else { "Lines" };
    html! {
        <table class="lane-table sets" data-test="sets">
            <caption class="visually-hidden">{ "Who covers what, by exactly which lanes" }</caption>
            <thead>
                <tr>
                    { column("", "Covered by") }
                    { column("set-bar", plain("span", "visually-hidden", "Bar")) }
                    <th scope="col" class="number" title="Lines and branches">{ unit }</th>
                    { column("number", "Share") }
                    if overview.has_branches { { column("number", "Lines") } }
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
        return plain("span", "set-marks", mark(glyph));
    }
    let one = |lane: usize| if share.lanes.contains(&lane) { mark(Glyph::Lane(lane)) } else { mark(Glyph::Off) };
    plain("span", "set-marks", (0..n_lanes).map(one).collect::<Html>())
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
