//! Choosing files and folders with the browser's dialogs.

use covscope_core::worth;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::client::Client;
use crate::protocol::Picked;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::plain;

/// A button that opens the browser's dialog, for files or for a folder with all below it, and reads what was chosen there.
pub fn pick(client: &Client, folder: bool, label: &'static str, class: &'static str) -> Html {
    let client = client.clone();
    let chosen = Callback::from(move |event: Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        client.add(picked(&input));
        // So that choosing the same file again is heard.
        input.set_value("");
    });
    let (test, glyph) = if folder { ("pick-folder", Glyph::Folder) } else { ("pick-files", Glyph::Add) };
    html! {
        <>
            <button type="button" {class} data-act={test} data-does="%" data-test={test}>
                { mark(glyph) }{ plain("span", "button-words", label) }
            </button>
            <input
                class="hidden-input"
                type="file"
                multiple={true}
                webkitdirectory={folder}
                tabindex="-1"
                aria-hidden="true"
                data-test={format!("{test}-input")}
                onchange={chosen}
            />
        </>
    }
}

fn picked(input: &HtmlInputElement) -> Vec<Picked> {
    let Some(files) = input.files() else { return Vec::new() };
    let files = (0..files.length()).filter_map(|i| files.get(i));
    files
        .map(|file| Picked { name: name(&file), file })
        .filter(|picked| !picked.name.contains('/') || is_of_use(&picked.name, false))
        .collect()
}

/// The path from the chosen folder on, else the name.
fn name(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// Whether a file or folder found *in* a folder may matter. A file that was dropped by itself is always read.
pub(super) fn is_of_use(path: &str, is_folder: bool) -> bool {
    if is_folder { worth::folder_can_matter(path) } else { worth::can_matter(path) }
}

#[cfg(test)]
mod tests {
    use super::is_of_use;

    #[test]
    fn data_configuration_sources_and_archives_are_of_use() {
        for path in [
            ".coverage",
            "p/.coverage.unit",
            "p/.coverage.a",
            "p/.coveragerc",
            "p/pyproject.toml",
            "p/app.py",
            "p/data.zip",
            "p/tox.ini",
        ] {
            assert!(is_of_use(path, false), "{path}");
        }
        assert!(is_of_use("p/backend", true));
        // Data files end in a host's name, which may look like anything but these.
        assert!(is_of_use("p/.coverage.runner-7.1234.XabcdefG", false));
    }

    #[test]
    fn what_belongs_to_tools_is_not() {
        for path in ["p/.git/config", "p/a/__pycache__/b.py", "p/a.PNG", "p/a.so", "p/node_modules/x/y.py"] {
            assert!(!is_of_use(path, false), "{path}");
        }
        assert!(!is_of_use("p/.venv", true));
    }
}
