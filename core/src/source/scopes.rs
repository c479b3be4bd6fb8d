//! The scopes around a node, and what the parser's [`SemanticSyntaxContext`] asks of them.

use std::cell::RefCell;
use std::collections::HashSet;

use super::refusal::of_compiler;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Comprehension, ExceptHandler, Expr, Pattern, PythonVersion, Stmt, StmtFunctionDef};
use ruff_python_parser::semantic_errors::{
    LazyImportContext, SemanticSyntaxContext, SemanticSyntaxError, SemanticSyntaxErrorKind,
};
use ruff_text_size::{TextRange, TextSize};

/// Where the walk is, and what it found.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    pub(super) python: PythonVersion,
    pub(super) future_annotations: bool,
    /// Innermost last; never empty.
    pub(super) scopes: Vec<Scope<'a>>,
    pub(super) errors: RefCell<Vec<(TextSize, String)>>,
}

/// What has names and code of its own.
pub(super) struct Scope<'a> {
    pub(super) kind: Kind<'a>,
    /// The names used or bound so far.
    pub(super) seen: HashSet<&'a str>,
    pub(super) globals: HashSet<&'a str>,
    pub(super) nonlocals: HashSet<&'a str>,
    /// The blocks around the current statement, in this scope.
    pub(super) blocks: Vec<Block>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(kind: Kind<'a>) -> Scope<'a> {
        Scope { kind, seen: HashSet::new(), globals: HashSet::new(), nonlocals: HashSet::new(), blocks: Vec::new() }
    }
}

/// What a scope belongs to.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    Module,
    Class,
    Function(&'a StmtFunctionDef),
    Lambda,
    /// A list, set or dict comprehension.
    Comprehension {
        is_async: bool,
    },
    Generator,
}

impl Kind<'_> {
    pub(super) fn is_comprehension(self) -> bool {
        matches!(self, Kind::Comprehension { .. } | Kind::Generator)
    }
}

/// A block around a statement, within its scope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Loop,
    /// The body of an `except*`.
    ExceptStar,
    Try,
    With,
}

impl<'a> Context<'a> {
    pub(super) fn new(text: &'a str, python: PythonVersion, future_annotations: bool) -> Context<'a> {
        let scopes = vec![Scope::new(Kind::Module)];
        Context { text, python, future_annotations, scopes, errors: RefCell::new(Vec::new()) }
    }

    fn innermost(&self) -> Kind<'a> {
        self.scopes.last().map_or(Kind::Module, |scope| scope.kind)
    }

    /// Asks the scopes, from the innermost on, until one has an answer.
    fn ask(&self, answer: impl Fn(Kind<'a>) -> Option<bool>) -> bool {
        self.scopes.iter().rev().find_map(|scope| answer(scope.kind)).unwrap_or(false)
    }
}

impl SemanticSyntaxContext for Context<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        self.future_annotations
    }

    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        match self.innermost() {
            Kind::Function(_) => Some(LazyImportContext::Function),
            Kind::Class => Some(LazyImportContext::Class),
            _ => {
                let blocks = self.scopes.last().map_or(&[][..], |scope| &scope.blocks);
                let in_try = blocks.iter().any(|block| matches!(block, Block::Try | Block::ExceptStar));
                in_try.then_some(LazyImportContext::TryExceptBlocks)
            }
        }
    }

    fn python_version(&self) -> PythonVersion {
        self.python
    }

    fn source(&self) -> &str {
        self.text
    }

    /// Not answered: `Check::declare` follows the order of all names, not only of those in expressions.
    fn global(&self, _name: &str) -> Option<TextRange> {
        None
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        let mut outer = self.scopes.iter().rev().skip(1);
        outer.find_map(|scope| match scope.kind {
            Kind::Function(function) => Bindings::of(function, name),
            Kind::Class if name == "__class__" => Some(true),
            _ => None,
        }) == Some(true)
    }

    fn in_async_context(&self) -> bool {
        self.ask(|kind| match kind {
            Kind::Class | Kind::Lambda => Some(false),
            Kind::Function(function) => Some(function.is_async),
            _ => None,
        })
    }

    fn in_await_allowed_context(&self) -> bool {
        self.ask(|kind| match kind {
            Kind::Class => Some(false),
            Kind::Function(_) | Kind::Lambda | Kind::Generator => Some(true),
            _ => None,
        })
    }

    fn in_yield_allowed_context(&self) -> bool {
        self.ask(|kind| match kind {
            Kind::Class | Kind::Comprehension { .. } | Kind::Generator => Some(false),
            Kind::Function(_) | Kind::Lambda => Some(true),
            Kind::Module => None,
        })
    }

    fn in_sync_comprehension(&self) -> bool {
        self.scopes.iter().any(|scope| matches!(scope.kind, Kind::Comprehension { is_async: false }))
    }

    fn in_class_body_comprehension(&self) -> bool {
        self.ask(|kind| match kind {
            Kind::Class => Some(true),
            Kind::Function(_) | Kind::Lambda => Some(false),
            _ => None,
        })
    }

    fn in_module_scope(&self) -> bool {
        matches!(self.innermost(), Kind::Module)
    }

    fn in_function_scope(&self) -> bool {
        matches!(self.innermost(), Kind::Function(_) | Kind::Lambda)
    }

    fn in_generator_context(&self) -> bool {
        self.scopes.iter().any(|scope| matches!(scope.kind, Kind::Generator))
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        // See `annotations`.
        if matches!(error.kind, SemanticSyntaxErrorKind::InvalidExpression(..)) {
            return;
        }
        self.errors.borrow_mut().push((error.range.start(), of_compiler(&error)));
    }

    fn in_loop_context(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.blocks.contains(&Block::Loop))
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        matches!(self.innermost(), Kind::Function(function) if function.parameters.includes(name))
    }
}

/// Whether a function binds a name, in its own scope.
struct Bindings<'n> {
    name: &'n str,
    is_bound: bool,
    is_global: bool,
}

impl<'n> Bindings<'n> {
    /// `None` if it does not have that name at all.
    fn of(function: &StmtFunctionDef, name: &'n str) -> Option<bool> {
        let mut bindings = Bindings { name, is_bound: function.parameters.includes(name), is_global: false };
        bindings.visit_body(&function.body);
        if bindings.is_global { Some(false) } else { bindings.is_bound.then_some(true) }
    }

    fn bind(&mut self, name: &str) {
        self.is_bound |= name == self.name;
    }
}

impl<'a> Visitor<'a> for Bindings<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(node) => {
                self.bind(&node.name);
                node.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                self.visit_parameters(&node.parameters);
            }
            Stmt::ClassDef(node) => {
                self.bind(&node.name);
                node.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                node.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
            }
            Stmt::Import(ast::StmtImport { names, .. }) => {
                for alias in names {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(bound.split('.').next().unwrap_or_default());
                }
            }
            Stmt::ImportFrom(ast::StmtImportFrom { names, .. }) => {
                names.iter().for_each(|alias| self.bind(alias.asname.as_ref().unwrap_or(&alias.name)));
            }
            Stmt::Global(node) => self.is_global |= node.names.iter().any(|name| name.as_str() == self.name),
            Stmt::Nonlocal(node) => node.names.iter().for_each(|name| self.bind(name)),
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(node) if !node.ctx.is_load() => self.bind(&node.id),
            // Scopes of their own; but `:=` in a comprehension binds outside of it.
            Expr::Lambda(node) => node.parameters.iter().for_each(|parameters| self.visit_parameters(parameters)),
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        self.visit_expr(&comprehension.iter);
        comprehension.ifs.iter().for_each(|test| self.visit_expr(test));
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(inner) = handler;
        inner.name.iter().for_each(|name| self.bind(name));
        visitor::walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchAs(node) => node.name.as_ref(),
            Pattern::MatchStar(node) => node.name.as_ref(),
            Pattern::MatchMapping(node) => node.rest.as_ref(),
            _ => None,
        };
        name.into_iter().for_each(|name| self.bind(name));
        visitor::walk_pattern(self, pattern);
    }
}
