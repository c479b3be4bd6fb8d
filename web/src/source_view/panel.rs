//! What there is to say and do about the lines that the address names.

use covscope_core::line::LineNo;
use covscope_core::view::{Branch, File, Line};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::editor::{self, EDITORS, PATTERN, ROOT};
use crate::client::use_client;
use crate::shared::code::use_copy;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::held::Held;
use crate::shared::plain::{noted, plain};
use crate::shared::storage;

/// Properties of [`Panel`].
#[derive(PartialEq, Properties)]
pub(crate) struct PanelProps {
    /// The file.
    pub file: Held<File>,
    /// The first line named.
    pub first: LineNo,
    /// The last one.
    pub last: LineNo,
}

/// The words about the lines, and the ways on.
#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    let PanelProps { file, first, last } = props;
    let client = use_client();
    let changed = use_force_update();
    let name = if first == last { first.to_string() } else { format!("{first}-{last}") };
    let place = format!("{}:{name}", file.row.path);
    let (copied, copy) = use_copy(&place);
    let close = Callback::from(move |_: MouseEvent| {
        let mut route = client.state.route.clone();
        (route.line, route.last_line) = (None, None);
        client.adjust(&route);
    });
    html! {
        <section class="source-panel card" aria-label="Selected lines" data-test="panel">
            <div class="panel-says">
                { noted("p", "", "panel-says", sentence(file, *first, *last)) }
                if let Some(line) = line(file, *first) { { sides(line) } }
            </div>
            <div class="panel-ways">
                <code class="panel-place" data-test="panel-place"><bdi>{ place }</bdi></code>
                <button type="button" class="button button-small" onclick={copy} id="copy-place" data-test="copy-place">{ copied }</button>
                { way(at_host(file, *first, *last), "open-host") }
                { way(in_editor(file, *first), "open-editor") }
                { editor_settings(file, &changed) }
                <button type="button" class="button button-small" onclick={close} aria-label="Select nothing" data-test="close-panel">
                    { mark(Glyph::Missing) }
                </button>
            </div>
        </section>
    }
}

/// The sentence about lines: that of a miss where they are one, else the first line's own.
pub(super) fn sentence(file: &File, first: LineNo, last: LineNo) -> String {
    let own = line(file, first).and_then(|line| file.sentences.get(line.says?));
    let miss = file.misses.iter().find(|miss| miss.first == first && miss.last == last && !miss.is_partial);
    match (miss, own) {
        (Some(miss), _) => miss.says.clone(),
        (None, Some(own)) => format!("line {first}: {own}"),
        (None, None) => format!("line {first}"),
    }
}

fn line(file: &File, number: LineNo) -> Option<&Line> {
    file.lines.get(file.lines.partition_point(|line| line.number < number)).filter(|line| line.number == number)
}

/// The sides of a branch line, with who took each, and why none did.
fn sides(line: &Line) -> Html {
    let side = |branch: &Branch| {
        html! {
            <li data-test="panel-side">
                { mark(if branch.lanes.is_empty() { Glyph::Missing } else { Glyph::Shared }) }
                <span>{ &branch.says }{ " by " }{ plain("strong", "", &branch.by) }</span>
                if !branch.why.is_empty() { { plain("span", "muted", &branch.why) } }
            </li>
        }
    };
    html! { <ul>{ for line.branches.iter().map(side) }</ul> }
}

/// A link out of the page, by its name and address.
fn way(way: Option<(String, String)>, test: &'static str) -> Html {
    let Some((name, href)) = way else { return Html::default() };
    // An address of the web opens beside this page; an editor's opens the editor.
    let target = href.starts_with("https:").then_some("_blank");
    html! {
        <a class="button button-small" {href} {target} rel="noreferrer" data-does="Open the line: %" data-test={test}>{ name }</a>
    }
}

fn at_host(file: &File, first: LineNo, last: LineNo) -> Option<(String, String)> {
    let host = file.host.as_ref()?;
    let last = if first == last { String::new() } else { format!("{}{last}", host.last) };
    Some((host.name.clone(), format!("{}{}{first}{last}", host.address, host.first)))
}

fn in_editor(file: &File, line: LineNo) -> Option<(String, String)> {
    let pattern = editor::pattern();
    let name = EDITORS.iter().find(|(_, known)| *known == pattern).map_or("Editor", |(name, _)| name);
    Some((name.to_owned(), editor::link(&pattern, &editor::root(file), &file.row.path, line)?))
}

/// Which editor, and where the project is on this computer: asked once, and remembered by the browser.
fn editor_settings(file: &File, changed: &UseForceUpdateHandle) -> Html {
    let set = |name: &'static str| {
        let changed = changed.clone();
        move |value: String| {
            storage::set(name, Some(value.trim()).filter(|value| !value.is_empty()));
            changed.force_update();
        }
    };
    let field = |label: &'static str, value: String, name: &'static str| {
        let set = set(name);
        let typed = Callback::from(move |event: Event| {
            set(event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default());
        });
        html! {
            <label>{ label }<input type="text" {value} onchange={typed} spellcheck="false" data-test={name}/></label>
        }
    };
    let pattern = editor::pattern();
    let set_pattern = set(PATTERN);
    let chosen = Callback::from(move |event: Event| {
        let choice = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        let known = EDITORS.iter().find(|(name, _)| choice.as_deref() == Some(name));
        set_pattern(known.map_or("scheme://{path}:{line}", |(_, pattern)| pattern).to_owned());
    });
    let is_other = EDITORS.iter().all(|(_, known)| *known != pattern);
    html! {
        <details class="panel-editor">
            { noted("summary", "", "editor-settings", "Editor") }
            <label>
                { "Open in" }
                <select onchange={chosen} data-test="editor-choice">
                    { for EDITORS.iter().map(|(name, known)| html! {
                        <option value={*name} selected={*known == pattern}>{ *name }</option>
                    }) }
                    <option value="" selected={is_other}>{ "another" }</option>
                </select>
            </label>
            if is_other { { field("Link", pattern, PATTERN) } }
            { field("Project's folder", editor::root(file), ROOT) }
        </details>
    }
}
