//! Which Python's rules apply.

use std::fs;

use covscope_core::config::manifest::{Manifest, requires_python};
use covscope_core::source::{PythonChoice, PythonVersion};

use super::console::{Console, Stop};
use super::options::Options;
use super::settings::variable;

/// The user's choice, else what the project tells: see [`PythonChoice::new`].
pub(crate) fn choose(options: &Options, console: &Console) -> Result<PythonVersion, Stop> {
    let choice = chosen(options, console)?;
    if options.is_set("verbose") {
        console.note(&choice.to_string());
    }
    Ok(choice.version)
}

fn chosen(options: &Options, console: &Console) -> Result<PythonChoice, Stop> {
    let asked = [
        (options.value("python").map(str::to_owned), "--python"),
        (variable("COVSCOPE_PYTHON").filter(|value| !value.is_empty()), "COVSCOPE_PYTHON"),
    ];
    if let Some((value, reason)) = asked.into_iter().find_map(|(value, reason)| Some((value?, reason))) {
        let version = value.parse().map_err(|error| Stop(format!("{value}: {error}")))?;
        return Ok(PythonChoice { version, reason: reason.to_owned() });
    }
    let pyproject = fs::read_to_string("pyproject.toml").unwrap_or_default();
    let mut python = None;
    if let Ok((Some(manifest), problems)) = Manifest::read("pyproject.toml", &pyproject) {
        problems.iter().for_each(|problem| console.problem(problem));
        python = manifest.python;
    }
    let pinned = fs::read_to_string(".python-version").ok();
    let requires = requires_python(&pyproject);
    Ok(PythonChoice::new(None, python, pinned.as_deref(), requires.as_deref()))
}
