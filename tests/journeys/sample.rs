//! The bundled sample: one click, coverage.py's own numbers, and nothing that leaves the site.

use covscope_e2e::journey::{core_journey, journey};
use covscope_e2e::page::Page;

use crate::support::{assert_sample, expected, open_sample};

/// Fails unless all that was asked for came from the site, and the console is empty.
#[track_caller]
fn assert_nothing_left(page: &Page) {
    let asked = page.requests();
    assert!(asked.len() >= 5, "{asked:#?}");
    assert!(asked.iter().all(|seen| seen.target.starts_with("/covscope/") && seen.status == 200), "{asked:#?}");
    assert!(page.strays().is_empty());
    assert_eq!(page.console(), [""; 0]);
}

#[test]
fn one_click_shows_the_sample() {
    core_journey(|page| {
        page.open("");
        page.click("[data-test=open-sample]");
        page.wait("[data-test=report]");
        assert_eq!(page.fragment(), "#sample");
        assert_eq!(page.text("[data-test=origin]"), "Sample");
        assert_sample(page);
        assert_nothing_left(page);
    });
}

#[test]
fn the_address_alone_shows_the_sample() {
    journey(|page| {
        open_sample(page);
        assert_sample(page);
        assert_eq!(page.js("return document.title", &[]), "82 % · covscope");
        assert_eq!(page.attribute("[data-test=problems-link]", "data-count").as_deref(), Some("0"));
        page.press("d");
        page.wait_text("[data-test=toast]", "drop one together with your own data files");
        assert_nothing_left(page);
    });
}

#[test]
fn the_verdict_is_the_unions_alone() {
    journey(|page| {
        open_sample(page);
        assert_eq!(page.text("[data-test=verdict]"), "PASS");
        assert!(page.text("[data-test=total-shown]").contains("82 %"));
        // 45: 1567 of 1914 are covered, and 1522 still round to 80 %.
        let totals = &expected("union")["totals"];
        let count = |name: &str| totals[name].as_u64().unwrap();
        let (covered, all) =
            (count("covered_lines") + count("covered_branches"), count("num_statements") + count("num_branches"));
        let needed = (0..=all).find(|n| (100.0 * *n as f64 / all as f64).round_ties_even() >= 80.0).unwrap();
        assert_eq!(covered - needed, 45);
        assert!(page.text("[data-test=distance]").starts_with("45 covered lines or branches to spare"));

        assert_eq!(page.count("[data-test=verdict]"), 1);
        for lane in page.texts("[data-test=lane-total]") {
            assert!(!["PASS", "FAIL", "gate"].iter().any(|word| lane.contains(word)), "{lane}");
        }
        assert!(page.text("[data-test=basis]").contains("from the sources"));
        assert!(page.text("[data-test=python-from]").contains("[tool.covscope] python"));
        assert!(page.text("[data-test=config]").contains("pyproject.toml"));
    });
}

#[test]
fn the_policy_lets_nothing_out() {
    journey(|page| {
        open_sample(page);
        let script = "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        let policy = page.js(script, &[]).as_str().unwrap().to_owned();
        let of = |name: &str| {
            let found = policy.split(';').map(str::trim).find(|part| part.split(' ').next() == Some(name));
            found.map(|part| part.split(' ').skip(1).collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(of("default-src"), ["'none'"]);
        assert_eq!(of("connect-src"), ["'self'", "https://raw.githubusercontent.com", "https://api.github.com"]);
        let scripts = of("script-src");
        assert_eq!(scripts[..2], ["'self'", "'wasm-unsafe-eval'"]);
        assert!(scripts[2..].iter().all(|hash| hash.starts_with("'sha256-") && hash.len() == 53), "{scripts:?}");
        let inline = page.js("return document.querySelectorAll('script:not([src])').length", &[]).as_u64().unwrap();
        assert_eq!(scripts[2..].len() as u64, inline, "a hash for each inline script, and no more");

        // What a mistake in the page would do is refused before it gets as far as the network.
        let send = "return fetch('http://example.com/').then(() => 'sent', () => 'refused')";
        assert_eq!(page.js(send, &[]), "refused");
        assert!(page.console().iter().any(|line| line.contains("Content Security Policy")));
        assert!(page.strays().is_empty());
    });
}
