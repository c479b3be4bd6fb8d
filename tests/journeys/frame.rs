//! What stands around every screen: keys, the palette, themes, the menu, first steps, help, and paper.

use covscope_e2e::journey::{journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

use crate::support::{open_sample, paths, press_until, sample};

fn key(key: Key) -> String {
    key.value().to_string()
}

/// Opens the palette.
#[track_caller]
fn palette(page: &Page) {
    page.until("none is open", || page.count("[data-test=dialog-commands]") == 0);
    page.press_with_control("k");
    page.wait("[data-test=dialog-commands]");
}

/// What has the focus, by its name for tests.
fn focus(page: &Page) -> String {
    page.js("return document.activeElement.dataset.test ?? ''", &[]).as_str().unwrap_or_default().to_owned()
}

/// Runs a script before those of every page opened from now on.
fn before_scripts(page: &Page, source: &str) {
    page.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }));
}

fn ground(page: &Page) -> String {
    page.js("return getComputedStyle(document.documentElement).backgroundColor", &[]).as_str().unwrap().to_owned()
}

#[test]
fn the_keys_are_listed_and_the_focus_comes_back() {
    journey(|page| {
        open_sample(page);
        page.js("document.querySelector('[data-test=below]').focus()", &[]);
        page.press("?");
        page.wait("[data-test=dialog-keys]");
        let groups = page.texts("[data-test=key-group]");
        assert_eq!(groups.len(), 4, "{groups:?}");
        for (group, does) in groups.iter().zip(["go to a file", "sort by missing", "next miss", "filter paths"]) {
            assert!(group.contains(does), "{group}");
        }
        page.screenshot("keys");
        // While it is open, the keys of the screen behind do nothing.
        page.press("m");
        assert!(!page.fragment().contains("sort"), "{}", page.fragment());
        page.press(&key(Key::Escape));
        page.wait_gone("[data-test=dialog-keys]");
        assert_eq!(focus(page), "below");
    });
}

#[test]
fn coverage_pys_keys_sort_and_open() {
    journey(|page| {
        open_sample(page);
        page.resize(1280, 4000);
        for (pressed, sort) in [
            ("f", "file"),
            ("s", "-stmts"),
            ("m", "-miss"),
            ("m", "miss"),
            ("b", "-branch"),
            ("p", "-brpart"),
            ("c", "cover"),
        ] {
            page.press(pressed);
            page.until(sort, || page.fragment() == format!("#sample?sort={sort}"));
        }
        page.press("f");
        page.until("sorted by file", || page.fragment() == "#sample?sort=file" && paths(page).is_sorted());
        let all = paths(page);
        page.press("]");
        page.wait("[data-test=lines]");
        assert!(page.fragment().contains(&all[0]), "{}", page.fragment());
        page.back();
        page.wait("[data-test=report]");
        page.press("[");
        page.wait("[data-test=lines]");
        assert!(page.fragment().contains(all.last().unwrap()), "{}", page.fragment());
    });
}

#[test]
fn the_palette_goes_to_a_line_of_a_file_by_keyboard_alone() {
    journey(|page| {
        open_sample(page);
        page.press("g");
        page.wait("[data-test=dialog-files] [role=option]");
        assert_eq!(focus(page), "palette");
        assert!(page.texts("[role=option]").iter().all(|option| option.ends_with(".py")));
        let files = || {
            let options = page.texts("[role=option]");
            !options.is_empty() && options.iter().all(|option| option.contains("orders"))
        };
        page.press("orders");
        page.until("files that fit", files);
        page.press(":");
        page.wait_text("[data-test=palette-note]", "Nothing fits.");
        page.press("12");
        page.until("files that fit", files);
        let options = page.texts("[role=option]");
        page.press(&key(Key::Down));
        page.wait("#option-1[aria-selected=true]");
        assert_eq!(page.attribute("[data-test=palette]", "aria-activedescendant").as_deref(), Some("option-1"));
        page.screenshot("palette");
        page.press(&key(Key::Up));
        page.press(&key(Key::Enter));
        page.wait("[data-test=line][aria-current=true]");
        assert!(
            page.fragment().ends_with("?L=12") && page.fragment().contains(&options[0].replace('\n', "")),
            "{}",
            page.fragment()
        );
        page.wait_gone("dialog[open]");
    });
}

#[test]
fn the_palette_does_commands() {
    journey_by_hands(|page| {
        open_sample(page);
        palette(page);
        page.press("sort missing");
        page.wait_text("[role=option]", "Sort by missing");
        page.press(&key(Key::Enter));
        page.until("sorted", || page.fragment() == "#sample?sort=-miss");
        page.wait_gone("dialog[open]");

        palette(page);
        page.press("no such thing");
        page.wait_text("[data-test=palette-note]", "Nothing fits.");
        page.press(&key(Key::Enter));
        page.press_with_control("k");
        page.wait_gone("dialog[open]");

        palette(page);
        page.press("list keys");
        page.wait_text("[role=option]", "List the keys");
        page.click("[role=option]");
        page.wait("[data-test=dialog-keys]");
        page.click("[data-test=close]");
        page.wait_gone("dialog[open]");

        // What is on the page, in its menus, and what is elsewhere.
        for (typed, option, does) in [
            ("tree", "Rows: Tree", "rows=tree"),
            ("lane heavy", "Lane heavy: on or off", "off=heavy"),
            ("path rules", "Go to the path rules", "#sample/paths"),
        ] {
            palette(page);
            page.press(typed);
            page.wait_text("[role=option]", option);
            page.press(&key(Key::Enter));
            page.until(does, || page.fragment().contains(does));
        }
        palette(page);
        page.press("sort by statements");
        page.wait_text("[data-test=palette-note]", "Nothing fits.");
        page.press(&key(Key::Escape));
        page.wait_gone("dialog[open]");
        palette(page);
        page.press("theme dark");
        page.wait_text("[role=option]", "Theme: dark");
        page.press(&key(Key::Enter));
        page.wait_text("[data-test=toast]", "dark");

        // Without a report there are no files to go to.
        page.open("");
        page.wait("[data-test=landing]");
        palette(page);
        page.press("about");
        page.wait_text("[role=option]", "About covscope");
        page.press(&key(Key::Enter));
        page.wait("[data-test=dialog-about]");
        assert!(!page.text("#about").contains("_VERSION"), "{}", page.text("#about"));
        page.screenshot("about");
        page.press(&key(Key::Escape));
        page.wait_gone("dialog[open]");
    });
}

#[test]
fn a_theme_is_remembered_and_there_before_the_page_is_drawn() {
    journey_by_hands(|page| {
        page.prefer("prefers-color-scheme", "light");
        page.open("");
        page.wait("[data-test=landing]");
        let light = ground(page);
        page.click("[data-test=menu-button]");
        page.wait("[data-test=menu]");
        page.screenshot("menu");
        page.click(".themes input[value=dark]");
        page.until("dark", || ground(page) != light);
        let dark = ground(page);
        assert!(page.js("return document.querySelector('.themes input[value=dark]').checked", &[]) == true);

        // The skeleton alone, as long as nothing runs: no flash of the other theme.
        before_scripts(
            page,
            "document.addEventListener('DOMContentLoaded', () => {
            window.first = getComputedStyle(document.documentElement).backgroundColor;
        })",
        );
        page.reload();
        page.wait("[data-test=landing]");
        assert_eq!(page.js("return window.first", &[]), dark.as_str());

        page.click("[data-test=menu-button]");
        page.click(".themes input[value=contrast]");
        page.until("white", || ground(page) == "rgb(255, 255, 255)");
        page.prefer("prefers-color-scheme", "dark");
        page.until("black", || ground(page) == "rgb(0, 0, 0)");
        page.screenshot("contrast");
        page.click(".themes input[value=system]");
        page.until("the system's", || ground(page) == dark);
        page.prefer("prefers-contrast", "more");
        page.until("the system's contrast", || ground(page) == "rgb(255, 255, 255)");
    });
}

#[test]
fn keys_without_control_can_be_switched_off() {
    journey_by_hands(|page| {
        open_sample(page);
        let caps = || {
            let shown = "return [...document.querySelectorAll('main kbd')].filter((it) => it.checkVisibility()).length";
            page.js(shown, &[]).as_u64()
        };
        assert!(caps() > Some(0), "keys are told where they work");
        page.click("[data-test=menu-button]");
        page.click("[data-test=switch-keys]");
        page.wait_text("[data-test=toast]", "Keys without Ctrl are off.");
        assert_eq!(caps(), Some(0), "and not where they do not");
        page.press(&key(Key::Escape));
        page.wait_gone("[data-test=menu]");
        page.press("m");
        page.press("?");
        palette(page);
        assert_eq!((page.count("[data-test=dialog-keys]"), page.fragment().as_str()), (0, "#sample"));
        page.press("keys without");
        page.wait_text("[role=option]", "Keys without Ctrl: on or off");
        page.press(&key(Key::Enter));
        page.wait_gone("dialog[open]");
        page.press("m");
        page.until("sorted", || page.fragment().contains("sort"));
    });
}

#[test]
fn a_link_to_what_is_shown_is_copied() {
    journey(|page| {
        open_sample(page);
        page.press("m");
        page.until("sorted", || page.fragment().contains("sort"));
        // A browser without a person gives no clipboard: its place is taken.
        page.js("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve() }", &[]);
        page.press("y");
        page.wait_text("[data-test=toast]", "The link to what is shown is copied.");
        assert_eq!(page.js("return copied === location.href && copied.endsWith('#sample?sort=-miss')", &[]), true);
        page.js("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))", &[]);
        page.press("y");
        page.wait_text("[data-test=toast]", "the link is in the address bar");
        // What was arranged is not in it.
        page.js("navigator.clipboard.writeText = () => Promise.resolve()", &[]);
        page.click("[data-test=lanes-link]");
        page.click("[data-test=remove-lane]");
        page.wait_text("[data-test=verdict]", "INCOMPLETE");
        page.press("y");
        page.wait_text("[data-test=toast]", "The link is copied, without what was changed under Lanes");
    });
}

#[test]
fn first_steps_stand_above_the_sample_until_they_are_read() {
    journey_by_hands(|page| {
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&sample("data/.coverage.unit"), &sample("project")]);
        page.wait("[data-test=report]");
        assert_eq!(page.count("[data-test=hints]"), 0);
        page.click("[data-test=start-over]");
        page.click("[data-test=open-sample]");
        page.wait("[data-test=hints]");
        page.screenshot("hints");
        page.click("[data-test=hints-read]");
        page.wait_gone("[data-test=hints]");
        page.reload();
        page.wait("[data-test=report]");
        assert_eq!(page.count("[data-test=hints]"), 0);
        page.click("[data-test=menu-button]");
        page.click("[data-test=first-steps]");
        page.wait("[data-test=hints]");
    });
}

#[test]
fn every_problem_leads_to_its_meaning() {
    journey(|page| {
        page.open("");
        let file = page.file(".coverage.unit", "");
        page.drop_onto("[data-test=drop-area]", &[&file]);
        page.wait("[data-test=problem]");
        let href = page.attribute("[data-test=problem-meaning]", "href").unwrap();
        assert_eq!(href, "problems.html#data-empty");
        page.open(&href);
        assert!(page.text("#data-empty").contains("A data file without a byte."), "{}", page.text("#data-empty"));
        assert_eq!(page.js("return document.querySelector(':target').id", &[]), "data-empty");
        page.screenshot("problems");
        page.open("licences.html");
        assert!(page.texts("th[scope=row]").contains(&"yew".to_owned()));
        page.screenshot("licences");
    });
}

#[test]
fn on_paper_there_are_all_rows_and_no_buttons() {
    journey(|page| {
        open_sample(page);
        page.resize(1280, 300);
        page.js("scrollTo(0, 0)", &[]);
        page.until("some rows", || paths(page).len() < 35);
        page.js("dispatchEvent(new Event('beforeprint'))", &[]);
        page.until("all rows", || paths(page).len() == 35);
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        assert!(!page.is_shown("[data-test=start-over]") && !page.is_shown("[data-test=below]"));
        assert!(page.is_shown("[data-test=verdict]"));
        assert_eq!(ground(page), "rgb(255, 255, 255)");
        let pdf = page.cdp("Page.printToPDF", json!({}));
        let bytes = pdf["data"].as_str().unwrap().to_owned();
        assert!(bytes.len() > 10_000, "{}", bytes.len());
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "" }));
        page.js("dispatchEvent(new Event('afterprint'))", &[]);
        page.until("some rows", || paths(page).len() < 35);
    });
}

#[test]
fn a_menu_closes_when_the_focus_goes_on() {
    journey(|page| {
        open_sample(page);
        page.js("document.querySelector('[data-test=save]').focus()", &[]);
        page.press(&key(Key::Enter));
        page.wait("[data-test=save-menu]");
        let inside = "return document.activeElement.closest('[data-test=save-menu]') !== null";
        page.press(&key(Key::Tab));
        assert_eq!(page.js(inside, &[]), true);
        press_until(page, Key::Tab, "[data-test=save-menu] li:last-child button");
        assert!(page.is_shown("[data-test=save-menu]"));
        page.press(&key(Key::Tab));
        assert_eq!(page.js(inside, &[]), false);
        page.wait_gone("[data-test=save-menu]");
        // With the mouse it stays for what is done next.
        page.click("[data-test=save]");
        page.click("[data-test='save-coverage.md']");
        page.wait_text("[data-test=saved]", "Saved");
        page.click("[data-test=save]");
        page.wait_gone("[data-test=save-menu]");
    });
}

#[test]
fn on_a_sheet_of_paper_tables_have_their_columns_and_lines_are_whole() {
    journey(|page| {
        page.cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }));
        // A4 with margins of a centimetre.
        page.resize(718, 1047);
        open_sample(page);
        for column in ["stmts", "miss", "branch", "brpart", "bar", "union", "lane"] {
            assert!(page.is_shown(&format!(".files-table tbody .column-{column}")), "{column}");
        }
        let wide = "return [...document.querySelectorAll('main, main *')].filter((it) => it.getBoundingClientRect().right > innerWidth + 1)
            .filter((it) => !it.closest('.visually-hidden')).map((it) => it.className)";
        assert_eq!(page.js(wide, &[]), json!([]));
        page.open("#sample/file/backend/orders/service.py");
        page.wait("[data-test=line]");
        let heights =
            "return [...document.querySelectorAll('[data-test=line]')].filter((it) => it.offsetHeight > 24).length";
        page.until("long lines take two", || page.js(heights, &[]).as_u64() > Some(0));
        assert_eq!(page.js(wide, &[]), json!([]));
        let bar = "const box = (name) => document.querySelector(name).getBoundingClientRect();
            return box('.source-bar').bottom <= box('.source-facts').top + 1";
        assert_eq!(page.js(bar, &[]), true);
    });
}

#[test]
fn the_first_tab_leads_past_the_header() {
    journey(|page| {
        open_sample(page);
        page.press(&key(Key::Tab));
        assert_eq!(focus(page), "skip");
        page.press(&key(Key::Enter));
        assert_eq!(focus(page), "report");
        assert_eq!(page.fragment(), "#sample");
    });
}
