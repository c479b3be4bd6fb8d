//! Reports that coverage.py wrote in CI, read as *denominators*: they tell the statements and branches that a data file
//! does not know. Used where there is no source, and compared with our own numbers where there is.

mod json;
mod lcov;
mod xml;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::error::{Code, Error, Result};
use crate::line::{LineArc, LineNo, Point};
use crate::link::limits::MOST_COUNTED;
use crate::numbers::{Numbers, count};
use crate::set::Set;
use crate::source::RegionKind;

/// A report of coverage.py's about one run or a combination of runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its format.
    pub format: Format,
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The files by the names in the report. In xml that is each `<source>` with the file's name behind it, for one file.
    pub files: BTreeMap<String, Rc<ReportedFile>>,
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
    /// The functions and classes from top to bottom, and at the end, without names, what is in none; only json of format 3 tells
    /// them.
    pub regions: Vec<ReportedRegion>,
    /// The counts of the reported run.
    pub numbers: Numbers,
}

/// What a report tells of a function or class, or of what is in none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedRegion {
    /// Which of the two.
    pub kind: RegionKind,
    /// With the names it is in: `Class.method`. Empty: what is in none.
    pub name: String,
    /// The line of its `def` or `class`.
    pub start: LineNo,
    /// The number of its branches.
    pub n_branches: usize,
    /// Its statements and excluded lines.
    pub lines: Set<LineNo>,
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
    /// The bytes are not that format, lack what coverage.py writes into it, or count more than can be summed.
    pub fn read(format: Format, bytes: &[u8]) -> Result<Report> {
        let report = match format {
            Format::Json => json::read(bytes),
            Format::Lcov => lcov::read(bytes),
            Format::Xml => xml::read(bytes),
        }?;
        // A file that has several names counts once.
        let counts = report.files.values().map(|file| file.counted() / Rc::strong_count(file));
        let counted = counts.fold(0, usize::saturating_add);
        if counted > MOST_COUNTED {
            let cause = format!("Its counts come to more than {} lines and branches.", count(MOST_COUNTED));
            return Err(Error::new(Code::ReportInvalid, cause));
        }
        Ok(report)
    }
}

impl ReportedFile {
    /// Whether exits name their code object: then they can be compared with measured ones as they are.
    pub fn names_exits(&self) -> bool {
        !self.missing.iter().chain(&self.taken).any(|branch| branch.to == Point::Exit(0))
    }

    /// All that it counts, of the file and of its regions.
    fn counted(&self) -> usize {
        let Numbers { n_statements, n_excluded, n_missing, n_branches, n_partial_branches, n_missing_branches, .. } =
            self.numbers;
        let counts = [n_statements, n_excluded, n_missing, n_branches, n_partial_branches, n_missing_branches];
        let regions = self.regions.iter().map(|region| region.n_branches);
        regions.chain(counts).fold(0, usize::saturating_add)
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
            regions: Vec::new(),
            numbers: Numbers::default(),
        };
        // Nothing bounds the sum before the report is whole.
        let n_named = file.taken.len() + file.missing.len();
        let unnamed = file.taken_unnamed.iter().map(|(_, count)| *count);
        file.numbers = Numbers {
            n_files: 1,
            n_statements: file.statements.len(),
            n_excluded: 0,
            n_missing: file.statements.len() - file.executed.len(),
            n_branches: unnamed.fold(n_named, usize::saturating_add),
            n_partial_branches: file.missing.iter().filter(|arc| file.executed.contains(&arc.from.line())).count(),
            n_missing_branches: file.missing.len(),
        };
        file
    }
}
