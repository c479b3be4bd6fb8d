//! The manifest: covscope's own settings, `[tool.covscope]` in `pyproject.toml`.
//!
//! ```toml
//! [tool.covscope]
//! lanes = ["unit", "heavy"]            # the lanes that make the union complete
//! skipped = []                         # lanes that are left out on purpose; they are expected, too
//! python = "3.13"                      # the Python whose rules tell the statements
//! fail_under_file = 70                 # a threshold for every file
//! fail_under_patch = 90                # a threshold for the changed lines
//! repository = "owner/name"            # for links to the sources
//! site = "https://host/covscope/"      # the page that `covscope link` leads to
//! ```

use super::file::{parse_toml, toml_table};
use super::values::show;
use crate::error::{Code, Problem, Result};

/// covscope's own settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manifest {
    /// The lanes that make the union complete; empty when nothing is said.
    pub lanes: Vec<String>,
    /// Lanes that this run leaves out on purpose.
    pub skipped: Vec<String>,
    /// The Python version whose rules tell the statements: major and minor.
    pub python: Option<(u8, u8)>,
    /// The threshold for every single file, in percent.
    pub fail_under_file: Option<f64>,
    /// The threshold for changed lines, in percent.
    pub fail_under_patch: Option<f64>,
    /// The repository: `owner/name`, or an address.
    pub repository: Option<String>,
    /// The address of the page that links lead to.
    pub site: Option<String>,
}

impl Manifest {
    /// Reads `[tool.covscope]`. `None`: the file has no such table. A setting that is not known or has a wrong value is
    /// a problem and left out; the others count.
    pub fn read(name: &str, text: &str) -> Result<(Option<Manifest>, Vec<Problem>)> {
        let root = parse_toml(text)?;
        let Some(table) = toml_table(&root, "tool.covscope")? else { return Ok((None, Vec::new())) };
        let mut manifest = Manifest::default();
        let mut problems = Vec::new();
        for (key, value) in table {
            let expected = match key.as_str() {
                "lanes" => put(&mut manifest.lanes, names(value), "a list of names, such as [\"unit\", \"heavy\"]"),
                "skipped" => put(&mut manifest.skipped, names(value), "a list of names, such as [\"heavy\"]"),
                "python" => put(&mut manifest.python, python(value).map(Some), "a version in quotes, such as \"3.13\""),
                "fail_under_file" => {
                    put(&mut manifest.fail_under_file, percent(value).map(Some), "a number from 0 to 100")
                }
                "fail_under_patch" => {
                    put(&mut manifest.fail_under_patch, percent(value).map(Some), "a number from 0 to 100")
                }
                "repository" => {
                    put(&mut manifest.repository, filled(value).map(Some), "a name in quotes, such as \"owner/name\"")
                }
                "site" => put(
                    &mut manifest.site,
                    filled(value).map(Some),
                    "an address in quotes, such as \"https://host/covscope/\"",
                ),
                _ => {
                    let cause = format!("covscope knows no setting {key} in [tool.covscope].");
                    let known = "lanes, skipped, python, fail_under_file, fail_under_patch, repository, site";
                    let fix = format!("It knows: {known}.");
                    problems.push(Problem::new(Code::ConfigUnknown, name, cause).with_fix(fix));
                    None
                }
            };
            if let Some(expected) = expected {
                let cause = format!("[tool.covscope] {key} is {}; expected {expected}.", show(value));
                let example = expected.split_once("such as ").map_or("80", |(_, example)| example);
                let fix = format!("[tool.covscope]\n{key} = {example}");
                let mut problem = Problem::new(Code::ConfigInvalid, name, cause).with_fix(fix);
                problem.instead = "The setting was left out.".to_owned();
                problems.push(problem);
            }
        }
        Ok((Some(manifest), problems))
    }
}

/// `[project] requires-python` of a `pyproject.toml`.
pub fn requires_python(text: &str) -> Option<String> {
    let root = parse_toml(text).ok()?;
    Some(toml_table(&root, "project").ok()??.get("requires-python")?.as_str()?.to_owned())
}

/// Puts a value into its field, or gives back what was expected.
fn put<T>(field: &mut T, value: Option<T>, expected: &'static str) -> Option<&'static str> {
    match value {
        Some(value) => {
            *field = value;
            None
        }
        None => Some(expected),
    }
}

fn names(value: &toml::Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(filled).collect()
}

fn filled(value: &toml::Value) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn percent(value: &toml::Value) -> Option<f64> {
    let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
    number.filter(|number| (0.0..=100.0).contains(number))
}

fn python(value: &toml::Value) -> Option<(u8, u8)> {
    let (major, minor) = value.as_str()?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_manifest_is_read() {
        let text = r#"
            [tool.covscope]
            lanes = ["unit", "heavy"]
            skipped = ["heavy"]
            python = "3.13"
            fail_under_file = 70
            fail_under_patch = 90.5
            repository = "owner/name"
            site = "https://host/covscope/"
        "#;
        let (manifest, problems) = Manifest::read("pyproject.toml", text).unwrap();
        assert_eq!(problems, []);
        let expected = Manifest {
            lanes: vec!["unit".to_owned(), "heavy".to_owned()],
            skipped: vec!["heavy".to_owned()],
            python: Some((3, 13)),
            fail_under_file: Some(70.0),
            fail_under_patch: Some(90.5),
            repository: Some("owner/name".to_owned()),
            site: Some("https://host/covscope/".to_owned()),
        };
        assert_eq!(manifest, Some(expected));
        assert_eq!(Manifest::read("pyproject.toml", "[tool.other]").unwrap(), (None, Vec::new()));
    }

    #[test]
    fn a_wrong_value_is_left_out_and_said() {
        let text = "[tool.covscope]\nlane = [\"unit\"]\nlanes = \"unit\"\npython = 3.10\nfail_under_file = 101\nrepository = \"r\"";
        let (manifest, problems) = Manifest::read("pyproject.toml", text).unwrap();
        assert_eq!(manifest, Some(Manifest { repository: Some("r".to_owned()), ..Manifest::default() }));
        let fixes: Vec<_> = problems.iter().filter_map(|problem| problem.fix.as_deref()).collect();
        assert_eq!(fixes[1], "[tool.covscope]\nlanes = [\"unit\", \"heavy\"]");
        assert_eq!(fixes[3], "[tool.covscope]\nfail_under_file = 80");
        let causes: Vec<_> = problems.iter().map(|problem| problem.cause.as_str()).collect();
        assert_eq!(
            causes,
            [
                "covscope knows no setting lane in [tool.covscope].",
                "[tool.covscope] lanes is \"unit\"; expected a list of names, such as [\"unit\", \"heavy\"].",
                "[tool.covscope] python is 3.1; expected a version in quotes, such as \"3.13\".",
                "[tool.covscope] fail_under_file is 101; expected a number from 0 to 100.",
            ]
        );
    }
}
