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

/// What the command line or the environment says, if one of them does.
fn asked(options: &Options) -> Result<Option<PythonChoice>, Stop> {
    let asked = [
        (options.value("python").map(str::to_owned), "--python"),
        (variable("COVSCOPE_PYTHON").filter(|value| !value.is_empty()), "COVSCOPE_PYTHON"),
    ];
    let first = asked.into_iter().find_map(|(value, reason)| Some((value?, reason.to_owned())));
    let choice = |(value, reason): (String, String)| {
        let version = value.parse().map_err(|error| Stop(format!("{value}: {error}")))?;
        Ok(PythonChoice { version, reason })
    };
    first.map(choice).transpose()
}

/// The user's choice, if there is one.
pub(crate) fn chosen_by_user(options: &Options) -> Result<Option<PythonVersion>, Stop> {
    Ok(asked(options)?.map(|choice| choice.version))
}

fn chosen(options: &Options, console: &Console) -> Result<PythonChoice, Stop> {
    if let Some(choice) = asked(options)? {
        return Ok(choice);
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
