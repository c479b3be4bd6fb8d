//! The path rules, changed on the page until every path finds its file.

use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;

use crate::support::{expected, limit, open_sample, percent, sample};

/// Waits until the engine has answered for all that was typed.
#[track_caller]
fn settle(page: &Page) {
    page.wait("[data-test=review][aria-busy=false]");
}

fn states(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-test=path-row]')].map((row) => row.dataset.state)";
    serde_json::from_value(page.js(script, &[])).unwrap()
}

#[test]
fn rules_are_lost_found_and_copied_out() {
    journey_by_hands(|page| {
        page.resize(1280, 900);
        open_sample(page);
        page.open("#sample/paths");
        page.wait("[data-test=path-row]");
        let n_paths = page.text("[data-test=paths-count]");
        assert!(n_paths.ends_with(" paths, 0 to look at"), "{n_paths}");
        assert!(states(page).iter().all(|state| state == "mapped" || state == "omitted"));
        assert!(page.texts("[data-test=pattern-count]").iter().all(|count| count.ends_with(" paths")));

        // Without its rules each file is there twice.
        page.click("[data-test=remove-rule]");
        page.wait_text("[data-test=suggestion]", "70 of 70 measured files are the same source under several names");
        settle(page);
        assert_eq!(page.text("[data-test=paths-count]").split(", ").last(), Some("70 to look at"));
        assert_eq!(states(page)[0], "several names");
        assert_eq!(page.text("[data-test=verdict]"), "FAIL");
        page.click("[data-test=apply]");
        page.wait_text("[data-test=verdict]", "PASS");
        page.wait_gone("[data-test=suggestion]");
        assert_eq!(page.text("[data-test=review-total]"), format!("{} %", percent(&expected("union")["totals"])));
        let written = page.texts("[data-test=written]");
        assert!(
            written[0].contains("[tool.coverage.paths]") && written[0].contains("\"/__w/sample/sample/backend\","),
            "{written:?}"
        );
        page.click_text("[data-test=written] summary", ".coveragerc");
        assert!(page.texts("[data-test=written]")[1].contains("[paths]\nsource =\n    backend\n"));

        // What is shown elsewhere goes by the same rules, through links and back.
        page.click("[data-test=back]");
        page.wait("[data-test=what-if]");
        assert_eq!(page.text("[data-test=shown]"), "35 files");
        page.click("[data-test=file-link]");
        page.wait("[data-test=line]");
        page.back();
        page.wait("[data-test=what-if]");
        page.click("[data-test=undo-rules]");
        page.wait_gone("[data-test=what-if]");
    });
}

#[test]
fn rules_are_typed_and_wrong_ones_say_why() {
    journey_by_hands(|page| {
        page.resize(1280, 900);
        open_sample(page);
        page.open("#sample/paths");
        page.wait("[data-test=path-row]");
        page.fill("[data-test=pattern]", "/home/runner/*");
        page.wait_text("[data-test=pattern-error]", "Pattern must not end with wildcards.");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.fill("[data-test=pattern]", "/home/***/backend");
        page.wait_text("[data-test=pattern-error]", "File pattern can't include '***'");
        page.fill("[data-test=pattern]", "/home/**/sample/backend");
        page.wait_text("[data-test=verdict]", "PASS");
        page.wait_gone("[data-test=pattern-error]");
        // The second pattern before the first: it is all the same.
        page.click("[data-test=up]");
        settle(page);
        let first = "return document.querySelector('[data-test=pattern]').value";
        assert_eq!(page.js(first, &[]), "/__w/sample/sample/backend");
        assert_eq!(page.text("[data-test=verdict]"), "PASS");

        // Typing is one step, however many letters.
        page.click("[data-test=undo]");
        page.click("[data-test=undo]");
        page.wait_gone("[data-test=changed]");

        // A rule that folds different files onto one.
        page.click("[data-test=add-rule]");
        settle(page);
        let second = "[data-test=rule]:nth-of-type(2)";
        page.fill(&format!("{second} [data-test=result]"), "backend/orders");
        page.fill(&format!("{second} [data-test=pattern]"), "*/jobs");
        page.click("[data-test=rule-up]");
        page.until("folded ones come first", || states(page).first().is_some_and(|state| state == "folded"));
        assert!(page.text("[data-test=paths-count]").ends_with(", 4 to look at"));
        page.fill("[data-test=paths-filter]", "folded");
        page.wait_text("[data-test=paths-count]", "4 of ");
        page.click("[data-test=tab-lanes]");
        page.wait("[data-test=lane-card]");
        assert_eq!(page.text("[data-input$='.coverage.unit'] [data-label=Folded]"), "2");
    });
}

#[test]
fn a_suggestion_leaves_no_pattern_behind_that_is_none() {
    journey(|page| {
        page.resize(1280, 900);
        open_sample(page);
        page.open("#sample/paths");
        page.wait("[data-test=path-row]");
        page.fill("[data-test=pattern]", "/home/***/backend");
        page.wait("[data-test=pattern-error]");
        page.click("[data-test=add-pattern]");
        page.wait("[data-test=suggestion]");
        settle(page);
        page.click("[data-test=apply]");
        page.wait_text("[data-test=verdict]", "PASS");
        page.wait_gone("[data-test=pattern-error]");
        let patterns =
            "return [...document.querySelectorAll('[data-test=pattern]')].map((field) => field.value).sort()";
        let roots = ["/__w/sample/sample/backend", "/home/runner/work/sample/sample/backend"];
        assert_eq!(page.js(patterns, &[]), serde_json::json!(roots));
    });
}

#[test]
fn lanes_alone_tell_their_roots() {
    journey_by_hands(|page| {
        page.open("");
        let [unit, heavy] = ["data/.coverage.unit", "data/.coverage.heavy"].map(sample);
        page.drop_onto("[data-test=drop-area]", &[&unit, &heavy]);
        page.wait("[data-test=report]");
        page.click("[data-test=lanes-link]");
        page.click("[data-test=tab-paths]");
        page.wait_text("[data-test=suggestion]", "/__w/sample/sample/backend");
        page.click("[data-test=apply]");
        page.wait_gone("[data-test=suggestion]");
        settle(page);
        // Without sources nobody knows whether they are there.
        assert!(states(page).iter().all(|state| state == "unchecked"));
    });
}

#[test]
fn ten_thousand_paths_do_not_stall_typing() {
    journey(|page| {
        let path = page.file(".coverage", std::fs::read(sample("data/.coverage.unit")).unwrap());
        let sql = "delete from arc; delete from file;
            with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)
            insert into file (id, path) select i, '/w/shop/pkg' || (i % 100) || '/mod' || i || '.py' from n;";
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&path]);
        page.wait("[data-test=report]");
        page.open("#/paths");
        page.wait_text("[data-test=paths-count]", "10,000 paths");
        assert!(page.count("[data-test=path-row]") < 100);
        page.click("[data-test=add-rule]");
        page.fill("[data-test=result]", ".");
        // How long the page takes for each letter, until it is drawn.
        let script =
            "return (async () => { const field = document.querySelector(arguments[0]); const times = []; let text = '';
            for (const letter of arguments[1]) {
                text += letter; const start = performance.now();
                field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
                times.push(performance.now() - start);
            } times.sort((a, b) => a - b); return [times[times.length >> 1], times.at(-1)]; })()";
        for (selector, text) in [("[data-test=pattern]", "/w/shop"), ("[data-test=paths-filter]", "mod9999")] {
            let took = page.js(script, &[selector.into(), text.into()]);
            let [half, slowest] = [0, 1].map(|at| took[at].as_f64().unwrap());
            println!("{selector}: {half:.0} ms a letter, {slowest:.0} ms the slowest");
            // Wide limits: what goes through all paths on each letter takes far longer.
            assert!(half < limit(page, 1_000.0) && slowest < limit(page, 5_000.0), "{selector}: {took} ms");
        }
        page.wait_text("[data-test=pattern-count]", "10,000 paths");
        page.wait_text("[data-test=paths-count]", "1 of 10,000 paths");
        page.wait("[data-path='/w/shop/pkg99/mod9999.py'][data-state=unchecked]");
    });
}
