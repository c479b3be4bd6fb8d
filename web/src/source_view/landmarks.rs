//! Each place to cover is a landmark. Those whose lines are not drawn stand before and behind the list, where nobody sees them.

use std::ops::Range;

use covscope_core::line::LineNo;
use covscope_core::view::{File, Miss};
use yew::prelude::*;

use super::rows::{Row, Rows};
use crate::shared::plain::plain;

/// So many on each side, the nearest: more would keep the browser busy.
const MOST: usize = 250;

/// The landmarks before the list and behind it. Each goes to its line.
pub(super) fn elsewhere(file: &File, rows: &Rows, drawn: &Range<usize>, go: &Callback<LineNo>) -> [Html; 2] {
    let row = |miss: &Miss| rows.of(file, miss.first);
    let misses = &file.misses;
    let above = misses.partition_point(|miss| row(miss) < drawn.start);
    let behind = misses.iter().skip(above);
    // In a fold it is not drawn either.
    let is_drawn = |miss: &Miss| drawn.contains(&row(miss)) && matches!(rows.get(row(miss)), Some(Row::Line(_)));
    [
        misses.iter().take(above).skip(above.saturating_sub(MOST)).map(|miss| landmark(miss, go)).collect(),
        behind.filter(|miss| !is_drawn(miss)).take(MOST).map(|miss| landmark(miss, go)).collect(),
    ]
    .map(|landmarks: Html| plain("div", "visually-hidden", landmarks))
}

fn landmark(miss: &Miss, go: &Callback<LineNo>) -> Html {
    let (go, line) = (go.clone(), miss.first);
    html! {
        <span key={line} role="region" aria-label={miss.says.clone()}>
            <button type="button" tabindex="-1" onclick={Callback::from(move |_: MouseEvent| go.emit(line))}>{ line }</button>
        </span>
    }
}
