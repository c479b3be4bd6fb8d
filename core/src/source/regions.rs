//! Functions and classes with their lines: coverage.py's `code_regions`.

use ruff_python_ast::Stmt;

use super::lines::{LineStarts, Multiline};
use super::tree;
use crate::line::LineNo;
use crate::set::Set;

/// A function or class. Lines with comments and blank lines are among its lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeRegion {
    /// Which of the two.
    pub kind: RegionKind,
    /// With the names it is in: `Class.method`.
    pub name: String,
    /// The line of its `def` or `class`.
    pub start: LineNo,
    /// Of a function: its body without nested functions. Of a class: the bodies of its methods.
    pub lines: Set<LineNo>,
}

/// What a [`CodeRegion`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegionKind {
    /// A function or method, also `async`.
    Function,
    /// A class.
    Class,
}

impl RegionKind {
    /// coverage.py's word: `function` or `class`.
    pub fn as_str(self) -> &'static str {
        match self {
            RegionKind::Function => "function",
            RegionKind::Class => "class",
        }
    }
}

/// All regions, in the order of the source. No line is in two functions or in two classes.
pub(super) fn regions(module: &[Stmt], starts: &LineStarts, multiline: &Multiline) -> Vec<CodeRegion> {
    let mut finder = Finder { starts, multiline, regions: Vec::new(), context: Vec::new() };
    finder.suite(module);
    finder.regions
}

struct Finder<'a> {
    starts: &'a LineStarts,
    multiline: &'a Multiline,
    regions: Vec<CodeRegion>,
    /// Where in `regions` those are that the current statement is in, outermost first.
    context: Vec<usize>,
}

impl Finder<'_> {
    fn suite(&mut self, body: &[Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::FunctionDef(node) => self.function(stmt, &node.name, &node.body),
                Stmt::ClassDef(node) => self.class(stmt, &node.name, &node.body),
                stmt => tree::suites(stmt).into_iter().for_each(|suite| self.suite(suite)),
            }
        }
    }

    fn line(&self, stmt: &Stmt) -> LineNo {
        tree::line(stmt, self.starts, self.multiline)
    }

    fn function(&mut self, stmt: &Stmt, name: &str, body: &[Stmt]) {
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return };
        let lines: Set<_> = (self.line(first)..=self.starts.end(last)).collect();
        if let Some(region) = self.context.last().and_then(|&at| self.regions.get_mut(at))
            && region.kind == RegionKind::Class
        {
            region.lines.extend(lines.iter().copied());
        }
        self.take_from(RegionKind::Function, &lines, 1);
        self.enter(RegionKind::Function, stmt, name, lines, body);
    }

    fn class(&mut self, stmt: &Stmt, name: &str, body: &[Stmt]) {
        let at = self.regions.len();
        self.enter(RegionKind::Class, stmt, name, Set::new(), body);
        let lines = self.regions[at].lines.clone();
        self.take_from(RegionKind::Class, &lines, usize::MAX);
    }

    /// Takes lines from the nearest regions of a kind around the current statement.
    fn take_from(&mut self, kind: RegionKind, lines: &Set<LineNo>, most: usize) {
        let around: Vec<_> = self.context.iter().rev().copied().filter(|&at| self.regions[at].kind == kind).collect();
        for at in around.into_iter().take(most) {
            self.regions[at].lines.retain(|line| !lines.contains(line));
        }
    }

    fn enter(&mut self, kind: RegionKind, stmt: &Stmt, name: &str, lines: Set<LineNo>, body: &[Stmt]) {
        let outer = self.context.last().map_or(String::new(), |&at| format!("{}.", self.regions[at].name));
        let start = self.line(stmt);
        self.context.push(self.regions.len());
        self.regions.push(CodeRegion { kind, name: format!("{outer}{name}"), start, lines });
        self.suite(body);
        self.context.pop();
    }
}
