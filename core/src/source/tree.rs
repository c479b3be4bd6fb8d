//! Small questions to the syntax tree that several rules ask.

use ruff_python_ast::{Decorator, ExceptHandler, Expr, MatchCase, Pattern, Stmt};

use super::lines::{LineSet, LineStarts, Multiline};
use crate::line::LineNo;

/// The statement lists directly in a statement, in order. An `elif` is one of its `if`.
pub(super) fn suites(stmt: &Stmt) -> Vec<&[Stmt]> {
    let mut suites: Vec<&[Stmt]> = Vec::new();
    match stmt {
        Stmt::FunctionDef(node) => suites.push(&node.body),
        Stmt::ClassDef(node) => suites.push(&node.body),
        Stmt::For(node) => suites.extend([&node.body[..], &node.orelse]),
        Stmt::While(node) => suites.extend([&node.body[..], &node.orelse]),
        Stmt::With(node) => suites.push(&node.body),
        Stmt::If(node) => {
            suites.push(&node.body);
            suites.extend(node.elif_else_clauses.iter().map(|clause| &clause.body[..]));
        }
        Stmt::Match(node) => suites.extend(node.cases.iter().map(|case| &case.body[..])),
        Stmt::Try(node) => {
            suites.push(&node.body);
            suites.extend(node.handlers.iter().map(|ExceptHandler::ExceptHandler(handler)| &handler.body[..]));
            suites.extend([&node.orelse[..], &node.finalbody]);
        }
        _ => {}
    }
    suites
}

/// All statements at any depth, each before those in it.
pub(super) fn walk<'a>(body: &'a [Stmt], visit: &mut impl FnMut(&'a Stmt)) {
    walk_scopes(body, false, &mut |stmt, _| visit(stmt));
}

/// The same, and whether the scope of each is a function's; `in_function` says it of `body`.
pub(super) fn walk_scopes<'a>(body: &'a [Stmt], in_function: bool, visit: &mut impl FnMut(&'a Stmt, bool)) {
    let mut rest: Vec<(&[Stmt], bool)> = vec![(body, in_function)];
    while let Some((suite, in_function)) = rest.pop() {
        for stmt in suite {
            visit(stmt, in_function);
            let inner = stmt.is_function_def_stmt() || in_function && !stmt.is_class_def_stmt();
            rest.extend(suites(stmt).into_iter().map(|suite| (suite, inner)));
        }
    }
}

/// `from __future__ import annotations`
pub(super) fn has_future_annotations(module: &[Stmt]) -> bool {
    module.iter().any(|stmt| {
        matches!(stmt, Stmt::ImportFrom(node) if node.module.as_deref() == Some("__future__")
            && node.names.iter().any(|alias| alias.name.as_str() == "annotations"))
    })
}

/// A statement that is a plain string.
pub(super) fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr())
}

/// All lines of the docstrings of the module, its classes and functions.
pub(super) fn docstring_lines(body: &[Stmt], starts: &LineStarts) -> LineSet {
    let mut lines = LineSet::with_lines(starts.count());
    let mut add = |body: &[Stmt]| {
        if let Some(first) = body.first().filter(|first| is_docstring(first)) {
            lines.extend(starts.start(first), starts.end(first));
        }
    };
    add(body);
    walk(body, &mut |stmt| match stmt {
        Stmt::FunctionDef(node) => add(&node.body),
        Stmt::ClassDef(node) => add(&node.body),
        _ => {}
    });
    lines
}

/// A function or class: its decorators and its name.
pub(super) fn definition(stmt: &Stmt) -> Option<(&[Decorator], &ruff_python_ast::Identifier)> {
    match stmt {
        Stmt::FunctionDef(node) => Some((&node.decorator_list, &node.name)),
        Stmt::ClassDef(node) => Some((&node.decorator_list, &node.name)),
        _ => None,
    }
}

/// The line of a statement as CPython's `ast` gives it: for a decorated definition that of its `async`, `def` or `class`.
pub(super) fn line(stmt: &Stmt, starts: &LineStarts, multiline: &Multiline) -> LineNo {
    match definition(stmt) {
        // These start the logical line that the name is on.
        Some((decorators, name)) if !decorators.is_empty() => multiline.first_line(starts.start(name)),
        _ => starts.start(stmt),
    }
}

/// The line of a statement's first decorator, else its own.
pub(super) fn decorated_line(stmt: &Stmt, starts: &LineStarts) -> LineNo {
    match definition(stmt) {
        Some(([first, ..], _)) => starts.start(&first.expression),
        _ => starts.start(stmt),
    }
}

/// Whether a `case` with this pattern matches whatever the compiler gives it.
pub(super) fn is_irrefutable(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchAs(node) => node.pattern.as_deref().is_none_or(is_irrefutable),
        Pattern::MatchOr(node) => node.patterns.last().is_some_and(is_irrefutable),
        _ => false,
    }
}

/// coverage.py's `_case_is_irrefutable`, which does not look for an or-pattern in an as-pattern.
pub(super) fn always_matches(case: &MatchCase) -> bool {
    let mut pattern = &case.pattern;
    while let Pattern::MatchOr(node) = pattern {
        let Some(last) = node.patterns.last() else { return false };
        pattern = last;
    }
    while let Pattern::MatchAs(node) = pattern {
        let Some(inner) = node.pattern.as_deref() else { return case.guard.is_none() };
        pattern = inner;
    }
    false
}

/// An empty tuple or list, or one of only such: as a target of `del` it has no code.
pub(super) fn is_nothing(target: &Expr) -> bool {
    match target {
        Expr::Tuple(node) => node.elts.iter().all(is_nothing),
        Expr::List(node) => node.elts.iter().all(is_nothing),
        _ => false,
    }
}
