//! The person's own files beside links that point to data: nothing that is asked, fetched or refused loses them.

use covscope_e2e::journey::journey;
use covscope_e2e::page::Page;

use crate::archives::{folder, zip};
use crate::kept::kept;
use crate::pointed::{SHA, asked, bundle, put_tree, stand_in};
use crate::support::{assert_sample, sample, sources};

/// Drops a lane and the sources, and lets the browser keep them.
fn keep(page: &Page, lanes: &[&str]) {
    page.open("");
    let mut paths: Vec<_> = lanes.iter().map(|lane| sample(&format!("data/.coverage.{lane}"))).collect();
    paths.push(sources(page));
    page.drop_onto("[data-test=drop-area]", &paths.iter().map(|path| &**path).collect::<Vec<_>>());
    page.wait("[data-test=report]");
    page.click("[data-test=keep]");
    page.wait_text("[data-test=toast]", "Your files are kept");
}

fn back(page: &Page) {
    page.js("history.back()", &[]);
}

#[test]
fn files_are_added_to_the_own_report_while_a_link_is_not_answered() {
    journey(|page| {
        page.server.put("bundles/7.zip", bundle());
        keep(page, &["unit"]);
        for answer in [None, Some("[data-test=fetch-no]")] {
            page.open("#/?src=bundles/7.zip");
            match answer {
                None => page.wait("[data-test=question]"),
                Some(button) if page.is_shown("[data-test=question]") => page.click(button),
                Some(_) => {}
            }
            page.wait("[data-test=total-row]");
            page.drop_onto("main", &[&sample("data/.coverage.heavy")]);
            page.until("it was added", || page.fragment().is_empty() || page.fragment() == "#");
            page.until("both are there", || page.count("[data-test=lane-switch]") == 2);
            assert_sample(page);
        }
        assert_eq!(asked(page, "bundles"), 0);
        page.until("it is kept", || kept(page).iter().any(|name| name == ".coverage.heavy"));
        page.reload();
        page.wait("[data-test=report]");
        assert_sample(page);
    });
}

#[test]
fn own_files_are_back_after_a_link_that_brings_nothing() {
    journey(|page| {
        keep(page, &["unit", "heavy"]);
        for (src, code) in [("//evil.example/x.zip", "pointer-refused"), ("none.zip", "fetch-failed")] {
            page.open(&format!("#/?src={src}"));
            if code == "fetch-failed" {
                page.wait("[data-test=question]");
                page.click("[data-test=fetch-yes]");
            }
            page.wait(&format!("[data-test=problem][data-code={code}]"));
            back(page);
            page.wait("[data-test=report]");
            assert_sample(page);
        }
        page.reload();
        page.wait("[data-test=report]");
        assert_sample(page);
        // The browser notes what was not found.
        page.console();
    });
}

#[test]
fn comparing_sources_forgets_no_files() {
    journey(|page| {
        stand_in(page);
        put_tree(page);
        let index = format!(r#"{{"format": 1, "repository": "o/n", "tested": "{SHA}", "lanes": [], "sources": {{}}}}"#);
        let files =
            [folder("data", ""), folder("project", ""), vec![("covscope-bundle.json".to_owned(), index.into())]];
        let path = page.file("bundle.zip", zip(&files.concat()));
        page.open("");
        page.drop_onto("[data-test=drop-area]", &[&path]);
        page.wait_text("[data-test=unchecked]", "commit 0123456 of o/n");
        page.click("[data-test=keep]");
        page.wait_text("[data-test=toast]", "Your files are kept");
        page.js("document.querySelector('[data-test=fetch-tree]').scrollIntoView({ block: 'center' })", &[]);
        page.click("[data-test=fetch-tree]");
        page.wait_text("[data-test=basis]", "34 of 35 sources are those of commit 0123456 of o/n");
        page.reload();
        page.wait("[data-test=report]");
        assert_sample(page);
        // Nor does the sample on the way.
        page.open("#sample");
        page.wait("[data-test=origin]");
        back(page);
        page.until("the own report", || {
            page.count("[data-test=origin]") == 0 && page.is_shown("[data-test=unchecked]")
        });
    });
}

#[test]
fn a_yes_is_forgotten_with_everything_else() {
    journey(|page| {
        page.server.put("bundles/7.zip", bundle());
        page.open("#/?src=bundles/7.zip");
        page.wait("[data-test=question]");
        page.click("[data-test=fetch-yes]");
        page.wait("[data-test=total-row]");
        page.click("[data-test=menu-button]");
        page.click("[data-test=forget]");
        page.wait("[data-test=landing]");
        back(page);
        page.wait("[data-test=question]");
        assert_eq!(asked(page, "bundles"), 1);
    });
}
