//! Bad input gets words and loses nothing: each bad file is dropped with the whole sample, which must be shown as ever.

use covscope_core::error::{Code, Problem};
use covscope_core::input::Input;
use covscope_core::pace::{Cancelled, Pace, Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{Overview, Query, Verdict};
use rusqlite::{Connection, MAIN_DB};

use crate::sample;
use crate::support::{dropped, overview, project};

fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: name.to_owned(), bytes: bytes.into() }
}

fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

/// The sample with another file: the report, and what was said of that file.
fn with(bad: Input) -> (Overview, Vec<Problem>) {
    let name = bad.name.clone();
    let mut session = sample::whole();
    run(session.add(vec![bad], &Unhurried, &mut |_| {})).unwrap();
    let overview = overview(&session);
    let problems = overview.problems.iter().filter(|problem| problem.input.starts_with(&name)).cloned().collect();
    (overview, problems)
}

#[track_caller]
fn is_told(bad: Input, code: Code, verdict: Verdict) -> Problem {
    let (overview, problems) = with(bad);
    assert_eq!(overview.union.percent_exact, "81.87");
    assert_eq!(overview.lanes.len(), 2);
    assert_eq!(overview.gate.verdict, verdict, "{:?}", overview.gate.reasons);
    let [problem] = problems.as_slice() else { panic!("{problems:#?} of {:#?}", overview.problems) };
    assert_eq!(problem.code, code, "{problem}");
    assert!(!problem.cause.is_empty() && !problem.instead.is_empty() && problem.fix.is_some(), "{problem:#?}");
    problem.clone()
}

#[test]
fn what_is_no_data_file() {
    let truncated = dropped("", &project().join("tests/sample/data/.coverage.unit")).bytes[..50_000].to_vec();
    for (name, bytes, code) in [
        (".coverage.html", b"<!doctype html>".to_vec(), Code::DataNotSqlite),
        (".coverage.cut", truncated, Code::DataDamaged),
        (".coverage.other", database("CREATE TABLE t (x);"), Code::DataNotCoverage),
        (
            ".coverage.newer",
            database("CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (9);"),
            Code::DataSchema,
        ),
        (
            ".coverage.old",
            b"!coverage.py: This is a private format, don't read it directly!{\"lines\":{}}".to_vec(),
            Code::DataVersion4,
        ),
        (".coverage.dead", Vec::new(), Code::DataEmpty),
    ] {
        let problem = is_told(input(name, bytes), code, Verdict::Incomplete);
        assert_eq!(problem.input, name);
    }
}

#[test]
fn a_journal_is_passed_over() {
    is_told(input(".coverage.unit-journal", *b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), Code::DataJournal, Verdict::Pass);
}

#[test]
fn arcs_and_lines_do_not_mix() {
    let lines = dropped(".coverage.lines", &project().join("tests/sample/variants/lines/.coverage.lines"));
    let problem = is_told(lines, Code::DataMixed, Verdict::Incomplete);
    assert!(problem.cause.contains(".coverage.unit"), "names both: {problem}");
    assert!(problem.fix.unwrap().contains("branch = true"));
}

#[test]
fn the_same_file_twice_is_counted_once() {
    let unit = dropped("copy/.coverage.unit", &project().join("tests/sample/data/.coverage.unit"));
    let (overview, problems) = with(unit);
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::DataDuplicate]);
    assert_eq!((overview.lanes.len(), overview.gate.verdict), (2, Verdict::Pass));
}

#[test]
fn a_source_that_does_not_parse_and_one_that_is_not_here() {
    let mut inputs = sample::inputs();
    inputs.retain(|input| input.name != "backend/core/money.py");
    for input in inputs.iter_mut().filter(|input| input.name == "backend/core/text.py") {
        input.bytes = b"def broken(:\n".to_vec();
    }
    let session = crate::support::session(inputs);
    let overview = overview(&session);
    assert_eq!(overview.n_files, 36, "without its source, a file keeps the name of each lane, as in coverage.py");
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    let said: Vec<_> = overview.problems.iter().map(|problem| (problem.code, problem.input.as_str())).collect();
    // One left out of the sources: it is known by where it was measured.
    assert!(said.contains(&(Code::SourceSyntax, "backend/core/text.py")), "{said:?}");
    let missing =
        |(code, input): &(Code, &str)| *code == Code::SourceMissing && input.ends_with("backend/core/money.py");
    assert!(said.iter().any(missing), "{said:?}");
    assert_eq!(overview.rows.iter().filter(|row| row.totals.is_some()).count(), 33);
    let file = session.file("backend/core/text.py", &Query::default()).unwrap();
    assert_eq!(file.lines[0].text, "def broken(:", "its text is shown all the same");
}

#[test]
fn configuration_and_reports_that_cannot_be_read() {
    for (name, text, code) in [
        ("coverage.json", r#"{"meta": {"format": 3}, "files": {"a.py": 1}}"#, Code::ReportInvalid),
        ("coverage.xml", "<coverage version=\"7\"><packages>", Code::ReportInvalid),
        ("coverage.lcov", "TN:\nSF:a.py\nDA:1,1\n", Code::ReportInvalid),
    ] {
        is_told(input(name, text), code, Verdict::Pass);
    }
    let (overview, problems) = with(input("pyproject.toml", "[tool.coverage.report]\nfail_under = \"much\"\n"));
    assert_eq!(problems[0].code, Code::ConfigInvalid, "{problems:?}");
    assert_eq!(overview.gate.threshold, 80.0, "covscope's default");
    assert_eq!(overview.gate.verdict, Verdict::Incomplete, "the project's own gate is not known");
}

#[test]
fn a_source_without_its_folder_is_not_taken_for_several() {
    let rows = |path: &str| format!("INSERT INTO file (path) VALUES ('{path}');");
    let schema = "CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (7);
        CREATE TABLE meta (key, value); INSERT INTO meta VALUES ('has_arcs', '0');
        CREATE TABLE file (id INTEGER PRIMARY KEY, path); CREATE TABLE context (id, context);
        CREATE TABLE line_bits (file_id, context_id, numbits); CREATE TABLE arc (file_id, context_id, fromno, tono);
        CREATE TABLE tracer (file_id, tracer);";
    let data = database(&format!("{schema}{}{}", rows("/p/app/db/models.py"), rows("/p/app/api/models.py")));
    let session = crate::support::session(vec![input(".coverage", data), input("models.py", "a = 1\n")]);
    let overview = overview(&session);
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    assert_eq!(overview.union.n_files, 0, "{:?}", overview.rows);
    let told = |problem: &Problem| problem.code == Code::SourceMissing && problem.input == "models.py";
    assert!(overview.problems.iter().any(told), "{:#?}", overview.problems);
}

#[test]
fn nothing_at_all_is_told() {
    let session = crate::support::session(vec![input("picture.png", *b"\x89PNG\r\n\x1a\n")]);
    assert!(session.overview(&Query::default()).is_none());
    assert!(!session.problems().is_empty());
}

/// Cancels at the n-th tick.
struct CancelAt(std::cell::Cell<usize>);

impl Pace for CancelAt {
    async fn tick(&self) -> Result<(), Cancelled> {
        self.0.set(self.0.get().saturating_sub(1));
        if self.0.get() == 0 { Err(Cancelled) } else { Ok(()) }
    }
}

#[test]
fn whoever_cancels_has_what_was_there_before() {
    let mut session = sample::whole();
    let before = overview(&session);
    for ticks in [1, 2, 5, 20, 60] {
        let more = sample::inputs().into_iter().map(|mut input| {
            input.name = format!("again/{}", input.name);
            input
        });
        let cancelled = run(session.add(more.collect(), &CancelAt(ticks.into()), &mut |_| {}));
        assert_eq!(cancelled, Err(Cancelled), "{ticks}");
        assert_eq!(overview(&session), before, "{ticks}");
    }
    let mut empty = Session::new();
    assert_eq!(run(empty.add(sample::inputs(), &CancelAt(30.into()), &mut |_| {})), Err(Cancelled));
    assert!(empty.overview(&Query::default()).is_none());
}
