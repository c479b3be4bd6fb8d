//! The source view by keyboard alone: coverage.py's keys, and what they leave to the address.

use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;

use crate::support::{expected, numbers, paths, rows};

const FILE: &str = "backend/orders/service.py";

fn open(page: &Page) {
    page.resize(1280, 900);
    page.open(&format!("#sample/file/{FILE}"));
    page.wait("[data-test=lines]");
}

/// The first line that the address names.
fn line(page: &Page) -> Option<i64> {
    let fragment = page.fragment();
    let (_, lines) = fragment.split_once("L=")?;
    lines.split('-').next()?.parse().ok()
}

#[test]
fn coverage_pys_keys_go_where_they_do_there() {
    let file = expected("union")["files"][FILE].clone();
    let first = numbers(&file["missing_lines"])[0].min(numbers(&file["missing_branches"][0])[0]);
    journey(|page| {
        page.open("#sample");
        page.wait("[data-test=file-row]");
        // All rows are drawn in a window that is high enough.
        rows(page);
        let order = paths(page);
        page.resize(1280, 900);
        let at = order.iter().position(|path| path == FILE).unwrap();
        open(page);
        page.press("1");
        assert_eq!(line(page), Some(first));
        page.press("jj");
        assert!(line(page) > Some(first));
        page.press("1");
        assert_eq!(line(page), Some(first));
        page.press("k");
        page.until("the last miss is in view", || page.js("return scrollY", &[]).as_f64() > Some(0.0));
        page.press("0");
        assert_eq!((line(page), page.js("return scrollY", &[]).as_f64()), (None, Some(0.0)));

        page.press("]");
        page.until("the next file", || page.fragment() == format!("#sample/file/{}", order[at + 1]));
        page.wait("[data-test=lines]");
        page.press("[");
        page.until("this file", || page.fragment() == format!("#sample/file/{FILE}"));
        page.wait("[data-test=lines]");
        page.press("u");
        page.wait("[data-test=report]");
        assert_eq!(page.fragment(), "#sample");
    });
}

#[test]
fn brackets_are_keys_on_every_keyboard() {
    journey(|page| {
        let press = |key: &str, modifiers: &str| {
            let script = format!(
                "return window.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', cancelable: true, {modifiers} }}))"
            );
            // What was not prevented was left to the browser.
            page.js(&script, &[]) == false
        };
        open(page);
        // Option on a Mac, AltGr as Windows tells it.
        for modifiers in ["altKey: true", "altKey: true, ctrlKey: true, modifierAltGraph: true"] {
            let here = page.fragment();
            assert!(press("]", modifiers), "{modifiers}");
            page.until("the next file", || page.fragment() != here);
            page.wait("[data-test=lines]");
            assert!(press("[", modifiers), "{modifiers}");
            page.until("this file", || page.fragment() == here);
            page.wait("[data-test=lines]");
        }
        let others = [
            ("[", "ctrlKey: true"),
            ("]", "metaKey: true"),
            ("j", "altKey: true"),
            ("1", "altKey: true, ctrlKey: true"),
        ];
        for (key, modifiers) in others {
            assert!(!press(key, modifiers), "{key} {modifiers}");
        }
    });
}

#[test]
fn marks_are_switched_off_and_that_is_remembered() {
    let summary = expected("union")["files"][FILE]["summary"].clone();
    journey_by_hands(|page| {
        open(page);
        for (kind, count) in [
            ("run", "covered_lines"),
            ("missing", "missing_lines"),
            ("excluded", "excluded_lines"),
            ("partial", "num_partial_branches"),
        ] {
            let text = page.text(&format!("[data-test=toggle-{kind}]"));
            assert!(text.starts_with(&format!("{} {kind}", summary[count])), "{text}");
        }
        let pressed = |kind: &str| page.attribute(&format!("[data-test=toggle-{kind}]"), "aria-pressed").unwrap();
        let ground = |page: &Page| {
            let script =
                "return getComputedStyle(document.querySelector('[data-state=missing] .line-number')).backgroundColor";
            page.js(script, &[])
        };
        page.press("1");
        page.wait("[data-state=missing]");
        let before = ground(page);
        page.press("m");
        page.until("it is switched off", || pressed("missing") == "false" && ground(page) != before);
        // What does not stand out is no place to go to.
        page.press("1");
        page.press("j");
        let state = format!("[data-line='{}']", line(page).unwrap());
        assert_eq!(page.attribute(&state, "data-state").as_deref(), Some("partial"));
        page.reload();
        page.wait("[data-test=lines]");
        assert_eq!([pressed("missing"), pressed("partial")], ["false", "true"]);
        page.press("0");
        page.click("[data-test=toggle-missing]");
        page.until("it is switched on again", || pressed("missing") == "true");
        page.press("xpr");
        page.until("others are off", || ["excluded", "partial", "run"].map(pressed) == ["false", "false", "false"]);
        page.press("xpr");
    });
}

#[test]
fn folds_leave_what_is_near_a_miss_and_open_with_enter() {
    journey(|page| {
        open(page);
        page.resize(1280, 4000);
        let count = |selector: &str| page.count(selector);
        let all = page.attribute("[data-test=lines]", "aria-rowcount").unwrap();
        page.press("f");
        page.wait("[data-test=folded]");
        assert_eq!(page.fragment(), format!("#sample/file/{FILE}?fold"));
        let rows = page.attribute("[data-test=lines]", "aria-rowcount").unwrap();
        assert!(rows.parse::<usize>().unwrap() < all.parse::<usize>().unwrap());
        let script = "const line = (row) => Number(row?.dataset?.line);
            const rows = [...document.querySelectorAll('.line')];
            const misses = rows.filter((row) => ['missing', 'partial'].includes(row.dataset.state)).map(line);
            return rows.filter((row) => row.dataset.line && !misses.some((miss) => Math.abs(miss - line(row)) <= 3)).map(line)";
        page.until("only lines near a miss are there", || page.js(script, &[]).as_array().is_some_and(Vec::is_empty));
        let (folds, lines) = (count("[data-test=folded]"), count("[data-test=line]"));
        let hidden: usize = page.text("[data-test=folded]").split_whitespace().nth(1).unwrap().parse().unwrap();
        page.js("document.querySelector('[data-test=folded]').focus()", &[]);
        page.press("\u{e007}");
        page.until("one fold is open", || count("[data-test=folded]") == folds - 1);
        // The focus goes on from there.
        let focus = "return document.activeElement.closest('[data-line]')?.dataset.line ?? ''";
        page.until("its first line has the focus", || page.js(focus, &[]) == "1");
        assert_eq!(count("[data-test=line]"), lines + hidden);

        // A link to a line that would be folded shows it.
        page.open(&format!("#sample/file/{FILE}?fold&L=5"));
        page.wait("[data-line='5'][aria-current=true]");
        page.press("f");
        page.wait_gone("[data-test=folded]");
        assert_eq!(page.attribute("[data-test=lines]", "aria-rowcount").unwrap(), all);
    });
}

#[test]
fn each_file_of_a_sorted_list_of_functions_comes_once() {
    journey(|page| {
        page.open("#sample?rows=functions&sort=-miss");
        page.wait("[data-test=file-row]");
        let first = crate::support::paths(page).remove(0);
        page.open(&format!("#sample/file/{first}?rows=functions&sort=-miss"));
        page.wait("[data-test=source]");
        let last = |page: &Page| page.count(".source-neighbours a[aria-keyshortcuts=']']") == 0;
        let mut seen = vec![page.fragment()];
        while !last(page) && seen.len() < 40 {
            page.press("]");
            page.until("the next one", || page.fragment() != seen[seen.len() - 1]);
            assert!(!seen.contains(&page.fragment()), "{} after {seen:?}", page.fragment());
            page.wait("[data-test=source]");
            seen.push(page.fragment());
        }
        assert!(last(page) && seen.len() > 20, "{seen:?}");
    });
}
