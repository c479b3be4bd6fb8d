//! Data files, the configuration and the sources, dropped and picked as files and folders.

use covscope_e2e::journey::{journey, journey_by_hands};
use serde_json::json;

use crate::support::{assert_sample, expected, judged, percent, rows, sample};

#[test]
fn files_and_a_folder_are_dropped() {
    journey(|page| {
        page.open("");
        let dropped =
            ["data/.coverage.unit", "data/.coverage.heavy", "project/pyproject.toml", "project/backend"].map(sample);
        page.drop_onto("[data-test=drop-area]", &dropped.each_ref().map(|path| path.as_path()));
        assert_sample(page);
        assert_eq!(page.count("[data-test=origin]"), 0);
        assert!(page.console().is_empty());
    });
}

#[test]
fn the_projects_folder_is_dropped_with_the_data_files() {
    journey(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("project"), &sample("data")]);
        assert_sample(page);
    });
}

#[test]
fn files_and_a_folder_are_picked() {
    journey(|page| {
        page.open("");
        page.pick(
            "[data-test=pick-files-input]",
            &[&sample("data/.coverage.unit"), &sample("data/.coverage.heavy"), &sample("project/pyproject.toml")],
        );
        page.wait("[data-test=report]");
        // Nothing tells the statements yet, so no verdict is given.
        assert_eq!(page.text("[data-test=verdict]"), "INCOMPLETE");
        assert!(page.text("[data-test=nothing]").contains("No data to report."));
        let report = page.text("[data-test=report]");
        assert!(!report.contains("100.00"), "nothing is not all: {report}");
        page.pick("[data-test=pick-folder-input]", &[&sample("project")]);
        assert_sample(page);
    });
}

#[test]
fn buttons_ask_for_files_and_for_a_folder() {
    journey_by_hands(|page| {
        page.open("");
        page.wait("[data-engine=running]");
        // The browser's own dialog is no part of the page.
        page.js("HTMLElement.prototype.click = function () { window.asked = [this.type, this.webkitdirectory] }", &[]);
        for (button, folder) in [("pick-files", false), ("pick-folder", true)] {
            page.click(&format!("[data-test={button}]"));
            page.until(button, || page.js("return window.asked ?? null", &[]) == json!(["file", folder]));
        }
    });
}

#[test]
fn a_lane_dropped_onto_an_open_report_completes_it() {
    journey(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
        let (total, lanes) = judged(page, "incomplete");
        let unit = percent(&expected("unit")["totals"]);
        assert_eq!((total, lanes.into_iter().collect()), (unit.clone(), vec![("unit".to_owned(), unit)]));
        assert_eq!(page.text("[data-test=gate-reasons]"), "The lane heavy is expected and not here.");

        page.drag("dragEnter", "[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        page.drag("dragOver", "[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        page.wait("[data-test=drop-overlay]");
        page.drag("drop", "[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        assert_sample(page);
        page.wait_gone("[data-test=drop-overlay]");
    });
}

#[test]
fn a_drag_that_leaves_the_page_changes_nothing() {
    journey(|page| {
        page.open("");
        let file = sample("data/.coverage.heavy");
        page.wait("[data-engine=running]");
        page.drag("dragEnter", "[data-test=drop-area]", &[&file]);
        page.wait("[data-test=drop-overlay]");
        // DevTools can end a drag but not take it out of the window, so the event of that is made here.
        let leave = "const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File(['x'], 'x'));
            document.querySelector('[data-test=drop-area]')
                .dispatchEvent(new DragEvent('dragleave', { dataTransfer, bubbles: true }))";
        page.js(leave, &[]);
        page.wait_gone("[data-test=drop-overlay]");
        page.wait("[data-test=landing]");
        assert_eq!(page.count("[data-test=loading]"), 0);
    });
}

#[test]
fn one_data_file_without_a_lanes_name_is_judged() {
    journey(|page| {
        page.open("");
        // As `coverage combine` leaves it, and with no list of lanes that are expected.
        let data = page.file(".coverage", std::fs::read(sample("data/.coverage.unit")).unwrap());
        let config = std::fs::read_to_string(sample("project/pyproject.toml")).unwrap();
        let config = page.file("pyproject.toml", config.replace("lanes = [\"unit\", \"heavy\"]\n", ""));
        page.drop_onto("[data-test=drop-area]", &[&data, &config, &sample("project/backend")]);
        let (total, lanes) = judged(page, "fail");
        assert_eq!(total, percent(&expected("unit")["totals"]));
        assert_eq!(lanes.len(), 1);
        assert_eq!(rows(page).len(), expected("unit")["files"].as_object().unwrap().len());
    });
}

#[test]
fn own_files_take_the_samples_place() {
    journey_by_hands(|page| {
        page.open("#sample");
        page.wait("[data-test=origin]");
        page.drop_onto("[data-test=gate]", &[&sample("data/.coverage.unit"), &sample("project")]);
        let (total, lanes) = judged(page, "incomplete");
        assert_eq!((total, lanes.len()), (percent(&expected("unit")["totals"]), 1));
        assert_eq!(page.count("[data-test=origin]"), 0);
        assert!(!page.fragment().contains("sample"), "{}", page.fragment());

        page.click("[data-test=start-over]");
        page.wait("[data-test=landing]");
        assert_eq!(page.count("[data-test=lost-note]"), 0);
    });
}

#[test]
fn the_sample_takes_no_loaded_files_away() {
    journey(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
        let before = judged(page, "incomplete");
        // The first steps are another tab's.
        page.click("[data-test=menu-button]");
        page.click("[data-test=first-steps]");
        let tabs = || page.browser.run(async |driver| driver.windows().await).unwrap();
        page.until("two tabs", || tabs().len() == 2);
        let closed = page.browser.run(async |driver| {
            let here = driver.window().await?;
            let other = driver.windows().await?.into_iter().find(|tab| *tab != here);
            driver.switch_to_window(other.unwrap()).await?;
            driver.close_window().await?;
            driver.switch_to_window(here).await
        });
        closed.unwrap();
        assert_eq!(judged(page, "incomplete"), before);
        assert_eq!(page.count("[data-test=origin]"), 0);

        // By the address it is this tab's, and back leads to the files.
        page.click("[data-test=file-link]");
        page.wait("[data-test=source]");
        let address = page.fragment();
        page.open("#sample");
        page.wait("[data-test=origin]");
        page.back();
        page.wait("[data-test=source]");
        assert_eq!(page.fragment(), address);
        page.click("[data-test=back]");
        assert_eq!(judged(page, "incomplete"), before);
        assert_eq!(page.count("[data-test=origin]"), 0);
        page.drop_onto("[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        assert_sample(page);
    });
}
