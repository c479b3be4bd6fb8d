//! What the source analysis tells about many files, one JSON object a line, with the fields of `tests/parity/oracle.mjs`:
//!
//! ```text
//! cargo run --release -p covscope-core --example source_records -- ROOT LIST [PYTHON] > records.jsonl
//! cargo run --release -p covscope-core --example source_records -- - PROGRAMS [PYTHON] > records.jsonl
//! ```
//!
//! `LIST` holds paths relative to `ROOT`, one a line; `PROGRAMS` an object `{"path": …, "text": …}` a line. How long the
//! analysis took goes to stderr.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a tool for developers"
)]

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use covscope_core::source::{Rules, SourceFile};
use serde_json::{Value, json};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [root, list, python @ ..] = &args[..] else {
        panic!("usage: source_records ROOT LIST [PYTHON]  or  source_records - PROGRAMS [PYTHON]");
    };
    let python = python.first().map(|python| python.parse().expect("a Python version")).unwrap_or_default();
    let rules = Rules { python, ..Rules::default() };
    let list = std::fs::read_to_string(list).expect("the list of files");
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut took, mut files, mut lines) = (Duration::ZERO, 0, 0);
    for line in list.lines().filter(|line| !line.is_empty()) {
        let (path, bytes) = match root.as_str() {
            "-" => program(line),
            root => (line.to_owned(), std::fs::read(Path::new(root).join(line)).expect(line)),
        };
        let started = Instant::now();
        let source = SourceFile::parse(&bytes, &rules);
        took += started.elapsed();
        files += 1;
        lines += source.text.len();
        writeln!(out, "{}", record(&path, &source)).unwrap();
    }
    out.flush().unwrap();
    eprintln!("{files} files, {lines} lines, {:.3} s", took.as_secs_f64());
}

/// The name and the text of a program.
fn program(line: &str) -> (String, Vec<u8>) {
    let program: Value = serde_json::from_str(line).expect("a JSON object");
    let text = |field: &str| program[field].as_str().expect(field).to_owned();
    (text("path"), text("text").into_bytes())
}

fn record(path: &str, source: &SourceFile) -> Value {
    if let Some(error) = &source.syntax_error {
        return json!({ "path": path, "error": { "type": "NotPython", "message": error.message, "line": error.line } });
    }
    if let Some(error) = &source.arc_error {
        return json!({ "path": path, "error": { "type": "AssertionError", "message": error } });
    }
    json!({
        "path": path,
        "error": null,
        "statements": source.statements,
        "excluded": source.excluded,
        "docstrings": source.docstrings,
        "no_branch": source.no_branch,
        "arcs": source.arc_possibilities.iter().map(|arc| arc.signed()).collect::<Vec<_>>(),
        "exit_counts": source.exit_counts.iter().collect::<Vec<_>>(),
        "multiline": source.multiline(),
    })
}
