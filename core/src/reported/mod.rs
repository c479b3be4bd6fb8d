//! Reports that coverage.py wrote in CI, read as *denominators*: they tell the statements and branches that a data file
//! does not know. Used where there is no source, and compared with our own numbers where there is.

mod json;
mod lcov;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::line::{LineNo, Point};
use crate::numbers::Numbers;

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
    pub statements: BTreeSet<LineNo>,
    /// The statements that ran in the reported run.
    pub executed: BTreeSet<LineNo>,
    /// Excluded lines; only json tells them.
    pub excluded: BTreeSet<LineNo>,
    /// The branch lines.
    pub branches: BTreeMap<LineNo, ReportedBranches>,
    /// The counts of the reported run.
    pub numbers: Numbers,
}

/// What a report tells of the branches of one line. Where it does not name the code object that an exit leaves, the exit
/// is `Point::Exit(0)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedBranches {
    /// Targets of the branches taken, as far as they are named.
    pub taken: BTreeSet<Point>,
    /// Branches taken whose targets are not named.
    pub taken_unnamed: usize,
    /// Targets of the branches not taken.
    pub missing: BTreeSet<Point>,
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
        !self
            .branches
            .values()
            .any(|line| line.missing.contains(&Point::Exit(0)) || line.taken.contains(&Point::Exit(0)))
    }

    /// Counts what the lists say; for formats that have no summary.
    fn count(&mut self) {
        let missing = |branches: &ReportedBranches| branches.missing.len();
        let partial = self.branches.iter().filter(|(line, _)| self.executed.contains(line));
        self.numbers = Numbers {
            n_files: 1,
            n_statements: self.statements.len(),
            n_excluded: self.excluded.len(),
            n_missing: self.statements.len() - self.executed.len(),
            n_branches: self.branches.values().map(|line| line.taken.len() + line.taken_unnamed + missing(line)).sum(),
            n_partial_branches: partial.map(|(_, line)| missing(line)).sum(),
            n_missing_branches: self.branches.values().map(missing).sum(),
        };
    }
}
