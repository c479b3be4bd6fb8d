//! Finds a measured path among the files that are here, though both may be under roots of their own.
//!
//! A lane records `/home/runner/work/shop/shop/backend/a.py`; what was dropped is called `backend/a.py`, or
//! `shop-main/backend/a.py` when a folder or a source archive was dropped, or `/gate/shop/backend/a.py` in an xml report.
//! They are the same file if they end alike, and what is left over of the dropped name is a root that all files dropped
//! with it share.

use std::collections::HashMap;

/// Files that are here, in groups that each have a root of their own: the files of one drop, archive or report.
#[derive(Clone, Debug)]
pub struct PathIndex<T> {
    groups: Vec<Group<T>>,
}

#[derive(Clone, Debug)]
struct Group<T> {
    /// How many folders all files of the group share from the start.
    n_shared: usize,
    files: Vec<(String, T)>,
    /// Indexes of `files` by what follows the shared folders, of that the last two parts: in some projects a name is everywhere.
    by_end: HashMap<String, Vec<usize>>,
}

/// A file that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'a, T> {
    /// What the two paths have in common at their ends, `backend/a.py`.
    pub common: &'a str,
    /// What was stored for the file.
    pub value: &'a T,
}

impl<T> Default for PathIndex<T> {
    fn default() -> PathIndex<T> {
        PathIndex { groups: Vec::new() }
    }
}

impl<T> PathIndex<T> {
    /// Adds a group of files by their paths, with `/` between the parts.
    pub fn add_group(&mut self, files: Vec<(String, T)>) {
        let n_shared = shared_folders(files.iter().map(|(path, _)| path.as_str()));
        let mut by_end: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, (path, _)) in files.iter().enumerate() {
            let n_own = parts(path).count() - n_shared;
            by_end.entry(end_of(path, n_own.min(2)).to_owned()).or_default().push(index);
        }
        self.groups.push(Group { n_shared, files, by_end });
    }

    /// Whether there is nothing here at all.
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.files.is_empty())
    }

    /// All files, with the paths they were added under.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.groups.iter().flat_map(|group| group.files.iter().map(|(path, value)| (path.as_str(), value)))
    }

    /// Whether a file of the project is here under just this path, below some root.
    pub fn exists(&self, path: &str) -> bool {
        let n_parts = parts(path).count();
        self.candidates(path).any(|(n_common, _)| n_common == n_parts)
    }

    /// The file that shares most of the end of `path`; of equals, the one added last.
    pub fn locate(&self, path: &str) -> Option<Found<'_, T>> {
        let (n_common, (found, value)) = self.candidates(path).max_by_key(|(n_common, _)| *n_common)?;
        Some(Found { common: end_of(found, n_common), value })
    }

    /// The file that shares most of the end of `path`, whatever stands before that, and that end. `None` when it is the name
    /// alone, or when several share as much.
    pub fn nearest(&self, path: &str) -> Option<(&str, &str)> {
        let mut best: Option<(usize, &str, bool)> = None;
        for (n_common, (file, _), _) in self.near(path) {
            best = match best {
                Some((most, ..)) if most > n_common => best,
                Some((most, first, _)) if most == n_common => Some((most, first, false)),
                _ => Some((n_common, file, true)),
            };
        }
        let (n_common, file, _) = best.filter(|(n_common, _, is_only)| *n_common >= 2 && *is_only)?;
        Some((file, end_of(file, n_common)))
    }

    /// The files that end as `path` does, with the number of parts in common.
    fn candidates(&self, path: &str) -> impl Iterator<Item = (usize, &(String, T))> {
        let n_asked = parts(path).count();
        self.near(path).filter_map(move |(n_common, file, n_shared)| {
            let n_parts = parts(&file.0).count();
            // One common name says little: `__init__.py` is everywhere.
            let says_enough = n_common >= 2 || n_common == n_parts || n_common == n_asked;
            (says_enough && n_parts - n_common <= n_shared).then_some((n_common, file))
        })
    }

    /// The files that have more than the name in common with `path`, and those of its name in their group's root: with the
    /// number of parts in common and that of the shared folders.
    fn near(&self, path: &str) -> impl Iterator<Item = (usize, &(String, T), usize)> {
        self.groups.iter().flat_map(move |group| {
            let ends = [1, 2].into_iter().filter_map(|count| group.by_end.get(end_of(path, count)));
            let mut indexes: Vec<usize> = ends.flatten().copied().collect();
            // In the order they were added; without a folder, both ends are one.
            indexes.sort_unstable();
            indexes.dedup();
            let files = indexes.into_iter().filter_map(|index| group.files.get(index));
            files.map(move |file| (n_common(path, &file.0), file, group.n_shared))
        })
    }
}

fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split('/')
}

/// How many parts two paths have in common at their ends.
fn n_common(a: &str, b: &str) -> usize {
    parts(a).rev().zip(parts(b).rev()).take_while(|(a, b)| a == b).count()
}

/// Whether a path is relative, on any system.
pub fn is_relative(path: &str) -> bool {
    !path.starts_with(['/', '\\']) && path.get(1..2) != Some(":")
}

/// Whether a path leads nowhere but down: no part of it is empty, `.` or `..`, and it has no control character.
pub fn is_plain(path: &str) -> bool {
    !path.split('/').any(|part| matches!(part, "" | "." | "..")) && !path.contains(char::is_control)
}

/// Whether a text can be put before a project's paths to make them the repository's: empty, or a plain path with a slash at its end.
pub fn is_folder(path: &str) -> bool {
    path.is_empty() || is_relative(path) && path.strip_suffix('/').is_some_and(is_plain)
}

/// Percent-encodes all but what is plain in the path of an address.
pub fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

/// The last part of a path.
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The last `count` parts of a path.
fn end_of(path: &str, count: usize) -> &str {
    let start = path.rmatch_indices('/').nth(count.saturating_sub(1)).map_or(0, |(at, _)| at + 1);
    path.get(start..).unwrap_or(path)
}

fn shared_folders<'a>(mut paths: impl Iterator<Item = &'a str>) -> usize {
    fn folders(path: &str) -> Vec<&str> {
        let mut folders: Vec<&str> = parts(path).collect();
        folders.pop();
        folders
    }
    let Some(mut shared) = paths.next().map(folders) else { return 0 };
    for path in paths {
        let common = shared.iter().zip(folders(path)).take_while(|(a, b)| **a == *b).count();
        shared.truncate(common);
    }
    shared.len()
}

/// The folders that `paths` share from the start, without a slash at the end.
pub fn common_folder<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> String {
    let n_shared = shared_folders(paths.clone());
    let first = paths.clone().next().unwrap_or_default();
    parts(first).take(n_shared).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(groups: &[&[&str]]) -> PathIndex<String> {
        let mut index = PathIndex::default();
        for group in groups {
            index.add_group(group.iter().map(|&path| (path.to_owned(), path.to_owned())).collect());
        }
        index
    }

    #[track_caller]
    fn locates(index: &PathIndex<String>, path: &str, expected: Option<(&str, &str)>) {
        assert_eq!(index.locate(path).map(|found| (found.value.as_str(), found.common)), expected, "{path}");
    }

    #[test]
    fn a_measured_path_is_found_below_another_root() {
        let dropped = index(&[&["shop-main/backend/__init__.py", "shop-main/backend/a.py", "shop-main/setup.py"]]);
        let found = Some(("shop-main/backend/a.py", "backend/a.py"));
        locates(&dropped, "/home/runner/work/shop/shop/backend/a.py", found);
        locates(&dropped, "backend/a.py", found);
        locates(&dropped, "/usr/lib/python3/site-packages/other/__init__.py", None);
        locates(&dropped, "/usr/lib/a.py", None);
        assert!(dropped.exists("backend/a.py"));
        assert!(dropped.exists("shop-main/backend/a.py"));
        assert!(!dropped.exists("/srv/shop/backend/a.py"));
        assert!(!dropped.exists("a.py"), "backend is no root: setup.py is not in it");
        locates(&dropped, "setup.py", Some(("shop-main/setup.py", "setup.py")));
        locates(&dropped, "/usr/lib/setup.py", None);
    }

    #[test]
    fn only_a_shared_root_may_be_left_over() {
        let dropped = index(&[&["one/tests/__init__.py", "two/a.py"]]);
        locates(&dropped, "/w/three/tests/__init__.py", None);
        locates(&dropped, "/w/one/tests/__init__.py", Some(("one/tests/__init__.py", "one/tests/__init__.py")));
    }

    #[test]
    fn xml_names_are_absolute() {
        let report = index(&[&["/gate/shop/backend/a.py", "/gate/shop/backend/b/c.py"]]);
        locates(&report, "backend/b/c.py", Some(("/gate/shop/backend/b/c.py", "backend/b/c.py")));
        assert!(report.exists("backend/a.py"));
    }

    #[test]
    fn the_longest_end_wins_then_the_last_drop() {
        let dropped = index(&[&["src/pkg/a.py", "src/other/src/pkg/a.py"], &["pkg/a.py"], &["pkg/a.py"]]);
        locates(&dropped, "/ci/src/other/src/pkg/a.py", Some(("src/other/src/pkg/a.py", "src/other/src/pkg/a.py")));
        locates(&dropped, "/ci/src/pkg/a.py", Some(("src/pkg/a.py", "src/pkg/a.py")));
        locates(&dropped, "/ci/x/pkg/a.py", Some(("pkg/a.py", "pkg/a.py")));
    }

    #[test]
    fn the_nearest_file_may_lie_anywhere() {
        let dropped = index(&[&["p/src/pkg/a.py", "p/src/pkg/b/a.py", "p/lib/b/c.py", "p/old/b/c.py"]]);
        assert_eq!(dropped.nearest("/usr/lib/pkg/a.py"), Some(("p/src/pkg/a.py", "pkg/a.py")));
        assert_eq!(dropped.nearest("/usr/lib/a.py"), None, "a name alone says little");
        assert_eq!(dropped.nearest("/usr/b/c.py"), None, "two are as near");
    }

    #[test]
    fn the_common_folder() {
        let paths = ["/w/shop/backend/a.py", "/w/shop/backend/b/c.py"];
        assert_eq!(common_folder(paths.into_iter()), "/w/shop/backend");
        assert_eq!(common_folder(["a.py"].into_iter()), "");
    }
}
