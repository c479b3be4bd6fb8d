//! Sources that are very long, very wide, empty, or made to deceive.

use covscope_e2e::journey::journey;
use covscope_e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

use crate::support::{limit, sample};

const FILE: &str = "backend/orders/service.py";

/// Opens the file with another text in its place.
fn open_with(page: &Page, text: &str) {
    page.open("");
    let source = page.file(&format!("project/{FILE}"), text);
    let config = page.file("project/pyproject.toml", std::fs::read(sample("project/pyproject.toml")).unwrap());
    let project = config.parent().unwrap();
    assert!(source.starts_with(project));
    page.drop_onto("[data-test=drop-area]", &[&sample("data"), project]);
    page.wait("[data-test=report]");
    page.open(&format!("#/file/{FILE}"));
    page.wait("[data-test=source]");
}

#[test]
fn fifty_thousand_lines_open_and_scroll_quickly() {
    let unit = "def f(a):\n    if a:\n        return 'text'  # why\n    for b in a:\n        print(b, [\n            1])\n\n\n@d\nclass A:\n";
    let text: String = (0..5_000)
        .map(|i| unit.replace("A:", &format!("A{i}:\n    x = 1")).replacen("f(", &format!("f{i}("), 1))
        .collect();
    journey(|page| {
        page.resize(1280, 900);
        open_with(page, &text);
        page.wait("[data-test=line]");
        assert_eq!(page.attribute("[data-test=lines]", "aria-rowcount").as_deref(), Some("55000"));
        // Opened from the report: until its lines are there.
        let script = "const done = new Promise((resolve) => {
                const start = performance.now();
                new MutationObserver((_, seen) => {
                    if (document.querySelector('[data-test=line]')) { seen.disconnect(); resolve(performance.now() - start); }
                }).observe(document.body, { childList: true, subtree: true });
                location.hash = arguments[0];
            });
            window.took = undefined; done.then((took) => { window.took = took })";
        let open_again = || {
            page.click("[data-test=back]");
            page.wait("[data-test=report]");
            page.js(script, &[json!(format!("#/file/{FILE}"))]);
            page.until("it is open", || page.js("return window.took ?? null", &[]).is_number());
            page.js("return window.took", &[]).as_f64().unwrap()
        };
        let took = [(); 3].map(|()| open_again()).into_iter().fold(f64::INFINITY, f64::min);
        // Each frame goes on by two windows; what is measured is how late the frames come.
        let script = "window.late = undefined; const times = []; let last = performance.now();
            const step = (now) => { times.push(now - last); last = now; scrollBy(0, 1800);
                times.length < 41 ? requestAnimationFrame(step) : (window.late = times.slice(1).sort((a, b) => a - b)) };
            requestAnimationFrame(step)";
        page.js(script, &[]);
        page.until("it was scrolled", || page.js("return !!window.late", &[]) == true);
        let frames = page.js("return [window.late[20], window.late[37]]", &[]);
        println!("opened in {took:.0} ms; frames of {frames} ms (half, 19 of 20)");
        // Wide limits: what computes with the number of lines in each frame takes far longer.
        assert!(took < limit(page, 3_000.0), "{took}");
        assert!(frames[0].as_f64().unwrap() < limit(page, 500.0), "{frames}");
        let elements = page.js("return document.querySelectorAll('main *').length", &[]).as_u64().unwrap();
        assert!(elements < 5_000, "{elements} elements");
        page.press("1");
        page.wait("[data-test=line][aria-current=true]");
        page.press("f");
        page.until("folded", || page.fragment().contains("fold"));
        page.wait("[data-test=line][aria-current=true]");
        page.press("f");
        page.until("unfolded", || !page.fragment().contains("fold"));
        // The line with the focus goes when the window is elsewhere: Tab goes on at the lines that are there.
        page.js(
            "document.querySelector('[data-test=line] [tabindex=\"0\"], [data-test=line] a:not([tabindex])').focus()",
            &[],
        );
        page.press(&Key::End.value().to_string());
        page.until("the list has the focus", || {
            page.js("return document.activeElement.dataset.test ?? null", &[]) == "lines"
        });
        page.press(&Key::Tab.value().to_string());
        page.until("a line near the end has it", || {
            page.js("return +(document.activeElement.closest('[data-line]')?.dataset.line ?? 0)", &[]).as_u64()
                > Some(54_000)
        });
        // A link to more lines than there are.
        page.open(&format!("#/file/{FILE}?L=60000"));
        page.wait_text("[data-test=no-such-line]", "The link names line 60,000; this file has 55,000 lines");
        assert_eq!(page.count("[data-test=panel]"), 0);
    });
}

#[test]
fn odd_texts_are_shown_and_break_nothing() {
    journey(|page| {
        page.resize(1280, 900);
        open_with(page, "");
        page.wait("[data-test=empty-file]");
        page.press("j1kf0");
        page.wait("[data-test=empty-file]");
        page.click("[data-test=start-over]");
        page.wait("[data-test=landing]");

        open_with(page, &format!("x = '{}'\ny = '<b>&amp;'  # \u{202e}evil\u{2066}\n", "ab ".repeat(350_000)));
        page.wait_text("[data-line='1'] [data-test=sides]", "more characters");
        let text = page.text("[data-line='2'] code");
        assert!(text.contains("'<b>&amp;'") && text.contains("⟨U+202E⟩"), "{text}");
        assert_eq!(page.js("return document.documentElement.scrollWidth <= innerWidth", &[]), true);
        page.click("[data-test=start-over]");
        page.wait("[data-test=landing]");

        open_with(page, "a\0b\nc = 1\n");
        page.wait_text("[data-line='1'] code", "a␀b");
        page.press("j");
    });
}

#[test]
fn a_file_that_is_taken_away_says_so() {
    journey(|page| {
        page.resize(1280, 900);
        page.open(&format!("#sample/file/{FILE}?L=12"));
        page.wait("[data-test=panel]");
        // Own files take the sample's place, and none of them is this one.
        let source = page.file("backend/core/text.py", std::fs::read(sample("project/backend/core/text.py")).unwrap());
        let config = "[tool.coverage.report]\ninclude = [\"backend/core/text.py\"]\n";
        let config = page.file("pyproject.toml", config);
        page.drop_onto("[data-test=lines]", &[&sample("data"), &config, source.ancestors().nth(2).unwrap()]);
        page.wait("[data-test=report]");
        page.open(&format!("#/file/{FILE}?L=12"));
        page.wait("[data-test=no-such-file]");
    });
}
