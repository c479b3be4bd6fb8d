//! What coverage.py measured: one data file as a value, and questions to ask of it.
//!
//! A data file knows only what ran. It holds, per file and context, either the lines executed or, when branches were
//! measured, the arcs; its lines are then the positive ends of its arcs.

mod numbits;
mod sqlite;

use std::collections::BTreeMap;

use indexmap::IndexMap;
pub use numbits::numbits_to_nums;

use crate::error::Result;
use crate::line::{LineArc, LineNo, Point};
use crate::pace::{Cancelled, Pace};
use crate::set::Set;

/// The content of one data file (schema 7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageData {
    /// The version of coverage.py that wrote it; `None` if it does not say.
    pub version: Option<String>,
    /// Whether it was set up for arcs (`Some(true)`), for lines, or for neither because nothing was measured.
    pub has_arcs: Option<bool>,
    /// Names of the contexts, in the order of the file; `""` is the one without a name.
    pub contexts: Vec<String>,
    /// The measured files by the path recorded, in the order of the file. One that never ran is here, without rows.
    pub files: IndexMap<String, MeasuredFile>,
}

/// What is recorded of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasuredFile {
    /// The file tracer plugin that measured it; `None` is Python.
    pub tracer: Option<String>,
    /// The lines executed, by the index of the context in [`CoverageData::contexts`].
    pub lines: BTreeMap<usize, Set<LineNo>>,
    /// The arcs executed, by context as for `lines`; sorted, without repetition.
    pub arcs: BTreeMap<usize, Vec<LineArc>>,
}

impl CoverageData {
    /// Reads a data file as coverage.py 7.17.3 reads it.
    ///
    /// # Errors
    /// The bytes are no SQLite, are damaged or cut off, lack coverage.py's tables, or have another schema number than 7.
    pub async fn read<P: Pace>(bytes: &[u8], pace: &P) -> std::result::Result<Result<CoverageData>, Cancelled> {
        sqlite::read(bytes, pace).await
    }

    /// The paths measured.
    pub fn measured_files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether any row was recorded for any file.
    pub fn has_rows(&self) -> bool {
        self.files.values().any(|file| !file.lines.is_empty() || !file.arcs.is_empty())
    }
}

impl MeasuredFile {
    /// The lines executed in any context: recorded, or the positive ends of the arcs.
    pub fn executed_lines(&self) -> Set<LineNo> {
        let ends = |end: fn(&LineArc) -> Point| {
            self.arcs.values().flatten().filter_map(move |arc| end(arc).as_line()).filter(|&line| line > 0).collect()
        };
        // The first ends come sorted.
        let (from, to): (Set<_>, Set<_>) = (ends(|arc| arc.from), ends(|arc| arc.to));
        let lines: Set<_> = self.lines.values().flatten().copied().filter(|&line| line > 0).collect();
        lines.union(&from).union(&to)
    }

    /// The arcs executed in any context.
    pub fn executed_arcs(&self) -> Set<LineArc> {
        self.arcs.values().flatten().copied().collect()
    }
}
