//! The screens: each has a name and the way there.

use covscope_e2e::changes;
use covscope_e2e::journey::project;
use covscope_e2e::page::Page;

use crate::inputs::{before_scripts, changed, drop, hostile, many, project_without, report, sample};

/// One screen, or one state of it.
pub(crate) struct Screen {
    /// The pictures' name.
    pub name: &'static str,
    /// Goes there, in a window of 1440 × 900 pixels.
    pub reach: fn(&Page),
    /// What it is about, where that is not at the top of the page.
    pub at: &'static str,
    /// Whether it is taken as it is printed.
    pub paper: bool,
}

const fn screen(name: &'static str, reach: fn(&Page)) -> Screen {
    Screen { name, reach, at: "body", paper: false }
}

const fn at(at: &'static str, screen: Screen) -> Screen {
    Screen { at, ..screen }
}

const fn on_paper(screen: Screen) -> Screen {
    Screen { paper: true, ..screen }
}

const FILE: &str = "backend/orders/service.py";

/// All screens.
pub(crate) const SCREENS: &[Screen] = &[
    screen("landing", landing),
    screen("landing-drag", |page| {
        landing(page);
        page.drag("dragEnter", "[data-test=drop-area]", &[&sample("data/.coverage.unit")]);
        page.wait("[data-test=drop-overlay]");
    }),
    screen("landing-lost", |page| {
        page.open("#/file/backend/api.py?L=12");
        page.wait("[data-test=lost-note]");
    }),
    screen("landing-error", |page| {
        let empty = page.file(".coverage.dead", "");
        let page_502 = page.file(".coverage.unit", "<html>502 Bad Gateway</html>");
        let picture = page.file("coverage-data-heavy.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        drop(page, &[empty, page_502, picture]);
        page.wait("[data-test=problem]");
    }),
    screen("loading", loading),
    screen("failure", |page| {
        before_scripts(
            page,
            "window.Worker = function () { throw new DOMException('Not in this frame.', 'SecurityError') }",
        );
        page.open("");
        page.wait(".failure");
    }),
    screen("report-hints", |page| sample_at(page, "")),
    screen("report", |page| read_sample_at(page, "")),
    at("[data-test=files]", screen("report-table", |page| read_sample_at(page, "?sort=-miss"))),
    at("[data-test=files]", screen("report-tree", |page| read_sample_at(page, "?rows=tree"))),
    at("[data-test=files]", screen("report-functions", |page| read_sample_at(page, "?rows=functions&sort=-miss"))),
    at(
        "[data-test=files]",
        screen("report-filter", |page| {
            read_sample_at(page, "");
            page.fill("[data-test=filter]", "lane:nightly api/ missing>x");
            page.wait("[data-test=filter-problems] p");
        }),
    ),
    at(
        "[data-test=files]",
        screen("report-empty", |page| {
            read_sample_at(page, "?q=no-such-file");
            page.wait("[data-test=empty]");
        }),
    ),
    at(
        "[data-test=files]",
        screen("report-columns", |page| {
            read_sample_at(page, "");
            page.click("[data-test=columns]");
        }),
    ),
    at(
        "[data-test=files]",
        screen("report-filter-help", |page| {
            read_sample_at(page, "");
            page.click("[popovertarget=filter-help]");
        }),
    ),
    screen("report-lane-off", |page| {
        read_sample_at(page, "?off=heavy");
        page.wait("[data-verdict=incomplete]");
    }),
    screen("report-incomplete", |page| report(page, &[sample("data/.coverage.unit"), sample("project")])),
    screen("report-fail", |page| read_sample_at(page, "?min=90")),
    screen("report-no-sources", |page| report(page, &[sample("data"), sample("project/pyproject.toml")])),
    screen("report-mixed", |page| {
        report(page, &[sample("variants/lines/.coverage.lines"), sample("data/.coverage.heavy"), sample("project")]);
    }),
    screen("report-agrees", |page| {
        let ci = ["json", "xml"].map(|ending| sample(&format!("expected/union/coverage.{ending}")));
        report(page, &[&[sample("data"), sample("project")], &ci[..]].concat());
    }),
    screen("report-keep", |page| {
        drop(page, &[sample("data"), sample("project")]);
        page.wait("[data-test=keep-offer]");
    }),
    screen("link", |page| link(page, "")),
    at("[data-test=files]", screen("link-table", |page| link(page, "/?sort=-miss&"))),
    screen("link-file", |page| {
        link(page, &format!("/file/{FILE}?"));
        page.wait("[data-test=no-text]");
    }),
    screen("link-pointed", |page| {
        link(page, &format!("/?src=gh:owner/repository@{0}/pr/531/{0}.zip&", "0123456789abcdef".repeat(4)));
        page.wait("[data-test=question]");
    }),
    screen("link-lanes", |page| {
        link(page, "/lanes?");
        page.wait("[data-test=of-link]");
    }),
    screen("link-damaged", |page| {
        page.open("#/?d=1Zm9v");
        page.wait("[data-test=problem]");
    }),
    screen("link-no-engine", |page| {
        page.server.refuse("worker_bg.wasm");
        link(page, "");
        page.wait("[data-test=failure]");
    }),
    screen("link-upgraded", |page| {
        link(page, "");
        page.drop_onto("main", &[&sample("data/.coverage.unit"), &sample("project")]);
        page.wait_text("[data-test=run]", "exactly");
    }),
    screen("given", |page| {
        landing(page);
        page.js(
            "document.getElementById('given-origin').textContent = 'https://dashboard.example.org';
             document.getElementById('given-files').textContent = 'bundle.zip';
             document.getElementById('given').showModal()",
            &[],
        );
    }),
    screen("patch", |page| patch(page, "", &[])),
    at("[data-test=files]", screen("patch-table", |page| patch(page, "?changes", &[]))),
    at("[data-test=files]", screen("patch-tree", |page| patch(page, "?changes&rows=tree", &[]))),
    screen("patch-fail", |page| {
        let settings = std::fs::read_to_string(sample("project/pyproject.toml")).unwrap_or_default();
        patch(page, "?changes", &[("pyproject.toml", &format!("{settings}fail_under_patch = 90\n"))]);
    }),
    screen("patch-incomplete", |page| {
        report(page, &[sample("data/.coverage.unit"), sample("project"), page.file("changes.diff", STALE)]);
        page.click("[data-test=patch-uncounted] summary");
    }),
    at(
        "[data-test=files]",
        screen("patch-empty", |page| {
            let long = format!("{}.diff", "changes-of-a-branch-with-a-very-long-name-".repeat(5));
            let diff = page.file(&long, "--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-a\n+b\n");
            report(page, &[sample("data"), sample("project"), diff]);
            page.click("[data-test=changes]");
            page.wait("[data-test=empty]");
        }),
    ),
    screen("report-many-lanes", |page| report(page, &many(page))),
    at("[data-test=files]", screen("report-many-lanes-table", |page| report(page, &many(page)))),
    screen("report-hostile", |page| report(page, &hostile(page))),
    at("[data-test=files]", screen("report-hostile-table", |page| report(page, &hostile(page)))),
    screen("report-contrast", |page| {
        before_scripts(page, "localStorage.setItem('covscope.theme', 'contrast')");
        read_sample_at(page, "");
    }),
    screen("report-focus", |page| {
        read_sample_at(page, "");
        page.js("document.querySelector('[data-test=set-link]').focus({ focusVisible: true })", &[]);
    }),
    at("[aria-current=true]", screen("source", |page| sample_at(page, "/file/backend/orders/service.py?L=78"))),
    screen("source-top", |page| sample_at(page, "/file/backend/orders/service.py")),
    at("[data-test=folded]", screen("source-folded", |page| sample_at(page, "/file/backend/orders/service.py?fold"))),
    screen("source-outline", |page| {
        sample_at(page, "/file/backend/orders/service.py");
        page.click("[data-test=outline] summary");
    }),
    at("[data-state=excluded]", screen("source-excluded", |page| sample_at(page, "/file/backend/core/text.py"))),
    screen("source-never-run", |page| sample_at(page, "/file/backend/jobs/legacy_export.py")),
    screen("source-no-text", |page| {
        report(page, &[sample("data"), sample("project/pyproject.toml"), sample("expected/union/coverage.json")]);
        page.open(&format!("#/file/{FILE}"));
        page.wait("[data-test=no-text]");
    }),
    screen("source-no-numbers", |page| {
        report(page, &[sample("data"), project_without(page, "search/ranking.py")]);
        page.click("[data-path$='search/ranking.py'] [data-test=file-link]");
        page.wait("[data-test=source]");
    }),
    screen("source-no-such-file", |page| sample_at(page, "/file/no/such.py")),
    at(
        "[aria-current=true]",
        screen("source-many-lanes", |page| {
            report(page, &many(page));
            page.open(&format!("#/file/{FILE}?L=75"));
            page.wait("[data-test=panel]");
        }),
    ),
    screen("source-hostile", |page| {
        report(page, &hostile(page));
        page.click("[data-path*='onclick'] [data-test=file-link]");
        page.wait("[data-test=source]");
    }),
    screen("source-changes", |page| {
        patch(page, "", &[]);
        page.open("#/file/backend/orders/service.py?changes");
        page.wait("[data-test=folded]");
    }),
    at(
        ".line-changed",
        screen("source-changed", |page| {
            patch(page, "", &[]);
            page.open("#/file/backend/core/clock.py");
            page.wait("[data-test=file-changed]");
        }),
    ),
    screen("lanes", |page| sample_at(page, "/lanes")),
    screen("lanes-changed", |page| {
        sample_at(page, "/lanes");
        page.click("[data-test=remove-lane]");
        page.wait("[data-test=bounds]");
    }),
    screen("lanes-mixed", |page| {
        let lines = sample("variants/lines/.coverage.lines");
        report(page, &[lines, sample("data/.coverage.heavy"), sample("project"), page.file(".coverage.dead", "")]);
        page.open("#/lanes");
        page.wait("[data-test=mixed]");
    }),
    screen("lanes-many", |page| {
        report(page, &many(page));
        page.open("#/lanes");
        page.wait("[data-test=lane-card]");
    }),
    screen("lanes-hostile", |page| {
        report(page, &hostile(page));
        page.open("#/lanes");
        page.wait("[data-test=lane-card]");
    }),
    screen("paths", |page| sample_at(page, "/paths")),
    screen("paths-lost", |page| {
        sample_at(page, "/paths");
        page.click("[data-test=remove-rule]");
        page.wait("[data-test=suggestion]");
        page.wait("[data-test=review][aria-busy=false]");
    }),
    at(
        ".review-paths",
        screen("paths-folded", |page| {
            sample_at(page, "/paths");
            page.click("[data-test=add-rule]");
            page.wait("[data-test=review][aria-busy=false]");
            page.fill("[data-test=rule]:nth-of-type(2) [data-test=result]", "backend/orders");
            page.fill("[data-test=rule]:nth-of-type(2) [data-test=pattern]", "*/jobs");
            page.click("[data-test=rule-up]");
            page.wait("[data-state=folded]");
        }),
    ),
    screen("paths-wrong", |page| {
        sample_at(page, "/paths");
        page.fill("[data-test=pattern]", "/home/***/backend");
        page.wait("[data-test=pattern-error]");
    }),
    screen("paths-hostile", |page| {
        report(page, &hostile(page));
        page.open("#/paths");
        page.wait("[data-test=path-row]");
    }),
    screen("problems-none", |page| sample_at(page, "/problems")),
    screen("problems", |page| {
        let bad = [
            changed(page, "unit", ".coverage.future", "update coverage_schema set version = 99"),
            page.file(".coverage.text", "<html>502 Bad Gateway"),
            page.file("coverage-data-heavy.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ];
        report(page, &[&[sample("data"), project_without(page, "search/ranking.py")], &bad[..]].concat());
        page.open("#/problems");
        page.wait("[data-test=problems]");
    }),
    screen("problems-meanings", |page| page.open("problems.html")),
    screen("licences", |page| page.open("licences.html")),
    screen("palette", |page| {
        read_sample_at(page, "");
        page.press("g");
        page.wait("[data-test=dialog-files] [role=option]");
    }),
    screen("palette-commands", |page| {
        read_sample_at(page, "");
        page.click("[data-test=menu-button]");
        page.click("[data-test=open-commands]");
        page.wait("[data-test=dialog-commands] [role=option]");
    }),
    screen("palette-nothing", |page| {
        read_sample_at(page, "");
        page.press("g");
        page.wait("[data-test=dialog-files] [role=option]");
        page.press("no such file");
        page.wait("[data-test=palette-note]");
    }),
    screen("keys", |page| {
        read_sample_at(page, "");
        page.press("?");
        page.wait("[data-test=dialog-keys]");
    }),
    screen("menu", |page| {
        read_sample_at(page, "");
        page.click("[data-test=menu-button]");
    }),
    screen("save", |page| {
        read_sample_at(page, "");
        page.click("[data-test=save]");
    }),
    screen("about", |page| {
        read_sample_at(page, "");
        page.click("[data-test=menu-button]");
        page.click("[data-test=open-about]");
        page.wait("[data-test=dialog-about]");
    }),
    on_paper(screen("print", |page| read_sample_at(page, ""))),
    on_paper(at("[data-test=files]", screen("print-table", |page| read_sample_at(page, "")))),
    on_paper(screen("print-source", |page| sample_at(page, "/file/backend/orders/service.py"))),
    on_paper(screen("print-paths", |page| sample_at(page, "/paths"))),
    on_paper(screen("print-lanes", |page| sample_at(page, "/lanes"))),
    // A large project's own lanes, where they are beside this project.
    screen("relyloop", |page| {
        let folder = project().join("../shared/relyloop");
        let names = [".coverage.unit", ".coverage.heavy", "pyproject.toml", "expected/combined/coverage.json"];
        if folder.exists() {
            report(page, &names.map(|name| folder.join(name)));
        }
    }),
];

/// A diff of another revision, and of files that nobody measures.
const STALE: &str = "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1,0 +2 @@\n+x = 1\n--- a/docs/a.md\n+++ b/docs/a.md\n@@ -1 +1 @@\n-a\n+b\n";

/// The report of a link that holds the sample's; `rest` stands between `#/` and the report.
fn link(page: &Page, rest: &str) {
    let text = std::fs::read_to_string(project().join("core/tests/cases/link/v1-sample.txt"));
    let place = if rest.is_empty() { "/?" } else { rest };
    page.open(&format!("#{}d={}", place, text.unwrap_or_default().trim()));
    page.wait("[data-test=origin]");
}

/// The sample as dropped files with a diff of it, and more files, at an address.
fn patch(page: &Page, rest: &str, more: &[(&str, &str)]) {
    let diff = changes::of_sample(&sample("project")).unwrap_or_default();
    let more = more.iter().map(|(name, text)| page.file(&format!("sample/{name}"), text));
    let sources = [sample("data"), sample("project"), page.file("changes.diff", diff)];
    report(page, &sources.into_iter().chain(more).collect::<Vec<_>>());
    page.open(&format!("#/{rest}"));
    page.wait("[data-test=patch]");
    page.until("it is shown so", || {
        page.is_shown("[data-test=changes][aria-pressed=true]") == rest.contains("changes")
    });
}

fn landing(page: &Page) {
    page.open("");
    page.wait("[data-engine=running]");
    page.wait("[data-test=landing]");
}

/// Opens the sample at an address below its own.
fn sample_at(page: &Page, rest: &str) {
    page.open(&format!("#sample{rest}"));
    page.wait("main:not([aria-busy=true]) h1, [data-test=report], .card");
    page.until("nothing is being loaded", || !page.is_shown("[data-test=loading], [aria-busy=true]"));
}

/// The same without the first steps above it.
fn read_sample_at(page: &Page, rest: &str) {
    before_scripts(page, "localStorage.setItem('covscope.hints', 'off')");
    sample_at(page, rest);
    page.wait("[data-test=report]");
}

/// Stops in the midst of reading: what the worker says after the first inputs is not heard.
fn loading(page: &Page) {
    let deaf = "const Real = Worker;
        window.Worker = function (...all) {
            const worker = new Real(...all);
            worker.addEventListener('message', (event) => { if (window.deaf) event.stopImmediatePropagation() });
            return worker;
        };
        new MutationObserver(() => { window.deaf ||= document.querySelectorAll('.loading-done').length > 1 })
            .observe(document, { childList: true, subtree: true, attributes: true })";
    before_scripts(page, deaf);
    drop(page, &many(page));
    page.until("some are read", || page.count(".loading-done") > 1);
}
