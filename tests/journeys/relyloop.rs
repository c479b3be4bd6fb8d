//! RelyLoop's own lanes, where they are beside the project: two data files, the configuration and the combined json.

use std::path::Path;

use covscope_e2e::command::covscope;
use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::{Value, json};

use crate::support::{self, expected_rows, judged, numbers, paths, percent, relyloop, rows};

#[test]
fn the_union_is_what_coverage_py_reported() {
    let Some(folder) = relyloop() else { return };
    let path = |name: &str| folder.join(name);
    let union = path("expected/combined/coverage.json");
    let combined = support::json(&union);
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

/// What follows the page's address in the link of the pull request's comment.
fn link_of_a_comment(page: &Page, folder: &Path) -> String {
    let parts = ["unit-only", "heavy-only", "combined"].map(|part| format!("expected/{part}/coverage.json"));
    let names =
        [".coverage.unit", ".coverage.heavy", "pyproject.toml"].into_iter().chain(parts.iter().map(String::as_str));
    let mut command = covscope(&page.folder);
    command.args(["comment", "--base", "https://host/covscope/", "--repo", "owner/name", "--pr", "531"]);
    let output = command.args(names.map(|name| folder.join(name).canonicalize().unwrap())).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let link = text.split("(https://host/covscope/").nth(1).unwrap().split(')').next().unwrap();
    assert!(link.starts_with("#/?d=") && link.len() < 8_000, "{} characters: {text}", link.len());
    link.to_owned()
}

/// The page's own files are in the browser's cache; then nothing is answered any more, neither to the page nor to its workers, and the
/// browser is told that it is offline.
#[test]
fn the_comments_link_opens_with_the_network_cut() {
    let Some(folder) = relyloop() else { return };
    let json_of = |part: &str| support::json(&folder.join(format!("expected/{part}/coverage.json")));
    let [union, unit, heavy] = ["combined", "unit-only", "heavy-only"].map(json_of);
    journey(|page| {
        let link = link_of_a_comment(page, &folder);
        page.open(&link);
        page.wait("[data-test=total-row]");
        page.wait("[data-engine=running]");
        page.go("about:blank");
        page.server.refuse("");
        let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        page.cdp("Network.enable", json!({}));
        page.cdp("Network.emulateNetworkConditions", offline);
        let n_requests = page.requests().len();

        page.open(&link);
        let (total, lanes) = judged(page, "pass");
        assert_eq!((total.as_str(), lanes["unit"].as_str(), lanes["heavy"].as_str()), ("81.58", "63.52", "58.62"));
        assert!(page.text("[data-test=total-shown]").contains("82 %"));
        // All rows: the union's numbers and each lane's percentage.
        let shown = rows(page);
        let names = ["lane1", "lane2"].map(|lane| page.text(&format!("[data-test=sort][data-column={lane}]")));
        assert_eq!(names.each_ref().map(|name| name.trim()), ["unit", "heavy"]);
        let wanted = expected_rows(&union, &[&unit, &heavy], 80.0);
        assert_eq!((shown.len(), wanted.len()), (191, 191));
        for (path, row) in &wanted {
            assert_eq!(&shown[path], row, "{path}");
        }
        // The lines that are missing in the file that misses most.
        let files = union["files"].as_object().unwrap();
        let n_missing = |file: &Value| file["missing_lines"].as_array().unwrap().len();
        let (path, worst) = files.iter().max_by_key(|(_, file)| n_missing(file)).unwrap();
        page.open(&link.replace("#/?", &format!("#/file/{path}?")));
        page.wait("[data-test=no-text]");
        page.resize(1280, 30_000);
        let script = "return [...document.querySelectorAll('[data-line][data-state=missing]')].map((line) => Number(line.dataset.line))";
        let missing = numbers(&worst["missing_lines"]);
        page.until("every missing line is marked", || {
            let marked = numbers(&page.js(script, &[]));
            missing.iter().all(|line| marked.contains(line))
        });
        // Nothing was asked for, also not in vain.
        let requests = page.requests();
        assert_eq!(requests.len(), n_requests, "{:#?}", &requests[n_requests..]);
    });
}
