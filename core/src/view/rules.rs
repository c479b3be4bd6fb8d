//! By which rules the sources were analysed, what the person may choose of them, and how well CI's own reports agree.

use serde::{Deserialize, Serialize};

use super::Arrangement;
use crate::line::LineNo;
use crate::python::PythonVersion;

/// What the person chose in place of what the project's files say. The default is what the project says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The Python whose rules apply.
    pub python: Option<PythonVersion>,
    /// Leaves out coverage.py's default exclusion patterns, `# pragma: no cover` among them.
    pub no_default_exclusions: bool,
    /// Lanes, data files and path rules. Not in the address: it lives as long as the page.
    pub arrangement: Arrangement,
}

impl Choices {
    /// Whether nothing was chosen.
    pub fn is_default(&self) -> bool {
        *self == Choices::default()
    }
}

/// By which rules the sources are analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesInForce {
    /// The Python version.
    pub python: PythonVersion,
    /// Why that one, in words: ".python-version".
    pub python_from: String,
    /// The version that the project's files tell, whatever was chosen.
    pub project_python: PythonVersion,
    /// Whether coverage.py's default exclusions are among the patterns.
    pub defaults: DefaultExclusions,
    /// The exclusion patterns.
    pub exclude: Vec<String>,
}

/// What became of coverage.py's default exclusion patterns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DefaultExclusions {
    /// They are in force.
    #[default]
    InForce,
    /// The person switched them off.
    SwitchedOff,
    /// The project's `exclude_lines` stands in their place.
    Replaced,
}

/// How one report of CI's agrees with the numbers worked out here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The report.
    pub report: String,
    /// Whether it is about another run than the data here.
    pub is_other_run: bool,
    /// The lane that it is about; `None` is all of them.
    pub lane: Option<String>,
    /// How many files agree in every line and branch.
    pub n_agree: usize,
    /// How many files were compared.
    pub n_files: usize,
    /// The first difference.
    pub first: Option<Difference>,
}

/// Where the numbers of a file first differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The file's path, as in its row.
    pub path: String,
    /// The line; `None` if only counts tell.
    pub line: Option<LineNo>,
    /// What differs, as a sentence.
    pub why: String,
}
