//! One file's source: which lane ran each line, and what none did.

mod arrows;
mod editor;
mod head;
mod keys;
mod landmarks;
mod line;
mod lists;
mod minimap;
mod misses;
mod panel;
mod rows;
mod toggles;

use std::ops::Range;
use std::rc::Rc;

use covscope_core::line::LineNo;
use covscope_core::view::{File, Overview};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use self::rows::{Row, Rows};
use crate::client::{Client, use_client};
use crate::problems::problem_list;
use crate::route::{Route, Screen};
use crate::shared::dom;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::keys::use_keys;
use crate::shared::path::path_name;
use crate::shared::plain::{back, noted, plain};
use crate::shared::window::{cut_on_paper, scroll_to_row, step, use_rows_in_view};
use crate::shared::words;
use crate::shared::written::written;

pub(crate) use self::keys::KEYS;

/// The screen of a file.
pub fn source_view(client: &Client, path: &str) -> Html {
    let state = &client.state;
    let source = state.source.as_ref().filter(|source| source.path == path);
    match (source.and_then(|source| source.file.clone()), state.overview.clone()) {
        (Some(Some(file)), Some(overview)) => html! { <Opened key={path} {file} {overview}/> },
        (Some(None), _) => html! {
            <main class="page" data-test="no-such-file">
                { back(state.route.at(Screen::Report).href()) }
                { plain("h1", "", "This file is not in the report") }
                { plain("p", "", plain("code", "", path)) }
                { plain("p", "", "The link may be about other data than what is loaded here, or the file is left out by the configuration, or by what was changed under Lanes or Path rules, where it can be undone.") }
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
    let Route { line, last_line, fold, .. } = client.state.route;
    // A link may name more lines than there are.
    let here = line.filter(|line| file.lines.last().is_none_or(|last| *line <= last.number));
    let last = last_line.or(here);
    let list = use_node_ref();
    let (unmarked, turn) = toggles::use_unmarked();
    // The first lines of the folds that were opened.
    let unfolded = use_state_eq(Vec::<LineNo>::new);
    // The line whose fold or landmark was pressed: that is gone then, and the focus goes on to the line, as soon as it is drawn.
    let pressed = use_mut_ref(|| None::<LineNo>);
    {
        let pressed = pressed.clone();
        use_effect(move || {
            let link = |line| format!("[data-line='{line}'] a");
            if let Some(line) = pressed.borrow_mut().take_if(|line| dom::find::<Element>(&link(*line)).is_some()) {
                dom::focus(&link(line));
            }
        });
    }
    let changes = client.state.route.query.changes && file.changed.is_some();
    let rows =
        use_memo(
            (file.clone(), (fold, changes), (*unfolded).clone(), here),
            |(file, folds, unfolded, here)| match folds {
                (false, false) => Rows::all(file),
                (fold, _) => Rows::folded(file, !fold, unfolded, *here),
            },
        );
    let n_rows = rows.len();
    let drawn = use_rows_in_view(&list, n_rows);
    use_scroll_with_address(&list, file, &rows, here, fold);
    let n_lanes = overview.lanes.len();
    use_sizes(&list, file, n_lanes);
    // A report has very many rows, and each scrolling draws these links anew.
    let beside = use_memo((overview.clone(), file.clone()), |(overview, file)| {
        [false, true].map(|forward| path_beside(overview, file, forward))
    });

    let press = {
        let (client, file) = (client.clone(), file.clone());
        let unmarked = unmarked.clone();
        Callback::from(move |key| match key {
            "r" | "m" | "x" | "p" => turn.emit(key),
            _ => keys::pressed(&client, &file, &unmarked, key),
        })
    };
    use_keys(&KEYS, press.clone());
    let unfold = {
        let (unfolded, pressed) = (unfolded.clone(), pressed.clone());
        Callback::from(move |line: LineNo| {
            pressed.replace(Some(line));
            unfolded.set([unfolded.as_slice(), &[line]].concat());
        })
    };
    let jump = {
        let (list, file, rows) = (list.clone(), file.clone(), rows.clone());
        Callback::from(move |line: LineNo| scroll_to_row(&list, rows.of(&file, line), false))
    };
    let go = {
        let (client, jump) = (client.clone(), jump.clone());
        Callback::from(move |line: LineNo| {
            pressed.replace(Some(line));
            client.adjust(&client.state.route.at_line(line));
            // It may be the line there already.
            jump.emit(line);
        })
    };
    let [above, below] = landmarks::elsewhere(file, &rows, &drawn, &go);
    let (stop, focused) = use_stop(&rows, file, &drawn, here);
    let row = |(number, row): (usize, Row)| match row {
        Row::Line(index) => {
            let line = file.lines.get(index)?.number;
            let here = here.is_some_and(|first| first <= line) && last.is_some_and(|last| line <= last);
            let href = client.state.route.at_line(line).href();
            Some(
                html! { <line::SourceLine key={line} file={file.clone()} {index} row={number} {n_lanes} {here} {href} stop={stop == Some(number)}/> },
            )
        }
        Row::Fold(first, last) => Some(folded(file.lines.get(first)?.number, last - first + 1, &unfold)),
    };
    html! {
        <main class="page source" data-test="source">
            { head::head(&client, file, overview, &unmarked, &press) }
            if !file.problems.is_empty() { { problem_list(&file.problems) } }
            if !file.has_text { { no_text(file) } }
            if file.lines.is_empty() && file.has_text { { noted("p", "note", "empty-file", "This file is empty.") } }
            if file.has_text && here.is_none() { { for line.map(|line| no_such_line(line, file)) } }
            <div class={classes!("source-body", toggles::classes(&unmarked))}>
                <lists::Lists file={file.clone()}/>
                { above }
                <div class={classes!("card", "code-around", (!file.has_text).then_some("code-no-text"))}>
                    <div
                        ref={list.clone()}
                        class="code"
                        role="table"
                        aria-label={format!("Lines of {}", file.row.path)}
                        aria-rowcount={rows.len().to_string()}
                        onclick={mark_clicked(&client)}
                        onkeydown={Callback::from(step)}
                        onfocusin={focused}
                        data-test="lines"
                    >
                        <div key="rows-before" class="rows-before" aria-hidden="true"></div>
                        { arrows::arrows(file, &rows, &drawn) }
                        { for drawn.clone().filter_map(|number| row((number, rows.get(number)?))) }
                        <div key="rows-after" class="rows-after" aria-hidden="true"></div>
                    </div>
                </div>
                { below }
                <minimap::Minimap file={file.clone()} {rows} {list} go={jump}/>
            </div>
            { cut_on_paper(n_rows) }
            <nav class="source-neighbours" aria-label="Other files">
                { for beside.iter().zip([("[", "Previous"), ("]", "Next")]).map(|(path, way)| neighbour(&client, path.as_deref(), way)) }
            </nav>
            <p class="visually-hidden" role="status" data-test="said">
                { here.zip(last).map(|(first, last)| panel::sentence(file, first, last)).unwrap_or_default() }
            </p>
            if let Some((first, last)) = here.zip(last) { <panel::Panel file={file.clone()} {first} {last}/> }
        </main>
    }
}

/// The path of the next file in the report's order, or of the one before.
fn path_beside(overview: &Overview, file: &File, forward: bool) -> Option<String> {
    // Folders are no files, and of several functions of one file the first is its place.
    let paths: Vec<_> = overview.rows.paths().filter(|path| !path.ends_with(['/', '\\'])).collect();
    let first = |path: &str| paths.iter().position(|other| *other == path);
    let is_first = |at: &usize| paths.get(*at).is_some_and(|path| first(path) == Some(*at));
    let at = first(&file.row.path)?;
    let at = if forward { (at + 1..paths.len()).find(is_first) } else { (0..at).rev().find(is_first) };
    paths.get(at?).map(|path| path.as_ref().to_owned())
}

/// A link to the file before or after this one in the report.
fn neighbour(client: &Client, path: Option<&str>, (key, word): (&'static str, &'static str)) -> Html {
    let Some(path) = path else { return plain("span", "", "") };
    html! {
        <a href={client.state.route.at(Screen::File(path.to_owned())).href()} aria-keyshortcuts={key}>
            <kbd class="wide-only">{ key }</kbd>{ plain("span", "muted", word) }{ path_name(path) }
        </a>
    }
}

/// The row of folded lines, which opens them.
fn folded(line: LineNo, count: usize, unfold: &Callback<LineNo>) -> Html {
    let unfold = unfold.clone();
    html! {
        <div key={format!("fold{line}")} class="line line-fold" role="row">
            <span role="cell" class="line-text">
                <button type="button" class="link-button" onclick={Callback::from(move |_: MouseEvent| unfold.emit(line))} data-test="folded">
                    { "… " }{ words::counted(count, "line", "lines") }
                </button>
            </span>
        </div>
    }
}

/// A click on a line's number puts it into the address; with the shift key all lines from the one there to it.
fn mark_clicked(client: &Client) -> Callback<MouseEvent> {
    let client = client.clone();
    Callback::from(move |event: MouseEvent| {
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link =
            link.and_then(|target| target.closest("a").ok().flatten()).and_then(|link| link.get_attribute("href"));
        if let Some(href) = link.filter(|_| !event.ctrl_key() && !event.meta_key()) {
            event.prevent_default();
            let clicked = Route::parse(&href);
            let route = &client.state.route;
            let stretch = route.line.zip(clicked.line).filter(|_| event.shift_key());
            client.adjust(&stretch.map_or(clicked, |(from, to)| route.at_lines(from, to)));
        }
    })
}

fn no_such_line(line: LineNo, file: &File) -> Html {
    let count = words::counted(file.lines.len(), "line", "lines");
    noted(
        "p",
        "note",
        "no-such-line",
        format!(
            "The link names line {}; this file has {count}: it may be about another revision.",
            words::count(line as usize)
        ),
    )
}

fn no_text(file: &File) -> Html {
    html! {
        <p class="note" data-test="no-text">
            { mark(Glyph::Note) }
            <span>
                { plain("strong", "", "The source is not here. ") }
                { "A report told which lines there are; drop the project's sources, too, and their text stands here." }
                if let Some(remote) = &file.remote { { format!(" It is of {remote}.") }{ written("fetch-text") } }
            </span>
        </p>
    }
}

/// Tells the style sheet how wide the columns are.
#[hook]
fn use_sizes(list: &NodeRef, file: &Held<File>, n_lanes: usize) {
    let list = list.clone();
    use_effect_with((file.clone(), n_lanes), move |(file, n_lanes)| {
        let columns = file.lines.iter().map(|line| line.text.len()).max().unwrap_or(0);
        let digits = file.lines.last().map_or(1, |line| line.number.to_string().len());
        let lanes = if *n_lanes > line::MOST_COLUMNS { 2 } else { *n_lanes };
        let sizes =
            [("--columns", columns), ("--digits", digits), ("--lanes", lanes), ("--tracks", arrows::tracks(file))];
        dom::set_variables(&list, &sizes.map(|(name, size)| (name, size.to_string())));
    });
}

/// The row where Tab stops: the one that had the focus, else the first one in the address, else the first that is drawn. And
/// what hears which row has the focus.
#[hook]
fn use_stop(
    rows: &Rows,
    file: &File,
    drawn: &Range<usize>,
    here: Option<LineNo>,
) -> (Option<usize>, Callback<FocusEvent>) {
    // Counted from 1 as browsers are told it; 0 is none.
    let last = use_state_eq(|| 0_usize);
    let is_line = |row: &usize| drawn.contains(row) && matches!(rows.get(*row), Some(Row::Line(_)));
    let had = last.checked_sub(1).filter(is_line);
    let named = || here.map(|line| rows.of(file, line)).filter(is_line);
    let stop = had.or_else(named).or_else(|| drawn.clone().find(is_line));
    let focused = Callback::from(move |event: FocusEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let row = target.and_then(|target| target.closest("[aria-rowindex]").ok().flatten());
        let row = row.and_then(|row| row.get_attribute("aria-rowindex")?.parse::<u32>().ok());
        last.set(row.unwrap_or(0) as usize);
    });
    (stop, focused)
}

/// Scrolls to the line in the address when the file is opened, else to the top; and later, if it is not in view, when the
/// address changes.
#[hook]
fn use_scroll_with_address(list: &NodeRef, file: &Held<File>, rows: &Rc<Rows>, here: Option<LineNo>, fold: bool) {
    let (list, file, rows) = (list.clone(), file.clone(), rows.clone());
    let first = use_mut_ref(|| true);
    // The sources can be dropped after the data.
    let has_lines = !file.lines.is_empty();
    let key = [here.unwrap_or(0), fold.into(), has_lines.into()].map(u32::to_le_bytes).concat();
    let scroll = Box::new(move || {
        match here {
            Some(line) if has_lines => scroll_to_row(&list, rows.of(&file, line), !first.replace(false)),
            Some(_) => {}
            None if first.replace(false) => dom::window().scroll_to_with_x_and_y(0.0, 0.0),
            None => {}
        }
        Vec::new()
    });
    dom::use_started(key, scroll);
}
