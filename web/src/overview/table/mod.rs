//! The files: filtered, sorted, and only those rows drawn that are near the visible part.

mod filter;
mod head;
mod row;

use std::rc::Rc;

use covscope_core::view::Overview;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::route::Screen;
use crate::shared::held::Held;
use crate::shared::window::{cut_on_paper, use_rows_in_view};

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
    let rows = use_rows_in_view(&body, overview.rows.len());
    let lanes: Rc<[AttrValue]> = overview.lanes.iter().map(|lane| lane.name.clone().into()).collect();
    let many = (overview.lanes.len() > 4).then_some("files-many-lanes");
    let route = &client.state.route;
    html! {
        <section class="card files" aria-labelledby="files-title">
            <filter::FilterBar overview={overview.clone()}/>
            <div class={classes!("files-around", many)}>
                <table
                    class={classes!("files-table", overview.has_branches.then_some("has-branches"))}
                    data-test="files"
                    aria-rowcount={(overview.rows.len() + 2).to_string()}
                    aria-labelledby="files-title"
                >
                    { head::head(&client, overview) }
                    <tbody class="files-total">{ row::total_row(overview) }</tbody>
                    <tbody ref={body} class="files-rows" onkeydown={Callback::from(step)} onclick={open(&client)}>
                        <tr class="rows-before" aria-hidden="true"><td></td></tr>
                        { for rows.clone().filter_map(|i| {
                            let row = overview.rows.get(i)?;
                            let href = route.at(Screen::File(row.path.clone())).href();
                            Some(html! {
                                <row::FileRow
                                    key={row.path.clone()}
                                    index={i}
                                    row={row.clone()}
                                    lanes={lanes.clone()}
                                    threshold={overview.gate.threshold}
                                    has_branches={overview.has_branches}
                                    {href}
                                />
                            })
                        }) }
                        <tr class="rows-after" aria-hidden="true"><td></td></tr>
                    </tbody>
                </table>
            </div>
            { cut_on_paper(overview.rows.len()) }
            if overview.rows.is_empty() { { empty(&client, overview.n_files) } }
        </section>
    }
}

/// A click anywhere on a row opens its file.
fn open(client: &Client) -> Callback<MouseEvent> {
    let client = client.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        // A click on the link itself is the browser's: it may be meant for a new tab.
        let on_link = target.closest("a").ok().flatten().is_some();
        let row = target.closest("[data-path]").ok().flatten();
        if let Some(path) = row.and_then(|row| row.get_attribute("data-path")).filter(|_| !on_link) {
            client.go(&client.state.route.at(Screen::File(path)));
        }
    })
}

/// Arrow keys go from row to row.
fn step(event: KeyboardEvent) {
    let here = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let row = here.and_then(|here| here.closest("tr").ok().flatten());
    let next = row.and_then(|row| match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        _ => None,
    });
    let link = next.and_then(|row| row.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        // Fails only for an element that can't have the focus.
        let _ = link.focus();
    }
}

fn empty(client: &Client, n_files: usize) -> Html {
    let client = client.clone();
    let clear = Callback::from(move |_: MouseEvent| {
        client.ask_for(|query| {
            query.filter.clear();
            query.below = false;
            query.all = true;
        });
    });
    if n_files == 0 {
        return html! { <p class="empty" data-test="empty">{ "No file was measured." }</p> };
    }
    html! {
        <p class="empty" data-test="empty">
            { "No file matches. " }
            <button type="button" class="link-button" onclick={clear}>{ "Show all files" }</button>
        </p>
    }
}
