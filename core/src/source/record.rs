//! The analysis as JSON, with the fields of `tests/parity/oracle.mjs`: for comparing it with coverage.py's.

use serde_json::{Value, json};

use super::SourceFile;

impl SourceFile {
    /// What the analysis of the file called `path` tells: lines are 1-based, arcs coverage.py's two numbers, `exit_counts` pairs
    /// of line and count, `multiline` first and last lines. With an `error` (`NotPython`, or `AssertionError` where coverage.py
    /// ends in one) there is nothing else.
    pub fn record(&self, path: &str) -> Value {
        if let Some(error) = &self.syntax_error {
            let error = json!({ "type": "NotPython", "message": error.message, "line": error.line });
            return json!({ "path": path, "error": error });
        }
        if let Some(error) = &self.arc_error {
            return json!({ "path": path, "error": { "type": "AssertionError", "message": error } });
        }
        json!({
            "path": path,
            "error": null,
            "statements": self.statements,
            "excluded": self.excluded,
            "docstrings": self.docstrings,
            "no_branch": self.no_branch,
            "arcs": self.arc_possibilities.iter().map(|arc| arc.signed()).collect::<Vec<_>>(),
            "exit_counts": self.exit_counts.iter().collect::<Vec<_>>(),
            "multiline": self.multiline(),
        })
    }
}
