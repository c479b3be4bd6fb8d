//! What several journeys need: the sample's files, what coverage.py says about them, and the report as the page shows it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use covscope_e2e::browser::Kind;
use covscope_e2e::journey::project;
use covscope_e2e::page::Page;
use serde_json::Value;
use thirtyfour::Key;

use crate::archives::{folder, zip};

/// A row of the table: the text of each cell by its column's name.
pub(crate) type Row = BTreeMap<String, String>;

/// A file or folder of the sample.
pub(crate) fn sample(path: &str) -> PathBuf {
    project().join("tests/sample").join(path)
}

/// The sample's project: its folder, which in Firefox a test can only drop or pick as an archive.
pub(crate) fn sources(page: &Page) -> PathBuf {
    match page.browser.kind {
        Kind::Chromium => sample("project"),
        Kind::Firefox => page.file("project.zip", zip(&folder("project", ""))),
    }
}

/// The folder of RelyLoop's own lanes; where it is not beside the project, the test says so and has nothing to do.
pub(crate) fn relyloop() -> Option<PathBuf> {
    let folder = project().join("../shared/relyloop");
    if !folder.exists() {
        eprintln!("skipped: {} is not there", folder.display());
    }
    folder.exists().then_some(folder)
}

/// What coverage.py's json says, of `union`, `unit` or `heavy`.
pub(crate) fn expected(part: &str) -> Value {
    json(&sample(&format!("expected/{part}/coverage.json")))
}

/// A file of JSON.
pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// A percentage of coverage.py's as the page shows it.
pub(crate) fn percent(summary: &Value) -> String {
    format!("{:.2}", summary["percent_covered"].as_f64().unwrap())
}

/// The line numbers in one of json's lists.
pub(crate) fn numbers(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
}

/// Opens the sample by its address, and waits for its report.
pub(crate) fn open_sample(page: &Page) {
    page.open("#sample");
    page.wait("[data-test=report]");
}

/// So many milliseconds, and more where the page's scripts are slow just now: a loop that takes 20 ms elsewhere is the measure.
#[track_caller]
pub(crate) fn limit(page: &Page, milliseconds: f64) -> f64 {
    let script = "const start = performance.now();
        let sum = 0;
        for (let i = 0; i < 2e7; i++) sum += i % 7;
        return [performance.now() - start, sum]";
    milliseconds.max(milliseconds / 20.0 * page.js(script, &[])[0].as_f64().unwrap_or_default())
}

/// What is saved under that name; it is taken away, so that it can be saved again.
#[track_caller]
pub(crate) fn saved(page: &Page, name: &str) -> Vec<u8> {
    let path = page.folder.join(name);
    // Firefox puts an empty file of that name there first, and what comes beside it.
    let part = page.folder.join(format!("{name}.part"));
    let size = || fs::metadata(&path).map_or(0, |file| file.len());
    page.until(&format!("{name} is saved"), || {
        let before = size();
        thread::sleep(Duration::from_millis(100));
        before > 0 && size() == before && !part.exists()
    });
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(path).unwrap();
    bytes
}

/// The rows of the table as coverage.py has them.
pub(crate) fn expected_rows(union: &Value, lanes: &[&Value], threshold: f64) -> BTreeMap<String, Row> {
    let row = |path: &String, file: &Value| {
        let summary = &file["summary"];
        let count = |name: &str| summary[name].as_i64().unwrap().to_string();
        // coverage.py compares what it shows: here without decimals.
        let below = summary["percent_covered"].as_f64().unwrap().round_ties_even() < threshold;
        let mut row = Row::from([
            ("statements".to_owned(), count("num_statements")),
            ("missing".to_owned(), count("missing_lines")),
            ("excluded".to_owned(), count("excluded_lines")),
            ("branches".to_owned(), count("num_branches")),
            ("partial".to_owned(), count("num_partial_branches")),
            ("coverage".to_owned(), format!("{}%", percent(summary))),
            ("gate".to_owned(), if below { "below" } else { "ok" }.to_owned()),
        ]);
        for (i, lane) in lanes.iter().enumerate() {
            row.insert(format!("lane{}", i + 1), format!("{}%", percent(&lane["files"][path]["summary"])));
        }
        row
    };
    union["files"].as_object().unwrap().iter().map(|(path, file)| (path.clone(), row(path, file))).collect()
}

/// The rows that the table shows, by path; the window is made high enough for 191 files.
pub(crate) fn rows(page: &Page) -> BTreeMap<String, Row> {
    page.resize(1280, 8000);
    let all = "return Number(document.querySelector('[data-test=files]').ariaRowCount)
        - document.querySelectorAll('[data-test=file-row]').length";
    // The head and the total are rows, too.
    page.until("all rows are there", || page.js(all, &[]) == 2);
    let script = "return Object.fromEntries([...document.querySelectorAll('[data-test=file-row]')].map((row) =>
        [row.dataset.path, Object.fromEntries([...row.querySelectorAll('td[data-column]')].map((cell) =>
            [cell.dataset.column, cell.innerText.trim()]))]))";
    serde_json::from_value(page.js(script, &[])).unwrap()
}

/// The paths of the rows, from top to bottom.
pub(crate) fn paths(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-test=file-row]')].map((row) => row.dataset.path)";
    serde_json::from_value(page.js(script, &[])).unwrap()
}

/// The verdict, the union's total and each lane's by name, as soon as the verdict is `verdict`.
pub(crate) fn judged(page: &Page, verdict: &str) -> (String, BTreeMap<String, String>) {
    page.wait(&format!("[data-test=gate][data-verdict={verdict}]"));
    let total = page.attribute("[data-test=total]", "data-percent").unwrap();
    let script = "return Object.fromEntries([...document.querySelectorAll('[data-test=lane-total]')].map((row) =>
        [row.dataset.lane, row.dataset.percent]))";
    (total, serde_json::from_value(page.js(script, &[])).unwrap())
}

/// Fails unless the whole sample is shown: the verdict, all totals, and every number of every file.
#[track_caller]
pub(crate) fn assert_sample(page: &Page) {
    let [union, unit, heavy] = ["union", "unit", "heavy"].map(expected);
    let (total, lanes) = judged(page, "pass");
    assert_eq!(total, percent(&union["totals"]));
    let of = |name: &str, json: &Value| (name.to_owned(), percent(&json["totals"]));
    assert_eq!(lanes, BTreeMap::from([of("unit", &unit), of("heavy", &heavy)]));
    let shown = rows(page);
    let names = ["lane1", "lane2"].map(|lane| page.text(&format!("[data-test=sort][data-column={lane}]")));
    let sides = names.map(|name| if name.trim() == "unit" { &unit } else { &heavy });
    let wanted = expected_rows(&union, &sides, 80.0);
    assert_eq!(shown.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    for (path, row) in &wanted {
        assert_eq!(&shown[path], row, "{path}");
    }
}

/// The problems on the problems' screen: code and input, with all words of the card.
pub(crate) fn problems(page: &Page) -> Vec<[String; 3]> {
    page.click("[data-test=problems-link]");
    page.wait("[data-test=problems]");
    let script = "return [...document.querySelectorAll('[data-test=problem]')].map((card) => [card.dataset.code,
        card.querySelector('[data-test=problem-input]').innerText, card.innerText])";
    let problems = serde_json::from_value(page.js(script, &[])).unwrap();
    page.click("[data-test=back]");
    page.wait("[data-test=report]");
    problems
}

/// Presses a key until the element has the focus.
#[track_caller]
pub(crate) fn press_until(page: &Page, key: Key, selector: &str) {
    for _ in 0..60 {
        page.press(&key.value().to_string());
        if page.js("return document.activeElement.matches(arguments[0])", &[selector.into()]) == true {
            return;
        }
    }
    panic!("{selector} never gets the focus");
}
