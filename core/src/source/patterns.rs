//! The patterns of the configuration that exclude lines, and the rules made of them.

use super::lines::{LineSet, LineStarts};
use crate::config::{DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS};
use crate::error::{Code, Error};
use crate::python::PythonVersion;
use crate::regex::Regex;

/// What decides how a source is analysed: made once, used for all files.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The Python version that the data was measured with.
    pub python: PythonVersion,
    /// `exclude_lines` and `exclude_also`. None at all exclude nothing.
    pub exclude: Patterns,
    /// `partial_branches`, `partial_also` and `partial_branches_always`. None at all match every line.
    pub partial: Patterns,
}

impl Default for Rules {
    fn default() -> Rules {
        let partial: Vec<_> = DEFAULT_PARTIAL.iter().chain(DEFAULT_PARTIAL_ALWAYS).collect();
        Rules {
            python: PythonVersion::default(),
            exclude: Patterns::new(DEFAULT_EXCLUDE).0,
            partial: Patterns::new(&partial).0,
        }
    }
}

/// A list of Python regular expressions, joined as coverage.py joins them. They are searched in a whole text, with
/// `MULTILINE` only.
#[derive(Clone, Debug)]
pub struct Patterns {
    /// `(?:a)|(?:b)`, or the only one as it is.
    joined: String,
    /// `None` for the empty pattern, which matches everywhere.
    regex: Option<Regex>,
}

impl Patterns {
    /// Joins and compiles patterns. One that can't be used is left out and told, by name.
    pub fn new(patterns: &[impl AsRef<str>]) -> (Patterns, Vec<Error>) {
        let new = |pattern: &str| Regex::new(pattern, true);
        let mut errors = Vec::new();
        let mut refuse = |pattern, cause| {
            errors.push(Error::new(Code::ConfigRegex, format!("The pattern {pattern:?} can't be used: {cause}.")));
        };
        let mut used: Vec<&str> = Vec::new();
        for pattern in patterns.iter().map(AsRef::as_ref) {
            match new(pattern) {
                Ok(_) => used.push(pattern),
                Err(cause) => refuse(pattern, cause),
            }
        }
        let mut regex = new(&join(&used));
        if regex.is_err() {
            // A later pattern clashes with earlier ones: by the name of a group, or by flags that must come first.
            for pattern in std::mem::take(&mut used) {
                used.push(pattern);
                match new(&join(&used)) {
                    Err(cause) => {
                        used.pop();
                        refuse(pattern, cause);
                    }
                    fits => regex = fits,
                }
            }
        }
        let joined = join(&used);
        (Patterns { regex: regex.ok().filter(|_| !joined.is_empty()), joined }, errors)
    }

    /// Whether the joined pattern is the empty one.
    pub fn is_blank(&self) -> bool {
        self.joined.is_empty()
    }

    /// The joined pattern, in Python's syntax.
    pub fn as_str(&self) -> &str {
        &self.joined
    }

    /// The physical lines of all matches, from that of each start to that of each end.
    pub(super) fn matching(&self, text: &str, starts: &LineStarts, errors: &mut Vec<String>) -> LineSet {
        let mut lines = LineSet::with_lines(starts.count());
        let Some(regex) = &self.regex else {
            lines.extend(1, starts.line_at(text.len()));
            return lines;
        };
        let extend = |start, end| lines.extend(starts.line_at(start), starts.line_at(end));
        if let Err(error) = regex.each_match(text, extend) {
            errors.push(format!("The pattern {:?} takes too long on this text: {error}.", self.joined));
        }
        lines
    }
}

fn join(patterns: &[&str]) -> String {
    match patterns {
        [only] => (*only).to_owned(),
        several => several.iter().map(|pattern| format!("(?:{pattern})")).collect::<Vec<_>>().join("|"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(patterns: &[&str], text: &str) -> Vec<u32> {
        let (patterns, errors) = Patterns::new(patterns);
        assert_eq!(errors, []);
        let mut late = Vec::new();
        let found = patterns.matching(text, &LineStarts::new(text), &mut late).to_set().into_iter().collect();
        assert_eq!(late, [""; 0]);
        found
    }

    #[test]
    fn matches_can_span_lines() {
        assert_eq!(lines(&["b\nc"], "a\nb\nc\nd\n"), [2, 3]);
        assert_eq!(lines(&[r"^\s*c$"], "a\n\n\n c\nd\n"), [2, 3, 4]);
        assert_eq!(lines(&["a$", "c"], "a\nb\nc\n"), [1, 3]);
        assert_eq!(lines(&[r"x\s*$"], "a\nx\n"), [2, 3]);
    }

    #[test]
    fn no_pattern_matches_everywhere() {
        assert_eq!(lines(&[], "a\nb\n"), [1, 2, 3]);
        assert_eq!(lines(&[], ""), [1]);
    }

    #[test]
    fn what_cannot_be_used_is_left_out_by_name() {
        let (patterns, errors) = Patterns::new(&["a", "(b", "(?i)c", "d"]);
        assert_eq!(patterns.as_str(), "(?:a)|(?:d)");
        assert_eq!(errors.len(), 2);
        assert!(errors[0].cause.contains("(b") && errors[1].cause.contains("(?i)c"), "{errors:?}");
        assert_eq!(Patterns::new(&["(?i)c"]).1, []);
    }

    #[test]
    fn a_pattern_that_takes_too_long_is_told() {
        let (patterns, errors) = Patterns::new(&[r"(x+x+)+(?=y)(?<=xy)"]);
        assert_eq!(errors, []);
        let text = "x".repeat(5_000);
        let mut late = Vec::new();
        patterns.matching(&text, &LineStarts::new(&text), &mut late);
        assert!(late.len() == 1 && late[0].contains("(x+x+)+"), "{late:?}");
    }
}
