//! What is fetched after a yes, and whether it is what was tested.

use std::collections::BTreeMap;

use covscope_core::data::git_blob;
use covscope_core::error::{Code, Problem};
use covscope_core::input::Input;
use covscope_core::input::remote::Commit;
use covscope_core::link::{self, Detail, Provenance};
use covscope_core::numbers::Verdict;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{LineState, Query};
use serde_json::json;

use crate::sample::{folder, inputs, sources, whole};
use crate::support::{dropped, overview, session};

const HEAD: &str = "0123456789abcdef0123456789abcdef01234567";

fn provenance() -> Provenance {
    Provenance { repository: "o/n".to_owned(), head: HEAD.to_owned(), run: 7, ..Provenance::default() }
}

/// The sample's report in a link.
fn text(detail: Detail) -> String {
    let payload = whole().payload(&Query::default(), provenance(), None).unwrap();
    link::write(&payload.with(detail), 60_000).unwrap().text
}

fn linked(detail: Detail) -> Session {
    let mut session = Session::new();
    session.open(&text(detail));
    session
}

fn add(session: &mut Session, inputs: Vec<Input>) {
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
}

fn add_text(session: &mut Session, path: &str, bytes: &[u8]) {
    if session.take_text(path, bytes.to_vec()) {
        add(session, Vec::new());
    }
}

/// The sample's own names of contents, below a folder of the repository.
fn tree(sources: &[Input], folder: &str) -> Vec<u8> {
    let entry = |source: &Input| json!({ "path": format!("{folder}{}", source.name), "mode": "100644", "type": "blob", "sha": git_blob(&source.bytes) });
    let entries: Vec<_> = sources.iter().map(entry).collect();
    json!({ "sha": HEAD, "tree": entries, "truncated": false }).to_string().into_bytes()
}

fn add_tree(session: &mut Session, answer: &[u8]) {
    let commit = Commit::new("o/n", HEAD).unwrap();
    if session.take_tree(&commit, answer) {
        add(session, Vec::new());
    }
}

#[test]
fn sources_are_compared_with_the_commit_that_was_tested() {
    for folder in ["", "services/shop/"] {
        let mut session = linked(Detail::All);
        add(&mut session, inputs());
        assert_eq!(overview(&session).unchecked.as_deref(), Some("commit 0123456 of o/n"));
        add_tree(&mut session, &tree(&sources(), folder));
        let overview = overview(&session);
        assert_eq!((overview.unchecked, overview.problems.as_slice()), (None, &[][..]), "{folder}");
        let said = "By git's names for their contents, 35 of 35 sources are those of commit 0123456 of o/n.";
        assert!(overview.basis.ends_with(said), "{}", overview.basis);
    }
}

#[test]
fn a_stale_source_is_told_and_line_ends_make_none() {
    let path = "backend/orders/service.py";
    let mut changed = inputs();
    let mut untold = sources();
    untold.retain(|source| source.name != "backend/search/query.py");
    assert!(untold.len() + 1 == sources().len());
    for input in &mut changed {
        match input.name.as_str() {
            name if name == path => input.bytes.extend(b"# new\n"),
            "backend/orders/models.py" => {
                input.bytes = String::from_utf8_lossy(&input.bytes).replace('\n', "\r\n").into_bytes();
            }
            _ => {}
        }
    }
    let mut session = linked(Detail::All);
    add(&mut session, changed);
    add_tree(&mut session, &tree(&untold, ""));
    let overview = overview(&session);
    let is_stale = |problem: &&Problem| problem.code == Code::SourceStale;
    let stale = overview.problems.iter().filter(is_stale).map(|problem| (problem.code, problem.input.as_str()));
    let stale: Vec<_> = stale.collect();
    assert_eq!(stale, [(Code::SourceStale, path), (Code::SourceStale, "backend/search/query.py")]);
    assert!(
        overview.problems[0].cause.starts_with("It is not the source of commit 0123456 of o/n: git calls its content ")
    );
    assert_eq!(overview.problems[1].cause, "It is not in commit 0123456 of o/n.");
    assert!(overview.basis.contains("33 of 35 sources are those of"), "{}", overview.basis);
    // What is in no commit may be made by the build; another content is not what was tested.
    assert_eq!(overview.gate.reasons, ["1 measured file is not what was tested."]);
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    assert_eq!(session.file(path, &Query::default()).unwrap().problems.len(), 1);
}

#[test]
fn an_answer_that_is_none_is_told() {
    let cut = json!({ "tree": [], "truncated": true }).to_string();
    for answer in [cut.as_bytes(), b"", b"<html>", b"{\"tree\": 7, \"truncated\": false}", b"[]"] {
        let mut session = linked(Detail::All);
        add(&mut session, inputs());
        add_tree(&mut session, answer);
        let problems = session.problems();
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].code, overview(&session).gate.verdict), (Code::FetchFailed, Verdict::Pass));
    }
}

/// The sample with the index of a bundle.
fn bundle(data: &BTreeMap<String, String>, sources: &BTreeMap<String, String>) -> Session {
    let index = json!({ "format": 1, "lanes": [{ "name": "unit", "files": data }], "sources": sources });
    let index = Input { name: "covscope-bundle.json".to_owned(), bytes: index.to_string().into_bytes() };
    session([inputs(), vec![index]].concat())
}

fn sha256(lane: &str) -> String {
    covscope_core::data::sha256(&std::fs::read(folder().join(format!("data/.coverage.{lane}"))).unwrap())
}

#[test]
fn a_bundle_tells_which_data_and_sources_it_has() {
    let data = BTreeMap::from([".coverage.unit", ".coverage.heavy"].map(|name| (name.to_owned(), sha256(&name[10..]))));
    let mut blobs: BTreeMap<String, String> =
        sources().iter().map(|source| (source.name.clone(), git_blob(&source.bytes))).collect();
    let whole = overview(&bundle(&data, &blobs));
    assert_eq!((whole.problems.as_slice(), whole.gate.verdict), (&[][..], Verdict::Pass));
    assert!(whole.basis.ends_with("35 of 35 sources are those of the bundle."), "{}", whole.basis);

    blobs.insert("backend/orders/service.py".to_owned(), "0".repeat(40));
    let stale = overview(&bundle(&data, &blobs));
    assert_eq!(stale.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::SourceStale]);
    assert_eq!(stale.gate.verdict, Verdict::Incomplete);

    // Other data than that which it tells of is not used, and something is missing.
    let wrong = BTreeMap::from([(".coverage.heavy".to_owned(), sha256("unit"))]);
    let lost = BTreeMap::from([(".coverage.slow".to_owned(), sha256("unit"))]);
    for (data, name, lanes) in [(wrong, ".coverage.heavy", 1), (lost, ".coverage.slow", 2)] {
        let overview = overview(&bundle(&data, &BTreeMap::new()));
        let told: Vec<_> = overview.problems.iter().map(|problem| (problem.code, problem.input.as_str())).collect();
        assert_eq!(told, [(Code::BundleChanged, name)]);
        assert_eq!((overview.gate.verdict, overview.lanes.len()), (Verdict::Incomplete, lanes));
    }
}

#[test]
fn a_bundle_of_other_data_than_the_links_is_known() {
    let differs = |lanes: &[&str]| {
        let mut session = linked(Detail::All);
        let data =
            |lane: &&str| dropped(&format!(".coverage.{lane}"), &folder().join(format!("data/.coverage.{lane}")));
        add(&mut session, [lanes.iter().map(data).collect(), sources()].concat());
        session.differs_from_link()
    };
    assert_eq!((differs(&["unit", "heavy"]), differs(&[])), (None, None));
    let problem = differs(&["unit"]).unwrap();
    let told = "It holds 1 data files, and 1 of them are among the 2 that the link tells of by their SHA-256.";
    assert_eq!((problem.code, problem.cause.as_str()), (Code::BundleOther, told));
    // What tells no digests has nothing to compare with.
    assert_eq!(session(inputs()).differs_from_link(), None);
}

#[test]
fn the_text_of_a_links_file_is_marked_as_the_data_marks_it() {
    let data = whole();
    let mut n_marked = 0;
    for (detail, has_lanes) in [(Detail::All, true), (Detail::NoLaneLines, false), (Detail::NoLines, false)] {
        let mut session = linked(detail);
        for source in sources() {
            let query = Query::default();
            let Some(before) = session.file(&source.name, &query) else { continue };
            assert_eq!((before.has_text, before.remote.as_deref()), (false, Some("commit 0123456 of o/n")));
            add_text(&mut session, &source.name, &source.bytes);
            let (file, expected) =
                (session.file(&source.name, &query).unwrap(), data.file(&source.name, &query).unwrap());
            assert_eq!((file.has_text, file.remote), (true, None));
            assert_eq!(file.lines.len(), expected.lines.len());
            if !file.problems.is_empty() {
                // The project excludes more than the defaults do: then nothing is marked.
                assert_eq!(file.problems[0].code, Code::SourceStale);
                assert!(file.lines.iter().all(|line| line.state == LineState::Plain) && file.misses.is_empty());
                continue;
            }
            n_marked += 1;
            assert_eq!(session.problems(), []);
            for (line, expected) in file.lines.iter().zip(&expected.lines) {
                let totals = file.row.totals.as_ref().unwrap();
                let is_told = detail != Detail::NoLines || (totals.n_missing, totals.n_partial_branches) == (0, 0);
                if is_told {
                    assert_eq!(line.state, expected.state, "{} {}", source.name, line.number);
                }
                assert!(!has_lanes || line.lanes == expected.lanes, "{} {}", source.name, line.number);
                assert_eq!((&line.text, line.first), (&expected.text, expected.first));
            }
        }
    }
    assert!(n_marked > 60, "{n_marked}");
}

#[test]
fn another_text_of_a_links_file_has_no_marks() {
    let path = "backend/orders/service.py";
    let mut session = linked(Detail::All);
    add_text(&mut session, path, b"a = 1\n");
    let file = session.file(path, &Query::default()).unwrap();
    assert_eq!(
        (file.problems[0].code, file.problems[0].instead.as_str()),
        (Code::SourceStale, "It is shown without marks.")
    );
    assert!(
        file.has_text && file.lines.len() == 1 && file.lines[0].state == LineState::Plain && file.misses.is_empty()
    );
    // Data takes the link's place, and a text that is fetched then is a source.
    let data = inputs().into_iter().filter(|input| !input.name.starts_with("backend/"));
    let report = dropped("coverage.json", &folder().join("expected/union/coverage.json"));
    add(&mut session, data.chain([report]).collect());
    let before = session.file(path, &Query::default()).unwrap();
    assert_eq!((before.has_text, before.remote.as_deref()), (false, Some("commit 0123456 of o/n")));
    let source = sources().into_iter().find(|source| source.name == path).unwrap();
    add_text(&mut session, path, &source.bytes);
    let file = session.file(path, &Query::default()).unwrap();
    assert!(file.has_text && file.remote.is_none() && file.problems.is_empty(), "{:?}", file.problems);
    assert_eq!(overview(&session).union, overview(&whole()).union);
}
