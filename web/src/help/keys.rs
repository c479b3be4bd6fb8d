//! The list of keys: what every screen's own tables say.

use yew::prelude::*;

use crate::frame::dialog::{Modal, head};
use crate::shared::keys::{self, Key};
use crate::shared::plain::{noted, plain};
use crate::state::Dialog;
use crate::{frame, overview, review, source_view};

/// The dialog with the list.
pub fn key_list() -> Html {
    let groups: [(&str, &[&[Key]]); 4] = [
        ("Everywhere", &[&frame::keys::KEYS]),
        ("In the report", &overview::KEYS),
        ("In a file", &[&source_view::KEYS]),
        ("In the path rules", &[&review::PATH_KEYS]),
    ];
    html! {
        <Modal dialog={Dialog::Keys} title="Keys">
            { head("Keys") }
            if !keys::are_on() {
                { noted("p", "note", "keys-off", "Keys without Ctrl are switched off. The menu switches them on again.") }
            }
            <div class="key-groups">
                { for groups.into_iter().enumerate().map(|(i, (title, tables))| html! {
                    <section>
                        { plain("h3", "", title) }
                        <dl class="keys" data-test="key-group">
                            if i == 0 { { key("Ctrl K", "all commands and files; ⌘ K on a Mac") } }
                            { for tables.iter().flat_map(|table| table.iter()).map(|known| key(known.key, known.does)) }
                        </dl>
                    </section>
                }) }
            </div>
            { plain("p", "muted small", "Most letters are coverage.py's own. They do nothing while you type in a field.") }
        </Modal>
    }
}

fn key(key: &'static str, does: &'static str) -> Html {
    html! { <div>{ plain("dt", "", plain("kbd", "", key)) }{ plain("dd", "", does) }</div> }
}
