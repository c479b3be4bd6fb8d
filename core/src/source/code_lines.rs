//! On which physical lines of a statement its compiled code lies.
//!
//! Everything else works on first lines, for which [`statements`](super::statements) is enough. Only the rule for an
//! excluded last `case` compares physical lines: a call of several lines in its body has code on later ones too.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{BoolOp, Expr, ExprContext, FStringPartRef, InterpolatedStringElement, Pattern, Stmt, TypeParam};
use ruff_text_size::Ranged;

use super::fold::fold;
use super::lines::{LineSet, LineStarts};
use super::reach::outcomes;
use super::tree;
use crate::python::PythonVersion;

/// What decides on the code of annotations.
pub(super) struct Scope {
    /// Whether the statement is a function's, not a class's or the module's.
    pub(super) in_function: bool,
    pub(super) future_annotations: bool,
}

/// Adds the lines of a statement that can be reached, without those of the statements in it.
pub(super) fn add(stmt: &Stmt, starts: &LineStarts, python: PythonVersion, scope: Scope, lines: &mut LineSet) {
    let Scope { in_function, future_annotations } = scope;
    let mut lines = CodeLines { starts, python, future_annotations, lines };
    match stmt {
        Stmt::FunctionDef(node) => {
            node.decorator_list.iter().for_each(|decorator| lines.visit_decorator(decorator));
            node.type_params.iter().for_each(|parameters| lines.visit_type_params(parameters));
            for parameter in &*node.parameters {
                parameter.default().into_iter().for_each(|default| lines.visit_expr(default));
                parameter.annotation().into_iter().for_each(|annotation| lines.annotation(annotation));
            }
            node.returns.iter().for_each(|returns| lines.annotation(returns));
        }
        Stmt::ClassDef(node) => {
            node.decorator_list.iter().for_each(|decorator| lines.visit_decorator(decorator));
            node.type_params.iter().for_each(|parameters| lines.visit_type_params(parameters));
            node.arguments.iter().for_each(|arguments| lines.visit_arguments(arguments));
        }
        // A constant as a statement leaves one instruction, on the statement's line.
        Stmt::Expr(node) if fold(&node.value).is_some() => {}
        Stmt::AnnAssign(node) => {
            lines.visit_expr(&node.target);
            node.value.iter().for_each(|value| lines.visit_expr(value));
            // As a text it is kept for a name alone.
            if !in_function && (node.simple || !future_annotations) {
                lines.annotation(&node.annotation);
            }
        }
        Stmt::If(node) => {
            lines.visit_expr(&node.test);
            let tests = node.elif_else_clauses.iter().filter_map(|clause| clause.test.as_ref());
            tests.for_each(|test| lines.visit_expr(test));
        }
        Stmt::Assert(node) => {
            lines.visit_expr(&node.test);
            if outcomes(&node.test, python).may_be_false {
                node.msg.iter().for_each(|message| lines.visit_expr(message));
            }
        }
        Stmt::While(node) => lines.visit_expr(&node.test),
        Stmt::For(node) => {
            lines.visit_expr(&node.target);
            match &*node.iter {
                Expr::List(list) if list.elts.iter().all(|element| fold(element).is_some()) => lines.emit(list),
                iter => lines.visit_expr(iter),
            }
        }
        Stmt::With(node) => node.items.iter().for_each(|item| lines.visit_with_item(item)),
        Stmt::Match(node) => {
            lines.visit_expr(&node.subject);
            for case in &node.cases {
                lines.visit_pattern(&case.pattern);
                case.guard.iter().for_each(|guard| lines.visit_expr(guard));
            }
        }
        Stmt::Try(node) => {
            let types = node.handlers.iter().filter_map(|handler| handler.as_except_handler()?.type_.as_deref());
            types.for_each(|kind| lines.visit_expr(kind));
        }
        stmt if tree::suites(stmt).is_empty() => visitor::walk_stmt(&mut lines, stmt),
        _ => {}
    }
}

struct CodeLines<'a> {
    starts: &'a LineStarts,
    python: PythonVersion,
    future_annotations: bool,
    lines: &'a mut LineSet,
}

impl CodeLines<'_> {
    fn emit(&mut self, node: &impl Ranged) {
        self.lines.insert(self.starts.start(node));
    }

    fn annotation(&mut self, annotation: &Expr) {
        if self.future_annotations {
            self.emit(annotation);
        } else if self.python < PythonVersion::V3_14 {
            self.visit_expr(annotation);
        }
    }

    fn pieces<'a>(&mut self, elements: impl IntoIterator<Item = &'a InterpolatedStringElement>, merged: &mut bool) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(piece) => {
                    if !*merged {
                        self.emit(piece);
                    }
                    *merged = true;
                }
                InterpolatedStringElement::Interpolation(field) => {
                    *merged = false;
                    self.emit(field);
                    self.visit_expr(&field.expression);
                    if let Some(spec) = &field.format_spec {
                        self.pieces(&spec.elements, &mut false);
                    }
                }
            }
        }
    }
}

impl<'a> Visitor<'a> for CodeLines<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_loaded = |items: &[Expr]| items.iter().all(|item| fold(item).is_some());
        match expr {
            expr if fold(expr).is_some() => self.emit(expr),
            Expr::Attribute(node) => {
                self.visit_expr(&node.value);
                // The instruction has the line of the name after the dot.
                self.lines.insert(self.starts.end(node));
            }
            // A list or set of three or more constants is loaded at once.
            Expr::List(node) if node.ctx == ExprContext::Load && node.elts.len() > 2 && is_loaded(&node.elts) => {
                self.emit(node);
            }
            Expr::Set(node) if node.elts.len() > 2 && is_loaded(&node.elts) => self.emit(node),
            // What a constant test leaves out is not compiled.
            Expr::If(node) => {
                let test = outcomes(&node.test, self.python);
                self.emit(node);
                self.visit_expr(&node.test);
                for (reached, arm) in [(test.may_be_true, &node.body), (test.may_be_false, &node.orelse)] {
                    if reached {
                        self.visit_expr(arm);
                    }
                }
            }
            Expr::BoolOp(node) => {
                self.emit(node);
                for value in &node.values {
                    self.visit_expr(value);
                    let value = outcomes(value, self.python);
                    if !(if node.op == BoolOp::And { value.may_be_true } else { value.may_be_false }) {
                        break;
                    }
                }
            }
            // Before 3.14 the keys of a dict are loaded at once if all are constants.
            Expr::Dict(node) => {
                self.emit(node);
                let at_once = self.python < PythonVersion::V3_14
                    && node.items.len() > 1
                    && node.items.iter().all(|item| item.key.as_ref().is_some_and(|key| fold(key).is_some()));
                for item in &node.items {
                    item.key.iter().filter(|_| !at_once).for_each(|key| self.visit_expr(key));
                    self.visit_expr(&item.value);
                }
            }
            Expr::FString(node) => {
                self.emit(node);
                let mut merged = false;
                for part in node.value.iter() {
                    match part {
                        FStringPartRef::Literal(part) if !merged && !part.value.is_empty() => {
                            self.emit(part);
                            merged = true;
                        }
                        FStringPartRef::Literal(_) => {}
                        FStringPartRef::FString(part) => self.pieces(&part.elements, &mut merged),
                    }
                }
            }
            Expr::Starred(node) => self.visit_expr(&node.value),
            expr => {
                self.emit(expr);
                visitor::walk_expr(self, expr);
            }
        }
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.emit(parameter);
        visitor::walk_type_param(self, parameter);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        self.emit(pattern);
        visitor::walk_pattern(self, pattern);
    }
}
