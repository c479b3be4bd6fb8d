//! Command lines that coverage.py ran; `tests/parity/cli/make.py` recorded them, and `tests/parity/runs/record.py` those about
//! real runs of packages' own tests.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

use crate::folder::Folder;
use crate::rows::Rows;

#[derive(Deserialize)]
struct Recorded {
    projects: BTreeMap<String, Project>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Project {
    files: BTreeMap<String, String>,
    data: BTreeMap<String, Rows>,
}

#[derive(Deserialize)]
struct Case {
    project: String,
    line: String,
    env: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    stdout: String,
    stderr: String,
    code: i32,
    written: BTreeMap<String, String>,
    merged: BTreeMap<String, Rows>,
    removed: Vec<String>,
}

/// Without the time of the report.
fn unstamped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) =
        ["\"timestamp\": \"", " timestamp=\""].iter().filter_map(|key| rest.find(key).map(|at| at + key.len())).min()
    {
        let end = rest[at..].find('"').unwrap();
        out.push_str(&rest[..at]);
        out.push('…');
        rest = &rest[at + end..];
    }
    out + rest
}

/// Lists of texts in json sorted: contexts, which coverage.py keeps in sets.
fn ordered(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('[').enumerate() {
        out.push_str(if at > 0 { "[" } else { "" });
        let list = part.split_once(']').and_then(|(list, rest)| Some((sorted(list)?, rest)));
        match list {
            Some((list, rest)) => out.extend([&list, "]", rest]),
            None => out.push_str(part),
        }
    }
    out
}

/// The texts between two brackets sorted, with the same white space around each place; `None` if there is something else.
fn sorted(list: &str) -> Option<String> {
    let places: Vec<&str> = list.split(',').collect();
    let mut texts: Vec<&str> = places.iter().map(|place| place.trim()).collect();
    if texts.iter().any(|text| text.len() < 2 || !text.starts_with('"') || !text.ends_with('"')) {
        return None;
    }
    texts.sort_unstable();
    let placed = places.iter().zip(texts).map(|(place, text)| place.replace(place.trim(), text));
    Some(placed.collect::<Vec<_>>().join(","))
}

fn check(case: &Case, project: &Project) -> Result<(), String> {
    let folder = Folder::new();
    for (name, text) in project.files.iter().chain(&case.files) {
        folder.write(name, text);
    }
    for (name, rows) in &project.data {
        folder.write_rows(name, rows);
    }
    let before = folder.files();
    let line = case.line.replace("/project", folder.path());
    let output = folder.covscope(&line.split(' ').collect::<Vec<_>>(), &case.env);
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).replace(folder.path(), "/project");
        if bytes.starts_with(b"{") { ordered(&unstamped(&text)) } else { unstamped(&text) }
    };
    let fail = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
        let (name, files) = (&case.project, &case.files);
        Err(format!("{} in {name} {files:?}: {what}\n   {ours:?}\nwith coverage.py\n   {theirs:?}", case.line))
    };
    // Why a source is no Python is said in the parser's words; usage and help are our own.
    let parse = |text: &str| match text.split_once(" as Python source: ") {
        Some((before, why)) if why.contains(" at line ") => format!("{before} as Python source\n"),
        _ => text.to_owned(),
    };
    let stdout = case.stdout.replace("Full documentation is at https://coverage.readthedocs.io/en/7.17.3\n", "");
    let stderr = case.stderr.replace("Use 'coverage help'", "Use 'covscope help'");
    if parse(&text(&output.stdout)) != parse(&stdout) {
        return fail("stdout", &text(&output.stdout), &stdout);
    }
    if text(&output.stderr) != stderr {
        return fail("stderr", &text(&output.stderr), &stderr);
    }
    if output.status.code() != Some(case.code) {
        return fail("the exit code", &output.status.code(), &case.code);
    }
    let mut after = folder.files();
    let is_combine = case.line.starts_with("combine");
    if is_combine {
        for (name, rows) in &case.merged {
            let ours = folder.read_rows(name);
            if ours != *rows {
                return fail(name, &ours, rows);
            }
            after.remove(name);
        }
    }
    // Reporting writes no data file and deletes none.
    let is_data = |name: &String| !is_combine && before.contains_key(name) && name.starts_with(".coverage");
    let removed: Vec<_> =
        before.keys().filter(|name| !after.contains_key(*name) && !case.merged.contains_key(*name)).collect();
    let theirs: Vec<_> = case.removed.iter().filter(|name| !is_data(name)).collect();
    if removed != theirs {
        return fail("removed", &removed, &theirs);
    }
    after.retain(|name, content| before.get(name) != Some(content));
    let written: BTreeMap<_, _> = after.iter().map(|(name, bytes)| (name.clone(), text(bytes))).collect();
    if written != case.written {
        return fail("written", &written, &case.written);
    }
    Ok(())
}

fn check_all(name: &str, least: usize) {
    let path = format!("{}/../tests/parity/cli/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let recorded: Recorded = serde_json::from_str(&text).unwrap();
    assert!(recorded.cases.len() >= least);
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(case) = recorded.cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = check(case, &recorded.projects[&case.project]) {
                        failures.lock().unwrap().push(failure);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), recorded.cases.len(), failures.join("\n"));
}

#[test]
fn every_command_line_does_what_coverage_py_did() {
    check_all("cases.json.gz", 357);
}

#[test]
fn real_runs_are_reported_as_coverage_py_does() {
    check_all("runs.json.gz", 28);
}
