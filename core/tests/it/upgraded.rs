//! Files that are dropped onto the report of a link.

use covscope_core::diff::Diff;
use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::link::{self, Detail};
use covscope_core::numbers::Verdict;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{LineState, Query};

use crate::sample::{folder, inputs, whole};
use crate::support::overview;

const PATH: &str = "backend/orders/service.py";

/// Adds lines 40 to 79 of one file, which are lines of it.
fn diff() -> Vec<u8> {
    let text = std::fs::read_to_string(folder().join("project").join(PATH)).unwrap();
    let added: Vec<String> = text.lines().skip(39).take(40).map(|line| format!("+{line}\n")).collect();
    format!("--- a/{PATH}\n+++ b/{PATH}\n@@ -39,0 +40,40 @@\n{}", added.concat()).into_bytes()
}

fn data() -> Vec<Input> {
    inputs().into_iter().filter(|input| input.name.contains(".coverage.")).collect()
}

/// The session of a link that tells what was changed.
fn linked(detail: Detail) -> Session {
    let (session, diff) = (whole(), diff());
    let patch = session.patch(&Diff::read(&diff).unwrap(), &Query::default());
    assert!(patch.as_ref().is_some_and(|patch| patch.problems.is_empty() && patch.total.n_statements > 9));
    let payload = session.payload(&Query::default(), Default::default(), patch.as_ref()).unwrap();
    let mut linked = Session::new();
    linked.open(&link::write(&payload.with(detail), 60_000).unwrap().text);
    linked
}

fn add(session: &mut Session, inputs: Vec<Input>) {
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
}

#[test]
fn lanes_alone_leave_the_links_numbers() {
    let mut session = linked(Detail::All);
    let before = overview(&session);
    assert_eq!(data().len(), 2);
    add(&mut session, data());
    let after = overview(&session);
    assert_eq!((&after.union, &after.rows, after.gate.verdict), (&before.union, &before.rows, Verdict::Pass));
    assert!(after.is_of_link);
    let said = &after.run.as_ref().unwrap().lanes;
    assert_eq!(said[..2], ["unit: exactly that of the run", "heavy: exactly that of the run"]);
    assert!(said[2].starts_with("The numbers are the link's"), "{said:?}");
    assert_eq!(after.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::SourceMissing]);
    // With all the rest the report is that of the data.
    add(&mut session, inputs());
    let whole = overview(&session);
    assert_eq!((&whole.union, whole.is_of_link, whole.problems.as_slice()), (&before.union, false, &[][..]));
    assert_eq!(whole.run.unwrap().lanes, ["unit: exactly that of the run", "heavy: exactly that of the run"]);
}

#[test]
fn sources_alone_are_the_text_of_the_links_files() {
    let mut session = linked(Detail::All);
    assert!(!session.file(PATH, &Query::default()).unwrap().has_text);
    add(&mut session, inputs().into_iter().filter(|input| !input.name.contains(".coverage.")).collect());
    let (file, of_data) =
        (session.file(PATH, &Query::default()).unwrap(), whole().file(PATH, &Query::default()).unwrap());
    assert_eq!(file.basis, "the link, with the text that was dropped");
    let marks = |file: &covscope_core::view::File| -> Vec<(String, LineState)> {
        file.lines.iter().map(|line| (line.text.clone(), line.state)).collect()
    };
    assert_eq!(marks(&file), marks(&of_data));
    assert_eq!(file.problems, []);
    // Another text has no marks, and that is said.
    let other = Input { name: PATH.to_owned(), bytes: b"a = 1\n".to_vec() };
    let mut session = linked(Detail::All);
    add(&mut session, vec![other]);
    let file = session.file(PATH, &Query::default()).unwrap();
    assert_eq!(file.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::SourceStale]);
    assert!(file.has_text && file.lines.iter().all(|line| line.state == LineState::Plain));
}

#[test]
fn what_the_link_says_was_changed_is_changed_by_the_data_too() {
    for detail in [Detail::All, Detail::NoLines] {
        let mut session = linked(detail);
        let changes = Query { changes: true, ..Query::default() };
        let before = session.overview(&changes).unwrap();
        add(&mut session, inputs());
        let after = session.overview(&changes).unwrap();
        assert!(!after.is_of_link);
        assert_eq!(after.rows.paths().collect::<Vec<_>>(), before.rows.paths().collect::<Vec<_>>());
        let (of_link, of_data) = (before.changes.unwrap(), after.changes.unwrap());
        assert_eq!((of_data.diff.as_str(), &of_data.totals), ("the link", &of_link.totals));
        assert_eq!((of_data.says, of_data.n_files, of_data.uncounted.len()), (of_link.says, 1, 0));
        let file = session.file(PATH, &changes).unwrap();
        assert!(file.lines.iter().any(|line| line.changed) && file.changed.is_some());
    }
    // Of other data it says nothing.
    let mut session = linked(Detail::All);
    let less = |input: &Input| !input.name.ends_with(".coverage.heavy");
    add(&mut session, inputs().into_iter().filter(less).collect());
    assert_eq!(overview(&session).changes, None);
    // A diff that is dropped comes before it.
    let mut session = linked(Detail::All);
    let own = Input { name: "own.diff".to_owned(), bytes: diff() };
    add(&mut session, [inputs(), vec![own]].concat());
    assert_eq!(overview(&session).changes.unwrap().diff, "own.diff");
}

#[test]
fn a_text_that_was_not_compared_with_the_commit_says_so() {
    let mut session = whole();
    assert_eq!(session.file(PATH, &Query::default()).unwrap().unchecked, None, "no commit is known");
    let head = "0123456789abcdef0123456789abcdef01234567";
    let provenance = link::Provenance { repository: "o/n".to_owned(), head: head.to_owned(), ..Default::default() };
    let payload = session.payload(&Query::default(), provenance, None).unwrap();
    session = Session::new();
    session.open(&link::write(&payload, 60_000).unwrap().text);
    add(&mut session, inputs());
    let unchecked = session.file(PATH, &Query::default()).unwrap().unchecked;
    assert_eq!(unchecked.as_deref(), Some("commit 0123456 of o/n"));
}
