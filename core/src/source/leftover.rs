//! Code objects left over from dead code.
//!
//! The compiler drops unreachable instructions, but not always the constants that only they used, and a nested function,
//! class, lambda or comprehension is a constant. From 3.12 on all unused constants are dropped but the first; in 3.11
//! only those at the end. The order of constants is followed closely enough for that, not exactly.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{ExceptHandler, Expr, ExprContext, InterpolatedStringElement, MatchCase, Pattern, Stmt, UnaryOp};
use ruff_text_size::{Ranged, TextSize};

use super::fold::{Const, fold};
use super::statements::Scope;
use super::tree::{is_docstring, is_irrefutable};
use super::version::PythonVersion;

/// Dead code that stays in the compiled code.
pub(super) enum Kept<'a> {
    /// A function or class, with all that is in it.
    Definition(&'a Stmt),
    /// Where a lambda or comprehension starts.
    Expression(TextSize),
}

/// The dead code that stays in one code object. `body` is without the docstring of a function; `completes` tells whether
/// its end can be reached, `dead` where unreachable statements start.
pub(super) fn kept<'a>(
    scope: Scope,
    has_docstring: bool,
    body: &'a [Stmt],
    completes: bool,
    python: PythonVersion,
    dead: &HashSet<TextSize>,
) -> Vec<Kept<'a>> {
    let mut consts =
        Consts { python, scope, dead, entries: Vec::new(), known: HashMap::new(), around: Vec::new(), budget: BUDGET };
    match scope {
        Scope::Class => consts.add("the qualified name".to_owned(), true),
        Scope::Module => {
            if let Some(Stmt::Expr(docstring)) = body.first().filter(|first| is_docstring(first)) {
                consts.expression(&docstring.value, true);
            }
        }
        Scope::Function if has_docstring => consts.add("the docstring".to_owned(), true),
        Scope::Function if python < PythonVersion::V3_14 => consts.none(false),
        Scope::Function => {}
    }
    consts.body(body, true);
    consts.none(completes);
    if consts.budget == 0 {
        return Vec::new();
    }
    let stays = if python >= PythonVersion::V3_12 {
        1
    } else {
        consts.entries.iter().rposition(|entry| entry.is_used).unwrap_or(0) + 1
    };
    consts.entries.into_iter().take(stays).filter(|entry| !entry.is_used).filter_map(|entry| entry.code).collect()
}

struct Consts<'a, 'd> {
    python: PythonVersion,
    scope: Scope,
    dead: &'d HashSet<TextSize>,
    entries: Vec<Entry<'a>>,
    /// Where in `entries` a constant is.
    known: HashMap<String, usize>,
    around: Vec<Around<'a>>,
    budget: usize,
}

struct Entry<'a> {
    is_used: bool,
    code: Option<Kept<'a>>,
}

#[derive(Clone, Copy)]
enum Around<'a> {
    Loop,
    With,
    /// The body of a `try` with this `finally`.
    Finally(&'a [Stmt]),
}

/// How many statements are looked at. Each `return` in a `try` compiles its `finally` again, so that nested ones can
/// become very many; beyond this nothing is known to stay.
const BUDGET: usize = 100_000;

impl<'a> Consts<'a, '_> {
    /// Nothing that follows can change the answer.
    fn is_done(&self) -> bool {
        self.python >= PythonVersion::V3_12 && !self.entries.is_empty()
    }

    fn add(&mut self, key: String, live: bool) {
        let next = self.entries.len();
        let at = *self.known.entry(key).or_insert(next);
        match self.entries.get_mut(at) {
            Some(entry) => entry.is_used |= live,
            None => self.entries.push(Entry { is_used: live, code: None }),
        }
    }

    fn value(&mut self, value: &Const, live: bool) {
        self.add(format!("{value:?}"), live);
    }

    fn none(&mut self, live: bool) {
        self.value(&Const::None, live);
    }

    fn code(&mut self, code: Kept<'a>, live: bool) {
        self.entries.push(Entry { is_used: live, code: Some(code) });
    }

    fn body(&mut self, body: &'a [Stmt], live: bool) {
        for stmt in body {
            if self.is_done() || self.budget == 0 {
                return;
            }
            self.budget -= 1;
            self.statement(stmt, live && !self.dead.contains(&stmt.start()));
        }
    }

    fn within(&mut self, around: Around<'a>, body: &'a [Stmt], live: bool) {
        self.around.push(around);
        self.body(body, live);
        self.around.pop();
    }

    fn statement(&mut self, stmt: &'a Stmt, live: bool) {
        match stmt {
            Stmt::Import(node) => {
                for _ in &node.names {
                    self.value(&Const::Int(0), live);
                    self.none(live);
                }
            }
            Stmt::ImportFrom(node) => {
                self.value(&Const::Int(i128::from(node.level)), live);
                let names = node.names.iter().map(|alias| Const::Str(alias.name.to_string())).collect();
                self.value(&Const::Tuple(names), live);
            }
            // A constant as a statement is not loaded.
            Stmt::Expr(node) if fold(&node.value).is_some() => {}
            Stmt::Expr(node) => self.expression(&node.value, live),
            Stmt::FunctionDef(node) => {
                node.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression, live));
                let parameters = &node.parameters;
                for parameter in parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs) {
                    if let Some(default) = parameter.default.as_deref() {
                        self.expression(default, live);
                    }
                }
                self.code(Kept::Definition(stmt), live);
            }
            Stmt::ClassDef(node) => {
                node.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression, live));
                self.code(Kept::Definition(stmt), live);
                self.value(&Const::Str(node.name.to_string()), live);
                if let Some(arguments) = &node.arguments {
                    arguments.args.iter().for_each(|base| self.expression(base, live));
                    arguments.keywords.iter().for_each(|keyword| self.expression(&keyword.value, live));
                }
            }
            Stmt::Return(node) => {
                match &node.value {
                    Some(value) => self.expression(value, live),
                    None => self.none(live),
                }
                self.leave(false, live);
            }
            Stmt::Break(_) | Stmt::Continue(_) => self.leave(true, live),
            Stmt::Delete(node) => node.targets.iter().for_each(|target| self.expression(target, live)),
            Stmt::TypeAlias(node) => {
                self.expression(&node.name, live);
                self.expression(&node.value, live);
            }
            Stmt::Assign(node) => {
                node.targets.iter().for_each(|target| self.expression(target, live));
                self.expression(&node.value, live);
            }
            Stmt::AugAssign(node) => {
                self.expression(&node.target, live);
                self.expression(&node.value, live);
            }
            Stmt::AnnAssign(node) => {
                self.expression(&node.target, live);
                self.expression(&node.annotation, live);
                if let Some(value) = &node.value {
                    self.expression(value, live);
                }
                if let Expr::Name(name) = &*node.target
                    && node.simple
                    && self.scope != Scope::Function
                    && self.python < PythonVersion::V3_14
                {
                    self.value(&Const::Str(name.id.to_string()), live);
                }
            }
            Stmt::For(node) => {
                self.expression(&node.target, live);
                self.expression(&node.iter, live);
                self.within(Around::Loop, &node.body, live);
                self.body(&node.orelse, live);
            }
            Stmt::While(node) => {
                self.test(&node.test, live);
                self.within(Around::Loop, &node.body, live);
                self.body(&node.orelse, live);
            }
            Stmt::If(node) => {
                self.test(&node.test, live);
                self.body(&node.body, live);
                for clause in &node.elif_else_clauses {
                    let live = live && !self.dead.contains(&clause.start());
                    if let Some(test) = &clause.test {
                        self.test(test, live);
                    }
                    self.body(&clause.body, live);
                }
            }
            Stmt::With(node) => {
                node.items.iter().for_each(|item| self.expression(&item.context_expr, live));
                self.within(Around::With, &node.body, live);
                self.none(live);
            }
            Stmt::Try(node) => {
                self.around.push(Around::Finally(&node.finalbody));
                self.body(&node.body, live);
                self.body(&node.orelse, live);
                for ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    self.body(&handler.body, live);
                    if handler.name.is_some() {
                        self.none(live);
                    }
                }
                self.around.pop();
                self.body(&node.finalbody, live);
            }
            Stmt::Match(node) => {
                self.expression(&node.subject, live);
                self.cases(&node.cases, live);
            }
            Stmt::Raise(node) => {
                for value in [&node.exc, &node.cause].into_iter().flatten() {
                    self.expression(value, live);
                }
            }
            Stmt::Assert(node) => {
                self.test(&node.test, live);
                if let Some(message) = &node.msg {
                    self.expression(message, live);
                }
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    /// Leaving a `with` calls its `__exit__(None, None, None)`, leaving a `try` runs its `finally`.
    fn leave(&mut self, to_loop: bool, live: bool) {
        for at in (0..self.around.len()).rev() {
            match self.around[at] {
                Around::With => self.none(live),
                Around::Loop if to_loop => return,
                Around::Loop => {}
                Around::Finally(body) => {
                    let inner = self.around.split_off(at);
                    self.body(body, live);
                    self.around.extend(inner);
                }
            }
        }
    }

    fn cases(&mut self, cases: &'a [MatchCase], live: bool) {
        for case in cases {
            self.pattern(&case.pattern, live);
            if let Some(guard) = &case.guard {
                self.test(guard, live);
            }
            self.body(&case.body, live);
            if live && is_irrefutable(&case.pattern) && case.guard.is_none() {
                return;
            }
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern, live: bool) {
        match pattern {
            Pattern::MatchValue(node) => self.expression(&node.value, live),
            Pattern::MatchSingleton(node) => self.add(format!("{:?}", node.value), live),
            Pattern::MatchClass(node) => {
                let names =
                    node.arguments.keywords.iter().map(|keyword| Const::Str(keyword.attr.to_string())).collect();
                self.value(&Const::Tuple(names), live);
                node.arguments.patterns.iter().for_each(|inner| self.pattern(inner, live));
                node.arguments.keywords.iter().for_each(|keyword| self.pattern(&keyword.pattern, live));
            }
            Pattern::MatchMapping(node) => {
                node.keys.iter().for_each(|key| self.expression(key, live));
                node.patterns.iter().for_each(|inner| self.pattern(inner, live));
            }
            Pattern::MatchSequence(node) => {
                self.value(&Const::Int(i128::try_from(node.patterns.len()).unwrap_or(0)), live);
                node.patterns.iter().for_each(|inner| self.pattern(inner, live));
            }
            Pattern::MatchOr(node) => node.patterns.iter().for_each(|inner| self.pattern(inner, live)),
            Pattern::MatchAs(node) => node.pattern.iter().for_each(|inner| self.pattern(inner, live)),
            Pattern::MatchStar(_) => {}
        }
    }

    /// As an expression, but a constant that decides a jump is not used.
    fn test(&mut self, test: &'a Expr, live: bool) {
        match test {
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => self.test(&node.operand, live),
            Expr::BoolOp(node) => node.values.iter().for_each(|value| self.test(value, live)),
            Expr::If(node) => [&node.test, &node.body, &node.orelse].into_iter().for_each(|part| self.test(part, live)),
            test => self.expression(test, live && fold(test).is_none()),
        }
    }

    fn expression(&mut self, expr: &'a Expr, live: bool) {
        if self.is_done() {
            return;
        }
        // From 3.14 on arithmetic is folded, and made a constant, only later.
        let folds = self.python < PythonVersion::V3_14 || expr.is_literal_expr() || expr.is_name_expr();
        if let Some(value) = fold(expr).filter(|_| folds) {
            let stored = matches!(expr, Expr::Name(name) if name.ctx != ExprContext::Load);
            if !stored {
                self.value(&value, live);
            }
            return;
        }
        match expr {
            Expr::FString(node) => {
                for element in node.value.elements() {
                    match element {
                        InterpolatedStringElement::Literal(piece) => {
                            self.value(&Const::Str(piece.value.to_string()), live)
                        }
                        InterpolatedStringElement::Interpolation(field) => self.expression(&field.expression, live),
                    }
                }
                return;
            }
            Expr::Lambda(_) | Expr::Generator(_) => return self.code(Kept::Expression(expr.start()), live),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) if self.python < PythonVersion::V3_12 => {
                return self.code(Kept::Expression(expr.start()), live);
            }
            _ => {}
        }
        let mut children = Children(Vec::new());
        walk_expr(&mut children, expr);
        children.0.into_iter().for_each(|child| self.expression(child, live));
        match expr {
            Expr::Yield(node) if node.value.is_none() => self.none(live),
            Expr::Call(node) => {
                let names: Vec<_> = node.arguments.keywords.iter().filter_map(|keyword| keyword.arg.as_ref()).collect();
                if !names.is_empty() {
                    let names = names.into_iter().map(|name| Const::Str(name.to_string())).collect();
                    self.value(&Const::Tuple(names), live);
                }
            }
            _ => {}
        }
    }
}

/// The expressions directly in one.
struct Children<'a>(Vec<&'a Expr>);

impl<'a> Visitor<'a> for Children<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0.push(expr);
    }
}
