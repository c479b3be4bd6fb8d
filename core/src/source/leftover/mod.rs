//! Code objects left over from dead code.
//!
//! The compiler drops unreachable instructions, but not always the constants that only they used, and a nested function,
//! class, lambda or comprehension is a constant. From 3.12 on all unused constants are dropped but the first; in 3.11
//! only those after the last one in use. So the constants of a code object are collected here in the order in which
//! CPython's compiler (`compile.c`, `codegen.c`) adds them.

mod expressions;
mod patterns;
mod statements;

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Stmt, StmtFunctionDef};
use ruff_text_size::TextSize;

use super::fold::Const;
use super::statements::Scope;
use super::tree::is_docstring;
use crate::python::PythonVersion;

/// A code object in another.
#[derive(Clone, Copy)]
pub(super) enum Nested<'a> {
    /// A function or class, with all that is in it.
    Definition(&'a Stmt),
    /// Where a lambda, comprehension or type alias starts.
    Expression(TextSize),
    /// The annotations of a function, from 3.14 on: `__annotate__`, which coverage.py leaves out, but not what is in it.
    Annotations(&'a StmtFunctionDef),
}

/// A code object whose constants are asked for.
pub(super) struct Owner<'a, 'd> {
    pub(super) scope: Scope,
    pub(super) has_docstring: bool,
    /// Without the docstring of a function.
    pub(super) body: &'a [Stmt],
    /// Whether its end can be reached.
    pub(super) completes: bool,
    pub(super) python: PythonVersion,
    pub(super) future_annotations: bool,
    /// Where its unreachable statements, `elif`s and `case`s start, the items of a `with` whose end is not
    /// reached, and the end of a `finally` whose end is not.
    pub(super) dead: &'d HashSet<TextSize>,
}

/// The code objects in one code object that are used, if `all` are asked for, and those left over from dead code.
pub(super) fn nested<'a>(owner: Owner<'a, '_>, all: bool) -> (Vec<Nested<'a>>, Vec<Nested<'a>>) {
    let mut consts = Consts {
        all,
        python: owner.python,
        scope: owner.scope,
        future_annotations: owner.future_annotations,
        dead: owner.dead,
        entries: Vec::new(),
        known: HashMap::new(),
        tuples: Vec::new(),
        around: Vec::new(),
        budget: BUDGET,
    };
    match owner.scope {
        Scope::Class => consts.add("the qualified name".to_owned(), true),
        Scope::Module => {
            if let Some(Stmt::Expr(docstring)) = owner.body.first().filter(|first| is_docstring(first)) {
                consts.expression(&docstring.value, true);
            }
        }
        Scope::Function if owner.has_docstring => consts.add("the docstring".to_owned(), true),
        Scope::Function if owner.python < PythonVersion::V3_14 => consts.none(false),
        Scope::Function => {}
    }
    consts.body(owner.body, true);
    consts.none(owner.completes);
    if consts.budget == 0 {
        return (Vec::new(), Vec::new());
    }
    for (tuple, live) in std::mem::take(&mut consts.tuples) {
        consts.value(&tuple, live);
    }
    let stays = if owner.python >= PythonVersion::V3_12 {
        1
    } else {
        consts.entries.iter().rposition(|entry| entry.is_used).unwrap_or(0) + 1
    };
    let (mut used, mut left) = (Vec::new(), Vec::new());
    for (at, entry) in consts.entries.into_iter().enumerate() {
        match entry.code {
            Some(code) if entry.is_used => used.push(code),
            Some(code) if at < stays => left.push(code),
            _ => {}
        }
    }
    (used, left)
}

struct Consts<'a, 'd> {
    all: bool,
    python: PythonVersion,
    scope: Scope,
    future_annotations: bool,
    dead: &'d HashSet<TextSize>,
    entries: Vec<Entry<'a>>,
    /// Where in `entries` a constant is.
    known: HashMap<String, usize>,
    /// Tuples that the optimizer of 3.11 puts together at the very end, and whether they are used.
    tuples: Vec<(Const, bool)>,
    around: Vec<Around<'a>>,
    budget: usize,
}

struct Entry<'a> {
    is_used: bool,
    code: Option<Nested<'a>>,
}

/// What a `return`, `break` or `continue` leaves: CPython's "fblocks".
#[derive(Clone, Copy)]
enum Around<'a> {
    Loop,
    With,
    /// The body of a `try` with this `finally`.
    Finally(&'a [Stmt]),
    /// The body of an `except ... as name`, which sets the name to `None` before it goes.
    Named,
}

/// How many statements are looked at. Each `return` in a `try` compiles its `finally` again, so that nested ones can
/// become very many; beyond this nothing is known to stay.
const BUDGET: usize = 100_000;

impl<'a> Consts<'a, '_> {
    /// Nothing that follows can change the answer.
    fn is_done(&self) -> bool {
        !self.all && self.python >= PythonVersion::V3_12 && !self.entries.is_empty()
    }

    fn add(&mut self, key: String, live: bool) {
        self.entry(key, None, live);
    }

    fn entry(&mut self, key: String, code: Option<Nested<'a>>, live: bool) {
        let next = self.entries.len();
        let at = *self.known.entry(key).or_insert(next);
        match self.entries.get_mut(at) {
            Some(entry) => entry.is_used |= live,
            None => self.entries.push(Entry { is_used: live, code }),
        }
    }

    fn value(&mut self, value: &Const, live: bool) {
        self.add(format!("{value:?}"), live);
    }

    fn none(&mut self, live: bool) {
        self.value(&Const::None, live);
    }

    fn string(&mut self, text: &str, live: bool) {
        self.value(&Const::Str(text.to_owned()), live);
    }

    fn strings(&mut self, texts: impl IntoIterator<Item = String>, live: bool) {
        self.value(&Const::Tuple(texts.into_iter().map(Const::Str).collect()), live);
    }

    /// The same source compiled twice gives the same code object.
    fn code(&mut self, at: TextSize, code: Nested<'a>, live: bool) {
        self.entry(format!("code at {at:?}"), Some(code), live);
    }
}
