//! One line: its number, the lanes that ran it, its state, its text, and for a partial one its sides.

use covscope_core::view::{ColourKind, File, Line, LineState};
use yew::prelude::*;

use crate::shared::glyph::{Glyph, N_LANE_MARKS, mark};
use crate::shared::held::Held;
use crate::shared::plain::plain;
use crate::shared::words;

/// So many lanes have a column each; of more, one column tells how many ran the line.
pub(super) const MOST_COLUMNS: usize = 8;

/// Properties of [`SourceLine`].
#[derive(PartialEq, Properties)]
pub(crate) struct SourceLineProps {
    /// The file.
    pub file: Held<File>,
    /// The line's place among the lines, from 0.
    pub index: usize,
    /// The row's place among the rows, from 0.
    pub row: usize,
    /// How many lanes there are.
    pub n_lanes: usize,
    /// Whether the address names it.
    pub here: bool,
    /// Its address.
    pub href: String,
    /// Whether Tab stops here. Arrow keys lead to the others.
    pub stop: bool,
}

/// A line.
#[component]
pub(crate) fn SourceLine(props: &SourceLineProps) -> Html {
    let SourceLineProps { file, here, n_lanes, .. } = props;
    let Some(line) = file.lines.get(props.index) else { return Html::default() };
    let (state, glyph) = state(line);
    let says = line.says.and_then(|says| file.sentences.get(says)).cloned().map(AttrValue::from);
    let place = file.misses.binary_search_by_key(&line.number, |miss| miss.first).ok();
    let place = place.and_then(|place| file.misses.get(place));
    let continues = line.first != line.number;
    let class = classes!(
        "line",
        format!("line-{state}"),
        ran_by(line),
        here.then_some("line-here"),
        line.changed.then_some("line-changed"),
        continues.then_some("line-continues")
    );
    html! {
        <div
            {class}
            role="row"
            aria-rowindex={(props.row + 1).to_string()}
            aria-current={here.then_some("true")}
            data-test="line"
            data-line={line.number.to_string()}
            data-state={state}
        >
            <span role="rowheader" class="line-number">
                // Each place to cover is a landmark that says what it is.
                <span role={place.map(|_| "region")} aria-label={place.map(|miss| miss.says.clone())}>
                    <a class="number" href={props.href.clone()} tabindex={(!props.stop).then_some("-1")}>{ line.number }</a>
                </span>
            </span>
            <span role="cell" class="line-lanes" title={says.clone()}>
                if !continues { { lanes(line, *n_lanes) } }
                <span class="visually-hidden">{ says }</span>
            </span>
            <span role="cell" class="line-state">
                if let Some(glyph) = glyph.filter(|_| !continues) { { mark(glyph) } }
            </span>
            <span role="cell" class="line-text">
                if file.has_text { <code>{ coloured(line) }</code> }
                if !line.note.is_empty() { <span class="line-note" data-test="sides">{ &line.note }</span> }
            </span>
        </div>
    }
}

fn state(line: &Line) -> (&'static str, Option<Glyph>) {
    match line.state {
        LineState::Plain => ("plain", None),
        LineState::Run => ("run", None),
        LineState::Partial => ("partial", Some(Glyph::Partial)),
        LineState::Missing => ("missing", Some(Glyph::Missing)),
        LineState::Excluded => ("excluded", Some(Glyph::Excluded)),
    }
}

/// The class of the edge's colour.
fn ran_by(line: &Line) -> Option<String> {
    match line.lanes.as_slice() {
        [] => None,
        [lane] => Some(format!("edge-lane-{}", lane % N_LANE_MARKS)),
        _ => Some("edge-shared".to_owned()),
    }
}

/// A mark for each lane that ran the line; of very many lanes, how many did.
fn lanes(line: &Line, n_lanes: usize) -> Html {
    if n_lanes > MOST_COLUMNS {
        return match line.lanes.len() {
            0 => Html::default(),
            count => plain("span", "line-count number", words::count(count)),
        };
    }
    let lane = |lane: usize| {
        let ran = line.lanes.contains(&lane);
        html! { <span class="line-lane">if ran { { mark(Glyph::Lane(lane)) } }</span> }
    };
    (0..n_lanes).map(lane).collect()
}

/// The text in its colours.
fn coloured(line: &Line) -> Html {
    let mut at = 0;
    let mut part = |length: u32| {
        let from = at;
        at += length as usize;
        line.text.get(from..at).unwrap_or_default().to_owned()
    };
    let mut parts: Vec<Html> = Vec::new();
    for colour in &line.colours {
        let class = match colour.kind {
            ColourKind::Keyword => "py-keyword",
            ColourKind::Text => "py-string",
            ColourKind::Comment => "py-comment",
            ColourKind::Name => "py-name",
        };
        parts.push(part(colour.after).into());
        let text = part(colour.length);
        parts.push(html! { <span {class}>{ text }</span> });
    }
    parts.push(line.text.get(at..).unwrap_or_default().to_owned().into());
    parts.into_iter().collect()
}
