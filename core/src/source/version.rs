//! Which Python version's rules are followed, and why.

use std::fmt;

use super::requires::allows;
use crate::python::PythonVersion;

/// The parser's name for a version.
pub(super) fn target(version: PythonVersion) -> ruff_python_ast::PythonVersion {
    match version {
        PythonVersion::V3_11 => ruff_python_ast::PythonVersion::PY311,
        PythonVersion::V3_12 => ruff_python_ast::PythonVersion::PY312,
        PythonVersion::V3_13 => ruff_python_ast::PythonVersion::PY313,
        PythonVersion::V3_14 => ruff_python_ast::PythonVersion::PY314,
        PythonVersion::V3_15 => ruff_python_ast::PythonVersion::PY315,
    }
}

/// The Python whose rules are followed, and why that one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PythonChoice {
    /// The version.
    pub version: PythonVersion,
    /// What told it, in words: `.python-version`.
    pub reason: String,
}

impl PythonChoice {
    /// The first of these that tells a version decides: the user's choice, the manifest's (major and minor), the text of
    /// a `.python-version`, the newest that `requires-python` allows; else it is the newest of all.
    pub fn new(
        user: Option<PythonVersion>,
        manifest: Option<(u8, u8)>,
        file: Option<&str>,
        requires: Option<&str>,
    ) -> PythonChoice {
        let chosen = |version, reason: String| PythonChoice { version, reason };
        if let Some(version) = user {
            return chosen(version, "chosen".to_owned());
        }
        let manifest = manifest.map(|(major, minor)| (u32::from(major), u32::from(minor), "[tool.covscope] python"));
        let file = file.and_then(first_version).map(|(major, minor)| (major, minor, ".python-version"));
        if let Some((major, minor, source)) = manifest.or(file) {
            let version = PythonVersion::nearest(major, minor);
            let is_known = (major, minor) == (3, version.minor());
            let reason =
                if is_known { source.to_owned() } else { format!("the nearest to {major}.{minor} of {source}") };
            return chosen(version, reason);
        }
        let Some(requires) = requires else {
            return chosen(PythonVersion::newest(), "the newest, as nothing tells which".to_owned());
        };
        match PythonVersion::ALL.into_iter().rev().find(|version| allows(requires, 3, version.minor())) {
            Some(version) => chosen(version, format!("the newest that requires-python {requires} allows")),
            None => {
                let version =
                    PythonVersion::ALL.into_iter().next().filter(|_| (0..11).any(|minor| allows(requires, 3, minor)));
                let version = version.unwrap_or_else(PythonVersion::newest);
                chosen(version, format!("the nearest to requires-python {requires}"))
            }
        }
    }
}

impl fmt::Display for PythonChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Python {} rules: {}", self.version, self.reason)
    }
}

/// Major and minor version of the first line of a `.python-version` that names a CPython.
fn first_version(text: &str) -> Option<(u32, u32)> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let name = line.split_whitespace().next()?;
    let version = ["cpython-", "cpython@", "cpython", "python-"]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(name);
    let mut numbers = version.split('.').map(|part| part.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_tells_a_version_decides() {
        let choice = |user, manifest, file, requires| PythonChoice::new(user, manifest, file, requires).to_string();
        let all = choice(Some(PythonVersion::V3_12), Some((3, 13)), Some("3.14"), Some(">=3.9"));
        assert_eq!(all, "Python 3.12 rules: chosen");
        assert_eq!(
            choice(None, Some((3, 13)), Some("3.14"), Some(">=3.9")),
            "Python 3.13 rules: [tool.covscope] python"
        );
        assert_eq!(choice(None, None, Some("# ours\n3.14.2\n3.11\n"), None), "Python 3.14 rules: .python-version");
        assert_eq!(choice(None, None, Some("cpython-3.12-linux"), None), "Python 3.12 rules: .python-version");
        assert_eq!(choice(None, None, Some("3.14t"), None), "Python 3.14 rules: .python-version");
        assert_eq!(
            choice(None, None, Some("3.9.18\n"), None),
            "Python 3.11 rules: the nearest to 3.9 of .python-version"
        );
        assert_eq!(
            choice(None, Some((3, 99)), None, None),
            "Python 3.15 rules: the nearest to 3.99 of [tool.covscope] python"
        );
        for nothing in ["", "pypy3.10-7.3.12", "system", "3", "\n# x\n"] {
            let requires = Some("~=3.12.0");
            let expected = "Python 3.12 rules: the newest that requires-python ~=3.12.0 allows";
            assert_eq!(choice(None, None, Some(nothing), requires), expected, "{nothing}");
        }
        assert_eq!(choice(None, None, None, Some("<3.11")), "Python 3.11 rules: the nearest to requires-python <3.11");
        assert_eq!(
            choice(None, None, None, Some(">=3.16")),
            "Python 3.15 rules: the nearest to requires-python >=3.16"
        );
        assert_eq!(choice(None, None, None, None), "Python 3.15 rules: the newest, as nothing tells which");
    }
}
