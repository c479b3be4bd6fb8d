//! The arcs that an execution could take, from the syntax tree alone: coverage.py's `AstArcAnalyzer`.
//!
//! Each code object is looked at for itself. An *exit* is a line from which the next statement is entered.

use std::collections::{BTreeSet, HashMap, HashSet};

use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtMatch, StmtTry};
use ruff_text_size::Ranged;

use super::lines::{LineSet, LineStarts, Multiline};
use super::reach::constant_test;
use super::tree::{self, always_matches, decorated_line};
use crate::line::{LineArc, LineNo, Point};

/// All possible arcs between first lines, and how measured arcs are changed to compare with them.
///
/// `code` holds the first lines of the logical lines that have code: what is not in it is skipped.
pub(super) fn possible(
    module: &[Stmt],
    starts: &LineStarts,
    multiline: &Multiline,
    code: &LineSet,
) -> (BTreeSet<LineArc>, WithJumps) {
    let mut analyzer = Analyzer {
        starts,
        multiline,
        code,
        arcs: HashSet::new(),
        blocks: Vec::new(),
        open_withs: Vec::new(),
        withs: BTreeSet::new(),
        with_entries: HashSet::new(),
        with_exits: HashSet::new(),
    };
    analyzer.module(module);
    tree::walk(module, &mut |stmt| analyzer.definition(stmt));
    let jumps = analyzer.with_jumps();
    let first = |line: LineNo| multiline.first_line(line);
    let arcs = analyzer.arcs.into_iter().filter_map(|arc| jumps.fix(arc)).filter_map(|arc| {
        let arc = LineArc { from: arc.from.at(first(arc.from.line())), to: arc.to.at(first(arc.to.line())) };
        (arc.from != arc.to).then_some(arc)
    });
    (arcs.collect(), jumps)
}

/// Leaving the body of a `with` goes back to its line, to call `__exit__`. coverage.py shows it as if it went straight on.
#[derive(Clone, Debug, Default)]
pub(super) struct WithJumps {
    changes: HashMap<LineArc, Option<LineArc>>,
    /// Where coverage.py gives up.
    pub(super) error: Option<String>,
}

impl WithJumps {
    /// The arc to use instead of this one, if any.
    pub(super) fn fix(&self, arc: LineArc) -> Option<LineArc> {
        self.changes.get(&arc).copied().unwrap_or(Some(arc))
    }
}

/// A few lines. Some may be in it twice, which does no harm: arcs are a set.
type Exits = Vec<LineNo>;

struct Analyzer<'a> {
    starts: &'a LineStarts,
    multiline: &'a Multiline,
    code: &'a LineSet,
    arcs: HashSet<LineArc>,
    /// The blocks around the current statement, in this code object.
    blocks: Vec<Block>,
    /// The `with` statements around it.
    open_withs: Vec<LineNo>,
    /// All `with` statements.
    withs: BTreeSet<LineNo>,
    with_entries: HashSet<LineArc>,
    with_exits: HashSet<LineArc>,
}

enum Block {
    Loop {
        start: LineNo,
        breaks: Exits,
    },
    Function {
        start: LineNo,
    },
    /// With the line of the first handler, as long as it may catch.
    Try {
        handler: Option<LineNo>,
    },
}

impl Analyzer<'_> {
    fn module(&mut self, body: &[Stmt]) {
        let start = self.multiline.first_line(1);
        if body.is_empty() {
            return self.add(LineArc::exit(start, start));
        }
        for exit in self.suite(body, Exits::new()) {
            self.add(LineArc::exit(exit, start));
        }
    }

    fn definition(&mut self, stmt: &Stmt) {
        let start = self.first(decorated_line(stmt, self.starts));
        match stmt {
            Stmt::FunctionDef(node) => {
                self.blocks.push(Block::Function { start });
                for exit in self.suite(&node.body, Exits::new()) {
                    self.add(LineArc::exit(exit, start));
                }
                self.blocks.pop();
            }
            Stmt::ClassDef(node) => {
                for exit in self.suite(&node.body, Exits::new()) {
                    self.add(LineArc::exit(exit, start));
                }
            }
            _ => {}
        }
    }

    fn first(&self, line: LineNo) -> LineNo {
        self.multiline.first_line(line)
    }

    fn line(&self, node: &impl Ranged) -> LineNo {
        self.first(self.starts.start(node))
    }

    fn add(&mut self, arc: LineArc) {
        self.arcs.insert(arc);
        if self.open_withs.contains(&arc.from.line()) {
            self.with_entries.insert(arc);
        }
    }

    fn add_line(&mut self, from: LineNo, to: LineNo) {
        self.add(LineArc::between(from, to));
    }

    /// A list of statements, entered from these lines; what has no code is passed over.
    fn suite(&mut self, body: &[Stmt], mut from: Exits) -> Exits {
        for stmt in body {
            let line = self.first(decorated_line(stmt, self.starts));
            if !self.code.contains(line) {
                continue;
            }
            for start in from {
                self.add_line(start, line);
            }
            from = self.statement(stmt, line);
        }
        from
    }

    fn statement(&mut self, stmt: &Stmt, line: LineNo) -> Exits {
        match stmt {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => self.decorated(stmt),
            Stmt::Return(_) => {
                let function = self.blocks.iter().rev().find_map(|block| match block {
                    Block::Function { start } => Some(*start),
                    _ => None,
                });
                if let Some(start) = function {
                    self.add(LineArc::exit(line, start));
                }
                Exits::new()
            }
            Stmt::Raise(_) => {
                self.raise(line);
                Exits::new()
            }
            Stmt::Break(_) => {
                let breaks = self.blocks.iter_mut().rev().find_map(|block| match block {
                    Block::Loop { breaks, .. } => Some(breaks),
                    _ => None,
                });
                if let Some(breaks) = breaks {
                    breaks.push(line);
                }
                Exits::new()
            }
            Stmt::Continue(_) => {
                let start = self.blocks.iter().rev().find_map(|block| match block {
                    Block::Loop { start, .. } => Some(*start),
                    _ => None,
                });
                if let Some(start) = start {
                    self.add_line(line, start);
                }
                Exits::new()
            }
            Stmt::If(node) => {
                let clauses = node.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body[..]));
                let clauses: Vec<_> = std::iter::once((Some(&*node.test), &node.body[..])).chain(clauses).collect();
                self.clauses(&clauses)
            }
            Stmt::While(node) => {
                let constant = constant_test(&node.test).is_some();
                self.loop_statement(line, &node.body, &node.orelse, constant)
            }
            Stmt::For(node) => self.loop_statement(line, &node.body, &node.orelse, false),
            Stmt::Try(node) => self.try_statement(node, line),
            Stmt::With(node) => self.with(&node.body, line),
            Stmt::Match(node) => self.match_statement(node, line),
            _ => vec![line],
        }
    }

    fn decorated(&mut self, stmt: &Stmt) -> Exits {
        let main = tree::line(stmt, self.starts, self.multiline);
        let decorators = tree::definition(stmt).map_or(&[][..], |(decorators, _)| decorators);
        let mut last = None;
        for decorator in decorators {
            let line = self.line(&decorator.expression);
            if let Some(last) = last
                && last != line
            {
                self.add_line(last, line);
            }
            last = Some(line);
        }
        if let Some(last) = last {
            self.add_line(last, main);
        }
        vec![main]
    }

    /// Looks outward for what a `raise` leads to.
    fn raise(&mut self, line: LineNo) {
        let arc = match self.blocks.iter().rev().find(|block| !matches!(block, Block::Loop { .. })) {
            Some(Block::Function { start }) => LineArc::exit(line, *start),
            Some(Block::Try { handler: Some(handler) }) => LineArc::between(line, *handler),
            _ => return,
        };
        self.add(arc);
    }

    /// An `if` with its `elif` and `else`, each a test and a body.
    fn clauses(&mut self, clauses: &[(Option<&Expr>, &[Stmt])]) -> Exits {
        let mut exits = Exits::new();
        let mut start = 0;
        for (at, (test, body)) in clauses.iter().enumerate() {
            let Some(test) = test else {
                exits.extend(self.suite(body, vec![start]));
                return exits;
            };
            let line = self.line(*test);
            if at > 0 {
                if !self.code.contains(line) {
                    break;
                }
                self.add_line(start, line);
            }
            start = line;
            let constant = constant_test(test);
            if constant != Some(false) {
                exits.extend(self.suite(body, vec![start]));
            }
            if constant == Some(true) {
                return exits;
            }
        }
        exits.push(start);
        exits
    }

    fn loop_statement(&mut self, start: LineNo, body: &[Stmt], orelse: &[Stmt], is_constant: bool) -> Exits {
        self.blocks.push(Block::Loop { start, breaks: Exits::new() });
        for exit in self.suite(body, vec![start]) {
            self.add_line(exit, start);
        }
        let mut exits = match self.blocks.pop() {
            Some(Block::Loop { breaks, .. }) => breaks,
            _ => Exits::new(),
        };
        if !orelse.is_empty() {
            exits.extend(self.suite(orelse, vec![start]));
        } else if !is_constant {
            exits.push(start);
        }
        exits
    }

    fn try_statement(&mut self, node: &StmtTry, start: LineNo) -> Exits {
        let handler = node.handlers.first().map(|handler| self.line(handler));
        self.blocks.push(Block::Try { handler });
        let mut exits = self.suite(&node.body, vec![start]);
        let has_finally = !node.finalbody.is_empty();
        self.blocks.pop();
        if has_finally {
            self.blocks.push(Block::Try { handler: None });
        }
        let mut handler_exits = Exits::new();
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(inner) = handler;
            handler_exits.extend(self.suite(&inner.body, vec![self.line(handler)]));
        }
        if !node.orelse.is_empty() {
            exits = self.suite(&node.orelse, exits);
        }
        exits.extend(handler_exits);
        if has_finally {
            self.blocks.pop();
            let final_exits = self.suite(&node.finalbody, exits.clone());
            if !exits.is_empty() {
                exits = final_exits;
            }
        }
        exits
    }

    fn with(&mut self, body: &[Stmt], start: LineNo) -> Exits {
        self.withs.insert(start);
        // A set in coverage.py: an inner `with` on the same line takes the outer one out too.
        if !self.open_withs.contains(&start) {
            self.open_withs.push(start);
        }
        let exits = self.suite(body, vec![start]);
        self.open_withs.retain(|&line| line != start);
        for &exit in &exits {
            self.add_line(exit, start);
            self.with_exits.insert(LineArc::between(exit, start));
        }
        if exits.is_empty() { exits } else { vec![start] }
    }

    fn match_statement(&mut self, node: &StmtMatch, start: LineNo) -> Exits {
        let mut exits = Exits::new();
        let mut last = start;
        for case in &node.cases {
            let line = self.line(&case.pattern);
            self.add_line(last, line);
            exits.extend(self.suite(&case.body, vec![line]));
            last = line;
        }
        if !node.cases.last().is_some_and(always_matches) {
            exits.push(last);
        }
        exits
    }

    /// The arcs back to a `with` line become arcs to where it goes next; those from there on are dropped, unless the
    /// body is on the line of its `with`.
    fn with_jumps(&self) -> WithJumps {
        let mut error = None;
        let mut nexts: HashMap<LineNo, Point> = HashMap::new();
        let mut onward: Vec<_> = self.arcs.difference(&self.with_entries).collect();
        // Sorted so that the answer never depends on a hash.
        onward.sort();
        for arc in onward {
            if let Some(line) = arc.from.as_line().filter(|line| self.withs.contains(line)) {
                let next = *nexts.entry(line).or_insert(arc.to);
                if next != arc.to {
                    error = Some(format!("AssertionError: Expected one arc, and there are more with start = {line}"));
                }
            }
        }
        // Where the chain of jumps ends, if it does.
        let final_next = |start: LineNo| {
            let (mut start, mut next) = (start, *nexts.get(&start)?);
            for _ in 0..=self.withs.len() {
                let Point::Line(line) = next else { return Some(Ok(next)) };
                let Some(after) = nexts.get(&line) else { return Some(Ok(next)) };
                if !self.with_exits.contains(&LineArc::between(start, line)) {
                    return Some(Ok(next));
                }
                (start, next) = (line, *after);
            }
            Some(Err(next))
        };
        let mut fixers = HashMap::new();
        for &arc in &self.with_exits {
            let to = match final_next(arc.to.line()) {
                None => continue,
                Some(Ok(to)) => to,
                Some(Err(to)) => {
                    error
                        .get_or_insert_with(|| format!("no end: the `with` in line {} leads to itself", arc.to.line()));
                    to
                }
            };
            fixers.insert(arc, Some(LineArc { from: arc.from, to }));
        }
        for (&start, &to) in &nexts {
            if !self.with_exits.contains(&LineArc::between(start, start)) {
                fixers.insert(LineArc { from: Point::Line(start), to }, None);
            }
        }
        WithJumps { changes: fixers, error }
    }
}
