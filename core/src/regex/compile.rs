//! Makes a program of a tree.
//!
//! With each part goes what can follow it: where two of them can't start with the same byte, one look at the next byte
//! decides, and nothing needs to be tried anew.

use super::bytes::First;
use super::program::{Guard, Place, Program, Register, Run, Step, UNGUARDED, ends_of};
use super::tree::{Mode, Node, One};

/// The program, and where each of the alternatives begins.
pub(super) fn compile(alternatives: &[Node]) -> (Program, Vec<Place>) {
    let mut program = Program::default();
    if alternatives.iter().any(refers) {
        program.marks = 2 * alternatives.iter().map(groups).max().unwrap_or_default();
    }
    program.registers = program.marks + 1;
    let mut compiler = Compiler { program, remembers: false, in_repeat: false };
    let places = alternatives.iter().map(|node| {
        let place = compiler.here();
        compiler.remembers = refers(node);
        compiler.node(node, First::ANYTHING);
        compiler.push(Step::Done);
        place
    });
    let places = places.collect();
    (compiler.program, places)
}

/// Whether something in it depends on a group.
fn refers(node: &Node) -> bool {
    match node {
        Node::One(_) | Node::At(_) => false,
        Node::Reference(..) | Node::Condition(..) => true,
        Node::Sequence(nodes) | Node::Alternatives(nodes) => nodes.iter().any(refers),
        Node::Repeat { node, .. } | Node::Group(_, node) | Node::Atomic(node) | Node::Look { node, .. } => refers(node),
    }
}

/// The highest number of a group.
fn groups(node: &Node) -> u32 {
    let most = |nodes: &[Node]| nodes.iter().map(groups).max().unwrap_or_default();
    match node {
        Node::One(_) | Node::At(_) | Node::Reference(..) => 0,
        Node::Sequence(nodes) | Node::Alternatives(nodes) => most(nodes),
        Node::Repeat { node, .. } | Node::Atomic(node) | Node::Look { node, .. } => groups(node),
        Node::Group(group, node) => groups(node).max(*group),
        Node::Condition(_, nodes) => most(nodes.as_slice()),
    }
}

struct Compiler {
    program: Program,
    /// Whether groups are remembered. Then all is done as CPython does it, for it does not always forget what was
    /// tried in vain.
    remembers: bool,
    /// Whether what is compiled is repeated, and not possessively.
    in_repeat: bool,
}

impl Compiler {
    fn here(&self) -> Place {
        self.program.steps.len() as Place
    }

    fn push(&mut self, step: Step) -> Place {
        self.program.steps.push(step);
        self.here() - 1
    }

    /// Writes a step whose place was kept free.
    fn put(&mut self, place: Place, step: Step) {
        if let Some(free) = self.program.steps.get_mut(place as usize) {
            *free = step;
        }
    }

    fn registers(&mut self, count: u32) -> Register {
        let first = self.program.registers;
        self.program.registers += count;
        first
    }

    fn one(&mut self, one: &One) -> u32 {
        self.program.ones.push(one.clone());
        self.program.ones.len() as u32 - 1
    }

    fn guard(&mut self, first: First) -> Guard {
        if first.empty || self.remembers {
            return UNGUARDED;
        }
        let guards = &mut self.program.guards;
        let known = guards.iter().position(|guard| *guard == first.bytes);
        known.unwrap_or_else(|| {
            guards.push(first.bytes);
            guards.len() - 1
        }) as Guard
    }

    /// `next`: what can follow.
    fn node(&mut self, node: &Node, next: First) {
        match node {
            Node::One(One::Char(c)) => self.text(*c),
            Node::One(one) => {
                let one = self.one(one);
                self.push(Step::One(one));
            }
            Node::At(at) => _ = self.push(Step::At(*at)),
            Node::Sequence(nodes) => {
                let mut follow: Vec<First> = vec![next];
                for node in nodes.iter().skip(1).rev() {
                    let next = follow.last().copied().unwrap_or(next);
                    follow.push(node.first().then(next));
                }
                let mut in_text = false;
                for (node, next) in nodes.iter().zip(follow.into_iter().rev()) {
                    match node {
                        Node::One(One::Char(c)) if in_text => self.more_text(*c),
                        node => self.node(node, next),
                    }
                    in_text = matches!(node, Node::One(One::Char(_)));
                }
            }
            Node::Alternatives(nodes) => self.alternatives(nodes, next),
            Node::Repeat { node, least, most, mode } => match (self.single(node), *least, *most) {
                (_, _, 0) => {}
                (Some(one), ..) => self.run(one, *least, *most, *mode, next),
                (None, 0, 1) if *mode != Mode::Possessive => self.optional(node, *mode, next),
                (None, 1, 1) if *mode != Mode::Possessive => self.repeated(node, next),
                (None, ..) => self.repeat(node, *least, *most, *mode, next),
            },
            Node::Group(group, node) if self.remembers => {
                let (start, end) = ends_of(*group);
                self.push(Step::Mark(start));
                self.node(node, next);
                self.push(Step::Mark(end));
            }
            Node::Group(_, node) => self.node(node, next),
            Node::Atomic(node) => self.atomic(node),
            Node::Look { node, back, wanted } => {
                let register = self.registers(2);
                let look = self.push(Step::Done);
                self.node(node, First::ANYTHING);
                self.push(Step::Seen { register, wanted: *wanted });
                self.put(
                    look,
                    Step::Look { register, back: *back, wanted: *wanted, exit: self.here(), restores: self.in_repeat },
                );
            }
            Node::Reference(group, case) => {
                self.push(Step::Reference { group: *group, case: *case });
            }
            Node::Condition(group, nodes) => {
                let [yes, no] = nodes.as_ref();
                let unless = self.push(Step::Done);
                self.node(yes, next);
                let jump = self.push(Step::Done);
                self.put(unless, Step::Unless { group: *group, exit: self.here() });
                self.node(no, next);
                self.put(jump, Step::Jump(self.here()));
            }
        }
    }

    fn text(&mut self, c: char) {
        let start = self.program.text.len() as u32;
        self.program.text.extend(c.encode_utf8(&mut [0; 4]).bytes());
        let end = self.program.text.len() as u32;
        self.push(Step::Text { start, end });
    }

    /// A character behind others makes one step with them.
    fn more_text(&mut self, c: char) {
        self.program.text.extend(c.encode_utf8(&mut [0; 4]).bytes());
        let len = self.program.text.len() as u32;
        if let Some(Step::Text { end, .. }) = self.program.steps.last_mut() {
            *end = len;
        }
    }

    /// The single character that this is.
    fn single<'n>(&self, node: &'n Node) -> Option<&'n One> {
        match node {
            Node::One(one) => Some(one),
            Node::Group(_, node) if !self.remembers => self.single(node),
            _ => None,
        }
    }

    fn run(&mut self, one: &One, least: u32, most: u32, mode: Mode, next: First) {
        // Where the run could end earlier, nothing could follow.
        let ends_alone = !self.remembers && !next.empty && !next.bytes.meets(&one.first_bytes());
        let mode = if ends_alone { Mode::Possessive } else { mode };
        let (one, guard) = (self.one(one), self.guard(next));
        self.push(Step::Run(Run { one, least, most, mode, guard, restores: self.in_repeat }));
    }

    fn alternatives(&mut self, nodes: &[Node], next: First) {
        // What each of them can start with, and what all behind it.
        let mut firsts: Vec<(First, First)> = Vec::new();
        for node in nodes.iter().rev() {
            let first = node.first().then(next);
            let rest = firsts.last().map_or(first, |(next, rest)| next.or(*rest));
            firsts.push((first, rest));
        }
        let mut jumps = Vec::new();
        let last = nodes.len().saturating_sub(1);
        for (index, (node, (first, rest))) in nodes.iter().zip(firsts.into_iter().rev()).enumerate() {
            if index == last {
                self.node(node, next);
                break;
            }
            let either = self.push(Step::Done);
            let this = (self.here(), self.guard(first));
            self.node(node, next);
            jumps.push(self.push(Step::Done));
            let others = (self.here(), self.guard(rest));
            self.put(either, Step::Either { ways: [this, others], restores: self.in_repeat });
        }
        let end = self.here();
        jumps.into_iter().for_each(|jump| self.put(jump, Step::Jump(end)));
    }

    fn optional(&mut self, node: &Node, mode: Mode, next: First) {
        let either = self.push(Step::Done);
        let there = (self.here(), self.guard(node.first().then(next)));
        self.repeated(node, next);
        let not = (self.here(), self.guard(next));
        let (ways, restores) = if mode == Mode::Lazy { ([not, there], self.in_repeat) } else { ([there, not], true) };
        self.put(either, Step::Either { ways, restores });
    }

    fn repeat(&mut self, node: &Node, least: u32, most: u32, mode: Mode, next: First) {
        let fence = (mode == Mode::Possessive).then(|| self.registers(1));
        fence.map(|fence| self.push(Step::Fence(fence)));
        let register = self.registers(2);
        self.push(Step::Begin(register));
        let start = self.push(Step::Done);
        let again = node.first();
        match fence {
            Some(_) => self.atomic(node),
            None => self.repeated(node, First { empty: next.empty, ..again.or(next) }),
        }
        self.push(Step::Jump(start));
        let guard = self.guard(if fence.is_some() { again } else { again.then(next) });
        let (exit, lazy) = (self.here(), mode == Mode::Lazy);
        self.put(start, Step::Loop { register, least, most, lazy, exit, guard, restores: !lazy || self.in_repeat });
        fence.map(|fence| self.push(Step::Commit(fence)));
    }

    fn repeated(&mut self, node: &Node, next: First) {
        let outer = std::mem::replace(&mut self.in_repeat, true);
        self.node(node, next);
        self.in_repeat = outer;
    }

    fn atomic(&mut self, node: &Node) {
        let fence = self.registers(1);
        self.push(Step::Fence(fence));
        self.node(node, First::ANYTHING);
        self.push(Step::Commit(fence));
    }
}
