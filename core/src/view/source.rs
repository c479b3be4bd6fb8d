//! The source view of one file.

use super::overview::row;
use super::{Branch, File, Line, LineState, Query};
use crate::error::Problem;
use crate::line::{LineArc, LineNo, Point};
use crate::report::denominator::Denominator;
use crate::report::{Coverage, Covered, FileCoverage};
use crate::set::Set;
use crate::source::SourceFile;

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
    let (basis, lines) = match &file.result {
        Ok(covered) => (basis(coverage, covered), known_lines(covered)),
        Err(_) => (String::new(), source.map(plain_lines).unwrap_or_default()),
    };
    let has_text = source.is_some() || matches!(&file.result, Ok(Covered { denominator: Denominator::Source(_), .. }));
    let is_about = |problem: &&Problem| problem.input == file.path || problem.input == file.measured;
    Some(File {
        row: row(coverage, file, query),
        measured_as: measured_as(file),
        basis,
        has_text,
        lines,
        problems: problems.iter().filter(is_about).cloned().collect(),
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

fn plain_lines(source: &SourceFile) -> Vec<Line> {
    let plain = |(number, text): (LineNo, &str)| Line {
        number,
        text: text.to_owned(),
        state: LineState::Plain,
        first: number,
        lanes: Vec::new(),
        branches: Vec::new(),
    };
    (1..).zip(source.lines()).map(plain).collect()
}

fn known_lines(covered: &Covered) -> Vec<Line> {
    let branches = covered.denominator.branches();
    match &covered.denominator {
        Denominator::Source(source) => {
            let lines = (1..).zip(source.lines());
            lines.map(|(number, text)| line(covered, branches, number, source.first_line(number), text)).collect()
        }
        Denominator::Reported(reported) => {
            let numbers = reported.file.statements.union(&reported.file.excluded);
            numbers.into_iter().map(|number| line(covered, branches, number, number, "")).collect()
        }
    }
}

fn line(covered: &Covered, branches: &Set<LineArc>, number: LineNo, first: LineNo, text: &str) -> Line {
    let union = &covered.union;
    let is_statement = covered.denominator.statements().contains(&first);
    let state = if covered.denominator.excluded().contains(&number) || covered.denominator.excluded().contains(&first) {
        LineState::Excluded
    } else if !is_statement {
        LineState::Plain
    } else if union.missing.contains(&first) {
        LineState::Missing
    } else if !union.missing_branches.leaving(first).is_empty() {
        LineState::Partial
    } else {
        LineState::Run
    };
    let ran = |(lane, analysis): (usize, &crate::report::analysis::Analysis)| {
        analysis.executed.lines.contains(&first).then_some(lane)
    };
    let lanes = if is_statement { (0..).zip(covered.lanes.iter()).filter_map(ran).collect() } else { Vec::new() };
    let has_branches = number == first && union.numbers.n_branches > 0;
    let own_branches = if has_branches { branches.leaving(number) } else { &[] };
    Line { number, text: text.to_owned(), state, first, lanes, branches: sides(covered, own_branches) }
}

/// The sides of a branch line, with the lanes that took each. A line that ran nowhere has none that was taken.
fn sides(covered: &Covered, branches: &[LineArc]) -> Vec<Branch> {
    let took = |branch: &LineArc| {
        let took = |(lane, analysis): (usize, &crate::report::analysis::Analysis)| {
            (!analysis.missing_branches.contains(branch)).then_some(lane)
        };
        (0..).zip(covered.lanes.iter()).filter_map(took).collect()
    };
    // Exits last, as coverage.py's lcov report has them.
    let (lines, exits): (Vec<&LineArc>, Vec<&LineArc>) = branches.iter().partition(|arc| arc.to.as_line().is_some());
    let side = |branch: &LineArc| {
        let to = match branch.to {
            Point::Line(target) => format!("line {target}"),
            Point::Exit(_) => "exit".to_owned(),
            Point::Entry(_) => "unknown".to_owned(),
        };
        Branch { to, to_line: branch.to.as_line(), lanes: took(branch) }
    };
    lines.into_iter().chain(exits).map(side).collect()
}
