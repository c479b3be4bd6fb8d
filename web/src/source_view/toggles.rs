//! Which kinds of lines stand out: coverage.py's switches, with its keys.

use covscope_core::view::LineCounts;
use yew::prelude::*;

use crate::shared::button::Button;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::storage;
use crate::shared::words;

/// The setting: the keys of the kinds that do not stand out.
const SETTING: &str = "unmarked";

/// The keys that switch a kind on and off, and the kinds.
const KINDS: [(&str, &str, Glyph); 4] = [
    ("r", "run", Glyph::Shared),
    ("m", "missing", Glyph::Missing),
    ("x", "excluded", Glyph::Excluded),
    ("p", "partial", Glyph::Partial),
];

/// The kinds that do not stand out, by their keys; and what switches one on or off.
#[hook]
pub(super) fn use_unmarked() -> (String, Callback<&'static str>) {
    let unmarked = use_state_eq(|| storage::get(SETTING).unwrap_or_default());
    let turn = {
        let unmarked = unmarked.clone();
        Callback::from(move |key: &'static str| {
            let mut keys = unmarked.replace(key, "");
            if keys.len() == unmarked.len() {
                keys.push_str(key);
            }
            storage::set(SETTING, Some(keys.as_str()).filter(|keys| !keys.is_empty()));
            unmarked.set(keys);
        })
    };
    ((*unmarked).clone(), turn)
}

/// The classes by which the style sheet takes the marks away.
pub(super) fn classes(unmarked: &str) -> Classes {
    let class = |(key, kind, _): (&str, &str, _)| unmarked.contains(key).then(|| format!("without-{kind}"));
    KINDS.into_iter().filter_map(class).collect::<Vec<_>>().into()
}

/// The switches, each with how many there are.
pub(super) fn toggles(counts: &LineCounts, unmarked: &str, has_branches: bool, turn: &Callback<&'static str>) -> Html {
    let counts = [counts.run, counts.missing, counts.excluded, counts.partial];
    let toggle = |((key, kind, glyph), count): ((&'static str, &'static str, Glyph), usize)| {
        let pressed = Some(!unmarked.contains(key));
        let words = html! { <>{ mark(glyph) }<span class="number">{ words::count(count) }{ " " }{ kind }</span></> };
        Button { does: key, is_key: true, test: format!("toggle-{kind}"), pressed, ..Button::default() }
            .with(turn, words)
    };
    let shown = KINDS.into_iter().zip(counts).filter(|((key, ..), _)| has_branches || *key != "p");
    html! { <div class="source-toggles" role="group" aria-label="Lines that stand out">{ for shown.map(toggle) }</div> }
}
