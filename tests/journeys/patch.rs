//! Patch coverage: a diff dropped or pasted beside the data, by the numbers that the command has for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use covscope_core::diff::Diff;
use covscope_core::input::Input;
use covscope_core::link::{self, Provenance};
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Unhurried, run};
use covscope_core::patch::Patch;
use covscope_core::session::Session;
use covscope_core::view::Query;
use covscope_e2e::changes;
use covscope_e2e::journey::{core_journey, journey, journey_by_hands};
use covscope_e2e::page::Page;
use serde_json::json;
use thirtyfour::Key;

use crate::support::{Row, paths, problems, rows, sample, sources};

const FILE: &str = "backend/orders/service.py";

fn diff() -> String {
    changes::of_sample(&sample("project")).unwrap()
}

/// All files of a folder.
fn below(folder: &Path, inputs: &mut Vec<Input>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, inputs);
        } else {
            let name = path.strip_prefix(sample("")).unwrap().to_str().unwrap().to_owned();
            inputs.push(Input { name, bytes: fs::read(&path).unwrap() });
        }
    }
}

/// What the engine says natively of the sample and a diff; as `covscope patch` does.
fn engine(diff: &str) -> (Session, Patch) {
    let (mut session, mut inputs) = (Session::new(), Vec::new());
    below(&sample("project"), &mut inputs);
    below(&sample("data"), &mut inputs);
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
    let patch = session.patch(&Diff::read(diff.as_bytes()).unwrap(), &Query::default()).unwrap();
    (session, patch)
}

fn percent(numbers: &Numbers) -> String {
    format!("{:.2}", numbers.pc_covered())
}

/// The cells of a row with these numbers, of the union and the lanes.
fn row(union: &Numbers, lanes: &[&Numbers]) -> Row {
    let mut row = Row::from([
        ("statements".to_owned(), union.n_statements.to_string()),
        ("missing".to_owned(), union.n_missing.to_string()),
        ("excluded".to_owned(), union.n_excluded.to_string()),
        ("branches".to_owned(), union.n_branches.to_string()),
        ("partial".to_owned(), union.n_partial_branches.to_string()),
        ("coverage".to_owned(), format!("{}%", percent(union))),
    ]);
    for (at, lane) in lanes.iter().enumerate() {
        row.insert(format!("lane{}", at + 1), format!("{}%", percent(lane)));
    }
    row
}

/// Fails unless the table is that of the patch.
#[track_caller]
fn assert_limited(page: &Page, patch: &Patch) {
    page.wait("[data-test=changes][aria-pressed=true]");
    page.until("only those", || paths(page).len() == patch.files.len());
    let mut shown = rows(page);
    shown.values_mut().for_each(|row| drop(row.remove("gate")));
    let wanted = patch.files.iter().map(|file| {
        let lanes: Vec<&Numbers> = file.lanes.iter().map(|part| &part.numbers).collect();
        (file.path.clone(), row(&file.union.numbers, &lanes))
    });
    assert_eq!(shown, wanted.collect::<BTreeMap<_, _>>());
    let script = "return document.querySelector(`[data-test=total-row] [data-column=${arguments[0]}]`).textContent";
    let cell = |name: &str| page.js(script, &[name.into()]).as_str().unwrap_or_default().to_owned();
    let lanes: Vec<&Numbers> = patch.lanes.iter().map(|(_, numbers)| numbers).collect();
    for (name, text) in row(&patch.total, &lanes) {
        assert_eq!(cell(&name), text, "{name}");
    }
}

/// Opens the page with the sample's data, sources and these files.
fn open(page: &Page, more: &[PathBuf]) {
    page.resize(1280, 900);
    page.open("");
    page.wait("[data-engine=running]");
    let (data, sources) = (["unit", "heavy"].map(|lane| sample(&format!("data/.coverage.{lane}"))), sources(page));
    let all = data.iter().chain([&sources]).chain(more).map(PathBuf::as_path);
    page.drop_onto("[data-test=drop-area]", &all.collect::<Vec<_>>());
    page.wait("[data-test=report]");
}

/// Pastes a text, as the browser tells the page.
fn paste(page: &Page, onto: &str, text: &str) {
    page.js(
        "const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', arguments[1]);
        document.querySelector(arguments[0]).dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))",
        &[onto.into(), text.into()],
    );
}

#[test]
fn a_dropped_diff_is_judged_and_limits_the_table() {
    let (_, patch) = engine(&diff());
    core_journey(|page| {
        open(page, &[page.file("changes.diff", diff())]);
        page.wait("[data-test=patch]");
        assert_eq!(page.text("[data-test=patch-total]"), format!("{} %", percent(&patch.total)));
        assert_eq!(page.text("[data-test=patch-diff]"), "changes.diff");
        let (covered, all) = patch.total.ratio_covered();
        let says = format!("{covered} of {all} changed lines and branches in {} files are covered.", patch.files.len());
        assert!(page.text("[data-test=patch-says]").contains(&says), "{}", page.text("[data-test=patch-says]"));
        assert!(!page.is_shown("[data-test=patch] [data-test=verdict]"), "no threshold is set");
        page.click("[data-test=patch-uncounted] summary");
        let named = page.text("[data-test=patch-uncounted]");
        for file in &patch.uncounted {
            assert!(named.contains(&format!("{}: {}", file.name, file.why.as_str())), "{named}");
        }

        let all = rows(page).len();
        page.resize(1280, 900);
        page.click("[data-test=changes]");
        assert_limited(page, &patch);
        assert_eq!(page.fragment(), "#?changes");
        assert!(!page.is_shown("[data-test=rows-functions]"), "of changes there are files");
        page.click("[data-test=rows-tree]");
        page.wait("[data-test=folder]");
        page.click("[data-test=rows-files]");
        page.resize(1280, 900);
        page.fill("[data-test=filter]", "orders/");
        page.wait_text("[data-test=shown]", &format!("1 of {} files", patch.files.len()));
        page.fill("[data-test=filter]", "nothing");
        page.wait("[data-test=empty]");
        page.click("[data-test=empty] button");
        page.until("all files", || rows(page).len() == all);
        assert!(!page.fragment().contains("changes"), "{}", page.fragment());
    });
}

#[test]
fn a_file_is_gone_through_by_its_changes() {
    let (_, patch) = engine(&diff());
    let file = patch.files.iter().find(|file| file.path == FILE).unwrap();
    let in_changes = |line: u32| file.shown.iter().any(|(first, last)| (first..=last).contains(&&line));
    journey_by_hands(|page| {
        open(page, &[page.file("changes.diff", diff())]);
        page.resize(1280, 2_600);
        page.click("[data-test=changes]");
        page.until("limited", || paths(page).len() == patch.files.len());
        page.click(&format!("[data-path='{FILE}'] [data-test=file-link]"));
        page.wait("[data-test=lines]");
        assert_eq!(page.fragment(), format!("#/file/{FILE}?changes"));
        assert_eq!(page.text("[data-test=file-total]"), format!("{} %", percent(&file.union.numbers)));
        let script = "return [...document.querySelectorAll('[data-test=line]')].map((row) =>
            [Number(row.dataset.line), row.matches('.line-changed')])";
        let lines = || serde_json::from_value::<Vec<(u32, bool)>>(page.js(script, &[])).unwrap();
        let shown: Vec<u32> = file.shown.iter().flat_map(|(first, last)| *first..=*last).collect();
        page.until("what the diff shows", || lines().iter().map(|(line, _)| *line).collect::<Vec<_>>() == shown);
        let changed =
            || -> Vec<u32> { lines().iter().filter(|(_, changed)| *changed).map(|(line, _)| *line).collect() };
        assert_eq!(changed(), file.added);
        // Not by colour alone, and told to those who do not see it.
        let sign = "return getComputedStyle(document.querySelector('.line-changed .line-number'), '::before').content";
        assert!(page.js(sign, &[]).as_str().unwrap().contains('+'));
        let first = format!("[data-line='{}'] .line-lanes", file.added[0]);
        assert!(page.attribute(&first, "title").unwrap().starts_with("changed"));

        // From miss to miss, among the changes.
        let here = || -> Option<u32> {
            let fragment = page.fragment();
            fragment.split_once("L=")?.1.split('-').next()?.parse().ok()
        };
        let mut seen = Vec::new();
        while seen.len() < 40 {
            page.press("j");
            page.until("the next miss", || here().is_some() && here() != seen.last().copied());
            match here() {
                Some(line) if seen.contains(&line) => break,
                line => seen.extend(line),
            }
        }
        let missing = seen.iter().filter(|line| file.union.missing.contains(line)).count();
        let partial = file.union.missing_branches.iter().filter(|arc| seen.contains(&arc.from.line())).count();
        assert!(seen.iter().all(|line| in_changes(*line)), "{seen:?}");
        assert!(missing > 0 || partial > 0, "{seen:?}");

        page.reload();
        page.wait("[data-test=lost-note]");
        page.drop_onto(
            "[data-test=drop-area]",
            &[&sample("data"), &sample("project"), &page.file("changes.diff", diff())],
        );
        page.wait("[data-test=folded]");
        // By the key to all lines, and back.
        page.press("d");
        page.wait_gone("[data-test=folded]");
        assert!(!page.fragment().contains("changes"), "{}", page.fragment());
        page.until("all lines, those of the diff marked", || lines().len() == 96 && changed() == file.added);
        page.click("[data-test=changes]");
        page.wait("[data-test=folded]");
        page.open("#/file/backend/core/clock.py?changes");
        page.wait_text("[data-test=file-changed]", "renamed from backend/time.py");
        page.press("u");
        page.wait("[data-test=changes][aria-pressed=true]");
        let note = page.attribute("[data-path='backend/core/clock.py'] .row-note", "title");
        assert_eq!(note.as_deref(), Some("renamed from backend/time.py"));
    });
}

#[test]
fn a_diff_is_pasted() {
    let (_, patch) = engine(&diff());
    journey(|page| {
        open(page, &[]);
        page.press("d");
        page.wait_text("[data-test=toast]", "There is no diff yet");
        paste(page, "[data-test=filter]", &diff());
        paste(page, "body", "def f(): pass");
        page.wait_text("[data-test=toast]", "Only a diff can be pasted");
        assert!(!page.is_shown("[data-test=patch]"), "a field takes what is pasted into it");
        // As a person does: by the browser's own clipboard.
        page.cdp(
            "Browser.grantPermissions",
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] }),
        );
        page.js(
            "window.copied = 0; navigator.clipboard.writeText(arguments[0]).then(() => { copied = 1 })",
            &[diff().into()],
        );
        page.until("it is copied", || page.js("return window.copied", &[]) == 1);
        page.cdp(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyDown", "key": "v", "code": "KeyV", "modifiers": 2, "commands": ["paste"] }),
        );
        page.wait_text("[data-test=patch-diff]", "pasted.diff");
        page.press("d");
        assert_limited(page, &patch);
        // Another one takes its place.
        paste(
            page,
            "body",
            "diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-a\n+b\n",
        );
        page.wait_text("[data-test=patch-says]", "No changed line is a measured statement.");
        page.wait("[data-test=empty]");
        assert_eq!(page.text("[data-test=shown]"), "0 files");
        assert_eq!(problems(page), Vec::<[String; 3]>::new());
    });
}

#[test]
fn a_diff_alone_waits_for_data() {
    journey(|page| {
        page.open("");
        page.wait("[data-engine=running]");
        paste(page, "body", &diff());
        page.wait("[data-test=landing] [data-test=problem][data-code=diff-alone]");
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project")]);
        page.wait_text("[data-test=patch-diff]", "pasted.diff");
        assert_eq!(problems(page), Vec::<[String; 3]>::new());
    });
}

#[test]
fn a_wrong_diff_is_told() {
    journey(|page| {
        open(page, &[page.file("garbage.diff", "what?\n")]);
        let told = problems(page);
        assert_eq!(
            told.iter().map(|[code, input, _]| (code.as_str(), input.as_str())).collect::<Vec<_>>(),
            [("diff-invalid", "garbage.diff")]
        );
        assert!(!page.is_shown("[data-test=patch]"));
        let old = "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1,0 +2 @@\n+x = 1\n";
        page.drop_onto("main", &[&page.file("old.diff", old)]);
        page.wait_text("[data-test=patch] [data-test=verdict]", "INCOMPLETE");
        assert_eq!(page.text("[data-test=patch] [data-test=gate-reasons]"), "The diff does not fit backend/cli.py.");
        assert_eq!(page.text("[data-test=verdict]"), "PASS", "the report's own verdict does not depend on it");
        assert!(problems(page).iter().any(|[code, input, _]| code == "diff-stale" && input == "backend/cli.py"));
    });
}

#[test]
fn a_link_tells_of_changes_too() {
    let (session, patch) = engine(&diff());
    let payload = session.payload(&Query::default(), Provenance::default(), Some(&patch)).unwrap();
    let text = link::write(&payload, 60_000).unwrap().text;
    journey(|page| {
        page.open(&format!("#/?changes&d={text}"));
        page.wait("[data-test=changes][aria-pressed=true]");
        assert_eq!(page.text("[data-test=patch-total]"), format!("{} %", percent(&patch.total)));
        let shown = rows(page);
        for file in &patch.files {
            let row = &shown[&file.path];
            let union = &file.union.numbers;
            assert_eq!(row["missing"], union.n_missing.to_string(), "{}", file.path);
            assert_eq!(row["coverage"], format!("{}%", percent(union)), "{}", file.path);
            assert_eq!(row["lane1"], "–");
        }
        assert_eq!(shown.len(), patch.files.len());
        page.resize(1280, 900);
        page.press("d");
        page.until("all files", || paths(page).len() > patch.files.len());
        page.press("d");
        page.until("the changed ones", || paths(page).len() == patch.files.len());
        page.reload();
        page.until("the same", || paths(page).len() == patch.files.len());
        page.press("/");
        page.press("orders/");
        page.press(&Key::Enter.value().to_string());
        page.wait_text("[data-test=shown]", &format!("1 of {} files", patch.files.len()));
    });
}
