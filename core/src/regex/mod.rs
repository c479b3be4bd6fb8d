//! Python's regular expressions: `re`, of a `str`, as CPython 3.13 has it.
//!
//! A pattern is read (`parse.rs`, `group.rs`, `escape.rs`) into a tree, of which a program is made (`compile.rs`); a machine runs
//! it where the search finds that a match could begin. What Python refuses is refused in its words.
//!
//! coverage.py searches sources with `MULTILINE`, and names of contexts without. Nothing here takes more than a bounded time and memory (`state.rs`).

use std::ops::ControlFlow;

use compile::compile;
use machine::Machine;
use parse::parse;
use search::Seeker;
use sight::Sight;
use tree::Node;

mod bytes;
mod charset;
mod compile;
mod escape;
mod group;
mod machine;
mod parse;
mod program;
mod runs;
mod search;
mod shape;
mod sight;
mod state;
mod tokens;
mod tree;
mod unicode;
mod unicode_tables;

pub use state::TooLong;

/// With more alternatives than that, all are tried wherever one could match.
const MOST_SEEKERS: usize = 50;

/// Why Python refuses a regular expression, to the letter: `nothing to repeat at position 0`.
pub fn refusal(pattern: &str) -> Option<String> {
    parse(pattern, true).err().filter(|wrong| wrong.by_python).map(|wrong| wrong.told(pattern))
}

/// A regular expression, ready to be searched for.
#[derive(Clone, Debug)]
pub struct Regex {
    program: program::Program,
    /// One for each alternative, in their order.
    seekers: Vec<Seeker>,
}

impl Regex {
    /// Reads a pattern, with the flag `MULTILINE` or without it. An error says why it can't be used; that is Python's message, if
    /// Python refuses it too.
    pub fn new(pattern: &str, multiline: bool) -> Result<Regex, String> {
        let node = parse(pattern, multiline).map_err(|wrong| wrong.told(pattern))?;
        let mut alternatives = Vec::new();
        flatten(node, &mut alternatives);
        if alternatives.len() > MOST_SEEKERS {
            alternatives = vec![Node::Alternatives(alternatives)];
        }
        let (program, places) = compile(&alternatives);
        let seekers = alternatives.iter().zip(places).map(|(node, place)| Seeker::new(node, place)).collect();
        Ok(Regex { program, seekers })
    }

    /// Tells start and end of each match, in bytes, as Python's `finditer` goes on: behind a match that is empty only with
    /// one that is not, or further on.
    pub fn each_match(&self, text: &str, mut found: impl FnMut(usize, usize)) -> Result<(), TooLong> {
        self.search(&mut Machine::new(&self.program, text)?, text, |start, end| {
            found(start, end);
            ControlFlow::Continue(())
        })
    }

    /// Whether there is a match.
    pub fn is_match(&self, text: &str) -> Result<bool, TooLong> {
        self.is_match_within(text, &mut { u64::MAX })
    }

    /// The same for one of many texts, with no more than `steps` for all of them.
    pub fn is_match_within(&self, text: &str, steps: &mut u64) -> Result<bool, TooLong> {
        let mut is_match = false;
        let mut machine = Machine::new(&self.program, text)?;
        let granted = machine.state.grant(*steps);
        let outcome = self.search(&mut machine, text, |_, _| {
            is_match = true;
            ControlFlow::Break(())
        });
        *steps -= granted - machine.state.grant(granted);
        outcome.map(|()| is_match)
    }

    fn search(
        &self,
        machine: &mut Machine<'_, '_>,
        text: &str,
        mut found: impl FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<(), TooLong> {
        // Where each alternative could match next, and where it saw the text that it needs.
        let sight = Sight::new(text);
        let start = |seeker| {
            let mut seen = None;
            (seeker, Seeker::seek(seeker, &sight, 0, &mut seen), seen)
        };
        let mut next: Vec<_> = self.seekers.iter().map(start).collect();
        let mut never = None;
        while let Some(start) = next.iter().filter_map(|(_, at, _)| *at).min() {
            let mut end = None;
            for (seeker, ..) in next.iter().filter(|(_, at, _)| *at == Some(start)) {
                end = machine.run(seeker.place, start, never)?;
                if end.is_some() {
                    break;
                }
            }
            let mut from = start + 1;
            if let Some(end) = end {
                if found(start, end).is_break() {
                    return Ok(());
                }
                // Another one may begin where an empty one did, but not end there.
                never = Some(end).filter(|end| *end == start);
                from = end;
            }
            for (seeker, at, seen) in &mut next {
                if at.is_some_and(|at| at < from) {
                    *at = seeker.seek(&sight, from, seen);
                }
            }
        }
        Ok(())
    }
}

fn flatten(node: Node, alternatives: &mut Vec<Node>) {
    match node {
        Node::Alternatives(nodes) => nodes.into_iter().for_each(|node| flatten(node, alternatives)),
        node => alternatives.push(node),
    }
}

#[cfg(test)]
mod recorded_tests;
#[cfg(test)]
mod tests;
