//! `covscope gate`: what it judges, says and answers. The sample's numbers are coverage.py's.

use std::path::Path;

use serde_json::Value;

use crate::folder::Folder;
use crate::patch::{run, sample};
use crate::rows::Rows;

const TOTAL: &str = "\
PASS: 82% (81.87%) reaches 80% ([tool.coverage.report] fail_under in pyproject.toml); 45 covered lines or branches to spare.
  unit    63.64%
  heavy   61.29%
";

fn gate(folder: &Folder, options: &str, code: i32) -> String {
    run(folder, &format!("gate {options}"), code).0
}

#[test]
fn the_total_is_judged_by_the_project_or_the_option() {
    let folder = sample();
    assert_eq!(run(&folder, "gate", 0), (TOTAL.to_owned(), String::new()));
    assert_eq!(gate(&folder, ".", 0), TOTAL);
    let said = gate(&folder, "--fail-under 90", 2);
    assert!(
        said.starts_with(
            "FAIL: 82% (81.87%) is below 90% (--fail-under); 147 more covered lines or branches reach it.\n"
        ),
        "{said}"
    );
    // 81.87 is 82 where no decimals are asked for, as coverage.py compares.
    gate(&folder, "--fail-under 82", 0);
    for (options, why) in [
        ("--fail-under 101", "--fail-under=101 is invalid. Must be between 0 and 100.\n"),
        ("--fail-under-file -1", "--fail-under-file=-1 is invalid. Must be between 0 and 100.\n"),
        ("--fail-under-patch 90", "--fail-under-patch needs --diff FILE, a unified diff; - is stdin.\n"),
        ("--expect=", "--expect names no lane; expected names with commas between, such as unit,heavy.\n"),
        ("--diff none.diff", "Couldn't read the diff none.diff: [Errno 2] No such file or directory: 'none.diff'\n"),
    ] {
        assert_eq!(gate(&folder, options, 1), why);
    }
}

#[test]
fn settings_that_can_not_be_read_are_no_verdict() {
    let folder = sample();
    folder.write("pyproject.toml", "[tool.coverage\n");
    for options in ["", ".", ".coverage.unit .coverage.heavy"] {
        let (said, err) = run(&folder, format!("gate {options}").trim_end(), 3);
        assert!(said.contains("\n  The settings in pyproject.toml can't be used as they are.\n"), "{said}");
        assert_eq!(err.matches("pyproject.toml: Line 1 is not valid TOML").count(), 1, "{err}");
    }
    run(&folder, "patch --diff x.diff", 3);
}

#[test]
fn a_report_is_no_data() {
    let folder = sample();
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/sample/expected/union/coverage.json");
    folder.write("coverage.json", std::fs::read(report).unwrap());
    let words = "No data to report. Among the inputs is no data file that can be used, such as .coverage or .coverage.unit; reports of CI's stand for the sources alone.\n";
    for command in ["gate", "link", "comment", "bundle", "patch --diff x.diff"] {
        assert_eq!(
            run(&folder, &format!("{command} coverage.json"), 1),
            (words.to_owned(), String::new()),
            "{command}"
        );
    }
}

#[test]
fn settings_that_do_not_count_are_named() {
    let folder = sample();
    for lane in ["unit", "heavy"] {
        folder.write(&format!("lanes/.coverage.{lane}"), folder.read(&format!(".coverage.{lane}")));
    }
    let note = "covscope: The settings in pyproject.toml do not count, as it is not among the inputs; name it, too, if they should.\n";
    let (said, err) = run(&folder, "gate lanes backend", 2);
    assert!(said.contains("62.25%") && err.ends_with(note), "{said}{err}");
    for inputs in ["lanes backend pyproject.toml", "lanes/.coverage.unit lanes/.coverage.heavy"] {
        assert_eq!(run(&folder, &format!("gate {inputs}"), 0).1, "", "{inputs}");
    }
    // Its own settings are enough, also if coverage.py has none there; and a folder without any has nothing to name.
    folder.write("own/pyproject.toml", "[tool.covscope]\nlanes = [\"unit\"]\n");
    assert!(!run(&folder, "gate lanes backend own/pyproject.toml", 2).1.contains(" do not count"));
    folder.write("pyproject.toml", "[tool.ruff]\n");
    assert!(!run(&folder, "gate lanes backend", 2).1.contains(" do not count"));
}

#[test]
fn a_threshold_is_told_briefly() {
    let folder = sample();
    let told = |option: &str, from: &str| {
        let said = gate(&folder, &format!("{option} 1e-320"), 0);
        assert!(said.contains(&format!(" 1e-320% ({from})")) && said.lines().all(|line| line.len() < 200), "{said}");
    };
    told("--fail-under", "--fail-under");
    told("--fail-under-file 0 --diff x.diff --fail-under-patch", "--fail-under-patch");
    let said = run(&folder, "patch --diff x.diff --fail-under 1e-320", 0).0;
    assert!(
        said.contains("is at least 1e-320% (--fail-under);") && said.lines().all(|line| line.len() < 200),
        "{said}"
    );
    assert!(gate(&folder, "--fail-under 79.50", 0).contains(" reaches 79.5% (--fail-under)"));
}

#[test]
fn without_a_lane_there_is_no_verdict() {
    let folder = sample();
    let said = gate(&folder, "--expect unit,heavy,slow", 3);
    assert!(
        said.contains("INCOMPLETE: 81.87% so far") && said.contains("The lane slow is expected and not here."),
        "{said}"
    );
    assert!(said.contains("the total ends between 81.87% and 100.00%;"), "{said}");
    let said = gate(&folder, ".coverage.unit", 3);
    assert!(said.contains("The lane heavy is expected and not here."), "{said}");
    // Left out on purpose: still no verdict.
    let config = String::from_utf8(folder.read("pyproject.toml")).unwrap();
    let skipped = config.replace("[tool.covscope]\n", "[tool.covscope]\nskipped = [\"heavy\"]\n");
    assert_ne!(config, skipped);
    folder.write("pyproject.toml", skipped);
    let said = gate(&folder, ".coverage.unit", 3);
    assert!(said.contains("The lane heavy is skipped."), "{said}");
    // By the run's own word, too; and a lane that no list names is one of the whole all the same.
    folder.write("pyproject.toml", &config);
    let said = gate(&folder, "--skipped heavy .coverage.unit", 3);
    assert!(said.contains("The lane heavy is skipped."), "{said}");
    let said = gate(&folder, "--skipped e2e", 3);
    assert!(said.contains("The lane e2e is skipped."), "{said}");
    for lanes in ["", "lanes = [\"unit\"]\n"] {
        let alone = config.replace("lanes = [\"unit\", \"heavy\"]\n", &format!("{lanes}skipped = [\"heavy\"]\n"));
        assert_ne!(config, alone);
        folder.write("pyproject.toml", alone);
        let said = gate(&folder, ".coverage.unit --fail-under 40", 3);
        assert!(said.contains("The lane heavy is skipped."), "{said}");
        gate(&folder, "--fail-under 40", 0);
    }
    // No threshold is below what is not known.
    gate(&folder, ".coverage.unit --fail-under 0", 3);
    let said = gate(&folder, ".coverage.unit --fail-under-file 0", 3);
    assert!(said.contains("INCOMPLETE: no file is below 0% (--fail-under-file) so far.\n"), "{said}");
    // Blanks are no part of a name.
    let names = folder.covscope(&["gate", "--expect", " unit , heavy "], &Default::default());
    assert_eq!(names.status.code(), Some(0), "{names:?}");
}

#[test]
fn files_and_changed_lines_have_thresholds_of_their_own() {
    let folder = sample();
    let said = gate(&folder, "--fail-under-file 50", 2);
    let expected = "\
FAIL: 3 files are below 50% (--fail-under-file):
   37.66%  backend/cli.py
    0.00%  backend/jobs/legacy_export.py
   41.46%  backend/warehouse/labels.py
Gate: FAIL
";
    assert_eq!(said, format!("{TOTAL}{expected}"));
    let said = gate(&folder, "--fail-under-file 0 --diff x.diff", 0);
    let expected = "\
PASS: no file is below 0% (--fail-under-file).
PASS: 71.43% of what was changed ran (5 of 7); no threshold is set.
Gate: PASS
";
    assert_eq!(said, format!("{TOTAL}{expected}"));
    let said = gate(&folder, "--diff x.diff --fail-under-patch 72", 2);
    assert!(
        said.ends_with(
            "FAIL: 71% (71.43%) of what was changed ran (5 of 7); the threshold is 72% (--fail-under-patch).\nGate: FAIL\n"
        ),
        "{said}"
    );
    // Half of the data is no reason to say fail either.
    let said = gate(&folder, "--diff x.diff --fail-under-patch 72 .coverage.unit", 3);
    assert!(said.ends_with("Gate: INCOMPLETE\n"), "{said}");
}

#[test]
fn only_a_diff_that_was_asked_for_is_judged() {
    let folder = sample();
    let changed = gate(&folder, "--diff x.diff --fail-under-patch 72", 2);
    assert_eq!(gate(&folder, "x.diff --fail-under-patch 72", 2), changed);
    assert_eq!(gate(&folder, ". x.diff --fail-under-patch 72", 2), changed);
    // One of another revision that lies about in the folder.
    folder.write("old.diff", "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1 +1 @@\n-a\n+b\n");
    assert_eq!(run(&folder, "gate .", 0), (TOTAL.to_owned(), String::new()));
}

#[test]
fn a_verdict_is_in_colour_where_that_is_asked_for() {
    let folder = sample();
    let of = |line: &str, variable: &str| {
        let env = [(variable.to_owned(), "1".to_owned())].into();
        let output = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &env);
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = gate(&folder, "--fail-under-file 50", 2);
    let coloured = of("gate --fail-under-file 50", "CLICOLOR_FORCE");
    let [pass, fail] = [("PASS", 32), ("FAIL", 31)].map(|(word, colour)| format!("\x1b[{colour}m\x1b[1m{word}\x1b[0m"));
    assert!(coloured.starts_with(&format!("{pass}: 82%")), "{coloured:?}");
    assert!(coloured.contains(&format!("\n{fail}: 3 files")) && coloured.ends_with(&format!("Gate: {fail}\n")));
    assert_eq!(coloured.replace(&pass, "PASS").replace(&fail, "FAIL"), plain);
    assert_eq!(of("gate --fail-under-file 50", "NO_COLOR"), plain);
    let patch = of("patch --diff x.diff --fail-under 72", "CLICOLOR_FORCE");
    assert!(patch.contains(&format!("\n{fail}: 71%")), "{patch:?}");
    assert!(!of("gate --json", "CLICOLOR_FORCE").contains('\x1b'));
}

#[test]
fn the_json_says_the_same() {
    let folder = sample();
    let told: Value = serde_json::from_str(&gate(&folder, "--json --fail-under-file 50 --diff x.diff", 2)).unwrap();
    assert_eq!((&told["format"], &told["verdict"]), (&Value::from(1), &Value::from("fail")));
    assert_eq!(told["total"]["verdict"], "pass");
    assert_eq!(
        (&told["total"]["to_spare"], &told["total"]["totals"]["missing_lines"]),
        (&Value::from(45), &Value::from(218))
    );
    assert_eq!(told["lanes"]["heavy"]["missing_lines"], 493);
    assert_eq!(told["files"]["below"].as_object().unwrap().len(), 3);
    assert_eq!(
        (&told["patch"]["totals"]["num_statements"], &told["patch"]["totals"]["missing_branches"]),
        (&Value::from(3), &Value::from(1))
    );
    let told: Value = serde_json::from_str(&gate(&folder, "--json .coverage.unit", 3)).unwrap();
    assert_eq!(told["total"]["bounds"], serde_json::json!(["63.64", "100.00"]));
    assert_eq!((&told["files"], &told["patch"]), (&Value::Null, &Value::Null));
}

#[test]
fn the_percentage_of_changed_lines_is_told_as_it_is_compared() {
    let folder = Folder::new();
    let rows = Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: vec!["/project/a.py".to_owned()],
        contexts: vec![String::new()],
        // Lines 1 to 5.
        lines: vec![(0, 0, "3e".to_owned())],
        arcs: Vec::new(),
        tracers: Vec::new(),
    };
    folder.write_rows(".coverage", &rows);
    folder.write("a.py", "x = 1\n".repeat(9));
    folder.write("x.diff", format!("--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,9 @@\n{}", "+x = 1\n".repeat(9)));
    let told = |options: &str, code, words: &str| {
        let said = gate(&folder, format!("--fail-under 50 --diff x.diff {options}").trim_end(), code);
        assert!(said.contains(&format!("\n{words}\n")), "{said}");
    };
    told(
        "--fail-under-patch 56",
        0,
        "PASS: 56% (55.56%) of what was changed ran (5 of 9); the threshold is 56% (--fail-under-patch).",
    );
    told("", 0, "PASS: 55.56% of what was changed ran (5 of 9); no threshold is set.");
}
