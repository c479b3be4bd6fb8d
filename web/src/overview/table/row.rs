//! One file's row, and the row of the totals.

use std::rc::Rc;

use covscope_core::view::{Column, Overview, Row, Totals};

use yew::prelude::*;

use super::head::name;
use crate::shared::bar::cover_bar;
use crate::shared::glyph::{Glyph, mark, telling_mark};
use crate::shared::path::path_name;
use crate::shared::plain::plain;
use crate::shared::words;

/// Properties of [`FileRow`].
#[derive(PartialEq, Properties)]
pub(crate) struct FileRowProps {
    /// Its place among all rows, from 0.
    pub index: usize,
    /// The file.
    pub row: Rc<Row>,
    /// The lanes' names.
    pub lanes: Rc<[AttrValue]>,
    /// The gate, in percent.
    pub threshold: f64,
    /// Whether that is not all: part of the data is missing.
    pub so_far: bool,
    /// Whether branches have columns.
    pub has_branches: bool,
    /// Where its source view is.
    pub href: String,
    /// For a folder: whether what is in it is shown.
    pub open: Option<bool>,
}

/// A file, a folder, a function or a class.
#[component]
pub(crate) fn FileRow(props: &FileRowProps) -> Html {
    let FileRowProps { index, row, lanes, threshold, so_far, has_branches, href, open } = props;
    // From half of the data nobody is told off.
    let is_below = row.below && !so_far;
    html! {
        <tr
            class={classes!("files-row", is_below.then_some("is-below"))}
            aria-rowindex={(index + 3).to_string()}
            data-test="file-row"
            data-path={row.path.clone()}
        >
            <th scope="row" class="column-file">
                if row.depth > 0 { <span class={format!("depth depth-{}", row.depth.min(12))}></span> }
                if let Some(open) = open {
                    <button type="button" class="folder-link" aria-expanded={open.to_string()} data-test="folder">
                        { mark(if *open { Glyph::Open } else { Glyph::Closed }) }{ label(row) }
                    </button>
                } else {
                    // A link's row of several files leads nowhere.
                    <a class="file-link" href={(!row.path.is_empty()).then(|| href.clone())} data-test="file-link">{ label(row) }</a>
                }
                if let Some(note) = &row.note {
                    <span class="row-note" title={note.clone()}>{ telling_mark(Glyph::Note, note) }</span>
                }
            </th>
            { counts(row.totals.as_ref(), *has_branches) }
            <td class="column-bar">
                if row.totals.is_some() { { cover_bar(&row.bar, lanes, *threshold) } }
            </td>
            { percent(row.totals.as_ref(), Column::Coverage, is_below) }
            <td class="column-gate" data-column="gate">{ against_gate(row, *threshold, is_below) }</td>
            { for row.lanes.iter().enumerate().map(|(i, totals)| percent(totals.as_ref(), Column::Lane(i), false)) }
        </tr>
    }
}

/// A path; in a tree its part below the folder above; a function's or class's name and where it is.
fn label(row: &Row) -> Html {
    match (&row.name, row.line) {
        (Some(name), Some(line)) => html! {
            <span class="path" title={format!("{name}, {}:{line}", row.path)}>
                { plain("span", "region-name", name) }{ plain("span", "path-folder", format!("{}:{line}", row.path)) }
            </span>
        },
        (Some(name), None) => {
            html! { <span class="path" title={row.path.clone()}>{ plain("span", "path-name", name) }</span> }
        }
        (None, _) => path_name(&row.path),
    }
}

/// The totals of the files that the filter leaves.
pub(super) fn total_row(overview: &Overview, changes: bool) -> Html {
    let words = match overview.n_shown {
        shown if shown != overview.n_listed => format!("{} shown", words::count(shown)),
        _ if changes => "Changed lines".to_owned(),
        _ => "All files".to_owned(),
    };
    html! {
        <tr class="files-row total-row" aria-rowindex="2" data-test="total-row">
            <th scope="row" class="column-file">
                { words }
            </th>
            { counts(Some(&overview.shown), overview.has_branches) }
            <td class="column-bar"></td>
            { percent(Some(&overview.shown), Column::Coverage, false) }
            <td class="column-gate"></td>
            { for overview.lanes.iter().enumerate().map(|(i, lane)| percent(Some(&lane.shown), Column::Lane(i), false)) }
        </tr>
    }
}

fn counts(totals: Option<&Totals>, has_branches: bool) -> Html {
    let count = |number: fn(&Totals) -> usize| totals.map_or("–".to_owned(), |totals| words::count(number(totals)));
    html! {
        <>
            <td class="number column-stmts" data-column="statements">{ count(|totals| totals.n_statements) }</td>
            <td class="number column-miss" data-column="missing">{ count(|totals| totals.n_missing) }</td>
            <td class="number column-excl" data-column="excluded">{ count(|totals| totals.n_excluded) }</td>
            if has_branches {
                <td class="number column-branch" data-column="branches">{ count(|totals| totals.n_branches) }</td>
                <td class="number column-brpart" data-column="partial">{ count(|totals| totals.n_partial_branches) }</td>
            }
        </>
    }
}

/// A cell with two decimals; what coverage.py shows is its title.
fn percent(totals: Option<&Totals>, column: Column, below: bool) -> Html {
    let class = if column == Column::Coverage { "number column-union" } else { "number column-lane muted" };
    let totals = totals.filter(|totals| totals.n_files > 0);
    let title = totals
        .map_or("Nothing here tells it".to_owned(), |totals| format!("coverage.py shows {} %", totals.percent_text));
    let text = totals.map_or("–".to_owned(), |totals| {
        format!("{}{}%", if totals.estimated { "≈\u{2009}" } else { "" }, totals.percent_exact)
    });
    html! { <td {class} {title} data-column={name(column)}>if below { { mark(Glyph::Below) } }{ text }</td> }
}

fn against_gate(row: &Row, threshold: f64, is_below: bool) -> Html {
    let (class, word) = match row.below {
        _ if row.totals.is_none() => ("muted", "unknown"),
        true if is_below => ("gate-below", "below"),
        true => ("muted", "below so far"),
        // Changed lines need not have a gate.
        false => ("muted", if threshold > 0.0 { "ok" } else { "–" }),
    };
    plain("span", class, word)
}
