//! The table of files and the gate: sorting, filtering, the files below, another threshold.

use covscope_e2e::journey::{core_journey, journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::Value;
use thirtyfour::Key;

use crate::support::{expected, open_sample, paths, rows};

fn sort(column: &str) -> String {
    format!("[data-test=sort][data-column={column}]")
}

fn direction(page: &Page, column: &str) -> Option<String> {
    page.attribute(&format!("th:has({})", sort(column)), "aria-sort")
}

/// The column's numbers from top to bottom.
fn column(page: &Page, name: &str) -> Vec<f64> {
    let rows = rows(page);
    paths(page).iter().map(|path| rows[path][name].trim_end_matches('%').parse().unwrap()).collect()
}

#[test]
fn headers_sort_by_mouse_and_by_keyboard() {
    core_journey(|page| {
        page.resize(1280, 4000);
        open_sample(page);
        for (name, first) in [("missing", "descending"), ("coverage", "ascending"), ("lane2", "ascending")] {
            // The head says the order at once, the rows come in it when they are there.
            let fits =
                |numbers: &[f64]| numbers.is_sorted_by(|a, b| if first == "descending" { a >= b } else { a <= b });
            page.click(&sort(name));
            page.until(first, || direction(page, name).as_deref() == Some(first) && fits(&column(page, name)));
            let down = column(page, name);

            page.press(&Key::Enter.value().to_string());
            page.until("the other way", || {
                let mut up = column(page, name);
                let is_other = up != down;
                up.reverse();
                is_other && direction(page, name).is_some_and(|now| now != first) && fits(&up)
            });
        }
        page.click(&sort("file"));
        page.until("by path", || paths(page).is_sorted());
        assert_eq!(page.fragment(), "#sample?sort=file");
        assert_eq!(page.count("th[aria-sort]"), 1);
    });
}

#[test]
fn a_slash_goes_to_the_filter() {
    let union = expected("union");
    let files = union["files"].as_object().unwrap();
    let fits = files.iter().filter(|(path, _)| path.contains("search"));
    let sum = |name: &str| fits.clone().map(|(_, file)| file["summary"][name].as_i64().unwrap()).sum::<i64>();
    core_journey(|page| {
        open_sample(page);
        page.resize(1280, 900);
        page.press("/");
        page.press("Search");
        let shown = format!("{} of {}", fits.clone().count(), files.len());
        page.wait_text("[data-test=shown]", &shown);
        assert_eq!(page.fragment(), "#sample?q=Search");
        let total = |name: &str| page.text(&format!("[data-test=total-row] [data-column={name}]"));
        assert_eq!(total("statements"), sum("num_statements").to_string());
        assert_eq!(total("missing"), sum("missing_lines").to_string());
        // The gate is about all files, whatever is shown.
        assert_eq!(page.text("[data-test=verdict]"), "PASS");

        page.press("xyz");
        page.wait("[data-test=empty]");
        page.press(&Key::Escape.value().to_string());
        page.wait_text("[data-test=shown]", &format!("{} files", files.len()));
    });
}

#[test]
fn the_files_below_are_counted_and_shown_alone() {
    let union = expected("union");
    let is_below = |file: &&Value| file["summary"]["percent_covered"].as_f64().unwrap().round_ties_even() < 80.0;
    let n_below = union["files"].as_object().unwrap().values().filter(is_below).count();
    journey_by_hands(|page| {
        open_sample(page);
        assert_eq!(page.text("[data-test=below]"), format!("below 80 % ({n_below})"));
        page.click("[data-test=below]");
        page.wait("[data-test=below][aria-pressed=true]");
        page.wait_text(
            "[data-test=shown]",
            &format!("{n_below} of {} files", union["files"].as_object().unwrap().len()),
        );
        page.until("only those", || paths(page).len() == n_below);
        assert!(rows(page).values().all(|row| row["gate"] == "below"));
        assert!(page.fragment().contains("below"));
        page.click("[data-test=below]");
        page.until("all", || paths(page).len() > n_below);
    });
}

#[test]
fn half_of_the_data_is_below_so_far() {
    journey(|page| {
        page.open("#sample?off=heavy");
        page.wait("[data-test=gate][data-verdict=incomplete]");
        let below = page.text("[data-test=below]");
        assert!(below.starts_with("below 80 % so far ("), "{below}");
        let words: Vec<_> = rows(page).into_values().map(|mut row| row.remove("gate").unwrap()).collect();
        let n_below = words.iter().filter(|word| *word == "below so far").count();
        assert!(n_below > 0 && words.iter().all(|word| word == "ok" || word == "below so far"), "{words:?}");
        assert!(below.ends_with(&format!("({n_below})")), "{below}");
        // Nothing there is red, and the words have room.
        let red = "const row = [...document.querySelectorAll('[data-test=file-row]')].find((row) => row.innerText.includes('so far'));
            const cells = [...row.querySelectorAll('.column-union, .column-union *, .column-gate, .column-gate *')];
            const probe = document.body.appendChild(document.createElement('i'));
            probe.className = 'gate-below';
            const color = getComputedStyle(probe).color;
            probe.remove();
            return cells.some((cell) => getComputedStyle(cell).color === color)
                || [...document.querySelectorAll('td.column-gate')].some((cell) => cell.scrollWidth > cell.clientWidth)";
        assert_eq!(page.js(red, &[]), false);
        for (width, name) in [(1280, "wide"), (360, "narrow")] {
            page.resize(width, 740);
            page.js("document.querySelector('[data-test=below]').scrollIntoView()", &[]);
            page.screenshot(name);
            assert_eq!(page.js("return document.scrollingElement.scrollWidth <= innerWidth", &[]), true);
        }
    });
}

#[test]
fn a_hidden_column_is_shown_while_the_rows_are_sorted_by_it() {
    journey(|page| {
        page.resize(1280, 900);
        open_sample(page);
        assert!(!page.is_shown(&sort("excluded")));
        page.press("x");
        page.wait(&sort("excluded"));
        assert_eq!(direction(page, "excluded").as_deref(), Some("descending"));
        page.press("m");
        page.wait_gone(&sort("excluded"));
        // The gate is one for all rows: its order is that of the coverage.
        page.click(".column-gate [data-test=sort]");
        page.until("sorted", || page.fragment() == "#sample?sort=cover");
        assert_eq!(page.count("th[aria-sort]"), 1);
    });
}

#[test]
fn another_threshold_changes_the_verdict_and_back() {
    let totals = &expected("union")["totals"];
    let count = |name: &str| totals[name].as_u64().unwrap();
    let (covered, all) =
        (count("covered_lines") + count("covered_branches"), count("num_statements") + count("num_branches"));
    let needed = (0..=all).find(|n| (100.0 * *n as f64 / all as f64).round_ties_even() >= 90.0).unwrap();
    journey_by_hands(|page| {
        open_sample(page);
        assert_eq!(page.js("return document.querySelector('[data-test=threshold]').value", &[]), "80");
        page.fill("[data-test=threshold]", "90");
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=gate][data-verdict=fail]");
        assert_eq!(page.text("[data-test=verdict]"), "FAIL");
        let distance = format!("{} more covered lines or branches reach 90 %", needed - covered);
        assert_eq!(page.text("[data-test=distance]"), distance);
        assert_eq!(page.text("[data-test=threshold-from]"), "set on this page");
        assert!(page.text("[data-test=below]").contains("below 90 %"));
        assert_eq!(page.fragment(), "#sample?min=90");

        page.reload();
        page.wait("[data-test=gate][data-verdict=fail]");
        page.click("[data-test=threshold-reset]");
        page.wait("[data-test=gate][data-verdict=pass]");
        assert_eq!(page.fragment(), "#sample");
        // As precise as coverage.py: 81.87 is shown as 82.
        page.fill("[data-test=threshold]", "82");
        page.press(&Key::Tab.value().to_string());
        page.wait_text("[data-test=threshold-from]", "set on this page");
        assert_eq!(page.text("[data-test=verdict]"), "PASS");
    });
}

#[test]
fn a_gate_that_is_none_is_put_back_with_words() {
    journey(|page| {
        open_sample(page);
        let value = || page.js("return document.querySelector('[data-test=threshold]').value", &[]);
        for wrong in ["101", "-1"] {
            page.fill("[data-test=threshold]", wrong);
            // What was said of the one before.
            page.js("document.querySelector('[data-test=toast]')?.classList.add('old')", &[]);
            page.press(&Key::Enter.value().to_string());
            page.wait_text("[data-test=toast]:not(.old)", "The gate is a number from 0 to 100");
            assert_eq!(value(), "80", "{wrong}");
            assert_eq!(page.fragment(), "#sample", "{wrong}");
        }
    });
}
