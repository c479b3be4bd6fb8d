//! For everyone: narrow windows, dark ones, and no mouse.

use covscope_e2e::journey::journey;
use covscope_e2e::page::Page;
use thirtyfour::Key;

use crate::support::{judged, open_sample, press_until, sample};

#[track_caller]
fn assert_no_sideways(page: &Page, what: &str) {
    let widths = page.js("return [document.scrollingElement.scrollWidth, innerWidth]", &[]);
    assert!(widths[0].as_f64() <= widths[1].as_f64(), "{what} is wider than the window: {widths}");
    page.screenshot(what);
}

/// The sample's screens, and what has to be there before they are looked at.
const SCREENS: [(&str, &str, &str); 6] = [
    ("landing", "", "[data-test=drop-area]"),
    ("report", "#sample", "[data-test=file-row]"),
    ("source", "#sample/file/backend/orders/service.py?L=61", "[data-test=line][aria-current=true]"),
    ("problems", "#sample/problems", "[data-test=problems]"),
    ("lanes", "#sample/lanes", "[data-test=lane-card]"),
    ("paths", "#sample/paths", "[data-test=path-row]"),
];

#[test]
fn a_large_window_at_twice_the_size_has_all_in_it() {
    journey(|page| {
        for (name, address, there) in SCREENS {
            page.open(address);
            page.wait(there);
            // And between that and all that a wide one has.
            for width in [720, 730, 850, 985, 1100] {
                page.resize(width, 450);
                assert_no_sideways(page, &format!("{name}-{width}"));
            }
        }
    });
}

#[test]
fn names_take_no_room_from_the_numbers() {
    journey(|page| {
        page.open("");
        let lane = page.file(
            &format!(".coverage.<b>{}", "endless ".repeat(25)),
            std::fs::read(sample("data/.coverage.heavy")).unwrap(),
        );
        // A name of two lines, whose end is written before its start.
        let file = page.file(".coverage.unit", std::fs::read(sample("data/.coverage.unit")).unwrap());
        let sql = "update file set path = '/home/runner/work/sample/sample/backend/a\n\u{202e}yp.exe' where path like '%/cli.py'";
        rusqlite::Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        page.drop_onto("[data-test=drop-area]", &[&lane, &file, &sample("project")]);
        page.wait("[data-test=report]");
        for (width, height) in [(1440, 900), (720, 450), (360, 740)] {
            page.resize(width, height);
            page.wait("[data-test=file-row]");
            assert_no_sideways(page, &format!("report-{width}"));
            let script = "const card = document.querySelector('[data-test=lanes]').getBoundingClientRect();
                return [...document.querySelectorAll('[data-test=lanes] td')].every((cell) => cell.getBoundingClientRect().right <= card.right)";
            assert_eq!(page.js(script, &[]), true, "at {width} all numbers are in the card");
        }
        page.resize(1440, 900);
        page.fill("[data-test=filter]", "yp.exe");
        page.wait_text("[data-test=shown]", "1 of");
        assert!(
            page.text("[data-test=file-link]").contains("a\u{fffd}\u{fffd}yp.exe"),
            "{:?}",
            page.text("[data-test=file-link]")
        );
        let heights = "return [...document.querySelectorAll('[data-test=file-row]')].map((row) => row.offsetHeight)";
        assert_eq!(page.js(heights, &[]), serde_json::json!([34]));
    });
}

#[test]
fn narrow_and_dark_nothing_is_cut_off() {
    journey(|page| {
        page.resize(360, 740);
        page.prefer("prefers-color-scheme", "dark");
        for (name, address, there) in SCREENS {
            page.open(address);
            page.wait(there);
            assert_no_sideways(page, name);
            if name == "report" {
                assert_eq!(judged(page, "pass").1.len(), 2);
                for shown in ["verdict", "total", "distance", "threshold", "lane-total", "below", "filter", "file-link"]
                {
                    let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
                        return box.width > 0 && box.left >= 0 && box.right <= innerWidth";
                    assert_eq!(page.js(script, &[format!("[data-test={shown}]").into()]), true, "{shown}");
                }
            }
        }

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

#[test]
fn a_menu_opens_within_the_window() {
    journey(|page| {
        open_sample(page);
        let is_within = |menu: &str| {
            let script = "const { left, top, right, bottom, height } = document.querySelector(arguments[0]).getBoundingClientRect();
                return height > 100 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight";
            page.js(script, &[menu.into()]) == true
        };
        let is_beside = |button: &str, menu: &str| {
            let script = "const [of, it] = [...arguments].slice(0, 2).map((selector) => document.querySelector(selector).getBoundingClientRect());
                return Math.min(Math.abs(it.top - of.bottom), Math.abs(of.top - it.bottom)) < 10";
            page.js(script, &[button.into(), menu.into()]) == true
        };
        for (width, height) in [(1440, 900), (360, 800), (1440, 360)] {
            page.resize(width, height);
            for block in ["end", "start"] {
                for (button, menu) in
                    [("columns", "#columns-menu"), ("filter-help", "#filter-help"), ("save", "#save-menu")]
                {
                    let button = format!("[data-test={button}]");
                    let scroll = "document.querySelector(arguments[0]).scrollIntoView({ block: arguments[1] })";
                    page.js(scroll, &[button.as_str().into(), block.into()]);
                    page.click(&button);
                    page.until(&format!("{menu} within {width}x{height}, {block}"), || is_within(menu));
                    let has_room = (width, height) == (1440, 900);
                    assert!(!has_room || is_beside(&button, menu), "{menu}, {width}x{height}, {block}");
                    page.press(&Key::Escape.value().to_string());
                    page.wait_gone(menu);
                }
            }
        }
    });
}

#[test]
fn twelve_lanes_leave_room_for_the_names_of_files() {
    journey(|page| {
        page.resize(1440, 900);
        let data = std::fs::read(sample("data/.coverage.unit")).unwrap();
        let lanes: Vec<_> = (0..12)
            .map(|number| {
                let lane = page.file(&format!(".coverage.shard{number}"), &data);
                let sql = format!("insert into meta values ('n', '{number}')");
                rusqlite::Connection::open(&lane).unwrap().execute_batch(&sql).unwrap();
                lane
            })
            .chain([sample("project")])
            .collect();
        page.open("");
        page.drop_onto("[data-test=drop-area]", &lanes.iter().map(|lane| lane.as_path()).collect::<Vec<_>>());
        page.wait("[data-test=file-row]");
        let script = "const around = document.querySelector('.files-around'); around.scrollLeft = 9999;
            const name = document.querySelector('[data-test=file-link]').getBoundingClientRect();
            return [around.scrollLeft > 0, name.left >= 0 && name.width > 100, document.elementFromPoint(name.left + 5, name.top + 5)?.closest('[data-test=file-link]') !== null]";
        assert_eq!(page.js(script, &[]), serde_json::json!([true, true, true]));
        // The head stays, and what is below it has rows; back from a file, the table is where it was.
        let down =
            "const around = document.querySelector('.files-around'); around.scrollTop = 300; around.scrollIntoView();
            const top = around.getBoundingClientRect().top;
            const [head] = around.querySelectorAll('thead th');
            const below = () => document.elementFromPoint(40, innerHeight - 80)?.closest('[data-test=file-row]');
            return [around.scrollTop, Math.abs(head.getBoundingClientRect().top - top) < 2, below() !== null]";
        page.until("the head is above the rows", || page.js(down, &[]) == serde_json::json!([300, true, true]));
        page.press("]");
        page.wait("[data-test=line]");
        page.press("u");
        page.wait("[data-test=file-row]");
        let at = || page.js("return document.querySelector('.files-around').scrollTop", &[]);
        page.until("the table is where it was", || at() == 300);
        assert_no_sideways(page, "twelve-lanes");
    });
}
