//! Lanes: which data files belong together, and under which name.

use std::rc::Rc;

use crate::data::CoverageData;
use crate::paths::name_of;

/// One data file that was read.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// The input as the person knows it, with the archives it was found in.
    pub input: String,
    /// The lane it names.
    pub lane: LaneName,
    /// Its content.
    pub data: Rc<CoverageData>,
}

/// The lane that a data file's name and place tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LaneName {
    /// Named on purpose: by the suffix after `.coverage.`, or by the archive or folder that CI uploaded.
    Named(String),
    /// A plain `.coverage`, found in this place; data files of one place are one lane.
    Plain(String),
}

/// One or more data files under one name.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The name: `unit`.
    pub name: String,
    /// Whether it was named on purpose. One such lane alone is a part of a whole that isn't all here.
    pub named: bool,
    /// Its data files.
    pub files: Vec<DataFile>,
}

/// Where a data file was found.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The archives around it, outermost first.
    pub archives: &'a [String],
    /// Its path in the innermost archive, or as dropped, with `/`.
    pub path: &'a str,
    /// Whether configuration or sources were found beside it: then archive and folder are the project's, and their names
    /// are no lane's.
    pub in_project: bool,
}

/// The prefix that lanes' artifacts are usually given, since artifact names are shared by the whole workflow.
const ARTIFACT_PREFIX: &str = "coverage-data-";

impl LaneName {
    /// Tells the lane from the file's name, else from its folder or archive. `base` is the name of the project's data file
    /// without its folder, `.coverage` unless `[run] data_file` says otherwise.
    pub fn of(place: Place<'_>, base: &str) -> LaneName {
        let (folders, file) = place.path.rsplit_once('/').unwrap_or(("", place.path));
        if let Some(suffix) = file.strip_prefix(base).and_then(|rest| rest.strip_prefix('.')) {
            let suffix = without_process(suffix);
            if !suffix.is_empty() {
                return LaneName::Named(suffix.to_owned());
            }
        }
        let archives = place.archives.iter().rev().map(|archive| without_archive_suffix(name_of(archive)));
        let containers: Vec<&str> = folders.rsplit('/').filter(|part| !part.is_empty()).chain(archives).collect();
        if let Some(lane) = containers.iter().find_map(|name| name.strip_prefix(ARTIFACT_PREFIX)) {
            return LaneName::Named(without_copy_number(lane).to_owned());
        }
        match containers.first() {
            Some(name) if !place.in_project => LaneName::Named(without_copy_number(name).to_owned()),
            _ => {
                let here: Vec<&str> = place.archives.iter().map(String::as_str).chain([folders]).collect();
                LaneName::Plain(here.join("/"))
            }
        }
    }

    /// Whether both were named on purpose, and differently.
    pub fn is_other_than(&self, other: &LaneName) -> bool {
        match (self, other) {
            (LaneName::Named(own), LaneName::Named(other)) => without_copy_number(own) != without_copy_number(other),
            _ => false,
        }
    }
}

/// Puts data files of one name into one lane, in the order of their first files. Plain ones are called `data`, numbered
/// when there are several places.
pub fn group(files: Vec<DataFile>) -> Vec<Lane> {
    let mut lanes: Vec<(LaneName, Lane)> = Vec::new();
    for file in files {
        if let Some((_, lane)) = lanes.iter_mut().find(|(key, _)| *key == file.lane) {
            lane.files.push(file);
            continue;
        }
        let (name, named) = match &file.lane {
            LaneName::Named(name) => (name.clone(), true),
            LaneName::Plain(_) => {
                let taken = |name: &str| lanes.iter().any(|(_, lane)| lane.name == name);
                let numbered = (2..).map(|number| format!("data {number}"));
                (
                    std::iter::once("data".to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default(),
                    false,
                )
            }
        };
        lanes.push((file.lane.clone(), Lane { name, named, files: vec![file] }));
    }
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

/// Removes what coverage.py adds to the names of parallel data files: `host.pid123.XabcdefxX` with an optional hash
/// (7.x), `host.123.Xabcdefx` and `host.123.456789` (older).
fn without_process(suffix: &str) -> &str {
    let mut parts: Vec<&str> = suffix.split('.').collect();
    if parts.last().is_some_and(|part| is_tagged(part, 'H', 'h')) {
        parts.pop();
    }
    let [lane @ .., _host, pid, random] = parts.as_slice() else {
        return suffix;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_random = is_tagged(random, 'X', 'x') || (random.len() == 6 && is_number(random));
    if !is_number(pid.strip_prefix("pid").unwrap_or(pid)) || !is_random {
        return suffix;
    }
    let length: usize = lane.iter().map(|part| part.len() + 1).sum();
    suffix.get(..length.saturating_sub(1)).unwrap_or_default()
}

fn is_tagged(part: &str, first: char, last: char) -> bool {
    part.len() > 2
        && part.starts_with(first)
        && part.ends_with(last)
        && part.chars().all(|character| character.is_alphanumeric() || character == '_')
}

fn without_archive_suffix(name: &str) -> &str {
    [".tar.gz", ".tgz", ".tar", ".zip", ".gz"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

/// Browsers add ` (1)` to a second download of the same name.
fn without_copy_number(name: &str) -> &str {
    let number = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    number.filter(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit())).map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(archives: &[&str], path: &str, expected: &str) {
        let archives: Vec<String> = archives.iter().map(|&name| name.to_owned()).collect();
        let name = LaneName::of(Place { archives: &archives, path, in_project: false }, ".coverage");
        let name = match name {
            LaneName::Named(name) => name,
            LaneName::Plain(place) => format!("plain in “{place}”"),
        };
        assert_eq!(name, expected, "{archives:?} {path}");
    }

    #[test]
    fn a_lane_is_named_by_its_file() {
        check(&[], ".coverage.unit", "unit");
        check(&[], ".coverage.unit.runner-1.pid2741.XbQzTYhx", "unit");
        check(&[], ".coverage.unit.runner-1.pid2741.XbQzTYhx.H1a2b3c4d5eh", "unit");
        check(&[], ".coverage.py3.13.runner.pid1.Xaaaaaax", "py3.13");
        check(&[], ".coverage.unit.host.123.456789", "unit");
        check(&["coverage-data-heavy.zip"], ".coverage.unit", "unit");
        check(&[], "lanes/.coverage.a.b", "a.b");
        check(&[], ".coverage.linux.3.12", "linux.3.12");
    }

    #[test]
    fn else_by_its_artifact() {
        check(&["coverage-data-unit.zip"], ".coverage", "unit");
        check(&["coverage-data-unit (1).zip"], ".coverage", "unit");
        check(&["all.zip", "coverage-data-unit.zip"], "some/.coverage", "unit");
        check(&["all.zip"], "coverage-data-unit/.coverage.host.pid1.Xaaaaaax", "unit");
        check(&["heavy.tar.gz"], ".coverage", "heavy");
        check(&[], "heavy/.coverage", "heavy");
    }

    #[test]
    fn else_it_is_plain() {
        check(&[], ".coverage", "plain in “”");
        check(&[], ".coverage.host.pid1.Xaaaaaax", "plain in “”");
        let place = Place { archives: &[], path: "project/.coverage", in_project: true };
        assert_eq!(LaneName::of(place, ".coverage"), LaneName::Plain("project".to_owned()));
        let place = Place { archives: &[], path: "project/data.unit", in_project: true };
        assert_eq!(LaneName::of(place, "data"), LaneName::Named("unit".to_owned()));
    }

    #[test]
    fn one_name_is_one_lane_and_plain_ones_are_numbered() {
        let file = |lane| DataFile { input: String::new(), lane, data: Rc::default() };
        let named = |name: &str| LaneName::Named(name.to_owned());
        let plain = |place: &str| LaneName::Plain(place.to_owned());
        let lanes = group([plain("a"), named("unit"), plain("b"), plain("a"), named("unit")].map(file).into());
        let shape: Vec<_> = lanes.iter().map(|lane| (lane.name.as_str(), lane.named, lane.files.len())).collect();
        assert_eq!(shape, [("data", false, 2), ("unit", true, 2), ("data 2", false, 1)]);
    }
}
