//! What the screens say of a diff that was dropped: the numbers are those of the command.

use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::link::{self, Provenance};
use covscope_core::numbers::{Numbers, Verdict};
use covscope_core::pace::{Unhurried, run};
use covscope_core::patch::Patch;
use covscope_core::session::{Moment, Session};
use covscope_core::view::{Changes, Column, ExportFormat, Listing, Overview, Query, Sort};

use super::numbers::{changing, input, patch, sample, text};
use super::{adding, read};
use crate::support::{numbers, overview};

/// Two files changed, a renamed one, and some that do not count.
fn diff() -> String {
    let clock = text("backend/core/clock.py").lines().next().unwrap().to_owned();
    [
        changing("backend/core/settings.py", &[38, 40, 41, 42, 43]),
        changing("backend/api/http.py", &[50, 51, 52]),
        format!(
            "diff --git a/backend/time.py b/backend/core/clock.py\nsimilarity index 90%\nrename from backend/time.py\nrename to backend/core/clock.py\n--- a/backend/time.py\n+++ b/backend/core/clock.py\n@@ -0,0 +1 @@\n+{clock}\n"
        ),
        adding("README.md", "x\n"),
        adding("backend/devtools/seed.py", "x\n"),
    ]
    .concat()
}

fn add(session: &mut Session, inputs: Vec<Input>) {
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
}

fn with(lanes: &[&str], inputs: Vec<Input>) -> Session {
    let mut session = sample(lanes);
    add(&mut session, inputs);
    session
}

fn limited() -> Query {
    Query { changes: true, ..Query::default() }
}

#[track_caller]
fn changes(session: &Session) -> Changes {
    overview(session).changes.unwrap_or_else(|| panic!("no changes: {:#?}", session.problems()))
}

/// The limited table has the very numbers of the patch.
#[track_caller]
fn assert_same(overview: &Overview, patch: &Patch) {
    assert_eq!(numbers(&overview.shown), patch.total);
    let of_lanes: Vec<Numbers> =
        overview.lanes.iter().filter(|lane| lane.on).map(|lane| numbers(&lane.shown)).collect();
    assert_eq!(of_lanes, patch.lanes.iter().map(|(_, numbers)| *numbers).collect::<Vec<_>>());
    let rows: Vec<_> =
        overview.rows.iter().map(|row| (row.path.clone(), numbers(row.totals.as_ref().unwrap()))).collect();
    assert_eq!(rows, patch.files.iter().map(|file| (file.path.clone(), file.union.numbers)).collect::<Vec<_>>());
    for (row, file) in overview.rows.iter().zip(&patch.files) {
        let lanes = row.lanes.iter().zip(&overview.lanes).filter(|(_, lane)| lane.on);
        let lanes: Vec<Numbers> = lanes.map(|(totals, _)| numbers(totals.as_ref().unwrap())).collect();
        assert_eq!(lanes, file.lanes.iter().map(|part| part.numbers).collect::<Vec<_>>(), "{}", row.path);
        let points = row.bar.shared + row.bar.only.iter().sum::<usize>() + row.bar.missing;
        assert_eq!(points, file.union.numbers.ratio_covered().1, "{}", row.path);
        assert_eq!(row.bar.missing, file.union.missing.len() + file.union.missing_branches.len(), "{}", row.path);
    }
}

#[test]
fn the_screens_have_the_numbers_of_the_command() {
    let text = diff();
    let session = with(&["unit", "heavy"], vec![input("changes.diff", text.as_str())]);
    let expected = patch(&session, &text);
    let whole = overview(&session);
    let changes = whole.changes.clone().unwrap();
    assert_eq!((numbers(&changes.totals), changes.n_files, changes.diff.as_str()), (expected.total, 3, "changes.diff"));
    assert_eq!(changes.uncounted, ["README.md: not Python", "backend/devtools/seed.py: left out by include or omit"]);
    let (covered, all) = expected.total.ratio_covered();
    assert_eq!(changes.says, format!("{covered} of {all} changed lines and branches in 3 files are covered."));
    let limited = session.overview(&limited()).unwrap();
    assert_same(&limited, &expected);
    assert_eq!((&limited.gate, &limited.union, limited.n_files), (&whole.gate, &whole.union, whole.n_files));
    assert_eq!((limited.n_listed, limited.n_shown, whole.n_listed), (3, 3, whole.n_files));
    let note = limited.rows.iter().find(|row| row.path == "backend/core/clock.py").unwrap().note.clone();
    assert_eq!(note.as_deref(), Some("renamed from backend/time.py"));
    // What one lane covers alone.
    let unit = Query { off: vec!["heavy".to_owned()], ..Query::default() };
    let of_unit = session.patch(&read(text.as_bytes()), &unit).unwrap();
    let shown = session.overview(&Query { changes: true, ..unit.clone() }).unwrap();
    assert_same(&shown, &of_unit);
    assert!(of_unit.total.n_missing > expected.total.n_missing);
    assert_eq!(numbers(&shown.lanes[1].shown), expected.lanes[1].1, "also of a lane that is off");
    assert_eq!(shown.changes.unwrap().gate.verdict, Verdict::Incomplete);
}

#[test]
fn changes_are_filtered_sorted_and_saved_as_files_are() {
    let session = with(&["unit", "heavy"], vec![input("changes.diff", diff())]);
    let paths = |query: Query| -> Vec<String> {
        session.overview(&query).unwrap().rows.iter().map(|row| row.path.clone()).collect()
    };
    assert_eq!(paths(Query { filter: "api/".to_owned(), ..limited() }), ["backend/api/http.py"]);
    let sort = Some(Sort { column: Column::Missing, descending: true });
    assert_eq!(paths(Query { sort, ..limited() })[0], "backend/core/settings.py");
    assert_eq!(paths(Query { filter: "missing>0".to_owned(), ..limited() }), ["backend/core/settings.py"]);
    assert_eq!(paths(Query { listing: Listing::Functions, ..limited() }).len(), 3, "of changes there are files alone");
    let without = sample(&["unit", "heavy"]);
    let rows = |query| without.overview(&query).map(|overview| overview.rows.iter().collect::<Vec<_>>());
    let functions = Query { listing: Listing::Functions, ..Query::default() };
    assert_eq!(
        rows(Query { changes: true, ..functions.clone() }),
        rows(functions),
        "without a diff nothing is limited"
    );
    let tree = paths(Query { listing: Listing::Tree, ..limited() });
    assert!(tree.contains(&"backend/core/".to_owned()), "{tree:?}");
    let csv = session.export(ExportFormat::Csv, &limited(), &Moment::default()).unwrap();
    let csv = String::from_utf8(csv.bytes).unwrap();
    let settings = csv.lines().find(|line| line.starts_with("backend/core/settings.py")).unwrap();
    let file = session.overview(&limited()).unwrap().rows.iter().find(|row| row.path.ends_with("settings.py"));
    let totals = file.unwrap().totals.clone().unwrap();
    assert!(settings.contains(&format!(",{},{},", totals.n_statements, totals.n_missing)), "{settings}");
    // coverage.py's own formats know nothing of it.
    let report = |query: &Query| session.export(ExportFormat::Text, query, &Moment::default()).unwrap().bytes;
    assert_eq!(report(&limited()), report(&Query::default()));
}

#[test]
fn the_verdict_is_by_the_threshold_of_changed_lines() {
    let pyproject = text("pyproject.toml");
    let judged = |fail_under: &str| {
        let pyproject = format!("{pyproject}{fail_under}\n");
        let inputs = vec![input("sample/pyproject.toml", pyproject), input("changes.diff", diff())];
        changes(&with(&["unit", "heavy"], inputs))
    };
    let none = judged("");
    assert_eq!((none.gate.verdict, none.is_judged, none.gate.threshold), (Verdict::Pass, false, 0.0));
    assert_eq!(none.gate.threshold_from, "No fail_under_patch is set.");
    let low = judged("fail_under_patch = 10");
    assert_eq!((low.gate.verdict, low.is_judged, low.gate.threshold), (Verdict::Pass, true, 10.0));
    assert_eq!(low.gate.threshold_from, "The gate is 10 %, by fail_under_patch.");
    let high = judged("fail_under_patch = 99.5");
    assert_eq!((high.gate.verdict, high.gate.threshold), (Verdict::Fail, 99.5));
    assert!(high.gate.distance.is_some() && high.gate.reasons.is_empty());
    let session = with(&["unit"], vec![input("changes.diff", diff())]);
    let missing = changes(&session);
    assert_eq!(missing.gate.verdict, Verdict::Incomplete);
    assert!(missing.gate.reasons.is_empty(), "the report's gate says why: {:?}", overview(&session).gate.reasons);
}

#[test]
fn a_diff_that_changes_nothing_measured_is_said_to() {
    for text in [String::new(), adding("README.md", "x\n")] {
        let session = with(&["unit", "heavy"], vec![input("changes.diff", text)]);
        let changes = changes(&session);
        assert_eq!(changes.says, "No changed line is a measured statement.");
        assert_eq!((changes.n_files, changes.gate.distance), (0, None));
        let limited = session.overview(&limited()).unwrap();
        assert_eq!((limited.n_shown, limited.n_listed), (0, 0));
    }
}

#[test]
fn a_wrong_diff_is_a_problem_and_the_one_before_stays() {
    let mut session = with(&["unit", "heavy"], vec![input("first.diff", changing("backend/cli.py", &[1]))]);
    for (name, bytes) in [
        ("garbage.diff", "what?\n"),
        ("cut.patch", "--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n a\n"),
        ("0001-a.patch", "\x1b[1mdiff --git"),
    ] {
        add(&mut session, vec![input(name, bytes)]);
        let problems = session.problems();
        let problem = problems.iter().find(|problem| problem.input == name).unwrap_or_else(|| panic!("{problems:#?}"));
        assert_eq!(problem.code, Code::DiffInvalid);
        assert_eq!(changes(&session).diff, "first.diff");
    }
    // Of another revision: its numbers are shown, and no verdict is given.
    add(&mut session, vec![input("old.diff", "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1,0 +2 @@\n+x = 1\n")]);
    let stale = changes(&session);
    assert_eq!((stale.diff.as_str(), stale.gate.verdict), ("old.diff", Verdict::Incomplete));
    assert_eq!(stale.gate.reasons, ["The diff does not fit backend/cli.py."]);
    assert!(session.problems().iter().any(|problem| problem.code == Code::DiffStale));
}

#[test]
fn a_diff_without_data_waits_for_it() {
    let mut session = Session::new();
    add(&mut session, vec![input("changes.diff", diff())]);
    let told: Vec<_> = session.problems().iter().map(|problem| (problem.code, problem.input.clone())).collect();
    assert_eq!(told, [(Code::DiffAlone, "changes.diff".to_owned())]);
    assert!(session.overview(&limited()).is_none());
    add(&mut session, crate::support::dropped_folder("data", &crate::support::project().join("tests/sample/data")));
    assert!(session.problems().iter().all(|problem| problem.code != Code::DiffAlone));
    assert_eq!(changes(&session).n_files, 0, "nothing tells the statements");
}

#[test]
fn very_many_files_and_odd_names_are_told_in_short() {
    let odd = "diff --git \"a/x\\nb\\342\\200\\256.md\" \"b/x\\nb\\342\\200\\256.md\"\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ \"b/x\\nb\\342\\200\\256.md\"\n@@ -0,0 +1 @@\n+x\n";
    let many: String = (0..1_000).map(|number| adding(&format!("y/{number:04}.md"), "x\n")).collect();
    let session = with(&["unit", "heavy"], vec![input("changes.diff", format!("{odd}{many}"))]);
    let changes = changes(&session);
    assert_eq!((changes.n_uncounted, changes.uncounted.len()), (1_001, 201));
    assert_eq!(changes.uncounted[0], "x␊b⟨U+202E⟩.md: not Python");
    assert_eq!(changes.uncounted[200], "and 801 more");
}

#[test]
fn patches_of_a_series_are_one_diff() {
    let line = |at: usize| text("backend/cli.py").lines().nth(at - 1).unwrap().to_owned();
    let mail = |at: usize| {
        format!(
            "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nSubject: x\n---\n{}-- \n2.43.0\n",
            format_args!(
                "diff --git a/backend/cli.py b/backend/cli.py\n--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -{at} +{at} @@\n-old\n+{}\n",
                line(at)
            )
        )
    };
    let inputs = vec![input("0002-second.patch", mail(9)), input("0001-first.patch", mail(3))];
    let session = with(&["unit", "heavy"], inputs);
    assert_eq!(changes(&session).diff, "2 patches from 0001-first.patch to 0002-second.patch");
    let file = session.file("backend/cli.py", &Query::default()).unwrap();
    let changed: Vec<_> = file.lines.iter().filter(|line| line.changed).map(|line| line.number).collect();
    assert_eq!(changed, [3, 9]);
    // Patches that are no series, by what they change.
    let inputs = vec![input("0001-a.patch", mail(3)), input("0002-b.patch", mail(3).replace("-old", "-other"))];
    let session = with(&["unit", "heavy"], inputs);
    assert_eq!(overview(&session).changes, None);
    let problem = session.problems().into_iter().find(|problem| problem.code == Code::DiffInvalid).unwrap();
    assert!(problem.cause.contains("do not follow one another"), "{problem}");
}

#[test]
fn patches_deep_in_a_project_are_its_files() {
    let patch = changing("backend/cli.py", &[1]);
    let session = with(&["unit", "heavy"], vec![input("sample/vendor/fix.patch", patch.as_str())]);
    assert_eq!(overview(&session).changes, None);
    let session = with(&["unit", "heavy"], vec![input("ci/changes.diff", patch)]);
    assert_eq!(changes(&session).diff, "ci/changes.diff");
}

#[test]
fn a_file_is_limited_to_what_changed() {
    let text = diff();
    let session = with(&["unit", "heavy"], vec![input("changes.diff", text.as_str())]);
    let expected = patch(&session, &text);
    for changed in &expected.files {
        let whole = session.file(&changed.path, &Query::default()).unwrap();
        let limited = session.file(&changed.path, &limited()).unwrap();
        for file in [&whole, &limited] {
            let lines = |is: &dyn Fn(&covscope_core::view::Line) -> bool| -> Vec<_> {
                file.lines.iter().filter(|line| is(line)).map(|line| line.number).collect()
            };
            assert_eq!(lines(&|line| line.changed), changed.added);
            let shown: Vec<_> = changed.shown.iter().flat_map(|(first, last)| *first..=*last).collect();
            assert_eq!(lines(&|line| line.shown), shown);
        }
        assert_eq!(numbers(limited.row.totals.as_ref().unwrap()), changed.union.numbers);
        let counts = limited.counts.unwrap();
        let union = changed.union.numbers;
        assert_eq!(
            (counts.run, counts.missing, counts.partial),
            (union.n_executed(), union.n_missing, union.n_partial_branches)
        );
        let at: Vec<_> = limited.misses.iter().filter(|miss| !miss.is_partial).map(|miss| miss.first).collect();
        assert!(at.iter().all(|line| changed.union.missing.contains(line)), "{at:?}");
        assert_eq!(at.is_empty(), changed.union.missing.is_empty());
        assert!(whole.misses.len() >= limited.misses.len());
    }
    let settings = session.file("backend/core/settings.py", &limited()).unwrap();
    let says = |number: u32| {
        settings.lines.iter().find(|line| line.number == number).and_then(|line| settings.sentences.get(line.says?))
    };
    assert!(says(38).unwrap().starts_with("changed"), "{:?}", says(38));
    let renamed = session.file("backend/core/clock.py", &limited()).unwrap();
    assert_eq!(renamed.changed.as_deref(), Some("renamed from backend/time.py"));
    // A file that it does not change is shown as ever.
    let other = "backend/cli.py";
    assert_eq!(session.file(other, &limited()), session.file(other, &Query::default()));
}

#[test]
fn a_link_has_the_same_verdict_and_numbers() {
    let text = diff();
    let pyproject = crate::patch::numbers::text("pyproject.toml") + "fail_under_patch = 90\n";
    let inputs = vec![input("sample/pyproject.toml", pyproject), input("changes.diff", text.as_str())];
    let session = with(&["unit", "heavy"], inputs);
    let expected = patch(&session, &text);
    let payload = session.payload(&Query::default(), Provenance::default(), Some(&expected)).unwrap();
    let mut linked = Session::new();
    linked.open(&link::write(&payload, 60_000).unwrap().text);
    let (of_data, of_link) = (changes(&session), changes(&linked));
    let without = |numbers: &Numbers| Numbers { n_excluded: 0, ..*numbers };
    assert_eq!(numbers(&of_link.totals), without(&numbers(&of_data.totals)));
    assert_eq!((&of_link.gate, &of_link.says, of_link.n_files), (&of_data.gate, &of_data.says, 3));
    let (table, known) = (linked.overview(&limited()).unwrap(), session.overview(&limited()).unwrap());
    let rows = |overview: &Overview| -> Vec<_> {
        overview
            .rows
            .iter()
            .map(|row| (row.path.clone(), without(&numbers(row.totals.as_ref().unwrap())), row.below))
            .collect()
    };
    assert_eq!(rows(&table), rows(&known));
    let (file, whole) = (
        linked.file("backend/core/settings.py", &limited()).unwrap(),
        session.file("backend/core/settings.py", &limited()).unwrap(),
    );
    let places = |file: &covscope_core::view::File| file.misses.iter().map(|miss| miss.first).collect::<Vec<_>>();
    assert_eq!(places(&file), places(&whole));
    assert!(file.lines.iter().any(|line| line.changed));
    // So short that it has one row for all files: nothing is known of changes.
    let mut short = Session::new();
    let total = payload.with(link::Detail::Total);
    short.open(&link::write(&total, 60_000).unwrap().text);
    assert_eq!(overview(&short).changes, None);
}
