//! From the lines that match the exclude patterns to all lines they exclude: suites, definitions and last cases.

use ruff_python_ast::Stmt;

use super::code_lines;
use super::lines::{LineSet, LineStarts, Multiline};
use super::spread::Spread;
use super::tokens::LogicalLine;
use super::tree::{self, always_matches, decorated_line};
use crate::line::LineNo;
use crate::python::PythonVersion;

/// What is known of the file.
pub(super) struct Context<'a> {
    pub(super) starts: &'a LineStarts,
    pub(super) multiline: &'a Multiline,
    pub(super) logical: &'a [LogicalLine],
    pub(super) body: &'a [Stmt],
    /// The lines that have code.
    pub(super) raw: &'a LineSet,
    pub(super) python: PythonVersion,
    pub(super) future_annotations: bool,
}

/// coverage.py's `excluded`, from the physical lines that match, and how it spread from them.
pub(super) fn excluded(file: &Context<'_>, matching: LineSet) -> (LineSet, Spread) {
    let mut spread = Spread::default();
    if matching.is_empty() {
        return (matching, spread);
    }
    let mut excluded = suites(file.logical, matching, &mut spread).first_lines(file.multiline);
    tree::walk_scopes(file.body, false, &mut |stmt, in_function| match stmt {
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
            let first = decorated_line(stmt, file.starts);
            if let Some(from) = excluded.first_of(first, tree::line(stmt, file.starts, file.multiline)) {
                excluded.extend(first, file.starts.end(stmt));
                spread.add(first, file.starts.end(stmt), from);
            }
        }
        Stmt::Match(node) => {
            for case in node.cases.iter().filter(|case| always_matches(case)) {
                if let Some(from) = all_excluded(file, &case.body, in_function, &excluded) {
                    excluded.extend(file.starts.start(&case.pattern), file.starts.end(&case.pattern));
                    spread.add(file.starts.start(&case.pattern), file.starts.end(&case.pattern), from);
                }
            }
        }
        _ => {}
    });
    (excluded, spread)
}

/// A suite is excluded if any line of its head is, up to the `:`.
fn suites(logical: &[LogicalLine], mut excluded: LineSet, spread: &mut Spread) -> LineSet {
    // Of the head whose suite is being excluded: its indentation, and its line that is.
    let mut head: Option<(usize, LineNo)> = None;
    for line in logical {
        if head.is_some_and(|(indent, _)| line.indent <= indent) {
            head = None;
        }
        if let Some((_, from)) = head {
            excluded.insert(line.first_end);
            spread.add(line.first, line.last, from);
        }
        for &colon in &line.colons {
            if head.is_none()
                && let Some(from) = excluded.first_of(line.first, colon)
            {
                excluded.insert(colon);
                head = Some((line.indent, from));
                spread.add(colon, line.last, from);
            }
        }
    }
    excluded
}

/// The first line of a body's code, if it has code and all lines of that are excluded.
fn all_excluded(file: &Context<'_>, body: &[Stmt], in_function: bool, excluded: &LineSet) -> Option<LineNo> {
    let (first, last) = (body.first()?, body.last()?);
    let (first, last) = (tree::line(first, file.starts, file.multiline), file.starts.end(last));
    let mut with_code = (first..=last).filter(|&line| file.raw.contains(line)).peekable();
    let from = *with_code.peek()?;
    if !with_code.all(|line| excluded.contains(line)) {
        return None;
    }
    // Only statements of several lines can have code anywhere else.
    let mut lines = LineSet::default();
    tree::walk_scopes(body, in_function, &mut |stmt, in_function| {
        if file.raw.contains(tree::line(stmt, file.starts, file.multiline)) {
            let scope = code_lines::Scope { in_function, future_annotations: file.future_annotations };
            code_lines::add(stmt, file.starts, file.python, scope, &mut lines);
        }
    });
    lines.iter().filter(|line| (first..=last).contains(line)).all(|line| excluded.contains(line)).then_some(from)
}
