//! Which Python's rules apply.

use std::fs;

use covscope_core::config::manifest::Manifest;
use covscope_core::source::PythonVersion;

use super::console::{Console, Stop};
use super::options::Options;
use super::settings::variable;

/// The user's choice, else the manifest's, else `.python-version`, else the newest that `requires-python` allows, else the
/// newest.
pub(crate) fn choose(options: &Options, console: &Console) -> Result<PythonVersion, Stop> {
    let (version, why) = chosen(options, console)?;
    if options.is_set("verbose") {
        console.note(&format!("Python {version}, {why}"));
    }
    Ok(version)
}

/// The version that the command line or the environment says, and which of them.
fn asked(options: &Options) -> Result<Option<(PythonVersion, &'static str)>, Stop> {
    let asked = [
        (options.value("python").map(str::to_owned), "as --python says"),
        (variable("COVSCOPE_PYTHON").filter(|value| !value.is_empty()), "as COVSCOPE_PYTHON says"),
    ];
    let first = asked.into_iter().find_map(|(value, why)| Some((value?, why)));
    let parsed =
        |(value, why): (String, _)| Ok((value.parse().map_err(|error| Stop(format!("{value}: {error}")))?, why));
    first.map(parsed).transpose()
}

/// The user's choice, if there is one.
pub(crate) fn chosen_by_user(options: &Options) -> Result<Option<PythonVersion>, Stop> {
    Ok(asked(options)?.map(|(version, _)| version))
}

fn chosen(options: &Options, console: &Console) -> Result<(PythonVersion, &'static str), Stop> {
    if let Some(asked) = asked(options)? {
        return Ok(asked);
    }
    let pyproject = fs::read_to_string("pyproject.toml").unwrap_or_default();
    if let Ok((Some(manifest), problems)) = Manifest::read("pyproject.toml", &pyproject) {
        problems.iter().for_each(|problem| console.problem(problem));
        if let Some((major, minor)) = manifest.python {
            let version =
                format!("{major}.{minor}").parse().map_err(|error| Stop(format!("[tool.covscope] python: {error}")));
            return Ok((version?, "as [tool.covscope] in pyproject.toml says"));
        }
    }
    let pinned = fs::read_to_string(".python-version").unwrap_or_default();
    if let Some(version) = pinned.lines().find_map(release) {
        return Ok((version, "as .python-version says"));
    }
    let requires = pyproject
        .parse::<toml::Table>()
        .ok()
        .and_then(|table| Some(table.get("project")?.get("requires-python")?.as_str()?.to_owned()));
    if let Some(requires) = requires
        && let Some(version) = PythonVersion::ALL.into_iter().rev().find(|version| allows(&requires, *version))
    {
        return Ok((version, "the newest that requires-python in pyproject.toml allows"));
    }
    let newest = PythonVersion::ALL.into_iter().next_back().unwrap_or_default();
    Ok((newest, "the newest, since nothing says which; --python does"))
}

/// The version in a line of `.python-version`: `3.13`, `3.13.2` or `cpython-3.13`.
fn release(line: &str) -> Option<PythonVersion> {
    let digits = line.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split('.');
    format!("{}.{}", parts.next()?, parts.next()?).parse().ok()
}

/// Whether `requires-python` allows any release of that version.
fn allows(requires: &str, version: PythonVersion) -> bool {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let own = version.as_str().split('.').filter_map(number).collect::<Vec<_>>();
    requires.split(',').map(str::trim).filter(|clause| !clause.is_empty()).all(|clause| {
        let at = clause.find(|c: char| c.is_ascii_digit()).unwrap_or(clause.len());
        let (operator, wanted) = (clause[..at].trim(), &clause[at..]);
        let parts: Vec<u32> = wanted.split('.').map_while(number).collect();
        let minor = parts.get(..parts.len().min(2)).unwrap_or_default();
        let own = own.get(..minor.len()).unwrap_or_default();
        let has_micro = parts.get(2).is_some_and(|micro| *micro > 0);
        match operator {
            ">=" | ">" if operator == ">=" || has_micro => own >= minor,
            ">" => own > minor || parts.len() > 2,
            "<=" => own <= minor,
            "<" => own < minor || own == minor && has_micro,
            "==" | "===" => own == minor,
            "!=" => own != minor || !wanted.ends_with(".*"),
            "~=" if parts.len() > 2 => own == minor,
            "~=" => own >= minor && own.first() == minor.first(),
            _ => true,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_that_is_allowed() {
        let newest = |requires: &str| {
            PythonVersion::ALL
                .into_iter()
                .rev()
                .find(|version| allows(requires, *version))
                .map(|version| version.as_str())
        };
        for (requires, expected) in [
            (">=3.9", Some("3.15")),
            (">=3.9,<3.14", Some("3.13")),
            (">= 3.9, <=3.12", Some("3.12")),
            ("~=3.11", Some("3.15")),
            ("~=3.11.2", Some("3.11")),
            ("==3.12.*", Some("3.12")),
            (">=3.11,!=3.15.*,!=3.14.1", Some("3.14")),
            ("<3.13.5", Some("3.13")),
            ("<3.13", Some("3.12")),
            (">3.14", Some("3.15")),
            (">=4", None),
            ("", Some("3.15")),
        ] {
            assert_eq!(newest(requires), expected, "{requires}");
        }
        assert_eq!(release("cpython-3.12.4"), Some(PythonVersion::V3_12));
        assert_eq!(release("# 2.7"), None);
    }
}
