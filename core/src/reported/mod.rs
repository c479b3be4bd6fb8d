//! Reports that coverage.py wrote in CI, read as *denominators*: they tell the statements and branches that a data file
//! does not know. Used where there is no source, and compared with our own numbers where there is.

mod json;
mod lcov;
mod xml;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::line::{LineArc, LineNo, Point};
use crate::numbers::Numbers;
use crate::set::Set;

/// A report of coverage.py's about one run or a combination of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its format.
    pub format: Format,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The files by the names in the report. In xml that is each `<source>` with the file's name behind it.
    pub files: BTreeMap<String, ReportedFile>,
}

/// The kinds of report that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `coverage json`, format 2 or 3.
    Json,
    /// `coverage lcov`.
    Lcov,
    /// `coverage xml`: Cobertura.
    Xml,
}

/// What a report tells of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedFile {
    /// The statements.
    pub statements: Set<LineNo>,
    /// The statements that ran in the reported run.
    pub executed: Set<LineNo>,
    /// Excluded lines; only json tells them.
    pub excluded: Set<LineNo>,
    /// The branches taken, as far as they are named. Where a report does not name the code object that an exit leaves, the
    /// exit is `Point::Exit(0)`.
    pub taken: Set<LineArc>,
    /// The number of branches taken whose targets are not named, by line, in the order of the lines.
    pub taken_unnamed: Vec<(LineNo, usize)>,
    /// The branches not taken, with exits as in `taken`.
    pub missing: Set<LineArc>,
    /// The counts of the reported run.
    pub numbers: Numbers,
}

/// What a report's lines tell of one file, in the order of the report, before it is sorted.
#[derive(Clone, Debug, Default)]
struct Records {
    statements: Vec<LineNo>,
    executed: Vec<LineNo>,
    taken: Vec<LineArc>,
    taken_unnamed: Vec<(LineNo, usize)>,
    missing: Vec<LineArc>,
}

impl Format {
    /// The name to show.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "coverage.json",
            Format::Lcov => "lcov",
            Format::Xml => "coverage.xml",
        }
    }
}

impl Report {
    /// Reads a report.
    ///
    /// # Errors
    /// The bytes are not that format, or lack what coverage.py writes into it.
    pub fn read(format: Format, bytes: &[u8]) -> Result<Report> {
        match format {
            Format::Json => json::read(bytes),
            Format::Lcov => lcov::read(bytes),
            Format::Xml => xml::read(bytes),
        }
    }
}

impl ReportedFile {
    /// Whether exits name their code object: then they can be compared with measured ones as they are.
    pub fn names_exits(&self) -> bool {
        !self.missing.iter().chain(&self.taken).any(|branch| branch.to == Point::Exit(0))
    }
}

impl Records {
    /// The file, its numbers counted from the lists; for formats that have no summary.
    fn into_file(self) -> ReportedFile {
        let mut taken_unnamed = self.taken_unnamed;
        taken_unnamed.sort_unstable();
        let mut file = ReportedFile {
            statements: self.statements.into(),
            executed: self.executed.into(),
            excluded: Set::new(),
            taken: self.taken.into(),
            taken_unnamed,
            missing: self.missing.into(),
            numbers: Numbers::default(),
        };
        let unnamed: usize = file.taken_unnamed.iter().map(|(_, count)| count).sum();
        file.numbers = Numbers {
            n_files: 1,
            n_statements: file.statements.len(),
            n_excluded: 0,
            n_missing: file.statements.len() - file.executed.len(),
            n_branches: file.taken.len() + unnamed + file.missing.len(),
            n_partial_branches: file.missing.iter().filter(|arc| file.executed.contains(&arc.from.line())).count(),
            n_missing_branches: file.missing.len(),
        };
        file
    }
}
