//! Long lists: only the rows near the visible part of the page exist, all of one height.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::plain::plain;
use super::{dom, words};

/// Rows are added and removed in steps of this, so that scrolling a little changes nothing.
const STEP: usize = 8;

/// On paper all rows exist, up to so many: more would keep the browser busy for long, and nobody reads them there.
const PRINTED: usize = 5_000;

/// The rows that must exist when the list's top edge is `above` pixels above the window's, for a window of `height`.
pub fn rows_in_view(n_rows: usize, row_height: f64, above: f64, height: f64) -> Range<usize> {
    if n_rows == 0 || row_height <= 0.0 {
        return 0..0;
    }
    // Out of range values become the nearest end: that is what `as` does for floats.
    let first = (above / row_height).floor().max(0.0) as usize;
    let last = ((above + height) / row_height).ceil().max(0.0) as usize;
    let start = (first / STEP).saturating_sub(1) * STEP;
    let end = last.div_ceil(STEP).saturating_add(1).saturating_mul(STEP);
    start.min(n_rows - 1) / STEP * STEP..end.clamp(1, n_rows)
}

/// Which of `n_rows` must exist in the element `list`. Its CSS variable `--row` is the height of a row; this sets
/// `--before` and `--after` to the heights that stand for the rows that do not exist.
#[hook]
pub fn use_rows_in_view(list: &NodeRef, n_rows: usize) -> Range<usize> {
    let rows = use_state_eq(|| 0..n_rows.min(8 * STEP));
    let printing = use_mut_ref(|| false);
    let measure = {
        let (list, rows, printing) = (list.clone(), rows.setter(), printing.clone());
        move || {
            if *printing.borrow() {
                rows.set(0..n_rows.min(PRINTED));
            } else if let Some(element) = list.cast::<Element>() {
                let height = dom::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
                let above = -element.get_bounding_client_rect().top();
                rows.set(rows_in_view(n_rows, row_height(&element), above, height));
            }
        }
    };
    {
        let list = list.clone();
        let listen = Box::new(move || {
            measure();
            let measure = std::rc::Rc::new(measure);
            let listen = |event: &'static str| {
                let (measure, _list, printing) = (measure.clone(), list.clone(), printing.clone());
                dom::listen(event, move |_| {
                    if event.ends_with("print") {
                        printing.replace(event == "beforeprint");
                    }
                    measure();
                })
            };
            ["scroll", "resize", "beforeprint", "afterprint"].map(listen).into()
        });
        dom::use_started(n_rows.to_le_bytes().into(), listen);
    }
    let rows = rows.start.min(n_rows)..rows.end.min(n_rows);
    let focus = list.cast::<HtmlElement>().filter(|list| list.contains(dom::document().active_element().as_deref()));
    // At once, with the rows: effects can come after the browser has laid the page out, which then scrolls where it is too short.
    make_room(list, &rows, n_rows);
    {
        // The first time there is no element before.
        let list = list.clone();
        let key = [rows.start, rows.end, n_rows].map(usize::to_le_bytes).concat();
        let rows = rows.clone();
        let drawn = Box::new(move || {
            make_room(&list, &rows, n_rows);
            // The row that had the focus is gone: Tab goes on from the list, not from the top of the page.
            if let Some(list) = focus.filter(|_| dom::nothing_has_focus()) {
                dom::focus_stretch(&list, false);
            }
            Vec::new()
        });
        dom::use_started(key, drawn);
    }
    rows
}

/// Room for the rows that do not exist.
fn make_room(list: &NodeRef, rows: &Range<usize>, n_rows: usize) {
    let pixels = |rows: usize| format!("calc({rows} * var(--row))");
    let after = n_rows.saturating_sub(rows.end);
    dom::set_variables(list, &[("--before", pixels(rows.start)), ("--after", pixels(after))]);
}

/// For paper: that not all rows stand there.
pub fn cut_on_paper(n_rows: usize) -> Html {
    if n_rows <= PRINTED {
        return Html::default();
    }
    let words = format!("On paper, the first {} of {} rows.", words::count(PRINTED), words::count(n_rows));
    plain("p", "on-paper", words)
}

/// Scrolls the window so that row `row` of the list stands a third below its top; not at all if it can be seen already
/// and `only_if_hidden`.
pub fn scroll_to_row(list: &NodeRef, row: usize, only_if_hidden: bool) {
    let Some(element) = list.cast::<Element>() else { return };
    let window = dom::window();
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let scrolled = window.scroll_y().unwrap_or(0.0);
    let in_window = element.get_bounding_client_rect().top() + row as f64 * row_height(&element);
    if !only_if_hidden || in_window < height * 0.15 || in_window > height * 0.75 {
        window.scroll_to_with_x_and_y(0.0, scrolled + in_window - height / 3.0);
    }
}

/// Arrow keys go from row to row.
pub fn step(event: KeyboardEvent) {
    let here = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let row = here.and_then(|here| here.closest("tr, [role=row]").ok().flatten());
    let next = row.and_then(|row| match event.key().as_str() {
        "ArrowDown" => row.next_element_sibling(),
        "ArrowUp" => row.previous_element_sibling(),
        _ => None,
    });
    let link = next.and_then(|row| row.query_selector("a, button").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        // Fails only for an element that can't have the focus.
        let _ = link.focus();
    }
}

fn row_height(element: &Element) -> f64 {
    dom::pixels(element, "--row").unwrap_or(32.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_in_view_exist_with_some_to_spare() {
        for n_rows in [1, 15, 16, 17, 191, 10_000] {
            for above in [-5000.0, -100.0, 0.0, 1.0, 319.0, 320.0, 5_000.0, 199_000.0, 1e12] {
                let rows = rows_in_view(n_rows, 20.0, above, 900.0);
                assert!(rows.start < rows.end && rows.end <= n_rows, "{n_rows} {above} {rows:?}");
                assert!(rows.len() <= 45 + 5 * STEP, "{n_rows} {above} {rows:?}");
                let visible = (0..n_rows).filter(|row| {
                    let top = *row as f64 * 20.0 - above;
                    top + 20.0 > 0.0 && top < 900.0
                });
                assert!(visible.into_iter().all(|row| rows.contains(&row)), "{n_rows} {above} {rows:?}");
            }
        }
    }

    #[test]
    fn nothing_is_in_view_of_an_empty_list() {
        assert_eq!(rows_in_view(0, 20.0, 0.0, 900.0), 0..0);
        assert_eq!(rows_in_view(5, 0.0, 0.0, 900.0), 0..0);
    }

    #[test]
    fn scrolling_a_little_changes_nothing() {
        assert_eq!(rows_in_view(1000, 20.0, 3300.0, 900.0), rows_in_view(1000, 20.0, 3310.0, 900.0));
    }
}
