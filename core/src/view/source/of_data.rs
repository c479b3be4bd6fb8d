//! The source view of a file whose data is here.

use super::{arrows, counts, host, lines, misses, outline, stripes};
use crate::error::Problem;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, Covered, FileCoverage};
use crate::source::SourceFile;
use crate::view::overview::{before, changed_row, row};
use crate::view::{Changed, File, Query, Row};

/// The source view of the file with that path; `None` if the report has no such file. `problems` are all there are: those
/// that name the file are shown. `source` is its text, where there is one without numbers.
pub fn file(
    coverage: &Coverage,
    changed: Option<Changed>,
    path: &str,
    query: &Query,
    problems: &[Problem],
    source: Option<&SourceFile>,
) -> Option<File> {
    let file = coverage.files.iter().find(|file| file.path == path)?;
    let covered = file.result.as_ref().ok();
    let patched = changed.as_ref().and_then(|changed| changed.on.files.iter().find(|file| file.path == path));
    let (lines, sentences) = match covered {
        Some(covered) => lines::known(coverage, covered, patched),
        None => (source.map(lines::plain).unwrap_or_default(), Vec::new()),
    };
    let from_source = covered.is_some_and(|covered| matches!(covered.denominator, Denominator::Source(_)));
    let is_about = |problem: &&Problem| problem.input == file.path || problem.input == file.measured;
    let limit = changed.as_ref().zip(patched).filter(|_| query.changes);
    let of_changes = limit.and_then(|(changed, _)| changed_row(coverage, changed, path, query));
    let counted = limit.map(|(_, file)| &file.union.numbers).or(covered.map(|covered| &covered.union.numbers));
    Some(File {
        // What its name was is said beside.
        row: of_changes.map_or_else(|| row(coverage, file, query), |row| Row { note: None, ..row }),
        measured_as: measured_as(file),
        basis: covered.map(|covered| basis(coverage, covered)).unwrap_or_default(),
        has_text: source.is_some() || from_source,
        counts: counted.map(counts),
        misses: misses::misses(&lines, limit.is_some()),
        stripes: stripes::stripes(&lines),
        arrows: covered.map(|covered| arrows::arrows(covered, &lines)).unwrap_or_default(),
        sentences,
        outline: covered.map(|covered| outline::outline(coverage, covered)).unwrap_or_default(),
        changed: patched.map(|file| before(file).unwrap_or_else(|| file.status.to_owned())),
        host: coverage
            .repository
            .as_deref()
            .and_then(|repository| host::host(repository, coverage.commit.as_deref(), &coverage.folder, path)),
        remote: None,
        unchecked: None,
        problems: problems.iter().filter(is_about).cloned().collect(),
        lines,
    })
}

fn measured_as(file: &FileCoverage) -> Vec<(usize, String)> {
    file.measured_as.iter().cloned().collect()
}

fn basis(coverage: &Coverage, covered: &Covered) -> String {
    match &covered.denominator {
        Denominator::Source(_) => format!("the source, by the rules of Python {}", coverage.python.version),
        Denominator::Reported(reported) => reported.input.clone(),
    }
}
