//! The review of the lanes: data files taken out and back in, lanes renamed and merged, expected ones, the rescue.

use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;
use thirtyfour::Key;

use crate::support::{expected, judged, open_sample, percent, press_until, sample};

const NAME: &str = "[data-test=lane-name]";

#[track_caller]
fn open_lanes(page: &Page) {
    open_sample(page);
    page.click("[data-test=lanes-link]");
    page.wait("[data-test=lane-card]");
    assert_eq!(page.fragment(), "#sample/lanes");
}

#[track_caller]
fn wait_lanes(page: &Page, names: &[&str]) {
    let script = "return [...document.querySelectorAll('[data-test=lane-card]')].map((card) => card.dataset.lane)";
    page.until(&format!("the lanes {names:?}"), || page.js(script, &[]) == serde_json::json!(names));
}

/// Types over what is in a field. (WebDriver's own emptying is heard as a change.)
#[track_caller]
fn enter(page: &Page, selector: &str, text: &str) {
    page.click(selector);
    page.js("document.querySelector(arguments[0]).select()", &[selector.into()]);
    page.press(text);
    page.press(&Key::Enter.value().to_string());
}

/// A fact of a data file, by the name of its column.
fn fact(page: &Page, input: &str, name: &str) -> String {
    page.text(&format!("[data-input$='{input}'] [data-label='{name}']"))
}

#[test]
fn lanes_are_taken_out_renamed_merged_and_all_is_undone() {
    journey_by_hands(|page| {
        page.resize(1280, 900);
        open_lanes(page);
        assert_eq!(page.texts("[data-test=lane-alone]"), ["63.64 % alone", "61.29 % alone"]);
        assert_eq!(fact(page, ".coverage.unit", "Measures"), "branches");
        assert_eq!(fact(page, ".coverage.unit", "Written by"), "7.17.3 · schema 7");
        assert_eq!(fact(page, ".coverage.unit", "Files"), fact(page, ".coverage.unit", "Mapped"));
        assert_eq!(page.text("[data-test=review-total]"), format!("{} %", percent(&expected("union")["totals"])));
        assert!(!page.is_shown("[data-test=changed]"));

        page.click("[data-test=remove-lane]");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.wait_text("[data-test=bounds]", "between 61.29 %");
        assert!(page.text("[data-test=bounds]").contains("100.00 %"));
        assert_eq!(page.attribute("[data-test=expected-lane]", "data-here").as_deref(), Some("false"));
        // The report says the same, and that it is no project's number.
        page.click("[data-test=back]");
        page.wait_text("[data-test=gate-bounds]", "between 61.29 and 100.00 %");
        page.wait("[data-test=what-if]");
        assert_eq!(page.text("[data-test=verdict]"), "INCOMPLETE");
        page.click("[data-test=review-link]");
        page.click("[data-test=put-back]");
        page.wait_text("[data-test=verdict]", "PASS");
        wait_lanes(page, &["unit", "heavy"]);

        // Two lanes of one name are one; an empty name is none.
        enter(page, NAME, "heavy");
        wait_lanes(page, &["heavy"]);
        assert_eq!(page.text("[data-test=lane-alone]"), "81.87 % alone");
        page.click("[data-test=undo]");
        wait_lanes(page, &["unit", "heavy"]);
        enter(page, NAME, "  ");
        page.until("its own name", || {
            page.js("return document.querySelector('[data-test=lane-name]').value", &[]) == "unit"
        });
        let hostile = "<b onclick=\"x\">'\u{202e}".repeat(40);
        page.js(
            "const field = document.querySelector('[data-test=lane-name]'); field.value = arguments[0];
            field.dispatchEvent(new Event('change', { bubbles: true }))",
            &[hostile.clone().into()],
        );
        wait_lanes(page, &["heavy", &hostile]);
        page.resize(360, 740);
        assert_eq!(page.js("return document.scrollingElement.scrollWidth <= innerWidth", &[]), true);
        page.resize(1280, 900);

        // A lane more is expected: no verdict, though those here would pass.
        page.click("[data-test=undo-all]");
        wait_lanes(page, &["unit", "heavy"]);
        enter(page, "[data-test=expected]", "unit, heavy, e2e");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.wait_text("[data-test=bounds]", "Even the lower one reaches the gate.");
        page.click("[data-test=undo]");
        page.wait_text("[data-test=verdict]", "PASS");

        // The last lane may go, too.
        page.click("[data-test=remove-lane]");
        wait_lanes(page, &["heavy"]);
        page.click("[data-test=remove-lane]");
        page.wait("[data-test=empty]");
        assert_eq!(page.text("[data-test=review-total]"), "–");
        page.click("[data-test=undo-all]");
        wait_lanes(page, &["unit", "heavy"]);
        assert!(!page.is_shown("[data-test=changed]"));
    });
}

#[test]
fn the_focus_stays_where_the_person_is() {
    journey(|page| {
        page.resize(1280, 900);
        open_lanes(page);
        let focus = || page.js("const it = document.activeElement; return it.value ?? it.tagName", &[]);
        // Lanes are sorted anew: what is typed next is not another lane's name.
        enter(page, NAME, "z");
        wait_lanes(page, &["heavy", "z"]);
        assert_ne!(focus(), "heavy");
        page.click("[data-test=undo]");
        wait_lanes(page, &["unit", "heavy"]);
        // The button is gone with its lane.
        page.js("document.querySelector('[data-test=remove-lane]').focus()", &[]);
        page.press(&Key::Enter.value().to_string());
        wait_lanes(page, &["heavy"]);
        page.until("the content has the focus", || focus() != "BODY");
    });
}

#[test]
fn a_long_name_widens_no_screen() {
    let long = "very-long-name-".repeat(20);
    journey(|page| {
        page.resize(1280, 900);
        open_lanes(page);
        enter(page, NAME, &long);
        wait_lanes(page, &["heavy", &long]);
        enter(page, "[data-test=expected]", &format!("{long}, {long}2"));
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        let fits = || page.js("return document.scrollingElement.scrollWidth <= innerWidth", &[]) == true;
        assert!(fits());
        page.resize(320, 700);
        assert!(fits());
        page.resize(1280, 900);
        page.click("[data-test=back]");
        page.click(&format!("[data-lane='{long}'] [data-test=lane-switch]"));
        page.wait_text("[data-test=gate-reasons]", "is switched off here");
        assert!(fits());
    });
}

#[test]
fn an_open_file_stays_when_a_lane_is_taken_out_and_says_so_when_it_was_the_last() {
    let path = "backend/core/clock.py";
    let total = |part: &str| format!("{} %", percent(&expected(part)["files"][path]["summary"]));
    journey(|page| {
        page.resize(1280, 900);
        page.open(&format!("#sample/file/{path}?L=12"));
        page.wait_text("[data-test=file-total]", &total("union"));
        page.open("#sample/lanes");
        wait_lanes(page, &["unit", "heavy"]);
        page.click("[data-test=remove-lane]");
        wait_lanes(page, &["heavy"]);
        page.back();
        page.wait_text("[data-test=file-total]", &total("heavy"));
        page.wait("[data-test=line][data-line='12'][aria-current=true]");
        assert_eq!(page.texts("[data-test=file-lane]").len(), 1);
        page.forward();
        page.click("[data-test=remove-lane]");
        page.wait("[data-test=empty]");
        page.back();
        // Nothing measures it any more; nothing is lost either.
        page.wait("[data-test=no-such-file]");
        page.forward();
        page.click("[data-test=undo-all]");
        wait_lanes(page, &["unit", "heavy"]);
        page.back();
        page.wait_text("[data-test=file-total]", &total("union"));
    });
}

#[test]
fn data_files_of_two_kinds_are_rescued_by_their_lines() {
    journey_by_hands(|page| {
        page.open("");
        let [lines, heavy] = ["variants/lines/.coverage.lines", "data/.coverage.heavy"].map(sample);
        page.drop_onto("[data-test=drop-area]", &[&lines, &heavy, &sample("project")]);
        page.wait_text("[data-test=offer]", "can't combine");
        assert_eq!(page.text("[data-test=verdict]"), "INCOMPLETE");
        page.click("[data-test=offer-link]");
        page.wait_text("[data-test=mixed]", "branch = true");
        let named = page.text("[data-test=mixed]");
        assert!(named.contains("With branches: .coverage.heavy. Without: .coverage.lines."), "{named}");
        assert!(page.texts("[data-test=group]")[0].starts_with("Not combined"));
        page.click("[data-test=rescue]");
        wait_lanes(page, &["heavy", "lines"]);
        page.wait_text("[data-test=mixed]", "What if");
        page.click("[data-test=back]");
        page.wait_text("[data-test=what-if]", "branches are left out");
        assert!(!page.is_shown("[data-test=sort][data-column=branches]"));
        // The lines of both lanes are those of the union with branches.
        let totals = &expected("union")["totals"];
        page.wait_text("[data-test=union-total] td:nth-of-type(3)", &totals["missing_lines"].to_string());
        page.click("[data-test=undo-rules]");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.wait("[data-test=offer]");
    });
}

#[test]
fn a_lane_that_is_off_stays_so_under_another_name() {
    let [union, heavy] = ["union", "heavy"].map(|part| percent(&expected(part)["totals"]));
    journey(|page| {
        page.resize(1280, 900);
        page.open("#sample?off=unit");
        page.wait("[data-test=report]");
        page.click("[data-test=lanes-link]");
        wait_lanes(page, &["unit", "heavy"]);
        enter(page, NAME, "fast");
        wait_lanes(page, &["heavy", "fast"]);
        page.until("its name in the address", || page.fragment() == "#sample/lanes?off=fast");
        page.click("[data-test=back]");
        page.wait("[data-lane=fast].lane-off");
        assert_eq!(judged(page, "incomplete").0, heavy);
        // The way back from that name, and a lane that one of two is on in.
        page.click("[data-test=lanes-link]");
        page.click("[data-test=undo]");
        page.until("its own name", || page.fragment() == "#sample/lanes?off=unit");
        wait_lanes(page, &["unit", "heavy"]);
        enter(page, NAME, "heavy");
        wait_lanes(page, &["heavy"]);
        page.until("none is off", || page.fragment() == "#sample/lanes");
        page.click("[data-test=back]");
        page.until("both in one", || judged(page, "incomplete").0 == union);
    });
}

#[test]
fn names_that_turn_the_reading_direction_show_it() {
    journey(|page| {
        page.resize(1280, 900);
        open_lanes(page);
        let name = "a\u{200f}b\u{61c}c\u{200e}d\u{202e}e";
        page.js(
            "const field = document.querySelector('[data-test=lane-name]'); field.value = arguments[0];
            field.dispatchEvent(new Event('change', { bubbles: true }))",
            &[name.into()],
        );
        wait_lanes(page, &["heavy", name]);
        page.click("[data-test=back]");
        page.until("the report has the lane", || page.count(&format!("[data-lane='{name}']")) == 1);
        let shown = page.js("return document.querySelector('main').innerText", &[]);
        let shown = shown.as_str().unwrap();
        assert!(shown.contains("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e only"), "{shown}");
        assert!(!shown.contains(['\u{200f}', '\u{61c}', '\u{200e}', '\u{202e}']), "{shown}");
        assert_eq!(
            page.texts("[data-test=sort] .sorter-label").pop().as_deref(),
            Some("a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e")
        );
    });
}

#[test]
fn three_hundred_lanes_are_reviewed() {
    journey(|page| {
        let data = std::fs::read(sample("data/.coverage.unit")).unwrap();
        let path = page.file(".coverage.shard0", &data);
        let folder = path.parent().unwrap().to_owned();
        for number in 1..300 {
            let copy = page.file(&format!(".coverage.shard{number}"), &data);
            // Each is another data file.
            let sql = format!(
                "update meta set value = '7.17.{number}' where key = 'version'; insert into meta values ('n', '{number}')"
            );
            rusqlite::Connection::open(&copy).unwrap().execute_batch(&sql).unwrap();
        }
        page.open("");
        page.pick("[data-test=pick-folder-input]", &[&folder]);
        page.wait("[data-test=report]");
        page.click("[data-test=lanes-link]");
        page.until("all lanes", || page.count("[data-test=lane-card]") == 300);
        page.js("document.querySelectorAll('[data-test=remove-lane]')[299].click()", &[]);
        page.until("one less", || page.count("[data-test=lane-card]") == 299);
        page.resize(360, 740);
        assert_eq!(page.js("return document.scrollingElement.scrollWidth <= innerWidth", &[]), true);
    });
}

#[test]
fn the_keyboard_is_enough_to_review() {
    journey(|page| {
        page.resize(1280, 900);
        open_sample(page);
        let press = |key: Key| page.press(&key.value().to_string());
        press_until(page, Key::Tab, "[data-test=lanes-link]");
        press(Key::Enter);
        page.wait("[data-test=lane-card]");
        press_until(page, Key::Tab, NAME);
        page.press("quick");
        press(Key::Enter);
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        press_until(page, Key::Tab, "[data-test=remove-lane]");
        press(Key::Enter);
        page.until("a lane less", || page.count("[data-test=lane-card]") == 1);
        page.js("document.activeElement.blur(); document.querySelector('[data-test=brand]').focus()", &[]);
        press_until(page, Key::Tab, "[data-test=undo-all]");
        press(Key::Enter);
        page.wait_text("[data-test=verdict]", "PASS");
        page.js("document.querySelector('[data-test=brand]').focus()", &[]);
        press_until(page, Key::Tab, "[data-test=tab-paths]");
        press(Key::Enter);
        page.wait("[data-test=path-row]");
        press_until(page, Key::Tab, "[data-test=pattern]");
        page.press("x");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.js("document.activeElement.blur()", &[]);
        page.press("/several");
        page.wait_text("[data-test=paths-count]", "0 of ");
    });
}

#[test]
fn what_was_arranged_comes_back_with_the_files() {
    journey(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project")]);
        page.wait("[data-test=total-row]");
        page.click("[data-test=lanes-link]");
        page.click("[data-test=remove-lane]");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.open("#sample");
        page.wait_text("[data-test=origin]", "Sample");
        assert!(!page.is_shown("[data-test=what-if]"));
        page.back();
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        assert_eq!(page.texts("[data-test=lane-card]").len(), 1);
    });
}
