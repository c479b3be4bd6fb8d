//! What is counted of a diff: on the sample, and on small projects.

use covscope_core::data::{CoverageData, MeasuredFile};
use covscope_core::diff::Diff;
use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::line::LineArc;
use covscope_core::numbers::{Numbers, Threshold, Verdict};
use covscope_core::patch::{Patch, PatchFile, Why};
use covscope_core::session::Session;
use covscope_core::view::Query;

use super::{adding, read};
use crate::support::{dropped, dropped_folder, lane, overview, project, session, union};

pub(super) fn sample(lanes: &[&str]) -> Session {
    let folder = project().join("tests/sample");
    let mut inputs = dropped_folder("sample", &folder.join("project"));
    let data = dropped_folder("sample", &folder.join("data"));
    inputs.extend(data.into_iter().filter(|input| lanes.iter().any(|lane| input.name.ends_with(lane))));
    session(inputs)
}

pub(super) fn text(name: &str) -> String {
    std::fs::read_to_string(project().join("tests/sample/project").join(name)).unwrap()
}

#[track_caller]
pub(super) fn patch(session: &Session, diff: &str) -> Patch {
    session.patch(&read(diff.as_bytes()), &Query::default()).unwrap()
}

#[track_caller]
fn only(patch: &Patch) -> &PatchFile {
    assert_eq!(patch.files.len(), 1, "{patch:#?}");
    &patch.files[0]
}

/// The diff that changes some lines of a file of the sample, without context.
pub(super) fn changing(name: &str, lines: &[usize]) -> String {
    let source = text(name);
    let hunk = |line: &usize| format!("@@ -{line} +{line} @@\n-old\n+{}\n", source.lines().nth(line - 1).unwrap());
    format!("--- a/{name}\n+++ b/{name}\n{}", lines.iter().map(hunk).collect::<String>())
}

#[test]
fn the_diff_that_adds_everything_has_the_reports_numbers() {
    let session = sample(&["unit", "heavy"]);
    let overview = overview(&session);
    let union = union(&overview);
    let diff: String = union.keys().map(|path| adding(path, &text(path))).collect();
    let patch = patch(&session, &diff);
    assert_eq!(patch.problems, []);
    let lanes: Vec<_> = overview.lanes.iter().map(|one| lane(&overview, &one.name)).collect();
    for file in &patch.files {
        // Excluded lines may be behind the last one.
        let without = |numbers: &Numbers| Numbers { n_excluded: 0, ..*numbers };
        assert_eq!(without(&file.union.numbers), without(&union[&file.path]), "{}", file.path);
        for (part, expected) in file.lanes.iter().zip(&lanes) {
            assert_eq!(without(&part.numbers), without(&expected[&file.path]), "{}", file.path);
        }
        let points: usize = file.shares.iter().map(|share| share.points()).sum();
        assert_eq!(points, file.union.numbers.ratio_covered().1, "{}", file.path);
    }
    // Empty files have no line to add.
    assert!(patch.files.len() > 20 && patch.uncounted.iter().all(|file| file.why == Why::NothingAdded));
    assert_eq!(patch.total.ratio_covered(), (1_567, 1_914));
    let shown: Vec<_> = patch.lanes.iter().map(|(name, numbers)| (name.as_str(), numbers.ratio_covered().0)).collect();
    assert_eq!(shown, [("unit", 1_218), ("heavy", 1_173)]);
}

/// The same of a large project without its sources, by a report of CI's. Its files are not part of this repository.
#[test]
fn by_a_report_the_numbers_are_the_reports_too() {
    let shared = project().join("../shared/relyloop");
    if !shared.is_dir() {
        println!("skipped: {} is not here", shared.display());
        return;
    }
    for format in ["json", "lcov", "xml"] {
        let name = format!("expected/combined/coverage.{format}");
        let names = [".coverage.unit", ".coverage.heavy", "pyproject.toml", &name];
        let session = session(names.map(|name| dropped(name.rsplit('/').next().unwrap(), &shared.join(name))).into());
        let diff: String = union(&overview(&session)).keys().map(|path| adding(path, &"x\n".repeat(3_000))).collect();
        let patch = patch(&session, &diff);
        assert_eq!((patch.files.len(), patch.total.ratio_covered()), (191, (13_700, 16_794)), "{format}");
    }
}

/// Of line 51 unit takes one way, and heavy the other: coverage.py's union has both, and reports of single lanes none. diff-cover's
/// `--branch-coverage`, with the xml of both lanes, calls it missing, as the test beside this one has it.
#[test]
fn a_branch_of_which_lanes_take_a_side_each_is_covered() {
    let diff = changing("backend/api/http.py", &[51]);
    let both = patch(&sample(&["unit", "heavy"]), &diff);
    let file = only(&both);
    assert_eq!((file.union.missing.as_slice(), file.union.missing_branches.as_slice()), (&[][..], &[][..]));
    assert_eq!(both.total.pc_covered(), 100.0);
    let missing: Vec<_> = file.lanes.iter().map(|lane| lane.missing_branches.as_slice()).collect();
    assert_eq!(missing, [[LineArc::between(51, 52)], [LineArc::between(51, 53)]]);
    for name in ["unit", "heavy"] {
        let report =
            std::fs::read_to_string(project().join(format!("tests/sample/expected/{name}/coverage.xml"))).unwrap();
        let class = report
            .split("filename=\"backend/api/http.py\"")
            .nth(1)
            .or_else(|| report.split("filename=\"api/http.py\"").nth(1))
            .unwrap();
        let line = class.lines().find(|line| line.contains("number=\"51\"")).unwrap();
        assert!(line.contains("condition-coverage=\"50% (1/2)\""), "{line}");
    }
    for lane in ["unit", "heavy"] {
        let one = patch(&sample(&[lane]), &diff);
        assert_eq!((one.total.n_missing_branches, one.verdict(None)), (1, Verdict::Incomplete), "{lane}");
    }
}

#[test]
fn the_verdict_is_by_the_threshold_and_waits_for_lanes() {
    let diff = changing("backend/core/settings.py", &[38, 40, 41, 42, 43]);
    let both = patch(&sample(&["unit", "heavy"]), &diff);
    let threshold = |fail_under| Some(Threshold { fail_under, precision: 0 });
    let percent = both.total.pc_covered();
    assert!(percent > 10.0 && percent < 90.0);
    let judged = [None, threshold(10.0), threshold(90.0)].map(|threshold| both.verdict(threshold));
    assert_eq!(judged, [Verdict::Pass, Verdict::Pass, Verdict::Fail]);
    let unit = patch(&sample(&["unit"]), &diff);
    assert_eq!(unit.verdict(threshold(10.0)), Verdict::Incomplete);
    assert_eq!(unit.reasons, ["The lane heavy is expected and not here."]);
}

#[test]
fn files_without_numbers_are_named_with_the_reason() {
    let diff = [
        adding("README.md", "x\n"),
        adding("backend/devtools/seed.py", "x\n"),
        adding("tests_unit/conftest.py", "x\n"),
        "diff --git a/old.py b/old.py\ndeleted file mode 100644\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
            .to_owned(),
        "diff --git a/backend/cli.py b/backend/cli.py\nold mode 100644\nnew mode 100755\n".to_owned(),
        "diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n".to_owned(),
    ];
    let patch = patch(&sample(&["unit", "heavy"]), &diff.concat());
    let named: Vec<_> = patch.uncounted.iter().map(|file| (file.name.as_str(), file.why)).collect();
    let expected = [
        ("README.md", Why::NotPython),
        ("backend/cli.py", Why::NothingAdded),
        ("backend/devtools/seed.py", Why::Omitted),
        ("old.py", Why::Deleted),
        ("tests_unit/conftest.py", Why::NotMeasured),
        ("x.png", Why::NotPython),
    ];
    assert_eq!(named, expected);
    assert_eq!(
        (patch.files.len(), patch.verdict(Some(Threshold { fail_under: 100.0, precision: 0 }))),
        (0, Verdict::Pass)
    );
}

#[test]
fn a_diff_of_another_revision_is_said() {
    let session = sample(&["unit", "heavy"]);
    for (diff, cause) in [
        ("--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1,0 +2 @@\n+x = 1\n", "Line 2 is 'x = 1' in the diff, and "),
        (
            "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -8999,0 +9000 @@\n+x\n",
            "The diff shows line 9000, and the source ends before it.",
        ),
    ] {
        let patch = patch(&session, diff);
        let [problem] = &patch.problems[..] else { panic!("{patch:#?}") };
        assert_eq!((problem.code, problem.input.as_str()), (Code::DiffStale, "backend/cli.py"));
        assert!(problem.cause.starts_with(cause), "{}", problem.cause);
        assert_eq!(patch.reasons, ["The diff does not fit backend/cli.py."]);
        assert_eq!(patch.verdict(None), Verdict::Incomplete);
    }
}

pub(super) fn input(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
    Input { name: name.to_owned(), bytes: bytes.into() }
}

/// A data file of which the first line of each file ran.
fn data_of(paths: &[&str]) -> Input {
    let mut data = CoverageData { has_arcs: Some(false), contexts: vec![String::new()], ..CoverageData::default() };
    for path in paths {
        let mut measured = MeasuredFile::default();
        measured.lines.change(0, |lines| lines.extend([1]));
        data.files.insert((*path).to_owned(), measured);
    }
    input(".coverage", data.write().unwrap())
}

#[test]
fn a_statement_counts_once_whichever_of_its_lines_is_changed() {
    let source = "def f(\n    a,  # first\n    b,\n):\n    # a comment\n    if a:  # pragma: no cover\n        return 1\n    return [\n        a,\n        b,\n    ]\n";
    let report = r#"{"meta": {"format": 3, "branch_coverage": false}, "files": {"p/a.py": {"executed_lines": [1], "missing_lines": [8], "excluded_lines": [6, 7], "summary": {"num_statements": 2, "covered_lines": 1, "missing_lines": 1, "excluded_lines": 2}}}, "totals": {}}"#;
    let data = || data_of(&["/w/p/a.py"]);
    let diff = "--- a/p/a.py\n+++ b/p/a.py\n@@ -1,0 +2,2 @@\n+    a,  # first\n+    b,\n@@ -4,0 +5,3 @@\n+    # a comment\n+    if a:  # pragma: no cover\n+        return 1\n@@ -9,0 +10 @@\n+        b,\n";
    let with_source = patch(&session(vec![data(), input("w/p/a.py", source)]), diff);
    let file = only(&with_source);
    assert_eq!((file.union.covered.as_slice(), file.union.missing.as_slice()), (&[1][..], &[8][..]));
    assert_eq!(
        (file.inside.as_slice(), file.excluded.as_slice(), file.other.as_slice()),
        (&[1, 8][..], &[6, 7][..], &[5][..])
    );
    // A report does not tell which lines are parts of a statement: as for diff-cover, they are none.
    let by_report = patch(&session(vec![data(), input("coverage.json", report)]), diff);
    let file = only(&by_report);
    assert_eq!(
        (file.union.numbers.n_statements, file.excluded.as_slice(), file.other.as_slice()),
        (0, &[6, 7][..], &[2, 3, 5, 10][..])
    );
    assert_eq!(by_report.total.pc_covered(), 100.0);
}

#[test]
fn names_of_the_diff_are_found_under_other_roots() {
    let session = sample(&["unit", "heavy"]);
    let of = |diff: &str| -> Vec<String> { patch(&session, diff).files.iter().map(|file| file.path.clone()).collect() };
    let changed = changing("backend/cli.py", &[1]);
    // The project is a folder of the repository.
    assert_eq!(of(&changed.replace("backend", "shop/backend")), ["backend/cli.py"]);
    // As `diff -u old/cli.py new/cli.py` has it: the lines tell which file it is.
    assert_eq!(of(&changed.replace("a/backend", "old").replace("b/backend", "new")), ["backend/cli.py"]);
    // Another file of that name.
    assert_eq!(of("--- a/docs/cli.py\n+++ b/docs/cli.py\n@@ -1 +1 @@\n-a\n+b\n"), Vec::<String>::new());
    let copy = adding("docs/cli.py", &text("backend/cli.py"));
    assert_eq!(of(&copy), Vec::<String>::new());
    assert_eq!(of(&format!("{changed}{copy}")), ["backend/cli.py"]);
    assert_eq!(of(&format!("{changed}{}", adding("docs/backend/cli.py", "other\n"))), ["backend/cli.py"]);
}

#[test]
fn of_projects_beside_each_other_the_one_that_has_the_lines_is_meant() {
    let session = session(vec![
        data_of(&["/ci/app/a.py", "/ci/app/b.py"]),
        input("app/a.py", "x = 1\n"),
        input("app/b.py", "y = 1\n"),
    ]);
    let ours = adding("ours/app/a.py", "x = 1\n");
    let other = adding("first/app/a.py", "z = 1\n") + &adding("first/app/b.py", "z = 1\n");
    let both = patch(&session, &format!("{other}{ours}"));
    assert_eq!((only(&both).name.as_str(), both.problems.as_slice()), ("ours/app/a.py", &[][..]));
    let of_other = patch(&session, &other);
    assert_eq!((of_other.files.len(), of_other.verdict(None)), (2, Verdict::Incomplete));
    assert!(of_other.reasons[0].contains("git diff --relative"), "{:?}", of_other.reasons);
    // Also where its names are the project's own.
    let same = adding("app/a.py", "z = 1\n") + &adding("sub/app/b.py", "y = 1\n");
    assert_eq!(only(&patch(&session, &same)).name, "sub/app/b.py");
}

#[test]
fn a_name_without_a_folder_is_found_by_its_lines() {
    let session = session(vec![
        data_of(&["/ci/setup.py", "/ci/p/a.py"]),
        input("setup.py", "x = 1\n"),
        input("p/a.py", "y = 1\n"),
    ]);
    let of = |diff: &str| -> Vec<String> { patch(&session, diff).files.iter().map(|file| file.path.clone()).collect() };
    assert_eq!(of(&adding("setup.py", "x = 1\n")), ["setup.py"]);
    assert_eq!(of(&adding("sub/setup.py", "x = 1\n")), ["setup.py"]);
    assert_eq!(of(&adding("docs/setup.py", "z = 1\n")), Vec::<String>::new());
    let sub = adding("sub/setup.py", "z = 1\n") + &adding("sub/p/a.py", "y = 1\n");
    assert_eq!(of(&sub), ["p/a.py", "setup.py"], "the folder of one is that of the other");
}

#[test]
fn a_measured_file_without_a_source_is_called_that() {
    let measured = ["/ci/p/a.py", "/ci/p/b.py", "/ci/p/c.py", "/other/q/c.py"];
    let session = session(vec![data_of(&measured), input("p/a.py", "x = 1\n"), input("p/c.py", "x = 1\n")]);
    let names = ["p/a.py", "p/b.py", "p/new.py", "q/c.py"];
    let diff: String = names.iter().map(|name| adding(name, "x = 1\n")).collect();
    let patch = patch(&session, &diff);
    assert_eq!(only(&patch).path, "p/a.py");
    let uncounted: Vec<_> = patch.uncounted.iter().map(|file| (file.name.as_str(), file.why)).collect();
    assert_eq!(uncounted, [("p/b.py", Why::NoSource), ("p/new.py", Why::NotMeasured), ("q/c.py", Why::NoSource)]);
}

#[test]
fn a_form_feed_is_the_same_line() {
    let source = "x = 1\n\x0c\ny = 2\nz = 3 \x0c# end\n";
    let session = session(vec![data_of(&["/w/a.py"]), input("a.py", source)]);
    let patch = patch(&session, "--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n x = 1\n \x0c\n y = 2\n+z = 3 \x0c# end\n");
    assert_eq!(patch.problems, []);
    assert_eq!(only(&patch).added.len(), 1);
}

#[test]
fn of_a_binary_file_nothing_is_known() {
    let session = session(vec![data_of(&["/w/a.py"]), input("a.py", "x = 1\n")]);
    let binary = |name: &str| {
        format!(
            "diff --git a/{name} b/{name}\nindex 1111111..2222222 100644\nBinary files a/{name} and b/{name} differ\n"
        )
    };
    let patch = patch(&session, &(binary("a.py") + &binary("b.png")));
    let told: Vec<_> = patch.uncounted.iter().map(|file| (file.name.as_str(), file.why.as_str())).collect();
    assert_eq!((patch.files.len(), told), (0, vec![("a.py", "binary"), ("b.png", "not Python")]));
}

#[test]
fn a_long_name_takes_time_by_its_length() {
    let session = session(vec![data_of(&["/w/a.py"]), input("a.py", "x = 1\n")]);
    let name = format!("{}b.py", "d/".repeat(200_000));
    let diff = format!("--- a/{name}\n+++ b/{name}\n@@ -0,0 +1 @@\n+x = 1\n");
    let start = std::time::Instant::now();
    assert_eq!(patch(&session, &diff).uncounted.len(), 1);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn lines_of_a_renamed_file_are_found_under_its_new_name() {
    let name = "backend/core/clock.py";
    let first = text(name).lines().next().unwrap().to_owned();
    let diff = format!(
        "diff --git a/backend/time.py b/{name}\nsimilarity index 90%\nrename from backend/time.py\nrename to {name}\n--- a/backend/time.py\n+++ b/{name}\n@@ -0,0 +1 @@\n+{first}\n"
    );
    let patch = patch(&sample(&["unit", "heavy"]), &diff);
    let file = only(&patch);
    assert_eq!((file.path.as_str(), file.old_name.as_deref(), file.status), (name, Some("backend/time.py"), "renamed"));
}

#[test]
fn every_prefix_of_a_diff_is_counted_or_refused() {
    let session = sample(&["unit"]);
    let diff = format!(
        "{}{}",
        changing("backend/cli.py", &[3, 9, 20]),
        adding("backend/core/clock.py", &text("backend/core/clock.py"))
    );
    let mut n_read = 0;
    for end in (0..diff.len()).step_by(7) {
        if let Ok(diff) = Diff::read(&diff.as_bytes()[..end]) {
            n_read += 1;
            session.patch(&diff, &Query::default()).unwrap();
        }
    }
    assert!(n_read > 5);
}
