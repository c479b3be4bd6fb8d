//! The bar that says who covers what.

use covscope_core::view::Bar;
use yew::prelude::*;

use super::glyph::N_LANE_MARKS;
use super::words;

/// Units of the drawing to a point: the gate lies between points.
const FINE: usize = 100;

/// Shared points first, then each lane's own, then what is missing; the gate as a thin mark at the same place on every bar.
/// Nothing where there is nothing to cover.
pub fn cover_bar(bar: &Bar, lanes: &[AttrValue], threshold: f64) -> Html {
    let segments = segments(bar);
    let total = segments.iter().map(|(_, points)| points).sum::<usize>();
    if total == 0 {
        return Html::default();
    }
    let mut x = 0;
    let drawn = segments.iter().filter(|(_, points)| *points > 0).map(|(segment, points)| {
        let start = x;
        x += points;
        html! { <rect class={segment.class()} x={(start * FINE).to_string()} width={(points * FINE).to_string()} y="0" height="10"/> }
    });
    let drawn: Html = drawn.collect();
    // Rounded to the nearest: that is what is drawn.
    let mark = ((threshold.clamp(0.0, 100.0) * (total * FINE) as f64 / 100.0) as usize).to_string();
    let width = (total * FINE).to_string();
    html! {
        <svg class="bar" viewBox={format!("0 0 {width} 10")} preserveAspectRatio="none" role="img" aria-label={label(&segments, lanes)}>
            <rect class="bar-track" x="0" y="0" {width} height="10"/>
            { drawn }
            <line class="bar-gate" x1={mark.clone()} x2={mark} y1="-3" y2="13"/>
        </svg>
    }
}

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Covered by two lanes or more.
    Shared,
    /// Covered by that lane alone.
    Only(usize),
    /// Covered by none.
    Missing,
}

impl Segment {
    fn class(self) -> String {
        match self {
            Segment::Shared => "fill-shared".to_owned(),
            Segment::Only(lane) => format!("fill-lane-{}", lane % N_LANE_MARKS),
            Segment::Missing => "fill-missing".to_owned(),
        }
    }

    /// Its name: "both lanes", "unit only", "no lane".
    pub fn name(self, lanes: &[AttrValue]) -> String {
        let name = |lane: usize| lanes.get(lane).map_or("lane", AttrValue::as_str);
        match (self, lanes.len()) {
            (Segment::Shared, 2) => "both lanes".to_owned(),
            (Segment::Shared, _) => "two lanes or more".to_owned(),
            (Segment::Only(lane), 1) => name(lane).to_owned(),
            (Segment::Only(lane), _) => format!("{} only", name(lane)),
            (Segment::Missing, 1) => "not covered".to_owned(),
            (Segment::Missing, 2) => "neither".to_owned(),
            (Segment::Missing, _) => "no lane".to_owned(),
        }
    }
}

/// The parts of a bar with their points; with one lane, nothing is shared.
pub fn segments(bar: &Bar) -> Vec<(Segment, usize)> {
    let shared = (bar.only.len() != 1).then_some((Segment::Shared, bar.shared));
    let only = bar.only.iter().enumerate().map(|(lane, points)| (Segment::Only(lane), *points));
    shared.into_iter().chain(only).chain([(Segment::Missing, bar.missing)]).collect()
}

fn label(segments: &[(Segment, usize)], lanes: &[AttrValue]) -> String {
    let parts: Vec<_> =
        segments.iter().map(|(segment, points)| format!("{} {}", segment.name(lanes), words::count(*points))).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_told_in_words() {
        let lanes = [AttrValue::from("unit"), AttrValue::from("heavy")];
        let two = segments(&Bar { shared: 3, only: vec![2, 1], missing: 4 });
        assert_eq!(label(&two, &lanes), "both lanes 3, unit only 2, heavy only 1, neither 4");
        let one = segments(&Bar { shared: 0, only: vec![5], missing: 0 });
        assert_eq!(label(&one, lanes.get(..1).unwrap()), "unit 5, not covered 0");
    }
}
