//! Whether the tests' own tools see what they should: a check that can't fail checks nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use covscope_e2e::browser::Kind;
use covscope_e2e::hand::Hand;
use covscope_e2e::journey::{journey, journey_in};
use covscope_e2e::page::Page;
use serde_json::json;

/// Opens an empty page of the same origin, without a policy, so that anything can be tried.
pub(crate) fn open_empty(page: &Page) {
    page.server.put("empty.html", "<!DOCTYPE html><link rel=icon href='data:,'><body>");
    page.open("empty.html");
}

pub(crate) fn fails(test: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(test)).expect_err("the test should fail");
    panic.downcast::<String>().map(|text| *text).unwrap_or_default()
}

#[test]
fn a_request_to_another_host_is_seen_and_goes_nowhere() {
    let told = fails(|| {
        journey(|page| {
            open_empty(page);
            page.js(
                "fetch('http://example.com/x?y').catch(() => 0); fetch('https://example.com/z').catch(() => 0)",
                &[],
            );
            page.until("both requests are seen", || {
                let seen = page.strays();
                ["http://example.com/x?y", "example.com:443"]
                    .iter()
                    .all(|part| seen.iter().any(|it| it.target.contains(part)))
            });
            page.console();
        });
    });
    assert!(told.contains("http://example.com/x?y") && told.contains("example.com:443"), "{told}");
}

#[test]
fn an_error_in_the_console_fails_the_journey() {
    let told = fails(|| {
        journey(|page| {
            page.open("");
            page.js("setTimeout(() => { window.thrown = true; throw new Error('on purpose') })", &[]);
            page.until("the error was thrown", || page.js("return window.thrown ?? false", &[]) == true);
        });
    });
    assert!(told.contains("on purpose"), "{told}");
}

#[test]
fn what_can_not_be_done_by_keyboard_is_told() {
    let tried = |html: &str| {
        fails(|| {
            journey_in(Kind::Chromium, Hand::Keyboard, |page| {
                open_empty(page);
                page.js("document.body.innerHTML = arguments[0]", &[html.into()]);
                page.click("#it");
            });
        })
    };
    let no_stop = tried("<button>one</button><div id=it onclick='0'>two</div><button>three</button>");
    assert!(no_stop.contains("Tab does not lead to it"), "{no_stop}");
    let focus_only = tried("<button>one</button><button id=it tabindex=-1>two</button>");
    assert!(focus_only.contains("Tab does not lead to it"), "{focus_only}");
    let unseen = tried("<style>button { outline: none }</style><button>one</button><button id=it>two</button>");
    assert!(unseen.contains("the focus is not to be seen there"), "{unseen}");
}

#[test]
fn files_and_folders_are_dropped_and_picked_with_their_content() {
    journey(|page| {
        open_empty(page);
        let file = page.file("one.txt", "one");
        let inner = page.file("folder/inner/.two", "two");
        let folder = inner.ancestors().nth(2).expect("a folder");
        page.js(
            "document.body.innerHTML = '<div id=target style=\"height: 90px\">here</div><input type=file multiple>\
                 <input type=file webkitdirectory>';
             const target = document.getElementById('target');
             target.ondragover = (event) => event.preventDefault();
             target.ondrop = (event) => {
                event.preventDefault();
                window.dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry())
                    .map((entry) => [entry.name, entry.isDirectory]);
                event.dataTransfer.files[0].text().then((text) => { window.read = text; });
             };",
            &[],
        );
        page.drop_onto("#target", &[&file, folder]);
        page.until("the drop is read", || page.js("return window.read ?? null", &[]) == "one");
        assert_eq!(page.js("return window.dropped", &[]), json!([["one.txt", false], ["folder", true]]));

        page.pick("input[multiple]", &[&file, &inner]);
        page.pick("input[webkitdirectory]", &[folder]);
        let names = "return [...document.querySelectorAll('input')].map((input) => [...input.files]
            .map((file) => file.webkitRelativePath || file.name))";
        // The browser lists a folder in its own time.
        let expected = json!([["one.txt", ".two"], ["folder/inner/.two"]]);
        page.until("the folder is listed", || page.js(names, &[]) == expected);
    });
}

#[test]
fn sizes_and_preferences_reach_the_page() {
    journey(|page| {
        page.open("");
        page.resize(375, 812);
        page.prefer("prefers-color-scheme", "dark");
        let seen = page.js("return [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches]", &[]);
        assert_eq!(seen, json!([375, 812, true]));
        page.prefer("prefers-color-scheme", "light");
        assert_eq!(page.js("return matchMedia('(prefers-color-scheme: dark)').matches", &[]), json!(false));
        assert!(std::fs::metadata(page.screenshot("narrow")).is_ok_and(|file| file.len() > 1000));
    });
}
