//! A button that a key presses as well.

use yew::prelude::*;

/// What the button is, beside its words.
pub(super) struct Button<'a> {
    /// The key, which is shown on it, and what `press` is told.
    pub(super) key: &'static str,
    /// Its name for the tests.
    pub(super) test: String,
    /// Whether it is pressed; `None` if it can't stay so.
    pub(super) pressed: Option<bool>,
    pub(super) disabled: bool,
    pub(super) press: &'a Callback<&'static str>,
}

impl Button<'_> {
    /// The button with its words.
    pub(super) fn with(self, words: Html) -> Html {
        let (key, press) = (self.key, self.press.clone());
        html! {
            <button
                type="button"
                class="button button-small"
                onclick={Callback::from(move |_: MouseEvent| press.emit(key))}
                disabled={self.disabled}
                aria-keyshortcuts={key}
                aria-pressed={self.pressed.map(|pressed| if pressed { "true" } else { "false" })}
                data-test={self.test}
            >
                { words }<kbd class="wide-only">{ key }</kbd>
            </button>
        }
    }
}
