//! The report that a link itself holds.

use covscope_core::link::Detail;
use covscope_e2e::journey::{core_journey, journey, project};
use covscope_e2e::page::Page;

use crate::support::{assert_sample, expected, sample};

/// What the first version wrote of the sample: such links are opened for ever.
pub(crate) fn text() -> String {
    let path = project().join("core/tests/cases/link/v1-sample.txt");
    std::fs::read_to_string(path).unwrap().trim().to_owned()
}

fn open(page: &Page, place: &str) {
    page.open(&format!("#/{place}d={}", text()));
    page.wait("[data-test=total-row]");
}

#[test]
fn a_link_holds_the_numbers_of_every_file() {
    core_journey(|page| {
        open(page, "?");
        assert_sample(page);
        assert_eq!(page.text("[data-test=origin]"), "From a link");
        // Nothing but the site's own files.
        assert!(page.requests().iter().all(|seen| seen.status == 200), "{:#?}", page.requests());
    });
}

#[test]
fn a_links_report_is_sorted_filtered_and_gone_through() {
    journey(|page| {
        open(page, "?");
        page.click("[data-test=sort][data-column=missing]");
        page.until("sorted", || page.fragment().contains("sort=-miss&d=1"));
        page.fill("[data-test=filter]", "lane:heavy-only orders/");
        page.wait_text("[data-test=shown]", "of 35 files");
        page.click("[data-test=rows-tree]");
        page.wait("[data-test=folder]");
        assert!(!page.is_shown("[data-test=rows-functions]") && !page.is_shown("[data-test=lane-switch]"));
        // A file of it: what is missing, without text.
        page.open(&format!("#/file/backend/orders/service.py?d={}", text()));
        page.wait("[data-test=no-text]");
        let missing = &expected("union")["files"]["backend/orders/service.py"]["missing_lines"];
        let first = missing[0].as_i64().unwrap();
        page.wait(&format!("[data-line='{first}'][data-state=missing]"));
        // The lanes are not in it.
        page.click("[data-test=lanes-link]");
        page.wait("[data-test=of-link]");
        page.click("[data-test=save]");
        page.click("[data-test='save-coverage.json']");
        page.wait_text("[data-test=saved]", "Drop the lanes' data files");
    });
}

#[test]
fn folders_of_a_link_stand_for_their_files() {
    journey(|page| {
        let whole = covscope_core::link::read(&text()).unwrap();
        for detail in [Detail::Folded(0), Detail::Folded(1), Detail::Total] {
            let text = covscope_core::link::write(&whole.with(detail), 60_000).unwrap().text;
            page.open(&format!("#/?rows=tree&d={text}"));
            page.wait("[data-test=file-row]");
            page.until("it is told", || {
                page.texts("[data-test=file-row] th").iter().all(|name| !name.trim().is_empty())
            });
            page.wait_text("[data-test=total-row] th", "All files");
            page.click("[data-test=rows-files]");
            page.until("files", || !page.fragment().contains("rows=tree"));
            page.wait_text("[data-test=total-row] th", "All files");
            let nowhere = "return [...document.querySelectorAll('[data-test=file-link]')].filter((it) => !it.textContent || it.getAttribute('href')?.includes('/file/?')).length";
            assert_eq!(page.js(nowhere, &[]), 0, "{detail:?}");
            page.press("l");
            page.wait_text("[data-test=toast]", "drop the data of its lanes");
            assert!(!page.fragment().contains("off="));
        }
    });
}

#[test]
fn a_damaged_link_is_told_and_another_one_opens() {
    journey(|page| {
        let text = text();
        for (wrong, code) in [
            ("", "link-damaged"),
            (&text[..text.len() / 2], "link-damaged"),
            ("7abc", "link-version"),
            ("%3Cscript%3E", "link-damaged"),
        ] {
            page.open("");
            page.open(&format!("#/?d={wrong}"));
            page.wait(&format!("[data-test=problem][data-code={code}]"));
        }
        open(page, "?");
        assert_eq!(page.text("[data-test=verdict]"), "PASS");
    });
}

#[test]
fn dropped_files_take_the_place_of_a_link() {
    journey(|page| {
        open(page, "?q=orders/&");
        // Which data it is the report of, and where that is.
        assert_eq!(page.text("[data-test=run]").lines().count(), 3, "{}", page.text("[data-test=run]"));
        let artifacts = page.attribute("[data-test=run] a", "href").unwrap();
        assert!(artifacts.ends_with("#artifacts"), "{artifacts}");
        page.drop_onto("main", &[&sample("data"), &sample("project")]);
        page.wait("[data-test=lane-switch]");
        page.wait_text("[data-test=run]", "unit: exactly that of the run");
        page.wait_text("[data-test=run]", "heavy: exactly that of the run");
        assert!(!page.is_shown("[data-test=origin]"));
        assert!(!page.fragment().contains("d="), "{}", page.fragment());
        // And back.
        page.back();
        page.wait_text("[data-test=origin]", "From a link");
    });
}

#[test]
fn lanes_alone_leave_a_links_numbers_and_sources_make_it_whole() {
    journey(|page| {
        open(page, "?");
        page.drop_onto("main", &[&sample("data")]);
        page.wait_text("[data-test=run]", "unit: exactly that of the run");
        page.wait_text("[data-test=run]", "The numbers are the link's");
        assert_eq!(page.text("[data-test=verdict]"), "PASS");
        assert_sample(page);
        page.drop_onto("main", &[&sample("project")]);
        page.wait("[data-test=lane-switch]");
        page.wait_text("[data-test=run]", "heavy: exactly that of the run");
        assert_sample(page);
        // A text that may not be what was tested is not coloured without a word.
        page.click("[data-test=file-link]");
        page.wait_text("[data-test=file-unchecked]", "Not compared with commit");
        page.wait("[data-test=file-unchecked] [data-test=fetch-tree]");
    });
}

#[test]
fn a_link_is_there_before_the_engine() {
    core_journey(|page| {
        page.server.hold("worker_bg.wasm");
        open(page, "?q=orders/&");
        assert!(!page.is_shown("[data-engine=running]"));
        page.wait_text("[data-test=filter-problems]", "The engine is not here yet");
        page.fill("[data-test=filter]", "");
        assert_sample(page);
        page.click("[data-test=sort][data-column=missing]");
        page.until("sorted", || page.fragment().contains("sort=-miss&d=1"));
        page.click("[data-test=file-link]");
        page.wait("[data-test=no-text]");
        page.back();
        page.fill("[data-test=filter]", "lane:heavy-only orders/");
        page.wait_text("[data-test=filter-problems]", "The engine is not here yet");
        // The engine knows more, and is asked as soon as it is there.
        page.server.release();
        page.wait("[data-engine=running]");
        page.wait_text("[data-test=shown]", "of 35 files");
        page.until("understood", || !page.is_shown("[data-test=filter-problems] p"));
    });
}

#[test]
fn a_link_stays_when_there_is_no_engine() {
    journey(|page| {
        page.server.refuse("worker_bg.wasm");
        open(page, "?");
        page.wait("[data-test=failure][data-kind=not-loaded]");
        assert_sample(page);
        page.click("[data-test=sort][data-column=missing]");
        page.until("sorted", || page.fragment().contains("sort=-miss&d=1"));
    });
}
