//! What was dropped and what became of it: the lanes with their data files, and where every recorded path went.

use serde::{Deserialize, Serialize};

use super::{Gate, PathRule, Totals};

/// The screens that review the lanes and the path rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The verdict.
    pub gate: Gate,
    /// The union of all lanes over all files.
    pub union: Totals,
    /// The lanes.
    pub lanes: Vec<ReviewedLane>,
    /// Data files that the person took out.
    pub removed: Vec<DataFile>,
    /// Data files that could not be combined with the others.
    pub left_out: Vec<DataFile>,
    /// Data files that can't be read; the problems say why.
    pub unusable: Vec<String>,
    /// The lanes that make the union complete.
    pub expected: Vec<ExpectedLane>,
    /// Data files of two kinds, which coverage.py does not combine.
    pub mixed: Option<Mixed>,
    /// The path rules in force.
    pub rules: Vec<PathRule>,
    /// Their patterns, in the order in which they are tried; behind them those made up for relative paths.
    pub patterns: Vec<Pattern>,
    /// Every recorded path; those to look at first.
    pub paths: Vec<PathRow>,
    /// How many of them are to be looked at.
    pub n_doubtful: usize,
    /// Rules that would make files one.
    pub suggestions: Vec<Suggestion>,
    /// The rules as the configuration has them: the name of its file and the lines, the project's own kind of file first.
    pub written: Vec<(String, String)>,
}

/// A lane with its data files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewedLane {
    /// Its name.
    pub name: String,
    /// What it alone covers.
    pub totals: Totals,
    /// Its data files.
    pub files: Vec<DataFile>,
}

/// One data file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name in this session: the path, with the archives it was found in.
    pub input: String,
    /// Its bytes.
    pub size: usize,
    /// The schema of its tables.
    pub schema: i64,
    /// The coverage.py that wrote it; empty when it does not say.
    pub version: String,
    /// Whether it measured branches; `None` when it measured nothing.
    pub has_arcs: Option<bool>,
    /// Contexts with a name.
    pub n_contexts: usize,
    /// Files measured.
    pub n_files: usize,
    /// Of these, the ones that found their place in the project.
    pub n_mapped: usize,
    /// Those that did not.
    pub n_unmapped: usize,
    /// Those that became one with another file.
    pub n_folded: usize,
    /// Inputs of the same content, which count once.
    pub duplicates: Vec<String>,
}

/// A lane that belongs to the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedLane {
    /// Its name.
    pub name: String,
    /// Whether it is here.
    pub is_here: bool,
}

/// Data files of two kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mixed {
    /// Those that measured branches.
    pub branches: Vec<String>,
    /// Those that measured statements only.
    pub statements: Vec<String>,
    /// Whether all are combined as statements now.
    pub is_rescued: bool,
}

/// A pattern and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The index of its rule in [`Review::rules`]; `None` for one that coverage.py makes up for relative paths.
    pub rule: Option<usize>,
    /// The pattern.
    pub pattern: String,
    /// What stands in its place.
    pub result: String,
    /// How many paths it mapped.
    pub n_paths: usize,
    /// Why it can't be used, in coverage.py's words.
    pub error: Option<String>,
}

/// One path as the data files have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRow {
    /// The path.
    pub path: String,
    /// The lanes that recorded it.
    pub lanes: Vec<usize>,
    /// The pattern that mapped it, as an index into [`Review::patterns`].
    pub pattern: Option<usize>,
    /// The file of the report that it became.
    pub result: String,
    /// What became of it.
    pub state: PathState,
    /// What else to know, as a sentence; else empty.
    pub note: String,
}

/// What became of a path; those to look at come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PathState {
    /// Different files became this one.
    Folded,
    /// Its source was measured under other names as well, and each counts as a file.
    Apart,
    /// There is no source and no report of it.
    NoSource,
    /// A rule gave it the name of a file that is here.
    Mapped,
    /// It is here without any rule.
    Found,
    /// There are no sources and no reports to find it in.
    Unchecked,
    /// `include` and `omit` leave it out of the report.
    Omitted,
}

impl PathState {
    /// Whether it has to be looked at.
    pub fn is_doubtful(self) -> bool {
        self <= PathState::NoSource
    }
}

/// Rules that would make files one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Why, as a sentence.
    pub why: String,
    /// What it adds, in the order of an entry of `[paths]`: the result, then patterns.
    pub added: Vec<String>,
    /// All rules, with it.
    pub rules: Vec<PathRule>,
}
