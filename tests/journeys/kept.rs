//! Files kept in the browser: only when asked for, back after a reload, forgotten when asked for.

use std::collections::BTreeMap;

use covscope_e2e::journey::{core_journey, journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

use crate::support::{assert_sample, expected, judged, open_sample, percent, sample, sources};

fn drop_sample(page: &Page) {
    let lanes = ["data/.coverage.unit", "data/.coverage.heavy"].map(sample);
    page.drop_onto("[data-test=drop-area]", &[&lanes[0], &lanes[1], &sources(page)]);
    page.wait("[data-test=report]");
}

/// What the page's database holds: by their keys the names of the files, and bytes as text.
fn records(page: &Page) -> BTreeMap<String, Vec<String>> {
    let script = "window.records = null;
        const opening = indexedDB.open('covscope', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('covscope');
        opening.onsuccess = () => {
            const store = opening.result.transaction('covscope').objectStore('covscope');
            const [keys, values] = [store.getAllKeys(), store.getAll()];
            const text = (value) => Array.isArray(value) ? value.map(([name]) => name) : [String.fromCharCode(...value)];
            store.transaction.oncomplete = () => {
                window.records = Object.fromEntries(keys.result.map((key, at) => [key, text(values.result[at])]));
                opening.result.close();
            };
        }";
    page.js(script, &[]);
    page.until("the database is read", || !page.js("return window.records", &[]).is_null());
    serde_json::from_value(page.js("return window.records", &[])).unwrap()
}

/// The names of the files that the page keeps.
pub(crate) fn kept(page: &Page) -> Vec<String> {
    records(page).remove("covscope").unwrap_or_default()
}

/// Writes a record of the page's database.
fn write(page: &Page, key: &str, value: &str) {
    let script = format!(
        "window.written = false;
         const opening = indexedDB.open('covscope', 1);
         opening.onupgradeneeded = () => opening.result.createObjectStore('covscope');
         opening.onsuccess = () => {{
            const writing = opening.result.transaction('covscope', 'readwrite');
            writing.objectStore('covscope').put({value}, '{key}');
            writing.oncomplete = () => {{ opening.result.close(); window.written = true }};
         }}"
    );
    page.js(&script, &[]);
    page.until("it is written", || page.js("return window.written", &[]) == true);
}

#[test]
fn what_is_kept_comes_back_and_is_forgotten() {
    core_journey(|page| {
        page.open("");
        drop_sample(page);
        assert!(kept(page).is_empty(), "nothing is kept unasked");
        page.screenshot("offer");
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "Your files are kept in this browser");
        page.wait_gone("[data-test=keep-offer]");
        assert!(kept(page).contains(&".coverage.unit".to_owned()), "{:?}", kept(page));

        page.reload();
        page.wait_text("[data-test=toast]", "Bringing back");
        assert_sample(page);
        assert_eq!(page.count("[data-test=origin]"), 0);
        assert_eq!(page.count("[data-test=keep-offer]"), 0);

        // The sample neither mixes with them nor takes their place in the store.
        page.open("#sample");
        page.reload();
        page.wait("[data-test=origin]");
        page.open("");
        page.reload();
        assert_sample(page);
        assert_eq!(page.count("[data-test=origin]"), 0);

        page.click("[data-test=menu-button]");
        page.click("[data-test=forget]");
        page.wait("[data-test=landing]");
        page.wait_text("[data-test=toast]", "Forgotten: all settings");
        page.until("nothing is kept", || records(page).is_empty());
        assert_eq!(page.js("return Object.keys(localStorage).length", &[]), 0);
        page.reload();
        page.wait("[data-test=landing]");
    });
}

#[test]
fn starting_over_forgets_what_is_kept_and_no_means_no() {
    journey_by_hands(|page| {
        page.open("");
        drop_sample(page);
        page.js("document.querySelector('[data-test=keep-not]').focus()", &[]);
        page.press(&Key::Enter.value().to_string());
        page.wait_gone("[data-test=keep-offer]");
        page.reload();
        page.wait("[data-test=landing]");
        drop_sample(page);
        assert_eq!(page.count("[data-test=keep-offer]"), 0);
        assert!(kept(page).is_empty());

        page.click("[data-test=menu-button]");
        page.click("[data-test=switch-keep]");
        page.wait_text("[data-test=toast]", "Your files are kept in this browser");
        page.press(&Key::Escape.value().to_string());
        page.click("[data-test=start-over]");
        page.wait("[data-test=landing]");
        page.until("nothing is kept", || records(page).is_empty());

        // What is dropped next is kept again, and a lane added later beside it.
        page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
        judged(page, "incomplete");
        page.drop_onto("[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        judged(page, "pass");
        page.until("both lanes", || kept(page).iter().filter(|name| name.starts_with(".coverage.")).count() == 2);
        page.reload();
        assert_sample(page);
    });
}

#[test]
fn a_damaged_store_is_forgotten_with_words() {
    journey(|page| {
        page.open("");
        page.wait("[data-test=landing]");
        page.js("localStorage.setItem('covscope.keep', 'on')", &[]);
        write(page, "covscope", "[['name', 'no file']]");
        page.reload();
        page.wait_text("[data-test=toast]", "can't be read, so they were forgotten");
        page.until("nothing is kept", || records(page).is_empty());
        drop_sample(page);
        assert_sample(page);
    });
}

#[test]
fn a_browser_that_stores_nothing_loses_nothing() {
    journey_by_hands(|page| {
        let source = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('No.', 'SecurityError') } });
            IDBFactory.prototype.open = () => { throw new DOMException('Not in a private window.', 'SecurityError') };";
        page.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
        page.open("");
        drop_sample(page);
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "The browser did not keep the files");
        page.wait_text("[data-test=toast]", "Not in a private window.");
        page.wait_gone("[data-test=keep-offer]");
        assert_sample(page);

        page.resize(1280, 900);
        page.click("[data-test=menu-button]");
        page.click(".themes input[value=dark]");
        page.wait_text("[data-test=toast]", "This browser remembers no settings here");
        assert_eq!(page.js("return document.documentElement.dataset.theme", &[]), "dark");
        page.click("[data-test=switch-keys]");
        page.wait_text("[data-test=toast]", "Keys without Ctrl are off.");
        page.click("[data-test=forget]");
        page.wait("[data-test=landing]");
        assert_eq!(page.js("return document.documentElement.dataset.theme", &[]), "system");
        open_sample(page);
        page.wait("[data-test=hints]");
    });
}

#[test]
fn the_way_back_from_the_sample_forgets_nothing() {
    journey(|page| {
        page.open("");
        drop_sample(page);
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "Your files are kept");
        let listen = "window.said = []; new MutationObserver(() => said.push(document.querySelector('[data-test=toast]')?.textContent))
            .observe(document.body, { subtree: true, childList: true, characterData: true })";
        page.js(listen, &[]);
        page.open("#sample");
        page.wait("[data-test=origin]");
        page.back();
        page.wait_gone("[data-test=origin]");
        assert_sample(page);
        assert_eq!(page.js("return said.filter((it) => it?.includes('forgotten')).length", &[]), 0);
        assert!(kept(page).contains(&".coverage.unit".to_owned()), "{:?}", kept(page));
    });
}

/// The verdict, the number and the lanes' names as the review shows them.
fn reviewed(page: &Page) -> (String, String, Vec<String>) {
    let script = "return [...document.querySelectorAll('[data-test=lane-name]')].map((field) => field.value)";
    let names = serde_json::from_value(page.js(script, &[])).unwrap();
    (page.text("[data-test=verdict]"), page.text("[data-test=review-total]"), names)
}

#[test]
fn what_was_arranged_outlives_a_reload() {
    core_journey(|page| {
        page.open("");
        drop_sample(page);
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "Your files are kept");
        page.click("[data-test=lanes-link]");
        page.fill("[data-test=lane-name]", "fast");
        page.press(&Key::Enter.value().to_string());
        page.wait("[data-test=lane-card][data-lane=fast]");
        page.click("[data-lane=heavy] [data-test=remove-lane]");
        page.wait_gone("[data-lane=heavy]");
        page.fill("[data-test=expected]", "fast, e2e");
        page.press(&Key::Enter.value().to_string());
        page.wait_text("[data-test=bounds]", "ends between");
        let before = reviewed(page);
        let alone = format!("{} %", percent(&expected("unit")["totals"]));
        assert_eq!(before, ("INCOMPLETE".to_owned(), alone, vec!["fast".to_owned()]));
        page.until("all of it is kept", || records(page).values().flatten().any(|text| text.contains("e2e")));

        page.reload();
        page.wait_text("[data-test=bounds]", "ends between");
        assert_eq!(reviewed(page), before);
        assert_eq!(page.texts("[data-test=expected-lane]"), ["fast here", "e2e missing"]);
        // Neither the sample nor the way back from it changes what is kept.
        page.open("#sample");
        page.wait_text("[data-test=origin]", "Sample");
        page.back();
        page.wait_text("[data-test=bounds]", "ends between");
        page.reload();
        page.wait_text("[data-test=bounds]", "ends between");
        assert_eq!(reviewed(page), before);

        page.click("[data-test=undo-all]");
        page.wait("[data-lane=heavy]");
        page.until("that is kept, too", || !records(page).values().flatten().any(|text| text.contains("e2e")));
        page.reload();
        page.wait("[data-lane=heavy]");
        page.click("[data-test=back]");
        assert_sample(page);

        // What can't be read is none.
        page.resize(1280, 900);
        write(page, "arranged 1", "new Uint8Array([1, 255, 255, 255, 127, 3, 97])");
        page.reload();
        assert_sample(page);
        page.resize(1280, 900);
        page.click("[data-test=menu-button]");
        page.click("[data-test=switch-keep]");
        page.wait_text("[data-test=toast]", "No file is kept");
        page.until("nothing is kept", || records(page).is_empty());
    });
}

#[test]
fn what_does_not_fit_leaves_nothing_behind() {
    journey(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
        page.wait("[data-test=report]");
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "Your files are kept");
        page.js(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('It is full.', 'QuotaExceededError') }",
            &[],
        );
        page.drop_onto("[data-test=gate]", &[&sample("data/.coverage.heavy")]);
        page.wait_text("[data-test=toast]", "did not keep the files, and none is kept any more");
        page.wait_text("[data-test=toast]", "It is full.");
        assert_sample(page);
        assert!(records(page).is_empty(), "{:?}", records(page));
        assert_eq!(page.js("return localStorage.getItem('covscope.keep')", &[]), "off");
        page.reload();
        page.wait("[data-test=landing]");
    });
}
