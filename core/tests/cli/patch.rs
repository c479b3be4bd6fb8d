//! `covscope patch`: what it reads, prints and answers.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::folder::Folder;

const DIFF: &str = "--- a/backend/api/http.py\n+++ b/backend/api/http.py\n@@ -51 +51 @@\n-old\n+        if most is not None and value > most:\n--- a/backend/core/settings.py\n+++ b/backend/core/settings.py\n@@ -40,2 +40,2 @@\n-a\n-b\n";

/// The sample's project, and its data beside it.
pub(crate) fn sample() -> Folder {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/sample");
    let folder = Folder::new();
    let mut open = vec![sample.join("project")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(sample.join("project")).unwrap().to_str().unwrap();
            folder.write(name, std::fs::read(&path).unwrap());
        }
    }
    for lane in ["unit", "heavy"] {
        folder
            .write(&format!(".coverage.{lane}"), std::fs::read(sample.join(format!("data/.coverage.{lane}"))).unwrap());
    }
    let settings = String::from_utf8(folder.read("backend/core/settings.py")).unwrap();
    let added: String = settings.lines().skip(39).take(2).map(|line| format!("+{line}\n")).collect();
    folder.write("x.diff", format!("{DIFF}{added}"));
    folder
}

#[track_caller]
pub(crate) fn run(folder: &Folder, line: &str, code: i32) -> (String, String) {
    let Output { status, stdout, stderr } = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &BTreeMap::new());
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(folder.path(), "/project");
    let (out, err) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{line}\n{out}\n{err}");
    (out, err)
}

#[test]
fn the_table_is_of_the_data_here() {
    let folder = sample();
    let (out, err) = run(&folder, "patch --diff x.diff", 0);
    let expected = "\
Name                       Lines   Stmts   Miss   Branch   BrMiss   Cover   unit   heavy   Missing
--------------------------------------------------------------------------------------------------
backend/api/http.py            1       1      0        2        0    100%    67%     67%
backend/core/settings.py       2       2      1        2        1     50%     0%     50%   41
--------------------------------------------------------------------------------------------------
TOTAL                          3       3      1        4        1     71%    29%     57%

Of the changed statements alone 67% ran.

Patch coverage: 71%; 5 of 7 changed statements and branches ran.
";
    assert_eq!((out.as_str(), err.as_str()), (expected, ""));
    // The same of everything by name.
    assert_eq!(run(&folder, "patch --diff x.diff .", 0).0, expected);
    assert_eq!(run(&folder, "patch --diff x.diff .coverage.unit .coverage.heavy", 0).0, expected);
    let given = "patch --diff x.diff .coverage.unit .coverage.heavy backend pyproject.toml";
    assert_eq!(run(&folder, given, 0).0, expected);
    // The diff among the arguments, also in parts.
    assert_eq!(run(&folder, "patch x.diff", 0).0, expected);
    assert_eq!(run(&folder, "patch .coverage.unit x.diff .coverage.heavy", 0).0, expected);
    let (first, second) = DIFF.split_at(DIFF.find("--- a/backend/core").unwrap());
    let whole = String::from_utf8(folder.read("x.diff")).unwrap();
    folder.write("0001-a.patch", first);
    folder.write("0002-b.patch", format!("{second}{}", &whole[DIFF.len()..]));
    assert_eq!(run(&folder, "patch . 0001-a.patch 0002-b.patch", 0).0, expected);
}

#[test]
fn the_exit_code_is_the_verdict() {
    let folder = sample();
    let last = |text: &str| text.lines().rev().find(|line| !line.starts_with("  ")).unwrap().to_owned();
    for (line, code, verdict) in [
        (
            "patch --diff x.diff --fail-under 71",
            0,
            "PASS: 71% is at least 71% (--fail-under); 5 of 7 changed statements and branches ran.",
        ),
        (
            "patch --diff x.diff --fail-under 72",
            2,
            "FAIL: 71% is less than 72% (--fail-under); 5 of 7 changed statements and branches ran.",
        ),
        (
            "patch --diff x.diff --fail-under 71.42 --precision 1",
            0,
            "PASS: 71.43% is at least 71.42% (--fail-under); 5 of 7 changed statements and branches ran.",
        ),
        (
            "patch --diff x.diff .coverage.unit",
            3,
            "INCOMPLETE: 29% so far; 2 of 7 changed statements and branches ran.",
        ),
    ] {
        assert_eq!(last(&run(&folder, line, code).0), verdict, "{line}");
    }
    let settings = String::from_utf8(folder.read("pyproject.toml")).unwrap() + "fail_under_patch = 90\n";
    folder.write("pyproject.toml", settings);
    let (out, _) = run(&folder, "patch --diff x.diff", 2);
    assert!(last(&out).starts_with("FAIL: 71% is less than 90% (fail_under_patch);"), "{out}");
    run(&folder, "patch --diff x.diff --fail-under 50", 0);
}

#[test]
fn json_says_all_of_it() {
    let folder = sample();
    let (out, _) = run(&folder, "patch --diff x.diff --json --fail-under 80", 2);
    let report: Value = serde_json::from_str(&out).unwrap();
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    let expected = [
        "branches",
        "fail_under",
        "files",
        "format",
        "lanes",
        "not_counted",
        "problems",
        "reasons",
        "totals",
        "verdict",
    ];
    assert_eq!(keys, expected);
    assert_eq!(
        (&report["format"], &report["verdict"], &report["fail_under"]),
        (&1.into(), &"fail".into(), &80.0.into())
    );
    let file = &report["files"][0];
    let keys: Vec<&String> = file.as_object().unwrap().keys().collect();
    let expected = [
        "added_lines",
        "changed_inside",
        "covered_by",
        "estimated",
        "excluded_lines",
        "lanes",
        "name",
        "old_name",
        "other_lines",
        "path",
        "shown",
        "status",
        "union",
    ];
    assert_eq!(keys, expected);
    assert_eq!(file["union"]["executed_lines"].to_string(), "[51]");
    assert_eq!(file["lanes"]["unit"]["missing_branches"].to_string(), "[[51,52]]");
    assert_eq!(file["lanes"]["heavy"]["missing_branches"].to_string(), "[[51,53]]");
    assert_eq!(file["union"]["missing_branches"].to_string(), "[]");
    assert_eq!(report["totals"]["num_statements"], 3);
    let described = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/patch.md")).unwrap();
    for key in keys_of(&report).iter().filter(|key| !["unit", "heavy"].contains(&key.as_str())) {
        assert!(described.contains(&format!("`{key}`")), "docs/patch.md does not say what {key} is");
    }
}

/// All keys of all objects.
fn keys_of(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| [vec![key.clone()], keys_of(value)].concat()).collect()
        }
        Value::Array(values) => values.iter().flat_map(keys_of).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_diff_may_come_by_stdin() {
    let folder = sample();
    let mut child = Command::new(env!("CARGO_BIN_EXE_covscope"))
        .args(["patch", "--diff", "-", "--fail-under", "99"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&folder.read("x.diff")).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
}

/// A project without any configuration, in a folder whose name its paths have, too.
#[test]
fn a_small_project_is_known_by_its_files_alone() {
    let folder = Folder::new();
    folder.write("a.py", "x = 1\n");
    folder.write("p/b.py", "x = 1\nif x:\n    y = 2\n");
    let rows = r#"{"schema": [[7]], "meta": [["has_arcs", "0"]], "files": ["/project/a.py", "/project/p/b.py"], "contexts": [""],
        "lines": [[0, 0, "02"], [1, 0, "06"]], "arcs": [], "tracers": []}"#;
    folder.write_rows(".coverage", &serde_json::from_str(rows).unwrap());
    folder.write("x.diff", "--- /dev/null\n+++ b/a.py\n@@ -0,0 +1 @@\n+x = 1\n--- a/p/b.py\n+++ b/p/b.py\n@@ -1 +1,3 @@\n x = 1\n+if x:\n+    y = 2\n");
    let expected = "\
Name     Lines   Stmts   Miss   Cover   Missing
-----------------------------------------------
a.py         1       1      0    100%
p/b.py       2       2      1     50%   3
-----------------------------------------------
TOTAL        3       3      1     67%

Patch coverage: 67%; 2 of 3 changed statements ran.
";
    for line in ["patch --diff x.diff", "patch --diff x.diff .", "patch --diff x.diff .coverage"] {
        assert_eq!(run(&folder, line, 0), (expected.to_owned(), String::new()), "{line}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let folder = sample();
    folder.write("not.diff", "hello\n");
    folder.write("stale.diff", "--- a/backend/cli.py\n+++ b/backend/cli.py\n@@ -1 +1 @@\n-a\n+b\n");
    for (line, message) in [
        ("patch", "Expected --diff FILE, a unified diff; - is stdin."),
        (
            "patch --diff gone.diff",
            "Couldn't read the diff gone.diff: [Errno 2] No such file or directory: 'gone.diff'",
        ),
        ("patch --diff not.diff", "not.diff: It is no unified diff: expected the output of git diff"),
        ("patch --diff x.diff gone", "Couldn't read gone: [Errno 2] No such file or directory: 'gone'"),
        ("patch --diff x.diff backend", "No data to report."),
        ("patch --diff x.diff --precision -1", "precision=-1 is invalid. Must not be negative."),
        ("patch --diff x.diff --fail-under 101", "--fail-under=101 is invalid. Must be between 0 and 100."),
        ("patch --diff x.diff --python 2.7", "2.7: "),
    ] {
        let (out, _) = run(&folder, line, 1);
        assert!(out.starts_with(message), "{line}: {out}");
    }
    let (out, err) = run(&folder, "patch --diff stale.diff", 3);
    assert!(out.ends_with("  The diff does not fit backend/cli.py.\n"), "{out}");
    assert!(err.starts_with("covscope: backend/cli.py: Line 1 is 'b' in the diff, and "), "{err}");
    let empty = Folder::new();
    empty.write("x.diff", "");
    assert_eq!(run(&empty, "patch --diff x.diff", 1).0, "No data to report.\n");
}

#[test]
fn a_name_in_an_error_moves_no_cursor() {
    let folder = sample();
    let patch = |to: &str| format!("--- a/x\n+++ \"b/x\\033[31m\\n::error::pwned.py\"\n@@ -1 +1 @@\n-a\n+{to}\n");
    folder.write("clash.diff", format!("{}{}", patch("b"), patch("c")));
    for command in ["patch", "gate", "comment", "link", "bundle"] {
        let (out, err) = run(&folder, &format!("{command} --diff clash.diff"), i32::from(command != "bundle"));
        let all = out + &err;
        assert!(!all.contains('\x1b') && !all.lines().any(|line| line.starts_with("::")), "{all}");
        assert!(command == "bundle" || all.contains("\\x1b[31m\\n::error::pwned.py"), "{all}");
    }
}
