//! Which files a report is about.

use super::globs::{Glob, GlobMatcher};
use super::root::Root;
use crate::error::Error;

/// The files that a report is about, by `include` and `omit` (coverage.py's `get_analysis_to_report`).
#[derive(Clone, Debug)]
pub struct Selection {
    include: Option<GlobMatcher>,
    omit: Option<GlobMatcher>,
    root: Root,
    relative: bool,
}

/// Files and directories; a path matches if it is one of them or below one (coverage.py's `TreeMatcher`).
#[derive(Clone, Debug)]
pub struct TreeMatcher {
    paths: Vec<String>,
    root: Root,
}

impl Selection {
    /// The selection by `[report] include` and `omit`; an empty `include` takes everything. `relative` is `[run]
    /// relative_files`: with it a path inside the root is matched as it is, without it as an absolute path.
    ///
    /// Patterns that can't be used are left out, each with an error.
    pub fn new(include: &[String], omit: &[String], root: &Root, relative: bool) -> (Selection, Vec<Error>) {
        let (include, mut errors) = matcher(include, root);
        let (omit, more) = matcher(omit, root);
        errors.extend(more);
        (Selection { include, omit, root: root.clone(), relative }, errors)
    }

    /// Whether the report has the file of that path, given in canonical form.
    pub fn selects(&self, path: &str) -> bool {
        let absolute = (!self.relative).then(|| self.root.absolute(path));
        let path = absolute.as_deref().unwrap_or(path);
        self.include.as_ref().is_none_or(|include| include.matches(path))
            && !self.omit.as_ref().is_some_and(|omit| omit.matches(path))
    }
}

impl TreeMatcher {
    /// The trees at those paths.
    pub fn new<S: AsRef<str>>(paths: &[S], root: &Root) -> TreeMatcher {
        TreeMatcher { paths: paths.iter().map(|path| root.absolute(path.as_ref())).collect(), root: root.clone() }
    }

    /// Whether the path is one of them or below one.
    pub fn matches(&self, path: &str) -> bool {
        let path = self.root.absolute(path);
        let below = |rest: &str| rest.is_empty() || rest.starts_with(self.root.separator());
        self.paths.iter().any(|tree| path.strip_prefix(tree.as_str()).is_some_and(below))
    }
}

/// The matcher of a report's patterns; `None` without any (coverage.py's `prep_patterns`): one that does not start with
/// a wildcard counts as it is and from the root on.
fn matcher(patterns: &[String], root: &Root) -> (Option<GlobMatcher>, Vec<Error>) {
    let (mut usable, mut errors) = (Vec::new(), Vec::new());
    for pattern in patterns {
        if let Err(error) = Glob::new(pattern, root.is_windows()) {
            errors.push(error);
            continue;
        }
        usable.push(pattern.clone());
        if !pattern.starts_with(['*', '?']) {
            usable.push(root.absolute(pattern));
        }
    }
    let (matcher, more) = GlobMatcher::new(&usable, root.is_windows());
    errors.extend(more);
    ((!usable.is_empty()).then_some(matcher), errors)
}
