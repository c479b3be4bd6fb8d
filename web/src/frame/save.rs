//! The menu that saves the report in coverage.py's formats.

use covscope_core::view::Exported;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};
use yew::prelude::*;

use crate::client::Client;
use crate::shared::glyph::{Glyph, mark};
use crate::shared::plain::plain;
use crate::shared::written::written;
use crate::shared::{dom, words};
use crate::state::Saving;

/// The button and its menu.
pub(super) fn save_menu(client: &Client) -> Html {
    html! {
        <>
            <button type="button" class="button button-small" popovertarget="save-menu" data-test="save">
                { mark(Glyph::Save) }{ plain("span", "button-words", "Save as") }
            </button>
            <div id="save-menu" class="menu" popover="auto" role="group" aria-label="Save the report" data-test="save-menu">
                { written("save-formats") }
                <p class="menu-note muted" role="status" data-test="saved">{ said(client, client.state.saving.as_ref()) }</p>
            </div>
        </>
    }
}

/// What was saved, what is not in it, or why nothing was; before that, what would be.
fn said(client: &Client, saving: Option<&Saving>) -> Html {
    let warning = |text: String| html! { <>{ mark(Glyph::Warning) }{ text }</> };
    match saving.and_then(|saving| saving.result.as_ref()) {
        Some(Ok(exported)) => {
            let saved = words::counted(exported.n_files, "file", "files");
            let saved = format!("Saved {}: {saved}.", exported.format.file_name());
            match exported.left_out.as_slice() {
                [] => saved.into(),
                [only] => warning(format!("{saved} Not in it: {only}, which has no numbers here.")),
                [first, others @ ..] => warning(format!(
                    "{saved} Not in it: {first} and {} more, which have no numbers here.",
                    words::count(others.len())
                )),
            }
        }
        Some(Err(why)) => warning(format!("Not saved. {why}")),
        None => {
            let query = &client.state.route.query;
            let narrowed = !query.filter.is_empty() || query.below;
            if narrowed { "What the filter leaves, if not all." } else { "As coverage.py writes it." }.into()
        }
    }
}

/// Saves a file as the browser saves downloads. Its bytes are the browser's then.
pub(crate) fn download(exported: &mut Exported) {
    // What can fail here is the browser's memory; then nothing is saved, as it says itself.
    let _ = try_download(exported);
}

fn try_download(exported: &mut Exported) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(exported.format.media_type());
    let bytes = std::mem::take(&mut exported.bytes);
    let parts = Array::of1(&Uint8Array::from(&bytes[..]));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlElement = dom::document().create_element("a")?.unchecked_into();
    link.set_attribute("href", &url)?;
    link.set_attribute("download", exported.format.file_name())?;
    link.click();
    // Not at once: the download reads it after this.
    gloo::timers::callback::Timeout::new(60_000, move || _ = Url::revoke_object_url(&url)).forget();
    Ok(())
}
