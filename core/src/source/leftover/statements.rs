//! The constants of statements.

use ruff_python_ast::{
    ExceptHandler, Expr, ParameterWithDefault, Parameters, Stmt, StmtAnnAssign, StmtFunctionDef, StmtTry,
};
use ruff_text_size::Ranged;

use super::{Around, Consts, Nested};
use crate::python::PythonVersion;
use crate::source::fold::{Const, fold};
use crate::source::statements::Scope;

impl<'a> Consts<'a, '_> {
    pub(super) fn body(&mut self, body: &'a [Stmt], live: bool) {
        for stmt in body {
            if self.is_done() || self.budget == 0 {
                return;
            }
            self.budget -= 1;
            self.statement(stmt, live && !self.dead.contains(&stmt.start()));
        }
    }

    pub(super) fn within(&mut self, around: Around<'a>, body: &'a [Stmt], live: bool) {
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
                self.strings(node.names.iter().map(|alias| alias.name.to_string()), live);
            }
            // A constant as a statement is not loaded.
            Stmt::Expr(node) if self.folded(&node.value).is_some() => {}
            Stmt::Expr(node) => self.expression(&node.value, live),
            Stmt::FunctionDef(node) => self.function(stmt, node, live),
            Stmt::ClassDef(node) => {
                node.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression, live));
                self.code(node.start(), Nested::Definition(stmt), live);
                if node.type_params.is_none() {
                    self.string(&node.name, live);
                    if let Some(arguments) = &node.arguments {
                        self.arguments(arguments, live);
                    }
                }
            }
            Stmt::TypeAlias(node) => {
                if let (None, Expr::Name(name)) = (&node.type_params, &*node.name) {
                    self.string(&name.id, live);
                }
                self.code(node.start(), Nested::Expression(node.start()), live);
            }
            Stmt::Return(node) => match node.value.as_deref() {
                Some(value) if self.folded(value).is_none() => {
                    self.expression(value, live);
                    self.leave(false, live);
                }
                // A constant is loaded after all that is left.
                value => {
                    let live = self.leave(false, live);
                    match value {
                        Some(value) => self.expression(value, live),
                        None => self.none(live),
                    }
                }
            },
            Stmt::Break(_) | Stmt::Continue(_) => {
                self.leave(true, live);
            }
            Stmt::Delete(node) => node.targets.iter().for_each(|target| self.expression(target, live)),
            Stmt::Assign(node) => {
                self.expression(&node.value, live);
                node.targets.iter().for_each(|target| self.expression(target, live));
            }
            Stmt::AugAssign(node) => {
                self.expression(&node.target, live);
                self.expression(&node.value, live);
            }
            Stmt::AnnAssign(node) => self.annotated(node, live),
            Stmt::For(node) => {
                self.iterated(&node.iter, live);
                if node.is_async {
                    self.none(live);
                }
                self.expression(&node.target, live);
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
                for item in &node.items {
                    self.expression(&item.context_expr, live);
                    if node.is_async {
                        self.none(live);
                    }
                    self.around.push(Around::With);
                    item.optional_vars.iter().for_each(|target| self.expression(target, live));
                }
                self.body(&node.body, live);
                self.around.truncate(self.around.len() - node.items.len());
                // For `__exit__(None, None, None)`, if the end of the body can be reached.
                let ends = node.items.first().is_none_or(|first| !self.dead.contains(&first.start()));
                self.none(live && (node.is_async || node.items.len() > 1 || ends));
            }
            Stmt::Try(node) => self.try_statement(node, live),
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
                    self.expression(message, live && self.outcomes(&node.test).may_be_false);
                }
            }
            Stmt::Global(_) | Stmt::Nonlocal(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn try_statement(&mut self, node: &'a StmtTry, live: bool) {
        let depth = self.around.len();
        if !node.finalbody.is_empty() {
            self.around.push(Around::Finally(&node.finalbody));
        }
        self.body(&node.body, live);
        if !node.is_star {
            self.body(&node.orelse, live);
        }
        for ExceptHandler::ExceptHandler(handler) in &node.handlers {
            handler.type_.iter().for_each(|kind| self.expression(kind, live));
            if handler.name.is_some() {
                self.within(Around::Named, &handler.body, live);
                self.none(live);
            } else {
                self.body(&handler.body, live);
            }
        }
        if node.is_star {
            self.body(&node.orelse, live);
        }
        self.around.truncate(depth);
        self.body(&node.finalbody, live);
    }

    /// Leaving a `with` calls its `__exit__(None, None, None)`, leaving a `try` runs its `finally`. Returns whether what
    /// follows can be reached.
    fn leave(&mut self, to_loop: bool, live: bool) -> bool {
        let mut live = live;
        for at in (0..self.around.len()).rev() {
            match self.around[at] {
                Around::With | Around::Named => self.none(live),
                Around::Loop if to_loop => break,
                Around::Loop => {}
                Around::Finally(body) => {
                    let inner = self.around.split_off(at);
                    self.body(body, live);
                    self.around.extend(inner);
                    live &= body.last().is_none_or(|last| !self.dead.contains(&last.end()));
                }
            }
        }
        live
    }

    /// `target: annotation = value`
    fn annotated(&mut self, node: &'a StmtAnnAssign, live: bool) {
        let is_function = self.scope == Scope::Function;
        let deferred = self.python >= PythonVersion::V3_14 && !self.future_annotations;
        if let Some(value) = &node.value {
            self.expression(value, live);
            self.expression(&node.target, live);
        } else if !node.target.is_name_expr() {
            self.expression(&node.target, live);
        }
        match &*node.target {
            Expr::Name(_) if node.simple && !is_function && deferred => {
                self.add("the annotation's number".to_owned(), live)
            }
            Expr::Name(name) if node.simple && !is_function => {
                self.annotation(&node.annotation, live);
                self.string(&name.id, live);
            }
            _ if !node.simple && !is_function && !deferred && !self.future_annotations => {
                self.expression(&node.annotation, live);
            }
            _ => {}
        }
    }

    /// An annotation that is evaluated where it stands, or made a string.
    fn annotation(&mut self, annotation: &'a Expr, live: bool) {
        if self.future_annotations {
            self.add(format!("the annotation at {:?}", annotation.start()), live);
        } else {
            self.expression(annotation, live);
        }
    }

    fn function(&mut self, stmt: &'a Stmt, node: &'a StmtFunctionDef, live: bool) {
        node.decorator_list.iter().for_each(|decorator| self.expression(&decorator.expression, live));
        self.defaults(&node.parameters, live);
        if node.type_params.is_none() {
            self.annotations(node, live);
        }
        self.code(node.start(), Nested::Definition(stmt), live);
    }

    /// The default values of a function or lambda.
    pub(super) fn defaults(&mut self, parameters: &'a Parameters, live: bool) {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let values: Vec<_> = positional.filter_map(|parameter| parameter.default.as_deref()).collect();
        if !values.is_empty() {
            self.tuple(values, live);
        }
        let named =
            |parameter: &'a ParameterWithDefault| Some((&parameter.parameter.name, parameter.default.as_deref()?));
        let named: Vec<_> = parameters.kwonlyargs.iter().filter_map(named).collect();
        for (name, default) in &named {
            if self.python >= PythonVersion::V3_14 {
                self.string(name, live);
            }
            self.expression(default, live);
        }
        if self.python < PythonVersion::V3_14 && !named.is_empty() {
            self.strings(named.iter().map(|(name, _)| name.to_string()), live);
        }
    }

    fn annotations(&mut self, node: &'a StmtFunctionDef, live: bool) {
        let parameters = &*node.parameters;
        let plain = |list: &'a [ParameterWithDefault]| list.iter().map(|parameter| &parameter.parameter);
        let all = plain(&parameters.args)
            .chain(plain(&parameters.posonlyargs))
            .chain(parameters.vararg.as_deref())
            .chain(plain(&parameters.kwonlyargs))
            .chain(parameters.kwarg.as_deref());
        let annotated = all.filter_map(|parameter| Some((parameter.name.as_str(), parameter.annotation.as_deref()?)));
        let annotated: Vec<_> = annotated.chain(node.returns.as_deref().map(|returns| ("return", returns))).collect();
        if annotated.is_empty() {
            return;
        }
        if self.python >= PythonVersion::V3_14 && !self.future_annotations {
            self.code(node.parameters.start(), Nested::Annotations(node), live);
            return;
        }
        // A tuple of names and values; if all are constants, 3.11 makes it one constant.
        let constants: Option<Vec<Const>> = annotated
            .iter()
            .map(|(_, annotation)| {
                let text = || Const::Str(format!("the annotation at {:?}", annotation.start()));
                if self.future_annotations { Some(text()) } else { fold(annotation) }
            })
            .collect();
        let apart = live && constants.is_none();
        for (name, annotation) in &annotated {
            self.string(name, apart);
            self.annotation(annotation, apart);
        }
        if let Some(constants) = constants {
            let names = annotated.iter().map(|(name, _)| Const::Str((*name).to_owned()));
            self.tuples
                .push((Const::Tuple(names.zip(constants).flat_map(|(name, value)| [name, value]).collect()), live));
        }
    }
}
