//! Beside the lines: the functions and classes with their own numbers, and all places to cover.

use covscope_core::line::LineNo;
use covscope_core::view::{File, Miss, Region};
use yew::prelude::*;

use crate::client::use_client;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::plain::plain;
use crate::shared::words;

/// So many are listed: more would keep the browser busy.
const MOST: usize = 1_000;

/// Properties of [`Lists`].
#[derive(PartialEq, Properties)]
pub(crate) struct ListsProps {
    /// The file.
    pub file: Held<File>,
}

/// Both lists, each closed until it is asked for.
#[component]
pub(crate) fn Lists(props: &ListsProps) -> Html {
    let file = &props.file;
    let client = use_client();
    // Which is open: what is closed is not drawn.
    let open = use_state_eq(|| "");
    let href = |first: LineNo, last: LineNo| client.state.route.at_lines(first, last).href();
    let list = |name: &'static str, title: String, count: usize, items: &dyn Fn() -> Html| {
        if count == 0 {
            return Html::default();
        }
        let is_open = *open == name;
        let open = open.setter();
        let turn = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            open.set(if is_open { "" } else { name });
        });
        html! {
            <details class="source-list" open={is_open} data-test={name}>
                <summary onclick={turn}>{ title }</summary>
                if is_open {
                    { plain("ul", "", items()) }
                    if count > MOST { { plain("p", "muted small", format!("{} more", words::count(count - MOST))) } }
                }
            </details>
        }
    };
    let item = |(first, last): (LineNo, LineNo), name: &str, rest: Html| {
        html! {
            <li><a href={href(first, last)}>{ name }</a>{ rest }</li>
        }
    };
    let region = |region: &Region| item((region.line, region.line), &region.name, numbers(region));
    let miss = |miss: &Miss| item((miss.first, miss.last), &miss.says, Html::default());
    let places = words::counted(file.misses.len(), "place to cover", "places to cover");
    let regions = words::counted(file.outline.len(), "function or class", "functions and classes");
    html! {
        <nav class="source-lists" aria-label="In this file">
            { list("misses", places, file.misses.len(), &|| file.misses.iter().take(MOST).map(miss).collect()) }
            { list("outline", regions, file.outline.len(), &|| file.outline.iter().take(MOST).map(region).collect()) }
        </nav>
    }
}

/// How much of a function or class is covered.
fn numbers(region: &Region) -> Html {
    let count = |glyph, count: usize, what: &'static str| {
        if count == 0 {
            return Html::default();
        }
        html! { <span class="list-count number" title={what}>{ mark(glyph) }{ count }{ plain("span", "visually-hidden", what) }</span> }
    };
    html! {
        <span class="list-numbers muted">
            { count(Glyph::Missing, region.n_missing, " missing") }
            { count(Glyph::Partial, region.n_partial, " partial") }
            <span class="number">{ &region.percent_text }{ " %" }</span>
        </span>
    }
}
