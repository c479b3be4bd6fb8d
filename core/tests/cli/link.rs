//! `covscope link`: what is in the link, and what is said beside it.

use std::collections::BTreeMap;
use std::process::Output;

use covscope_core::link::{self, Payload, Provenance};

use crate::folder::Folder;
use crate::rows::Rows;

/// Two lanes of one file, its settings, and a pull request as a GitHub workflow tells it.
fn folder() -> Folder {
    let rows = |line: u32| Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: vec!["/project/a.py".to_owned()],
        contexts: vec![String::new()],
        lines: vec![(0, 0, format!("{:02x}", 2_u32 | 1 << line))],
        arcs: Vec::new(),
        tracers: Vec::new(),
    };
    let folder = Folder::new();
    folder.write("a.py", "def f(x):\n    if x:\n        return 1\n    return 2\n");
    folder.write("pyproject.toml", "[tool.covscope]\nlanes = [\"unit\", \"heavy\"]\nsite = \"https://host/page/\"\n");
    folder.write_rows(".coverage.unit", &rows(2));
    folder.write_rows(".coverage.heavy", &rows(3));
    let event = r#"{"pull_request": {"number": 7, "head": {"sha": "aa11"}, "base": {"sha": "bb22"}}}"#;
    folder.write("event.json", event);
    folder
}

/// Runs a line with these variables; the code, what is printed, and what is said beside it.
fn run(folder: &Folder, line: &str, variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let path = |value: &str| value.replace("/project", folder.path());
    // None of the run that runs this.
    let names = ["REPOSITORY", "SERVER_URL", "SHA", "RUN_ID", "EVENT_PATH"].map(|name| format!("GITHUB_{name}"));
    let mut env: BTreeMap<String, String> = names.into_iter().map(|name| (name, String::new())).collect();
    env.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), path(value))));
    let Output { status, stdout, stderr } = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &env);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[track_caller]
fn linked(folder: &Folder, line: &str, variables: &[(&str, &str)], base: &str) -> Payload {
    let (code, out, err) = run(folder, line, variables);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    let text = out.strip_prefix(&format!("{base}#/?d=")).unwrap_or_else(|| panic!("{out}"));
    link::read(text.trim_end()).unwrap()
}

#[test]
fn a_link_holds_the_report_and_what_it_is_of() {
    let folder = folder();
    let workflow = [
        ("GITHUB_REPOSITORY", "owner/name"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_SHA", "cc33"),
        ("GITHUB_RUN_ID", "12345678901"),
        ("GITHUB_EVENT_PATH", "/project/event.json"),
    ];
    let payload = linked(&folder, "link", &workflow, "https://host/page/");
    let text = |text: &str| text.to_owned();
    let provenance = Provenance {
        repository: text("owner/name"),
        pull_request: 7,
        head: text("aa11"),
        base: text("bb22"),
        run: 12_345_678_901,
        folder: String::new(),
    };
    assert_eq!(payload.provenance, provenance);
    assert_eq!(payload.expected, ["unit", "heavy"]);
    let lanes: Vec<_> = payload.lanes.iter().map(|lane| (lane.name.as_str(), lane.files[0].digest.len())).collect();
    assert_eq!(lanes, [("unit", 64), ("heavy", 64)]);
    assert_eq!((payload.union().n_statements, payload.union().n_missing), (4, 1));

    // What is said on the line counts more; without a pull request the commit is the run's.
    let line = "link --base https://other/#old --repo a/b --pr 8 --sha dd44 --base-sha ee55 --run 9 .coverage.unit .coverage.heavy";
    let other = linked(&folder, line, &workflow, "https://other/");
    let of = |other: &Payload| (other.provenance.pull_request, other.provenance.head.clone(), other.provenance.run);
    assert_eq!(of(&other), (8, text("dd44"), 9));
    assert_eq!((&other.files, &other.lanes), (&payload.files, &payload.lanes));
    let pushed = linked(&folder, "link", &workflow[1..4], "https://host/page/");
    assert_eq!(of(&pushed), (0, text("cc33"), 12_345_678_901));
    let elsewhere = [("GITHUB_REPOSITORY", "owner/name"), ("GITHUB_SERVER_URL", "https://git.host")];
    let elsewhere = linked(&folder, "link", &elsewhere, "https://host/page/");
    assert_eq!(elsewhere.provenance.repository, "https://git.host/owner/name");
}

#[test]
fn what_a_link_can_not_hold_is_said() {
    let folder = folder();
    let (_, whole, _) = run(&folder, "link", &[]);
    let most = whole.trim_end().len() - 1;
    let (code, out, err) = run(&folder, &format!("link --budget {most}"), &[]);
    assert_eq!((code, out.trim_end().len() <= most), (Some(0), true));
    assert!(err.starts_with("covscope: To keep the link short it leaves out which"), "{err}");
    let (code, out, _) = run(&folder, "link --budget 30", &[]);
    assert!(code == Some(1) && out.starts_with("The totals alone need ") && out.ends_with(" are allowed.\n"), "{out}");
    assert_eq!(run(&folder, "link --pr x", &[]).1, "--pr is x; expected a whole number.\n");

    folder.write("pyproject.toml", "");
    let (code, out, err) = run(&folder, "link", &[]);
    assert!(code == Some(0) && out.starts_with("#/?d=1"), "{out}");
    assert!(err.starts_with("covscope: This is the end of a link; say where the page is"), "{err}");
}

#[test]
fn a_link_points_to_the_bundle_of_a_commit() {
    let folder = folder();
    let bundle = "gh:o/n@0123456789abcdef0123456789abcdef01234567/pr/7.zip";
    let address = "https://raw.githubusercontent.com/o/n/0123456789abcdef0123456789abcdef01234567/pr/7.zip";
    let (code, out, _) = run(&folder, &format!("link --budget 500 --bundle {address}"), &[]);
    assert_eq!((code, out.starts_with(&format!("https://host/page/#/?src={bundle}&d=1"))), (Some(0), true), "{out}");
    assert!(out.trim_end().len() <= 500);
    let (code, out, err) = run(&folder, "link --bundle https://host/7.zip", &[]);
    assert!(
        code == Some(1) && out.contains("--bundle is https://host/7.zip; expected https://raw."),
        "{code:?} {out} {err}"
    );
}
