//! `covscope combine` over the recorded cases: rows, words, and which data files are left.

use std::collections::BTreeMap;

use crate::folder::Folder;
use crate::rows::{Case, Input};

fn check(case: &Case) -> Result<(), String> {
    let folder = Folder::new();
    case.exists.iter().for_each(|name| folder.write(name, ""));
    if let Some(rows) = &case.append {
        folder.write_rows(".coverage", rows);
    }
    for (name, input) in &case.inputs {
        match input {
            Input::Rows(rows) => folder.write_rows(name, rows),
            Input::Text(text) if case.inputs.contains_key(text) => folder.write(name, folder.read(text)),
            Input::Text(text) => folder.write(name, text),
        }
    }
    let lists = case.paths.iter().enumerate().map(|(at, paths)| format!("p{at} =\n  {}\n", paths.join("\n  ")));
    let rc = format!("[run]\nrelative_files = {}\n[paths]\n{}", case.relative_files, lists.collect::<String>());
    folder.write("rc", rc.replace("/project", folder.path()));
    let mut line = vec!["combine", "--rcfile=rc"];
    line.extend(case.keep.then_some("--keep").into_iter().chain(case.append.is_some().then_some("--append")));
    let output = folder.covscope(&line, &BTreeMap::new());

    let fail = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
        Err(format!("{}: {what} is\n  {ours:?}, with coverage.py\n  {theirs:?}", case.name))
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(folder.path(), "/project");
    // Some errors end with where to read on.
    let stdout = text(&output.stdout);
    let error = stdout.split("; see ").next().unwrap_or_default().trim_end_matches('\n');
    if error != case.error.as_deref().unwrap_or_default() || output.status.success() != case.error.is_none() {
        return fail("the error", &stdout, &case.error);
    }
    let told = |message: &String| match message.starts_with("Combined") {
        true => format!("{message}\n"),
        false => format!("coverage/data.py:213: CoverageWarning: {message}\n  data._warn(str(exc))\n"),
    };
    let expected: String = case.messages.iter().map(told).collect();
    let stderr = text(&output.stderr);
    // What only covscope says: files that were folded onto others.
    let shown: String = stderr.split_inclusive('\n').filter(|line| !line.starts_with("covscope: ")).collect();
    if shown != expected {
        return fail("stderr", &stderr, &expected);
    }
    let left: Vec<_> = folder.files().into_keys().filter(|name| name.starts_with(".coverage")).collect();
    if left != case.left {
        return fail("what is left", &left, &case.left);
    }
    let merged = case.merged.is_some().then(|| folder.read_rows(".coverage"));
    if merged != case.merged { fail("the data", &merged, &case.merged) } else { Ok(()) }
}

#[test]
fn data_files_are_combined_as_coverage_py_combines_them() {
    let cases = Case::all();
    let failures: Vec<_> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
