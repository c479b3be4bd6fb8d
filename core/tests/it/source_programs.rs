//! Random programs and small ones, with what coverage.py 7.17.3 says about them under each Python:
//! `tests/parity/recorded.jsonl.gz`, which `make parity-record` writes.

use std::io::Read;
use std::path::PathBuf;

use covscope_core::source::{PythonVersion, Rules, SourceFile};
use flate2::read::GzDecoder;
use serde_json::Value;

use crate::source_records::differences;

#[test]
fn recorded_programs_are_analysed_as_coverage_py_does() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/recorded.jsonl.gz");
    let mut text = String::new();
    GzDecoder::new(&*std::fs::read(path).unwrap()).read_to_string(&mut text).unwrap();
    let recorded: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(recorded.len() > 1_000);
    // Side by side: this is the longest test of the analysis.
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let all = PythonVersion::ALL.map(|python| {
            scope.spawn({
                let recorded = &recorded;
                move || check(python, recorded)
            })
        });
        all.into_iter().flat_map(|checked| checked.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Where we differ from what was recorded under one Python.
fn check(python: PythonVersion, recorded: &[Value]) -> Vec<String> {
    let rules = Rules { python, ..Rules::default() };
    let of_python = |entry: &&Value| entry["pythons"].as_array().unwrap().iter().any(|of| of == python.as_str());
    let (mut checked, mut wrong) = (0, Vec::new());
    for entry in recorded.iter().filter(of_python) {
        let source = SourceFile::parse(entry["text"].as_str().unwrap().as_bytes(), &rules);
        let differences = differences(&entry["answer"], &source);
        checked += 1;
        if !differences.is_empty() {
            wrong.push(format!("{} under {python}: {}", entry["name"], differences.join("\n    ")));
        }
    }
    assert!(checked > 500, "{checked}");
    wrong
}
