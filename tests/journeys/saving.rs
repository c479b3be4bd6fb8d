//! Reports saved from the page: byte for byte what coverage.py wrote.

use std::fs;
use std::path::Path;

use covscope_e2e::journey::{core_journey, journey, journey_by_hands};

use crate::support::{open_sample, sample, saved};

/// A report without its time.
fn timeless(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap();
    for word in ["\"timestamp\": \"", "timestamp=\""] {
        if let Some((before, after)) = text.split_once(word) {
            return format!("{before}{}", after.split_once('"').unwrap().1);
        }
    }
    text
}

#[test]
fn every_format_is_coverage_pys() {
    core_journey(|page| {
        open_sample(page);
        page.allow_downloads();
        page.click("[data-test=save]");
        let formats = [
            ("coverage.txt", "report.txt"),
            ("coverage.md", "report.md"),
            ("coverage-total.txt", "total.txt"),
            ("coverage.json", "coverage.json"),
            ("coverage.xml", "coverage.xml"),
            ("coverage.lcov", "coverage.lcov"),
        ];
        for (name, theirs) in formats {
            page.click(&format!("[data-test='save-{name}']"));
            page.wait_text("[data-test=saved]", &format!("Saved {name}: 35 files."));
            let theirs = fs::read(sample(&format!("expected/union/{theirs}"))).unwrap();
            assert!(timeless(saved(page, name)) == timeless(theirs), "{name} differs");
        }
    });
}

#[test]
fn the_combined_data_is_a_report_again() {
    journey(|page| {
        open_sample(page);
        page.allow_downloads();
        // By keyboard alone: the menu opens, and its last item is behind the others.
        page.js("document.querySelector('[data-test=save]').focus()", &[]);
        page.press("\u{e007}");
        page.wait("[data-test=save-menu]");
        page.press(&"\u{e004}".repeat(7));
        page.press("\u{e007}");
        let bytes = saved(page, "combined.coverage");
        page.press("\u{e00c}");
        page.wait_gone("[data-test=save-menu]");
        assert_eq!(page.js("return document.activeElement.dataset.test", &[]), "save");

        let union = page.text("[data-test=total]");
        let data = page.file(".coverage", bytes);
        page.open("");
        page.reload();
        page.drop_onto("[data-test=drop-area]", &[&data, Path::new(&sample("project"))]);
        page.wait("[data-test=report]");
        assert_eq!(page.text("[data-test=total]"), union);
    });
}

#[test]
fn what_cannot_be_saved_is_told() {
    journey_by_hands(|page| {
        open_sample(page);
        page.fill("[data-test=filter]", "no such file");
        page.wait("[data-test=empty]");
        page.click("[data-test=save]");
        assert_eq!(page.text("[data-test=saved]"), "What the filter leaves, if not all.");
        page.click("[data-test='save-coverage.json']");
        page.wait_text("[data-test=saved]", "Not saved. No data to report.");
    });
}
