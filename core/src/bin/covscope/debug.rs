//! `covscope debug analysis`: what the source analysis tells, one JSON object a line, with the fields of
//! `tests/parity/oracle.mjs`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use covscope_core::source::{Rules, SourceFile};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::analysis::rules;
use super::console::{Console, Stop, print};
use super::options::Options;
use super::{python, settings};

/// Prints the analysis of each Python file named, and of those below each folder, sorted.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let rules = rules(&config, python::choose(options, console)?, console);
    let root = Path::new(options.value("root").unwrap_or_default());
    let mut found = Vec::new();
    for path in &options.arguments {
        let path = root.join(path);
        if path.is_dir() { below(&path, &mut found) } else { found.push(path.to_string_lossy().into_owned()) }
    }
    for chunk in found.chunks(256) {
        let records: Vec<String> = chunk.par_iter().map(|path| record(path, root, &rules)).collect();
        print(&records.concat());
    }
    Ok(ExitCode::SUCCESS)
}

/// The Python files below a folder, sorted by path.
fn below(folder: &Path, found: &mut Vec<String>) {
    let mut here = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|ending| ending == "py") => {
                    here.push(path.to_string_lossy().into_owned());
                }
                _ => {}
            }
        }
    }
    here.sort();
    found.extend(here);
}

fn record(path: &str, root: &Path, rules: &Rules) -> String {
    let name = Path::new(path).strip_prefix(root).unwrap_or(Path::new(path)).to_string_lossy();
    let failed = |kind: &str, message: &str, line: Option<u32>| json!({ "path": name, "error": { "type": kind, "message": message, "line": line } });
    let record = match fs::read(path) {
        Err(error) => failed("NoSource", &error.to_string(), None),
        Ok(bytes) => {
            let source = SourceFile::parse(&bytes, rules);
            match &source.syntax_error {
                Some(error) => failed("NotPython", &error.message, error.line),
                None => analysed(&name, &source),
            }
        }
    };
    format!("{record}\n")
}

fn analysed(name: &str, source: &SourceFile) -> Value {
    json!({
        "path": name,
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
