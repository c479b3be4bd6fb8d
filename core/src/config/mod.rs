//! coverage.py's configuration, with coverage.py 7.17.3's precedence, defaults and checks, and covscope's own manifest.
//!
//! coverage.py reads the first of these files that counts, and only that one:
//!
//! | file | sections | counts |
//! | --- | --- | --- |
//! | `.coveragerc` (or the file given with `--rcfile`) | `[run]` or `[coverage:run]` | when it is there |
//! | `.coveragerc.toml` | `[run]` or `[tool.coverage.run]` | when it is there |
//! | `setup.cfg`, `tox.ini` | `[coverage:run]` | when it sets something |
//! | `pyproject.toml` | `[tool.coverage.run]` | when it sets something |

pub mod bundle;
mod file;
mod ini;
pub mod manifest;
mod messages;
mod settings;
mod values;

use std::collections::BTreeSet;

pub use settings::{Config, DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS};

use self::file::{File, base_name, is_ours};
use self::manifest::Manifest;
use self::settings::SETTINGS;
use self::values::{Variables, expand_user, list, unread};
use crate::error::{Code, Error, Problem, Result};

/// Gives the value of an environment variable. The crate itself reads no environment.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the configuration files of one directory come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// coverage.py's settings: those of the one file that it would read, or its defaults.
    pub config: Config,
    /// covscope's own settings, from `pyproject.toml` whichever file coverage.py reads.
    pub manifest: Manifest,
    /// `[project] requires-python` of `pyproject.toml`.
    pub requires_python: Option<String>,
    /// The text of the `.python-version` beside them.
    pub python_version: Option<String>,
    /// What was wrong with any of the files.
    pub problems: Vec<Problem>,
}

/// Takes, of the configuration files of one directory, the one that coverage.py would read. `files` are pairs of path and
/// text; only the last part of a path counts. A `.python-version` is no such file; one with another than the five names is
/// taken as given with `--rcfile`: it comes first.
///
/// Where coverage.py would end with an error about a file, the next one is tried.
pub fn choose(files: &[(&str, &str)], env: Env<'_>) -> Chosen {
    let mut chosen = Chosen::default();
    let mut used: Option<(&str, &str)> = None;
    let mut failed = Vec::new();
    let mut ordered: Vec<_> = files.to_vec();
    ordered.sort_by_key(|(path, _)| rank(path));
    for (path, text) in ordered {
        if base_name(path) == ".python-version" {
            chosen.python_version = Some(text.trim_start_matches('\u{feff}').to_owned());
            continue;
        }
        let read = Config::read(path, text, env);
        if base_name(path) == "pyproject.toml" && chosen.requires_python.is_none() {
            chosen.requires_python = manifest::requires_python(text);
        }
        if base_name(path) == "pyproject.toml" && chosen.manifest == Manifest::default() {
            match Manifest::read(path, text) {
                Ok((manifest, problems)) => {
                    chosen.manifest = manifest.unwrap_or_default();
                    chosen.problems.extend(problems);
                }
                // A file that is no TOML at all is reported once: below, unless coverage.py does not open it.
                Err(error) if used.is_some() || read.is_ok() => chosen.problems.push(Problem::of(path, error)),
                Err(_) => {}
            }
        }
        match (used, read) {
            (None, Ok((config, problems))) => {
                chosen.problems.extend(problems);
                if let Some(config) = config {
                    chosen.config = config;
                    used = Some((path, text));
                }
            }
            (None, Err(error)) => failed.push(Problem::of(path, error)),
            // coverage.py does not even open the files after the one it uses.
            (Some((first, same)), Ok((Some(config), _))) if text != same && config.sets_anything() => {
                let cause = format!("It has settings for coverage.py too, and {first} comes before it.");
                chosen.problems.push(
                    Problem::new(Code::ConfigSecond, path, cause)
                        .with_fix(format!("Move its settings to {first}, or remove them there.")),
                );
            }
            (Some(_), _) => {}
        }
    }
    for mut problem in failed {
        if let Some((path, _)) = used {
            problem.instead = format!("The file was left out; {path} is used. coverage.py would stop.");
        }
        chosen.problems.push(problem);
    }
    chosen
}

/// What coverage.py makes of one configuration file.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The settings. `fail_under` may lie outside 0 to 100: coverage.py looks at it after the report.
    pub config: Config,
    /// Whether it has settings for coverage.py, or is a file of coverage.py's own, which counts even when it is empty.
    pub counts: bool,
    /// The options that coverage.py does not know: section (as the file writes it) and name, in the order of the file.
    pub unknown: Vec<(String, String)>,
    /// What was left out or is not as it should be, though coverage.py reads on.
    pub problems: Vec<Problem>,
    /// The first regular expression that Python refuses: coverage.py stops there.
    pub refused: Option<Error>,
    /// The environment variables that have no value.
    pub missing: Vec<String>,
}

impl Config {
    /// Reads one file. `None`: it has no settings for coverage.py (and is not a file of coverage.py's own, which counts even
    /// when it is empty). A setting with a wrong value is an error, as in coverage.py; one that is not known is a problem.
    ///
    /// `name` may be a path; it is shown in problems, and its last part tells the format and which sections count.
    pub fn read(name: &str, text: &str, env: Env<'_>) -> Result<(Option<Config>, Vec<Problem>)> {
        let Reading { mut config, counts, unknown, problems: others, missing, .. } =
            Config::read_file(name, text, is_ours(name), env)?;
        config.finish()?;
        let mut problems: Vec<_> =
            unknown.iter().map(|(section, option)| unknown_setting(name, section, option)).collect();
        problems.extend(others);
        if !(0.0..=100.0).contains(&config.fail_under) {
            let section = config.places.remove("report:fail_under").unwrap_or_default();
            let cause = format!("[{section}] fail_under is {}; expected 0 to 100.", config.fail_under);
            problems.push(left_out(name, Error::new(Code::ConfigInvalid, cause)));
            config.fail_under = 0.0;
        }
        for variable in missing.iter().filter(|_| counts) {
            let cause = format!("It uses the environment variable {variable}, which has no value here.");
            let fix = format!("Give it a default: ${{{variable}-default}}");
            problems.push(Problem::new(Code::ConfigVariable, name, cause).with_fix(fix));
        }
        Ok((counts.then_some(config), problems))
    }

    /// Reads one file as it is, before [`finish`](Config::finish). `ours`: it is a file of coverage.py's own, as the one
    /// that `--rcfile` names always is, so that its sections need no prefix.
    ///
    /// # Errors
    /// coverage.py refuses the file; each error has its message.
    pub fn read_file(name: &str, text: &str, ours: bool, env: Env<'_>) -> Result<Reading> {
        let file = File::parse(name, text, ours)?;
        let mut variables = Variables { lookup: env, missing: Vec::new(), left_out: Vec::new(), refused: None };
        let mut config = Config::default();
        config.set_from(&file, &mut variables).map_err(|error| variables.refused.take().unwrap_or(error))?;
        let unknown = unknown_settings(&file)?;
        let mut problems = Vec::new();
        config.read_paths(name, &file, &mut variables, &mut problems)?;
        problems.extend(variables.left_out.into_iter().map(|error| left_out(name, error)));
        let counts = ours || config.sets_anything();
        config.file = counts.then(|| name.to_owned());
        variables.missing.sort_unstable();
        variables.missing.dedup();
        Ok(Reading { config, counts, unknown, problems, refused: variables.refused, missing: variables.missing })
    }

    /// Makes the last adjustments, when all has been set (coverage.py's `post_process`).
    ///
    /// # Errors
    /// The concurrency libraries are not known, or exclude each other.
    pub fn finish(&mut self) -> Result<()> {
        self.exclude_list.extend_from_slice(&self.exclude_also);
        self.partial_list.extend_from_slice(&self.partial_also);
        self.parallel |= self.patch.iter().any(|patch| patch == "subprocess");
        self.check_concurrency()
    }

    /// Where a setting was made, in the file's own words: for `"report:fail_under"`, `[tool.coverage.report] fail_under in
    /// pyproject.toml`. `None` for a default.
    pub fn origin(&self, setting: &str) -> Option<String> {
        let section = self.places.get(setting)?;
        let option = setting.rsplit(':').next()?;
        Some(format!("[{section}] {option} in {}", self.file.as_deref()?))
    }

    /// Whether the file sets this, such as `"report:fail_under"`: then its value is not a default.
    pub fn is_set(&self, setting: &str) -> bool {
        self.places.contains_key(setting)
    }

    /// Whether the file sets anything that coverage.py knows.
    fn sets_anything(&self) -> bool {
        !self.places.is_empty() || !self.paths.is_empty()
    }

    fn read_paths(
        &mut self,
        name: &str,
        file: &File,
        variables: &mut Variables<'_>,
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        let Some(section) = file.section("paths")? else { return Ok(()) };
        for option in section.options() {
            let Some(raw) = section.get(option) else { continue };
            let values = list(raw, &section.place(option), variables)?;
            let values: Vec<_> = values.into_iter().map(|path| expand_user(path, variables)).collect();
            if values.is_empty() {
                let cause = format!("[{}] {option} is empty; expected a result and patterns.", section.name);
                problems.push(Problem::new(Code::ConfigPattern, name, cause).with_fix("Remove it, or fill it."));
            }
            let written = unread(raw);
            // A variable can hold several entries, or none: then it isn't said which is which.
            if written.len() == values.len() {
                let pairs = values.iter().cloned().zip(written);
                self.raw_paths.extend(pairs.filter(|(value, written)| value != written));
            }
            self.paths.push((option.to_owned(), values));
        }
        Ok(())
    }

    /// Only one library of light threads can be in use, and only known ones.
    fn check_concurrency(&self) -> Result<()> {
        const LIGHT: &[&str] = &["eventlet", "gevent", "greenlet"];
        const OTHERS: &[&str] = &["multiprocessing", "thread"];
        let has = |name: &&&str| self.concurrency.iter().any(|given| given == **name);
        let known = |given: &&String| LIGHT.contains(&given.as_str()) || OTHERS.contains(&given.as_str());
        let invalid = |value: &str, expected: &str, message: String| {
            let section = self.places.get("run:concurrency").map_or("run", String::as_str);
            let cause = format!("[{section}] concurrency is {value:?}; expected {expected}.");
            Err(Error::new(Code::ConfigInvalid, cause).with_message(|| message))
        };
        let unknown: BTreeSet<_> = self.concurrency.iter().filter(|given| !known(given)).map(String::as_str).collect();
        if let Some(first) = self.concurrency.iter().find(|given| !known(given)) {
            let message = format!("Unknown concurrency choices: {}", Vec::from_iter(unknown).join(", "));
            return invalid(first, "eventlet, gevent, greenlet, multiprocessing or thread", message);
        }
        let light: Vec<&str> = LIGHT.iter().filter(has).copied().collect();
        if light.len() > 1 {
            let message = format!("Conflicting concurrency settings: {}", light.join(", "));
            return invalid(&self.concurrency.join(", "), "only one of eventlet, gevent and greenlet", message);
        }
        Ok(())
    }
}

/// The place of a file in coverage.py's order.
fn rank(path: &str) -> usize {
    const ORDER: &[&str] = &[".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml"];
    ORDER.iter().position(|name| *name == base_name(path)).map_or(0, |at| at + 1)
}

/// The options that coverage.py does not know, in the sections that it knows: section and name.
fn unknown_settings(file: &File) -> Result<Vec<(String, String)>> {
    let mut unknown = Vec::new();
    for section in ["run", "report", "html", "xml", "json", "lcov"] {
        let Some(found) = file.section(section)? else { continue };
        let is_known = |option: &str| SETTINGS.contains(&(section, option)) || (section, option) == ("run", "_crash");
        let options = found.options().into_iter().filter(|option| !is_known(option));
        unknown.extend(options.map(|option| (found.name.clone(), option.to_owned())));
    }
    Ok(unknown)
}

fn unknown_setting(name: &str, section: &str, option: &str) -> Problem {
    let cause = format!("coverage.py knows no setting {option} in [{section}].");
    let problem = Problem::new(Code::ConfigUnknown, name, cause);
    match SETTINGS.iter().find(|(_, known)| *known == option) {
        Some((home, _)) => {
            let prefix = section.rfind([':', '.']).and_then(|end| section.get(..=end)).unwrap_or_default();
            problem.with_fix(format!("Move it to its section:\n[{prefix}{home}]\n{option} = …"))
        }
        None => problem,
    }
}

fn left_out(name: &str, error: Error) -> Problem {
    let mut problem = Problem::of(name, error);
    problem.instead = "The setting was left out.".to_owned();
    problem
}
