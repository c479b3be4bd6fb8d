//! coverage.py's glob dialect for file names.
//!
//! | in a pattern | matches |
//! | --- | --- |
//! | `*` | any characters but slashes |
//! | `?` | one character but a slash |
//! | `**/`, and `*/` at the start | any directories, or none |
//! | `/*` or `/**` at the end | everything below |
//! | `[a-f]` | one character of the set, `[^a-f]` one that is not; written as in a regular expression |
//! | `/`, `\` | a slash of either kind |
//! | anything else | itself |
//!
//! A pattern without a slash matches a file name in any directory. `***`, `x**`, `**x`, `**/**` and a lone bracket are
//! errors. (coverage.py 7.17.3, `files.py`; case is ignored as Python's `re.IGNORECASE` does.)

use std::collections::HashSet;

use crate::error::{Code, Error, Result};
use crate::repr::repr;

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    steps: Vec<Step>,
    ignore_case: bool,
}

/// Patterns of which one must match the whole path (coverage.py's `GlobMatcher`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlobMatcher {
    globs: Vec<Glob>,
}

/// One step of a match. Steps are followed with backtracking, so that the first match is the one that Python's `re` finds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Char(char),
    Slash,
    NotSlash,
    NotNewline,
    Set {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    /// Goes on at the first step, and if that fails at the second.
    Either(usize, usize),
    Jump(usize),
}

impl Glob {
    /// Compiles a pattern. The error says what the pattern can't include.
    pub fn new(pattern: &str, ignore_case: bool) -> Result<Glob> {
        let mut text: Vec<char> = pattern.chars().map(|c| if c == '\\' { '/' } else { c }).collect();
        if !text.contains(&'/') {
            text.splice(0..0, ['*', '*', '/']);
        }
        let mut glob = Glob { steps: Vec::new(), ignore_case };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            at += glob.token(rest, at == 0).map_err(|wrong| {
                let cause = format!("The file pattern {pattern:?} can't include {wrong:?}.");
                Error::new(Code::ConfigPattern, cause).saying(format!("File pattern can't include {}", repr(&wrong)))
            })?;
        }
        Ok(glob)
    }

    /// The pattern `*/name` that coverage.py makes up for relative files: the directory `name` and what is above it.
    pub(super) fn below_any(name: &str) -> Glob {
        let mut glob = Glob { steps: Vec::new(), ignore_case: false };
        glob.any_directories();
        glob.steps.extend(name.chars().map(Step::Char));
        glob.steps.push(Step::Slash);
        glob
    }

    /// Whether the pattern matches all of `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.run(path, true).is_some()
    }

    /// How many bytes of `path` the pattern matches at its start, as Python's `re.match` finds it.
    pub fn match_start(&self, path: &str) -> Option<usize> {
        self.run(path, false)
    }

    /// Compiles the token at the start of `rest` and gives its length, or what can't be there.
    fn token(&mut self, rest: &[char], is_start: bool) -> std::result::Result<usize, String> {
        let text = |length: usize| rest.iter().take(length).collect::<String>();
        let stars = rest.iter().take_while(|c| **c == '*').count();
        let segment = rest.iter().take_while(|c| **c != '/').count();
        // The end of the last `**` of this path segment that has something before it.
        let late_stars = (3..=segment).rev().find(|end| rest[end - 2..*end] == ['*', '*']);
        match rest {
            _ if stars > 2 => Err(text(stars)),
            _ if late_stars.is_some() => Err(text(late_stars.unwrap_or_default())),
            _ if stars == 2 && segment > 2 => Err(text(segment)),
            ['*', '*', '/', '*', '*', ..] => Err(text(5)),
            _ if stars > 0 && rest.get(stars) == Some(&'/') && (is_start || stars == 2) => {
                self.any_directories();
                Ok(stars + 1)
            }
            ['/', stars @ ..] if is_stars_to_the_end(stars) => {
                self.steps.push(Step::Slash);
                self.repeat(Step::NotNewline);
                Ok(1 + stars.iter().filter(|c| **c == '*').count())
            }
            ['/', ..] => Ok(self.push(Step::Slash)),
            ['*', ..] => {
                self.repeat(Step::NotSlash);
                Ok(1)
            }
            ['?', ..] => Ok(self.push(Step::NotSlash)),
            ['[', inside @ ..] => {
                let length = inside.iter().position(|c| *c == ']').ok_or("[")?;
                let inside = inside.get(..length).filter(|inside| !inside.contains(&'\n')).ok_or("[")?;
                self.steps.push(set(inside).ok_or_else(|| text(length + 2))?);
                Ok(length + 2)
            }
            [']', ..] => Err("]".to_owned()),
            [c, ..] => Ok(self.push(Step::Char(*c))),
            [] => Ok(0),
        }
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        1
    }

    /// The step as often as possible, or not at all.
    fn repeat(&mut self, step: Step) {
        let start = self.steps.len();
        self.steps.extend([Step::Either(start + 1, start + 3), step, Step::Jump(start)]);
    }

    /// Anything up to a slash, as much as possible, or nothing.
    fn any_directories(&mut self) {
        let start = self.steps.len();
        self.steps.push(Step::Either(start + 1, start + 5));
        self.repeat(Step::NotNewline);
        self.steps.push(Step::Slash);
    }

    fn run(&self, path: &str, whole: bool) -> Option<usize> {
        let mut open = vec![(0, 0)];
        // A choice that failed once fails again: without this, some patterns would take exponential time.
        let mut seen = HashSet::new();
        while let Some((mut step, mut at)) = open.pop() {
            loop {
                let next = match self.steps.get(step) {
                    None if !whole || at == path.len() => return Some(at),
                    None => break,
                    Some(Step::Either(first, second)) => {
                        if !seen.insert((step, at)) {
                            break;
                        }
                        open.push((*second, at));
                        step = *first;
                        continue;
                    }
                    Some(Step::Jump(to)) => {
                        step = *to;
                        continue;
                    }
                    Some(one) => one,
                };
                match path[at..].chars().next() {
                    Some(c) if next.accepts(c, self.ignore_case) => at += c.len_utf8(),
                    _ => break,
                }
                step += 1;
            }
        }
        None
    }
}

impl GlobMatcher {
    /// Compiles patterns. Those that can't be are left out, each with an error.
    pub fn new<S: AsRef<str>>(patterns: &[S], ignore_case: bool) -> (GlobMatcher, Vec<Error>) {
        let mut matcher = GlobMatcher::default();
        let mut errors = Vec::new();
        for pattern in patterns {
            match Glob::new(pattern.as_ref(), ignore_case) {
                Ok(glob) => matcher.globs.push(glob),
                Err(error) => errors.push(error),
            }
        }
        (matcher, errors)
    }

    /// Whether a pattern matches all of `path`.
    pub fn matches(&self, path: &str) -> bool {
        self.globs.iter().any(|glob| glob.matches(path))
    }
}

impl Step {
    fn accepts(&self, c: char, ignore_case: bool) -> bool {
        match self {
            Step::Char(own) => *own == c || ignore_case && same_ignoring_case(*own, c),
            Step::Slash => matches!(c, '/' | '\\'),
            Step::NotSlash => !matches!(c, '/' | '\\'),
            Step::NotNewline => c != '\n',
            Step::Set { negated, ranges } => {
                let inside = ranges.iter().any(|(low, high)| match ignore_case {
                    _ if (*low..=*high).contains(&c) => true,
                    true => (*low..=*high).any(|own| same_ignoring_case(own, c)),
                    false => false,
                });
                inside != *negated
            }
            Step::Either(..) | Step::Jump(_) => false,
        }
    }
}

/// Whether only stars are left. (Python's `$` also stands before a last newline.)
fn is_stars_to_the_end(rest: &[char]) -> bool {
    let rest = rest.strip_suffix(&['\n']).unwrap_or(rest);
    !rest.is_empty() && rest.iter().all(|c| *c == '*')
}

/// The set between brackets, as Python's `re` reads it; `None` for an empty one and for a range that runs backwards.
fn set(inside: &[char]) -> Option<Step> {
    let (negated, mut rest) = match inside {
        ['^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut ranges = Vec::new();
    while let [first, after @ ..] = rest {
        let last = match after {
            ['-', last, ..] if first > last => return None,
            ['-', last, ..] => last,
            _ => first,
        };
        ranges.push((*first, *last));
        rest = if let ['-', _, after @ ..] = after { after } else { after };
    }
    (!ranges.is_empty()).then_some(Step::Set { negated, ranges })
}

/// Whether Python's `re.IGNORECASE` takes the characters for the same: by their lowercase, or by the uppercase of that
/// (which makes the dotless `ı` the same as `i`, and `ſ` the same as `s`).
fn same_ignoring_case(a: char, b: char) -> bool {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let (a, b) = (lower(a), lower(b));
    a == b || a.to_uppercase().eq(b.to_uppercase())
}
