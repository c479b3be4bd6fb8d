//! What is missing where: a map in which each file or folder is as large as what it misses.

use covscope_core::view::{Overview, Query, Tile, in_filter};
use web_sys::Element;
use yew::prelude::*;

use super::squares::{Square, squares};
use crate::route::{Route, Screen};
use crate::shared::dom;
use crate::shared::held::Held;
use crate::shared::path::visible;
use crate::shared::plain::{link, plain};
use crate::shared::words;

/// The height of the map, in pixels.
const HEIGHT: f64 = 190.0;

/// Properties of [`Map`].
#[derive(PartialEq, Properties)]
pub(super) struct MapProps {
    /// The report.
    pub overview: Held<Overview>,
    /// Its address.
    pub route: Route,
}

/// The map's card; nothing where nothing is missing.
#[component]
pub(super) fn Map(props: &MapProps) -> Html {
    let around = use_node_ref();
    let width = use_width(&around);
    let route = &props.route;
    let (folder, tiles) = &props.overview.map;
    let missing: usize = tiles.iter().map(|tile| tile.missing).sum();
    if missing == 0 {
        return html! { <div ref={around} class="map-nothing"></div> };
    }
    let sizes: Vec<usize> = tiles.iter().map(|tile| tile.missing).collect();
    let drawn = tiles.iter().zip(squares(&sizes, width, HEIGHT)).map(|(it, place)| tile(route, folder, it, place));
    let unit = if props.overview.has_branches { "lines and branches" } else { "lines" };
    html! {
        <section class="card map" aria-labelledby="map-title" data-test="map">
            <div class="card-head">
                <h2 id="map-title">{ "What is missing where" }</h2>
                { plain("span", "muted number", format!("{} {unit}", words::count(missing))) }
                { crumbs(route, folder) }
            </div>
            <div ref={around} class="map-around">
                <svg class="map-tiles" viewBox={format!("0 0 {} {}", width as u32, HEIGHT as u32)} role="group" aria-label="Missing lines and branches by folder and file">
                    { for drawn }
                </svg>
            </div>
        </section>
    }
}

/// The folders that all of it is in, each leading there.
fn crumbs(route: &Route, folder: &str) -> Html {
    let mut end = 0;
    let crumb = |part: &str| {
        end += part.len();
        let path = folder.get(..end).unwrap_or_default();
        link("", "", narrowed(route, path), visible(part))
    };
    html! {
        <nav class="map-crumbs" aria-label="Folder of the map" data-test="map-crumbs">
            { link("", "", narrowed(route, ""), "all") }{ " " }{ for folder.split_inclusive('/').map(crumb) }
        </nav>
    }
}

/// The address with the filter on a folder, in place of the folders that it is in or that are in it.
fn narrowed(route: &Route, folder: &str) -> String {
    let filter = with_folder(&route.query.filter, folder);
    route.with(Query { filter, ..route.query.clone() }).href()
}

fn with_folder(filter: &str, folder: &str) -> String {
    let is_folder = |term: &str| term.ends_with('/') && !term.starts_with(['!', '/', '"']);
    let is_replaced = |term: &str| is_folder(term) && (folder.starts_with(term) || term.starts_with(folder));
    let mut terms: Vec<&str> = filter.split(' ').filter(|term| !is_replaced(term)).collect();
    let folder = in_filter(folder);
    terms.push(&folder);
    terms.join(" ").trim().to_owned()
}

fn tile(route: &Route, folder: &str, tile: &Tile, place: Square) -> Html {
    let Square { x, y, width, height } = place;
    // Whole pixels: what meets stays together.
    let (left, top) = (x.round() as i32, y.round() as i32);
    let (wide, high) = ((x + width).round() as i32 - left, (y + height).round() as i32 - top);
    let name = visible(tile.path.get(folder.len()..).unwrap_or_default());
    let name = name.as_str();
    let href = match tile.path.as_str() {
        "" => None,
        path if path.ends_with('/') => Some(narrowed(route, path)),
        path => Some(route.at(Screen::File(path.to_owned())).href()),
    };
    let says = format!(
        "{}: {} %, {} missing",
        if name.is_empty() { "others" } else { name },
        tile.percent_text,
        words::count(tile.missing)
    );
    // What a character of the label takes, about: a label that does not fit is left out, never cut off.
    let fits = |text: &str, letter: f64| text.chars().count() as f64 * letter + 14.0 < width;
    let below = format!("{} % · {}", tile.percent_text, words::count(tile.missing));
    let text = |class: &'static str, below: i32, text: &str| {
        html! { <text {class} x={(left + 8).to_string()} y={(top + below).to_string()}>{ text.to_owned() }</text> }
    };
    let label = if name.is_empty() { "…" } else { name };
    html! {
        <a {href} class="map-tile" data-test="map-tile" data-path={tile.path.clone()}>
            <title>{ says }</title>
            <rect
                class={format!("map-{}", level(tile.percent))}
                x={(left + 1).to_string()} y={(top + 1).to_string()}
                width={(wide - 2).max(1).to_string()} height={(high - 2).max(1).to_string()} rx="3"
            />
            if high > 24 && fits(label, 7.6) { { text("map-name", 18, label) } }
            if high > 42 && fits(&below, 6.8) && fits(label, 7.6) { { text("map-numbers", 35, &below) } }
        </a>
    }
}

/// Which colour: 0 for the least covered to 4.
fn level(percent: f64) -> usize {
    [40.0, 60.0, 75.0, 90.0].iter().filter(|limit| percent >= **limit).count()
}

/// The width of an element in whole pixels, also after the window changed.
#[hook]
fn use_width(node: &NodeRef) -> f64 {
    let width = use_state_eq(|| 1000.0);
    {
        let (node, width) = (node.clone(), width.setter());
        let listen = Box::new(move || {
            let measure = move || {
                if let Some(element) = node.cast::<Element>() {
                    width.set(element.get_bounding_client_rect().width().floor().max(100.0));
                }
            };
            measure();
            vec![dom::listen("resize", move |_| measure())]
        });
        dom::use_started(Vec::new(), listen);
    }
    *width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_added_to_the_other_terms() {
        assert_eq!(with_folder("lane:unit-only", "a/b/"), "lane:unit-only a/b/");
        assert_eq!(with_folder("a/ !test", "a/b/"), "!test a/b/");
        assert_eq!(with_folder("a/b/ !test", "a/"), "!test a/");
        assert_eq!(with_folder("<80 a/b/", ""), "<80");
        assert_eq!(with_folder("/a  b/ \"x y/\"", "my dir/"), "/a  b/ \"x y/\" \"my dir/\"");
    }
}
