//! The arcs that an execution could take, from the syntax tree alone: coverage.py's `AstArcAnalyzer`.
//!
//! Each code object is looked at for itself. An *exit* is a line from which the next statement is entered, with the cause
//! that is named if it is not.

use std::collections::BTreeMap;

use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtMatch, StmtTry};
use ruff_text_size::Ranged;

use super::describe::{Action, Cause, Descriptions};
use super::lines::{LineSet, LineStarts, Multiline};
use super::reach::constant_test;
use super::tree::{self, always_matches, decorated_line};
use crate::line::{LineArc, LineNo, Point};
use crate::set::Set;

/// What the syntax tree tells of arcs.
pub(super) struct Possible {
    /// All possible arcs between first lines.
    pub(super) arcs: Set<LineArc>,
    /// How measured arcs are changed to compare with them.
    pub(super) with_jumps: WithJumps,
    /// What is said of them.
    pub(super) descriptions: Descriptions,
}

/// Finds the possible arcs.
///
/// `code` holds the first lines of the logical lines that have code: what is not in it is skipped.
pub(super) fn possible(module: &[Stmt], starts: &LineStarts, multiline: &Multiline, code: &LineSet) -> Possible {
    let mut analyzer = Analyzer {
        starts,
        multiline,
        code,
        arcs: Vec::new(),
        descriptions: Descriptions::default(),
        blocks: Vec::new(),
        open_withs: Vec::new(),
        withs: Set::new(),
        with_entries: Set::new(),
        with_exits: Set::new(),
    };
    analyzer.module(module);
    tree::walk(module, &mut |stmt| analyzer.definition(stmt));
    let arcs = Set::from(std::mem::take(&mut analyzer.arcs));
    let with_jumps = analyzer.with_jumps(&arcs);
    let first = |line: LineNo| multiline.first_line(line);
    let arcs = arcs.into_iter().filter_map(|arc| with_jumps.fix(arc)).filter_map(|arc| {
        let arc = LineArc { from: arc.from.at(first(arc.from.line())), to: arc.to.at(first(arc.to.line())) };
        (arc.from != arc.to).then_some(arc)
    });
    let arcs = arcs.collect();
    analyzer.descriptions.sort();
    Possible { arcs, with_jumps, descriptions: analyzer.descriptions }
}

/// Leaving the body of a `with` goes back to its line, to call `__exit__`. coverage.py shows it as if it went straight on.
#[derive(Clone, Debug, Default)]
pub(super) struct WithJumps {
    changes: BTreeMap<LineArc, Option<LineArc>>,
    /// Where coverage.py gives up.
    pub(super) error: Option<String>,
}

impl WithJumps {
    /// The arc to use instead of this one, if any.
    pub(super) fn fix(&self, arc: LineArc) -> Option<LineArc> {
        self.changes.get(&arc).copied().unwrap_or(Some(arc))
    }
}

/// A few lines, each with the cause why it may not have been left. Some may be in it twice; [`Analyzer::lead`] takes them as
/// the set that they are in coverage.py.
type Exits = Vec<(LineNo, Cause)>;

struct Analyzer<'a> {
    starts: &'a LineStarts,
    multiline: &'a Multiline,
    code: &'a LineSet,
    /// As they were met, some more than once.
    arcs: Vec<LineArc>,
    descriptions: Descriptions,
    /// The blocks around the current statement, in this code object.
    blocks: Vec<Block>,
    /// The `with` statements around it.
    open_withs: Vec<LineNo>,
    /// All `with` statements.
    withs: Set<LineNo>,
    with_entries: Set<LineArc>,
    with_exits: Set<LineArc>,
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
        let mut exits = self.suite(body, Exits::new());
        self.lead(&mut exits, Point::Exit(start), Action::ExitModule);
    }

    fn definition(&mut self, stmt: &Stmt) {
        let start = self.first(decorated_line(stmt, self.starts));
        match stmt {
            Stmt::FunctionDef(node) => {
                self.blocks.push(Block::Function { start });
                self.descriptions.name(start, &node.name);
                let mut exits = self.suite(&node.body, Exits::new());
                self.lead(&mut exits, Point::Exit(start), Action::Return);
                self.blocks.pop();
            }
            Stmt::ClassDef(node) => {
                self.descriptions.name(start, &node.name);
                let mut exits = self.suite(&node.body, Exits::new());
                self.lead(&mut exits, Point::Exit(start), Action::ExitClass);
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
        self.arcs.push(arc);
        if self.open_withs.contains(&arc.from.line()) {
            self.with_entries.insert(arc);
        }
    }

    /// An arc of which there is something to say.
    fn add_for(&mut self, arc: LineArc, cause: Cause, action: Action) {
        self.add(arc);
        self.descriptions.add(arc, cause, action);
    }

    /// Arcs from all exits to one place. None is left.
    fn lead(&mut self, exits: &mut Exits, to: Point, action: Action) {
        exits.sort_unstable();
        exits.dedup();
        for (line, cause) in exits.drain(..) {
            self.add_for(LineArc { from: Point::Line(line), to }, cause, action);
        }
    }

    /// A list of statements, entered from these lines; what has no code is passed over.
    fn suite(&mut self, body: &[Stmt], mut from: Exits) -> Exits {
        for stmt in body {
            let line = self.first(decorated_line(stmt, self.starts));
            if !self.code.contains(line) {
                continue;
            }
            self.lead(&mut from, Point::Line(line), Action::Jump);
            from = self.statement(stmt, line, from);
        }
        from
    }

    /// The exits of a statement; `none` is an empty list to put them in.
    fn statement(&mut self, stmt: &Stmt, line: LineNo, mut none: Exits) -> Exits {
        match stmt {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => self.decorated(stmt),
            Stmt::Return(_) => {
                let function = self.blocks.iter().rev().find_map(|block| match block {
                    Block::Function { start } => Some(*start),
                    _ => None,
                });
                if let Some(start) = function {
                    self.add_for(LineArc::exit(line, start), Cause::Return, Action::Return);
                }
                none
            }
            Stmt::Raise(_) => {
                self.raise(line);
                none
            }
            Stmt::Break(_) => {
                let breaks = self.blocks.iter_mut().rev().find_map(|block| match block {
                    Block::Loop { breaks, .. } => Some(breaks),
                    _ => None,
                });
                if let Some(breaks) = breaks {
                    breaks.push((line, Cause::Break));
                }
                none
            }
            Stmt::Continue(_) => {
                let start = self.blocks.iter().rev().find_map(|block| match block {
                    Block::Loop { start, .. } => Some(*start),
                    _ => None,
                });
                if let Some(start) = start {
                    self.add_for(LineArc::between(line, start), Cause::Continue, Action::Jump);
                }
                none
            }
            Stmt::If(node) => {
                let clauses = node.elif_else_clauses.iter().map(|clause| (clause.test.as_ref(), &clause.body[..]));
                let clauses: Vec<_> = std::iter::once((Some(&*node.test), &node.body[..])).chain(clauses).collect();
                self.clauses(&clauses)
            }
            Stmt::While(node) => {
                let causes = [Cause::NeverTrue, Cause::AlwaysTrue];
                let ends = constant_test(&node.test).is_none();
                self.loop_statement(line, [&node.body, &node.orelse], causes, ends)
            }
            Stmt::For(node) => {
                let causes = [Cause::LoopNeverStarted, Cause::LoopDidNotComplete];
                self.loop_statement(line, [&node.body, &node.orelse], causes, true)
            }
            Stmt::Try(node) => self.try_statement(node, line),
            Stmt::With(node) => self.with(&node.body, line),
            Stmt::Match(node) => self.match_statement(node, line),
            _ => {
                none.push((line, Cause::Nothing));
                none
            }
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
                self.add(LineArc::between(last, line));
            }
            last = Some(line);
        }
        if let Some(last) = last {
            self.add(LineArc::between(last, main));
        }
        vec![(main, Cause::Nothing)]
    }

    /// Looks outward for what a `raise` leads to.
    fn raise(&mut self, line: LineNo) {
        let (arc, action) = match self.blocks.iter().rev().find(|block| !matches!(block, Block::Loop { .. })) {
            Some(Block::Function { start }) => (LineArc::exit(line, *start), Action::Except),
            Some(Block::Try { handler: Some(handler) }) => (LineArc::between(line, *handler), Action::Jump),
            _ => return,
        };
        self.add_for(arc, Cause::Raise, action);
    }

    /// An `if` with its `elif` and `else`, each a test and a body.
    fn clauses(&mut self, clauses: &[(Option<&Expr>, &[Stmt])]) -> Exits {
        let mut exits = Exits::new();
        let mut start = 0;
        for (at, (test, body)) in clauses.iter().enumerate() {
            let Some(test) = test else {
                exits.extend(self.suite(body, vec![(start, Cause::AlwaysTrue)]));
                return exits;
            };
            let line = self.line(*test);
            if at > 0 {
                if !self.code.contains(line) {
                    break;
                }
                self.add_for(LineArc::between(start, line), Cause::AlwaysTrue, Action::Jump);
            }
            start = line;
            let constant = constant_test(test);
            if constant != Some(false) {
                exits.extend(self.suite(body, vec![(start, Cause::NeverTrue)]));
            }
            if constant == Some(true) {
                return exits;
            }
        }
        exits.push((start, Cause::AlwaysTrue));
        exits
    }

    /// A `while` or `for`, with the causes why its body may not be entered and why it may not be left at its end.
    fn loop_statement(&mut self, start: LineNo, [body, orelse]: [&[Stmt]; 2], causes: [Cause; 2], ends: bool) -> Exits {
        let [not_entered, not_left] = causes;
        self.blocks.push(Block::Loop { start, breaks: Exits::new() });
        let mut exits = self.suite(body, vec![(start, not_entered)]);
        self.lead(&mut exits, Point::Line(start), Action::Jump);
        let mut exits = match self.blocks.pop() {
            Some(Block::Loop { breaks, .. }) => breaks,
            _ => Exits::new(),
        };
        if !orelse.is_empty() {
            exits.extend(self.suite(orelse, vec![(start, not_left)]));
        } else if ends {
            exits.push((start, not_left));
        }
        exits
    }

    fn try_statement(&mut self, node: &StmtTry, start: LineNo) -> Exits {
        let handler = node.handlers.first().map(|handler| self.line(handler));
        self.blocks.push(Block::Try { handler });
        let mut exits = self.suite(&node.body, vec![(start, Cause::Nothing)]);
        let has_finally = !node.finalbody.is_empty();
        self.blocks.pop();
        if has_finally {
            self.blocks.push(Block::Try { handler: None });
        }
        let mut handler_exits = Exits::new();
        for handler in &node.handlers {
            let ExceptHandler::ExceptHandler(inner) = handler;
            handler_exits.extend(self.suite(&inner.body, vec![(self.line(handler), Cause::NotCaught)]));
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
        let exits = self.suite(body, vec![(start, Cause::Nothing)]);
        self.open_withs.retain(|&line| line != start);
        for &(exit, _) in &exits {
            self.add(LineArc::between(exit, start));
            self.with_exits.insert(LineArc::between(exit, start));
        }
        if exits.is_empty() { exits } else { vec![(start, Cause::Nothing)] }
    }

    fn match_statement(&mut self, node: &StmtMatch, start: LineNo) -> Exits {
        let mut exits = Exits::new();
        let mut last = start;
        for case in &node.cases {
            let line = self.line(&case.pattern);
            self.add_for(LineArc::between(last, line), Cause::AlwaysMatched, Action::Jump);
            exits.extend(self.suite(&case.body, vec![(line, Cause::NeverMatched)]));
            last = line;
        }
        if !node.cases.last().is_some_and(always_matches) {
            exits.push((last, Cause::AlwaysMatched));
        }
        exits
    }

    /// The arcs back to a `with` line become arcs to where it goes next; those from there on are dropped, unless the
    /// body is on the line of its `with`.
    fn with_jumps(&self, arcs: &Set<LineArc>) -> WithJumps {
        let mut error = None;
        let mut nexts: BTreeMap<LineNo, Point> = BTreeMap::new();
        for arc in arcs {
            if let Some(line) = arc.from.as_line().filter(|line| self.withs.contains(line))
                && !self.with_entries.contains(arc)
            {
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
        let mut fixers = BTreeMap::new();
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
