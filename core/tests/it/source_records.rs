//! Answers of coverage.py as JSON, in the shape of `tests/parity/oracle.mjs`, compared with ours.

use std::collections::BTreeSet;

use covscope_core::source::SourceFile;
use serde_json::Value;

/// The fields that a record has.
const FIELDS: [&str; 7] = ["statements", "excluded", "docstrings", "no_branch", "arcs", "exit_counts", "multiline"];

/// What differs between coverage.py's answer and ours, as lines to read.
pub(crate) fn differences(expected: &Value, source: &SourceFile) -> Vec<String> {
    let ours = source.record("");
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
