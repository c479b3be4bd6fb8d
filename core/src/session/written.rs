//! Path rules as a configuration file has them.

use std::fmt::Write;

use crate::config::Config;

/// The rules for both kinds of file, the project's own first: the file's name and its lines.
pub(super) fn both(config: &Config) -> Vec<(String, String)> {
    let own = file_of(config);
    let other = if own.ends_with(".toml") { ".coveragerc" } else { "pyproject.toml" };
    [own, other].map(|file| (file.to_owned(), section(file, &config.paths, config))).into()
}

/// The file that the rules belong into.
pub(super) fn file_of(config: &Config) -> &str {
    config.file.as_deref().unwrap_or("pyproject.toml")
}

/// The section of `[paths]` in the syntax of that configuration file. What the project wrote with variables is written so again.
pub(super) fn section(file: &str, rules: &[(String, Vec<String>)], config: &Config) -> String {
    let is_toml = file.ends_with(".toml");
    let section = match is_toml {
        true if file.ends_with(".coveragerc.toml") => "paths",
        true => "tool.coverage.paths",
        false if file.ends_with("coveragerc") => "paths",
        false => "coverage:paths",
    };
    let mut text = format!("[{section}]");
    // Each once: several variables can have one value. A dollar sign of any other path would begin one.
    let mut known = config.raw_paths.clone();
    let mut raw = |path: &String| match known.iter().position(|(value, _)| value == path) {
        Some(at) => known.remove(at).1,
        None => path.replace('$', "$$"),
    };
    for (name, paths) in rules {
        let paths: Vec<String> = paths.iter().map(&mut raw).collect();
        let entry = if is_toml { toml_entry(name, &paths) } else { ini_entry(name, &paths) };
        text.push('\n');
        text.push_str(&entry);
    }
    text
}

/// A pattern that would be a comment there begins with a set of that one character; one that would end at a comma has what fits
/// any character. (A result can have neither: coverage.py takes it as it is.)
fn ini_entry(name: &str, paths: &[String]) -> String {
    let mut text = format!("{name} =");
    for (at, path) in paths.iter().enumerate() {
        let path = if at > 0 { path.replace(',', "?") } else { path.clone() };
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
            let text = section(file, &rules, &Config::default());
            let (config, problems) = Config::read(file, &text, &|_| None).unwrap();
            assert_eq!(problems, [], "{text}");
            assert_eq!(config.unwrap().paths, rules, "{file}: {text}");
        }
    }

    #[test]
    fn what_the_configuration_reads_in_another_way_is_written_so_that_it_is_read_again() {
        let rules = [("a".to_owned(), ["src", "/builds/$job/${p}/$$", "/b/a,b/src"].map(str::to_owned).to_vec())];
        for (file, comma) in [("pyproject.toml", ","), (".coveragerc", "?")] {
            let text = section(file, &rules, &Config::default());
            let (config, _) = Config::read(file, &text, &|_| Some("x".to_owned())).unwrap();
            let read = &config.unwrap().paths[0].1;
            assert_eq!(read[1..], ["/builds/$job/${p}/$$".to_owned(), format!("/b/a{comma}b/src")], "{text}");
        }
    }

    #[test]
    fn the_projects_own_variables_are_written_as_they_are() {
        let toml = "[tool.coverage.paths]\na = [\n    \"src\",\n    \"${ROOT}/src\",\n    \"${OTHER}/src\",\n    \"$HOME/a$$b\",\n    \"~/x\",\n]";
        let ini = "[coverage:paths]\na =\n    src\n    ${ROOT}/src\n    ${OTHER}/src\n    $HOME/a$$b\n    ~/x";
        for (file, text) in [("pyproject.toml", toml), ("tox.ini", ini)] {
            for root in [None, Some("/r".to_owned())] {
                let (config, _) = Config::read(file, text, &|_| root.clone()).unwrap();
                let config = config.unwrap();
                assert_eq!(section("pyproject.toml", &config.paths, &config), toml, "{root:?}");
                assert_eq!(section("tox.ini", &config.paths, &config), ini, "{root:?}");
            }
        }
    }

    #[test]
    fn no_pattern_becomes_a_comment() {
        let rules = [("a".to_owned(), ["src", "#1/src", ";x"].map(str::to_owned).to_vec())];
        assert_eq!(
            section("tox.ini", &rules, &Config::default()),
            "[coverage:paths]\na =\n    src\n    [#]1/src\n    [;]x"
        );
        assert!(section("pyproject.toml", &rules, &Config::default()).contains("\"#1/src\""));
    }
}
