//! RelyLoop's own lanes, where they are beside the project: two data files, the configuration and the combined json.

use covscope_e2e::journey::{journey, journey_by_hands};

use crate::support::{json, judged, paths, percent, relyloop};

#[test]
fn the_union_is_what_coverage_py_reported() {
    let Some(folder) = relyloop() else { return };
    let path = |name: &str| folder.join(name);
    let union = path("expected/combined/coverage.json");
    let combined = json(&union);
    journey(|page| {
        page.open("");
        let dropped = [path(".coverage.unit"), path(".coverage.heavy"), path("pyproject.toml"), union.clone()];
        page.drop_onto("[data-test=drop-area]", &dropped.each_ref().map(|path| path.as_path()));
        let (total, lanes) = judged(page, "pass");
        assert_eq!(total, "81.58");
        assert_eq!(total, percent(&combined["totals"]));
        assert!(page.text("[data-test=total-shown]").contains("82 %"));
        assert!(page.text("[data-test=distance]").starts_with("348 covered"));
        assert_eq!(page.text("[data-test=shown]"), "191 files");
        for (name, part) in [("unit", 63.52), ("heavy", 58.62)] {
            let shown: f64 = lanes[name].parse().unwrap();
            assert!((shown - part).abs() <= 0.1, "{name}: {shown} is not near {part}");
        }
        assert!(!page.text("[data-test=agreement]").is_empty());
        assert!(page.text("[data-test=basis]").contains("coverage.json"));

        // Only the rows in the window exist, and all of them can be reached.
        page.resize(1280, 700);
        assert!(paths(page).len() < 191);
        page.js("scrollTo(0, document.body.scrollHeight)", &[]);
        let last = combined["files"].as_object().unwrap().keys().max().unwrap().clone();
        page.until("the last row is there", || paths(page).last() == Some(&last));
    });
}

#[test]
fn without_its_rules_it_is_mended_in_two_clicks() {
    let Some(folder) = relyloop() else { return };
    let paths = [".coverage.unit", ".coverage.heavy", "expected/combined/coverage.json"].map(|name| folder.join(name));
    journey_by_hands(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &paths.each_ref().map(|path| path.as_path()));
        page.wait_text("[data-test=offer]", "382 of 382 measured files are the same source under several names");
        assert_eq!(page.attribute("[data-test=total]", "data-percent").as_deref(), Some("61.07"));
        page.click("[data-test=offer-link]");
        page.click("[data-test=apply]");
        page.wait_text("[data-test=verdict]", "PASS");
        page.until("the union of one path for each file", || page.text("[data-test=review-total]") == "81.58 %");
        page.wait_text("[data-test=paths-count]", "382 paths, 0 to look at");
        let written = page.texts("[data-test=written]");
        for root in ["/__w/relyloop/relyloop/backend", "/home/runner/work/relyloop/relyloop/backend"] {
            assert!(written[0].contains(root), "{written:?}");
        }
        page.click("[data-test=back]");
        page.wait_gone("[data-test=offer]");
        assert_eq!(page.text("[data-test=shown]"), "191 files");
    });
}
