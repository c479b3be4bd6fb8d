//! What Firefox does its own way. The core journeys go there by themselves (`core_journey`).

use covscope_e2e::browser::Kind;
use covscope_e2e::hand::Hand;
use covscope_e2e::journey::journey_in;
use covscope_e2e::page::Page;
use serde_json::json;

use crate::harness::{fails, open_empty};
use crate::support::{assert_sample, sample, sources};

fn journey(test: impl FnOnce(&Page)) {
    journey_in(Kind::Firefox, Hand::Mouse, test);
}

#[test]
fn lanes_configuration_and_sources_are_picked() {
    journey(|page| {
        page.open("");
        let lanes = ["data/.coverage.unit", "data/.coverage.heavy", "project/pyproject.toml"].map(sample);
        page.pick("[data-test=pick-files-input]", &lanes.each_ref().map(|path| path.as_path()));
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.pick("[data-test=pick-files-input]", &[&sources(page)]);
        assert_sample(page);
        assert_eq!(page.console(), [""; 0]);
        assert!(page.requests().iter().all(|seen| seen.status == 200), "{:#?}", page.requests());
    });
}

#[test]
fn themes_are_the_systems_or_chosen_and_remembered() {
    journey(|page| {
        let ground = || page.js("return getComputedStyle(document.documentElement).backgroundColor", &[]);
        page.open("");
        page.wait("[data-test=landing]");
        page.prefer("prefers-color-scheme", "light");
        page.until("light", || ground() == "rgb(247, 247, 245)");
        page.prefer("prefers-color-scheme", "dark");
        page.until("dark", || ground() == "rgb(18, 20, 23)");
        for (theme, colour) in [("light", "rgb(247, 247, 245)"), ("contrast", "rgb(0, 0, 0)")] {
            page.click("[data-test=menu-button]");
            page.click(&format!(".themes input[value={theme}]"));
            page.until(theme, || ground() == colour);
            page.reload();
            page.wait("[data-test=landing]");
            assert_eq!(ground(), colour);
        }
    });
}

#[test]
fn strays_errors_and_sizes_are_seen_there_too() {
    let told = fails(|| {
        journey(|page| {
            open_empty(page);
            page.resize(375, 812);
            assert_eq!(page.js("return [innerWidth, innerHeight]", &[]), json!([375, 812]));
            page.js(
                "fetch('http://example.com/x?y').catch(() => 0); fetch('https://example.com/z').catch(() => 0);
                 setTimeout(() => { window.thrown = true; throw new Error('on purpose') })",
                &[],
            );
            page.until("both requests are seen", || {
                let seen = page.strays();
                ["http://example.com/x?y", "example.com:443"]
                    .iter()
                    .all(|part| seen.iter().any(|it| it.target.contains(part)))
            });
            page.until("the error was thrown", || page.js("return window.thrown ?? false", &[]) == true);
        });
    });
    for part in ["on purpose", "http://example.com/x?y", "example.com:443"] {
        assert!(told.contains(part), "{told}");
    }
}
