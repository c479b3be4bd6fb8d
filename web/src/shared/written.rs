//! What never changes, as `index.html` has it: there it costs the page's WebAssembly nothing.

use yew::prelude::*;

use super::dom;

/// The content of the `<template>` with that id.
pub fn written(id: &str) -> Html {
    let template = dom::document().get_element_by_id(id);
    Html::from_html_unchecked(template.map(|template| template.inner_html()).unwrap_or_default().into())
}
