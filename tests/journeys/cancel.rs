//! Cancelling: what was loaded before stays and works, and the next load works too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use covscope_e2e::journey::journey_by_hands;
use covscope_e2e::page::Page;
use thirtyfour::Key;

use crate::archives::{folder, zip};
use crate::support::{assert_sample, expected, judged, paths, percent, sample};

/// A zip of several thousand sources, which takes a while to read and to analyse.
fn large(page: &Page) -> PathBuf {
    let sources = folder("project/backend", "");
    let copies = (0..400).flat_map(|i| {
        let copy = |(path, text): &(String, Vec<u8>)| {
            (format!("backend/copy{i}/{path}"), [text.as_slice(), format!("COPY = {i}\n").as_bytes()].concat())
        };
        sources.iter().map(copy).collect::<Vec<_>>()
    });
    page.file("large.zip", zip(&copies.collect()))
}

/// Drops one lane and the project; what is told of it.
fn drop_unit(page: &Page) -> (String, BTreeMap<String, String>) {
    page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
    judged(page, "incomplete")
}

/// Drops files onto the report, and calls that off.
fn drop_and_cancel(page: &Page, files: &[&Path]) {
    page.drop_onto("[data-test=gate]", files);
    page.click("[data-test=loading] [data-test=cancel]");
    page.wait_gone("[data-test=loading]");
}

#[test]
fn the_report_before_stays_and_the_next_load_works() {
    journey_by_hands(|page| {
        page.open("");
        let large = large(page);
        let before = drop_unit(page);
        assert_eq!(before.0, percent(&expected("unit")["totals"]));
        let n_files = expected("unit")["files"].as_object().unwrap().len();

        drop_and_cancel(page, &[&large]);
        assert_eq!(judged(page, "incomplete"), before);
        page.wait_text("[data-test=shown]", &format!("{n_files} files"));
        page.fill("[data-test=filter]", "orders");
        page.until("the filter works", || paths(page).iter().all(|path| path.contains("orders")));
        page.click(&format!("[data-path='{}'] [data-test=file-link]", paths(page)[0]));
        page.wait("[data-test=lines]");
        page.back();
        page.click("[data-test=filter]");
        page.press(&Key::Escape.value().to_string());

        page.drop_onto("[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        assert_sample(page);
    });
}

#[test]
fn what_was_called_off_does_not_come_in_later() {
    journey_by_hands(|page| {
        page.open("");
        let large = large(page);
        let before = drop_unit(page);
        drop_and_cancel(page, &[&sample("data/.coverage.heavy"), &large]);
        // The way back from the sample reads the own files again.
        page.open("#sample");
        page.wait("[data-test=origin]");
        page.back();
        page.wait_gone("[data-test=origin]");
        assert_eq!(judged(page, "incomplete"), before);
    });
}

#[test]
fn a_first_load_called_off_leaves_the_landing_page() {
    journey_by_hands(|page| {
        page.open("");
        let large = large(page);
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &large]);
        page.resize(360, 740);
        page.wait("[data-test=loading-input]");
        assert_eq!(page.js("return document.scrollingElement.scrollWidth <= innerWidth", &[]), true);
        assert!(page.texts("[data-test=loading-input]").iter().any(|text| text.contains("large.zip")));
        page.click("[data-test=cancel]");
        page.wait("[data-test=landing]");
        page.wait_gone("[data-test=loading]");

        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project")]);
        assert_sample(page);
    });
}
