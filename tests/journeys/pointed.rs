//! Links that point to their data: what is fetched, from where, and only after a yes.

use std::fs;

use covscope_e2e::journey::{core_journey, journey, journey_by_hands, project};
use covscope_e2e::page::Page;

use crate::archives::{folder, zip};
use crate::link::text;
use crate::support::assert_sample;

pub(crate) const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

/// Lanes, settings and sources in one zip.
pub(crate) fn bundle() -> Vec<u8> {
    zip(&[folder("data", ""), folder("project", "")].concat())
}

pub(crate) fn asked(page: &Page, part: &str) -> usize {
    page.requests().iter().filter(|seen| seen.target.contains(part)).count()
}

/// Answers for GitHub's hosts from the site's folder `elsewhere`, and tells how they were asked. Only the worker fetches.
pub(crate) fn stand_in(page: &Page) {
    let engine = fs::read_dir(project().join("dist")).unwrap().map(|entry| entry.unwrap().path());
    let loader = engine.map(|path| path.join("worker-loader.js")).find(|path| path.exists()).unwrap();
    let name = format!("{}/worker-loader.js", loader.parent().unwrap().file_name().unwrap().to_str().unwrap());
    let script = "const own = self.fetch.bind(self);
        self.fetch = (url, how) => /^https:.*github/.test(url)
            ? own(`${covscopeSite}elsewhere/${url.slice(8).split('?')[0]}?${how.credentials}-${how.redirect}`) : own(url, how);";
    page.server.put(&name, format!("{script}\n{}", fs::read_to_string(&loader).unwrap()));
}

#[test]
fn a_bundle_is_fetched_after_a_yes() {
    core_journey(|page| {
        page.server.put("bundles/7.zip", bundle());
        page.open("#/?src=bundles/7.zip");
        page.wait_text("[data-test=question]", "this site");
        page.wait("[data-engine=running]");
        assert!(page.is_shown("[data-test=landing]") && asked(page, "bundles") == 0);
        page.click("[data-test=fetch-yes]");
        page.wait("[data-test=total-row]");
        assert_sample(page);
        assert_eq!((asked(page, "bundles"), page.fragment().as_str()), (1, "#/?src=bundles/7.zip"));
        assert!(!page.is_shown("[data-test=question]"));
        page.click("[data-test=file-link]");
        page.wait_text("[data-test=lines]", "Back office");
        assert!(page.fragment().contains("?src=bundles/7.zip"), "{}", page.fragment());
        page.click("[data-test=lanes-link]");
        page.wait("[data-test=lane-card]");
    });
}

#[test]
fn a_no_and_an_always_are_heeded() {
    journey_by_hands(|page| {
        page.server.put("bundles/7.zip", bundle());
        let link = format!("#/?src=bundles/7.zip&d={}", text());
        page.open(&link);
        page.wait("[data-test=total-row]");
        assert_eq!(page.text("[data-test=origin]"), "From a link");
        page.click("[data-test=fetch-no]");
        page.until("no question", || !page.is_shown("[data-test=question]"));
        assert!(page.is_shown("[data-test=total-row]") && asked(page, "bundles") == 0);
        page.reload();
        page.wait("[data-test=question]");
        page.click("[data-test=fetch-always]");
        page.wait_text("[data-test=run]", "unit: exactly that of the run");
        assert_sample(page);
        assert!(page.is_shown("[data-test=lane-switch]"));
        // From now on it comes by itself, and the link's own report before it.
        page.reload();
        page.wait_text("[data-test=run]", "heavy: exactly that of the run");
        let before = asked(page, "bundles");
        page.click("[data-test=menu-button]");
        page.click("[data-test=forget]");
        page.open("");
        page.open(&link);
        page.wait("[data-test=question]");
        assert_eq!(asked(page, "bundles"), before);
    });
}

#[test]
fn what_is_not_to_be_fetched_is_told_in_words() {
    journey(|page| {
        page.server.put("page.zip", "<!DOCTYPE html><p>no");
        page.server.put("other.zip", zip(&vec![folder("data", "").remove(0)]));
        page.server.put("large.zip", vec![0_u8; 105_000_000]);
        for (src, code) in [
            ("https://evil.example/x.zip", "pointer-refused"),
            ("//evil.example/x.zip", "pointer-refused"),
            ("gh:o/n@main/x.zip", "pointer-refused"),
            ("bundles/../../x.zip", "pointer-refused"),
            ("none.zip", "fetch-failed"),
            // The server redirects it.
            ("/covscope", "fetch-failed"),
            ("large.zip", "fetch-failed"),
            ("page.zip", "archive-in-name"),
            ("other.zip", "bundle-other"),
        ] {
            page.open("");
            page.reload();
            page.open(&format!("#/problems?src={src}&d={}", text()));
            page.wait("[data-test=question], [data-test=problem]");
            if page.is_shown("[data-test=question]") {
                page.click("[data-test=fetch-yes]");
            }
            page.wait(&format!("[data-test=problem][data-code={code}]"));
            page.click("[data-test=back]");
            page.wait("[data-test=total-row]");
            assert!(!page.is_shown("[data-test=lane-switch]"), "{src}");
            assert_eq!(page.text("[data-test=verdict]"), "PASS", "{src}");
        }
        // A page that was not found leaves its mark there.
        page.console();
    });
}

#[test]
fn github_is_asked_for_one_bundle_and_for_nothing_before() {
    journey(|page| {
        stand_in(page);
        let path = format!("elsewhere/raw.githubusercontent.com/o/n/{SHA}/pr/7.zip");
        page.server.put(&path, bundle());
        page.open(&format!("#/?src=gh:o/n@{SHA}/pr/7.zip"));
        page.wait_text("[data-test=question]", "raw.githubusercontent.com");
        page.click("[data-test=fetch-always]");
        page.wait("[data-test=total-row]");
        assert_sample(page);
        let asked: Vec<_> = page.requests().into_iter().filter(|seen| seen.target.contains("elsewhere")).collect();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].target.ends_with("/pr/7.zip?omit-error"), "{asked:?}");
        // Another bundle of that repository is trusted, one of another is not.
        page.open(&format!("#/?src=gh:o/n@{SHA}/pr/8.zip"));
        page.wait("[data-test=problem][data-code=fetch-failed]");
        page.open(&format!("#/?src=gh:o/other@{SHA}/pr/7.zip"));
        page.wait("[data-test=question]");
        page.console();
    });
}

#[test]
fn the_browser_lets_out_that_one_host() {
    journey(|page| {
        page.elsewhere.set("raw.githubusercontent.com:443");
        page.open(&format!("#/?src=gh:o/n@{SHA}/pr/7.zip&d={}", text()));
        page.wait("[data-test=total-row]");
        page.wait("[data-test=question]");
        let all = || page.server.requests();
        let is_it = |target: &str| target == page.elsewhere.get();
        assert!(!all().iter().any(|seen| is_it(&seen.target)), "{:#?}", all());
        page.click("[data-test=fetch-yes]");
        page.until("it was asked", || all().iter().any(|seen| is_it(&seen.target)));
        page.open(&format!("#/problems?src=gh:o/n@{SHA}/pr/7.zip&d={}", text()));
        page.wait("[data-test=problem][data-code=fetch-failed]");
        page.console();
    });
}

#[test]
fn the_text_of_a_links_file_is_fetched_by_its_button() {
    journey_by_hands(|page| {
        stand_in(page);
        let linked = linked();
        let path = "backend/orders/service.py";
        let source = fs::read(project().join("tests/sample/project").join(path)).unwrap();
        page.server.put(&format!("elsewhere/raw.githubusercontent.com/o/n/{SHA}/{path}"), source);
        page.open(&format!("#/file/{path}?d={linked}"));
        page.wait_text("[data-test=no-text]", "commit 0123456 of o/n");
        assert_eq!(asked(page, "elsewhere"), 0);
        page.click("[data-test=fetch-text]");
        page.wait_text("[data-test=lines]", "from __future__");
        page.wait("[data-line][data-state=run]");
        assert!(!page.is_shown("[data-test=no-text]") && asked(page, "elsewhere") == 1);
        // One that is not there is told at its file, and the report stays.
        page.open(&format!("#/file/backend/orders/models.py?d={linked}"));
        page.click("[data-test=fetch-text]");
        page.wait("[data-test=problem][data-code=fetch-failed]");
        page.click("[data-test=back]");
        page.wait("[data-test=total-row]");
        page.console();
    });
}

/// A link of the sample that tells repository and commit, by the command line.
fn linked() -> String {
    let sample = project().join("tests/sample");
    let mut command = covscope_e2e::command::covscope(&sample);
    // As if the sample were a repository of its own.
    command.env("GIT_DIR", "none");
    command.args(["link", "--quiet", "--repo", "o/n", "--sha", SHA, "--base", "x", "data/.coverage.unit"]);
    let made = command.args(["data/.coverage.heavy", "project"]).output().unwrap();
    let text = String::from_utf8(made.stdout).unwrap();
    text.trim().strip_prefix("x#/?d=").unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// Lets the stand-in tell the sample's sources of the commit, but for another `query.py`.
pub(crate) fn put_tree(page: &Page) {
    let files = folder("project", "").into_iter().filter(|(path, _)| path.ends_with(".py"));
    let entry = |(path, bytes): (String, Vec<u8>)| {
        let blob = covscope_core::data::git_blob(&bytes);
        serde_json::json!({ "path": path, "type": "blob", "sha": if path.ends_with("query.py") { "0".repeat(40) } else { blob } })
    };
    let tree = serde_json::json!({ "tree": files.map(entry).collect::<Vec<_>>(), "truncated": false });
    page.server.put(&format!("elsewhere/api.github.com/repos/o/n/git/trees/{SHA}"), tree.to_string());
}

#[test]
fn sources_are_compared_with_the_commit_by_a_button() {
    journey_by_hands(|page| {
        stand_in(page);
        put_tree(page);
        page.open(&format!("#/?d={}", linked()));
        page.wait("[data-test=total-row]");
        assert!(!page.is_shown("[data-test=unchecked]"));
        page.drop_onto("main", &[&project().join("tests/sample/data"), &project().join("tests/sample/project")]);
        page.wait_text("[data-test=unchecked]", "commit 0123456 of o/n");
        assert_eq!(asked(page, "elsewhere"), 0);
        page.js("document.querySelector('[data-test=fetch-tree]').scrollIntoView({ block: 'center' })", &[]);
        page.click("[data-test=fetch-tree]");
        page.wait_text("[data-test=basis]", "34 of 35 sources are those of commit 0123456 of o/n");
        assert!(!page.is_shown("[data-test=unchecked]"));
        page.click("[data-test=problems-link]");
        page.wait("[data-test=problem][data-code=source-stale]");
    });
}

#[test]
fn what_is_called_off_is_not_fetched_again_and_takes_nothing_along() {
    journey(|page| {
        page.server.put("bundles/7.zip", bundle());
        page.server.hold("bundles/7.zip");
        page.open(&format!("#/?src=bundles/7.zip&d={}", text()));
        page.wait("[data-test=total-row]");
        page.wait("[data-engine=running]");
        page.click("[data-test=fetch-always]");
        page.wait("[data-test=loading]");
        page.click("[data-test=cancel]");
        page.until("called off", || !page.is_shown("[data-test=loading]"));
        assert_eq!(page.text("[data-test=origin]"), "From a link");
        assert!(page.is_shown("[data-test=total-row]") && !page.is_shown("[data-test=lane-switch]"));
        // Who goes on while something is fetched does not wait for it.
        page.reload();
        page.wait("[data-test=loading]");
        page.open("#sample");
        page.wait_text("[data-test=origin]", "Sample");
        page.until("called off", || !page.is_shown("[data-test=loading]"));
        page.server.release();
    });
}

#[test]
fn a_bundle_that_comes_to_another_verdict_than_its_link_says_so() {
    journey(|page| {
        let mut files = [folder("data", ""), folder("project", "")].concat();
        let settings = files.iter_mut().find(|(name, _)| name == "pyproject.toml").unwrap();
        settings.1 =
            String::from_utf8(settings.1.clone()).unwrap().replace("fail_under = 80", "fail_under = 90").into();
        page.server.put("other.zip", zip(&files));
        page.open(&format!("#/?src=other.zip&d={}", text()));
        page.wait("[data-test=question]");
        page.click("[data-test=fetch-yes]");
        page.wait_text("[data-test=run]", "The link tells PASS, 81.87 % and a gate of 80 %");
        page.wait_text("[data-test=run]", "comes to FAIL, 81.87 % and a gate of 90 %");
        page.click("[data-test=problems-link]");
        page.wait("[data-test=problem][data-code=link-differs]");
    });
}
