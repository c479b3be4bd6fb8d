//! Answers of coverage.py as JSON, in the shape of `tests/parity/oracle.mjs`, and a comparison of ours with them.

use std::collections::BTreeSet;

use covscope_core::source::SourceFile;
use serde_json::{Value, json};

/// The fields that a record has.
const FIELDS: [&str; 7] = ["statements", "excluded", "docstrings", "no_branch", "arcs", "exit_counts", "multiline"];

/// Our answer, in the same shape.
pub(crate) fn record(source: &SourceFile) -> Value {
    let refused = source.syntax_error.as_ref().map(|error| json!({ "message": error.message, "line": error.line }));
    let gives_up = source.arc_error.as_ref().map(|error| json!({ "message": error }));
    json!({
        "error": refused.or(gives_up),
        "statements": source.statements,
        "excluded": source.excluded,
        "docstrings": source.docstrings,
        "no_branch": source.no_branch,
        "arcs": source.arc_possibilities.iter().map(|arc| arc.signed()).collect::<Vec<_>>(),
        "exit_counts": source.exit_counts.iter().collect::<Vec<_>>(),
        "multiline": source.multiline(),
    })
}

/// What differs between coverage.py's answer and ours, as lines to read.
pub(crate) fn differences(expected: &Value, source: &SourceFile) -> Vec<String> {
    let ours = record(source);
    match (expected["error"].is_null(), ours["error"].is_null()) {
        (true, false) => return vec![format!("coverage.py analyses it, we say {}", ours["error"])],
        (false, true) => return vec![format!("coverage.py says {}, we analyse it", expected["error"])],
        (false, false) => return Vec::new(),
        (true, true) => {}
    }
    let items =
        |value: &Value| -> BTreeSet<String> { value.as_array().into_iter().flatten().map(Value::to_string).collect() };
    let mut differences = Vec::new();
    for field in FIELDS.into_iter().filter(|field| expected[field] != ours[field]) {
        let (theirs, ours) = (items(&expected[field]), items(&ours[field]));
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            one.difference(other).cloned().collect::<Vec<_>>().join(" ")
        };
        differences.push(format!(
            "{field}: only coverage.py {}; only ours {}",
            only(&theirs, &ours),
            only(&ours, &theirs)
        ));
    }
    differences
}
