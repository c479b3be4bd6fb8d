//! The page's colours: the style sheets have them, a script of index.html puts them on before anything is drawn.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::Client;
use crate::shared::storage;

/// The setting, which index.html reads too.
const SETTING: &str = "theme";

#[wasm_bindgen]
extern "C" {
    /// Puts a theme on; index.html has it.
    #[wasm_bindgen(js_name = covscopeTheme, catch)]
    fn put_on(theme: &str) -> Result<(), wasm_bindgen::JsValue>;
}

/// A set of colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the system asks for.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Black and white with strong marks, light or dark as the system.
    Contrast,
}

impl Theme {
    /// All of them, in the order of the menu.
    pub const ALL: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

    /// The theme chosen.
    pub fn now() -> Theme {
        let name = storage::get(SETTING).unwrap_or_default();
        Theme::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Its name in storage and in index.html.
    pub fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    /// Its name in words.
    pub fn words(self) -> &'static str {
        match self {
            Theme::System => "as the system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "high contrast",
        }
    }

    /// Puts it on.
    pub fn put_on(self) {
        // Absent only where index.html is not.
        let _ = put_on(self.name());
    }

    /// Puts it on and remembers it.
    pub fn switch(self, client: &Client) {
        let remembered = storage::set(SETTING, (self != Theme::System).then_some(self.name()));
        self.put_on();
        super::tell(client, format!("Theme: {}.", self.words()), remembered);
    }
}
