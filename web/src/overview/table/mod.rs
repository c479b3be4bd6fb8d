//! The files: filtered, sorted, and only those rows drawn that are near the visible part.

mod columns;
pub(crate) mod filter;
mod head;
mod row;

use std::borrow::Cow;

use covscope_core::view::{Overview, Table, Verdict};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::route::{Route, Screen, sort_text};
use crate::shared::held::Held;
use crate::shared::path::lane_names;
use crate::shared::plain::{noted, push};
use crate::shared::window::{cut_on_paper, step, use_rows_in_view};

pub(super) use filter::KEYS as FILTER_KEYS;
pub(super) use head::next_sort;

/// Properties of [`FileTable`].
#[derive(PartialEq, Properties)]
pub(crate) struct FileTableProps {
    /// The report.
    pub overview: Held<Overview>,
}

/// The table with its filter.
#[component]
pub(crate) fn FileTable(props: &FileTableProps) -> Html {
    let client = use_client();
    let body = use_node_ref();
    let overview = &props.overview;
    let closed = use_state(Vec::<String>::new);
    let visible = use_memo((overview.clone(), (*closed).clone()), |(overview, closed)| visible(&overview.rows, closed));
    let rows = use_rows_in_view(&body, visible.len());
    let (hidden, hide) = columns::use_columns();
    let lanes = lane_names(overview);
    let many = (overview.lanes.len() > 4).then_some("files-many-lanes");
    let route = client.state.shown();
    let so_far = overview.gate.verdict == Verdict::Incomplete;
    let sorted = route.query.sort.map(sort_text).unwrap_or_default();
    html! {
        <section class="card files" aria-labelledby="files-title">
            <filter::FilterBar overview={overview.clone()}>
                { columns::menu(&hidden, &hide, overview.has_branches) }
            </filter::FilterBar>
            <div class={classes!("files-around", many)}>
                <table
                    class={classes!("files-table", overview.has_branches.then_some("has-branches"), so_far.then_some("files-so-far"), columns::classes(&hidden, sorted.trim_start_matches('-')))}
                    data-test="files"
                    aria-rowcount={(visible.len() + 2).to_string()}
                    aria-labelledby="files-title"
                >
                    { head::head(&client, overview) }
                    <tbody class="files-total">{ row::total_row(overview, route.query.changes && overview.changes.is_some()) }</tbody>
                    <tbody ref={body} class="files-rows" onkeydown={Callback::from(step)} onclick={open(&client, closed.clone())}>
                        <tr key="rows-before" class="rows-before" aria-hidden="true"><td></td></tr>
                        { for rows.clone().filter_map(|i| {
                            let row = overview.rows.get(*visible.get(i)?)?;
                            let key = format!("{}\n{}\n{}", row.path, row.line.unwrap_or(0), row.name.as_deref().unwrap_or_default());
                            let open = is_folder(&row.path).then(|| !closed.contains(&row.path));
                            let mut target = route.at(Screen::File(row.path.clone()));
                            target.line = row.line;
                            Some(html! {
                                <row::FileRow
                                    {key}
                                    index={i}
                                    row={row}
                                    lanes={lanes.clone()}
                                    threshold={overview.row_threshold}
                                    {so_far}
                                    has_branches={overview.has_branches}
                                    href={target.href()}
                                    {open}
                                />
                            })
                        }) }
                        <tr key="rows-after" class="rows-after" aria-hidden="true"><td></td></tr>
                    </tbody>
                </table>
            </div>
            { cut_on_paper(overview.rows.len()) }
            if overview.rows.is_empty() { { empty(&client, overview.n_files) } }
        </section>
    }
}

/// Folders of the tree end with a slash.
fn is_folder(path: &str) -> bool {
    path.ends_with(['/', '\\'])
}

/// The places of the rows that are in no closed folder.
fn visible(rows: &Table, closed: &[String]) -> Vec<usize> {
    if closed.is_empty() {
        return (0..rows.len()).collect();
    }
    let mut above: Option<&String> = None;
    let is_visible = |path: Cow<'_, str>| {
        if above.is_some_and(|folder| path.starts_with(folder)) {
            return false;
        }
        above = closed.iter().find(|folder| **folder == path);
        true
    };
    let seen: Vec<bool> = rows.paths().map(is_visible).collect();
    (0..).zip(seen).filter_map(|(at, seen)| seen.then_some(at)).collect()
}

/// A click anywhere on a row opens its file, or opens or closes its folder.
fn open(client: &Client, closed: UseStateHandle<Vec<String>>) -> Callback<MouseEvent> {
    let client = client.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        // A click on the link itself is the browser's: it may be meant for a new tab.
        let on_link = target.closest("a").ok().flatten().is_some();
        let row = target.closest("[data-path]").ok().flatten();
        let Some(path) = row.as_ref().and_then(|row| row.get_attribute("data-path")).filter(|_| !on_link) else {
            return;
        };
        if is_folder(&path) {
            let mut folders = (*closed).clone();
            match folders.iter().position(|folder| *folder == path) {
                Some(at) => drop(folders.remove(at)),
                None => folders.push(path),
            }
            closed.set(folders);
        } else if let Some(link) = row.and_then(|row| row.query_selector("a").ok().flatten()) {
            client.go(&Route::parse(&link.get_attribute("href").unwrap_or_default()));
        }
    })
}

fn empty(client: &Client, n_files: usize) -> Html {
    let client = client.clone();
    let clear = Callback::from(move |_: MouseEvent| {
        client.ask_for(|query| {
            query.filter.clear();
            query.below = false;
            query.all = true;
            query.changes = false;
        });
    });
    if n_files == 0 {
        return noted("p", "empty", "empty", "No file was measured.");
    }
    html! {
        <p class="empty" data-test="empty">
            { "Nothing to list. " }
            { push("link-button", "", clear, "Show all files") }
        </p>
    }
}
