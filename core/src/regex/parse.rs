//! Reads a pattern as Python's parser does (CPython 3.13), and refuses what it refuses, in its words.

use std::collections::HashMap;
use std::sync::Arc;

use super::charset::CharSet;
use super::tokens::{Result, Token, Tokens, Wrong};
use super::tree::{At, ENDLESS, Flags, Mode, Node, One};

/// How deep groups may be in one another. Python's own bound is its stack.
const DEEPEST: usize = 100;

/// Reads a whole pattern, with the flag `MULTILINE` or without it.
pub(super) fn parse(pattern: &str, multiline: bool) -> Result<Node> {
    Parser::new(pattern, multiline).whole()
}

/// How many characters something matches, at least and at most.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Width(pub(super) u64, pub(super) u64);

impl Width {
    pub(super) const NONE: Width = Width(0, 0);
    pub(super) const ONE: Width = Width(1, 1);

    fn then(self, next: Width) -> Width {
        Width(self.0.saturating_add(next.0), self.1.saturating_add(next.1))
    }

    pub(super) fn or(self, other: Width) -> Width {
        Width(self.0.min(other.0), self.1.max(other.1))
    }
}

/// A part of the pattern that was read.
pub(super) struct Part {
    pub(super) node: Node,
    pub(super) width: Width,
    pub(super) kind: Kind,
}

/// Whether a quantifier may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// `^`, `\b` and the like.
    Place,
    Repeated,
}

impl Part {
    pub(super) fn plain(node: Node, width: Width) -> Part {
        Part { node, width, kind: Kind::Plain }
    }

    pub(super) fn one(one: One) -> Part {
        Part::plain(Node::One(one), Width::ONE)
    }

    pub(super) fn place(at: At) -> Part {
        Part { node: Node::At(at), width: Width::NONE, kind: Kind::Place }
    }
}

pub(super) struct Parser {
    pub(super) tokens: Tokens,
    pub(super) flags: Flags,
    /// The widths of the groups, once they are closed; the first is the whole pattern.
    pub(super) groups: Vec<Option<Width>>,
    pub(super) names: HashMap<String, u32>,
    /// In a look-behind, the number of groups before it.
    pub(super) behind: Option<usize>,
    /// Groups that conditions ask for, and where.
    pub(super) conditions: Vec<(u64, usize)>,
    /// `a` and `u` among the flags of the whole pattern.
    pub(super) alphabets: String,
    /// What Python notices only when it has read all; with the place in the pattern, for the first counts.
    pub(super) late: Option<(usize, Wrong)>,
}

impl Parser {
    fn new(pattern: &str, multiline: bool) -> Parser {
        Parser {
            tokens: Tokens::new(pattern),
            flags: Flags { ignore_case: false, dot_all: false, multiline, verbose: false, ascii: false },
            groups: vec![None],
            names: HashMap::new(),
            behind: None,
            conditions: Vec::new(),
            alphabets: String::new(),
            late: None,
        }
    }

    fn whole(mut self) -> Result<Node> {
        let part = self.alternatives(0)?;
        if self.tokens.peek()?.is_some() {
            return Err(self.wrong("unbalanced parenthesis", 0));
        }
        let groups = self.groups.len() as u64;
        if let Some((group, at)) = self.conditions.iter().find(|(group, _)| *group >= groups) {
            let what = format!("invalid group reference {group}");
            return Err(Wrong { what, at: Some(*at), by_python: true });
        }
        match self.late {
            Some((_, wrong)) => Err(wrong),
            None => Ok(part.node),
        }
    }

    pub(super) fn wrong(&self, what: impl Into<String>, offset: usize) -> Wrong {
        self.tokens.wrong(what, offset)
    }

    /// Remembers what is told if nothing else is wrong.
    pub(super) fn wrong_late(&mut self, at: usize, wrong: Wrong) {
        if self.late.as_ref().is_none_or(|(first, _)| at < *first) {
            self.late = Some((at, wrong));
        }
    }

    /// Sequences separated by `|`.
    pub(super) fn alternatives(&mut self, depth: usize) -> Result<Part> {
        let first = self.sequence(depth, depth == 0)?;
        let mut width = first.width;
        let mut nodes = vec![first.node];
        while self.tokens.eat('|')? {
            let next = self.sequence(depth, false)?;
            width = width.or(next.width);
            nodes.push(next.node);
        }
        let node = if nodes.len() == 1 { nodes.pop() } else { None };
        Ok(Part::plain(node.unwrap_or(Node::Alternatives(nodes)), width))
    }

    /// `first`: nothing is before it, so flags of the whole pattern may stand there.
    pub(super) fn sequence(&mut self, depth: usize, first: bool) -> Result<Part> {
        if depth > DEEPEST {
            return Err(Wrong::here(format!("groups nested more than {DEEPEST} deep")));
        }
        let mut parts: Vec<Part> = Vec::new();
        while let Some(token) = self.tokens.peek()?.filter(|token| !token.is_one_of("|)")) {
            self.tokens.next()?;
            if self.flags.verbose && token.is_one_of(" \t\n\r\x0b\x0c") {
                continue;
            }
            if self.flags.verbose && token == Token::Plain('#') {
                while self.tokens.next()?.is_some_and(|token| token != Token::Plain('\n')) {}
                continue;
            }
            let part = match token {
                Token::Escaped(c) => self.escape(token, c)?,
                Token::Plain('[') => self.set()?,
                Token::Plain(c @ ('*' | '+' | '?' | '{')) => {
                    match self.quantifier(c, parts.last().map(|it| it.kind))? {
                        Some((least, most)) => {
                            let mode = self.mode()?;
                            let Some(part) = parts.pop() else { continue };
                            repeat(part, least, most, mode)
                        }
                        None => self.literal(u32::from(c)),
                    }
                }
                // Nothing comes of a comment, and of flags.
                Token::Plain('(') => match self.group(depth, first && parts.is_empty())? {
                    Some(part) => part,
                    None => continue,
                },
                Token::Plain('.') => Part::one(if self.flags.dot_all { One::All } else { One::Any }),
                Token::Plain('^') => Part::place(if self.flags.multiline { At::LineStart } else { At::TextStart }),
                Token::Plain('$') => Part::place(if self.flags.multiline { At::LineEnd } else { At::LastLineEnd }),
                Token::Plain(c) => self.literal(u32::from(c)),
            };
            parts.push(part);
        }
        let width = parts.iter().fold(Width::NONE, |width, part| width.then(part.width));
        let mut nodes: Vec<Node> = parts.into_iter().map(|part| part.node).collect();
        let node = if nodes.len() == 1 { nodes.pop() } else { None };
        Ok(Part::plain(node.unwrap_or(Node::Sequence(nodes)), width))
    }

    /// A character as it is; or of any case, where that is meant.
    pub(super) fn literal(&self, code: u32) -> Part {
        let set = self.ranges_of(vec![(code, code)]);
        Part::one(match (char::from_u32(code), set.as_slice()) {
            (Some(c), [_]) => One::Char(c),
            _ => One::Of(Arc::new(CharSet::new(set, false))),
        })
    }

    /// How often the part before is repeated. `None`: a brace that is no quantifier.
    fn quantifier(&mut self, this: char, before: Option<Kind>) -> Result<Option<(u32, u32)>> {
        let here = self.tokens.tell();
        let (mut least, mut most) = match this {
            '?' => (0, 1),
            '+' => (1, ENDLESS),
            _ => (0, ENDLESS),
        };
        if this == '{' {
            if self.tokens.peek()? == Some(Token::Plain('}')) {
                return Ok(None);
            }
            let digits = |tokens: &mut Tokens| tokens.run_of(usize::MAX, |c| c.is_ascii_digit());
            let low = digits(&mut self.tokens)?;
            let high = if self.tokens.eat(',')? { digits(&mut self.tokens)? } else { low.clone() };
            if !self.tokens.eat('}')? {
                self.tokens.seek(here);
                return Ok(None);
            }
            least = if low.is_empty() { 0 } else { times(&low)? };
            most = if high.is_empty() { ENDLESS } else { times(&high)? };
            if most < least {
                return Err(self.wrong("min repeat greater than max repeat", self.tokens.tell() - here));
            }
        }
        let offset = self.tokens.tell() - here + 1;
        match before {
            None | Some(Kind::Place) => Err(self.wrong("nothing to repeat", offset)),
            Some(Kind::Repeated) => Err(self.wrong("multiple repeat", offset)),
            Some(Kind::Plain) => Ok(Some((least, most))),
        }
    }

    fn mode(&mut self) -> Result<Mode> {
        Ok(if self.tokens.eat('?')? {
            Mode::Lazy
        } else if self.tokens.eat('+')? {
            Mode::Possessive
        } else {
            Mode::Greedy
        })
    }
}

fn times(digits: &str) -> Result<u32> {
    let times = digits.parse().ok().filter(|times| *times < ENDLESS);
    times.ok_or_else(|| Wrong::here("the repetition number is too large"))
}

fn repeat(part: Part, least: u32, most: u32, mode: Mode) -> Part {
    let Width(low, high) = part.width;
    let times = if most == ENDLESS { u64::MAX } else { most.into() };
    let width = Width(low.saturating_mul(least.into()), high.saturating_mul(times));
    Part { node: Node::Repeat { node: Box::new(part.node), least, most, mode }, width, kind: Kind::Repeated }
}
