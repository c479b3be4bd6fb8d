//! The project's own rules, those that neither rustfmt nor clippy knows. A failure names the file and the line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stages;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The most lines of a file that people write.
const LONGEST: usize = 600;

/// Folders of what other programs wrote, or wrote for them to read: kept byte for byte.
const DATA: [&str; 3] = ["core/tests/cases/", "tests/parity/", "tests/sample/"];

/// One text file of the project.
struct Text {
    /// Its path from the project's folder on, with `/`.
    path: String,
    content: String,
}

impl Text {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// The lines that `breaks` says true of, as `path:line: text`.
    fn offences(&self, breaks: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = (1..).zip(self.content.lines()).filter(|(_, line)| breaks(line));
        lines.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }
}

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All text files that git has or would take, without data.
fn texts() -> Vec<Text> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the project's files");
    let paths = String::from_utf8(listed.stdout).unwrap();
    let is_data = |path: &str| DATA.iter().any(|folder| path.starts_with(folder));
    let read = |path: &str| Some(Text { path: path.to_owned(), content: fs::read_to_string(root().join(path)).ok()? });
    let texts: Vec<_> = paths.lines().filter(|path| !is_data(path)).filter_map(read).collect();
    assert!(texts.iter().any(|text| text.path == "core/src/lib.rs"), "no files are listed");
    texts
}

#[track_caller]
fn assert_none(rule: &str, offences: Vec<String>) {
    assert!(offences.is_empty(), "{rule}:\n{}", offences.join("\n"));
}

#[test]
fn files_are_short() {
    let is_written = |text: &Text| !text.path.ends_with(".lock") && !text.path.ends_with(".json");
    let long = texts().into_iter().filter(is_written).filter(|text| text.content.lines().count() > LONGEST);
    assert_none(&format!("no file has more than {LONGEST} lines"), long.map(|text| text.path).collect());
}

#[test]
fn lines_end_as_they_should() {
    let spaces: Vec<_> =
        texts().iter().flat_map(|text| text.offences(|line| line.ends_with([' ', '\t', '\r']))).collect();
    assert_none("no line ends with a space", spaces);
    let is_whole =
        |text: &Text| text.content.is_empty() || (text.content.ends_with('\n') && !text.content.ends_with("\n\n"));
    let cut = texts().into_iter().filter(|text| !is_whole(text)).map(|text| text.path).collect();
    assert_none("a file ends with just one line end", cut);
}

#[test]
fn nothing_is_left_to_do() {
    let words = [concat!("todo", "!("), concat!("dbg", "!("), concat!("unimplemented", "!("), concat!("FIX", "ME")];
    let left =
        texts().iter().flat_map(|text| text.offences(|line| words.iter().any(|word| line.contains(word)))).collect();
    assert_none("what is begun is finished", left);
}

#[test]
fn every_rust_file_says_what_it_is() {
    let is_silent = |text: &Text| {
        let first = text.content.lines().find(|line| !line.is_empty() && !line.starts_with("#!["));
        text.is_rust() && !text.path.ends_with("tests.rs") && !first.is_some_and(|line| line.starts_with("//!"))
    };
    let silent = texts().into_iter().filter(is_silent).map(|text| text.path).collect();
    assert_none("a Rust file begins with //! and what it is about", silent);
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let home = env::var("HOME").unwrap_or_default();
    let places: Vec<String> = [root().to_string_lossy().into_owned(), home]
        .into_iter()
        .filter(|place| place.len() > 1)
        .map(|place| format!("{place}/"))
        .collect();
    assert!(!places.is_empty());
    let told = |line: &str| places.iter().any(|place| line.contains(place.as_str()));
    let offences = texts().iter().flat_map(|text| text.offences(told)).collect();
    assert_none("no path of this machine is in the project", offences);
}

#[test]
fn workflows_run_scripts() {
    let workflows: Vec<_> = texts().into_iter().filter(|text| text.path.starts_with(".github/workflows/")).collect();
    assert!(!workflows.is_empty());
    for workflow in &workflows {
        let unpinned = |line: &str| line.contains("uses:") && !line.contains("@v") && !line.contains("uses: ./");
        assert_none("actions are pinned by their major version", workflow.offences(unpinned));
        let lines: Vec<_> = workflow.content.lines().collect();
        for (number, line) in (1..).zip(&lines).filter(|(_, line)| line.trim_end().ends_with(": |")) {
            let indent = |line: &str| line.len() - line.trim_start().len();
            let inner = lines[number..].iter().take_while(|next| indent(next) > indent(line)).count();
            let is_run = line.trim_start().trim_start_matches("- ").starts_with("run:");
            assert!(!is_run || inner <= 3, "{}:{number}: a run of more than three lines is a script", workflow.path);
        }
    }
}
