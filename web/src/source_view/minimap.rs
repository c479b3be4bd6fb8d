//! The file from far away, at the right edge: marks, and what of it the window shows.

use std::rc::Rc;

use covscope_core::line::LineNo;
use covscope_core::view::{File, Mark};
use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

use super::rows::Rows;
use crate::shared::dom;
use crate::shared::glyph::N_LANE_MARKS;
use crate::shared::held::Held;

/// Properties of [`Minimap`].
#[derive(PartialEq, Properties)]
pub(crate) struct MinimapProps {
    /// The file.
    pub file: Held<File>,
    /// The rows of its list.
    pub rows: Rc<Rows>,
    /// The list.
    pub list: NodeRef,
    /// Goes to a line.
    pub go: Callback<LineNo>,
}

/// The map. What it shows and does is in the list, too, and there for everyone.
#[component]
pub(crate) fn Minimap(props: &MinimapProps) -> Html {
    let (map, view) = (use_node_ref(), use_node_ref());
    let n_lines = props.file.lines.last().map_or(0, |line| line.number);
    let paths = use_memo(props.file.clone(), |file| paths(file, n_lines));
    {
        let (list, view, file) = (props.list.clone(), view.clone(), props.file.clone());
        use_effect_with(props.rows.clone(), move |rows| {
            let rows = rows.clone();
            let follow = Rc::new(move || {
                let (Some(list), Some(view)) = (list.cast::<Element>(), view.cast::<Element>()) else { return };
                let window = dom::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
                let row = dom::pixels(&list, "--row").unwrap_or(20.0);
                let above = -list.get_bounding_client_rect().top();
                // Out of range values become the nearest end: that is what `as` does for floats.
                let line = |pixels: f64| {
                    let row = rows.get((pixels / row) as usize);
                    row.and_then(|row| file.lines.get(row.first())).map_or(n_lines, |line| line.number)
                };
                let (first, last) = (line(above), line(above + window));
                let attributes = [("y", first.saturating_sub(1)), ("height", last.saturating_sub(first) + 1)];
                for (name, value) in attributes {
                    // Only names that are none are refused.
                    let _ = view.set_attribute(name, &value.to_string());
                }
            });
            follow();
            let listen = |event: &'static str| {
                let follow = follow.clone();
                EventListener::new(&dom::window(), event, move |_| follow())
            };
            let listeners = [listen("scroll"), listen("resize")];
            move || drop(listeners)
        });
    }
    let jump = {
        let (map, go) = (map.clone(), props.go.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(map) = map.cast::<Element>() {
                let rect = map.get_bounding_client_rect();
                let part = (f64::from(event.client_y()) - rect.top()) / rect.height().max(1.0);
                go.emit((part * f64::from(n_lines)) as LineNo + 1);
            }
        })
    };
    html! {
        <div class="minimap-around"><svg
            ref={map}
            class="minimap"
            viewBox={format!("0 0 12 {}", n_lines.max(1))}
            preserveAspectRatio="none"
            aria-hidden="true"
            onclick={jump}
            data-test="minimap"
        >
            { for paths.iter().map(|(class, d)| html! { <path class={class.clone()} d={d.clone()}/> }) }
            <rect ref={view} class="minimap-view" width="12" data-test="minimap-view"/>
        </svg></div>
    }
}

/// For each kind of mark its class and its shape. Each has a width of its own.
fn paths(file: &File, n_lines: LineNo) -> Vec<(String, AttrValue)> {
    let mut paths: Vec<(String, String)> = Vec::new();
    // What is to be found must be seen, also in a long file.
    let least = n_lines / 400;
    for stripe in &file.stripes {
        let (class, x, width, least) = match stripe.mark {
            Mark::Missing => ("missing".to_owned(), 0, 12, least),
            Mark::Partial => ("partial".to_owned(), 0, 8, least),
            Mark::Excluded => ("excluded".to_owned(), 8, 4, 0),
            Mark::Shared => ("run fill-shared".to_owned(), 0, 3, 0),
            Mark::Lane(lane) => (format!("run fill-lane-{}", lane % N_LANE_MARKS), 0, 3, 0),
        };
        let height = (stripe.last.saturating_sub(stripe.first) + 1).max(least);
        let shape = format!("M{x} {}h{width}v{height}h-{width}z", stripe.first.saturating_sub(1));
        match paths.iter_mut().find(|(known, _)| *known == class) {
            Some((_, shapes)) => shapes.push_str(&shape),
            None => paths.push((class, shape)),
        }
    }
    // What is to be found is drawn last.
    paths.sort_by_key(|(class, _)| !class.starts_with("run"));
    paths.into_iter().map(|(class, shapes)| (format!("minimap-{class}"), shapes.into())).collect()
}
