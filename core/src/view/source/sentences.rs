//! What there is to say of each line, each sentence once: most lines say what many others do.

use std::collections::BTreeMap;

use super::shown::list;
use crate::line::LineNo;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, Covered};
use crate::source::Exclusions;
use crate::view::{Line, LineState};

/// The sentences of a file.
pub(super) struct Sentences<'a> {
    exclusions: Option<Exclusions<'a>>,
    patterns: &'a [String],
    names: &'a [String],
    known: BTreeMap<(bool, Key), usize>,
    pub(super) texts: Vec<String>,
}

/// What a sentence is made of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Plain,
    Missing,
    Run(Vec<usize>),
    /// The line.
    Partial(LineNo),
    /// A line that ran and of whose sides no lane took all: the line.
    Pieced(LineNo),
    /// The first line of the statement.
    Continues(LineNo),
    /// The pattern, and the line from which it spread, where one alone accounts for it.
    Excluded(Option<(usize, Option<LineNo>)>),
}

impl<'a> Sentences<'a> {
    pub(super) fn new(coverage: &'a Coverage, covered: &'a Covered, names: &'a [String]) -> Sentences<'a> {
        let exclusions = match &covered.denominator {
            Denominator::Source(source) if !source.excluded.is_empty() => Some(source.exclusions(&coverage.exclude)),
            _ => None,
        };
        Sentences { exclusions, patterns: &coverage.exclude, names, known: BTreeMap::new(), texts: Vec::new() }
    }

    /// The sentence about a line, by its index.
    pub(super) fn of(&mut self, line: &Line) -> Option<usize> {
        let key = match line.state {
            LineState::Plain if !line.changed => return None,
            LineState::Plain => Key::Plain,
            LineState::Excluded => Key::Excluded(self.exclusions.as_ref().and_then(|exclusions| {
                let (pattern, matched) = exclusions.of(line.number)?;
                Some((pattern, (matched != line.number).then_some(matched)))
            })),
            _ if line.first != line.number => Key::Continues(line.first),
            LineState::Missing => Key::Missing,
            LineState::Run if !line.branches.is_empty() && !line.note.is_empty() => Key::Pieced(line.number),
            LineState::Run => Key::Run(line.lanes.clone()),
            LineState::Partial => Key::Partial(line.number),
        };
        let key = (line.changed, key);
        if let Some(index) = self.known.get(&key) {
            return Some(*index);
        }
        let text = self.text(&key.1, line);
        self.texts.push(match key {
            (false, _) => text,
            (true, Key::Plain) => "changed".to_owned(),
            (true, _) => format!("changed, {text}"),
        });
        self.known.insert(key, self.texts.len() - 1);
        Some(self.texts.len() - 1)
    }

    fn text(&self, key: &Key, line: &Line) -> String {
        let ran = || list(&line.lanes, self.names);
        match key {
            Key::Plain => String::new(),
            Key::Missing => "missing: no lane ran it".to_owned(),
            Key::Run(_) => format!("ran in {}", ran()),
            Key::Partial(_) => format!("partial: ran in {}, {}", ran(), line.note),
            Key::Pieced(_) => format!("ran in {}, {}", ran(), line.note),
            Key::Continues(first) => format!("continues line {first}"),
            Key::Excluded(None) => "excluded".to_owned(),
            Key::Excluded(Some((pattern, from))) => {
                let pattern = self.patterns.get(*pattern).map_or("", String::as_str);
                match from {
                    None => format!("excluded: it matches {pattern}"),
                    Some(from) => format!("excluded with line {from}, which matches {pattern}"),
                }
            }
        }
    }
}
