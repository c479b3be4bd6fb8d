//! Combined rows against those that `coverage combine` wrote; `tests/parity/combine/make.py` recorded them.

use std::collections::BTreeMap;

use covscope_core::combine::aliases::PathAliases;
use covscope_core::combine::merge::Merged;
use covscope_core::combine::root::Root;
use covscope_core::config::Config;
use covscope_core::data::{CoverageData, MeasuredFile, numbits_to_nums, nums_to_numbits};
use covscope_core::line::LineArc;
use covscope_core::pace::{Unhurried, run};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    exists: Vec<String>,
    relative_files: bool,
    paths: Vec<Vec<String>>,
    append: Option<Rows>,
    /// A data file; or the name of the one it is a copy of, or other text.
    inputs: BTreeMap<String, Input>,
    merged: Option<Rows>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Input {
    Rows(Rows),
    Text(String),
}

/// The tables of a data file; files and contexts by their places.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
struct Rows {
    schema: Vec<(i64,)>,
    meta: Vec<(String, String)>,
    files: Vec<String>,
    contexts: Vec<String>,
    lines: Vec<(usize, usize, String)>,
    arcs: Vec<(usize, usize, i64, i64)>,
    tracers: Vec<(usize, String)>,
}

impl Rows {
    fn to_data(&self) -> CoverageData {
        let meta: BTreeMap<_, _> = self.meta.iter().cloned().collect();
        let has_arcs = meta.get("has_arcs").map(|value| value == "1");
        let mut data = CoverageData { has_arcs, version: meta.get("version").cloned(), ..Default::default() };
        data.contexts.clone_from(&self.contexts);
        data.files = self.files.iter().map(|path| (path.clone(), MeasuredFile::default())).collect();
        for (file, context, hex) in &self.lines {
            let bytes: Vec<u8> =
                (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
            data.files[*file].lines.entry(*context).or_default().extend(numbits_to_nums(&bytes));
        }
        for (file, context, from, to) in &self.arcs {
            let arcs = data.files[*file].arcs.entry(*context).or_default();
            arcs.extend(LineArc::from_signed(*from, *to));
            arcs.sort_unstable();
        }
        for (file, tracer) in &self.tracers {
            data.files[*file].tracer = Some(tracer.clone());
        }
        data
    }

    fn of(data: &CoverageData) -> Rows {
        let has_arcs = data.has_arcs.map(|value| ("has_arcs".to_owned(), u8::from(value).to_string()));
        let mut rows = Rows {
            schema: vec![(7,)],
            meta: has_arcs
                .into_iter()
                .chain(data.version.clone().map(|version| ("version".to_owned(), version)))
                .collect(),
            files: data.files.keys().cloned().collect(),
            contexts: data.contexts.clone(),
            lines: Vec::new(),
            arcs: Vec::new(),
            tracers: Vec::new(),
        };
        for (at, file) in data.files.values().enumerate() {
            for (context, lines) in &file.lines {
                let hex = nums_to_numbits(lines).iter().map(|byte| format!("{byte:02x}")).collect();
                rows.lines.push((at, *context, hex));
            }
            for (context, arcs) in &file.arcs {
                rows.arcs.extend(arcs.iter().map(|arc| (at, *context, arc.signed().0, arc.signed().1)));
            }
            rows.tracers.extend(file.tracer.clone().map(|tracer| (at, tracer)));
        }
        rows.arcs.sort_unstable();
        rows
    }
}

/// Written and read again, so that the tables are part of the test.
fn round_trip(data: &CoverageData) -> CoverageData {
    let bytes = data.write().unwrap();
    run(CoverageData::read(&bytes, &Unhurried)).unwrap().unwrap()
}

fn check(case: &Case) -> Result<(), String> {
    let mut config = Config::default();
    config.relative_files = case.relative_files;
    config.paths = case.paths.iter().map(|paths| (String::new(), paths.clone())).collect();
    let root = Root::new("/project");
    let (mut aliases, problems) = PathAliases::from_config(&config, root);
    let exists = |path: &str| case.exists.iter().any(|file| file == path);
    let started = case.append.as_ref().map(|rows| round_trip(&rows.to_data()));
    let mut merged =
        started.map_or_else(|| Merged::new("/project/.coverage"), |data| Merged::from("/project/.coverage", data));
    let mut error = problems.first().map(|problem| problem.cause.clone());
    let mut combined = 0;
    for (name, input) in &case.inputs {
        let rows = match input {
            Input::Rows(rows) if error.is_none() => rows,
            Input::Rows(_) => break,
            // What can't be combined, and what was combined before.
            Input::Text(text) => {
                assert!(text.is_empty() || text == "junk" || case.inputs.contains_key(text));
                continue;
            }
        };
        let data = round_trip(&rows.to_data());
        if Rows::of(&data) != *rows {
            return Err(format!("{}: {name} is written as {:?}, not {rows:?}", case.name, Rows::of(&data)));
        }
        match merged.add(&format!("/project/{name}"), &data, &mut aliases, &exists) {
            Ok(()) => combined += 1,
            Err(refused) => error = Some(refused.message.unwrap().into_string()),
        }
    }
    // Words of the path rules are compared elsewhere; a link is no part of the recorded words.
    let theirs = case.error.as_deref().filter(|words| words.starts_with("C") && words.contains('\''));
    let ours = error.as_deref().filter(|_| problems.is_empty()).map(|words| words.split("; see ").next().unwrap());
    if ours != theirs {
        return Err(format!("{}: the error is {ours:?}, with coverage.py {theirs:?}", case.name));
    }
    let ours = (combined > 0 || case.append.is_some()).then(|| Rows::of(&round_trip(&merged.data)));
    if ours != case.merged {
        return Err(format!("{}: the rows are\n  {ours:?}, with coverage.py\n  {:?}", case.name, case.merged));
    }
    if case.name.contains("#2072") && merged.folded.is_empty() {
        return Err(format!("{}: not reported", case.name));
    }
    Ok(())
}

#[test]
fn rows_are_combined_as_coverage_py_combines_them() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/parity/combine/cases.json");
    let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() > 150);
    // The same content under two names with one hash: the command line tells such apart, see tests/cli.
    let by_hash = |case: &&Case| !case.name.starts_with("the same hash");
    let failures: Vec<_> = cases.iter().filter(by_hash).filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
