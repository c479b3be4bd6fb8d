//! coverage.py 7.17.3's reports, byte for byte: text, Markdown and total, json, xml (Cobertura) and lcov.
//!
//! Which files are reported on, and from where, is the caller's to say: nothing here knows a file system or a clock.

mod json;
mod lcov;
mod markdown;
mod names;
mod table;
mod text;
mod xml;

use std::sync::Arc;

use self::table::{Row, Table};
use crate::combine::Rows;
use crate::config::Config;
use crate::data::ContextsByLine;
use crate::numbers::Numbers;
use crate::report::analysis::Analysis;
use crate::report::denominator::Denominator;
use crate::report::{Covered, FileCoverage};
use crate::repr::repr;
use crate::source::SourceFile;

pub use self::json::Json;
pub use self::lcov::Lcov;
pub use self::xml::{Place, Xml};
pub use crate::combine::merge::VERSION;

/// One file of a report: what every format needs of it.
#[derive(Clone, Debug)]
pub struct ReportFile {
    /// The name to show: coverage.py's `relative_filename`.
    pub name: String,
    /// coverage.py's `filename`: the absolute path, or with `relative_files` the one in the data.
    pub path: String,
    /// What could run.
    pub source: Arc<SourceFile>,
    /// What ran.
    pub analysis: Arc<Analysis>,
    /// In which contexts; only json with `show_contexts` needs it.
    pub contexts: ContextsByLine,
}

/// What is the same for all files of a report.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// Whether branches were measured.
    pub has_arcs: bool,
    /// The settings, with the command line's taken in.
    pub config: &'a Config,
}

/// What is reported on.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The files, in the order in which coverage.py analyses them: by path.
    pub files: &'a [ReportFile],
    /// What is the same for all of them.
    pub settings: Settings<'a>,
}

/// A format of reports: it writes of each file a part for itself, and makes the whole of the parts. So files can be worked on
/// side by side, and of each no more need be kept than its part.
pub trait Format {
    /// What the whole needs of one file.
    type Part;

    /// The part of one file.
    fn part(&self, file: &ReportFile, settings: Settings<'_>) -> Self::Part;

    /// The report, from the parts in the order in which coverage.py analyses their files.
    ///
    /// # Errors
    /// There is no file, or a setting has a value that coverage.py refuses.
    fn whole(&self, parts: Vec<Self::Part>, settings: Settings<'_>) -> Result<Output, ReportError>;
}

/// A report, written.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// The report.
    pub text: String,
    /// The total in percent that coverage.py compares with `fail_under`. The formats do not quite agree on what it is where
    /// there is nothing to cover.
    pub pc_covered: f64,
}

/// Why there is no report. The words are coverage.py's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// No file is reported on.
    #[error("No data to report.")]
    NoData,
    /// `sort` names no column.
    #[error("Invalid sorting option: {}", repr(.0))]
    Sort(String),
    /// `format` names no format.
    #[error("Unknown report format choice: {}", repr(.0))]
    Format(String),
    /// `precision` is negative.
    #[error("precision={0} is invalid. Must not be negative.")]
    Precision(i64),
}

impl ReportFile {
    /// Compares what ran of a file with its source. Contexts are the caller's to add.
    pub fn new(name: String, path: String, source: Arc<SourceFile>, rows: &Rows, has_arcs: bool) -> ReportFile {
        let denominator = Denominator::Source(Arc::clone(&source));
        let analysis = Analysis::new(denominator.translate(rows, has_arcs), &denominator, has_arcs);
        ReportFile { name, path, source, analysis: Arc::new(analysis), contexts: ContextsByLine::new() }
    }

    /// A file of the page's report, all lanes together; `None` if its source is not here.
    pub fn of(file: &FileCoverage) -> Option<ReportFile> {
        let Ok(Covered { denominator: Denominator::Source(source), union, .. }) = &file.result else { return None };
        Some(ReportFile {
            name: file.path.clone(),
            path: file.measured.clone(),
            source: Arc::clone(source),
            analysis: Arc::clone(union),
            contexts: ContextsByLine::new(),
        })
    }
}

impl Report<'_> {
    /// The report in a format.
    ///
    /// # Errors
    /// As for [`Format::whole`].
    pub fn write(&self, format: &impl Format) -> Result<Output, ReportError> {
        let parts = self.files.iter().map(|file| format.part(file, self.settings)).collect();
        format.whole(parts, self.settings)
    }
}

impl Settings<'_> {
    /// `precision` as a number of digits.
    fn precision(self) -> Result<usize, ReportError> {
        usize::try_from(self.config.precision).map_err(|_| ReportError::Precision(self.config.precision))
    }
}

/// What `coverage report` prints, in the format that the configuration says.
#[derive(Clone, Copy, Debug)]
pub struct Summary;

impl Format for Summary {
    type Part = Row;

    fn part(&self, file: &ReportFile, settings: Settings<'_>) -> Row {
        Row::new(file, settings.config.show_missing)
    }

    fn whole(&self, rows: Vec<Row>, settings: Settings<'_>) -> Result<Output, ReportError> {
        let format = settings.config.format.as_deref().filter(|format| !format.is_empty()).unwrap_or("text");
        if !["text", "markdown", "total"].contains(&format) {
            return Err(ReportError::Format(format.to_owned()));
        }
        if rows.is_empty() {
            return Err(ReportError::NoData);
        }
        let total: Numbers = rows.iter().map(|row| row.numbers).sum();
        let text = match format {
            "total" => format!("{}\n", total.pc_covered_str(settings.precision()?)),
            "markdown" => markdown::markdown(&Table::new(rows, settings)?),
            _ => text::text(&Table::new(rows, settings)?),
        };
        Ok(Output { text, pc_covered: total.pc_covered() })
    }
}
