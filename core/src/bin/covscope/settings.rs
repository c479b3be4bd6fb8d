//! The configuration: from the first file that counts, the environment and the options, by coverage.py's precedence.

use std::{env, fs};

use covscope_core::config::Config;
use covscope_core::error::Problem;

use super::console::{Console, Stop, Warner};
use super::files;
use super::options::{Options, float, int};

/// What coverage.py looks into when nothing is said.
pub(crate) const FILES: [&str; 5] = [".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml"];

/// Reads the configuration (coverage.py's `read_coverage_config`), and takes in the options.
pub(crate) fn read(options: &Options, console: &Console) -> Result<Config, Stop> {
    let config = match options.value("rcfile") {
        Some("") => Config::default(),
        given => from_files(given.filter(|name| *name != ".coveragerc"), console)?,
    };
    finished(config, options, console)
}

/// The configuration where files say nothing.
pub(crate) fn without_files(options: &Options, console: &Console) -> Result<Config, Stop> {
    finished(Config::default(), options, console)
}

/// Takes in the environment and the options.
fn finished(mut config: Config, options: &Options, console: &Console) -> Result<Config, Stop> {
    if let Some(name) = variable("COVERAGE_FILE").filter(|name| !name.is_empty()) {
        config.data_file = name;
    }
    if let Some(name) = options.value("data-file").filter(|name| !name.is_empty()) {
        config.data_file = name.to_owned();
    }
    if config.data_file.is_empty() {
        config.data_file = ".coverage".to_owned();
    }
    config.finish().map_err(|error| Stop::of(&error, ""))?;
    config.parallel |= config.concurrency.iter().any(|library| library == "multiprocessing");
    console.disable(&config.disable_warnings);
    take_in(&mut config, options);
    Ok(config)
}

/// An environment variable.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn from_files(given: Option<&str>, console: &Console) -> Result<Config, Stop> {
    let given = given.map(str::to_owned).or_else(|| variable("COVERAGE_RCFILE").filter(|name| !name.is_empty()));
    if let Some(name) = given {
        let config = from_file(&name, true, console)?;
        return config
            .ok_or_else(|| Stop(format!("Couldn't read {} as a config file", covscope_core::repr::repr(&name))));
    }
    for name in FILES {
        if let Some(config) = from_file(name, name.starts_with('.'), console)? {
            return Ok(config);
        }
    }
    Ok(Config::default())
}

/// One file, if it is there and counts. `ours`: it is coverage.py's own.
fn from_file(name: &str, ours: bool, console: &Console) -> Result<Option<Config>, Stop> {
    let Ok(bytes) = fs::read(name) else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Stop(format!("Couldn't read config file {name}: it is not UTF-8 from byte {at} on"))
    })?;
    let reading =
        Config::read_file(name, &text, ours, &variable).map_err(|error| Stop::of(&error, &files::absolute(name)))?;
    if let Some(refused) = &reading.refused {
        return Err(Stop::of(refused, ""));
    }
    for (section, option) in &reading.unknown {
        let text = format!("Unrecognized option '[{section}] {option}=' in config file {name}");
        console.warn(Warner::Config, &text, None);
    }
    reading.problems.iter().for_each(|problem: &Problem| console.problem(problem));
    Ok(reading.counts.then_some(reading.config))
}

/// The options come before what a file says (coverage.py's `from_args` and `override_config`).
fn take_in(config: &mut Config, options: &Options) {
    let list = |field: &mut Option<Vec<String>>, name| {
        if let Some(values) = options.list(name) {
            *field = Some(values);
        }
    };
    list(&mut config.report_include, "include");
    list(&mut config.report_omit, "omit");
    list(&mut config.report_contexts, "contexts");
    let switch = |field: &mut bool, name| *field = options.flag(name).unwrap_or(*field);
    switch(&mut config.ignore_errors, "ignore-errors");
    switch(&mut config.show_missing, "show-missing");
    switch(&mut config.skip_covered, "skip-covered");
    switch(&mut config.skip_empty, "skip-empty");
    switch(&mut config.json_pretty_print, "pretty-print");
    switch(&mut config.json_show_contexts, "show-contexts");
    let text = |field: &mut Option<String>, name| {
        if let Some(value) = options.value(name) {
            *field = Some(value.to_owned());
        }
    };
    text(&mut config.sort, "sort");
    text(&mut config.format, "format");
    config.precision = options.value("precision").and_then(int).unwrap_or(config.precision);
    config.fail_under = options.value("fail-under").and_then(float).unwrap_or(config.fail_under);
}
