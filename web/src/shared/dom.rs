//! The few things asked of the browser directly.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast, JsValue, UnwrapThrowExt};
use web_sys::{Document, Element, Event, FocusOptions, HtmlElement, Window};
use yew::prelude::*;

/// The window; there always is one on a page.
pub fn window() -> Window {
    web_sys::window().expect_throw("a page has a window")
}

/// The document; there always is one on a page.
pub fn document() -> Document {
    window().document().expect_throw("a page has a document")
}

/// The page's own address without a fragment.
pub fn base_uri() -> String {
    document().base_uri().ok().flatten().unwrap_or_default()
}

/// The fragment of the page's address, with `#` unless it is empty.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Changes the fragment without telling it to `hashchange`. A browser may refuse too many changes in a short time (Safari
/// does); the view is right all the same.
pub fn set_fragment(href: &str, step: bool) {
    if fragment() == href || (href == "#" && fragment().is_empty()) {
        return;
    }
    if let Ok(history) = window().history() {
        let set = if step {
            history.push_state_with_url(&JsValue::NULL, "", Some(href))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(href))
        };
        let _ = set;
    }
}

/// Where the worker's loader is; the build writes its versioned path into a meta element.
pub fn engine_path() -> String {
    let meta = document().query_selector("meta[name=covscope-engine]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_else(|| "worker-loader.js".to_owned())
}

/// Tells scripts of the page something by an event.
pub fn announce(kind: &str) {
    // Fails only for what is no event.
    let _ = Event::new(kind).and_then(|event| window().dispatch_event(&event));
}

/// What a script of `index.html` has noted on the root element.
pub fn noted(attribute: &str) -> Option<String> {
    document().document_element()?.get_attribute(attribute)
}

/// Hears of what happens anywhere on the page: scrolling of a part of it is told to nobody above, on its way down it is.
pub fn listen(event: &'static str, heard: impl FnMut(&Event) + 'static) -> EventListener {
    EventListener::new_with_options(&window(), event, EventListenerOptions::run_in_capture_phase(), heard)
}

/// What is started when a component is there and what it hears from then on.
pub type Start = Box<dyn FnOnce() -> Vec<EventListener>>;

/// Does something when the component is first drawn, and again when it is drawn with another key; what was heard before ends then.
/// Every effect that yew knows by a type of its own is half a kilobyte of the page.
#[hook]
pub fn use_started(key: Vec<u8>, start: Start) {
    use_effect_with(key, move |_| {
        let listeners = start();
        move || drop(listeners)
    });
}

/// Opens an address in a new tab. Whether the browser did.
pub fn open_tab(href: &str) -> bool {
    window().open_with_url_and_target(href, "_blank").is_ok_and(|tab| tab.is_some())
}

/// The first element that a selector finds, if it is of that kind.
pub fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// All elements of that kind that a selector finds, in the page's order.
pub fn find_all<T: JsCast>(selector: &str) -> Vec<T> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Presses the first element that a selector finds.
pub fn click(selector: &str) {
    if let Some(element) = find::<HtmlElement>(selector) {
        element.click();
    }
}

/// Gives the focus to the first element that a selector finds.
pub fn focus(selector: &str) {
    if let Some(element) = find::<HtmlElement>(selector) {
        // Fails only for an element that can't have the focus.
        let _ = element.focus();
    }
}

/// Whether what had the focus is gone, or nothing ever had it.
pub fn nothing_has_focus() -> bool {
    document().active_element() == document().body().map(Into::into)
}

/// Gives the focus to what Tab passes by.
pub fn focus_stretch(element: &HtmlElement, scroll: bool) {
    element.set_tab_index(-1);
    let options = FocusOptions::new();
    options.set_prevent_scroll(!scroll);
    // It can have the focus now.
    let _ = element.focus_with_options(&options);
}

/// Sets CSS variables on an element. Not by its `style` attribute: the page's Content-Security-Policy forbids those, and
/// rightly.
pub fn set_variables(node: &NodeRef, variables: &[(&str, String)]) {
    if let Some(element) = node.cast::<HtmlElement>() {
        for (name, value) in variables {
            // Fails only for a property that the browser does not know.
            let _ = element.style().set_property(name, value);
        }
    }
}

/// The value of a CSS variable in pixels, as the style sheets say it for this element and this width of window.
pub fn pixels(element: &Element, variable: &str) -> Option<f64> {
    let style = window().get_computed_style(element).ok().flatten()?;
    style.get_property_value(variable).ok()?.trim().strip_suffix("px").and_then(super::words::parse)
}

/// What a thrown value says.
pub fn words(error: &JsValue) -> String {
    let message = js_sys::Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.or_else(|| error.as_string()).unwrap_or_default()
}

/// Copies text to the clipboard, which a browser may refuse.
pub async fn copy(text: &str) -> bool {
    // Absent where the page does not come over https or from this machine.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// Whether a key press is meant for a field: in a box to check nothing is typed.
pub fn is_typing(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.matches("input:not([type=checkbox]), textarea, select").unwrap_or(true))
}
