//! One path for each file, wherever it was measured: the rules of `[paths]` (coverage.py 7.17.3's `PathAliases`).
//!
//! A rule is a pattern and a result. A path that starts with a match of the pattern gets the result in the place of that
//! match, if there is a file of the new name; else the next rule is tried. Case and the kind of slash do not matter. With
//! `relative_files`, a path that no rule changes makes a rule of its own: `*/dir` becomes `dir`, for its first directory.

use std::collections::HashMap;

use super::globs::Glob;
use super::root::{Root, is_absolute_anywhere, separator_in};
use crate::config::Config;
use crate::error::{Code, Error, Problem, Result};

/// The rules, and the paths that were mapped with them.
#[derive(Clone, Debug)]
pub struct PathAliases {
    root: Root,
    relative: bool,
    rules: Vec<Rule>,
    mapped: HashMap<String, Mapped>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The pattern as it was written.
    pub pattern: String,
    /// What stands for a match of the pattern, with a slash at its end.
    pub result: String,
    /// Whether the rule was made up for a relative path.
    pub generated: bool,
    glob: Glob,
}

/// What became of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The path in the combined data; from [`PathAliases::map`] in canonical form (see [`Root`]).
    pub path: String,
    /// The rule that made it, as an index into [`PathAliases::rules`]; `None` when no rule did.
    pub rule: Option<usize>,
    /// The rules before that one that matched in vain.
    pub tried: Vec<Tried>,
}

/// A rule that matched, but there is no file of the new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The rule, as an index into [`PathAliases::rules`].
    pub rule: usize,
    /// The name that was asked for, in canonical form.
    pub path: String,
}

impl PathAliases {
    /// No rules yet. `relative` is `[run] relative_files`.
    pub fn new(root: Root, relative: bool) -> PathAliases {
        PathAliases { root, relative, rules: Vec::new(), mapped: HashMap::new() }
    }

    /// The rules of `[paths]`: in each list the first entry is the result and the others are patterns. Patterns that
    /// can't be used are left out, each with a problem.
    pub fn from_config(config: &Config, root: Root) -> (PathAliases, Vec<Problem>) {
        let mut aliases = PathAliases::new(root, config.relative_files);
        let mut problems = Vec::new();
        for (name, paths) in &config.paths {
            let [result, patterns @ ..] = paths.as_slice() else { continue };
            for pattern in patterns {
                if let Err(mut error) = aliases.add(pattern, result) {
                    error.cause = format!("{} In [paths] {name}.", error.cause);
                    problems.push(Problem::of(config.file.clone().unwrap_or_default(), error));
                }
            }
        }
        (aliases, problems)
    }

    /// Adds a rule behind the others.
    ///
    /// # Errors
    /// The pattern ends with `*`, which would match a whole tree and not just its root, or is no valid pattern.
    pub fn add(&mut self, pattern: &str, result: &str) -> Result<()> {
        let separator = separator_in(pattern).unwrap_or(self.root.separator());
        let mut prefix = if pattern.chars().nth(1).is_some() { without_slashes(pattern) } else { pattern }.to_owned();
        if prefix.ends_with('*') {
            let cause =
                format!("The path pattern {pattern:?} ends with a wildcard; expected the root of a source tree.");
            return Err(Error::new(Code::ConfigPattern, cause).saying("Pattern must not end with wildcards."));
        }
        let is_anchored = prefix.starts_with('*') || is_absolute_anywhere(&format!("{prefix}{separator}"));
        if !self.relative && !is_anchored {
            prefix = self.root.absolute(&prefix);
        }
        if !prefix.ends_with(separator) {
            prefix.push(separator);
        }
        let glob = Glob::new(&prefix, true)?;
        let end = separator_in(result).unwrap_or(self.root.separator());
        let result = format!("{}{end}", without_slashes(result));
        self.rules.push(Rule { pattern: pattern.to_owned(), result, generated: false, glob });
        Ok(())
    }

    /// The rules so far, in the order they are tried.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether a path is one that `relative_files` recorded.
    pub fn is_relative(&self, path: &str) -> bool {
        self.relative && !is_absolute_anywhere(path)
    }

    /// Where a measured path belongs, in canonical form: [`renamed`](PathAliases::renamed) for a report that takes a path
    /// inside the root and the same path from the root on for one.
    pub fn map(&mut self, path: &str, exists: &dyn Fn(&str) -> bool) -> Mapped {
        let mapped = self.renamed(path, exists);
        Mapped { path: self.root.canonical(&mapped.path), ..mapped }
    }

    /// The name that `coverage combine` gives a measured path. `exists` is asked whether there is a source file of a name
    /// in canonical form.
    ///
    /// With `relative_files` the answer depends on the paths mapped before, so paths must come in coverage.py's order; the
    /// answer for a path that came before stays the same, as in `coverage combine`.
    pub fn renamed(&mut self, path: &str, exists: &dyn Fn(&str) -> bool) -> Mapped {
        if let Some(mapped) = self.mapped.get(path) {
            return mapped.clone();
        }
        let mut mapped = self.map_once(path, exists).or_else(|unmatched| {
            // coverage.py maps a second time with the new rule, and this time the path it had shortened.
            let shortened = if self.relative { self.root.canonical(path) } else { path.to_owned() };
            match self.relative_rule(&shortened) {
                Some(rule) => {
                    self.rules.push(rule);
                    self.map_once(&shortened, exists)
                }
                None => Err(Mapped { path: shortened, ..unmatched }),
            }
        });
        let (Ok(mapped) | Err(mapped)) = &mut mapped;
        mapped.path = mapped.path.replace(['/', '\\'], &self.root.separator().to_string());
        self.mapped.insert(path.to_owned(), mapped.clone());
        mapped.clone()
    }

    /// Tries the rules; the error is the path itself with the rules tried in vain.
    fn map_once(&self, path: &str, exists: &dyn Fn(&str) -> bool) -> std::result::Result<Mapped, Mapped> {
        let mut tried = Vec::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let Some(length) = rule.glob.match_start(path) else { continue };
            let new = self.replaced(path, length, &rule.result);
            let asked = self.root.canonical(&self.root.absolute(&new));
            if exists(&asked) {
                return Ok(Mapped { path: new, rule: Some(index), tried });
            }
            tried.push(Tried { rule: index, path: asked });
        }
        Err(Mapped { path: path.to_owned(), rule: None, tried })
    }

    /// The path with the result in place of its first `length` bytes, all in the result's kind of slash.
    fn replaced(&self, path: &str, length: usize, result: &str) -> String {
        let mut new = format!("{result}{}", &path[length..]);
        if let (Some(old), Some(own)) = (separator_in(path), separator_in(result)) {
            new = new.replace(old, &own.to_string());
        }
        if !self.relative {
            new = self.root.absolute(&new);
        }
        let has_dot = |text: &str| text.starts_with("./") || text.starts_with(".\\");
        // A result of just "./" names the root; a longer one like "./src/" is meant as it is written.
        if has_dot(&new) && !(has_dot(result) && result.len() > 2) {
            new.drain(..2);
        }
        new
    }

    /// The rule that coverage.py makes up for a relative path that no rule changes.
    fn relative_rule(&self, path: &str) -> Option<Rule> {
        if !self.relative || is_absolute_anywhere(path) {
            return None;
        }
        let (directory, _) = path.split_once(['/', '\\'])?;
        let pattern = format!("*/{directory}");
        if self.rules.iter().any(|rule| rule.pattern == pattern) {
            return None;
        }
        let result = format!("{directory}{}", self.root.separator());
        Some(Rule { pattern, result, generated: true, glob: Glob::below_any(directory) })
    }
}

fn without_slashes(path: &str) -> &str {
    path.trim_end_matches(['/', '\\'])
}
