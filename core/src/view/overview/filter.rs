//! The language of the filter: terms with spaces between, all of which have to hold.
//!
//! | term | leaves |
//! | --- | --- |
//! | `api` | what has `api` in its path or name, without regard to case |
//! | `"a b"` | the same with a space |
//! | `api/` | what is in a folder of that name |
//! | `test_*.py`, `src/**/api.py` | what a pattern fits, by coverage.py's rules for patterns; without `/` the file's name |
//! | `/^src.*_v[12]/` | what a regular expression of Python's finds |
//! | `<80`, `>=50` | coverage in percent |
//! | `missing>10` | a column: `cover`, `statements`, `missing`, `excluded`, `branches`, `partial` |
//! | `lane:unit` | what the lane covers something of |
//! | `lane:unit<50` | the lane's own percentage |
//! | `lane:unit-only` | where something is covered by that lane alone |
//! | `lane:unit+heavy` | where something is covered by exactly those lanes |
//! | `lane:none` | where something is covered by none |
//! | `!term` | what the term does not leave |

use crate::combine::globs::Glob;
use crate::regex::Regex;
use crate::share::Share;
use crate::view::{Row, Totals};

/// So many steps a pattern may take for all rows: some seconds.
const STEPS: u64 = 50_000_000;

/// The terms of a filter.
#[derive(Debug, Default)]
pub(super) struct Filter {
    terms: Vec<(bool, Term)>,
    /// What is wrong with terms that are left out, in words.
    pub(super) problems: Vec<String>,
}

#[derive(Debug)]
enum Term {
    Text(String),
    Folder(String),
    Glob(Glob),
    /// With its text, and the steps that are left for all rows.
    Regex(String, Regex, u64),
    Number(Number, Comparison, f64),
    Lane(usize),
    Exactly(Vec<usize>),
}

#[derive(Clone, Copy, Debug)]
enum Number {
    Cover,
    Count(fn(&Totals) -> usize),
    Lane(usize),
}

#[derive(Clone, Copy, Debug)]
struct Comparison {
    less: bool,
    equal: bool,
    greater: bool,
}

impl Filter {
    /// Reads a filter for a report with these lanes.
    pub(super) fn new(text: &str, lanes: &[&str]) -> Filter {
        let mut filter = Filter::default();
        for term in split(text) {
            let (negated, term) = term.strip_prefix('!').map_or((false, term), |term| (true, term));
            match Term::new(term, lanes) {
                Ok(Some(term)) => filter.terms.push((negated, term)),
                Ok(None) => {}
                Err(problem) => filter.problems.push(problem),
            }
        }
        filter
    }

    /// Whether this leaves where something is covered by exactly those lanes, and says nothing else.
    pub(super) fn is_exactly(&self, lanes: &[usize]) -> bool {
        matches!(self.terms.as_slice(), [(false, Term::Exactly(own))] if own == lanes)
    }

    /// Whether a row is left. `shares`: who covers its points. A pattern that takes too long is left out from then on.
    pub(super) fn leaves(&mut self, row: &Row, shares: &[Share]) -> bool {
        if self.terms.is_empty() {
            return true;
        }
        let path = row.path.to_lowercase();
        let name = row.name.as_deref().unwrap_or_default().to_lowercase();
        let mut leaves = true;
        let mut at = 0;
        while let Some((negated, term)) = self.terms.get_mut(at) {
            match term.holds(row, (&path, &name), shares) {
                Some(holds) => leaves &= holds != *negated,
                None => {
                    if let (_, Term::Regex(pattern, ..)) = self.terms.remove(at) {
                        self.problems.push(format!("/{pattern}/ takes too long; it is left out."));
                    }
                    continue;
                }
            }
            at += 1;
        }
        leaves
    }
}

/// The terms: what is between spaces, but for those in quotes and between slashes.
fn split(text: &str) -> Vec<&str> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let body = rest.strip_prefix('!').unwrap_or(rest);
        let sign = rest.len() - body.len();
        let closed = |mark: char| {
            let inside = body.strip_prefix(mark)?;
            // The mark that closes it is the last one before a space.
            let ends = inside.match_indices(mark).map(|(at, _)| at + 2 * mark.len_utf8());
            ends.filter(|end| body.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))).min()
        };
        // In `lane:"a b"` the space is part of the term.
        let mut quoted = false;
        let space = body.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            c.is_whitespace() && !quoted
        });
        let end = closed('"').or_else(|| closed('/'));
        let end = end.unwrap_or_else(|| compared(body, space.map_or(body.len(), |(at, _)| at)));
        let (term, after) = rest.split_at(sign + end);
        terms.push(term);
        rest = after.trim_start();
    }
    terms
}

/// Where a term ends whose first word ends at `end`: spaces around a comparison are part of it (`missing > 10`).
fn compared(text: &str, end: usize) -> usize {
    let next = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        let word = rest.split_whitespace().next()?;
        Some((word, from + rest.find(word)? + word.len()))
    };
    let is_sign = |word: &str| word.chars().all(|c| matches!(c, '<' | '>' | '='));
    let end = next(end).filter(|(word, _)| is_sign(word)).map_or(end, |(_, end)| end);
    let ends_with_sign = text
        .get(..end)
        .and_then(|term| term.split_whitespace().last())
        .is_some_and(|word| word.ends_with(['<', '>', '=']));
    next(end).filter(|_| ends_with_sign).map_or(end, |(_, end)| end)
}

impl Term {
    /// `None` for a term without content, as one is while it is being typed.
    fn new(term: &str, lanes: &[&str]) -> Result<Option<Term>, String> {
        if let Some(quoted) = term.strip_prefix('"') {
            let text = quoted.strip_suffix('"').unwrap_or(quoted).to_lowercase();
            return Ok((!text.is_empty()).then_some(Term::Text(text)));
        }
        if let Some(pattern) =
            term.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|it| !it.is_empty())
        {
            let regex =
                Regex::new(pattern, false).map_err(|why| format!("/{pattern}/ is no regular expression: {why}."))?;
            return Ok(Some(Term::Regex(pattern.to_owned(), regex, STEPS)));
        }
        if let Some(rest) = term.strip_prefix("lane:") {
            return lane(rest, lanes).map(Some);
        }
        if let Some((name, comparison, value)) = comparison(term) {
            let Some(value) = value.trim_end_matches('%').parse().ok().filter(|value: &f64| value.is_finite()) else {
                return if value.is_empty() { Ok(None) } else { Err(format!("{value} in {term} is no number.")) };
            };
            return Ok(Some(Term::Number(column(name, term)?, comparison, value)));
        }
        if term.contains(['*', '?', '[']) {
            // Below any folder, as patterns without a folder are.
            let anywhere = !term.starts_with(['*', '/']) && term.contains('/');
            let pattern = if anywhere { format!("**/{term}") } else { term.to_owned() };
            return Glob::new(&pattern, true).map(|glob| Some(Term::Glob(glob))).map_err(|error| error.cause);
        }
        let lower = term.to_lowercase();
        Ok(match lower.strip_suffix('/') {
            Some("") | None if lower.trim_matches('/').is_empty() => None,
            Some(_) => Some(Term::Folder(lower)),
            None => Some(Term::Text(lower)),
        })
    }

    /// `None` if it takes too long to tell. `path` and `name` are the row's in lower case.
    fn holds(&mut self, row: &Row, (path, name): (&str, &str), shares: &[Share]) -> Option<bool> {
        Some(match self {
            Term::Text(part) => path.contains(&**part) || name.contains(&**part),
            Term::Folder(folder) => path.starts_with(&**folder) || path.contains(&format!("/{folder}")),
            Term::Glob(glob) => glob.matches(&row.path),
            Term::Regex(_, regex, steps) => {
                let named = row.name.as_ref().map(|name| format!("{}:{name}", row.path));
                regex.is_match_within(named.as_deref().unwrap_or(&row.path), steps).ok()?
            }
            Term::Number(number, comparison, value) => match number {
                Number::Cover => row.totals.as_ref().is_some_and(|totals| comparison.holds(totals.percent, *value)),
                Number::Lane(lane) => {
                    let totals = row.lanes.get(*lane).and_then(Option::as_ref);
                    totals.is_some_and(|totals| comparison.holds(totals.percent, *value))
                }
                Number::Count(count) => {
                    row.totals.as_ref().is_some_and(|totals| comparison.holds(count(totals) as f64, *value))
                }
            },
            Term::Lane(lane) => shares.iter().any(|share| share.lanes.contains(lane)),
            Term::Exactly(lanes) => shares.iter().any(|share| share.lanes == *lanes),
        })
    }
}

/// What is behind `lane:`.
fn lane(text: &str, lanes: &[&str]) -> Result<Term, String> {
    let find = |name: &str| lanes.iter().position(|lane| *lane == name.trim_matches('"'));
    if let Some(lane) = find(text) {
        return Ok(Term::Lane(lane));
    }
    if text == "none" {
        return Ok(Term::Exactly(Vec::new()));
    }
    if let Some(lane) = text.strip_suffix("-only").and_then(find) {
        return Ok(Term::Exactly(vec![lane]));
    }
    if let Some((name, comparison, value)) = comparison(text)
        && let (Some(lane), Ok(value)) = (find(name), value.trim_end_matches('%').parse())
    {
        return Ok(Term::Number(Number::Lane(lane), comparison, value));
    }
    let exactly: Option<Vec<usize>> = text.split('+').map(find).collect();
    let unknown = || format!("There is no lane {text}; the lanes are {}.", lanes.join(", "));
    let mut exactly = exactly.ok_or_else(unknown)?;
    exactly.sort_unstable();
    exactly.dedup();
    Ok(Term::Exactly(exactly))
}

fn column(name: &str, term: &str) -> Result<Number, String> {
    Ok(match name.to_lowercase().as_str() {
        "" | "cover" | "coverage" => Number::Cover,
        "statements" | "stmts" => Number::Count(|totals| totals.n_statements),
        "missing" | "miss" => Number::Count(|totals| totals.n_missing),
        "excluded" => Number::Count(|totals| totals.n_excluded),
        "branches" | "branch" => Number::Count(|totals| totals.n_branches),
        "partial" | "brpart" => Number::Count(|totals| totals.n_partial_branches),
        _ => {
            return Err(format!(
                "{name} in {term} is no column; there are cover, statements, missing, excluded, branches and partial."
            ));
        }
    })
}

/// Splits `name<=value`.
fn comparison(term: &str) -> Option<(&str, Comparison, &str)> {
    let at = term.find(['<', '>', '='])?;
    let (name, rest) = term.split_at(at);
    let value = rest.trim_start_matches(['<', '>', '=']);
    let sign = rest.get(..rest.len() - value.len())?;
    let comparison = |less, equal, greater| Comparison { less, equal, greater };
    let comparison = match sign {
        "<" => comparison(true, false, false),
        "<=" => comparison(true, true, false),
        ">" => comparison(false, false, true),
        ">=" => comparison(false, true, true),
        "=" | "==" => comparison(false, true, false),
        _ => return None,
    };
    Some((name.trim_end(), comparison, value.trim_start()))
}

impl Comparison {
    fn holds(self, left: f64, right: f64) -> bool {
        (self.less && left < right) || (self.equal && left == right) || (self.greater && left > right)
    }
}
