//! What CPython's compiler rejects although the grammar accepts it: `return` outside a function, `global x` after use of
//! `x`, a late `from __future__`. coverage.py compiles, so for it these files "couldn't be parsed" either.
//!
//! Most rules are the parser's own ([`SemanticSyntaxChecker`]); the rest is here.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    self as ast, Arguments, Comprehension, ExceptHandler, Expr, InterpolatedStringElement, Keyword, Number, Parameters,
    Pattern, PythonVersion, Stmt, TypeParam, TypeParamParamSpec, TypeParamTypeVarTuple, TypeParams,
};
use ruff_python_parser::semantic_errors::SemanticSyntaxChecker;
use ruff_text_size::{Ranged, TextSize};

use super::annotations;
use super::scopes::{Block, Context, Kind, Scope};
use super::tree;

/// CPython's `CO_MAXBLOCKS`: loops, `with` and `try` in each other, in one code object.
const MAX_BLOCKS: usize = 20;

/// CPython's `sys.get_int_max_str_digits()`.
const MAX_DIGITS: usize = 4_300;

/// The first thing that the compiler would reject, where, and why.
pub(super) fn first_error(text: &str, module: &[Stmt], python: PythonVersion) -> Option<(TextSize, String)> {
    let mut check = Check {
        checker: SemanticSyntaxChecker::new(),
        context: Context::new(text, python, tree::has_future_annotations(module)),
        follows_symbols: ["global", "nonlocal"].iter().any(|word| text.contains(word)),
        fields: 0,
    };
    check.visit_body(module);
    check.context.errors.into_inner().into_iter().min_by_key(|(start, _)| *start)
}

struct Check<'a> {
    checker: SemanticSyntaxChecker,
    context: Context<'a>,
    /// Whether names need to be remembered.
    follows_symbols: bool,
    /// How many fields of f-strings the current expression is in, counted within one string.
    fields: usize,
}

impl<'a> Check<'a> {
    fn error(&self, node: &impl Ranged, message: impl Into<String>) {
        self.context.errors.borrow_mut().push((node.start(), message.into()));
    }

    fn scope(&mut self) -> Option<&mut Scope<'a>> {
        self.context.scopes.last_mut()
    }

    /// A name is used or bound in the current scope.
    fn see(&mut self, name: &'a str) {
        if self.follows_symbols
            && let Some(scope) = self.scope()
        {
            scope.seen.insert(name);
        }
    }

    fn within(&mut self, kind: Kind<'a>, visit: impl FnOnce(&mut Self)) {
        self.context.scopes.push(Scope::new(kind));
        visit(self);
        self.context.scopes.pop();
    }

    fn block(&mut self, block: Block, body: &'a [Stmt]) {
        let Some(scope) = self.scope() else { return };
        scope.blocks.push(block);
        let depth = scope.blocks.iter().filter(|block| **block != Block::ExceptStar).count();
        if let Some(first) = body.first()
            && depth > MAX_BLOCKS
        {
            self.error(first, "too many statically nested blocks");
        }
        self.visit_body(body);
        if let Some(scope) = self.scope() {
            scope.blocks.pop();
        }
    }

    /// `break`, `continue` and `return` in an `except*`.
    fn leaves_except_star(&self, stmt: &Stmt) {
        let blocks = self.context.scopes.last().map_or(&[][..], |scope| &scope.blocks);
        let mut inner = blocks.iter().rev().take_while(|block| stmt.is_return_stmt() || **block != Block::Loop);
        if inner.any(|block| *block == Block::ExceptStar) {
            self.error(stmt, "'break', 'continue' and 'return' cannot appear in an 'except*' block");
        }
    }

    fn declare(&mut self, names: &'a [ast::Identifier], is_global: bool) {
        let word = if is_global { "global" } else { "nonlocal" };
        for name in names {
            let Some(scope) = self.scope() else { return };
            let text = name.as_str();
            let (same, other) =
                if is_global { (&mut scope.globals, &scope.nonlocals) } else { (&mut scope.nonlocals, &scope.globals) };
            same.insert(text);
            if other.contains(text) {
                self.error(name, format!("name '{text}' is nonlocal and global"));
            } else if scope.seen.contains(text) {
                self.error(name, format!("name '{text}' is used prior to {word} declaration"));
            }
        }
    }

    /// An expression that may be starred: an item of a display, an argument.
    fn visit_item(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Starred(node) => self.visit_expr(&node.value),
            expr => self.visit_expr(expr),
        }
    }

    /// What an f-string or t-string is made of.
    fn visit_elements(&mut self, elements: impl IntoIterator<Item = &'a InterpolatedStringElement>) {
        for element in elements {
            let InterpolatedStringElement::Interpolation(field) = element else { continue };
            self.fields += 1;
            // CPython's `MAX_EXPR_NESTING`; before 3.12 the parser stopped one earlier.
            if self.fields > if self.context.python >= PythonVersion::PY312 { 3 } else { 2 } {
                self.error(field, "f-string: expressions nested too deeply");
            }
            let outer = std::mem::take(&mut self.fields);
            self.visit_expr(&field.expression);
            self.fields = outer;
            if let Some(spec) = &field.format_spec {
                self.visit_elements(&spec.elements);
            }
            self.fields -= 1;
        }
    }

    fn check_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Starred(_) => self.error(expr, "can't use starred expression here"),
            Expr::Attribute(node) if node.attr.as_str() == "__debug__" && !node.ctx.is_load() => {
                self.error(expr, "cannot assign to __debug__");
            }
            Expr::Named(node) => {
                if self.context.text[expr.start().to_usize()..].starts_with('(') {
                    self.error(expr, "cannot use assignment expressions with name in parentheses");
                }
                // In a comprehension it binds in the scope around it.
                let around = self.context.scopes.iter_mut().rev();
                let mut around = around.skip_while(|scope| scope.kind.is_comprehension());
                if let (Some(scope), Expr::Name(name)) = (around.next(), &*node.target) {
                    scope.seen.insert(&name.id);
                }
            }
            Expr::NumberLiteral(node) => {
                let text = &self.context.text[expr.range()];
                let is_decimal =
                    matches!(node.value, Number::Int(_)) && !text.contains(|c: char| c.is_ascii_alphabetic());
                if is_decimal && text.len() > MAX_DIGITS && text.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS
                {
                    self.error(expr, "an integer of more than 4300 digits");
                }
            }
            _ => {}
        }
    }

    fn defaults(&mut self, parameters: &'a Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            if let Some(default) = parameter.default() {
                self.visit_expr(default);
            }
        }
    }

    /// The names in these are of a scope of their own, and nothing else of that scope is asked for.
    fn type_params(&mut self, parameters: Option<&'a TypeParams>) {
        let Some(parameters) = parameters else { return };
        self.within(Kind::Lambda, |check| {
            for parameter in parameters {
                // The parser tells of `T` alone that its default came with 3.13.
                if let TypeParam::TypeVarTuple(TypeParamTypeVarTuple { default: Some(default), .. })
                | TypeParam::ParamSpec(TypeParamParamSpec { default: Some(default), .. }) = parameter
                    && check.context.python < PythonVersion::PY313
                {
                    check.error(&**default, "invalid syntax");
                }
                match parameter {
                    // `*Ts = *tuple[int]`
                    TypeParam::TypeVarTuple(node) => node.default.iter().for_each(|it| check.visit_item(it)),
                    other => visitor::walk_type_param(check, other),
                }
            }
        });
    }

    fn comprehension(&mut self, kind: Kind<'a>, generators: &'a [Comprehension], elements: &[Option<&'a Expr>]) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.within(kind, |check| {
            for (at, generator) in generators.iter().enumerate() {
                if at > 0 {
                    check.visit_expr(&generator.iter);
                }
                check.visit_expr(&generator.target);
                generator.ifs.iter().for_each(|test| check.visit_expr(test));
            }
            elements.iter().flatten().for_each(|element| check.visit_item(element));
        });
    }
}

impl<'a> Visitor<'a> for Check<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.checker.visit_stmt(stmt, &self.context);
        let in_class = self.context.scopes.last().is_some_and(|scope| matches!(scope.kind, Kind::Class));
        if let Some((at, message)) =
            annotations::first_error(stmt, in_class, self.context.python, self.context.future_annotations)
        {
            self.context.errors.borrow_mut().push((at, message.to_owned()));
        }
        match stmt {
            Stmt::FunctionDef(node) => {
                self.see(&node.name);
                node.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                self.defaults(&node.parameters);
                for parameter in &*node.parameters {
                    if let Some(annotation) = parameter.annotation() {
                        self.visit_item(annotation);
                    }
                }
                node.returns.iter().for_each(|returns| self.visit_expr(returns));
                self.type_params(node.type_params.as_deref());
                self.within(Kind::Function(node), |check| check.visit_body(&node.body));
            }
            Stmt::ClassDef(node) => {
                self.see(&node.name);
                node.decorator_list.iter().for_each(|decorator| self.visit_decorator(decorator));
                node.arguments.iter().for_each(|arguments| self.visit_arguments(arguments));
                self.type_params(node.type_params.as_deref());
                self.within(Kind::Class, |check| check.visit_body(&node.body));
            }
            Stmt::For(node) => {
                self.visit_expr(&node.target);
                self.visit_expr(&node.iter);
                self.block(Block::Loop, &node.body);
                self.visit_body(&node.orelse);
            }
            Stmt::While(node) => {
                self.visit_expr(&node.test);
                self.block(Block::Loop, &node.body);
                self.visit_body(&node.orelse);
            }
            Stmt::With(node) => {
                node.items.iter().for_each(|item| self.visit_with_item(item));
                self.block(Block::With, &node.body);
            }
            Stmt::Try(node) => {
                let mut earlier = node.handlers.iter().rev().skip(1).filter_map(ExceptHandler::as_except_handler);
                if let Some(bare) = earlier.find(|handler| handler.type_.is_none()) {
                    self.error(bare, "default 'except:' must be last");
                }
                if let (true, Some(first)) = (node.handlers.is_empty(), node.orelse.first()) {
                    self.error(first, "expected 'except' or 'finally' block");
                }
                self.block(Block::Try, &node.body);
                for ExceptHandler::ExceptHandler(handler) in &node.handlers {
                    handler.type_.iter().for_each(|kind| self.visit_expr(kind));
                    if let Some(name) = &handler.name {
                        self.see(name);
                    }
                    self.block(if node.is_star { Block::ExceptStar } else { Block::Try }, &handler.body);
                }
                self.visit_body(&node.orelse);
                self.visit_body(&node.finalbody);
            }
            Stmt::Global(node) => self.declare(&node.names, true),
            Stmt::Nonlocal(node) => self.declare(&node.names, false),
            Stmt::Break(_) | Stmt::Continue(_) => self.leaves_except_star(stmt),
            Stmt::Return(_) => {
                self.leaves_except_star(stmt);
                visitor::walk_stmt(self, stmt);
            }
            Stmt::AnnAssign(node) => {
                if let Expr::Name(name) = &*node.target
                    && node.simple
                    && let Some(scope) = self.context.scopes.last()
                    && !matches!(scope.kind, Kind::Module)
                    && (scope.globals.contains(name.id.as_str()) || scope.nonlocals.contains(name.id.as_str()))
                {
                    self.error(name, format!("annotated name '{}' can't be global or nonlocal", name.id));
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::TypeAlias(node) => {
                self.type_params(node.type_params.as_deref());
                self.within(Kind::Lambda, |check| check.visit_expr(&node.value));
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.checker.visit_expr(expr, &self.context);
        self.check_expr(expr);
        match expr {
            Expr::Tuple(node) => node.elts.iter().for_each(|item| self.visit_item(item)),
            Expr::List(node) => node.elts.iter().for_each(|item| self.visit_item(item)),
            Expr::Set(node) => node.elts.iter().for_each(|item| self.visit_item(item)),
            Expr::FString(node) => {
                let outer = std::mem::take(&mut self.fields);
                self.visit_elements(node.value.elements());
                self.fields = outer;
            }
            Expr::TString(node) => {
                let outer = std::mem::take(&mut self.fields);
                self.visit_elements(node.value.elements());
                self.fields = outer;
            }
            Expr::Name(node) => self.see(&node.id),
            Expr::Lambda(node) => {
                node.parameters.iter().for_each(|parameters| self.defaults(parameters));
                self.within(Kind::Lambda, |check| check.visit_expr(&node.body));
            }
            Expr::ListComp(node) => {
                let is_async = node.generators.iter().any(|generator| generator.is_async);
                self.comprehension(Kind::Comprehension { is_async }, &node.generators, &[Some(&node.elt)]);
            }
            Expr::SetComp(node) => {
                let is_async = node.generators.iter().any(|generator| generator.is_async);
                self.comprehension(Kind::Comprehension { is_async }, &node.generators, &[Some(&node.elt)]);
            }
            Expr::DictComp(node) => {
                let is_async = node.generators.iter().any(|generator| generator.is_async);
                let elements = [node.key.as_deref(), Some(&*node.value)];
                self.comprehension(Kind::Comprehension { is_async }, &node.generators, &elements);
            }
            Expr::Generator(node) => self.comprehension(Kind::Generator, &node.generators, &[Some(&node.elt)]),
            _ => visitor::walk_expr(self, expr),
        }
    }

    fn visit_arguments(&mut self, arguments: &'a Arguments) {
        arguments.args.iter().for_each(|argument| self.visit_item(argument));
        arguments.keywords.iter().for_each(|keyword| self.visit_keyword(keyword));
    }

    fn visit_keyword(&mut self, keyword: &'a Keyword) {
        if keyword.arg.as_ref().is_some_and(|name| name.as_str() == "__debug__") {
            self.error(keyword, "cannot assign to __debug__");
        }
        self.visit_expr(&keyword.value);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchValue(node) if node.value.is_f_string_expr() => {
                self.error(node, "patterns may only match literals and attribute lookups");
            }
            Pattern::MatchAs(node) => node.name.iter().for_each(|name| self.see(name)),
            Pattern::MatchStar(node) => node.name.iter().for_each(|name| self.see(name)),
            Pattern::MatchMapping(node) => node.rest.iter().for_each(|name| self.see(name)),
            Pattern::MatchOr(node) => {
                for inner in node.patterns.iter().rev().skip(1).filter(|inner| tree::is_irrefutable(inner)) {
                    self.error(inner, "this pattern makes remaining patterns unreachable");
                }
            }
            _ => {}
        }
        visitor::walk_pattern(self, pattern);
    }
}
