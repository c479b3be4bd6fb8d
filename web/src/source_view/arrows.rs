//! Dashed arrows from partial lines to where they never went, beside the lines that are drawn.

use std::ops::Range;

use covscope_core::view::File;
use yew::prelude::*;

use super::rows::Rows;

/// The width of a column, and the height of a row as in the style sheet, in pixels.
const TRACK: usize = 7;
const ROW: usize = 20;

/// How many columns a file needs.
pub(super) fn tracks(file: &File) -> usize {
    file.arrows.iter().map(|arrow| usize::from(arrow.track) + 1).max().unwrap_or(0)
}

/// The arrows that are beside the rows `drawn`, of which the first is at the top.
pub(super) fn arrows(file: &File, rows: &Rows, drawn: &Range<usize>) -> Html {
    let right = tracks(file) * TRACK + 2;
    let (mut lines, mut heads) = (String::new(), String::new());
    for arrow in &file.arrows {
        let (from, to) = (rows.of(file, arrow.from), rows.of(file, arrow.to));
        if from == to || from.max(to) < drawn.start || from.min(to) >= drawn.end {
            continue;
        }
        // What leaves the drawn rows goes on just beyond them.
        let y = |row: usize| (row.clamp(drawn.start, drawn.end) - drawn.start) * ROW + ROW / 2;
        let x = right - 4 - usize::from(arrow.track) * TRACK;
        lines.push_str(&format!("M{right} {}H{x}V{}H{right}", y(from), y(to)));
        heads.push_str(&format!("M{right} {}l-5-3v6z", y(to)));
    }
    // Also without an arrow: a list is only drawn by its keys if each of it has one.
    html! {
        <svg key="arrows" class="arrows" width={(right + 1).to_string()} aria-hidden="true" data-test="arrows">
            <path class="arrow-lines" d={lines}/>
            <path class="arrow-heads" d={heads}/>
        </svg>
    }
}
