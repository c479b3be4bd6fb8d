//! `covscope debug analysis`: what the source analysis tells, one JSON object a line, with the fields of
//! `tests/parity/oracle.mjs`.

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use covscope_core::source::{Rules, SourceFile};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::analysis::rules;
use super::console::{Console, Stop, print};
use super::options::Options;
use super::{python, settings};

/// How many files are analysed side by side before their records are printed.
const CHUNK: usize = 256;

/// Prints the analysis of each Python file named, and of those below each folder, sorted; for `-`, that of each program on stdin.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let rules = rules(&config, python::choose(options, console)?, console);
    if options.arguments == ["-"] {
        let lines: Vec<String> =
            io::stdin().lines().collect::<io::Result<_>>().map_err(|error| Stop(error.to_string()))?;
        for chunk in lines.chunks(CHUNK) {
            let records = chunk.par_iter().map(|line| record_program(line, &rules)).collect::<Result<Vec<_>, _>>()?;
            print(&records.concat());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let root = Path::new(options.value("root").unwrap_or_default());
    let mut found = Vec::new();
    for path in &options.arguments {
        let path = root.join(path);
        if path.is_dir() { below(&path, &mut found) } else { found.push(path.to_string_lossy().into_owned()) }
    }
    for chunk in found.chunks(CHUNK) {
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
    let record = match fs::read(path) {
        Err(error) => {
            json!({ "path": name, "error": { "type": "NoSource", "message": error.to_string(), "line": null } })
        }
        Ok(bytes) => SourceFile::parse(&bytes, rules).record(&name),
    };
    format!("{record}\n")
}

/// A program of its own: an object with its `path` and `text`.
#[derive(Deserialize)]
struct Program {
    path: String,
    text: String,
}

fn record_program(line: &str, rules: &Rules) -> Result<String, Stop> {
    let program: Program = serde_json::from_str(line)
        .map_err(|error| Stop(format!("Expected an object with path and text on each line of stdin: {error}.")))?;
    Ok(format!("{}\n", SourceFile::parse(program.text.as_bytes(), rules).record(&program.path)))
}
