//! Path rules as a configuration file has them.

use std::fmt::Write;

use crate::config::Config;

/// The rules for both kinds of file, the project's own first: the file's name and its lines.
pub(super) fn both(config: &Config) -> Vec<(String, String)> {
    let own = file_of(config);
    let other = if own.ends_with(".toml") { ".coveragerc" } else { "pyproject.toml" };
    [own, other].map(|file| (file.to_owned(), section(file, &config.paths))).into()
}

/// The file that the rules belong into.
pub(super) fn file_of(config: &Config) -> &str {
    config.file.as_deref().unwrap_or("pyproject.toml")
}

/// The section of `[paths]` in the syntax of that configuration file.
pub(super) fn section(file: &str, rules: &[(String, Vec<String>)]) -> String {
    let is_toml = file.ends_with(".toml");
    let section = match is_toml {
        true if file.ends_with(".coveragerc.toml") => "paths",
        true => "tool.coverage.paths",
        false if file.ends_with("coveragerc") => "paths",
        false => "coverage:paths",
    };
    let mut text = format!("[{section}]");
    for (name, paths) in rules {
        let entry = if is_toml { toml_entry(name, paths) } else { ini_entry(name, paths) };
        text.push('\n');
        text.push_str(&entry);
    }
    text
}

/// A pattern that would be a comment there begins with a set of that one character.
fn ini_entry(name: &str, paths: &[String]) -> String {
    let mut text = format!("{name} =");
    for (at, path) in paths.iter().enumerate() {
        let (mark, rest) = path.split_at(usize::from(at > 0 && path.starts_with(['#', ';'])));
        text.push_str("\n    ");
        text.push_str(&if mark.is_empty() { rest.to_owned() } else { format!("[{mark}]{rest}") });
    }
    text
}

fn toml_entry(name: &str, paths: &[String]) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) };
    let paths: String = paths.iter().map(|path| format!("    {},\n", quoted(path))).collect();
    format!("{name} = [\n{paths}]")
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // Writing to a string never fails.
            c if c.is_control() => _ = write!(quoted, "\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let windows = ["src".to_owned(), "C:\\w\\src".to_owned(), "/x/\"q\"/\u{7}".to_owned()];
        let rules = vec![
            ("source".to_owned(), windows.to_vec()),
            ("a b".to_owned(), vec!["lib".to_owned(), "*/lib".to_owned()]),
        ];
        for file in ["pyproject.toml", ".coveragerc.toml", ".coveragerc", "setup.cfg", "tox.ini"] {
            let text = section(file, &rules);
            let (config, problems) = Config::read(file, &text, &|_| None).unwrap();
            assert_eq!(problems, [], "{text}");
            assert_eq!(config.unwrap().paths, rules, "{file}: {text}");
        }
    }

    #[test]
    fn no_pattern_becomes_a_comment() {
        let rules = [("a".to_owned(), ["src", "#1/src", ";x"].map(str::to_owned).to_vec())];
        assert_eq!(section("tox.ini", &rules), "[coverage:paths]\na =\n    src\n    [#]1/src\n    [;]x");
        assert!(section("pyproject.toml", &rules).contains("\"#1/src\""));
    }
}
