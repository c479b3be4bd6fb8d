//! Where in a text a match could begin, told without running a program.

use memchr::memmem::Finder;
use memchr::{memchr, memchr2, memchr3, memrchr};

use super::bytes::ByteSet;
use super::program::Place;
use super::shape::{self, Lead};
use super::sight::Sight;
use super::tree::{At, ENDLESS, Node, One};

/// Which places there are.
#[derive(Clone, Debug)]
enum Places {
    TextStart,
    LineStarts(Option<Lead>),
    /// Before this text.
    Before(Box<Finder<'static>>),
    /// Before one of these bytes.
    Bytes(Vec<u8>),
    All,
}

/// Finds the places where an alternative of a pattern could match.
#[derive(Clone, Debug)]
pub(super) struct Seeker {
    /// Its program.
    pub(super) place: Place,
    places: Places,
    /// What the first bytes can be.
    starts: Vec<ByteSet>,
    needed: Option<Needed>,
}

/// A text that must come.
#[derive(Clone, Debug)]
struct Needed {
    finder: Box<Finder<'static>>,
    /// Whether it comes in the line in which the match begins.
    in_line: bool,
    /// Only such characters are between it and the start of the match.
    behind: Option<One>,
}

/// Where a seeker saw the text that must come, and the first place where a match with it could begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    at: usize,
    line: usize,
}

impl Needed {
    /// The first place from `from` on where a match with the text that is `there` could begin.
    fn line(&self, sight: &Sight<'_>, from: usize, there: usize) -> usize {
        if let Some(one) = &self.behind {
            let mut at = there;
            while at > from && sight.one(one, sight.char_before(at)).is_some() {
                at = sight.char_before(at);
            }
            return at;
        }
        let line = sight.bytes.get(from..there).filter(|_| self.in_line).and_then(|before| memrchr(b'\n', before));
        line.map_or(from, |end| from + end + 1)
    }
}

impl Seeker {
    pub(super) fn new(node: &Node, place: Place) -> Seeker {
        let elements = shape::elements(node);
        let starts = shape::starts(&elements);
        let prefix = shape::prefix(&elements);
        let finder = |text: &[u8]| Box::new(Finder::new(text).into_owned());
        let places = match (elements.first(), starts.first()) {
            (Some(Node::At(At::TextStart)), _) => Places::TextStart,
            (Some(Node::At(At::LineStart)), _) => Places::LineStarts(shape::lead(&elements)),
            _ if prefix.len() > 1 => Places::Before(finder(&prefix)),
            (_, Some(first)) => Places::Bytes(first.iter().collect()),
            (_, None) => Places::All,
        };
        let needed = shape::needed(&elements).filter(|(text, _)| text.len() > 1 && *text != prefix);
        let needed = needed.map(|(text, in_line)| {
            let is_next = shape::prefix(elements.get(2..).unwrap_or_default()) == text;
            let lead = shape::lead(&elements).filter(|_| is_next && matches!(places, Places::LineStarts(_)));
            Needed { finder: finder(&text), in_line, behind: lead.map(|lead| lead.one) }
        });
        Seeker { place, places, starts, needed }
    }

    /// The first such place from `from` on.
    pub(super) fn seek(&self, sight: &Sight<'_>, from: usize, seen: &mut Option<Seen>) -> Option<usize> {
        let mut from = from;
        loop {
            let at = self.next(sight, from)?;
            let Some(needed) = &self.needed else { return Some(at) };
            let there = match *seen {
                Some(there) if there.at >= at => there,
                _ => {
                    let there = at + needed.finder.find(sight.rest(at))?;
                    let there = Seen { at: there, line: needed.line(sight, at, there) };
                    *seen = Some(there);
                    there
                }
            };
            if there.line <= at {
                return Some(at);
            }
            from = there.line;
        }
    }

    fn next(&self, sight: &Sight<'_>, from: usize) -> Option<usize> {
        let rest = sight.bytes.get(from..)?;
        match &self.places {
            Places::TextStart => (from == 0).then_some(0),
            Places::LineStarts(lead) => {
                let after = |at: usize| Some(at + memchr(b'\n', sight.rest(at))? + 1);
                let mut at = if sight.is_line_start(from) { from } else { after(from)? };
                loop {
                    let Some(lead) = lead else {
                        if starts_with(sight.rest(at), &self.starts) {
                            return Some(at);
                        }
                        at = after(at)?;
                        continue;
                    };
                    // What comes behind the lead is the same for all lines in it.
                    let end = sight.run_end(&lead.one, at, ENDLESS);
                    if starts_with(sight.rest(end), &lead.next) {
                        return Some(at);
                    }
                    at = after(end)?;
                }
            }
            Places::Before(finder) => finder.find(rest).map(|at| from + at),
            Places::Bytes(bytes) => {
                let mut at = from;
                loop {
                    let rest = sight.bytes.get(at..)?;
                    at += match bytes.as_slice() {
                        [] => None,
                        [a] => memchr(*a, rest),
                        [a, b] => memchr2(*a, *b, rest),
                        [a, b, c] => memchr3(*a, *b, *c, rest),
                        _ => rest.iter().position(|byte| self.starts.first().is_some_and(|set| set.contains(*byte))),
                    }?;
                    if starts_with(sight.rest(at), &self.starts) {
                        return Some(at);
                    }
                    at += 1;
                }
            }
            // Not within a character.
            Places::All => (from..=sight.bytes.len()).find(|at| sight.text.is_char_boundary(*at)),
        }
    }
}

fn starts_with(bytes: &[u8], sets: &[ByteSet]) -> bool {
    sets.len() <= bytes.len() && sets.iter().zip(bytes).all(|(set, byte)| set.contains(*byte))
}
