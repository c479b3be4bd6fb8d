//! Line for line as diff-cover 11.0.1 has it, on the diffs of `tests/parity/patch/`.
//!
//! It counts lines, and we count statements: a statement of which only a further line was changed is none for diff-cover. Branches
//! it knows by `--branch-coverage`: a line counts as missing if no lane's xml has all of its branches. Sides taken by different lanes
//! are taken, though: there, and nowhere else, our answer is another.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use covscope_core::diff::Diff;
use covscope_core::input::Input;
use covscope_core::line::LineNo;
use covscope_core::pace::{Unhurried, run};
use covscope_core::patch::{Part, Patch, PatchFile};
use covscope_core::session::Session;
use covscope_core::view::{Choices, Query};
use serde::Deserialize;

use crate::rows::Rows;
use crate::support::{dropped_folder, project};

#[derive(Deserialize)]
struct Answers {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    project: String,
    name: String,
    diff: String,
    lines: BTreeMap<String, Lines>,
    branches: BTreeMap<String, Lines>,
}

#[derive(Deserialize, Default, Debug, PartialEq, Eq)]
struct Lines {
    covered: BTreeSet<LineNo>,
    missing: BTreeSet<LineNo>,
}

#[derive(Deserialize)]
struct Recorded {
    projects: BTreeMap<String, Project>,
}

#[derive(Deserialize)]
struct Project {
    files: BTreeMap<String, String>,
    data: BTreeMap<String, Rows>,
}

fn unpacked<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let packed = std::fs::read(project().join("tests/parity").join(path)).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What was dropped for a project: its sources, its settings, and the data of its lanes.
fn inputs(name: &str, recorded: &Recorded) -> Vec<Input> {
    if name == "sample" {
        let sample = project().join("tests/sample");
        let mut inputs = dropped_folder("sample", &sample.join("project"));
        inputs.extend(dropped_folder("sample", &sample.join("data")));
        return inputs;
    }
    let project = &recorded.projects[&format!("{name}, lanes")];
    let files = project.files.iter().map(|(path, text)| (path, text.clone().into_bytes()));
    let data = project.data.iter().map(|(path, rows)| (path, rows.to_data().write().unwrap()));
    files.chain(data).map(|(path, bytes)| Input { name: format!("{name}/{path}"), bytes }).collect()
}

fn session(name: &str, recorded: &Recorded) -> Session {
    let mut session = Session::new();
    let choices = Choices { python: Some("3.13".parse().unwrap()), ..Choices::default() };
    run(session.choose(choices, &Unhurried, &mut |_| {})).unwrap();
    run(session.add(inputs(name, recorded), &Unhurried, &mut |_| {})).unwrap();
    session
}

/// The lines that were changed themselves.
fn direct(file: &PatchFile, lines: &[LineNo]) -> BTreeSet<LineNo> {
    lines.iter().filter(|line| !file.inside.contains(line)).copied().collect()
}

/// Our answer in diff-cover's terms.
fn ours(patch: &Patch) -> BTreeMap<String, Lines> {
    let lines = |file: &PatchFile| Lines {
        covered: direct(file, &file.union.covered),
        missing: direct(file, &file.union.missing),
    };
    let named = patch.files.iter().map(|file| (file.name.clone(), lines(file)));
    named.filter(|(_, lines)| *lines != Lines::default()).collect()
}

/// The lines with a missing branch, of one lane or of all together.
fn partial(part: &Part) -> BTreeSet<LineNo> {
    part.missing_branches.iter().map(|arc| arc.from.line()).collect()
}

/// Where diff-cover misses branches that lanes take together: the file and the lines.
type Differences = BTreeMap<String, BTreeSet<LineNo>>;

fn compare(case: &Case, patch: &Patch, differences: &mut Differences) {
    let name = &case.name;
    assert_eq!(patch.problems, [], "{name}");
    let theirs: BTreeMap<_, _> = case.lines.iter().filter(|(_, lines)| **lines != Lines::default()).collect();
    let ours = ours(patch);
    assert_eq!(ours.iter().collect::<BTreeMap<_, _>>(), theirs, "{name}");
    for file in &patch.files {
        let Some(theirs) = case.branches.get(&file.name) else { continue };
        let missing: BTreeSet<LineNo> = file.union.missing.iter().copied().chain(partial(&file.union)).collect();
        let missing = direct(file, &missing.into_iter().collect::<Vec<_>>());
        let added: BTreeSet<LineNo> = file.added.iter().copied().collect();
        let missing: BTreeSet<LineNo> = missing.intersection(&added).copied().collect();
        let only_ours: Vec<_> = missing.difference(&theirs.missing).collect();
        assert!(only_ours.is_empty(), "{name}: {} {only_ours:?}", file.name);
        let only_theirs: Vec<LineNo> = theirs.missing.difference(&missing).copied().collect();
        for line in &only_theirs {
            assert!(file.union.covered.contains(line) && !partial(&file.union).contains(line));
            assert!(file.lanes.iter().all(|lane| lane.missing.contains(line) || partial(lane).contains(line)));
        }
        if !only_theirs.is_empty() {
            differences.entry(format!("{}: {}", case.project, file.name)).or_default().extend(only_theirs);
        }
    }
}

#[test]
fn every_line_is_what_diff_cover_says_but_for_branches_that_lanes_take_together() {
    let (answers, recorded): (Answers, Recorded) = (unpacked("patch/answers.json.gz"), unpacked("cli/runs.json.gz"));
    assert!(answers.cases.len() >= 20);
    let mut sessions: BTreeMap<&str, Session> = BTreeMap::new();
    let mut differences = Differences::new();
    let mut n_lines = 0;
    for case in &answers.cases {
        let session = sessions.entry(&case.project).or_insert_with(|| session(&case.project, &recorded));
        let diff = Diff::read(case.diff.as_bytes()).unwrap();
        let patch = session.patch(&diff, &Query::default()).unwrap();
        compare(case, &patch, &mut differences);
        n_lines += patch.total.n_statements;
    }
    assert!(n_lines > 3_000, "{n_lines}");
    let expected = [
        ("sample: backend/api/http.py", &[51, 90][..]),
        ("sample: backend/core/settings.py", &[38]),
        ("sample: backend/orders/service.py", &[75]),
    ];
    let expected = expected.map(|(name, lines)| (name.to_owned(), lines.iter().copied().collect()));
    assert_eq!(differences, Differences::from(expected));
}
