//! The source view of a file whose data is here.

use super::{arrows, host, lines, misses, outline, stripes};
use crate::error::Problem;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, Covered, FileCoverage};
use crate::source::SourceFile;
use crate::view::overview::row;
use crate::view::{File, LineCounts, Query};

/// The source view of the file with that path; `None` if the report has no such file. `problems` are all there are: those
/// that name the file are shown. `source` is its text, where there is one without numbers.
pub fn file(
    coverage: &Coverage,
    path: &str,
    query: &Query,
    problems: &[Problem],
    source: Option<&SourceFile>,
) -> Option<File> {
    let file = coverage.files.iter().find(|file| file.path == path)?;
    let covered = file.result.as_ref().ok();
    let (lines, sentences) = match covered {
        Some(covered) => lines::known(coverage, covered),
        None => (source.map(lines::plain).unwrap_or_default(), Vec::new()),
    };
    let from_source = covered.is_some_and(|covered| matches!(covered.denominator, Denominator::Source(_)));
    let is_about = |problem: &&Problem| problem.input == file.path || problem.input == file.measured;
    Some(File {
        row: row(coverage, file, query),
        measured_as: measured_as(file),
        basis: covered.map(|covered| basis(coverage, covered)).unwrap_or_default(),
        has_text: source.is_some() || from_source,
        counts: covered.map(counts),
        misses: misses::misses(&lines),
        stripes: stripes::stripes(&lines),
        arrows: covered.map(|covered| arrows::arrows(covered, &lines)).unwrap_or_default(),
        sentences,
        outline: covered.map(|covered| outline::outline(coverage, covered)).unwrap_or_default(),
        host: coverage
            .repository
            .as_deref()
            .and_then(|repository| host::host(repository, coverage.commit.as_deref(), path)),
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

fn counts(covered: &Covered) -> LineCounts {
    let numbers = covered.union.numbers;
    LineCounts {
        run: numbers.n_executed(),
        missing: numbers.n_missing,
        excluded: numbers.n_excluded,
        partial: numbers.n_partial_branches,
    }
}
