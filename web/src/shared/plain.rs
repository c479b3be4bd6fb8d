//! Plain elements, by one call each. `html!` writes out at every place how an element is made, which is many times as long.

use yew::prelude::*;

use super::glyph::{Glyph, mark};

/// An element with what is inside of it; of a class, unless that is empty.
pub fn plain(tag: &'static str, class: &'static str, inside: impl Into<Html>) -> Html {
    element(tag, class, "", inside.into())
}

/// The same with a name for the tests.
pub fn noted(tag: &'static str, class: &'static str, test: &'static str, inside: impl Into<Html>) -> Html {
    element(tag, class, test, inside.into())
}

/// A name and what there is to say of it, in a list of such; with a name for the tests.
pub fn fact(name: &'static str, test: &'static str, inside: impl Into<Html>) -> Html {
    let inside: Html = inside.into();
    html! { <div>{ plain("dt", "", name) }{ noted("dd", "", test, inside) }</div> }
}

/// The head of a table's column.
pub fn column(class: &'static str, inside: impl Into<Html>) -> Html {
    element("th", class, "", inside.into())
}

/// A link, with a name for the tests.
pub fn link(class: &'static str, test: &'static str, href: String, inside: impl Into<Html>) -> Html {
    let inside: Html = inside.into();
    html! { <a class={some(class)} {href} data-test={some(test)}>{ inside }</a> }
}

/// The way back to the report.
pub fn back(href: String) -> Html {
    link("back", "back", href, html! { <>{ mark(Glyph::Back) }{ "Report" }</> })
}

/// A button that does what only it does, with a name for the tests.
pub fn push(class: &'static str, test: &'static str, press: Callback<MouseEvent>, words: &str) -> Html {
    html! { <button type="button" {class} onclick={press} data-test={some(test)}>{ words }</button> }
}

fn element(tag: &'static str, class: &'static str, test: &'static str, inside: Html) -> Html {
    let scope = (tag == "th").then_some("col");
    html! { <@{tag} class={some(class)} {scope} data-test={some(test)}>{ inside }</@> }
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}
