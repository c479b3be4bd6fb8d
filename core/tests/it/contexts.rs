//! `[report] contexts`: a command line that coverage.py ran (`tests/parity/cli/make.py`), done with the same files dropped.

use std::collections::BTreeMap;
use std::io::Read;

use covscope_core::input::Input;
use covscope_core::session::Moment;
use covscope_core::view::{ExportFormat, Query, Verdict};
use serde_json::Value;

use crate::rows::Rows;
use crate::support::{overview, project, session};

fn recorded() -> Value {
    let packed = std::fs::read(project().join("tests/parity/cli/cases.json.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&*packed).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The recorded project with another configuration.
fn inputs(recorded: &Value, configuration: &str) -> Vec<Input> {
    let project = &recorded["projects"]["contexts"];
    let texts: BTreeMap<String, String> = serde_json::from_value(project["files"].clone()).unwrap();
    let data: BTreeMap<String, Rows> = serde_json::from_value(project["data"].clone()).unwrap();
    let input = |name: &str, bytes| Input { name: format!("project/{name}"), bytes };
    let mut inputs = vec![input(".coveragerc", configuration.as_bytes().to_vec())];
    inputs.extend(texts.iter().map(|(name, text)| input(name, text.clone().into_bytes())));
    inputs.extend(data.iter().map(|(name, rows)| input(name, rows.to_data().write().unwrap())));
    inputs
}

#[test]
fn only_what_ran_in_the_contexts_of_the_configuration_counts() {
    let recorded = recorded();
    let configuration = "[report]\ncontexts =\n  unit\n";
    let is_it = |case: &&Value| {
        case["project"] == "contexts" && case["line"] == "report" && case["files"][".coveragerc"] == configuration
    };
    let case = recorded["cases"].as_array().unwrap().iter().find(is_it).unwrap();
    let session = session(inputs(&recorded, configuration));
    let text = session.export(ExportFormat::Text, &Query::default(), &Moment::default()).unwrap();
    let said = case["stdout"].as_str().unwrap();
    // The command combines first, and says so.
    let report = said.find("Name ").map(|at| &said[at..]).unwrap();
    assert_eq!(String::from_utf8(text.bytes).unwrap(), report);
}

#[test]
fn a_pattern_of_contexts_that_is_none_gives_no_verdict() {
    let session = session(inputs(&recorded(), "[report]\ncontexts = (\n"));
    assert_eq!(overview(&session).gate.verdict, Verdict::Incomplete);
    let problems = session.problems();
    assert!(problems.iter().any(|problem| problem.cause.contains("\"(\" of [report] contexts")), "{problems:#?}");
}
