//! Which lines have code: the lines of statements that can be reached and that are not among the few without code.
//!
//! Nothing that cannot be reached is in the line tables of compiled code, and coverage.py takes its statements from
//! these. "Reached" is what CPython's compiler sees: it follows jumps and constant tests and knows no values.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{ExceptHandler, Expr, MatchCase, Stmt, StmtAnnAssign, StmtClassDef, StmtFunctionDef, StmtTry};
use ruff_text_size::{Ranged, TextSize};
use std::collections::HashSet;

use super::fold::fold;
use super::leftover::{self, Nested};
use super::lines::{LineSet, LineStarts, Multiline};
use super::reach::{Outcomes, outcomes};
use super::tree::{self, decorated_line, is_docstring, is_irrefutable, is_nothing};
use crate::python::PythonVersion;

/// The lines on which statements with code start: a subset of the lines in the compiled code's tables, with at least
/// one line of each logical line that has any.
pub(super) fn lines_with_code(
    module: &[Stmt],
    starts: &LineStarts,
    multiline: &Multiline,
    python: PythonVersion,
) -> LineSet {
    let mut walk = Walk {
        starts,
        multiline,
        python,
        future_annotations: tree::has_future_annotations(module),
        lines: LineSet::with_lines(starts.count()),
        code: Code::default(),
        dead: HashSet::new(),
    };
    if let Some(first) = module.first()
        && has_annotations(module)
    {
        // The set-up of __annotations__ is put on the first statement.
        walk.lines.insert(decorated_line(first, starts));
    }
    walk.code_object(Scope::Module, "", module, None);
    walk.lines
}

/// What a code object belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Module,
    Class,
    Function,
}

/// The scope, name and body of a definition.
fn code_of(stmt: &Stmt) -> Option<(Scope, &str, &[Stmt])> {
    match stmt {
        Stmt::FunctionDef(node) => Some((Scope::Function, node.name.as_str(), &node.body)),
        Stmt::ClassDef(node) => Some((Scope::Class, node.name.as_str(), &node.body)),
        _ => None,
    }
}

struct Walk<'a> {
    starts: &'a LineStarts,
    multiline: &'a Multiline,
    python: PythonVersion,
    future_annotations: bool,
    lines: LineSet,
    /// The code object that is walked.
    code: Code,
    /// Where unreachable statements start, without those in them; see [`leftover::Owner`].
    dead: HashSet<TextSize>,
}

/// What is known about one code object.
#[derive(Default)]
struct Code {
    scope: Option<Scope>,
    /// The loops, `finally` clauses and `with` statements around the current statement.
    around: Vec<Around>,
    /// Nested blocks around the current statement.
    blocks: usize,
    has_dead: bool,
    /// It is a code object that coverage.py leaves out.
    is_hidden: bool,
}

enum Around {
    Loop { break_reached: bool },
    Finally { completes: bool },
    With,
}

impl<'a> Walk<'a> {
    /// The body of a module, class or function, entered from its top. `line` is that of its definition.
    fn code_object(&mut self, scope: Scope, name: &str, body: &'a [Stmt], line: Option<u32>) {
        // coverage.py leaves out code objects of this name, whoever made them, but not those nested in them.
        let is_hidden = name == "__annotate__";
        let outer = std::mem::replace(&mut self.code, Code { scope: Some(scope), is_hidden, ..Code::default() });
        if let Some(line) = line {
            self.emit_line(line);
        }
        let has_docstring = body.first().is_some_and(is_docstring);
        // A docstring has no code in a function; in a class or module it has.
        let rest = if scope == Scope::Function && has_docstring { &body[1..] } else { body };
        let completes = self.body(rest, true);
        let code = std::mem::replace(&mut self.code, outer);
        self.deferred_annotations(scope, body, completes);
        if code.has_dead || code.is_hidden {
            let owner = leftover::Owner {
                scope,
                has_docstring,
                body: rest,
                completes,
                python: self.python,
                future_annotations: self.future_annotations,
                dead: &self.dead,
            };
            let (used, left) = leftover::nested(owner, code.is_hidden);
            if code.is_hidden {
                used.into_iter().for_each(|nested| self.head(nested, scope));
            }
            left.into_iter().for_each(|nested| self.left(nested, scope));
        }
    }

    fn definition_code(&mut self, stmt: &'a Stmt) {
        if let Some((scope, name, body)) = code_of(stmt) {
            self.code_object(scope, name, body, Some(decorated_line(stmt, self.starts)));
        }
    }

    /// A code object that only dead code would have used.
    fn left(&mut self, nested: Nested<'a>, scope: Scope) {
        if let Nested::Definition(stmt) = nested {
            self.definition_code(stmt);
        }
        self.head(nested, scope);
    }

    /// The line of a code object that stands in an expression or in the head of a definition.
    fn head(&mut self, nested: Nested<'a>, scope: Scope) {
        match nested {
            Nested::Expression(start) => self.lines.insert(self.starts.line(start)),
            // The type parameters have a code object around that of the definition.
            Nested::Definition(Stmt::FunctionDef(StmtFunctionDef { name, type_params: Some(_), .. }))
            | Nested::Definition(Stmt::ClassDef(StmtClassDef { name, type_params: Some(_), .. })) => {
                self.lines.insert(self.starts.start(name));
            }
            Nested::Definition(_) => {}
            Nested::Annotations(node) => {
                let mut own = OwnCode::of(scope);
                own.visit_parameters(&node.parameters);
                node.returns.iter().for_each(|returns| own.visit_expr(returns));
                if own.found {
                    self.lines.insert(self.starts.start(&node.name));
                }
            }
        }
    }

    /// From 3.14 on the annotations of names in a module or class are in its `__annotate__`, those in dead code too.
    /// coverage.py leaves that one out, but not the code objects in it.
    fn deferred_annotations(&mut self, scope: Scope, body: &[Stmt], completes: bool) {
        let is_used = scope == Scope::Module || (scope == Scope::Class && completes);
        if is_used && self.python >= PythonVersion::V3_14 && !self.future_annotations {
            let starts = self.starts;
            each_annotation(body, &mut |node| {
                let mut own = OwnCode::of(scope);
                own.visit_expr(&node.annotation);
                if own.found && node.simple {
                    self.lines.insert(starts.start(node));
                }
            });
        }
    }

    fn emit_line(&mut self, line: u32) {
        if !self.code.is_hidden {
            self.lines.insert(line);
        }
    }

    fn emit(&mut self, node: &impl Ranged) {
        self.emit_line(self.starts.start(node));
    }

    /// Returns whether what follows can be reached.
    fn body(&mut self, stmts: &'a [Stmt], live: bool) -> bool {
        stmts.iter().fold(live, |live, stmt| self.statement(stmt, live))
    }

    fn block(&mut self, stmts: &'a [Stmt], live: bool) -> bool {
        self.code.blocks += 1;
        let live = self.body(stmts, live);
        self.code.blocks -= 1;
        live
    }

    fn statement(&mut self, stmt: &'a Stmt, live: bool) -> bool {
        if !live {
            self.dead_at(stmt);
            return false;
        }
        match stmt {
            Stmt::Global(_) | Stmt::Nonlocal(_) => true,
            Stmt::Delete(node) => {
                if !node.targets.iter().all(is_nothing) {
                    self.emit(node);
                }
                true
            }
            Stmt::AnnAssign(node) => {
                self.annotation(node);
                true
            }
            Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) => {
                self.emit(stmt);
                false
            }
            Stmt::Break(_) => {
                self.emit(stmt);
                self.break_loop();
                false
            }
            Stmt::Assert(node) => {
                self.emit(node);
                self.outcomes(&node.test).may_be_true
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                if let Some((decorators, _)) = tree::definition(stmt) {
                    for decorator in decorators {
                        self.emit(&decorator.expression);
                    }
                }
                self.emit_line(tree::line(stmt, self.starts, self.multiline));
                self.definition_code(stmt);
                true
            }
            Stmt::If(node) => {
                self.emit(node);
                let test = self.outcomes(&node.test);
                let mut completes = self.block(&node.body, test.may_be_true);
                // Whether the next test can be reached, or without one the end.
                let mut live = test.may_be_false;
                for clause in &node.elif_else_clauses {
                    let test = match &clause.test {
                        Some(test) if live => {
                            self.emit(clause);
                            self.outcomes(test)
                        }
                        Some(_) => {
                            self.dead_at(clause);
                            Outcomes { may_be_true: false, may_be_false: false }
                        }
                        None => Outcomes { may_be_true: live, may_be_false: false },
                    };
                    completes |= self.block(&clause.body, test.may_be_true);
                    live = test.may_be_false;
                }
                completes || live
            }
            Stmt::While(node) => {
                self.emit(node);
                let test = self.outcomes(&node.test);
                let broken = self.loop_body(&node.body, test.may_be_true);
                self.block(&node.orelse, test.may_be_false) || broken
            }
            Stmt::For(node) => {
                self.emit(node);
                let broken = self.loop_body(&node.body, true);
                self.block(&node.orelse, true) || broken
            }
            Stmt::With(node) => {
                self.emit(node);
                self.code.around.push(Around::With);
                let ends = self.block(&node.body, true);
                self.code.around.pop();
                if let Some(first) = node.items.first().filter(|_| !ends) {
                    self.dead.insert(first.start());
                } else if node.is_async {
                    self.suite_end(&node.body);
                }
                // The context manager may swallow an exception.
                true
            }
            Stmt::Try(node) => self.try_statement(node),
            Stmt::Match(node) => {
                self.emit(node);
                self.cases(&node.cases)
            }
            _ => {
                self.emit(stmt);
                true
            }
        }
    }

    fn dead_at(&mut self, node: &impl Ranged) {
        self.code.has_dead = true;
        self.dead.insert(node.start());
    }

    fn outcomes(&self, test: &Expr) -> Outcomes {
        outcomes(test, self.python)
    }

    fn loop_body(&mut self, body: &'a [Stmt], live: bool) -> bool {
        self.code.around.push(Around::Loop { break_reached: false });
        self.block(body, live);
        matches!(self.code.around.pop(), Some(Around::Loop { break_reached: true }))
    }

    /// A `break` leaves its loop if every `finally` between them lets it.
    fn break_loop(&mut self) {
        for around in self.code.around.iter_mut().rev() {
            match around {
                Around::Loop { break_reached } => {
                    *break_reached = true;
                    return;
                }
                Around::Finally { completes: false } => return,
                Around::Finally { completes: true } | Around::With => {}
            }
        }
    }

    fn try_statement(&mut self, node: &'a StmtTry) -> bool {
        self.emit(node);
        // The copy of the clause for exceptions is always reachable.
        let finally_completes = self.block(&node.finalbody, true);
        let has_finally = !node.finalbody.is_empty();
        if has_finally {
            self.suite_end(&node.finalbody);
            self.code.around.push(Around::Finally { completes: finally_completes });
        }
        let body = self.block(&node.body, true);
        let mut completes = self.block(&node.orelse, body);
        for ExceptHandler::ExceptHandler(handler) in &node.handlers {
            self.emit(handler);
            completes |= self.block(&handler.body, true);
        }
        // Each `except*` catches what another raises, and what is left is looked at behind them.
        completes |= node.is_star;
        if has_finally {
            self.code.around.pop();
        }
        if let Some(last) = node.finalbody.last().filter(|_| !finally_completes) {
            self.dead.insert(last.end());
        }
        completes && finally_completes
    }

    fn cases(&mut self, cases: &'a [MatchCase]) -> bool {
        let (mut completes, mut live) = (false, true);
        for case in cases {
            if !live {
                self.dead_at(case);
                continue;
            }
            self.emit(&case.pattern);
            let guard = case.guard.as_deref().map(|guard| self.outcomes(guard));
            completes |= self.block(&case.body, guard.is_none_or(|guard| guard.may_be_true));
            if is_irrefutable(&case.pattern) {
                live = guard.is_some_and(|guard| guard.may_be_false);
            }
        }
        completes || live
    }

    fn annotation(&mut self, node: &StmtAnnAssign) {
        let scope = self.code.scope.unwrap_or(Scope::Module);
        let deferred = self.python >= PythonVersion::V3_14;
        let has_code = if node.value.is_some() || !node.target.is_name_expr() {
            true
        } else if scope == Scope::Function {
            false
        } else if !node.simple {
            // `(name): annotation`
            !deferred && !self.future_annotations
        } else {
            // From 3.14 in a module or block: a note that this annotation was reached.
            !deferred || self.future_annotations || scope == Scope::Module || self.code.blocks > 0
        };
        if has_code {
            self.emit(node);
        }
    }

    /// In 3.11 instructions of the compiler's own end the suites of `finally` and `async with`. They have the line that
    /// it wrote last, which may be one of a statement that has no code or cannot be reached.
    fn suite_end(&mut self, suite: &'a [Stmt]) {
        if self.python > PythonVersion::V3_11 {
            return;
        }
        if let Some(line) = suite.last().and_then(|last| self.last_line(last)) {
            self.emit_line(line);
        }
    }

    /// The compiler's current line (`u_lineno` in `compile.c` of 3.11.7) after a statement, if it has one.
    fn last_line(&self, stmt: &Stmt) -> Option<u32> {
        let after = |suite: &[Stmt]| suite.last().map(|last| self.last_line(last));
        let around = &self.code.around;
        let in_loop = around.iter().rposition(|around| matches!(around, Around::Loop { .. })).map_or(0, |at| at + 1);
        let leaves = |from: usize| {
            around.iter().skip(from).any(|around| matches!(around, Around::With | Around::Finally { .. }))
        };
        match stmt {
            // Instructions of what is left come after it.
            Stmt::Return(_) if leaves(0) => None,
            Stmt::Break(_) | Stmt::Continue(_) if leaves(in_loop) => None,
            Stmt::If(node) => after(node.elif_else_clauses.last().map_or(&node.body, |clause| &clause.body))?,
            Stmt::While(node) => after(&node.orelse).unwrap_or_else(|| Some(self.starts.start(node))),
            Stmt::For(node) => {
                after(&node.orelse).unwrap_or_else(|| node.is_async.then(|| self.starts.start(&*node.iter)))
            }
            Stmt::Try(node) if !node.finalbody.is_empty() => after(&node.finalbody)?,
            Stmt::Try(node) if node.is_star => after(&node.orelse)?,
            Stmt::Try(_) => None,
            Stmt::Expr(node) if fold(&node.value).is_none() => None,
            Stmt::With(_) => None,
            Stmt::Match(node) => {
                let last = &node.cases.last()?.pattern;
                let is_wildcard = last.as_match_as().is_some_and(|last| last.name.is_none() && last.pattern.is_none());
                (!is_wildcard || node.cases.len() == 1).then(|| self.starts.start(last))
            }
            stmt => Some(tree::line(stmt, self.starts, self.multiline)),
        }
    }
}

/// Is there an annotated name among these, not in another scope?
fn has_annotations(stmts: &[Stmt]) -> bool {
    let mut found = false;
    each_annotation(stmts, &mut |_| found = true);
    found
}

/// All annotated names and other targets, not those in another scope.
fn each_annotation<'a>(stmts: &'a [Stmt], visit: &mut impl FnMut(&'a StmtAnnAssign)) {
    for stmt in stmts {
        match stmt {
            Stmt::AnnAssign(node) => visit(node),
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {}
            stmt => tree::suites(stmt).into_iter().for_each(|suite| each_annotation(suite, visit)),
        }
    }
}

/// Whether an annotation has code objects of its own in it. Comprehensions have, if the annotation sees a class.
struct OwnCode {
    in_class: bool,
    found: bool,
}

impl OwnCode {
    fn of(scope: Scope) -> OwnCode {
        OwnCode { in_class: scope == Scope::Class, found: false }
    }
}

impl<'a> Visitor<'a> for OwnCode {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let is_comprehension = matches!(expr, Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_));
        self.found |= is_comprehension && self.in_class || expr.is_lambda_expr() || expr.is_generator_expr();
        walk_expr(self, expr);
    }
}
