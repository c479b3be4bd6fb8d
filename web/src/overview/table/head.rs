//! The column headers, which sort.

use covscope_core::view::{Column, Listing, Overview, Sort};
use yew::prelude::*;

use crate::client::Client;
use crate::overview::sort_by;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::path::visible;
use crate::shared::plain::{column, plain};

/// The head of what each row is against the gate, which is one for all: its order is that of the coverage, whose head says it.
const GATE: &str = "Gate";

/// The table's head.
pub(super) fn head(client: &Client, overview: &Overview) -> Html {
    let number = |column, label: &str, meaning: &str, class: &'static str| {
        sorter(client, column, None, label, meaning, classes!("number", class))
    };
    let label = match client.state.route.query.rows(overview.changes.is_some()) {
        Listing::Functions => "Function",
        Listing::Classes => "Class",
        Listing::Files | Listing::Tree => "File",
    };
    html! {
        <thead>
            <tr>
                { sorter(client, Column::File, None, label, "By path and name", classes!("column-file")) }
                { number(Column::Statements, "Stmts", "Statements", "column-stmts") }
                { number(Column::Missing, "Miss", "Statements that did not run", "column-miss") }
                { number(Column::Excluded, "Excl", "Excluded lines", "column-excl") }
                if overview.has_branches {
                    { number(Column::Branches, "Branch", "Branches", "column-branch") }
                    { number(Column::Partial, "BrPart", "Branches not taken from lines that ran", "column-brpart") }
                }
                { column("column-bar", "Who covers it") }
                { number(Column::Coverage, "Union", "Coverage of all lanes together", "column-union") }
                { sorter(client, Column::Coverage, None, GATE, "By how far it is from the gate", classes!("column-gate")) }
                { for overview.lanes.iter().enumerate().map(|(i, lane)| {
                    let name = visible(&lane.name);
                    let meaning = format!("Coverage of {name} alone");
                    let class = classes!("number", "column-lane");
                    sorter(client, Column::Lane(i), Some(Glyph::Lane(i)), &name, &meaning, class)
                }) }
            </tr>
        </thead>
    }
}

/// The order after a column was asked for: first the way that shows the worst, then the other.
pub(crate) fn next_sort(sort: Option<Sort>, column: Column) -> Sort {
    let sorted = sort.filter(|sort| sort.column == column).map(|sort| sort.descending);
    Sort { column, descending: !sorted.unwrap_or(!starts_descending(column)) }
}

/// A header that sorts by its column.
fn sorter(client: &Client, column: Column, lane: Option<Glyph>, label: &str, meaning: &str, class: Classes) -> Html {
    let sort = client.state.route.query.sort.filter(|sort| sort.column == column && label != GATE);
    let client = client.clone();
    let press = Callback::from(move |_: MouseEvent| sort_by(&client, column));
    let (aria, glyph) = match sort.map(|sort| sort.descending) {
        None => (None, None),
        Some(true) => (Some("descending"), Some(Glyph::Descending)),
        Some(false) => (Some("ascending"), Some(Glyph::Ascending)),
    };
    html! {
        <th scope="col" {class} aria-sort={aria}>
            <button
                type="button"
                class="sorter"
                title={meaning.to_owned()}
                onclick={press}
                data-test="sort"
                data-column={name(column)}
            >
                if let Some(glyph) = glyph { { mark(glyph) } }
                if let Some(lane) = lane { { mark(lane) } }
                { plain("span", "sorter-label", label.to_owned()) }
            </button>
        </th>
    }
}

fn starts_descending(column: Column) -> bool {
    !matches!(column, Column::File | Column::Coverage | Column::Lane(_))
}

/// A column's name in the page's markup, for tests.
pub(super) fn name(column: Column) -> String {
    match column {
        Column::Lane(lane) => format!("lane{}", lane + 1),
        Column::File => "file".to_owned(),
        Column::Statements => "statements".to_owned(),
        Column::Missing => "missing".to_owned(),
        Column::Branches => "branches".to_owned(),
        Column::Partial => "partial".to_owned(),
        Column::Excluded => "excluded".to_owned(),
        Column::Coverage => "coverage".to_owned(),
    }
}
