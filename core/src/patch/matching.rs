//! Which files of a diff are which files of the report.
//!
//! A diff's names are relative to the repository, the report's to the project, or absolute where its sources were not found in
//! one. So files of one name are one; else all files of the diff lie in one folder seen from the project, or the other way
//! round: that in which most of them are found. Files elsewhere are taken for a file of the report whose name ends alike only
//! if the diff's lines are its very lines.

use std::collections::{BTreeMap, HashMap};

use crate::combine::root::is_absolute_anywhere;
use crate::diff::{Diff, FileDiff};
use crate::report::denominator::Denominator;
use crate::report::{Coverage, FileCoverage};
use crate::repr::repr;
use crate::source::SourceFile;

/// What stands before the end that two names have in common: the diff's and the report's.
type Folders<'a> = (&'a str, &'a str);

/// The report's file for each file of the diff.
pub(super) fn find<'a>(diff: &Diff<'_>, coverage: &'a Coverage) -> Vec<Option<&'a FileCoverage>> {
    let mut by_name: HashMap<&str, Vec<&FileCoverage>> = HashMap::new();
    for file in &coverage.files {
        by_name.entry(last_part(&file.path)).or_default().push(file);
    }
    let of_name = |name: &str| by_name.get(last_part(name)).map(Vec::as_slice).unwrap_or_default();
    let mut votes: BTreeMap<Folders<'_>, usize> = BTreeMap::new();
    for change in &diff.files {
        for folders in of_name(&change.name).iter().map(|file| folders(&change.name, &file.path)).filter(may_be_root) {
            *votes.entry(folders).or_default() += 1;
        }
    }
    let most = votes.iter().max_by_key(|(folders, count)| {
        (**folders == ("", ""), **count, std::cmp::Reverse(folders.0.len() + folders.1.len()))
    });
    let root = most.map(|(folders, _)| *folders);
    let found = |change: &FileDiff<'_>| {
        let files = of_name(&change.name);
        let in_root = files.iter().find(|file| Some(folders(&change.name, &file.path)) == root);
        in_root.copied().or_else(|| alike(change, files))
    };
    diff.files.iter().map(found).collect()
}

/// Whether all files may lie so: the report's names begin in the project, unless they are absolute.
fn may_be_root((_, report): &Folders<'_>) -> bool {
    report.is_empty() || is_absolute_anywhere(report)
}

/// Of the files that share most of their name with a file of the diff, the only one that has the diff's lines.
fn alike<'a>(change: &FileDiff<'_>, files: &[&'a FileCoverage]) -> Option<&'a FileCoverage> {
    let shows = change.lines.iter().any(|line| !line.text.trim_ascii().is_empty());
    let is_it =
        |file: &&&FileCoverage| shows && source(file).is_some_and(|source| difference(change, source).is_none());
    let rest = |file: &FileCoverage| folders(&change.name, &file.path).1.len();
    let most = |file: &&FileCoverage| file.path.len() - rest(file);
    let longest = files.iter().filter(is_it).map(most).max()?;
    let mut best = files.iter().filter(|file| most(file) == longest).filter(is_it);
    best.next().filter(|_| best.next().is_none()).copied()
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

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
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
