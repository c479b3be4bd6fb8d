//! The report's screen: lanes switched off, who covers what, the map, folders, functions and classes, columns, filters.

use covscope_e2e::journey::{core_journey, journey, journey_by_hands};
use covscope_e2e::page::Page;
use thirtyfour::Key;

use crate::support::{assert_sample, expected, judged, open_sample, paths, percent, rows};

fn total(page: &Page, column: &str) -> String {
    page.text(&format!("[data-test=total-row] [data-column={column}]"))
}

#[test]
fn a_lane_is_switched_off_and_on_again() {
    let [unit, heavy] = ["unit", "heavy"].map(|lane| percent(&expected(lane)["totals"]));
    core_journey(|page| {
        page.resize(1440, 900);
        open_sample(page);
        page.click("[data-lane=heavy] [data-test=lane-switch]");
        let (shown, lanes) = judged(page, "incomplete");
        assert_eq!(shown, unit);
        assert_eq!([&lanes["unit"], &lanes["heavy"]], [&unit, &heavy]);
        assert_eq!(page.fragment(), "#sample?off=heavy");
        assert!(page.text("[data-test=gate-reasons]").contains("The lane heavy is switched off here."));
        let files = &expected("unit")["files"];
        for (path, row) in rows(page) {
            assert_eq!(row["coverage"], format!("{}%", percent(&files[&path]["summary"])), "{path}");
        }
        page.resize(1440, 900);
        page.reload();
        assert_eq!(judged(page, "incomplete").0, unit);
        page.click("[data-test=undo-rules]");
        assert_sample(page);
        // The same by keyboard alone.
        page.js("document.activeElement.blur()", &[]);
        for (verdict, shown) in [("incomplete", Some(&unit)), ("incomplete", Some(&heavy)), ("pass", None)] {
            page.press("l");
            page.until("the next lane", || {
                let (total, _) = judged(page, verdict);
                shown.is_none_or(|shown| total == *shown)
            });
        }
        page.wait_text("[data-test=verdict]", "PASS");
    });
}

#[test]
fn an_open_file_follows_the_lanes_that_are_on() {
    let path = "backend/core/clock.py";
    let total = |part: &str| format!("{} %", percent(&expected(part)["files"][path]["summary"]));
    let [union, heavy] = ["union", "heavy"].map(total);
    assert_ne!(union, heavy);
    journey(|page| {
        page.open(&format!("#sample/file/{path}?off=unit"));
        page.wait_text("[data-test=file-total]", &heavy);
        page.open(&format!("#sample/file/{path}"));
        page.wait_text("[data-test=file-total]", &union);
        page.back();
        page.wait_text("[data-test=file-total]", &heavy);
    });
}

#[test]
fn sets_of_lanes_add_up_and_lead_to_their_files() {
    let totals = &expected("union")["totals"];
    let count = |name: &str| totals[name].as_u64().unwrap();
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        let points: Vec<u64> =
            page.texts("[data-test=set-points]").iter().map(|it| it.replace(',', "").parse().unwrap()).collect();
        assert_eq!(points.iter().sum::<u64>(), count("num_statements") + count("num_branches"));
        assert!(points.contains(&(count("missing_lines") + count("missing_branches"))), "{points:?}");
        assert_eq!(page.texts("[data-test=set-link]").len(), 4);
        page.click_text("[data-test=set-link]", "heavy only");
        page.until("the filter", || page.fragment().contains("q=lane:heavy-only"));
        page.wait_text("[data-test=shown]", " of 35 files");
        page.until("fewer files", || paths(page).len() < 35);
        for row in rows(page).values() {
            assert!(row["lane1"] != "100.00%", "{row:?}");
        }
        page.back();
        page.until("all files", || paths(page).len() == 35);
    });
}

#[test]
fn the_map_leads_into_folders_and_files() {
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        page.click("[data-test=map-tile][data-path='backend/search/']");
        page.wait_text("[data-test=shown]", "5 of 35 files");
        assert_eq!(page.fragment(), "#sample?q=backend/search/");
        page.wait("[data-test=map-tile][data-path='backend/search/index.py']");
        assert!(page.text("[data-test=map-crumbs]").contains("search/"));
        // By keyboard: a tile is a link.
        page.js("document.querySelector(\"[data-test=map-tile][data-path='backend/search/index.py']\").focus()", &[]);
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=source]");
        page.back();
        page.wait("[data-test=map]");
        page.click("[data-test=map-crumbs] a");
        page.until("all files", || page.text("[data-test=shown]") == "35 files");
        // Beside what else the filter says.
        page.open("#sample?q=lane:heavy-only%20backend/");
        page.wait_text("[data-test=shown]", " of 35 files");
        page.click("[data-test=map-tile][data-path='backend/search/']");
        page.until("both", || page.fragment() == "#sample?q=lane:heavy-only%20backend/search/");
        page.wait_text("[data-test=shown]", "of 35 files");
    });
}

#[test]
fn folders_open_and_close_with_their_sums() {
    let files = &expected("union")["files"];
    let statements = |folder: &str| {
        let inside = files.as_object().unwrap().iter().filter(|(path, _)| path.starts_with(folder));
        inside.map(|(_, file)| file["summary"]["num_statements"].as_u64().unwrap()).sum::<u64>().to_string()
    };
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        page.click("[data-test=rows-tree]");
        page.wait("[data-test=folder]");
        assert_eq!(page.fragment(), "#sample?rows=tree");
        let shown = rows(page);
        for folder in shown.keys().filter(|path| path.ends_with('/')) {
            assert_eq!(shown[folder]["statements"].replace(',', ""), statements(folder), "{folder}");
        }
        assert_eq!(shown.len(), 35 + 7);
        let folder = "[data-path='backend/orders/'] [data-test=folder]";
        page.js(&format!("document.querySelector(\"{folder}\").focus()"), &[]);
        page.press(&Key::Enter.value().to_string());
        page.wait(&format!("{folder}[aria-expanded=false]"));
        page.until("what is in it is not shown", || !paths(page).iter().any(|path| path == "backend/orders/models.py"));
        assert_eq!(paths(page).len(), 42 - 7);
        page.press(&Key::Enter.value().to_string());
        page.until("it is shown again", || paths(page).len() == 42);
    });
}

#[test]
fn functions_and_classes_have_rows_of_their_own() {
    let union = expected("union");
    let count = |key: &str| {
        union["files"].as_object().unwrap().values().map(|file| file[key].as_object().unwrap().len()).sum::<usize>()
    };
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        page.click("[data-test=rows-functions]");
        page.wait_text("[data-test=shown]", &format!("{} functions", count("functions")));
        assert_eq!(total(page, "statements"), "1,488");
        page.fill("[data-test=filter]", "/:Money\\.__add__/");
        page.until("one function", || page.text("[data-test=shown]") == "1 function");
        page.click("[data-test=file-link]");
        page.wait("[data-test=source]");
        let start =
            union["files"]["backend/core/money.py"]["functions"]["Money.__add__"]["start_line"].as_u64().unwrap();
        assert!(page.fragment().ends_with(&format!("L={start}")), "{}", page.fragment());
        page.open("#sample?rows=classes");
        page.wait_text("[data-test=shown]", &format!("{} classes", count("classes")));
    });
}

#[test]
fn columns_are_chosen_and_remembered() {
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        let is_shown = |column: &str| {
            let script = format!("return document.querySelector('.files-table .column-{column}').offsetWidth > 0");
            page.js(&script, &[]) == true
        };
        assert_eq!(["excl", "miss"].map(is_shown), [false, true]);
        page.click("[data-test=columns]");
        page.click("[data-test=column-excl]");
        page.click("[data-test=column-miss]");
        page.until("the other columns", || ["excl", "miss"].map(is_shown) == [true, false]);
        page.reload();
        page.wait("[data-test=file-row]");
        assert_eq!(["excl", "miss"].map(is_shown), [true, false]);
    });
}

#[test]
fn a_filter_that_is_not_understood_says_so() {
    journey_by_hands(|page| {
        page.resize(1440, 900);
        open_sample(page);
        page.fill("[data-test=filter]", "lane:nightly api/");
        page.wait_text("[data-test=filter-problems]", "There is no lane nightly; the lanes are unit, heavy.");
        page.wait_text("[data-test=shown]", "4 of 35 files");
        page.fill("[data-test=filter]", "missing>30");
        page.wait_text("[data-test=shown]", "2 of 35 files");
        assert_eq!(page.count("[data-test=filter-problems] p"), 0);
    });
}

#[test]
fn rows_that_stay_are_not_drawn_anew() {
    journey(|page| {
        open_sample(page);
        let n_rows = rows(page).len();
        page.js("window.before = new Set(document.querySelectorAll('[data-test=file-row]'))", &[]);
        page.click("[data-test=sort][data-column=missing]");
        page.until("another order", || paths(page)[0].ends_with("legacy_export.py"));
        page.fill("[data-test=filter]", "orders/");
        page.wait_text("[data-test=shown]", "7 of 35 files");
        let script = "return [...document.querySelectorAll('[data-test=file-row]')].filter((row) => window.before.has(row)).length";
        assert_eq!((page.js(script, &[]), n_rows), (7.into(), 35));
    });
}
