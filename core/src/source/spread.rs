//! Why lines are excluded: the pattern that matched, and the line from which the exclusion spread to others.

use super::SourceFile;
use super::lines::{LineSet, LineStarts};
use super::patterns::Patterns;
use crate::line::LineNo;

/// For each line that is excluded because of another one, that one: for those of a suite its head, for those of a definition
/// its decorator. 0 for all others, as for lines after the last one here.
#[derive(Clone, Debug, Default)]
pub(super) struct Spread(Vec<LineNo>);

impl Spread {
    /// Adds lines that are excluded because of `from`, or of what that is excluded because of. Lines that are here stay.
    pub(super) fn add(&mut self, first: LineNo, last: LineNo, from: LineNo) {
        let from = self.origin(from);
        let (first, end) = (first as usize, last as usize + 1);
        if self.0.len() < end {
            self.0.resize(end, 0);
        }
        self.0.get_mut(first..end).into_iter().flatten().filter(|known| **known == 0).for_each(|known| *known = from);
    }

    fn origin(&self, line: LineNo) -> LineNo {
        self.0.get(line as usize).copied().filter(|&from| from > 0).unwrap_or(line)
    }
}

/// Answers which pattern excluded a line.
#[derive(Debug)]
pub struct Exclusions<'a> {
    source: &'a SourceFile,
    /// The physical lines that each pattern matches.
    matching: Vec<LineSet>,
}

impl<'a> Exclusions<'a> {
    pub(super) fn new(source: &'a SourceFile, patterns: &[String]) -> Exclusions<'a> {
        let starts = LineStarts::new(&source.text);
        // What can't be used was told when the source was analysed.
        let lines = |pattern: &String| {
            let (pattern, _) = Patterns::new(&[pattern]);
            if pattern.is_blank() {
                LineSet::default()
            } else {
                pattern.matching(&source.text, &starts, &mut Vec::new())
            }
        };
        Exclusions { source, matching: patterns.iter().map(lines).collect() }
    }

    /// The pattern, by its index, and the line that it matched: `line` itself, another one of its statement, or the one from which
    /// the exclusion spread to it. `None`: no pattern alone accounts for it.
    pub fn of(&self, line: LineNo) -> Option<(usize, LineNo)> {
        self.matched(line).or_else(|| self.matched(self.source.spread.origin(line)))
    }

    /// The first line of the statement that a pattern matches.
    fn matched(&self, line: LineNo) -> Option<(usize, LineNo)> {
        let matched_in = |first, last| {
            let patterns = self.matching.iter().enumerate();
            patterns.filter_map(|(pattern, lines)| Some((pattern, lines.first_of(first, last)?))).next()
        };
        let first = self.source.first_line(line);
        matched_in(line, line).or_else(|| matched_in(first, self.source.last_line(first)))
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{Patterns, Rules, SourceFile};

    fn reasons(text: &str) -> Vec<(u32, Option<(usize, u32)>)> {
        let patterns = ["# no", "^never$"].map(str::to_owned);
        let rules = Rules { exclude: Patterns::new(&patterns).0, ..Rules::default() };
        let source = SourceFile::parse(text.as_bytes(), &rules);
        let exclusions = source.exclusions(&patterns);
        source.excluded.iter().map(|&line| (line, exclusions.of(line))).collect()
    }

    #[test]
    fn a_line_tells_the_pattern_that_matched_it() {
        let own = |line, pattern| (line, Some((pattern, line)));
        assert_eq!(reasons("a  # no\nb\nnever\n"), [own(1, 0), own(3, 1)]);
        assert_eq!(reasons("f(\n  a,\n  b,  # no\n)\n"), [(1, Some((0, 3)))]);
    }

    #[test]
    fn what_is_excluded_with_another_line_names_it() {
        let with = |from| move |line| (line, Some((0, from)));
        assert_eq!(reasons("if a:  # no\n    b\n    if c:\n        d\ne\n"), [1, 2, 3, 4].map(with(1)));
        assert_eq!(reasons("@a\n@b  # no\ndef f():\n    x\n\n    y\n"), [1, 2, 3, 4, 5, 6].map(with(2)));
        let class = "class A:  # no\n    def f():\n        x\n    def g():  # no\n        y\n";
        assert_eq!(reasons(class), [with(1)(1), with(1)(2), with(1)(3), with(4)(4), with(1)(5)]);
        let case = "match a:\n    case 1:\n        b\n    case _:\n        c  # no\n";
        assert_eq!(reasons(case), [4, 5].map(with(5)));
    }
}
