//! Which files of a diff are which files of the report.
//!
//! A diff's names are relative to the repository, the report's to the project, or absolute where its sources were not found in
//! one. So files of one name are one; else all files of the diff lie in one folder seen from the project, or the other way
//! round: that in which most of them have the diff's lines, then that in which most are found. Elsewhere a name that is the end of the other is the same file only if the diff's
//! lines are its very lines.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::combine::root::is_absolute_anywhere;
use crate::diff::{Diff, FileDiff};
use crate::paths::name_of;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, FileCoverage};
use crate::repr::repr;
use crate::source::SourceFile;

/// What stands before the end that two names have in common: the diff's and the report's.
type Folders<'a> = (&'a str, &'a str);

/// So many places are tried with the diff's lines: those that have most names.
const MOST_ROOTS: usize = 8;

/// The report's file for each file of the diff.
pub(super) fn find<'a>(diff: &Diff<'_>, coverage: &'a Coverage) -> Vec<Option<&'a FileCoverage>> {
    let mut by_name: HashMap<&str, Vec<&FileCoverage>> = HashMap::new();
    for file in &coverage.files {
        by_name.entry(name_of(&file.path)).or_default().push(file);
    }
    let of_name = |name: &str| by_name.get(name_of(name)).map(Vec::as_slice).unwrap_or_default();
    let mut votes: HashMap<Folders<'_>, usize> = HashMap::new();
    for change in &diff.files {
        let name = change.name.as_str();
        let roots = of_name(name).iter().map(|file| folders(name, &file.path));
        for root in roots.filter(|root| may_be_root(name, *root)) {
            *votes.entry(root).or_default() += 1;
        }
    }
    let by_path: HashMap<&str, &FileCoverage> = coverage.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let in_root = |change: &FileDiff<'_>, root: Folders<'_>| {
        let file = *by_path.get(format!("{}{}", root.1, change.name.strip_prefix(root.0)?).as_str())?;
        (folders(&change.name, &file.path) == root).then_some(file)
    };
    let mut roots: Vec<_> = votes.into_iter().collect();
    roots.sort_by_key(|(folders, count)| {
        Reverse((*folders == ("", ""), *count, Reverse(folders.0.len() + folders.1.len()), *folders))
    });
    roots.truncate(MOST_ROOTS);
    // Beside this project others may have files of these names: what has the diff's lines comes first.
    let n_alike = |root: Folders<'_>| {
        let is_alike = |change: &&FileDiff<'_>| in_root(change, root).is_some_and(|file| has_lines(change, file));
        diff.files.iter().filter(is_alike).count()
    };
    let root = match roots.as_slice() {
        [] => None,
        [(only, _)] => Some(*only),
        several => several.iter().map(|(root, _)| *root).rev().max_by_key(|root| n_alike(*root)),
    };
    let mut found: Vec<_> = diff.files.iter().map(|change| in_root(change, root?)).collect();
    let mut taken: HashSet<&str> = found.iter().flatten().map(|file| file.path.as_str()).collect();
    for (change, place) in diff.files.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
        *place = alike(change, of_name(&change.name)).filter(|file| taken.insert(&file.path));
    }
    found
}

/// Whether all files may lie so: the report's names begin in the project, unless they are absolute. That a file elsewhere has the
/// same name without any folder says nothing.
fn may_be_root(name: &str, (diffs, reports): Folders<'_>) -> bool {
    let common = name.get(diffs.len()..).unwrap_or_default();
    (reports.is_empty() || is_absolute_anywhere(reports)) && (diffs.is_empty() || common.contains('/'))
}

/// Of the files whose name ends as that of a file of the diff, or the other way round, the only one that has the diff's lines.
fn alike<'a>(change: &FileDiff<'_>, files: &[&'a FileCoverage]) -> Option<&'a FileCoverage> {
    let is_it = |file: &&&FileCoverage| {
        let (diffs, reports) = folders(&change.name, &file.path);
        (diffs.is_empty() || reports.is_empty()) && has_lines(change, file)
    };
    let mut found = files.iter().filter(is_it);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// Whether the diff shows something of a file, and the source is so.
fn has_lines(change: &FileDiff<'_>, file: &FileCoverage) -> bool {
    let shows = change.lines.iter().any(|line| !line.text.trim_ascii().is_empty());
    shows && source(file).is_some_and(|source| difference(change, source).is_none())
}

/// The source of a file of the report.
pub(super) fn source(file: &FileCoverage) -> Option<&SourceFile> {
    match &file.result.as_ref().ok()?.denominator {
        Denominator::Source(source) => Some(source),
        Denominator::Reported(_) => None,
    }
}

/// The first line that the diff knows differently, in words.
pub(super) fn difference(change: &FileDiff<'_>, source: &SourceFile) -> Option<String> {
    let (mut lines, mut number) = (source.lines(), 0);
    for line in &change.lines {
        let skipped = usize::try_from(line.number.checked_sub(number)?.checked_sub(1)?).ok()?;
        let Some(here) = lines.nth(skipped) else {
            return Some(format!("The diff shows line {}, and the source ends before it.", line.number));
        };
        number = line.number;
        // Of another encoding than UTF-8, nothing can be said.
        let Ok(there) = std::str::from_utf8(line.text) else { continue };
        let there = there.strip_prefix('\u{feff}').filter(|_| line.number == 1).unwrap_or(there);
        if there != here {
            return Some(format!(
                "Line {} is {} in the diff, and {} in the source.",
                line.number,
                start(there),
                start(here)
            ));
        }
    }
    None
}

/// The start of a line, in quotes.
fn start(line: &str) -> String {
    const LENGTH: usize = 60;
    match line.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", repr(line.get(..end).unwrap_or(line))),
        None => repr(line),
    }
}

/// What stands before the end that two paths have in common, in whole parts.
fn folders<'a>(name: &'a str, path: &'a str) -> Folders<'a> {
    let parts = |text: &'a str| text.rsplit('/');
    let length =
        parts(name).zip(parts(path)).take_while(|(a, b)| a == b).map(|(part, _)| part.len() + 1).sum::<usize>();
    let before = |text: &'a str| text.get(..(text.len() + 1).saturating_sub(length)).unwrap_or_default();
    (before(name), before(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_the_common_end() {
        assert_eq!(folders("p/a.py", "p/a.py"), ("", ""));
        assert_eq!(folders("s/p/a.py", "p/a.py"), ("s/", ""));
        assert_eq!(folders("p/a.py", "/w/p/a.py"), ("", "/w/"));
        assert_eq!(folders("s/p/a.py", "/w/p/a.py"), ("s/", "/w/"));
        assert_eq!(folders("xp/a.py", "p/a.py"), ("xp/", "p/"));
    }
}
