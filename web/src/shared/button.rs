//! A small button that may be a switch, and that a key may press as well.

use yew::prelude::*;

/// What the button is, beside its words.
#[derive(Default)]
pub struct Button {
    /// What it tells when it is pressed.
    pub does: &'static str,
    /// Whether that is a key, which is then shown on it.
    pub is_key: bool,
    /// Its name for the tests.
    pub test: String,
    /// Whether it is pressed; `None` if it can't stay so.
    pub pressed: Option<bool>,
    /// Whether it can't be pressed.
    pub disabled: bool,
    /// What there is to say beside its words.
    pub title: Option<&'static str>,
    /// What the palette calls it, `%` for its words; a key is offered there by itself.
    pub offered: Option<&'static str>,
}

impl Button {
    /// The button with its words.
    pub fn with(self, press: &Callback<&'static str>, words: Html) -> Html {
        let (does, press) = (self.does, press.clone());
        html! {
            <button
                type="button"
                class="button button-small"
                title={self.title}
                onclick={Callback::from(move |_: MouseEvent| press.emit(does))}
                disabled={self.disabled}
                aria-keyshortcuts={self.is_key.then_some(does)}
                aria-pressed={self.pressed.map(|pressed| if pressed { "true" } else { "false" })}
                data-does={self.offered}
                data-test={self.test}
            >
                { words }if self.is_key { <kbd class="wide-only">{ does }</kbd> }
            </button>
        }
    }
}
