//! `covscope gate`: what it judges, says and answers. The sample's numbers are coverage.py's.

use serde_json::Value;

use crate::folder::Folder;
use crate::patch::{run, sample};

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
    assert!(said.contains("skipped"), "{said}");
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
            "FAIL: 71.43% of what was changed ran (5 of 7); the threshold is 72% (--fail-under-patch).\nGate: FAIL\n"
        ),
        "{said}"
    );
    // Half of the data is no reason to say fail either.
    let said = gate(&folder, "--diff x.diff --fail-under-patch 72 .coverage.unit", 3);
    assert!(said.ends_with("Gate: INCOMPLETE\n"), "{said}");
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
