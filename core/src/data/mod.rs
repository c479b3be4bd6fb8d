//! What coverage.py measured: one data file as a value, and questions to ask of it.
//!
//! A data file knows only what ran. It holds, per file and context, either the lines executed or, when branches were
//! measured, the arcs; its lines are then the positive ends of its arcs.

mod arc_rows;
mod by_context;
mod digest;
mod numbits;
mod sqlite;
mod sqlite_writer;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use arc_rows::ArcRows;
pub use by_context::ByContext;
pub use digest::{digest, git_blob, sha256};
use indexmap::IndexMap;
pub use numbits::{numbits_to_nums, nums_to_numbits};
pub use sqlite::SCHEMA_VERSION;

use crate::error::Result;
use crate::line::{LineArc, LineNo, Point};
use crate::pace::{Cancelled, Pace};
use crate::set::Set;

/// The content of one data file (schema 7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageData {
    /// What else it says about itself: the `version` of coverage.py that wrote it, and of a parallel one `sys_argv`, `when`, `hash`.
    pub meta: BTreeMap<String, String>,
    /// Whether it was set up for arcs (`Some(true)`), for lines, or for neither because nothing was measured.
    pub has_arcs: Option<bool>,
    /// Names of the contexts, in the order of the file; `""` is the one without a name.
    pub contexts: Vec<String>,
    /// The measured files by the path recorded, in the order of the file. One that never ran is here, without rows.
    pub files: IndexMap<String, MeasuredFile>,
}

/// The names of the contexts in which each line ran.
pub type ContextsByLine = IndexMap<LineNo, Vec<Arc<str>>>;

/// What is recorded of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasuredFile {
    /// The file tracer plugin that measured it; `None` is Python.
    pub tracer: Option<String>,
    /// The lines executed, by the index of the context in [`CoverageData::contexts`].
    pub lines: ByContext<Set<LineNo>>,
    /// The arcs executed, by context as for `lines`.
    pub arcs: ByContext<ArcRows>,
}

impl CoverageData {
    /// Reads a data file as coverage.py 7.17.3 reads it.
    ///
    /// # Errors
    /// The bytes are no SQLite, are damaged or cut off, lack coverage.py's tables, or have another schema number than 7.
    pub async fn read<P: Pace>(bytes: &[u8], pace: &P) -> std::result::Result<Result<CoverageData>, Cancelled> {
        sqlite::read(bytes, pace).await
    }

    /// The same of the file at `path` (absolute, of `size` bytes, the first of which `source` gives), which SQLite reads by
    /// itself: so the command line never has the whole of a data file in memory.
    ///
    /// # Errors
    /// As for [`CoverageData::read`].
    #[cfg(feature = "cli")]
    pub async fn read_file<P: Pace>(
        path: &str,
        source: &mut dyn std::io::Read,
        size: u64,
        pace: &P,
    ) -> std::result::Result<Result<CoverageData>, Cancelled> {
        sqlite::read_file(path, source, size, pace).await
    }

    /// The bytes of a data file that holds this: coverage.py opens it, and reports what it reports about this.
    ///
    /// # Errors
    /// SQLite can't write, for want of memory.
    pub fn write(&self) -> Result<Vec<u8>> {
        sqlite_writer::write(self)
    }

    /// The paths measured.
    pub fn measured_files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The same as if it had measured statements only: what is left of the arcs are the lines at their ends.
    #[must_use]
    pub fn without_arcs(&self) -> CoverageData {
        let mut data = self.clone();
        if data.has_arcs != Some(true) {
            return data;
        }
        data.has_arcs = Some(false);
        for file in data.files.values_mut() {
            let arcs = std::mem::take(&mut file.arcs);
            // Lines of a data file of arcs count for nothing.
            file.lines = ByContext::default();
            for (context, arcs) in arcs.iter() {
                file.lines.insert(context, lines_of(|| arcs.iter()));
            }
        }
        data
    }

    /// Whether any row was recorded for any file.
    pub fn has_rows(&self) -> bool {
        self.has_lines() || self.has_arc_rows()
    }

    /// Whether lines were recorded for any file.
    pub fn has_lines(&self) -> bool {
        self.files.values().any(|file| !file.lines.is_empty())
    }

    /// Whether arcs were recorded for any file.
    pub fn has_arc_rows(&self) -> bool {
        self.files.values().any(|file| !file.arcs.is_empty())
    }
}

/// The lines at the ends of arcs, which are told twice.
fn lines_of<I: Iterator<Item = LineArc>>(arcs: impl Fn() -> I) -> Set<LineNo> {
    let ends =
        |end: fn(LineArc) -> Point| arcs().filter_map(move |arc| end(arc).as_line()).filter(|&line| line > 0).collect();
    // The first ends come sorted.
    let (from, to): (Set<_>, Set<_>) = (ends(|arc| arc.from), ends(|arc| arc.to));
    from.union(&to)
}

/// Of these rows coverage.py asks for one kind: arcs or lines, as the data file says of itself with
/// [`has_arcs`](CoverageData::has_arcs). Rows of the other kind count for nothing.
impl MeasuredFile {
    /// The lines executed in any context: recorded, or the positive ends of the arcs.
    pub fn executed_lines(&self, has_arcs: bool) -> Set<LineNo> {
        if !has_arcs {
            return self.lines.values().flatten().copied().filter(|&line| line > 0).collect();
        }
        lines_of(|| self.arcs.values().flat_map(ArcRows::iter))
    }

    /// The arcs executed in any context; none without `has_arcs`.
    pub fn executed_arcs(&self, has_arcs: bool) -> Set<LineArc> {
        if !has_arcs {
            return Set::new();
        }
        self.arcs.values().flat_map(ArcRows::iter).collect()
    }

    /// The contexts in which each line ran, in the order in which coverage.py finds the lines: by context, then by row. `names`
    /// are [`CoverageData::contexts`].
    pub fn contexts_by_lineno(&self, has_arcs: bool, names: &[Arc<str>]) -> ContextsByLine {
        let mut contexts = ContextsByLine::new();
        if !has_arcs {
            for (context, lines) in self.lines.iter() {
                Self::add_context(&mut contexts, names.get(context), lines.iter().copied());
            }
            return contexts;
        }
        for (context, rows) in self.arcs.iter() {
            let ends = rows.iter().flat_map(|arc: LineArc| [arc.from.as_line(), arc.to.as_line()]);
            Self::add_context(&mut contexts, names.get(context), ends.flatten().filter(|&line| line > 0));
        }
        contexts
    }

    fn add_context(contexts: &mut ContextsByLine, name: Option<&Arc<str>>, lines: impl Iterator<Item = LineNo>) {
        let Some(name) = name else { return };
        for line in lines {
            let known = contexts.entry(line).or_default();
            if !known.last().is_some_and(|last| Arc::ptr_eq(last, name)) {
                known.push(Arc::clone(name));
            }
        }
    }
}
