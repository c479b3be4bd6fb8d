//! Bad input gets words and loses nothing: each bad file is dropped with the whole sample, which must be shown as ever.

use covscope_core::error::{Code, Problem};
use covscope_core::input::Input;
use covscope_core::pace::{Cancelled, Pace, Unhurried, run};
use covscope_core::reported::{Format, Report};
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

/// Two lanes that ran the same, to the byte: both are here, and the union is that of one.
#[test]
fn the_same_file_under_two_lanes_names_is_the_data_of_both() {
    let unit = |name: &str| dropped(name, &project().join("tests/sample/data/.coverage.unit"));
    let of = |inputs: Vec<Input>| {
        let mut all = sample::sources();
        all.extend(inputs);
        crate::support::session(all)
    };
    let alone = overview(&of(vec![unit(".coverage.unit")]));
    let names = [".coverage.unit", ".coverage.heavy", "copy/.coverage.heavy", ".coverage.heavy (1)"];
    let session = of(names.map(unit).into());
    let both = overview(&session);
    let lanes: Vec<_> = both.lanes.iter().map(|lane| (lane.name.as_str(), lane.totals.numbers())).collect();
    assert_eq!(lanes, ["unit", "heavy"].map(|name| (name, alone.union.numbers())));
    assert_eq!((both.gate.verdict, both.gate.reasons.as_slice()), (Verdict::Fail, &[][..]));
    assert_eq!((alone.gate.verdict, both.union.numbers()), (Verdict::Incomplete, alone.union.numbers()));
    let said: Vec<_> = both.problems.iter().map(|problem| (problem.input.as_str(), problem.instead.as_str())).collect();
    let once = "It was counted once, as coverage.py does.";
    let own = "It counts as the data of its own lane, too.";
    assert_eq!(said, [(".coverage.heavy", own), ("copy/.coverage.heavy", once), (".coverage.heavy (1)", once)]);
    let review = session.review(&Query::default()).unwrap();
    let files: Vec<_> = review.lanes.iter().map(|lane| (lane.files.len(), lane.files[0].duplicates.len())).collect();
    assert_eq!(files, [(1, 2), (1, 0)]);
    // A plain name is no lane's.
    let plain = overview(&of([".coverage", "copy/.coverage"].map(unit).into()));
    assert_eq!(plain.lanes.len(), 1);
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

/// A data file with these rows.
fn measured(has_arcs: u8, rows: &str) -> Vec<u8> {
    database(&format!(
        "CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (7);
        CREATE TABLE meta (key, value); INSERT INTO meta VALUES ('has_arcs', '{has_arcs}');
        CREATE TABLE file (id INTEGER PRIMARY KEY, path); CREATE TABLE context (id, context);
        CREATE TABLE line_bits (file_id, context_id, numbits); CREATE TABLE arc (file_id, context_id, fromno, tono);
        CREATE TABLE tracer (file_id, tracer);{rows}"
    ))
}

/// coverage.xml of one file, of which line 1 took `taken` branches and line 2 did not run.
fn xml_with_branches(taken: &str) -> String {
    format!(
        "<coverage branches-valid=\"2\"><class filename=\"a.py\">
        <line number=\"1\" hits=\"1\" branch=\"true\" condition-coverage=\"100% ({taken}/{taken})\"/>
        <line number=\"2\" hits=\"0\"/></class></coverage>"
    )
}

/// A branch takes memory where it is told apart from others, so the reports' word alone is not enough for one.
#[test]
fn a_report_of_another_run_makes_no_more_branches_than_its_lines_can_have() {
    // Lines 1 and 2 ran here.
    let rows = "INSERT INTO file (path) VALUES ('a.py'); INSERT INTO context VALUES (1, '');
        INSERT INTO arc VALUES (1, 1, -1, 1), (1, 1, 1, 2), (1, 1, 2, -1);";
    let xml = input("coverage.xml", xml_with_branches("1000000"));
    let session = crate::support::session(vec![input(".coverage", measured(1, rows)), xml]);
    let totals = overview(&session).union;
    assert_eq!((totals.n_statements, totals.n_branches, totals.n_missing_branches), (2, 1_000_000, 7));
}

#[test]
fn counts_that_no_report_has_are_refused() {
    let xml =
        |taken: &str| is_told(input("coverage.xml", xml_with_branches(taken)), Code::ReportInvalid, Verdict::Pass);
    let problem = xml("2000000000");
    assert!(problem.cause.starts_with("Line 1: expected condition-coverage"), "{problem}");
    xml("18446744073709551615");
    xml("100000001");
    // One file has as much, but not both.
    let of = |count: u64| {
        let file = format!(
            "{{\"executed_lines\": [], \"missing_lines\": [], \"summary\": {{\"num_statements\": {count},
            \"missing_lines\": 0, \"excluded_lines\": 0}}}}"
        );
        format!("{{\"meta\": {{\"format\": 3}}, \"files\": {{\"a.py\": {file}, \"b.py\": {file}}}}}")
    };
    let refused = |name: &str, text: String| {
        let problem = is_told(input(name, text), Code::ReportInvalid, Verdict::Pass);
        assert!(problem.cause.contains("100,000,000"), "{problem}");
    };
    refused("coverage.json", of(u64::MAX));
    refused("coverage.json", of(60_000_000));
    let region =
        "\"functions\": {\"f\": {\"executed_lines\": [], \"missing_lines\": [], \"summary\": {\"num_statements\": 0,
        \"missing_lines\": 0, \"excluded_lines\": 0, \"num_branches\": 18446744073709551615}}}, \"summary\"";
    refused("coverage.json", of(1).replacen("\"summary\"", region, 1));
    refused("coverage.lcov", format!("SF:a.py\nBRF:{}\nend_of_record\n", u64::MAX));
}

#[test]
fn a_report_with_many_sources_holds_each_file_once() {
    let xml = |n_sources: usize, n_classes: usize| {
        let sources: String = (0..n_sources).map(|number| format!("<source>/s{number}</source>")).collect();
        let classes = (0..n_classes).map(|number| {
            format!("<class filename=\"f{number}.py\"><lines><line number=\"1\" hits=\"1\"/></lines></class>")
        });
        format!("<coverage><sources>{sources}</sources>{}</coverage>", classes.collect::<String>())
    };
    let report = Report::read(Format::Xml, xml(20, 30).as_bytes()).unwrap();
    assert_eq!(report.files.len(), 600);
    assert!(std::rc::Rc::ptr_eq(&report.files["/s0/f1.py"], &report.files["/s19/f1.py"]));
    let problem = is_told(input("coverage.xml", xml(4000, 4000)), Code::ReportInvalid, Verdict::Pass);
    assert!(problem.cause.contains("4,000 <source>s") && problem.cause.contains("4,000 <class>es"), "{problem}");
    // Few and long is as much.
    let long = format!(
        "<coverage><source>{}</source>{}</coverage>",
        "s".repeat(1 << 20),
        "<class filename=\"f\"/>".repeat(100)
    );
    is_told(input("coverage.xml", long), Code::ReportInvalid, Verdict::Pass);
    // What was found in one source is no other file in the other.
    let rows = "INSERT INTO file (path) VALUES ('/s1/f0.py'); INSERT INTO context VALUES (1, '');
        INSERT INTO line_bits VALUES (1, 1, x'02');";
    let both = vec![input(".coverage", measured(0, rows)), input("coverage.xml", xml(2, 1).into_bytes())];
    assert_eq!(overview(&crate::support::session(both)).problems, []);
    // A file that is looked for in several places counts once.
    let large = "<class filename=\"a.py\"><line number=\"1\" hits=\"1\" branch=\"true\" condition-coverage=\"100% (60000000/60000000)\"/></class>";
    let text = format!("<coverage><source>/a</source><source>/b</source>{large}</coverage>");
    assert_eq!(Report::read(Format::Xml, text.as_bytes()).map(|report| report.files.len()), Ok(2));
}

/// One byte of Latin-1, in a comment at that.
const LATIN_1: &[u8] = b"# caf\xe9\n[tool.covscope]\nlanes = [\"unit\", \"heavy\", \"e2e\"]\n";

#[test]
fn settings_that_are_no_text_are_no_verdict_until_they_are() {
    let cut = dropped("", &project().join("tests/sample/data/.coverage.unit")).bytes[..50_000].to_vec();
    let mut session = sample::whole();
    let before = overview(&session);
    let sample = |name: &str, path: &str| dropped(name, &project().join("tests/sample").join(path));
    for (bad, good) in [
        (input("pyproject.toml", LATIN_1), sample("pyproject.toml", "project/pyproject.toml")),
        (input("dist/covscope-bundle.json", "{"), input("dist/covscope-bundle.json", "{\"format\": 1}")),
        (input(".coverage.unit", cut), sample(".coverage.unit", "data/.coverage.unit")),
    ] {
        let name = good.name.clone();
        for (input, verdict) in [(bad, Verdict::Incomplete), (good, Verdict::Pass)] {
            run(session.add(vec![input], &Unhurried, &mut |_| {})).unwrap();
            let is_told = overview(&session).problems.iter().any(|problem| problem.input == name);
            assert_eq!((overview(&session).gate.verdict, is_told), (verdict, verdict != Verdict::Pass), "{name}");
        }
        assert_eq!(overview(&session).problems, before.problems, "{name}");
    }
    // What coverage.py would not open changes nothing.
    for name in ["backend/core/setup.cfg", "backend/core/pyproject.toml"] {
        let (overview, problems) = with(input(name, LATIN_1));
        assert_eq!((overview.gate.verdict, problems), (Verdict::Pass, Vec::new()), "{name}");
    }
    for (name, told, count) in [("setup.cfg", "setup.cfg", 0), ("pyproject.toml", "The lane e2e is expected", 1)] {
        let session = crate::support::session(vec![
            dropped(".coverage.unit", &project().join("tests/sample/data/.coverage.unit")),
            input(".coveragerc", ""),
            input(name, LATIN_1),
        ]);
        let reasons = overview(&session).gate.reasons;
        assert_eq!(reasons.iter().filter(|reason| reason.contains(told)).count(), count, "{reasons:?}");
    }
}

/// coverage.py 7.17.3 refuses each of them.
#[test]
fn a_byte_order_mark_is_no_configuration() {
    for (name, section) in [
        ("pyproject.toml", "tool.coverage.report"),
        (".coveragerc.toml", "tool.coverage.report"),
        (".coveragerc", "report"),
        ("setup.cfg", "coverage:report"),
        ("tox.ini", "coverage:report"),
    ] {
        let (overview, problems) = with(input(name, format!("\u{feff}[{section}]\nfail_under = 70\n")));
        assert_eq!(problems[0].code, Code::ConfigInvalid, "{name}: {problems:?}");
        assert!(problems[0].cause.contains("byte order mark"), "{problems:?}");
        assert_ne!(overview.gate.threshold, 70.0, "{name}");
        assert_eq!(overview.gate.verdict, Verdict::Incomplete, "{name}");
    }
}

#[test]
fn a_source_without_its_folder_is_not_taken_for_several() {
    let rows = |path: &str| format!("INSERT INTO file (path) VALUES ('{path}');");
    let data = measured(0, &format!("{}{}", rows("/p/app/db/models.py"), rows("/p/app/api/models.py")));
    let session = crate::support::session(vec![input(".coverage", data), input("models.py", "a = 1\n")]);
    let overview = overview(&session);
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    assert_eq!(overview.union.n_files, 0, "{:?}", overview.rows);
    let told = |problem: &Problem| problem.code == Code::SourceMissing && problem.input == "models.py";
    assert!(overview.problems.iter().any(told), "{:#?}", overview.problems);
}

#[test]
fn an_archive_that_came_again_is_no_longer_the_broken_one() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("p/a.py", zip::write::SimpleFileOptions::default()).unwrap();
    let whole = zip.finish().unwrap().into_inner();
    let cut = whole[..whole.len() - 30].to_vec();
    let mut session = sample::whole();
    let before = overview(&session);
    for (bytes, n_problems) in [(cut.clone(), 1), (whole.clone(), 0), (cut, 1), (whole, 0)] {
        run(session.add(vec![input("more.zip", bytes)], &Unhurried, &mut |_| {})).unwrap();
        assert_eq!(session.problems().len(), before.problems.len() + n_problems, "{:?}", session.problems());
    }
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

#[test]
fn settings_above_the_folder_that_sets_something_hold() {
    let of = |pyproject: &str| {
        let nested = input("p/backend/.coveragerc", "[report]\nfail_under = 10\n");
        let lane = |name: &str| dropped(name, &project().join("tests/sample/data").join(name));
        let data = [".coverage.unit", ".coverage.heavy"].map(lane).to_vec();
        let sources = crate::support::dropped_folder("p/backend", &project().join("tests/sample/project/backend"));
        let overview = overview(&crate::support::session(
            [data, vec![input("p/pyproject.toml", pyproject), nested], sources].concat(),
        ));
        (overview.gate.verdict, overview.gate.threshold, overview.gate.reasons)
    };
    assert_eq!(of("[tool.other]\n"), (Verdict::Pass, 10.0, vec![]));
    let (verdict, threshold, reasons) = of("[tool.covscope]\nlanes = ['unit', 'heavy', 'e2e']\n");
    assert_eq!((verdict, threshold, reasons.len()), (Verdict::Incomplete, 10.0, 1), "{reasons:?}");
    let (verdict, _, reasons) = of("[tool\n");
    assert_eq!((verdict, reasons.len()), (Verdict::Incomplete, 1), "{reasons:?}");
}
