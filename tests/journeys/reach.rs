//! For everyone: narrow windows, dark ones, and no mouse.

use covscope_e2e::journey::journey;
use covscope_e2e::page::Page;
use thirtyfour::Key;

use crate::support::{judged, open_sample, press_until};

#[track_caller]
fn assert_no_sideways(page: &Page, what: &str) {
    let widths = page.js("return [document.scrollingElement.scrollWidth, innerWidth]", &[]);
    assert!(widths[0].as_f64() <= widths[1].as_f64(), "{what} is wider than the window: {widths}");
    page.screenshot(what);
}

#[test]
fn narrow_and_dark_nothing_is_cut_off() {
    journey(|page| {
        page.resize(360, 740);
        page.prefer("prefers-color-scheme", "dark");
        page.open("");
        page.wait("[data-test=drop-area]");
        assert_no_sideways(page, "landing");
        page.open("#sample");
        page.wait("[data-test=file-row]");
        assert_no_sideways(page, "report");
        assert_eq!(judged(page, "pass").1.len(), 2);
        for shown in ["verdict", "total", "distance", "threshold", "lane-total", "below", "filter", "file-link"] {
            let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
                return box.width > 0 && box.left >= 0 && box.right <= innerWidth";
            assert_eq!(page.js(script, &[format!("[data-test={shown}]").into()]), true, "{shown}");
        }
        page.open("#sample/file/backend/orders/service.py?L=61");
        page.wait("[data-test=line][aria-current=true]");
        assert_no_sideways(page, "source");
        page.open("#sample/problems");
        page.wait("[data-test=problems]");
        assert_no_sideways(page, "problems");
        page.open("#sample/lanes");
        page.wait("[data-test=lane-card]");
        assert_no_sideways(page, "lanes");
        page.open("#sample/paths");
        page.wait("[data-test=path-row]");
        assert_no_sideways(page, "paths");

        let colours = "const parts = (name) => getComputedStyle(document.body)[name].match(/[\\d.]+/g).slice(0, 3)
            .reduce((sum, part) => sum + Number(part), 0); return [parts('backgroundColor'), parts('color')]";
        let [back, ink] = serde_json::from_value::<[f64; 2]>(page.js(colours, &[])).unwrap();
        assert!(back < 150.0 && ink > 500.0, "light text on dark: {back}, {ink}");
    });
}

#[test]
fn the_keyboard_is_enough() {
    journey(|page| {
        page.resize(1280, 900);
        page.open("");
        page.wait("[data-engine=running]");
        press_until(page, Key::Tab, "[data-test=open-sample]");
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=file-row]");

        press_until(page, Key::Tab, "[data-test=file-link]");
        press_until(page, Key::Down, "[data-path='backend/api/app.py'] [data-test=file-link]");
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=source]");
        assert_eq!(page.fragment(), "#sample/file/backend/api/app.py");
        press_until(page, Key::Tab, "[data-test=next-miss]");
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=line][aria-current=true]");
        press_until(page, Key::Tab, "[data-test=back], [data-test=brand], a");
    });
}

#[test]
fn what_has_the_focus_can_be_seen() {
    journey(|page| {
        open_sample(page);
        press_until(page, Key::Tab, "[data-test=below]");
        let style = "const style = getComputedStyle(document.activeElement);
            return [style.outlineStyle, parseFloat(style.outlineWidth)]";
        let outline = page.js(style, &[]);
        assert!(outline[0] != "none" && outline[1].as_f64().unwrap() >= 1.0, "{outline}");
    });
}
