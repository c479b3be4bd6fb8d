//! Every path as the data files have it, and what became of it; those to look at come first.

use std::rc::Rc;

use covscope_core::view::{PathRow, PathState, Review};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::lanes::value;
use super::rules;
use crate::client::Client;
use crate::shared::glyph::{Glyph, mark, telling_mark};
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};
use crate::shared::path::{path_name, visible};
use crate::shared::plain::{column, plain};
use crate::shared::window::use_rows_in_view;
use crate::shared::words;

/// The key of the filter.
pub(crate) const KEYS: [Key; 1] = [Key { key: "/", does: "filter paths" }];

/// So many lanes of a path are marked; of more it is told how many there are.
const MOST_MARKS: usize = 4;

pub(super) fn screen(client: &Client, review: &Held<Review>) -> Html {
    html! {
        <>
            { rules::suggestions(client, review) }
            <div class="review-top">{ rules::editor(client, review) }{ rules::written(review) }</div>
            <Paths review={review.clone()}/>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PathsProps {
    review: Held<Review>,
}

#[component]
fn Paths(props: &PathsProps) -> Html {
    let filter = use_state_eq(String::new);
    let (body, field) = (use_node_ref(), use_node_ref());
    let review = &props.review;
    let left = use_memo((review.clone(), words::lower(&filter)), |(review, filter)| left(&review.paths, filter));
    let rows = use_rows_in_view(&body, left.len());
    {
        let field = field.clone();
        use_keys(
            &KEYS,
            Callback::from(move |_| {
                // A field can always have the focus.
                let _ = field.cast::<HtmlInputElement>().map(|field| field.focus());
            }),
        );
    }
    let typed = {
        let filter = filter.setter();
        Callback::from(move |event: InputEvent| filter.set(value(&event)))
    };
    let lanes: Rc<[AttrValue]> = review.lanes.iter().map(|lane| visible(&lane.name).into()).collect();
    let n_left =
        if left.len() == review.paths.len() { String::new() } else { format!("{} of ", words::count(left.len())) };
    let counts = format!(
        "{n_left}{}, {} to look at",
        words::counted(review.paths.len(), "path", "paths"),
        words::count(review.n_doubtful)
    );
    html! {
        <section class="card review-paths" aria-labelledby="paths-title">
            <div class="filter-bar">
                <h2 id="paths-title">{ "Paths" }</h2>
                <span class="muted number" role="status" data-test="paths-count">{ counts }</span>
                <label class="filter">
                    { plain("span", "visually-hidden", "Filter by path, result or what became of it") }
                    <input ref={field} class="filter-input" type="search" placeholder="Filter" value={(*filter).clone()} oninput={typed} spellcheck="false" autocomplete="off" data-test="paths-filter"/>
                    <kbd class="filter-key" aria-hidden="true">{ "/" }</kbd>
                </label>
            </div>
            <table class="path-table" aria-labelledby="paths-title" aria-rowcount={(left.len() + 1).to_string()}>
                <thead><tr>
                    { for ["State", "Lanes", "Path as recorded", "Rule", "In the report"].map(|name| column("", name)) }
                </tr></thead>
                <tbody ref={body} class="path-rows">
                    <tr key="rows-before" class="rows-before" aria-hidden="true"><td></td></tr>
                    { for rows.filter_map(|i| Some(row(review, review.paths.get(*left.get(i)?)?, &lanes, i))) }
                    <tr key="rows-after" class="rows-after" aria-hidden="true"><td></td></tr>
                </tbody>
            </table>
            if left.is_empty() { { plain("p", "empty", "No path matches.") } }
        </section>
    }
}

/// The rows that a filter in lower case leaves.
fn left(paths: &[PathRow], filter: &str) -> Vec<usize> {
    let has = |text: &str| words::lower(text).contains(filter);
    let is_left = |row: &PathRow| has(&row.path) || has(&row.result) || words_of(row.state).1 == filter;
    (0..).zip(paths).filter(|(_, row)| is_left(row)).map(|(index, _)| index).collect()
}

fn row(review: &Review, row: &PathRow, lanes: &[AttrValue], index: usize) -> Html {
    let (glyph, word) = words_of(row.state);
    let marks = row
        .lanes
        .iter()
        .take(MOST_MARKS)
        .map(|lane| telling_mark(Glyph::Lane(*lane), lanes.get(*lane).map_or("", AttrValue::as_str)));
    let more = row.lanes.len().saturating_sub(MOST_MARKS);
    let pattern = row.pattern.and_then(|pattern| review.patterns.get(pattern)).map_or("", |pattern| &pattern.pattern);
    html! {
        <tr class="path-row" key={row.path.clone()} aria-rowindex={(index + 2).to_string()} data-test="path-row" data-path={row.path.clone()} data-state={word}>
            <td class="path-state">{ mark(glyph) }{ word }</td>
            <td class="path-lanes">{ for marks }if more > 0 { { plain("span", "muted small", format!("+{more}")) } }</td>
            { plain("td", "path-from", path_name(&row.path)) }
            <td class="path-rule"><code title={pattern.to_owned()}>{ pattern }</code></td>
            <td class="path-result" title={row.note.clone()}>{ path_name(&row.result) }if !row.note.is_empty() { { plain("span", "muted small path-note", &row.note) } }</td>
        </tr>
    }
}

fn words_of(state: PathState) -> (Glyph, &'static str) {
    match state {
        PathState::Folded => (Glyph::Error, "folded"),
        PathState::Apart => (Glyph::Warning, "several names"),
        PathState::NoSource => (Glyph::Warning, "no source"),
        PathState::Mapped => (Glyph::Pass, "mapped"),
        PathState::Found => (Glyph::Pass, "found"),
        PathState::Unchecked => (Glyph::Note, "unchecked"),
        PathState::Omitted => (Glyph::Excluded, "omitted"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_filtered_by_what_they_were_are_and_became() {
        let row = |path: &str, result: &str, state| PathRow {
            path: path.to_owned(),
            lanes: vec![0],
            pattern: None,
            result: result.to_owned(),
            state,
            note: String::new(),
        };
        let rows = [row("/W/a.py", "src/a.py", PathState::Mapped), row("/w/b.py", "/w/b.py", PathState::NoSource)];
        assert_eq!(left(&rows, ""), [0, 1]);
        assert_eq!(left(&rows, "/w/a"), [0]);
        assert_eq!(left(&rows, "src"), [0]);
        assert_eq!(left(&rows, "no source"), [1]);
        assert_eq!(left(&rows, "x"), [0; 0]);
    }
}
