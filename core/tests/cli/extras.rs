//! What covscope does that coverage.py does not: data on the command line, and a word where coverage.py ends in a traceback.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::folder::Folder;
use crate::rows::Rows;

const SOURCE: &str = "def f(x):\n    if x:\n        return 1\n    return 2\n";

/// One measured file of the folder, its lines 1 and `line`.
fn rows(path: &str, line: u32) -> Rows {
    let numbits = format!("{:02x}", 2_u32 | 1 << line);
    Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: vec![path.to_owned()],
        contexts: vec![String::new()],
        lines: vec![(0, 0, numbits)],
        arcs: Vec::new(),
        tracers: Vec::new(),
    }
}

/// A project of two files, the data of two lanes that are not called .coverage, and one that is.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("a.py", SOURCE);
    folder.write("b.py", SOURCE);
    folder.write_rows("unit.db", &rows("/project/a.py", 2));
    folder.write_rows("heavy.db", &rows("/project/b.py", 3));
    folder.write_rows(".coverage", &rows("/project/a.py", 4));
    folder
}

fn run(folder: &Folder, line: &str) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &BTreeMap::new());
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(folder.path(), "/project");
    (status.code(), text(stdout), text(stderr))
}

/// Text with single spaces.
fn single(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A run that is well, with this total and this on stderr.
#[track_caller]
fn check(folder: &Folder, line: &str, rows: &[&str], stderr: &str) {
    let before = folder.files();
    let (code, out, err) = run(folder, line);
    let shown: Vec<_> = out.lines().skip(2).filter(|line| !line.starts_with('-')).collect();
    let words = |line: &&str| single(line);
    assert_eq!(
        (code, shown.iter().map(words).collect::<Vec<_>>(), err.as_str()),
        (Some(0), rows.iter().map(|row| (*row).to_owned()).collect(), stderr),
        "{line}"
    );
    assert_eq!(folder.files(), before, "{line} leaves everything as it is");
}

#[test]
fn arguments_that_are_sqlite_files_are_data() {
    let folder = folder();
    check(&folder, "report", &["a.py 4 2 50%", "TOTAL 4 2 50%"], "");
    check(&folder, "report unit.db", &["a.py 4 2 50%", "TOTAL 4 2 50%"], "Combined 1 file\n");
    let both = ["a.py 4 2 50%", "b.py 4 2 50%", "TOTAL 8 4 50%"];
    check(&folder, "report unit.db heavy.db", &both, "Combined 2 files\n");
    check(
        &folder,
        "report unit.db heavy.db unit.db .coverage",
        &["a.py 4 1 75%", both[1], "TOTAL 8 3 62%"],
        "Combined 3 files, skipped 1\n",
    );
    // The others are files to report on, measured or not.
    check(&folder, "report unit.db heavy.db b.py", &[both[1], "TOTAL 4 2 50%"], "Combined 2 files\n");
    check(&folder, "report b.py heavy.db", &[both[1], "TOTAL 4 2 50%"], "Combined 1 file\n");
    check(&folder, "report unit.db b.py", &["b.py 4 4 0%", "TOTAL 4 4 0%"], "Combined 1 file\n");
}

#[test]
fn an_argument_that_only_looks_like_data_is_a_file() {
    let folder = folder();
    folder.write("not.db", "not a database");
    let (code, out, _) = run(&folder, "report not.db");
    assert_eq!(
        (code, out.as_str()),
        (Some(1), "No data to report.\n"),
        "as coverage.py has it: no Python, and not called so"
    );
    let (code, out, _) = run(&folder, "report gone.db");
    assert_eq!(code, Some(1));
    assert!(out.starts_with("No source for code: '/project/gone.db'"), "{out}");
}

#[test]
fn patterns_that_clash_are_said_and_the_rest_is_reported() {
    let folder = folder();
    folder.write(".coveragerc", "[report]\nexclude_also =\n    return 1\n    (?s)if.*\n");
    let (code, out, err) = run(&folder, "report");
    assert_eq!(code, Some(0));
    assert!(err.starts_with("covscope: The pattern \"(?s)if.*\" can't be used"), "{err}");
    assert!(single(&out).contains("a.py 3 1 67%"), "{out}");
}

#[test]
fn data_of_plugins_is_said_and_the_rest_is_reported() {
    let folder = folder();
    let mut rows = rows("/project/a.py", 2);
    rows.files.push("/project/page.html".to_owned());
    rows.tracers.push((1, "django".to_owned()));
    folder.write_rows(".coverage", &rows);
    let said =
        "covscope: page.html was measured by the plugin django, which can't be run here: it is not in the report.\n";
    check(&folder, "report", &["a.py 4 2 50%", "TOTAL 4 2 50%"], said);
}

#[test]
fn an_empty_list_of_paths_is_said() {
    let folder = folder();
    folder.write(".coveragerc", "[paths]\nempty =\n");
    let (code, out, err) = run(&folder, "report a.py b.py");
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(err.contains("[paths] empty is empty"), "{err}");
}

/// Where coverage.py ends in a traceback; with `-i` its warnings are among the recorded command lines.
#[test]
fn a_source_that_cannot_be_decoded_is_said_and_the_rest_is_reported() {
    for (source, why) in [
        ("# coding: nonsense\n", "unknown encoding: nonsense"),
        ("# coding: utf-7\n", "the file declares the encoding utf-7, which covscope does not read"),
    ] {
        let folder = folder();
        folder.write("b.py", source);
        let (code, out, err) = run(&folder, "report a.py b.py");
        assert_eq!(code, Some(0), "{out}{err}");
        assert_eq!(err, format!("covscope: b.py: {why}. It was left out.\n"));
        assert!(single(&out).ends_with("TOTAL 4 2 50%\n"), "{out}");
    }
}

#[test]
fn files_that_relative_files_folds_are_said() {
    let folder = Folder::new();
    folder.write("features/x.py", SOURCE);
    folder.write("pkg/features/x.py", SOURCE);
    folder.write(".coveragerc", "[run]\nrelative_files = true\n");
    folder.write_rows(".coverage.1", &rows("features/x.py", 2));
    folder.write_rows(".coverage.2", &rows("pkg/features/x.py", 3));
    let (code, out, err) = run(&folder, "report");
    assert_eq!(code, Some(0));
    assert!(err.contains("covscope: pkg/features/x.py is a file of its own and was counted as features/x.py"), "{err}");
    assert!(single(&out).contains("features/x.py 4 1 75%") && !out.contains("pkg"), "{out}");
}

#[test]
fn the_python_is_chosen_and_said() {
    let folder = folder();
    folder.write("a.py", "class C:\n    x: int\n");
    let told = |line: &str, env: &str| {
        let env = BTreeMap::from([("COVSCOPE_PYTHON".to_owned(), env.to_owned())]);
        let output = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &env);
        (String::from_utf8(output.stderr).unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (said, out) = told("report -v", "3.13");
    assert_eq!(said, "covscope: Python 3.13 rules: COVSCOPE_PYTHON\n");
    assert!(single(&out).contains("a.py 2 "), "{out}");
    let (said, out) = told("report -v --python=3.14", "3.13");
    assert_eq!(said, "covscope: Python 3.14 rules: --python\n");
    assert!(single(&out).contains("a.py 1 "), "{out}");
    assert_eq!(told("report --python=2.7", "").1, "2.7: expected a Python version from 3.11 to 3.15, found \"2.7\"\n");
    for (name, text, version) in [
        (
            "pyproject.toml",
            "[project]\nrequires-python = '>=3.9,<3.13'\n",
            "3.12 rules: the newest that requires-python",
        ),
        (".python-version", "3.11.4\n", "3.11 rules: .python-version"),
        (".python-version", "3.9\n", "3.11 rules: the nearest to 3.9 of .python-version"),
        ("pyproject.toml", "[tool.covscope]\npython = '3.14'\n", "3.14 rules: [tool.covscope]"),
    ] {
        folder.write(name, text);
        let (said, _) = told("report --verbose", "");
        assert!(said.starts_with(&format!("covscope: Python {version}")), "{said}");
    }
}

#[test]
fn the_analysis_is_told_as_the_oracle_tells_it() {
    let folder = folder();
    folder.write("sub/c.py", "x = (\n");
    let (code, out, _) = run(&folder, "debug analysis --python 3.13 a.py sub nowhere.py");
    assert_eq!(code, Some(0));
    let records: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [a, c, nowhere] = records.as_slice() else { panic!("{out}") };
    assert_eq!(a["path"], "a.py");
    assert_eq!(a["statements"], serde_json::json!([1, 2, 3, 4]));
    assert_eq!(a["arcs"], serde_json::json!([[1, -1], [2, 3], [2, 4], [3, -1], [4, -1]]));
    assert_eq!(a["exit_counts"], serde_json::json!([[1, 1], [2, 2], [3, 1], [4, 1]]));
    assert_eq!((&c["path"], &c["error"]["type"]), (&"sub/c.py".into(), &"NotPython".into()));
    assert_eq!(nowhere["error"]["type"], "NoSource");
}

#[test]
fn programs_are_analysed_from_stdin() {
    let told = |stdin: &str| {
        let mut covscope = Command::new(env!("CARGO_BIN_EXE_covscope"))
            .args(["debug", "analysis", "--python", "3.13", "--rcfile", "/dev/null", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        covscope.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        let output = covscope.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, out) = told("{\"path\": \"p\", \"text\": \"if a:\\n    b\\n\"}\n{\"path\": \"q\", \"text\": \"(\"}\n");
    let records: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [p, q] = records.as_slice() else { panic!("{out}") };
    assert_eq!((code, &p["path"], &p["statements"]), (Some(0), &"p".into(), &serde_json::json!([1, 2])));
    assert_eq!((&q["path"], &q["error"]["type"]), (&"q".into(), &"NotPython".into()));
    let (code, out) = told("no object\n");
    assert!(code == Some(1) && out.contains("path and text"), "{out}");
}

#[test]
fn help_and_version_are_ours() {
    let folder = Folder::new();
    for line in ["--help", "help", "help report", "report --help", "--version", "help nothing"] {
        let (code, out, err) = run(&folder, line);
        assert!(code == Some(0) && out.contains("covscope") && err.is_empty(), "{line}: {out}{err}");
        // The same words where colours are asked for.
        let coloured =
            folder.covscope(&line.split(' ').collect::<Vec<_>>(), &[("CLICOLOR_FORCE".into(), "1".into())].into());
        let coloured = String::from_utf8(coloured.stdout).unwrap();
        assert_eq!(coloured.contains("\x1b["), !line.contains("version"), "{line}: {coloured:?}");
        assert_eq!(::console::strip_ansi_codes(&coloured), out, "{line}");
    }
    let (code, out, err) = run(&folder, "html");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(err, "covscope does not html: use 'coverage html'.\nUse 'covscope help' for help.\n");
}

#[test]
fn sources_that_coverage_py_gives_up_on_are_said_and_reported() {
    let folder = folder();
    folder.write(
        "b.py",
        "while True:\n    try:\n        a()\n    finally:\n        with a as (x, y):\n            del ((), [])\n",
    );
    let arcs = Rows {
        meta: vec![("has_arcs".to_owned(), "1".to_owned())],
        files: vec!["/project/a.py".to_owned(), "/project/b.py".to_owned()],
        lines: Vec::new(),
        arcs: vec![(0, 0, -1, 1), (0, 0, 1, -1), (1, 0, -1, 1), (1, 0, 1, -1)],
        ..rows("/project/a.py", 1)
    };
    folder.write_rows(".coverage", &arcs);
    let said = "covscope: b.py: coverage.py gives up on the branches of this file (AssertionError: Expected one arc, and there \
                are more with start = 5). They are counted by its rules as far as these go.\n";
    check(&folder, "report", &["a.py 4 3 2 0 17%", "b.py 4 3 0 0 25%", "TOTAL 8 6 2 0 20%"], said);
    folder.write_rows(".coverage", &rows("/project/b.py", 1));
    check(&folder, "report", &["b.py 4 3 25%", "TOTAL 4 3 25%"], "");
}

#[test]
fn a_data_file_is_read_whatever_its_name_and_mode() {
    let folder = folder();
    let mut bytes = folder.read("unit.db");
    // WAL mode, the log merged: as sqlite3's `PRAGMA journal_mode = wal` leaves it.
    bytes[18..20].fill(2);
    folder.write("50% of it?/unit #1 é.db", &bytes);
    let output = folder.covscope(&["report", "50% of it?/unit #1 é.db"], &BTreeMap::new());
    assert!(single(&String::from_utf8(output.stdout).unwrap()).contains("TOTAL 4 2 50%"));
    assert_eq!(folder.files().len(), 6, "nothing is written beside it");
}

/// coverage.py's numbers are `optparse`'s: with a zero in front they are octal.
#[test]
fn numbers_are_those_of_optparse() {
    let folder = folder();
    folder.write("c.py", "a = 1\nif a:\n    b = 1\nelse:\n    c = 1\n");
    folder.write_rows("c.db", &rows("/project/c.py", 2));
    let decimals = |precision: &str| {
        let (code, out, err) = run(&folder, &format!("report --precision={precision} c.db"));
        let total = out.lines().last().and_then(|line| line.split_once('.')).map(|(_, decimals)| decimals.len() - 1);
        (code, total, err)
    };
    for (precision, count) in [("010", 8), ("0o7", 7), ("0x2", 2), ("0b11", 3), ("2_0", 20)] {
        assert_eq!(decimals(precision), (Some(0), Some(count), "Combined 1 file\n".to_owned()), "{precision}");
    }
    let (code, out, _) = run(&folder, "report --p=1 c.db");
    assert_eq!((code, out.lines().last().map(single)), (Some(0), Some("TOTAL 4 2 50.0%".to_owned())));
    assert_eq!(run(&folder, "json --p -o out.json c.db").0, Some(0));
    assert_eq!(run(&folder, "report --pyth=3.13 c.db").0, Some(0));
    for wrong in ["08", "-0x5", "0o8"] {
        let (code, _, err) = decimals(wrong);
        assert_eq!(code, Some(1), "{wrong}");
        assert!(err.contains(&format!("option --precision: invalid integer value: '{wrong}'")), "{err}");
    }
}

/// A source that is the folder above is none of what is here: the file below is in the current folder's.
#[test]
fn xml_below_a_measured_file_has_one_source() {
    let folder = Folder::new();
    folder.write("main.py", "import sub.a\n");
    folder.write("sub/a.py", "x = 1\n");
    let mut both = rows("/project/main.py", 1);
    both.files.push("/project/sub/a.py".to_owned());
    both.lines.push((1, 0, "02".to_owned()));
    folder.write_rows("lane.db", &both);
    let Output { status, stdout, .. } =
        folder.covscope_in("sub", &["xml", "--data-file=../lane.db", "-o", "-"], &BTreeMap::new());
    let text = String::from_utf8(stdout).unwrap();
    assert!(status.success(), "{text}");
    let sources: Vec<&str> = text.lines().filter(|line| line.contains("<source>")).map(str::trim).collect();
    assert_eq!(sources, ["<source></source>"]);
}

/// With relative files coverage.py writes a source as it is written, but for slashes at its end.
#[test]
fn a_source_of_relative_files_has_no_slash_at_its_end() {
    let folder = Folder::new();
    folder.write(".coveragerc", "[run]\nsource = src/\nrelative_files = true\n");
    folder.write("src/a.py", "x = 1\n");
    folder.write_rows(".coverage", &rows("src/a.py", 1));
    let (code, out, _) = run(&folder, "xml -o -");
    assert_eq!(code, Some(0));
    assert!(out.contains("<sources>\n\t\t<source>src</source>\n\t</sources>"), "{out}");
    assert!(out.contains("filename=\"a.py\""), "{out}");
}

/// covscope's own commands know the environment as reporting does, for the settings of the current folder alone: what others wrote could
/// bring a secret into a comment.
#[test]
fn variables_have_values_in_the_settings_of_the_current_folder() {
    let folder = Folder::new();
    let settings = "[tool.coverage.paths]\nsource = [\"src\", \"/v/p/src\", \"${WS}/src\"]\n";
    for project in ["", "other/"] {
        folder.write(&format!("{project}pyproject.toml"), settings);
        folder.write(&format!("{project}src/a.py"), SOURCE);
        folder.write(&format!("{project}src/b.py"), SOURCE);
        for (lane, root) in [("unit", "/w/p/"), ("heavy", "/v/p/")] {
            folder.write_rows(&format!("{project}.coverage.{lane}"), &rows(&format!("{root}src/a.py"), 2));
        }
    }
    let env = BTreeMap::from([("WS".to_owned(), "/w/p".to_owned())]);
    let run = |place: &str, line: &str| {
        let Output { stdout, stderr, .. } = folder.covscope_in(place, &line.split(' ').collect::<Vec<_>>(), &env);
        (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    };
    for line in ["gate", "gate .", "gate .coverage.unit .coverage.heavy", "link --base=https://x/"] {
        let (out, err) = run("other", line);
        assert_eq!(err, "", "{line}: {out}");
    }
    let (out, _) = run("", "report");
    assert!(out.contains("src/a.py") && !out.contains("/w/p"), "{out}");
    run("other", "bundle -o b.zip");
    for (place, line) in
        [("", "gate other"), ("other", "gate b.zip"), ("other/src", "gate ../pyproject.toml ../.coverage.unit")]
    {
        let (_, err) = run(place, line);
        assert!(err.contains("the environment variable WS, which has no value here"), "{line}: {err}");
    }
}
