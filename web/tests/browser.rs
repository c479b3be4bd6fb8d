//! What only a browser can tell: handles pass with their messages, and the components draw what they are given.
//!
//! `cargo test -p covscope-web --target wasm32-unknown-unknown` with wasm-bindgen's test runner.

#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use covscope_core::view::{Bar, Query};
use covscope_web::protocol::{
    Picked, Progress, Request, Response, pack_request, pack_response, read_request, read_response,
};
use covscope_web::shared::bar::cover_bar;
use covscope_web::shared::dom::document;
use covscope_web::shared::glyph::{Glyph, telling_mark};
use covscope_web::shared::path::path_name;
use js_sys::{Array, JsString};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_file_passes_with_its_request() {
    let parts = Array::of1(&"measured".into());
    let file = web_sys::File::new_with_str_sequence(&parts, ".coverage.unit").unwrap();
    let picked = Picked { name: "ci/.coverage.unit".to_owned(), file };
    let query = Query { filter: "api".to_owned(), threshold: Some(79.5), ..Query::default() };
    let message = pack_request(&Request::Add { id: 7, files: vec![picked], query: query.clone() });
    // What the browser does between the page and the worker.
    let clone = js_sys::Reflect::get(&js_sys::global(), &"structuredClone".into()).unwrap();
    let arrived = clone.unchecked_into::<js_sys::Function>().call1(&JsValue::NULL, &message).unwrap();
    let Some(Request::Add { id, files, query: arrived_query }) = read_request(arrived) else {
        wasm_bindgen::throw_str("another request came out")
    };
    assert_eq!((id, arrived_query), (7, query));
    let [picked] = files.as_slice() else { wasm_bindgen::throw_str("not one file") };
    assert_eq!((picked.name.as_str(), picked.file.name().as_str()), ("ci/.coverage.unit", ".coverage.unit"));
    let text: JsString = JsFuture::from(picked.file.text()).await.unwrap().dyn_into().unwrap();
    assert_eq!(text, "measured");
}

#[wasm_bindgen_test]
fn a_response_passes() {
    let progress = Progress { input: 3, read: 4e9, size: 5e9, doing: "Reading › ü".to_owned() };
    let response = Response::Progress { id: 1, progress };
    assert_eq!(read_response(pack_response(&mut response.clone())), response);
}

#[wasm_bindgen_test]
fn what_no_page_sends_is_no_request() {
    let other = Array::of1(&js_sys::Uint8Array::from([250_u8, 1, 2].as_slice()));
    for message in [other.into(), JsValue::NULL, "text".into(), Array::new().into()] {
        assert!(read_request(message).is_none());
    }
}

#[derive(PartialEq, Properties)]
struct AroundProps {
    children: Html,
}

#[component]
fn Around(props: &AroundProps) -> Html {
    props.children.clone()
}

/// Draws into a new element of the page.
async fn draw(children: Html) -> Element {
    let root = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&root).unwrap();
    yew::Renderer::<Around>::with_root_and_props(root.clone(), AroundProps { children }).render();
    yew::platform::time::sleep(std::time::Duration::ZERO).await;
    root
}

#[wasm_bindgen_test]
async fn a_bar_has_a_segment_for_each_part_and_says_its_numbers() {
    let lanes = ["unit".into(), "heavy".into()];
    let root = draw(cover_bar(&Bar { shared: 50, only: vec![30, 0], missing: 20 }, &lanes, 80.0)).await;
    let svg = root.query_selector("svg[role=img]").unwrap().unwrap();
    assert_eq!(svg.get_attribute("aria-label").unwrap(), "both lanes 50, unit only 30, heavy only 0, neither 20");
    let width = |class: &str| {
        let rect = svg.query_selector(class).unwrap();
        rect.and_then(|rect| rect.get_attribute("width")).map(|width| width.parse::<f64>().unwrap())
    };
    let all = width(".bar-track").unwrap();
    let share = |class: &str| width(class).map(|width| width * 100.0 / all);
    assert_eq!(share(".fill-shared"), Some(50.0));
    assert_eq!(share(".fill-lane-0"), Some(30.0));
    assert_eq!(share(".fill-lane-1"), None);
    assert_eq!(share(".fill-missing"), Some(20.0));
    assert_eq!(svg.namespace_uri().unwrap(), "http://www.w3.org/2000/svg");
}

#[wasm_bindgen_test]
async fn an_empty_bar_is_not_drawn() {
    let root = draw(cover_bar(&Bar::default(), &["unit".into()], 80.0)).await;
    assert_eq!(root.query_selector("svg").unwrap(), None);
}

#[wasm_bindgen_test]
async fn a_path_is_all_there_whatever_is_cut() {
    let path = "backend/app/services/promotion_of_winning_trials.py";
    let root = draw(path_name(path)).await;
    assert_eq!(root.text_content().unwrap(), path);
    let span = root.query_selector(".path").unwrap().unwrap();
    assert_eq!(span.get_attribute("title").unwrap(), path);
}

#[wasm_bindgen_test]
async fn a_mark_says_what_it_stands_for() {
    let root = draw(telling_mark(Glyph::Missing, "missing")).await;
    let mark = root.query_selector("svg").unwrap().unwrap();
    assert_eq!(mark.get_attribute("aria-label").unwrap(), "missing");
    assert_eq!(mark.get_attribute("aria-hidden"), None);
}
