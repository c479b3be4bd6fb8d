//! The numbers on every screen are those of the report that is saved from it: the same lanes, the same filter.

use std::collections::BTreeMap;

use covscope_e2e::journey::journey;
use covscope_e2e::page::Page;
use serde_json::Value;

use crate::support::{paths, percent, relyloop, rows, saved};

/// What the address asks for: everything, a folder, other lanes, a filter by numbers, and both.
const QUERIES: [&str; 5] = ["", "q=orders/", "off=unit", "off=heavy&q=missing%3E2", "below&q=!api/"];

/// Statements, missing, excluded, branches, partial, and the percentage.
type Counts = [String; 6];

const COLUMNS: [&str; 6] = ["statements", "missing", "excluded", "branches", "partial", "coverage"];

fn counts(summary: &Value) -> Counts {
    let count = |name: &str| summary[name].as_i64().unwrap().to_string();
    let names = ["num_statements", "missing_lines", "excluded_lines", "num_branches", "num_partial_branches"];
    let [a, b, c, d, e] = names.map(count);
    [a, b, c, d, e, format!("{}%", percent(summary))]
}

/// What the cells of a row say, without the commas of thousands.
fn cells(cell: impl Fn(&str) -> String) -> Counts {
    COLUMNS.map(|column| cell(column).trim().replace(',', ""))
}

/// The report that the page saves.
fn save(page: &Page, name: &str) -> Vec<u8> {
    page.resize(1280, 900);
    page.js("document.querySelector('[data-test=save-menu]').matches(':popover-open') || document.querySelector('[data-test=save]').click()", &[]);
    page.click(&format!("[data-test='save-{name}']"));
    let bytes = saved(page, name);
    page.press("\u{e00c}");
    bytes
}

/// Opens the report with a query, and saves its json. The worker answers in turn: then what is shown is the answer to that
/// query, too.
fn saved_at(page: &Page, address: &str) -> Value {
    page.open(address);
    page.wait("[data-test=total-row]");
    serde_json::from_slice(&save(page, "coverage.json")).unwrap()
}

fn total(page: &Page) -> Counts {
    // Columns that are not chosen are there, too.
    page.wait("[data-test=total-row]");
    cells(|column| page.texts(&format!("[data-test=total-row] [data-column={column}]")).concat())
}

/// The names, start lines and numbers of the functions or classes shown.
fn regions(page: &Page) -> BTreeMap<(String, u64), Counts> {
    let script = "return [...document.querySelectorAll('[data-test=file-row]')].map((row) => [row.dataset.path,
        row.querySelector('[data-test=file-link]')?.hash.match(/L=(\\d+)/)?.[1] ?? '0',
        Object.fromEntries([...row.querySelectorAll('td[data-column]')].map((cell) => [cell.dataset.column, cell.innerText]))])";
    let rows: Vec<(String, String, BTreeMap<String, String>)> = serde_json::from_value(page.js(script, &[])).unwrap();
    let row = |(path, line, row): (String, String, BTreeMap<String, String>)| {
        ((path, line.parse().unwrap()), cells(|column| row[column].clone()))
    };
    rows.into_iter().map(row).collect()
}

#[test]
fn the_report_and_its_files_show_what_is_saved() {
    journey(|page| {
        page.allow_downloads();
        for query in QUERIES {
            let report = saved_at(page, &format!("#sample?{query}"));
            let files = report["files"].as_object().unwrap();
            assert!(!files.is_empty(), "{query}");
            assert_eq!(total(page), counts(&report["totals"]), "{query}");
            let shown = rows(page);
            assert_eq!(shown.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{query}");
            for (path, row) in &shown {
                assert_eq!(cells(|column| row[column].clone()), counts(&files[path]["summary"]), "{query} {path}");
            }
            // In the source view: the file's total, how many lines of each kind, and which they are.
            for (path, file) in files.iter().take(2) {
                page.open(&format!("#sample/file/{path}?{query}"));
                page.wait_text("[data-test=source-bar]", path.rsplit('/').next().unwrap());
                page.wait_text("[data-test=file-total]", &format!("{} %", percent(&file["summary"])));
                page.resize(1280, 20_000);
                let all = "const list = document.querySelector('[data-test=lines]');
                    return Number(list.ariaRowCount) === list.querySelectorAll('[data-test=line]').length";
                page.until("all lines are there", || page.js(all, &[]) == true);
                let kinds = ["missing", "excluded", "partial"];
                let count = |kind: &str| page.text(&format!("[data-test=toggle-{kind}] .number"));
                let lists = ["missing_lines", "excluded_lines"].map(|list| file[list].as_array().unwrap().len());
                let partial = file["summary"]["num_partial_branches"].as_u64().unwrap();
                let wanted = [lists[0].to_string(), lists[1].to_string(), partial.to_string()];
                let wanted: Vec<_> = wanted.iter().zip(kinds).map(|(count, kind)| format!("{count} {kind}")).collect();
                assert_eq!(kinds.map(count).to_vec(), wanted, "{query} {path}");
                let script = "return [...document.querySelectorAll('[data-test=line][data-state=missing]')].map((line) => Number(line.dataset.line))";
                let mut missing: Vec<u64> = serde_json::from_value(page.js(script, &[])).unwrap();
                // Every line of a statement is marked, and json names the first.
                let first: Vec<u64> = serde_json::from_value(file["missing_lines"].clone()).unwrap();
                assert!(first.iter().all(|line| missing.contains(line)), "{query} {path}: {first:?} {missing:?}");
                let executed: Vec<u64> = serde_json::from_value(file["executed_lines"].clone()).unwrap();
                missing.retain(|line| executed.contains(line));
                assert!(missing.is_empty(), "{query} {path}: {missing:?}");
            }
        }
    });
}

#[test]
fn folders_functions_and_classes_show_what_is_saved() {
    journey(|page| {
        page.allow_downloads();
        for query in ["", "off=unit", "q=orders/"] {
            let report = saved_at(page, &format!("#sample?{query}"));
            let files = report["files"].as_object().unwrap();
            page.open(&format!("#sample?rows=tree&{query}"));
            page.wait("[data-test=folder]");
            for (folder, row) in rows(page).iter().filter(|(path, _)| path.ends_with('/')) {
                let inside =
                    || files.iter().filter(|(path, _)| path.starts_with(folder)).map(|(_, file)| &file["summary"]);
                let sum = |name: &str| inside().map(|summary| summary[name].as_u64().unwrap()).sum::<u64>();
                let names =
                    ["num_statements", "missing_lines", "excluded_lines", "num_branches", "num_partial_branches"];
                let [a, b, c, d, e] = names.map(|name| sum(name).to_string());
                let (covered, all) =
                    (sum("covered_lines") + sum("covered_branches"), sum("num_statements") + sum("num_branches"));
                let percent = if all == 0 { 100.0 } else { 100.0 * covered as f64 / all as f64 };
                assert_eq!(
                    cells(|column| row[column].clone()),
                    [a, b, c, d, e, format!("{percent:.2}%")],
                    "{query} {folder}"
                );
            }
            for kind in ["functions", "classes"] {
                page.open(&format!("#sample?rows={kind}&{query}"));
                page.wait_text("[data-test=shown]", kind);
                page.resize(1280, 20_000);
                let wanted: BTreeMap<(String, u64), Counts> = files
                    .iter()
                    .flat_map(|(path, file)| file[kind].as_object().unwrap().values().map(move |region| (path, region)))
                    .map(|(path, region)| {
                        ((path.clone(), region["start_line"].as_u64().unwrap_or(0)), counts(&region["summary"]))
                    })
                    .collect();
                page.until("all rows are there", || regions(page).keys().eq(wanted.keys()));
                let shown = regions(page);
                for (region, counts) in &wanted {
                    assert_eq!(shown.get(region), Some(counts), "{query} {region:?}");
                }
            }
        }
    });
}

/// RelyLoop's sources are not here: its numbers are compared with the table and the text that are saved, and with what
/// coverage.py wrote.
#[test]
fn relyloops_numbers_are_those_that_are_saved() {
    let Some(folder) = relyloop() else { return };
    let files = [".coverage.unit", ".coverage.heavy", "pyproject.toml", "expected/combined/coverage.json"];
    let files = files.map(|name| folder.join(name));
    let expected = crate::support::json(&files[3]);
    journey(|page| {
        page.allow_downloads();
        page.open("");
        page.drop_onto("[data-test=drop-area]", &files.each_ref().map(|path| path.as_path()));
        page.wait("[data-test=report]");
        for query in ["", "off=heavy", "q=%3C80%20!services/"] {
            page.open(&format!("#/?{query}"));
            let csv = String::from_utf8(save(page, "coverage.csv")).unwrap();
            let shown = rows(page);
            assert_eq!(paths(page).len(), shown.len());
            let saved: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
            assert_eq!(saved.len(), shown.len(), "{query}");
            for cells in saved {
                let row = &shown[cells[0]];
                let columns = ["statements", "missing", "excluded", "branches", "partial"]
                    .map(|column| row[column].replace(',', ""));
                assert_eq!(columns.as_slice(), &cells[3..8], "{query} {}", cells[0]);
                // A mark says what is estimated.
                let percents = ["coverage", "lane1", "lane2"]
                    .map(|column| row[column].trim_matches(|c: char| !c.is_ascii_digit()).to_owned());
                assert_eq!(percents.as_slice(), &cells[8..], "{query} {}", cells[0]);
                if query.is_empty() {
                    assert_eq!(
                        self::cells(|column| row[column].clone()),
                        counts(&expected["files"][cells[0]]["summary"])
                    );
                }
            }
            if query.is_empty() {
                assert_eq!(total(page), counts(&expected["totals"]));
                let text = String::from_utf8(save(page, "coverage.txt")).unwrap();
                let theirs = std::fs::read_to_string(folder.join("expected/combined/report.txt")).unwrap();
                assert_eq!(
                    text.lines().find(|line| line.starts_with("TOTAL")),
                    theirs.lines().find(|line| line.starts_with("TOTAL"))
                );
            }
        }
    });
}
