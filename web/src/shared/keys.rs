//! Keys without a modifier: what each screen does at them, and how they are switched off (WCAG 2.1.4).

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{dom, storage};

/// A key and what it does, in the words of the list of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key as the browser names it: `j`, `/`, `[`.
    pub key: &'static str,
    /// What it does: "next miss".
    pub does: &'static str,
}

/// The tables of keys that do something on this screen, and what they call.
type Heard = Vec<(&'static [Key], Rc<RefCell<Callback<&'static str>>>)>;

thread_local! {
    static HEARD: RefCell<Heard> = const { RefCell::new(Vec::new()) };
}

/// The keys that do something on this screen.
pub fn heard() -> Vec<Key> {
    HEARD.with_borrow(|heard| heard.iter().flat_map(|(keys, _)| keys.iter().copied()).collect())
}

/// Does what a key does, whether or not keys are switched on.
pub fn press(key: Key) {
    let pressed = HEARD.with_borrow(|heard| {
        let (_, pressed) = heard.iter().find(|(keys, _)| keys.contains(&key))?;
        Some(pressed.borrow().clone())
    });
    pressed.iter().for_each(|pressed| pressed.emit(key.key));
}

/// The setting that switches the keys off.
const SETTING: &str = "keys";

/// Whether keys without a modifier do anything.
pub fn are_on() -> bool {
    storage::get(SETTING).as_deref() != Some("off")
}

/// Switches the keys on or off. Tells whether the browser remembers it.
pub fn switch(on: bool) -> bool {
    storage::set(SETTING, (!on).then_some("off"))
}

/// Calls `pressed` with each of `keys` that is pressed while the component is there: not in a field, not with a modifier,
/// not while a dialog is open, and not when the keys are switched off.
#[hook]
pub fn use_keys(keys: &'static [Key], pressed: Callback<&'static str>) {
    let newest = use_mut_ref(|| pressed.clone());
    newest.replace(pressed);
    use_effect_with((), move |()| {
        HEARD.with_borrow_mut(|heard| heard.push((keys, Rc::clone(&newest))));
        let called = Rc::clone(&newest);
        let options = EventListenerOptions::enable_prevent_default();
        let listener = EventListener::new_with_options(&dom::window(), "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let Some(key) = keys.iter().find(|key| key.key == event.key()) else { return };
            if with_modifier(event, key.key) || dom::is_typing(event) || is_dialog_open() || !are_on() {
                return;
            }
            event.prevent_default();
            let pressed = newest.borrow().clone();
            pressed.emit(key.key);
        });
        move || {
            HEARD.with_borrow_mut(|heard| heard.retain(|(_, other)| !Rc::ptr_eq(other, &called)));
            drop(listener);
        }
    });
}

/// Many keyboards have signs such as `[` on Alt: Option on a Mac, and AltGr, which Windows tells as Ctrl and Alt.
fn with_modifier(event: &KeyboardEvent, key: &str) -> bool {
    let is_sign = !key.bytes().any(|byte| byte.is_ascii_alphanumeric());
    event.meta_key() || if event.alt_key() { !is_sign } else { event.ctrl_key() }
}

fn is_dialog_open() -> bool {
    dom::find::<web_sys::Element>("dialog[open]").is_some()
}
