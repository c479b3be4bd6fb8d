//! One file's source: which lane ran each line, and what none did.

mod head;
mod highlight;
mod line;
mod misses;

use std::rc::Rc;

use covscope_core::line::LineNo;
use covscope_core::view::{File, Overview};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::problems::problem_list;
use crate::route::{Route, Screen};
use crate::shared::dom;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::keys::{Key, use_keys};
use crate::shared::window::{cut_on_paper, scroll_to_row, use_rows_in_view};

/// The keys of a file, as in coverage.py's own report.
pub(crate) const KEYS: [Key; 2] = [Key { key: "j", does: "next miss" }, Key { key: "k", does: "previous miss" }];

/// The screen of a file.
pub fn source_view(client: &Client, path: &str) -> Html {
    let state = &client.state;
    let report = state.route.at(Screen::Report).href();
    let source = state.source.as_ref().filter(|source| source.path == path);
    match (source.and_then(|source| source.file.clone()), state.overview.clone()) {
        (Some(Some(file)), Some(overview)) => html! { <Opened key={path} {file} {overview}/> },
        (Some(None), _) => html! {
            <main class="page" data-test="no-such-file">
                <a class="back" href={report} data-test="back">{ mark(Glyph::Back) }{ "Report" }</a>
                <h1>{ "This file is not in the report" }</h1>
                <p><code>{ path }</code></p>
                <p>{ "The link may be about other data than what is loaded here, or the file is left out by the configuration." }</p>
            </main>
        },
        _ => html! { <main class="page" aria-busy="true"></main> },
    }
}

#[derive(PartialEq, Properties)]
struct OpenedProps {
    file: Held<File>,
    overview: Held<Overview>,
}

/// A file that is here.
#[component]
fn Opened(props: &OpenedProps) -> Html {
    let client = use_client();
    let OpenedProps { file, overview } = props;
    let list = use_node_ref();
    let rows = use_rows_in_view(&list, file.lines.len());
    let starts = use_memo(file.clone(), |file| highlight::line_starts(file));
    let misses = use_memo(file.clone(), |file| misses::misses(&file.lines));
    let here = client.state.route.line;
    use_scroll_with_address(&list, file, here);

    let go = {
        let (client, misses, list, file) = (client.clone(), misses.clone(), list.clone(), file.clone());
        Callback::from(move |forward: bool| {
            if let Some(line) = misses::next(&misses, client.state.route.line, forward) {
                client.adjust(&client.state.route.at_line(line));
                show(&list, &file, line, true);
            }
        })
    };
    {
        let go = go.clone();
        use_keys(&KEYS, Callback::from(move |key| go.emit(key == "j")));
    }
    let lanes: Rc<[AttrValue]> = overview.lanes.iter().map(|lane| lane.name.clone().into()).collect();
    let columns = file.lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
    let digits = file.lines.last().map_or(1, |line| line.number.to_string().len());
    {
        let list = list.clone();
        let sizes = (columns, digits, lanes.len());
        use_effect_with(sizes, move |(columns, digits, lanes)| {
            let sizes = [("--columns", columns), ("--digits", digits), ("--lanes", lanes)];
            dom::set_variables(&list, &sizes.map(|(name, size)| (name, size.to_string())));
        });
    }
    html! {
        <main class="page source" data-test="source">
            { head::head(&client, file, overview, misses.len(), &go) }
            if !file.problems.is_empty() { { problem_list(&file.problems) } }
            if !file.has_text { { no_text() } }
            <div class={classes!("card", "code-around", (!file.has_text).then_some("code-no-text"))}>
                <div
                    ref={list}
                    class="code"
                    role="table"
                    aria-label={format!("Lines of {}", file.row.path)}
                    aria-rowcount={file.lines.len().to_string()}
                    onclick={mark_clicked(&client)}
                    data-test="lines"
                >
                    <div key="rows-before" class="rows-before" aria-hidden="true"></div>
                    { for rows.filter_map(|i| {
                        let line = file.lines.get(i)?;
                        Some(html! {
                            <line::SourceLine
                                key={line.number}
                                index={i}
                                line={line.clone()}
                                start={starts.get(i).copied().unwrap_or_default()}
                                lanes={lanes.clone()}
                                here={here == Some(line.number)}
                                has_text={file.has_text}
                                href={client.state.route.at_line(line.number).href()}
                            />
                        })
                    }) }
                    <div key="rows-after" class="rows-after" aria-hidden="true"></div>
                </div>
            </div>
            { cut_on_paper(file.lines.len()) }
        </main>
    }
}

/// A click on a line's number puts it into the address.
fn mark_clicked(client: &Client) -> Callback<MouseEvent> {
    let client = client.clone();
    Callback::from(move |event: MouseEvent| {
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link =
            link.and_then(|target| target.closest("a").ok().flatten()).and_then(|link| link.get_attribute("href"));
        if let Some(href) = link.filter(|_| !event.ctrl_key() && !event.meta_key() && !event.shift_key()) {
            event.prevent_default();
            client.adjust(&Route::parse(&href));
        }
    })
}

fn no_text() -> Html {
    html! {
        <p class="note" data-test="no-text">
            { mark(Glyph::Note) }
            <span>
                <strong>{ "The source is not here. " }</strong>
                { "A report told which lines there are; drop the project's sources, too, and their text stands here." }
            </span>
        </p>
    }
}

/// Scrolls to the line in the address when the file is opened, else to the top; and later when the address is changed by
/// hand or by "back".
#[hook]
fn use_scroll_with_address(list: &NodeRef, file: &Held<File>, here: Option<LineNo>) {
    let (list, file) = (list.clone(), file.clone());
    let first = use_mut_ref(|| true);
    use_effect_with(here, move |here| {
        let is_first = first.replace(false);
        match here {
            Some(line) => show(&list, &file, *line, !is_first),
            None if is_first => dom::window().scroll_to_with_x_and_y(0.0, 0.0),
            None => {}
        }
    });
}

fn show(list: &NodeRef, file: &File, line: LineNo, only_if_hidden: bool) {
    let row = file.lines.partition_point(|other| other.number < line);
    scroll_to_row(list, row, only_if_hidden);
}
