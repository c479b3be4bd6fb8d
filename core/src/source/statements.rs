//! Which lines have code: the lines of statements that can be reached and that are not among the few without code.
//!
//! Nothing that cannot be reached is in the line tables of compiled code, and coverage.py takes its statements from
//! these. "Reached" is what CPython's compiler sees: it follows jumps and constant tests and knows no values.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{ExceptHandler, Expr, MatchCase, Stmt, StmtAnnAssign, StmtTry};
use ruff_text_size::{Ranged, TextSize};
use std::collections::HashSet;

use super::leftover::{self, Kept};
use super::lines::{LineSet, LineStarts, Multiline};
use super::reach::{Outcomes, outcomes};
use super::tree::{self, decorated_line, is_docstring, is_irrefutable, is_nothing};
use super::version::PythonVersion;

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
    /// Where unreachable statements start, without those in them.
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
    /// The lines go here, not into the file's, for a code object that coverage.py leaves out.
    hidden: Option<LineSet>,
}

enum Around {
    Loop { break_reached: bool },
    Finally { completes: bool },
}

impl<'a> Walk<'a> {
    /// The body of a module, class or function, entered from its top. `line` is that of its definition.
    fn code_object(&mut self, scope: Scope, name: &str, body: &'a [Stmt], line: Option<u32>) {
        // coverage.py leaves out code objects of this name, whoever made them, but not those nested in them.
        let hidden = (name == "__annotate__").then(|| LineSet::with_lines(self.starts.count()));
        let outer = std::mem::replace(&mut self.code, Code { scope: Some(scope), hidden, ..Code::default() });
        if let Some(line) = line {
            self.emit_line(line);
        }
        let has_docstring = body.first().is_some_and(is_docstring);
        // A docstring has no code in a function; in a class or module it has.
        let rest = if scope == Scope::Function && has_docstring { &body[1..] } else { body };
        let completes = self.body(rest, true);
        let code = std::mem::replace(&mut self.code, outer);
        if let Some(found) = code.hidden {
            let mut nested = OwnCode { python: self.python, starts: Vec::new() };
            nested.visit_body(body);
            for start in nested.starts {
                let line = self.starts.line(start);
                if found.contains(line) {
                    self.lines.insert(line);
                }
            }
        }
        if code.has_dead {
            for kept in leftover::kept(scope, has_docstring, rest, completes, self.python, &self.dead) {
                match kept {
                    Kept::Definition(stmt) => self.definition_code(stmt),
                    Kept::Expression(start) => self.lines.insert(self.starts.line(start)),
                }
            }
        }
    }

    fn definition_code(&mut self, stmt: &'a Stmt) {
        if let Some((scope, name, body)) = code_of(stmt) {
            self.code_object(scope, name, body, Some(decorated_line(stmt, self.starts)));
        }
    }

    fn emit_line(&mut self, line: u32) {
        self.code.hidden.as_mut().unwrap_or(&mut self.lines).insert(line);
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
                self.block(&node.body, true);
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
                Around::Finally { completes: true } => {}
            }
        }
    }

    fn try_statement(&mut self, node: &'a StmtTry) -> bool {
        self.emit(node);
        // The copy of the clause for exceptions is always reachable.
        let finally_completes = self.block(&node.finalbody, true);
        let has_finally = !node.finalbody.is_empty();
        if has_finally {
            self.code.around.push(Around::Finally { completes: finally_completes });
        }
        let body = self.block(&node.body, true);
        let mut completes = self.block(&node.orelse, body);
        for ExceptHandler::ExceptHandler(handler) in &node.handlers {
            self.emit(handler);
            completes |= self.block(&handler.body, true);
        }
        if has_finally {
            self.code.around.pop();
            if finally_completes {
                self.suite_end(&node.finalbody);
            }
        }
        completes && finally_completes
    }

    fn cases(&mut self, cases: &'a [MatchCase]) -> bool {
        let (mut completes, mut live) = (false, true);
        for case in cases {
            if !live {
                break;
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
        } else if !deferred || self.future_annotations || scope == Scope::Module || self.code.blocks > 0 {
            // From 3.14 in a module or block: a note that this annotation was reached.
            true
        } else {
            // The annotation is in `__annotate__`, which coverage.py leaves out, but code nested in it counts.
            let mut nested = OwnCode { python: PythonVersion::V3_11, starts: Vec::new() };
            nested.visit_expr(&node.annotation);
            if !nested.starts.is_empty() {
                self.lines.insert(self.starts.start(node));
            }
            false
        };
        if has_code {
            self.emit(node);
        }
    }

    /// In 3.11 an instruction of the compiler's own ends a `finally` suite. It has the line of the last statement that
    /// was seen, which matters if that one has no code.
    fn suite_end(&mut self, suite: &'a [Stmt]) {
        if self.python > PythonVersion::V3_11 {
            return;
        }
        let mut last = suite.last();
        while let Some(stmt) = last {
            last = match stmt {
                Stmt::If(node) => node.elif_else_clauses.last().map_or(&node.body, |clause| &clause.body).last(),
                Stmt::For(node) => node.orelse.last().or(node.body.last()),
                Stmt::While(node) => node.orelse.last().or(node.body.last()),
                Stmt::Match(node) => node.cases.last().and_then(|case| case.body.last()),
                Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Delete(_) => {
                    self.emit(stmt);
                    None
                }
                Stmt::AnnAssign(node) if node.value.is_none() && self.code.scope == Some(Scope::Function) => {
                    self.emit(stmt);
                    None
                }
                _ => None,
            };
        }
    }
}

/// Is there an annotated name among these, not in another scope?
fn has_annotations(stmts: &[Stmt]) -> bool {
    stmts.iter().any(|stmt| match stmt {
        Stmt::AnnAssign(_) => true,
        Stmt::FunctionDef(_) | Stmt::ClassDef(_) => false,
        stmt => tree::suites(stmt).into_iter().any(has_annotations),
    })
}

/// Where the lambdas and generator expressions start that have a code object of their own, up to 3.11 also other
/// comprehensions.
struct OwnCode {
    python: PythonVersion,
    starts: Vec<TextSize>,
}

impl<'a> Visitor<'a> for OwnCode {
    fn visit_expr(&mut self, expr: &'a Expr) {
        let own = match expr {
            Expr::Lambda(_) | Expr::Generator(_) => true,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => self.python <= PythonVersion::V3_11,
            _ => false,
        };
        if own {
            self.starts.push(expr.start());
        }
        walk_expr(self, expr);
    }
}
