//! What is fetched about data that is here changes what it is about, and nothing else.

use std::cell::Cell;

use covscope_core::data::{CoverageData, MeasuredFile, git_blob};
use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::input::remote::Commit;
use covscope_core::link::{self, Covered, File, Part, Payload, Provenance, Span};
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Cancelled, Pace, Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{LineState, Query};
use serde_json::{Value, json};

use crate::support::{overview, session};

const TESTED: &str = "0123456789abcdef0123456789abcdef01234567";

fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: name.to_owned(), bytes: bytes.into() }
}

/// A data file of which the first line of each file ran.
fn data(name: &str, paths: &[&str], has_arcs: bool) -> Input {
    let mut data = CoverageData { has_arcs: Some(has_arcs), contexts: vec![String::new()], ..CoverageData::default() };
    for path in paths {
        let mut measured = MeasuredFile::default();
        if !has_arcs {
            measured.lines.change(0, |lines| lines.extend([1]));
        }
        data.files.insert((*path).to_owned(), measured);
    }
    input(name, data.write().unwrap())
}

/// A coverage.json of files with two statements, of which the first ran.
fn report(paths: &[&str]) -> Input {
    let summary = json!({ "num_statements": 2, "covered_lines": 1, "missing_lines": 1, "excluded_lines": 0 });
    let file = json!({ "executed_lines": [1], "missing_lines": [2], "excluded_lines": [], "summary": summary });
    let files: serde_json::Map<String, Value> = paths.iter().map(|path| ((*path).to_owned(), file.clone())).collect();
    let report = json!({ "meta": { "format": 3, "branch_coverage": false }, "files": files, "totals": {} });
    input("coverage.json", report.to_string())
}

/// The index of a bundle, which tells the commit.
fn index(sources: Value) -> Input {
    let index = json!({ "format": 1, "repository": "o/n", "tested": TESTED, "lanes": [], "sources": sources });
    input("covscope-bundle.json", index.to_string())
}

fn commit() -> Commit {
    Commit::new("o/n", TESTED).unwrap()
}

fn add(session: &mut Session, inputs: Vec<Input>) {
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
}

fn tree(entries: &[(&str, &str)]) -> Vec<u8> {
    let entry = |(path, text): &(&str, &str)| json!({ "path": path, "sha": git_blob(text.as_bytes()) });
    let entries: Vec<_> = entries.iter().map(entry).collect();
    json!({ "tree": entries, "truncated": false }).to_string().into_bytes()
}

#[test]
fn a_text_is_the_source_of_its_own_file_alone() {
    let paths = ["services/a/api/views.py", "services/b/api/views.py", "api/views.py"];
    for measured in [paths.map(str::to_owned), paths.map(|path| format!("/w/p/{path}"))] {
        let measured = measured.each_ref().map(String::as_str);
        let mut session = session(vec![data(".coverage", &measured, false), report(&paths), index(json!({}))]);
        let before = overview(&session);
        assert_eq!(before.rows.paths().collect::<Vec<_>>(), [paths[2], paths[0], paths[1]]);
        for path in [paths[0], paths[2]] {
            assert_eq!(session.file(path, &Query::default()).unwrap().remote.as_deref(), Some("commit 0123456 of o/n"));
            assert!(session.take_text(path, b"a = 1\nb = 2\n".to_vec()));
            add(&mut session, Vec::new());
        }
        let after = overview(&session);
        assert_eq!(after.problems, []);
        assert_eq!(
            (&after.union, after.rows.paths().collect::<Vec<_>>()),
            (&before.union, before.rows.paths().collect())
        );
        let texts = paths.map(|path| session.file(path, &Query::default()).unwrap().has_text);
        assert_eq!(texts, [true, false, true], "{measured:?}");
    }
}

#[test]
fn a_text_of_the_commit_is_not_called_stale() {
    let known = json!({ "p/b.py": git_blob(b"b = 1\nc = 1\n") });
    let mut session = session(vec![
        data(".coverage", &["/w/p/a.py", "/w/p/b.py"], false),
        report(&["p/a.py", "p/b.py"]),
        index(known),
        input("p/b.py", "b = 1\nc = 1\n"),
    ]);
    session.take_text("p/a.py", b"a = 1\nb = 1\n".to_vec());
    add(&mut session, Vec::new());
    let overview = overview(&session);
    assert_eq!(overview.problems, []);
    assert!(overview.basis.ends_with("1 of 1 sources are those of the bundle."), "{}", overview.basis);
}

#[test]
fn what_is_left_out_of_the_report_is_not_compared() {
    let toml = "[tool.coverage.report]\nomit = ['p/old.py']\n";
    let mut session = session(vec![
        data(".coverage", &["/w/p/a.py", "/w/p/old.py"], false),
        input("p/a.py", "a = 1\n"),
        input("p/old.py", "a = 2\n"),
        input("pyproject.toml", toml),
        index(json!({})),
    ]);
    assert_eq!(overview(&session).rows.paths().collect::<Vec<_>>(), ["p/a.py"]);
    assert!(session.take_tree(&commit(), &tree(&[("p/a.py", "a = 1\n"), ("p/old.py", "other\n")])));
    add(&mut session, Vec::new());
    let overview = overview(&session);
    assert_eq!(overview.problems, []);
    assert!(overview.basis.contains("1 of 1 sources are those of commit"), "{}", overview.basis);
}

#[test]
fn no_path_leads_out_of_the_commit() {
    for path in
        ["../../../evil/repo/main/x.py", "a/../../x.py", "a//x.py", "./x.py", "/w/x.py", "C:\\w\\x.py", "a\n.py"]
    {
        let session = session(vec![data(".coverage", &[path], false), report(&[path]), index(json!({}))]);
        let names: Vec<_> = overview(&session).rows.paths().map(|path| path.into_owned()).collect();
        let file = session.file(&names[0], &Query::default()).unwrap();
        assert!(file.remote.is_none() || names[0] == "x.py", "{path:?} is {names:?}");
    }
}

struct Never(Cell<bool>);

impl Pace for Never {
    async fn tick(&self) -> Result<(), Cancelled> {
        self.0.set(true);
        Err(Cancelled)
    }
}

#[test]
fn what_was_called_off_is_as_if_it_had_not_been_fetched() {
    let mut session =
        session(vec![data(".coverage", &["/w/p/a.py"], false), input("p/a.py", "a = 1\n"), index(json!({}))]);
    let before = overview(&session);
    assert_eq!(before.unchecked.as_deref(), Some("commit 0123456 of o/n"));
    let never = Never(Cell::new(false));
    assert!(session.take_tree(&commit(), &tree(&[])));
    assert_eq!(run(session.add(Vec::new(), &never, &mut |_| {})), Err(Cancelled));
    assert!(never.0.get());
    assert_eq!(overview(&session), before);
    // Nor with the next addition.
    add(&mut session, vec![input("p/b.py", "b = 1\n")]);
    assert_eq!(overview(&session).unchecked, before.unchecked);
}

#[test]
fn what_failed_and_then_came_has_not_failed() {
    let mut session = session(vec![data(".coverage", &["/w/p/a.py"], false), report(&["p/a.py"]), index(json!({}))]);
    assert!(!session.take_tree(&commit(), b"<html>"));
    for name in ["p/a.py", "p/b.py"] {
        session.add_problem(covscope_core::error::Problem::new(Code::FetchFailed, name, "404."));
    }
    assert_eq!(session.problems().len(), 3);
    session.take_text("p/a.py", b"a = 1\nb = 1\n".to_vec());
    add(&mut session, Vec::new());
    session.take_tree(&commit(), &tree(&[]));
    add(&mut session, Vec::new());
    let left: Vec<_> = session.problems().into_iter().map(|problem| problem.input).collect();
    assert_eq!(left, ["p/b.py"]);
}

#[test]
fn a_data_file_that_can_not_be_combined_is_in_no_link() {
    let lanes = || {
        vec![
            data(".coverage.unit", &["/w/p/a.py"], false),
            data(".coverage.heavy", &["/w/p/a.py"], true),
            input("p/a.py", "a = 1\n"),
        ]
    };
    let payload = session(lanes()).payload(&Query::default(), Provenance::default(), None).unwrap();
    assert_eq!(payload.lanes.len(), 1, "one of them can't be combined with the other");
    let mut session = Session::new();
    session.open(&link::write(&payload, 60_000).unwrap().text);
    add(&mut session, lanes());
    assert_eq!(session.differs_from_link(), None);
}

#[test]
fn a_link_without_a_repository_leaves_the_commit_to_the_bundle() {
    let parts = || vec![data(".coverage", &["/w/p/a.py"], false), input("p/a.py", "a = 1\n"), index(json!({}))];
    let commit_of = |repository: &str| {
        let provenance = Provenance { repository: repository.to_owned(), ..Provenance::default() };
        let payload = session(parts()).payload(&Query::default(), provenance, None).unwrap();
        let mut session = Session::new();
        session.open(
            &link::write(
                &covscope_core::link::Payload {
                    provenance: Provenance { repository: repository.to_owned(), ..payload.provenance.clone() },
                    ..payload
                },
                60_000,
            )
            .unwrap()
            .text,
        );
        add(&mut session, parts());
        session.commit().map(|commit| commit.to_string())
    };
    assert_eq!(commit_of(""), Some("commit 0123456 of o/n".to_owned()));
    assert_ne!(commit_of("o/other"), Some("commit 0123456 of o/n".to_owned()));
}

#[test]
fn what_a_link_does_not_list_of_its_missing_lines_is_missing_all_the_same() {
    let n_lines = 60_000;
    let text = "a = 1\n".repeat(n_lines as usize);
    let of = |last: u32| {
        let numbers =
            Numbers { n_files: 1, n_statements: n_lines as usize, n_missing: last as usize, ..Numbers::default() };
        let union = Part { numbers, missing: vec![Span { first: 1, last }], ..Part::default() };
        let covered = Covered { union, ..Covered::default() };
        let file = File { path: "a.py".to_owned(), result: Ok(covered), changed: None };
        let mut session = Session::new();
        session.open(&link::write(&Payload { files: vec![file], ..Payload::default() }, 60_000).unwrap().text);
        session
    };
    let file = |session: &Session| session.file("a.py", &Query::default()).unwrap();
    assert_eq!(file(&of(50_000)).basis, "the link");
    let mut session = of(59_999);
    assert_eq!(
        (file(&session).lines.len(), &*file(&session).basis),
        (50_000, "the link, of which the first lines are shown")
    );
    assert!(!session.take_text("a.py", text.into_bytes()));
    let file = file(&session);
    assert_eq!((file.problems.len(), &*file.basis), (0, "the link, with the text of the commit that it names"));
    let states = [49_999, 50_000, 59_998, 59_999].map(|at: usize| file.lines[at].state);
    assert_eq!(states, [LineState::Missing, LineState::Missing, LineState::Missing, LineState::Run]);
}
