//! The source view: what each line is, who ran it, the way from miss to miss, and addresses that lead there.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use covscope_e2e::journey::{core_journey, journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::Value;

use crate::support::{expected, numbers, paths, percent, sample};

/// Branches, excluded lines, and a branch line that is partial in each lane and whole in the union.
const FILE: &str = "backend/orders/service.py";

fn line(number: i64) -> String {
    format!("[data-test=line][data-line='{number}']")
}

/// Each line's state, and what it says to people who can't see its marks.
fn lines(page: &Page) -> BTreeMap<i64, (String, String)> {
    page.resize(1280, 4000);
    let source = std::fs::read_to_string(sample("project").join(FILE)).unwrap();
    page.wait(&line(i64::try_from(source.lines().count()).unwrap()));
    let script = "return [...document.querySelectorAll('[data-test=line]')].map((line) => [Number(line.dataset.line),
        [line.dataset.state, line.querySelector('.visually-hidden').textContent]])";
    let lines: Vec<(i64, (String, String))> = serde_json::from_value(page.js(script, &[])).unwrap();
    lines.into_iter().collect()
}

/// The targets that were missed, by the line of the branch; negative ones leave the code.
fn missed(file: &Value) -> BTreeMap<i64, Vec<i64>> {
    let mut missed = BTreeMap::<i64, Vec<i64>>::new();
    for branch in file["missing_branches"].as_array().unwrap() {
        let ends = numbers(branch);
        missed.entry(ends[0]).or_default().push(ends[1]);
    }
    missed
}

#[test]
fn every_line_is_what_coverage_py_says() {
    let [union, unit, heavy] = ["union", "unit", "heavy"].map(|part| expected(part)["files"][FILE].clone());
    journey(|page| {
        page.open(&format!("#sample/file/{FILE}"));
        page.wait("[data-test=source]");
        assert_eq!(page.text("[data-test=file-total]"), format!("{} %", percent(&union["summary"])));
        for (lane, json) in [("unit", &unit), ("heavy", &heavy)] {
            let text = page.text(&format!("[data-test=file-lane][data-lane={lane}]"));
            assert!(text.contains(&format!("{} %", percent(&json["summary"]))), "{text}");
        }
        let lines = lines(page);
        let missed = missed(&union);
        let ran = |json: &Value| numbers(&json["executed_lines"]).into_iter().collect::<BTreeSet<_>>();
        let (in_unit, in_heavy) = (ran(&unit), ran(&heavy));
        for number in numbers(&union["executed_lines"]) {
            let (state, says) = &lines[&number];
            let wanted = if missed.contains_key(&number) { "partial" } else { "run" };
            assert_eq!(state, wanted, "line {number}: {says}");
            let who = match (in_unit.contains(&number), in_heavy.contains(&number)) {
                (true, true) => "ran in unit and heavy",
                (true, false) => "ran in unit",
                _ => "ran in heavy",
            };
            let start = if wanted == "partial" { format!("partial: {who}, never: → ") } else { who.to_owned() };
            assert!(says.starts_with(&start), "line {number}: {says:?} is not {start:?}");
        }
        for number in numbers(&union["missing_lines"]) {
            assert_eq!(lines[&number].0, "missing", "line {number}");
        }
        for number in numbers(&union["excluded_lines"]) {
            assert_eq!(lines[&number].0, "excluded", "line {number}");
        }
        assert!(!missed.is_empty() && !numbers(&union["excluded_lines"]).is_empty());
    });
}

#[test]
fn a_partial_line_shows_its_missed_sides_and_lanes_have_marks() {
    let file = expected("union")["files"]["backend/core/money.py"].clone();
    journey(|page| {
        page.open("#sample/file/backend/core/money.py");
        let lines = lines(page);
        let partial = missed(&file).into_iter().filter(|(number, _)| lines[number].0 == "partial");
        let partial: Vec<_> = partial.collect();
        assert_eq!(partial.len() as i64, file["summary"]["num_partial_branches"].as_i64().unwrap());
        for (number, targets) in partial {
            let sides = page.text(&format!("{} [data-test=sides]", line(number)));
            for target in targets {
                let target = if target < 0 { "exit".to_owned() } else { format!("line {target}") };
                assert!(sides.starts_with("never: → ") && sides.contains(&target), "{number}: {sides:?}, {target}");
            }
        }
        // A lane's mark stands in its own column: two where both ran the line. A statement has them on its first line.
        assert!(lines.values().any(|(_, says)| says.starts_with("continues line ")));
        for (number, (state, says)) in &lines {
            let marks = page.count(&format!("{} .line-lane svg", line(*number)));
            let wanted = if says.contains(" and ") { 2 } else { usize::from(says.contains("ran in ")) };
            assert_eq!(marks, wanted, "line {number}, {state}: {says}");
        }
    });
}

#[test]
fn every_place_to_cover_is_a_landmark_that_says_what_it_is() {
    journey(|page| {
        page.resize(1280, 600);
        page.open(&format!("#sample/file/{FILE}"));
        page.wait("[data-test=line]");
        let script = "return [...document.querySelectorAll('[data-test=source] [role=region]')].map((region) =>
            [Number(region.textContent), region.getAttribute('aria-label')])";
        let landmarks: Vec<(i64, String)> = serde_json::from_value(page.js(script, &[])).unwrap();
        assert!(landmarks.is_sorted_by(|a, b| a.0 < b.0), "{landmarks:?}");
        let landmarks: BTreeMap<i64, String> = landmarks.into_iter().collect();
        let file = &expected("union")["files"][FILE];
        for from in missed(file).keys().filter(|from| !numbers(&file["missing_lines"]).contains(from)) {
            assert!(landmarks[from].contains(&from.to_string()), "{landmarks:?}");
        }
        assert_eq!(landmarks[&40], "line 40 missing");
        assert!(page.text("[data-test=misses]").starts_with(&format!("{} places", landmarks.len())), "{landmarks:?}");

        // Also those whose lines are not drawn: they lead there, and Tab passes them by.
        let far = *landmarks.keys().last().unwrap();
        assert_eq!(page.count(&line(far)), 0);
        let last = "return [...document.querySelectorAll('[data-test=source] [role=region]')].pop().firstElementChild";
        assert_eq!(page.js(&format!("{last}.tabIndex"), &[]), -1);
        page.js(&format!("const it = (() => {{ {last} }})(); it.focus(); it.click()"), &[]);
        page.wait(&format!("{}[aria-current=true]", line(far)));
        let has_focus = "return Number(document.activeElement.closest('[data-line]')?.dataset.line)";
        page.until("the line has the focus", || page.js(has_focus, &[]) == far);
        assert_eq!(page.js(script, &[]).as_array().unwrap().len(), landmarks.len());
    });
}

#[test]
fn j_and_k_go_from_miss_to_miss() {
    core_journey(|page| {
        page.open(&format!("#sample/file/{FILE}"));
        page.wait("[data-test=lines]");
        let shown = lines(page);
        page.resize(1280, 600);
        let state = |fragment: &str| {
            let lines = fragment.rsplit_once("?L=").unwrap().1;
            let number: i64 = lines.split('-').next().unwrap().parse().unwrap();
            (number, shown[&number].0.clone())
        };
        let mut seen = Vec::new();
        for _ in 0..4 {
            page.press("j");
            let (number, state) = state(&page.fragment());
            assert!(state == "missing" || state == "partial", "line {number}: {state}");
            page.wait(&format!("{}[aria-current=true]", line(number)));
            let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight";
            page.until("the line is in the window", || page.js(script, &[line(number).into()]) == true);
            seen.push(number);
        }
        assert!(seen.is_sorted_by(|a, b| a < b), "{seen:?}");
        page.press("k");
        assert_eq!(state(&page.fragment()).0, seen[2]);
        page.click("[data-test=next-miss]");
        assert_eq!(state(&page.fragment()).0, seen[3]);
        page.click("[data-test=previous-miss]");
        assert_eq!(state(&page.fragment()).0, seen[2]);
    });
}

#[test]
fn back_returns_to_the_same_rows_and_forward_to_the_file() {
    core_journey(|page| {
        page.open("#sample?q=orders&sort=-miss");
        page.wait("[data-test=file-row]");
        page.resize(1280, 900);
        let before = (page.fragment(), paths(page));
        assert!(before.1.len() > 3 && before.1.iter().all(|path| path.contains("orders")), "{before:?}");

        page.click(&format!("[data-path='{FILE}'] [data-test=file-link]"));
        page.wait("[data-test=source]");
        page.press("j");
        assert!(page.fragment().starts_with(&format!("#sample/file/{FILE}")), "{}", page.fragment());
        page.back();
        page.wait("[data-test=report]");
        assert_eq!((page.fragment(), paths(page)), before);
        assert_eq!(page.js("return document.querySelector('[data-test=filter]').value", &[]), "orders");
        page.forward();
        page.wait("[data-test=source]");

        page.click("[data-test=back]");
        page.wait("[data-test=report]");
        assert_eq!((page.fragment(), paths(page)), before);
    });
}

#[test]
fn a_deep_link_to_the_sample_survives_a_reload() {
    core_journey(|page| {
        let address = format!("#sample/file/{FILE}?L=79");
        page.open(&address);
        for _ in 0..2 {
            page.wait(&format!("{}[aria-current=true]", line(79)));
            let top = page.js("return document.querySelector('[aria-current=true]').getBoundingClientRect().top", &[]);
            assert!((0.0..600.0).contains(&top.as_f64().unwrap()), "{top}");
            assert_eq!(page.fragment(), address);
            page.reload();
        }
        page.open("#sample/file/no/such.py");
        page.wait("[data-test=no-such-file]");
        page.click("[data-test=back]");
        page.wait("[data-test=report]");
    });
}

#[test]
fn where_every_step_is_late_the_line_is_there_all_the_same() {
    core_journey(|page| {
        page.open("#sample");
        page.wait("[data-test=file-row]");
        page.resize(1280, 600);
        // The page thinks that each step took long and lets the browser go on, which then lays out what is there.
        page.js(
            "let now = 0; window.Date.now = () => now += 20;
             new MutationObserver(() => document.documentElement.scrollHeight).observe(document, { childList: true, subtree: true })",
            &[],
        );
        page.open(&format!("#sample/file/{FILE}?L=79"));
        for _ in 0..3 {
            page.wait(&format!("{}[aria-current=true]", line(79)));
            page.wait("[data-test=panel]");
            let is_there = || {
                let top = "return document.querySelector('[aria-current=true]')?.getBoundingClientRect().top";
                page.js(top, &[]).as_f64().is_some_and(|top| (150.0..250.0).contains(&top))
            };
            page.until("the line is a third below the top and stays there", || {
                is_there() && {
                    thread::sleep(Duration::from_millis(500));
                    is_there()
                }
            });
            page.back();
            page.wait("[data-test=report]");
            page.forward();
        }
    });
}

#[test]
fn a_deep_link_into_dropped_files_explains_itself_and_works_again() {
    let drop = |page: &Page| page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project")]);
    journey_by_hands(|page| {
        page.resize(1280, 4000);
        page.open("");
        drop(page);
        page.wait("[data-test=report]");
        page.click(&format!("[data-path='{FILE}'] [data-test=file-link]"));
        page.wait("[data-test=source]");
        let address = page.fragment();
        page.reload();
        page.wait("[data-test=lost-note]");
        assert!(page.text("[data-test=lost-note]").contains("drop the same files again"));
        drop(page);
        page.wait("[data-test=source]");
        assert_eq!(page.fragment(), address);
    });
}

#[test]
fn a_link_finds_its_line_when_the_sources_come_last() {
    journey(|page| {
        page.resize(1280, 600);
        page.open(&format!("#/file/{FILE}?L=75"));
        page.drop_onto("[data-test=drop-area]", &[&sample("data")]);
        page.wait("[data-test=no-such-file]");
        page.drop_onto("main", &[&sample("project")]);
        page.wait(&line(75));
        let top = format!("return document.querySelector(\"{}\").getBoundingClientRect().top", line(75));
        page.until("the line is in view", || {
            page.js(&top, &[]).as_f64().is_some_and(|top| (0.0..600.0).contains(&top))
        });
    });
}
