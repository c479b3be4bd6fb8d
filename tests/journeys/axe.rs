//! axe-core finds nothing on any screen, in light, dark and high contrast.

use std::path::PathBuf;

use covscope_e2e::changes;
use covscope_e2e::journey::{journey, project};
use covscope_e2e::page::Page;
use serde_json::{Value, json};

use crate::support::{open_sample, sample};

const FILE: &str = "#sample/file/backend/orders/service.py";

/// What a system asks for and what is chosen in the menu. Each way of asking for a look is here once; that they all look the
/// same is a test of its own.
const LOOKS: [Look; 4] = [
    Look { name: "light", scheme: "light", contrast: "no-preference", theme: "system" },
    Look { name: "dark, chosen", scheme: "light", contrast: "no-preference", theme: "dark" },
    Look { name: "high contrast", scheme: "light", contrast: "more", theme: "system" },
    Look { name: "high contrast, chosen, dark", scheme: "dark", contrast: "no-preference", theme: "contrast" },
];

struct Look {
    name: &'static str,
    scheme: &'static str,
    contrast: &'static str,
    theme: &'static str,
}

impl Look {
    /// Puts it on: the theme as the menu does, without opening it, since it would close what is open.
    fn put_on(&self, page: &Page) {
        page.prefer_all(&[("prefers-color-scheme", self.scheme), ("prefers-contrast", self.contrast)]);
        page.js("globalThis.covscopeTheme?.(arguments[0])", &[self.theme.into()]);
    }
}

/// What axe found on the screens of a journey; nothing, or the journey fails.
struct Found<'a> {
    page: &'a Page,
    told: Vec<String>,
}

/// Runs axe on several screens, which the journey opens one after another.
fn audit(screens: impl FnOnce(&Page, &mut Found)) {
    journey(|page| {
        let mut found = Found { page, told: Vec::new() };
        page.resize(1280, 900);
        screens(page, &mut found);
        assert!(found.told.is_empty(), "axe found {}:\n{}", found.told.len(), found.told.join("\n"));
    });
}

impl Found<'_> {
    /// Looks at what is shown, in each look.
    #[track_caller]
    fn look(&mut self, screen: &str) {
        self.look_without(screen, None);
    }

    /// The same; elements that fit `excepted` may break a rule.
    #[track_caller]
    fn look_without(&mut self, screen: &str, excepted: Option<(&str, &str)>) {
        if self.page.js("return 'axe' in window", &[]) != true {
            self.page.js(&axe(), &[]);
        }
        // Not a few nodes of each rule only, and no pictures of elements, which nobody reads.
        let script = "return axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
            }).then(({ violations }) => violations.flatMap(({ id, impact, nodes }) => nodes
                .filter(({ target }) => !(arguments[0]?.[0] === id && document.querySelector(target[0])?.matches(arguments[0][1])))
                .map(({ target, failureSummary }) => `${id} (${impact}) ${target.join(' ')}: ${failureSummary}`)))";
        for look in LOOKS {
            look.put_on(self.page);
            let excepted = excepted.map_or(Value::Null, |(rule, selector)| json!([rule, selector]));
            for violation in self.page.js(script, &[excepted]).as_array().unwrap() {
                self.told.push(format!("{screen} in {}: {}", look.name, violation.as_str().unwrap()));
            }
        }
    }
}

/// axe-core itself, where `scripts/install-npm.sh` has put it.
fn axe() -> String {
    let path = std::env::var_os("AXE").map(PathBuf::from).expect("AXE names axe.min.js, see scripts/env.sh");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn nothing_on_the_landing_page_and_beside_it() {
    audit(|page, found| {
        page.open("");
        page.wait("[data-engine=running]");
        found.look("landing");
        page.click("[data-test=menu-button]");
        page.wait("[data-test=menu]");
        found.look("menu");
        page.click("[data-test=open-about]");
        page.wait("[data-test=dialog-about]");
        found.look("about");
        page.press("\u{e00c}");
        page.wait_gone("dialog[open]");
        page.js("document.getElementById('given').showModal()", &[]);
        found.look("files of another page");
        page.press("\u{e00c}");
        page.wait_gone("dialog[open]");
        let link = std::fs::read_to_string(project().join("core/tests/cases/link/v1-sample.txt")).unwrap();
        page.open(&format!("#/?src=gh:owner/repository@{}/7.zip&d={}", "0".repeat(40), link.trim()));
        page.wait("[data-test=run]");
        page.wait("[data-test=question]");
        found.look("link");
        page.click("[data-test=file-link]");
        page.wait("[data-test=fetch-text]");
        found.look("file of a link");
        page.open("#/file/gone.py");
        page.wait("[data-test=lost-note]");
        let bad = [page.file(".coverage.dead", ""), page.file("photo.txt", "nothing")];
        page.drop_onto("[data-test=drop-area]", &bad.each_ref().map(|path| path.as_path()));
        page.wait("[data-test=landing] [data-test=problem]");
        page.resize(360, 740);
        found.look("landing with problems, narrow");
        page.resize(1280, 900);
        page.open("problems.html");
        found.look("problems.html");
        page.open("licences.html");
        found.look("licences.html");
    });
}

#[test]
fn nothing_on_the_report() {
    audit(|page, found| {
        open_sample(page);
        found.look("report with first steps");
        page.click("[data-test=rows-tree]");
        page.wait("[data-test=folder]");
        found.look("folders");
        page.click("[data-test=rows-functions]");
        page.wait_text("[data-test=shown]", "functions");
        page.fill("[data-test=filter]", "lane:nightly api/");
        page.wait_text("[data-test=filter-problems]", "There is no lane nightly");
        found.look("functions, with a filter that is not understood");
        page.click("[data-test=filter-help]");
        page.wait("#filter-help");
        found.look("the filter's terms");
        page.open("#sample?off=heavy&below&q=nothing");
        page.wait("[data-test=empty]");
        found.look("a lane off, no row");
        page.open("#sample?off=heavy&below&sort=-miss");
        page.wait("[data-test=what-if]");
        page.click("[data-test=columns]");
        found.look("a lane off, columns");
        page.press("\u{e00c}");
        page.click("[data-test=exclusions] summary");
        page.click("[data-test=save]");
        page.wait("[data-test=save-menu]");
        found.look("save menu, exclusions");
    });
}

#[test]
fn nothing_in_dialogs_and_narrow_windows() {
    audit(|page, found| {
        open_sample(page);
        page.press("?");
        page.wait("[data-test=dialog-keys]");
        found.look("keys");
        page.press("\u{e00c}");
        page.wait_gone("dialog[open]");
        page.press("g");
        page.wait("[data-test=dialog-files] [role=option]");
        found.look("palette");
        page.press("no such file");
        page.wait_text("[data-test=palette-note]", "Nothing fits.");
        found.look("palette where nothing fits");
        page.press("\u{e00c}");
        page.wait_gone("dialog[open]");
        page.resize(360, 740);
        found.look("report, narrow");
        page.open(&format!("{FILE}?L=61"));
        page.wait("[data-test=panel]");
        found.look_without("source, narrow", LINE_NUMBERS);
        page.open("#sample/lanes");
        page.wait("[data-test=lane-card]");
        found.look("lanes, narrow");
        page.open("#sample/paths");
        page.wait("[data-test=path-row]");
        found.look("path rules, narrow");
    });
}

#[test]
fn nothing_on_the_source_view() {
    audit(|page, found| {
        page.open(&format!("{FILE}?L=79"));
        page.wait("[data-test=panel]");
        page.click("[data-test=editor-settings]");
        found.look_without("source", LINE_NUMBERS);
        // With a finger lines are higher, and nothing is excepted.
        page.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
        page.open(&format!("{FILE}?fold"));
        page.wait("[data-test=folded]");
        page.js("scrollTo(0, 0)", &[]);
        page.click("[data-test=outline] summary");
        page.wait("[data-test=outline] li");
        found.look("folded source, outline, with a finger");
        page.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": false }));
        page.open("#sample/file/no/such.py");
        page.wait("[data-test=no-such-file]");
        found.look("no such file");
    });
}

#[test]
fn nothing_on_what_a_diff_changed() {
    audit(|page, found| {
        page.open("");
        let diff = page.file("changes.diff", changes::of_sample(&sample("project")).unwrap());
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project"), &diff]);
        page.wait("[data-test=patch]");
        page.click("[data-test=patch-uncounted] summary");
        page.press("d");
        page.wait("[data-test=changes][aria-pressed=true]");
        found.look("changes only");
        page.resize(360, 740);
        found.look("changes only, narrow");
        page.resize(1280, 900);
        // With a finger lines are higher, and nothing is excepted.
        page.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": true }));
        page.open("#/file/backend/orders/service.py?changes");
        page.wait("[data-test=folded]");
        page.js("scrollTo(0, 0)", &[]);
        found.look("a file's changes");
    });
}

#[test]
fn nothing_on_the_review_and_the_problems() {
    audit(|page, found| {
        page.open("");
        let bad = page.file(".coverage.dead", "");
        let lines = sample("variants/lines/.coverage.lines");
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &bad, &lines, &sample("project")]);
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.wait("[data-test=keep-offer]");
        found.look("incomplete report, offers");
        page.click("[data-test=problems-link]");
        page.wait("[data-test=problems] [data-test=problem]");
        found.look("problems");
        page.open("#/lanes");
        page.wait("[data-test=lane-card]");
        found.look("lanes");
        page.click("[data-test=remove-lane]");
        page.wait("[data-test=changed]");
        found.look("lanes, one taken out");
        page.click("[data-test=undo-all]");
        page.wait_gone("[data-test=changed]");
        page.open("#/paths");
        page.wait("[data-test=path-row]");
        page.click("[data-test=remove-rule]");
        page.wait("[data-test=suggestion]");
        found.look("path rules, one suggested");
        page.click("[data-test=add-rule]");
        page.fill("[data-test=pattern]", "/home/***/backend");
        page.wait("[data-test=pattern-error]");
        found.look("path rules, a wrong one");
    });
}

/// The numbers of lines are 20 px high as the lines are: WCAG 2.5.8 excepts targets "constrained by the line-height of
/// non-target text", which axe only knows of links within a sentence.
const LINE_NUMBERS: Option<(&str, &str)> = Some(("target-size", ".line-number a"));

#[test]
fn a_look_is_the_same_however_it_is_asked_for() {
    let asked = |scheme, contrast, theme| Look { name: "", scheme, contrast, theme };
    let same = [
        [asked("light", "no-preference", "system"), asked("dark", "no-preference", "light")],
        [asked("dark", "no-preference", "system"), asked("light", "no-preference", "dark")],
        [asked("light", "more", "system"), asked("light", "no-preference", "contrast")],
        [asked("dark", "more", "system"), asked("dark", "no-preference", "contrast")],
    ];
    journey(|page| {
        open_sample(page);
        // As many rows as there will be.
        page.resize(1280, 900);
        let colours = |look: &Look| {
            look.put_on(page);
            let script = "return [...document.querySelectorAll('*')].map((element) => {
                const style = getComputedStyle(element);
                return [style.color, style.backgroundColor, style.borderTopColor, style.fill, style.textDecorationThickness].join()
            })";
            page.js(script, &[])
        };
        let seen: Vec<_> = same.iter().map(|ways| ways.each_ref().map(colours)).collect();
        for [one, other] in &seen {
            assert!(one == other);
        }
        for (i, [one, _]) in seen.iter().enumerate() {
            assert!(seen[..i].iter().all(|[before, _]| before != one), "each look differs from the others");
        }
    });
}
