//! File patterns, path rules and selections against coverage.py; `tests/parity/aliases/make.py` recorded its answers.

use std::collections::{BTreeMap, HashSet};

use covscope_core::combine::aliases::PathAliases;
use covscope_core::combine::globs::{Glob, GlobMatcher};
use covscope_core::combine::root::Root;
use covscope_core::combine::selection::{Selection, TreeMatcher};
use covscope_core::config::Config;
use covscope_core::error::Code;

const ROOT: &str = "/up/root";

#[derive(serde::Deserialize)]
struct Recorded {
    glob_paths: Vec<String>,
    files: Vec<String>,
    globs: Vec<GlobCase>,
    case: Vec<(char, char, bool)>,
    aliases: Vec<AliasCase>,
    selections: Vec<SelectionCase>,
    trees: Vec<TreeCase>,
}

#[derive(serde::Deserialize)]
struct GlobCase {
    pattern: String,
    error: Option<String>,
    #[serde(default)]
    exact: Vec<usize>,
    #[serde(default)]
    nocase: Vec<usize>,
    /// By path, the characters matched at the start.
    #[serde(default)]
    start: BTreeMap<String, usize>,
}

#[derive(serde::Deserialize)]
struct AliasCase {
    relative: bool,
    rules: Vec<(String, String)>,
    /// The rules that coverage.py refuses.
    errors: Vec<(usize, String)>,
    exists: Option<HashSet<String>>,
    paths: Vec<String>,
    /// For each path: where it belongs, the rule, the names that did not exist.
    mapped: Vec<(String, Option<usize>, Vec<String>)>,
}

#[derive(serde::Deserialize)]
struct SelectionCase {
    include: Vec<String>,
    omit: Vec<String>,
    relative: bool,
    selected: Vec<usize>,
}

#[derive(serde::Deserialize)]
struct TreeCase {
    trees: Vec<String>,
    matched: Vec<usize>,
}

fn recorded() -> Recorded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/parity/aliases/cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn here(text: &str) -> String {
    text.replace("{root}", ROOT).replace("{up}", "/up")
}

fn all_here(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| here(text)).collect()
}

fn which(paths: &[String], mut matches: impl FnMut(&str) -> bool) -> Vec<usize> {
    (0..paths.len()).filter(|index| matches(&paths[*index])).collect()
}

#[test]
fn patterns_match_what_coverage_py_matches() {
    let Recorded { glob_paths, globs, .. } = recorded();
    assert!(globs.len() > 400);
    for case in globs {
        let pattern = &case.pattern;
        let Ok(exact) = Glob::new(pattern, false) else {
            // A known difference: coverage.py lets an empty set swallow what follows it.
            assert!(case.error.is_some() || pattern.contains("[]") || pattern.contains("[^]"), "{pattern:?}");
            continue;
        };
        assert_eq!(case.error, None, "{pattern:?}");
        let nocase = Glob::new(pattern, true).unwrap();
        assert_eq!(which(&glob_paths, |path| exact.matches(path)), case.exact, "{pattern:?}");
        assert_eq!(which(&glob_paths, |path| nocase.matches(path)), case.nocase, "{pattern:?} without case");
        for (index, path) in glob_paths.iter().enumerate() {
            let ours = nocase.match_start(path).map(|length| path[..length].chars().count());
            assert_eq!(ours, case.start.get(&index.to_string()).copied(), "{pattern:?} at the start of {path:?}");
        }
    }
}

#[test]
fn the_error_says_what_cant_be_in_a_pattern() {
    for case in recorded().globs {
        let Some(wrong) = case.error.as_deref().and_then(|words| words.strip_prefix("File pattern can't include "))
        else {
            continue;
        };
        if case.pattern.contains("[]") || case.pattern.contains("[^]") {
            continue;
        }
        let error = Glob::new(&case.pattern, false).unwrap_err();
        assert_eq!(error.code, Code::ConfigPattern);
        let wrong = wrong.trim_matches('\'').replace("\\n", "\n");
        assert!(error.cause.ends_with(&format!(" can't include {wrong:?}.")), "{error} with coverage.py: {wrong}");
    }
}

#[test]
fn case_is_ignored_as_python_ignores_it() {
    let cases = recorded().case;
    assert!(cases.len() > 20);
    for (a, b, same) in cases {
        assert_eq!(Glob::new(&a.to_string(), true).unwrap().matches(&b.to_string()), same, "{a:?} {b:?}");
        assert_eq!(Glob::new(&b.to_string(), true).unwrap().matches(&a.to_string()), same, "{b:?} {a:?}");
    }
}

#[test]
fn paths_are_mapped_as_coverage_py_maps_them() {
    let cases = recorded().aliases;
    assert!(cases.len() > 500);
    for case in cases {
        let mut aliases = PathAliases::new(Root::new(ROOT), case.relative);
        let mut refused = Vec::new();
        for (index, (pattern, result)) in case.rules.iter().enumerate() {
            if aliases.add(&here(pattern), &here(result)).is_err() {
                refused.push(index);
            }
        }
        let theirs: Vec<_> = case.errors.iter().map(|(index, _)| *index).collect();
        assert_eq!(refused, theirs, "the rules refused of {:?}", case.rules);
        for (path, (expected, rule, tried)) in case.paths.iter().zip(&case.mapped) {
            let exists = |name: &str| case.exists.as_ref().is_none_or(|exists| exists.contains(name));
            let mapped = aliases.map(&here(path), &exists);
            let asked: Vec<_> = mapped.tried.iter().map(|tried| tried.path.clone()).collect();
            assert_eq!(
                (&mapped.path, mapped.rule, asked),
                (&here(expected), *rule, all_here(tried)),
                "{path:?} with {:?}, relative: {}, there: {:?}",
                case.rules,
                case.relative,
                case.exists
            );
        }
    }
}

#[test]
fn reports_are_about_the_files_of_coverage_py() {
    let Recorded { files, selections, trees, .. } = recorded();
    assert!(selections.len() > 300);
    let root = Root::new(ROOT);
    for case in selections {
        let SelectionCase { include, omit, relative, selected } = case;
        let (selection, errors) = Selection::new(&all_here(&include), &all_here(&omit), &root, relative);
        assert_eq!(errors, []);
        let ours = which(&files, |path| selection.selects(path));
        assert_eq!(ours, selected, "include {include:?}, omit {omit:?}, relative: {relative}");
    }
    for case in trees {
        let matcher = TreeMatcher::new(&all_here(&case.trees), &root);
        assert_eq!(which(&files, |path| matcher.matches(path)), case.matched, "{:?}", case.trees);
    }
}

#[test]
fn the_rules_of_a_configuration_map_two_lanes_to_one_path() {
    let text = r#"
        [tool.coverage.paths]
        source = ["backend", "/home/runner/work/r/r/backend", "/build/*"]
        other = ["lib", "*/site-packages/lib"]
    "#;
    let config = Config::read("pyproject.toml", text, &|_| None).unwrap().0.unwrap();
    let (mut aliases, problems) = PathAliases::from_config(&config, Root::new("/project"));
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].to_string(),
        "pyproject.toml: The path pattern \"/build/*\" ends with a wildcard; expected the root of a source tree. \
         In [paths] source. It was left out. Let a path rule end in the name of a folder, and ** stand alone between slashes:\n[tool.coverage.paths]\nsource = [\"src\", \"*/src\"]"
    );
    let sources = ["backend/app/x.py", "lib/y.py"];
    let mut map = |path: &str| aliases.map(path, &|name| sources.contains(&name));
    let mapped = map("/home/runner/work/r/r/backend/app/x.py");
    assert_eq!((mapped.path.as_str(), mapped.rule), ("backend/app/x.py", Some(0)));
    assert_eq!(map("/project/backend/app/x.py").path, "backend/app/x.py");
    assert_eq!(map("/venv/site-packages/lib/y.py").path, "lib/y.py");
    let gone = map("/home/runner/work/r/r/backend/app/gone.py");
    assert_eq!(gone.path, "/home/runner/work/r/r/backend/app/gone.py");
    assert_eq!(gone.tried[0].path, "backend/app/gone.py");
}

#[test]
fn a_root_on_windows_maps_and_selects_without_case() {
    let root = Root::new("C:\\work\\r");
    let mut aliases = PathAliases::new(root.clone(), false);
    aliases.add("/home/runner/r/src", "src").unwrap();
    assert_eq!(aliases.map("/home/runner/r/src/pkg/a.py", &|name| name == "src/pkg/a.py").path, "src/pkg/a.py");
    assert_eq!(aliases.map("c:\\WORK\\r\\src\\a.py", &|_| true).path, "src/a.py");
    let (selection, errors) = Selection::new(&["SRC\\*".to_owned()], &["*/b.py".to_owned()], &root, false);
    assert_eq!(errors, []);
    assert!(selection.selects("src/pkg/a.py") && !selection.selects("src/B.py") && !selection.selects("lib/a.py"));
}

#[test]
fn a_pattern_of_many_stars_does_not_take_forever() {
    let glob = Glob::new(&"*a".repeat(40), false).unwrap();
    assert!(!glob.matches(&format!("{}b", "a".repeat(2000))));
    let glob = Glob::new(&format!("{}x", "**/a/".repeat(40)), false).unwrap();
    assert!(!glob.matches(&"a/".repeat(1000)));
}

#[test]
fn no_pattern_ends_the_program() {
    let mut random = Random(11);
    let pieces =
        ["a", "/", "\\", "*", "**", "?", "[", "]", "[a-", "z]", "^", "\n", "é", "İ", "C:\\", "..", "./", "~", "\u{0}"];
    let mut text = |most| (0..random.below(most)).map(|_| pieces[random.below(pieces.len())]).collect::<String>();
    for round in 0..20_000 {
        let root = Root::new(if round % 3 == 0 { "C:\\r" } else { ROOT });
        let mut aliases = PathAliases::new(root.clone(), round % 2 == 0);
        let _ = aliases.add(&text(8), &text(4));
        let path = text(12);
        aliases.map(&path, &|name| name.len() % 2 == 0);
        let patterns = [text(8), text(8)];
        let (selection, _) = Selection::new(&patterns[..1], &patterns[1..], &root, round % 2 == 0);
        selection.selects(&path);
        GlobMatcher::new(&patterns, true).0.matches(&path);
        TreeMatcher::new(&patterns, &root).matches(&path);
    }
}

/// A generator of the same numbers on every run (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `end`, or 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % (end.max(1) as u64)) as usize
    }
}
