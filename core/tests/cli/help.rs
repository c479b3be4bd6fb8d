//! docs/command.md has every command and every option that the help has, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::folder::Folder;

/// The help of some words.
fn help(words: &[&str]) -> String {
    let output = Folder::new().covscope(&[&["help"], words].concat(), &BTreeMap::new());
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let listed = help(&[]);
    let lines = listed.lines().skip_while(|line| !line.starts_with("usage:")).skip(2);
    let names = lines.take_while(|line| line.starts_with("  ")).filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

fn document() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/command.md")).unwrap()
}

/// What stands between backticks.
fn codes(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// The options of a command's help as the document writes them: `-o FILE`, `-q, --quiet`.
fn options(help: &str) -> Vec<String> {
    let lines = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let shown = lines.filter_map(|line| line.split("  ").next()).filter(|shown| *shown != "-h, --help");
    shown.map(|shown| shown.replace(['<', '>'], "")).collect()
}

#[test]
fn the_document_has_every_command_and_option() {
    let commands = commands();
    assert!(commands.len() >= 13 && commands.iter().any(|name| name == "gate"), "{commands:?}");
    let document = document();
    let lines: BTreeSet<_> = document.lines().collect();
    let mut told = BTreeSet::new();
    for command in &commands {
        let help = help(&[command]);
        let usage = help.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap();
        assert!(lines.contains(usage), "docs/command.md has no line `{usage}`");
        told.extend(options(&help).into_iter().map(|option| (option, command.clone())));
    }
    let mut written = BTreeSet::new();
    for line in lines.iter().filter(|line| line.starts_with("| `-")) {
        let cells: Vec<_> = line.split('|').collect();
        let [_, option, _, _, of, _] = cells[..] else { panic!("a row of four cells: {line}") };
        for command in codes(of) {
            let row = (codes(option).join(", "), command.to_owned());
            assert!(written.insert(row.clone()), "docs/command.md has {row:?} twice");
        }
    }
    let missing: Vec<_> = told.difference(&written).collect();
    assert!(missing.is_empty(), "docs/command.md has no row of {missing:?}");
    let gone: Vec<_> = written.difference(&told).collect();
    assert!(gone.is_empty(), "the help has none of {gone:?}");
}

#[test]
fn an_option_is_told_for_what_its_command_does() {
    for (command, option, text) in [
        ("comment", "--fail-under <MIN>", "The least percentage of the total [default: as configured]"),
        ("comment", "--fail-under-file <MIN>", "The least percentage of each file [default: fail_under_file]"),
        ("comment", "--format <FORMAT>", "What the text is for: comment (the default) or summary"),
        ("report", "--format <FORMAT>", "The report's format: text (the default), markdown or total"),
        (
            "patch",
            "--fail-under <MIN>",
            "Exit with 2 if the changed lines are below MIN percent [default: fail_under_patch]",
        ),
        ("bundle", "-o <FILE>", "Write the bundle there; - is stdout [default: covscope-bundle.zip]"),
        ("page", "-o <FILE>", "Write the page there; - is stdout [default: covscope.html]"),
    ] {
        let help = help(&[command]);
        let row = help.lines().map(str::trim_start).find(|line| line.starts_with(option)).unwrap();
        assert_eq!(row[option.len()..].trim_start(), text, "{command} {option}");
    }
}
