//! The report to take away: coverage.py's own formats, the combined data, and what is shown as a table or a picture.

#[cfg(feature = "engine")]
mod csv;
#[cfg(feature = "engine")]
mod svg;

#[cfg(feature = "engine")]
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

#[cfg(feature = "engine")]
use super::Query;

/// What can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExportFormat {
    /// What `coverage report` prints.
    Text,
    /// `coverage report --format=markdown`.
    Markdown,
    /// `coverage report --format=total`.
    Total,
    /// `coverage json`.
    Json,
    /// `coverage xml`: Cobertura.
    Xml,
    /// `coverage lcov`.
    Lcov,
    /// The data file that `coverage combine` writes.
    Data,
    /// The table's rows, as they are shown.
    Csv,
    /// The report in one picture.
    Picture,
    /// A badge for a README.
    Badge,
}

impl ExportFormat {
    /// All of them, in the order of the menu.
    pub const ALL: [ExportFormat; 10] = [
        ExportFormat::Text,
        ExportFormat::Markdown,
        ExportFormat::Total,
        ExportFormat::Json,
        ExportFormat::Xml,
        ExportFormat::Lcov,
        ExportFormat::Data,
        ExportFormat::Csv,
        ExportFormat::Picture,
        ExportFormat::Badge,
    ];

    /// The file's name. A browser saves no name that begins with a dot, so the data is not called `.coverage`.
    pub fn file_name(self) -> &'static str {
        match self {
            ExportFormat::Text => "coverage.txt",
            ExportFormat::Markdown => "coverage.md",
            ExportFormat::Total => "coverage-total.txt",
            ExportFormat::Json => "coverage.json",
            ExportFormat::Xml => "coverage.xml",
            ExportFormat::Lcov => "coverage.lcov",
            ExportFormat::Data => "combined.coverage",
            ExportFormat::Csv => "coverage.csv",
            ExportFormat::Picture => "coverage.svg",
            ExportFormat::Badge => "coverage-badge.svg",
        }
    }

    /// What it is about when that is asked for: a picture and a badge are seen without the filter, so that they are of all files.
    #[cfg(feature = "engine")]
    pub(crate) fn asks(self, query: &Query) -> Cow<'_, Query> {
        if !matches!(self, ExportFormat::Picture | ExportFormat::Badge) {
            return Cow::Borrowed(query);
        }
        let Query { threshold, off, choices, .. } = query.clone();
        Cow::Owned(Query { threshold, off, choices, all: true, ..Query::default() })
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Text | ExportFormat::Total | ExportFormat::Lcov => "text/plain",
            ExportFormat::Markdown => "text/markdown",
            ExportFormat::Json => "application/json",
            ExportFormat::Xml => "application/xml",
            ExportFormat::Data => "application/vnd.sqlite3",
            ExportFormat::Csv => "text/csv",
            ExportFormat::Picture | ExportFormat::Badge => "image/svg+xml",
        }
    }
}

/// A report to save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Its format.
    pub format: ExportFormat,
    /// The file.
    pub bytes: Vec<u8>,
    /// How many files it is about.
    pub n_files: usize,
    /// Measured files that are not in it, as they have no numbers here.
    pub left_out: Vec<String>,
}

/// What writes a screen as a file; `None` for the formats that are coverage.py's.
#[cfg(feature = "engine")]
pub(crate) fn of_screen(format: ExportFormat) -> Option<fn(&super::Overview) -> String> {
    match format {
        ExportFormat::Csv => Some(csv::csv),
        ExportFormat::Picture => Some(svg::picture),
        ExportFormat::Badge => Some(svg::badge),
        _ => None,
    }
}
