//! Configuration files against what coverage.py reads from them; `tests/parity/config/make.py` recorded it.

use std::collections::BTreeMap;

use covscope_core::config::{Config, Reading, choose};
use covscope_core::error::{Code, Problem};
use covscope_core::regex::refusal;
use serde_json::{Map, Value, json};

#[derive(serde::Deserialize)]
struct Recorded {
    defaults: Map<String, Value>,
    cases: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    env: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    /// coverage.py's words, where it ends with an error.
    error: Option<String>,
    file: Option<String>,
    #[serde(default)]
    settings: Map<String, Value>,
    #[serde(default)]
    paths: Value,
    #[serde(default)]
    warnings: Vec<String>,
}

fn recorded() -> Recorded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/parity/config/cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
#[cfg_attr(not(feature = "cli"), ignore = "only the command line has coverage.py's own messages")]
fn every_case_is_read_as_coverage_py_reads_it() {
    let Recorded { defaults, cases } = recorded();
    assert!(cases.len() > 1000);
    let failures: Vec<_> = cases.iter().filter_map(|case| check(case, &defaults).err()).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn check(case: &Case, defaults: &Map<String, Value>) -> Result<(), String> {
    let env = |name: &str| case.env.get(name).cloned();
    let files: Vec<_> = case.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let chosen = choose(&files, &env);
    let fail = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
        Err(format!("{}: {what} is {ours:?}, with coverage.py {theirs:?}", case.name))
    };

    // What coverage.py does not open is refused for the sake of covscope's own settings.
    let is_opened = |problem: &&Problem| chosen.config.file.is_none() || problem.instead.contains("coverage.py");
    let mut left_out = chosen.problems.iter().filter(|problem| problem.instead.starts_with("The file was left out"));
    let refused = left_out.find(is_opened);
    // Regular expressions are compiled when they are used.
    let is_regex = |words: &str| words.contains("value '('");
    match (&case.error, refused) {
        (Some(words), None) if is_regex(words) => return said(words, case),
        (Some(words), None) => return fail("the error", &chosen.problems, words),
        (Some(words), Some(problem)) => return worded(problem, case).and_then(|()| said(words, case)),
        (None, Some(problem)) => return fail("the error", problem, &None::<()>),
        (None, None) => {}
    }
    if chosen.config.file != case.file {
        return fail("the file", &chosen.config.file, &case.file);
    }
    if json!(chosen.config.paths) != case.paths {
        return fail("paths", &chosen.config.paths, &case.paths);
    }
    let unknown = chosen.problems.iter().filter(|problem| problem.code == Code::ConfigUnknown);
    let mut ours: Vec<_> = unknown.filter(|problem| !problem.cause.starts_with("covscope")).map(warning).collect();
    ours.sort();
    if ours != case.warnings {
        return fail("the warnings", &ours, &case.warnings);
    }
    let ours = json!(chosen.config);
    for (name, default) in defaults {
        let theirs = match case.settings.get(name) {
            // Python's True is the number 1.
            Some(Value::Bool(true)) if default.is_number() => &json!(1),
            Some(theirs) => theirs,
            None => default,
        };
        let ours = match (name.as_str(), &ours[name]) {
            ("html_title", Value::Null) => &defaults["html_title"],
            (_, ours) => ours,
        };
        // Known differences: values of no type that coverage.py accepts, and a threshold that it refuses later.
        let may_be_left_out = match default {
            Value::Null | Value::String(_) => !theirs.is_string(),
            _ => theirs.as_str().is_some_and(|text| text.starts_with("invalid")),
        };
        let left_out = ours == default
            && may_be_left_out
            && chosen.problems.iter().any(|problem| problem.instead == "The setting was left out.");
        if ours != theirs && !(ours.is_number() && ours.as_f64() == theirs.as_f64()) && !left_out {
            return fail(name, ours, theirs);
        }
    }
    Ok(())
}

/// A refused setting is named with its section, its value and what was expected.
fn worded(problem: &Problem, case: &Case) -> Result<(), String> {
    let says_setting = problem.cause.starts_with('[') && problem.cause.contains("; expected ");
    let says_line = problem.cause.contains("Line ") && problem.cause.contains("can't be read")
        || problem.cause.contains("is not valid TOML")
        || problem.cause.contains("expected a table")
        || problem.cause.contains("byte order mark");
    let names_input = case.files.contains_key(&problem.input);
    if names_input && (says_setting || says_line) { Ok(()) } else { Err(format!("{}: words: {problem}", case.name)) }
}

/// coverage.py's own message is kept, to the letter. (Where it ends in a traceback it has none, and `tomllib`'s words for
/// text that is no TOML are its own.)
fn said(words: &str, case: &Case) -> Result<(), String> {
    let Some((_, words)) =
        words.split_once(": ").filter(|(kind, _)| matches!(*kind, "ConfigError" | "CoverageException"))
    else {
        return Ok(());
    };
    let name = case.files.keys().find(|name| words.contains(name.as_str())).or(case.files.keys().next()).unwrap();
    let env = |name: &str| case.env.get(name).cloned();
    let ours = !matches!(name.as_str(), "setup.cfg" | "tox.ini" | "pyproject.toml");
    let read = Config::read_file(name, &case.files[name], ours, &env);
    let finish = |reading: Reading| {
        let mut config = reading.config;
        reading.refused.map_or_else(|| config.finish(), Err)
    };
    let error = read.and_then(finish).err().ok_or(format!("{}: no error", case.name))?;
    let message = error.message.ok_or(format!("{}: no message", case.name))?;
    let is_toml = words.ends_with(')') && words.contains(" (at ");
    let same =
        if is_toml { message.starts_with(&format!("Couldn't read config file {name}: ")) } else { *message == *words };
    if same { Ok(()) } else { Err(format!("{}: the message is {message:?}, with coverage.py {words:?}", case.name)) }
}

/// coverage.py's warning, made of ours.
fn warning(problem: &Problem) -> String {
    let cause = problem.cause.strip_prefix("coverage.py knows no setting ").unwrap();
    let (option, section) = cause.rsplit_once(" in ").unwrap();
    let section = section.strip_suffix("].").unwrap();
    format!("Unrecognized option '{section}] {option}=' in config file {}", problem.input)
}

#[test]
fn a_regular_expression_is_refused_as_python_refuses_it() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/parity/config/regexes.json");
    let cases: Vec<(String, Option<String>)> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.len() > 2000 && cases.iter().filter(|(_, words)| words.is_none()).count() > 100);
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(pattern, words)| refusal(pattern) != *words)
        .map(|(pattern, words)| format!("{pattern:?}: {:?}, with Python {words:?}", refusal(pattern)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn a_setting_knows_where_it_was_made() {
    let read = |name, text| Config::read(name, text, &|_| None).unwrap().0.unwrap();
    let config = read("pyproject.toml", "[tool.coverage.report]\nfail_under = 80");
    let origin = "[tool.coverage.report] fail_under in pyproject.toml";
    assert_eq!(config.origin("report:fail_under").as_deref(), Some(origin));
    assert_eq!(config.origin("report:precision"), None);
    assert!(config.is_set("report:fail_under") && !config.is_set("run:branch"));
    let config = read("r/.coveragerc", "[report]\nfail_under = 80");
    assert_eq!(config.origin("report:fail_under").as_deref(), Some("[report] fail_under in r/.coveragerc"));
}

#[test]
fn a_second_file_with_settings_is_reported() {
    let rc = ("r/.coveragerc", "[run]\nbranch = 1\n");
    let pyproject =
        ("r/pyproject.toml", "[tool.coverage.report]\nfail_under = 80\n[tool.covscope]\nlanes = ['unit']\n");
    let tox = ("r/tox.ini", "[tox]\nenvlist = py313\n");
    let chosen = choose(&[pyproject, tox, rc], &|_| None);
    assert_eq!(chosen.config.file.as_deref(), Some("r/.coveragerc"));
    assert!(chosen.config.branch);
    assert_eq!(chosen.manifest.lanes, ["unit"]);
    let [problem] = chosen.problems.as_slice() else { panic!("{:?}", chosen.problems) };
    assert_eq!((problem.code, problem.input.as_str()), (Code::ConfigSecond, "r/pyproject.toml"));
    // The same file twice is one file.
    assert_eq!(choose(&[rc, rc], &|_| None).problems, []);
}

#[test]
fn after_a_file_that_cant_be_read_comes_the_next() {
    let setup = ("setup.cfg", "nonsense\n");
    let pyproject = ("pyproject.toml", "[tool.coverage.run]\nbranch = true\n");
    let chosen = choose(&[setup, pyproject], &|_| None);
    assert_eq!(chosen.config.file.as_deref(), Some("pyproject.toml"));
    let [problem] = chosen.problems.as_slice() else { panic!("{:?}", chosen.problems) };
    assert_eq!(
        problem.to_string(),
        "setup.cfg: Line 1 (nonsense) can't be read: expected a section header such as [run] first. \
         The file was left out; pyproject.toml is used. coverage.py would stop. Mend what is named; without a setting coverage.py's default counts."
    );
    assert_eq!(choose(&[setup], &|_| None).problems[0].instead, "The file was left out; defaults are used.");
    // Only a file with [tool.covscope] that is no table is none of coverage.py's business.
    let chosen = choose(&[("pyproject.toml", "[tool]\ncovscope = 5\ncoverage = {run = {branch = true}}")], &|_| None);
    assert!(chosen.config.branch && chosen.problems.len() == 1);
    // Behind a file that counts, coverage.py does not open it; covscope's own settings are lost with it.
    let chosen = choose(&[(".coveragerc", ""), ("pyproject.toml", "[tool.covscope\n")], &|_| None);
    assert_eq!(chosen.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::ConfigInvalid]);
}

#[test]
fn a_misplaced_setting_is_shown_its_place() {
    let text = "[tool.coverage.run]\nbranch = true\nfail_under = 80\nbrunch = true";
    let (_, problems) = Config::read("pyproject.toml", text, &|_| None).unwrap();
    let fixes: Vec<_> = problems.iter().map(|problem| problem.fix.as_deref()).collect();
    assert_eq!(fixes, [Some("Move it to its section:\n[tool.coverage.report]\nfail_under = …"), None]);
}

#[test]
fn a_variable_without_a_value_is_said() {
    let text = "[run]\nomit = $DIR/x, ${OTHER-y}\n";
    let (config, problems) = Config::read(".coveragerc", text, &|_| None).unwrap();
    assert_eq!(config.unwrap().run_omit, ["/x", "y"]);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, Code::ConfigVariable);
    assert!(problems[0].cause.contains("DIR"));
}

/// Cut, spliced and scrambled files: whatever comes out, it comes out.
#[test]
fn no_text_ends_the_program() {
    let mut random = crate::aliases::Random(7);
    let cases = recorded().cases;
    let texts: Vec<_> = cases.iter().flat_map(|case| &case.files).collect();
    for _ in 0..5_000 {
        let (name, text) = texts[random.below(texts.len())];
        let (_, other) = texts[random.below(texts.len())];
        let mut chars: Vec<char> = text.chars().take(random.below(text.len() + 1)).collect();
        chars.extend(other.chars().skip(random.below(other.len() + 1)));
        for _ in 0..random.below(3) {
            let at = random.below(chars.len() + 1);
            chars.insert(at, ['$', '{', '[', ']', '=', '\n', '\u{feff}', '\'', 'é', '~'][random.below(10)]);
        }
        let text: String = chars.into_iter().collect();
        let name = if random.below(4) == 0 { ["pyproject.toml", ".coveragerc"][random.below(2)] } else { name };
        choose(&[(name, &text), ("tox.ini", &text)], &|name| (name.len() % 2 == 0).then(|| name.to_owned()));
    }
}
