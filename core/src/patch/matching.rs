//! Which files of a diff are which files of the report.
//!
//! A diff's names are relative to the repository, the report's to the project, or absolute where its sources were not found in
//! one. So files of one name are one; else all files of the diff lie in one folder seen from the project, or the other way
//! round: that in which most of them have the diff's lines, then that in which most are found. Elsewhere a name that is the end of
//! the other is the same file only if the diff's lines are its very lines, or if neither source nor report tells its lines.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use crate::combine::root::is_absolute_anywhere;
use crate::diff::{Diff, FileDiff};
use crate::paths::name_of;
use crate::report::denominator::Denominator;
use crate::report::{Coverage, FileCoverage};
use crate::repr::repr;
use crate::source::SourceFile;

/// Files of the report, by a part of their paths.
type Files<'a> = HashMap<&'a str, Vec<&'a FileCoverage>>;

/// What stands before the end that two names have in common: the diff's and the report's.
type Folders<'a> = (&'a str, &'a str);

/// So many places are tried with the diff's lines: those that have most names.
const MOST_ROOTS: usize = 8;

/// So many pairs of files of one name are asked for their places, those of rare names first: files that are all called
/// `__init__.py` are more pairs than can be asked, and tell no more.
const MOST_PAIRS: usize = 1 << 20;

/// So many pairs of files are compared by their lines, where names alone do not tell.
const MOST_TRIES: usize = 50_000;

/// A name that so many files have is no rare one.
const MANY: usize = 16;

/// The report's file for each file of the diff.
pub(super) fn find<'a>(diff: &Diff<'_>, coverage: &'a Coverage) -> Vec<Option<&'a FileCoverage>> {
    let by_path: HashMap<&str, &FileCoverage> = coverage.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let in_root = |change: &FileDiff<'_>, root: Folders<'_>| {
        let file = *by_path.get(format!("{}{}", root.1, change.name.strip_prefix(root.0)?).as_str())?;
        (folders(&change.name, &file.path) == root).then_some(file)
    };
    let (mut votes, _) = votes(diff, coverage);
    let n_same = diff.files.iter().filter(|change| by_path.contains_key(change.name.as_str())).count();
    if n_same > 0 {
        votes.insert(("", ""), n_same);
    }
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
    if found.iter().any(Option::is_none) {
        let mut ends = Ends::of(coverage);
        let folder = root.map_or("", |root| root.0);
        for (change, place) in diff.files.iter().zip(&mut found).filter(|(_, place)| place.is_none()) {
            *place = ends.find(change, folder, &by_path).filter(|file| taken.insert(&file.path));
        }
    }
    found
}

/// How many names lie in which places, and how many pairs of names were asked for that.
fn votes<'a>(diff: &'a Diff<'_>, coverage: &'a Coverage) -> (HashMap<Folders<'a>, usize>, usize) {
    let mut by_name: Files<'_> = HashMap::new();
    for file in &coverage.files {
        by_name.entry(name_of(&file.path)).or_default().push(file);
    }
    let (mut votes, mut n_pairs) = (HashMap::new(), 0);
    for are_rare in [true, false] {
        for change in &diff.files {
            let name = change.name.as_str();
            let files = by_name.get(name_of(name)).map(Vec::as_slice).unwrap_or_default();
            if (files.len() < MANY) != are_rare || n_pairs >= MOST_PAIRS {
                continue;
            }
            n_pairs += files.len();
            let roots = files.iter().map(|file| folders(name, &file.path));
            for root in roots.filter(|root| may_be_root(name, *root)) {
                *votes.entry(root).or_default() += 1;
            }
        }
    }
    (votes, n_pairs)
}

/// Whether all files may lie so: the report's names begin in the project, unless they are absolute. That a file elsewhere has the
/// same name without any folder says nothing.
fn may_be_root(name: &str, (diffs, reports): Folders<'_>) -> bool {
    let common = name.get(diffs.len()..).unwrap_or_default();
    (reports.is_empty() || is_absolute_anywhere(reports)) && (diffs.is_empty() || common.contains('/'))
}

/// The report's files by every end of their paths, in whole parts.
struct Ends<'a> {
    files: Files<'a>,
    /// The length of the longest path.
    longest: usize,
    n_tries: usize,
}

impl<'a> Ends<'a> {
    fn of(coverage: &'a Coverage) -> Ends<'a> {
        let mut files: Files<'_> = HashMap::new();
        for file in &coverage.files {
            ends(&file.path).for_each(|end| files.entry(end).or_default().push(file));
        }
        let longest = coverage.files.iter().map(|file| file.path.len()).max().unwrap_or(0);
        Ends { files, longest, n_tries: 0 }
    }

    /// Of the files whose name ends as that of a file of the diff, or the other way round, the only one that has the diff's lines; else
    /// the only one that has no lines to compare, and whose name ends as that in the project, which is this folder of the diff's.
    fn find(
        &mut self,
        change: &FileDiff<'_>,
        folder: &str,
        by_path: &HashMap<&str, &'a FileCoverage>,
    ) -> Option<&'a FileCoverage> {
        let longer = self.files.get(change.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        // Each end is looked at as a whole: of a very long name that would be the square of its length.
        let shorter = ends(&change.name).skip(1).filter(|end| end.len() <= self.longest);
        let shorter = shorter.filter_map(|end| by_path.get(end));
        let mut alike = Vec::new();
        for file in longer.iter().chain(shorter).copied() {
            self.n_tries += 1;
            if self.n_tries <= MOST_TRIES && has_lines(change, file) {
                alike.push(file);
            }
        }
        if !alike.is_empty() {
            return only(alike);
        }
        let named = self.files.get(change.name.strip_prefix(folder)?)?;
        only(named.iter().filter(|file| file.result.is_err()).copied().collect())
    }
}

fn only(files: Vec<&FileCoverage>) -> Option<&FileCoverage> {
    files.first().filter(|_| files.len() == 1).copied()
}

/// A path, and what is left of it without its first folders.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    let behind = path.match_indices('/').filter_map(|(at, _)| path.get(at + 1..));
    std::iter::once(path).chain(behind)
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
        // Sources are read with form feeds as spaces.
        if there != here && there.replace('\x0c', " ") != here {
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
    use std::collections::BTreeSet;

    use super::*;
    use crate::diff::{Line, Status};
    use crate::report::{FilePaths, Unknown};

    fn coverage(paths: impl Iterator<Item = String>) -> Coverage {
        let file = |path: String| {
            let paths = FilePaths { measured: path.clone(), path, measured_as: BTreeSet::new() };
            FileCoverage { file: paths.into(), result: Err(Unknown::NoSource) }
        };
        Coverage { files: paths.map(file).collect(), ..Coverage::default() }
    }

    fn diff(names: impl Iterator<Item = String>) -> Diff<'static> {
        let lines = || vec![Line { number: 1, is_added: true, text: b"x" }];
        let file = |name| FileDiff { name, old_name: None, status: Status::Added, is_binary: false, lines: lines() };
        Diff { files: names.map(file).collect() }
    }

    #[test]
    fn many_files_of_one_name_are_not_compared_each_with_each() {
        const MANY: usize = 20_000;
        let named = |folder: &'static str| (0..MANY).map(move |n| format!("{folder}/{n}/__init__.py"));
        let (diff, coverage) = (diff(named("src/a")), coverage(named("/ci/a")));
        let (votes, n_pairs) = votes(&diff, &coverage);
        assert!(n_pairs < MOST_PAIRS + MANY, "{n_pairs}");
        assert!(votes[&("src/", "/ci/")] > 1, "the place of all is known by some");
        let paths: Vec<_> = find(&diff, &coverage).iter().map(|file| file.map(|file| file.path.as_str())).collect();
        assert!(paths.iter().zip(&coverage.files).all(|(found, file)| *found == Some(file.path.as_str())));
    }

    #[test]
    fn a_rare_name_tells_the_place_of_all() {
        const MANY: usize = 3_000;
        let named = |folder: &'static str, rare: &str| {
            let all = (0..MANY).map(move |n| format!("{folder}/{n}/__init__.py"));
            all.chain([format!("{folder}/{rare}.py")])
        };
        let (diff, coverage) = (diff(named("src/a", "zoo")), coverage(named("/ci/a", "zoo")));
        let (votes, _) = votes(&diff, &coverage);
        assert!(votes.contains_key(&("src/", "/ci/")));
        assert!(find(&diff, &coverage).iter().all(Option::is_some));
    }

    #[test]
    fn ends_are_of_whole_parts() {
        assert_eq!(ends("a.py").collect::<Vec<_>>(), ["a.py"]);
        assert_eq!(ends("/w/p/a.py").collect::<Vec<_>>(), ["/w/p/a.py", "w/p/a.py", "p/a.py", "a.py"]);
    }

    #[test]
    fn what_stands_before_the_common_end() {
        assert_eq!(folders("p/a.py", "p/a.py"), ("", ""));
        assert_eq!(folders("s/p/a.py", "p/a.py"), ("s/", ""));
        assert_eq!(folders("p/a.py", "/w/p/a.py"), ("", "/w/"));
        assert_eq!(folders("s/p/a.py", "/w/p/a.py"), ("s/", "/w/"));
        assert_eq!(folders("xp/a.py", "p/a.py"), ("xp/", "p/"));
    }
}
