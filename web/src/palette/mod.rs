//! The palette: commands and the report's files by some letters of them. A combobox with a listbox, as ARIA's authoring
//! practices have it: the focus stays in the field, arrows choose, Enter does it.

mod command;

use covscope_core::line::LineNo;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::client::{Client, use_client};
use crate::frame::dialog::{self, Modal};
use crate::route::Screen;
use crate::shared::held::Held;
use crate::shared::path::path_name;
use crate::shared::{dom, words};
use crate::state::{Dialog, Phase};
use command::Command;

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
enum Item {
    Command(Command),
    File(String),
}

/// Properties of [`Palette`].
#[derive(PartialEq, Properties)]
pub struct PaletteProps {
    /// Whether it is about files alone.
    pub files_only: bool,
}

/// The palette, which closes when something is chosen.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let client = use_client();
    let typed = use_state_eq(String::new);
    let active = use_state_eq(|| 0_usize);
    let waiting = use_state_eq(|| false);
    let field = use_node_ref();
    let files_only = props.files_only;
    let ready = client.state.phase() == Phase::Ready;
    let (text, line) = split_line(&typed);
    {
        let (client, field) = (client.clone(), field.clone());
        let start = Box::new(move || {
            if let Some(field) = field.cast::<HtmlElement>() {
                // A field can always have the focus.
                let _ = field.focus();
            }
            client.find("");
            Vec::new()
        });
        dom::use_started(Vec::new(), start);
    }
    // The old answer stays until the new one is here.
    let (answered, found) = client.state.found.clone();
    let found = if ready { found } else { Held::default() };
    let pending = ready && answered != client.state.finding;
    let mut items: Vec<Item> = Vec::new();
    if !files_only {
        items.extend(
            Command::all(&client).into_iter().filter(|command| fits(&command.title, &typed)).map(Item::Command),
        );
    }
    let n_commands = items.len();
    items.extend(found.paths.iter().cloned().map(Item::File));
    let n_items = items.len();
    let here = (*active).min(n_items.saturating_sub(1));
    let shown = Box::new(move || {
        show(here);
        Vec::new()
    });
    dom::use_started(format!("{here} {n_items}").into(), shown);

    let input = {
        let (client, typed, active, waiting) = (client.clone(), typed.clone(), active.clone(), waiting.clone());
        Callback::from(move |event: InputEvent| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let text = field.map(|field| field.value()).unwrap_or_default();
            client.find(split_line(&text).0);
            typed.set(text);
            active.set(0);
            waiting.set(false);
        })
    };
    let choose = {
        let (client, items, waiting) = (client.clone(), items.clone(), waiting.clone());
        Callback::from(move |i: usize| match items.get(i) {
            // Quicker than the answer: what is here now is about fewer letters.
            None | Some(Item::File(_)) if pending => waiting.set(true),
            Some(item) => {
                dialog::close();
                run(&client, item, line);
            }
            None => {}
        })
    };
    {
        let choose = choose.clone();
        let (is_due, key) = (*waiting && !pending, vec![(*waiting).into(), pending.into()]);
        let answered = Box::new(move || {
            if is_due {
                choose.emit(here);
            }
            Vec::new()
        });
        dom::use_started(key, answered);
    }
    let pressed = {
        let (active, choose) = (active.clone(), choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = n_items.saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => active.set(if here == last { 0 } else { here + 1 }),
                "ArrowUp" => active.set(here.checked_sub(1).unwrap_or(last)),
                "PageDown" => active.set((here + 10).min(last)),
                "PageUp" => active.set(here.saturating_sub(10)),
                "Enter" => choose.emit(here),
                _ => return,
            }
            event.prevent_default();
        })
    };
    let (which, title) =
        if files_only { (Dialog::Files, "Go to a file") } else { (Dialog::Commands, "Commands and files") };
    let option = |i: usize, item: &Item| {
        let choose = choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| choose.emit(i));
        let selected = (i == here).to_string();
        html! {
            <li id={format!("option-{i}")} class="option" role="option" aria-selected={selected} {onclick} data-test="option">
                { match item { Item::Command(command) => (&command.title).into(), Item::File(path) => path_name(path) } }
            </li>
        }
    };
    html! {
        <Modal dialog={which} {title}>
            <input
                ref={field}
                class="palette-field"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="options"
                aria-autocomplete="list"
                aria-activedescendant={(n_items > 0).then(|| format!("option-{here}"))}
                aria-label={title}
                placeholder={if files_only { "File, or file:line" } else { "Command or file" }}
                spellcheck="false"
                autocomplete="off"
                oninput={input}
                onkeydown={pressed}
                data-test="palette"
            />
            <ul id="options" class="options" role="listbox" aria-label={title}>
                { for items.iter().enumerate().map(|(i, item)| option(i, item)) }
            </ul>
            <p class="palette-note muted small" role="status" data-test="palette-note">
                { note(n_commands, found.paths.len(), found.n_found, text) }
            </p>
        </Modal>
    }
}

fn run(client: &Client, item: &Item, line: Option<LineNo>) {
    match item {
        Item::Command(command) => command.run(client),
        Item::File(path) => {
            let mut route = client.state.route.at(Screen::File(path.clone()));
            route.line = line;
            client.go(&route);
        }
    }
}

/// Whether every word of a text is in a title, without regard to case. Titles are plain English.
fn fits(title: &str, text: &str) -> bool {
    let title = title.to_ascii_lowercase();
    text.to_ascii_lowercase().split_whitespace().all(|word| title.contains(word))
}

/// The line after the last colon, if there is one.
fn split_line(text: &str) -> (&str, Option<LineNo>) {
    let parts =
        text.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok().filter(|line| *line > 0)?)));
    parts.map_or((text, None), |(path, line)| (path, Some(line)))
}

fn note(n_commands: usize, n_told: usize, n_found: usize, text: &str) -> String {
    let files = words::counted(n_found, "file", "files");
    match (n_commands + n_found, n_found - n_told.min(n_found)) {
        (0, _) => "Nothing fits.".to_owned(),
        (_, 0) if n_commands == 0 => files,
        (_, 0) => format!("{}, {files}", words::counted(n_commands, "command", "commands")),
        (_, _) if text.is_empty() => format!("{files}; type to find one"),
        (_, _) => format!("The best {n_told} of {files}"),
    }
}

/// Scrolls an option into the list's view.
fn show(option: usize) {
    if let Some(option) = dom::document().get_element_by_id(&format!("option-{option}")) {
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_follows_the_last_colon() {
        assert_eq!(split_line("a.py:40"), ("a.py", Some(40)));
        assert_eq!(split_line("C:\\a.py"), ("C:\\a.py", None));
        assert_eq!(split_line("a.py:0"), ("a.py:0", None));
        assert_eq!(split_line(""), ("", None));
    }

    #[test]
    fn every_word_must_be_in_a_commands_title() {
        assert!(fits("Save as coverage.json", "JSON save"));
        assert!(fits("Save as coverage.json", ""));
        assert!(!fits("Save as coverage.json", "xml save"));
    }

    #[test]
    fn what_is_not_told_is_counted() {
        assert_eq!(note(0, 0, 0, "x"), "Nothing fits.");
        assert_eq!(note(0, 7, 7, "x"), "7 files");
        assert_eq!(note(2, 1, 1, "x"), "2 commands, 1 file");
        assert_eq!(note(2, 50, 10_000, "x"), "The best 50 of 10,000 files");
    }
}
