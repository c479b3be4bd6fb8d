//! The constants of expressions.

use ruff_python_ast::{
    Arguments, BoolOp, CmpOp, Comprehension, Expr, ExprBoolOp, ExprContext, ExprDict, ExprTString,
    InterpolatedStringElement, InterpolatedStringElements, Keyword, UnaryOp,
};
use ruff_text_size::Ranged;

use super::{Consts, Nested};
use crate::python::PythonVersion;
use crate::source::fold::{Const, fold, literal};
use crate::source::reach::{Outcomes, constant_at_jump, outcomes};

/// How many values the compiler pushes before it puts them together piece by piece.
const STACK_USE_GUIDELINE: usize = 30;

impl<'a> Consts<'a, '_> {
    pub(super) fn outcomes(&self, test: &Expr) -> Outcomes {
        outcomes(test, self.python)
    }

    /// The constant that an expression is for the compiler. From 3.14 on arithmetic is computed only later.
    pub(super) fn folded(&self, expr: &Expr) -> Option<Const> {
        if self.python < PythonVersion::V3_14 { fold(expr) } else { literal(expr) }
    }

    /// The constant that is all an expression loads.
    fn loaded(&self, expr: &Expr) -> Option<Const> {
        constant_at_jump(expr, self.python)
    }

    /// Whether all are constants, as the syntax tree has them.
    fn are_const(&self, items: &[Expr]) -> Option<Vec<Const>> {
        items.iter().map(|item| self.folded(item)).collect()
    }

    pub(super) fn all(&mut self, items: &'a [Expr], live: bool) {
        items.iter().for_each(|item| self.expression(item, live));
    }

    /// As an expression, but a constant that decides a jump is not used.
    pub(super) fn test(&mut self, test: &'a Expr, live: bool) {
        match test {
            test if self.loaded(test).is_some() => self.expression(test, false),
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => self.test(&node.operand, live),
            Expr::BoolOp(node) => {
                let mut live = live;
                for value in &node.values {
                    self.test(value, live);
                    let value = self.outcomes(value);
                    live &= if node.op == BoolOp::And { value.may_be_true } else { value.may_be_false };
                }
            }
            Expr::If(node) => {
                self.test(&node.test, live);
                let reached = self.outcomes(&node.test);
                self.test(&node.body, live && reached.may_be_true);
                self.test(&node.orelse, live && reached.may_be_false);
            }
            Expr::Compare(node) => {
                // `is None` is an instruction of its own.
                match (&*node.ops, &*node.operands) {
                    ([CmpOp::Is | CmpOp::IsNot], [left, Expr::NoneLiteral(_)]) => {
                        self.expression(left, live);
                        self.none(false);
                    }
                    _ => self.expression(test, live),
                }
            }
            test => self.expression(test, live),
        }
    }

    pub(super) fn expression(&mut self, expr: &'a Expr, live: bool) {
        if self.is_done() {
            return;
        }
        match expr {
            Expr::Name(node) if node.ctx != ExprContext::Load => return,
            Expr::Tuple(node) if node.ctx != ExprContext::Load => return self.all(&node.elts, live),
            _ => {}
        }
        if let Some(value) = self.folded(expr) {
            return self.value(&value, live);
        }
        match expr {
            Expr::BoolOp(node) => self.bool_op(node, live),
            Expr::Named(node) => self.expression(&node.value, live),
            Expr::BinOp(node) => {
                self.expression(&node.left, live);
                self.expression(&node.right, live);
            }
            Expr::UnaryOp(node) => self.expression(&node.operand, live),
            Expr::Lambda(node) => {
                if let Some(parameters) = &node.parameters {
                    self.defaults(parameters, live);
                }
                self.code(node.start(), Nested::Expression(node.start()), live);
            }
            Expr::If(node) => {
                self.test(&node.test, live);
                let reached = self.outcomes(&node.test);
                self.expression(&node.body, live && reached.may_be_true);
                self.expression(&node.orelse, live && reached.may_be_false);
            }
            Expr::Dict(node) => self.dict(node, live),
            Expr::Set(node) => match self.are_const(&node.elts) {
                Some(items) if items.len() > 2 && self.python < PythonVersion::V3_14 => {
                    self.add(format!("frozen {items:?}"), live);
                }
                _ => self.all(&node.elts, live),
            },
            Expr::List(node) => match self.are_const(&node.elts) {
                Some(items)
                    if items.len() > 2 && node.ctx == ExprContext::Load && self.python < PythonVersion::V3_14 =>
                {
                    self.value(&Const::Tuple(items), live);
                }
                _ => self.all(&node.elts, live),
            },
            Expr::Tuple(node) => self.tuple(node.elts.iter().collect(), live),
            Expr::ListComp(node) => self.comprehension(expr, &node.generators, &[&node.elt], live),
            Expr::SetComp(node) => self.comprehension(expr, &node.generators, &[&node.elt], live),
            Expr::DictComp(node) => {
                let parts: Vec<&Expr> = node.key.as_deref().into_iter().chain([&*node.value]).collect();
                self.comprehension(expr, &node.generators, &parts, live);
            }
            Expr::Generator(node) => {
                self.code(expr.start(), Nested::Expression(expr.start()), live);
                node.generators.iter().take(1).for_each(|first| self.iterated(&first.iter, live));
            }
            Expr::Await(node) => {
                self.expression(&node.value, live);
                self.none(live);
            }
            Expr::Yield(node) => match &node.value {
                Some(value) => self.expression(value, live),
                None => self.none(live),
            },
            Expr::YieldFrom(node) => {
                self.expression(&node.value, live);
                self.none(live);
            }
            Expr::Compare(node) => {
                let Some((last, operands)) = node.operands.split_last() else { return };
                self.all(operands, live);
                match node.ops.last() {
                    Some(CmpOp::In | CmpOp::NotIn) => self.iterated(last, live),
                    _ => self.expression(last, live),
                }
            }
            Expr::Call(node) => {
                self.expression(&node.func, live);
                self.arguments(&node.arguments, live);
            }
            Expr::FString(node) => {
                if let Some(value) = self.loaded(expr) {
                    return self.value(&value, live);
                }
                let mut text = String::new();
                for part in node.value.iter() {
                    match part {
                        ruff_python_ast::FStringPartRef::Literal(part) => text.push_str(&part.value),
                        ruff_python_ast::FStringPartRef::FString(part) => self.pieces(&part.elements, &mut text, live),
                    }
                }
                self.piece(&mut text, live);
            }
            Expr::TString(node) => self.template(node, live),
            Expr::Attribute(node) => self.expression(&node.value, live),
            Expr::Subscript(node) => {
                self.expression(&node.value, live);
                self.expression(&node.slice, live);
            }
            Expr::Starred(node) => self.expression(&node.value, live),
            Expr::Slice(node) => {
                for bound in [&node.lower, &node.upper] {
                    match bound {
                        Some(bound) => self.expression(bound, live),
                        None => self.none(live),
                    }
                }
                node.step.iter().for_each(|step| self.expression(step, live));
            }
            _ => {}
        }
    }

    /// As a value: a constant that decides is the value, one that does not is not used.
    fn bool_op(&mut self, node: &'a ExprBoolOp, live: bool) {
        let Some((last, values)) = node.values.split_last() else { return };
        let mut live = live;
        for value in values {
            match self.loaded(value) {
                Some(constant) => {
                    let decides = constant.is_true() == (node.op == BoolOp::Or);
                    self.expression(value, live && decides);
                    live &= !decides;
                }
                None => self.expression(value, live),
            }
        }
        self.expression(last, live);
    }

    /// Values that become a tuple. 3.11 makes one constant of constants, after all others.
    pub(super) fn tuple(&mut self, items: Vec<&'a Expr>, live: bool) {
        let constants: Option<Vec<Const>> = items.iter().map(|item| self.loaded(item)).collect();
        let apart = live && constants.is_none();
        items.iter().for_each(|item| self.expression(item, apart));
        if let Some(constants) = constants {
            self.tuples.push((Const::Tuple(constants), live));
        }
    }

    /// What is gone through: a list or set of constants is one constant.
    pub(super) fn iterated(&mut self, iter: &'a Expr, live: bool) {
        let folds = self.python < PythonVersion::V3_14;
        match iter {
            Expr::List(node) if folds && !node.elts.iter().any(Expr::is_starred_expr) => {
                match self.are_const(&node.elts) {
                    Some(items) => self.value(&Const::Tuple(items), live),
                    None => self.tuple(node.elts.iter().collect(), live),
                }
            }
            Expr::Set(node) if folds => match self.are_const(&node.elts) {
                Some(items) => self.add(format!("frozen {items:?}"), live),
                None => self.expression(iter, live),
            },
            iter => self.expression(iter, live),
        }
    }

    /// Up to 3.11 a code object of its own, later part of the code around it.
    fn comprehension(&mut self, expr: &'a Expr, generators: &'a [Comprehension], parts: &[&'a Expr], live: bool) {
        let Some((first, others)) = generators.split_first() else { return };
        if self.python < PythonVersion::V3_12 {
            self.code(expr.start(), Nested::Expression(expr.start()), live);
            self.iterated(&first.iter, live);
            if generators.iter().any(|generator| generator.is_async) {
                self.none(live);
            }
            return;
        }
        self.iterated(&first.iter, live);
        self.expression(&first.target, live);
        first.ifs.iter().for_each(|test| self.test(test, live));
        for generator in others {
            self.iterated(&generator.iter, live);
            self.expression(&generator.target, live);
            generator.ifs.iter().for_each(|test| self.test(test, live));
        }
        parts.iter().for_each(|part| self.expression(part, live));
    }

    fn dict(&mut self, node: &'a ExprDict, live: bool) {
        for items in node.items.split_inclusive(|item| item.key.is_none()) {
            let (unpacked, pairs) = match items.split_last() {
                Some((last, pairs)) if last.key.is_none() => (Some(&last.value), pairs),
                _ => (None, items),
            };
            for pairs in pairs.chunks(STACK_USE_GUIDELINE / 2 + 1) {
                let keys: Option<Vec<Const>> = pairs.iter().map(|item| self.folded(item.key.as_ref()?)).collect();
                let at_once =
                    pairs.len() > 1 && pairs.len() * 2 <= STACK_USE_GUIDELINE && self.python < PythonVersion::V3_14;
                let keys = keys.filter(|_| at_once);
                for item in pairs {
                    if keys.is_none() {
                        item.key.iter().for_each(|key| self.expression(key, live));
                    }
                    self.expression(&item.value, live);
                }
                if let Some(keys) = keys {
                    self.value(&Const::Tuple(keys), live);
                }
            }
            unpacked.into_iter().for_each(|value| self.expression(value, live));
        }
    }

    pub(super) fn arguments(&mut self, node: &'a Arguments, live: bool) {
        let (args, keywords) = (&node.args, &node.keywords);
        let is_unpacked =
            args.iter().any(Expr::is_starred_expr) || keywords.iter().any(|keyword| keyword.arg.is_none());
        if !is_unpacked && args.len() + keywords.len() * 2 <= STACK_USE_GUIDELINE {
            self.all(args, live);
            keywords.iter().for_each(|keyword| self.expression(&keyword.value, live));
            if !keywords.is_empty() {
                self.strings(keywords.iter().filter_map(|keyword| Some(keyword.arg.as_ref()?.to_string())), live);
            }
            return;
        }
        match self.are_const(args) {
            Some(items) if items.len() > 2 && self.python < PythonVersion::V3_14 => {
                self.value(&Const::Tuple(items), live)
            }
            _ => match &**args {
                [Expr::Starred(node)] => self.expression(&node.value, live),
                args => self.tuple(args.iter().collect(), live),
            },
        }
        for keywords in keywords.split_inclusive(|keyword| keyword.arg.is_none()) {
            match keywords.split_last() {
                Some((last, named)) if last.arg.is_none() => {
                    self.keywords(named, live);
                    self.expression(&last.value, live);
                }
                _ => self.keywords(keywords, live),
            }
        }
    }

    /// Named arguments that become a dict.
    fn keywords(&mut self, keywords: &'a [Keyword], live: bool) {
        let names = keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
        let at_once =
            keywords.len() > 1 && keywords.len() * 2 <= STACK_USE_GUIDELINE && self.python < PythonVersion::V3_14;
        for (name, keyword) in names.clone().zip(keywords) {
            if !at_once {
                self.string(name, live);
            }
            self.expression(&keyword.value, live);
        }
        if at_once {
            self.strings(names.map(ToString::to_string), live);
        }
    }

    /// The pieces of an f-string; `text` is the one that is not yet complete.
    fn pieces(&mut self, elements: &'a InterpolatedStringElements, text: &mut String, live: bool) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(piece) => text.push_str(&piece.value),
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        text.push_str(&format!(
                            "{}{:?}{}",
                            debug.leading(),
                            field.expression.start(),
                            debug.trailing()
                        ));
                    }
                    self.piece(text, live);
                    self.expression(&field.expression, live);
                    if let Some(spec) = &field.format_spec {
                        let mut text = String::new();
                        self.pieces(&spec.elements, &mut text, live);
                        self.piece(&mut text, live);
                    }
                }
            }
        }
    }

    fn piece(&mut self, text: &mut String, live: bool) {
        if !text.is_empty() {
            self.value(&Const::Str(std::mem::take(text)), live);
        }
    }

    /// A t-string: first all its texts, of which there is at least one, then its fields.
    fn template(&mut self, node: &'a ExprTString, live: bool) {
        self.add(format!("the texts at {:?}", node.start()), live);
        for part in node.value.iter() {
            let fields = part.elements.iter().filter_map(InterpolatedStringElement::as_interpolation);
            fields.for_each(|field| self.expression(&field.expression, live));
        }
    }
}
