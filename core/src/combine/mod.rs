//! From data files to one set of measured files: lanes are formed, their paths mapped, their rows kept side by side.
//!
//! The rows of `coverage combine` are the union over the lanes, see [`merge`]; they are kept per lane here, since every
//! question the page answers is about who ran what.

pub mod aliases;
pub mod contexts;
pub mod globs;
pub mod lanes;
pub mod merge;
pub mod root;
pub mod selection;

use std::collections::{BTreeMap, BTreeSet};

use crate::combine::aliases::PathAliases;
use crate::combine::lanes::Lane;
use crate::data::MeasuredFile;
use crate::error::{Code, Problem};
use crate::line::{LineArc, LineNo};
use crate::set::Set;

/// All lanes, with their paths mapped.
#[derive(Clone, Debug, Default)]
pub struct Combined {
    /// Whether branches were measured; `false` also when nothing was.
    pub has_arcs: bool,
    /// The measured files by their mapped paths.
    pub files: BTreeMap<String, CombinedFile>,
    /// Data files that could not be combined, by their input's names. Something is missing without them.
    pub left_out: Vec<String>,
}

/// One measured file.
#[derive(Clone, Debug, Default)]
pub struct CombinedFile {
    /// The file tracer plugin; `None` is Python.
    pub tracer: Option<String>,
    /// What each lane ran, by the lane's index.
    pub lanes: Vec<Rows>,
    /// The lane and the path recorded, of every recorded path that was mapped to this one.
    pub measured_as: BTreeSet<(usize, String)>,
}

/// What ran of one file in one lane, over all contexts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Lines executed; if arcs were measured, the positive ends of those.
    pub lines: Set<LineNo>,
    /// Arcs executed.
    pub arcs: Set<LineArc>,
}

impl Rows {
    /// What ran of a measured file, by rows of the kind that its data holds.
    pub fn of(measured: &MeasuredFile, has_arcs: bool) -> Rows {
        Rows { lines: measured.executed_lines(has_arcs), arcs: measured.executed_arcs(has_arcs) }
    }
}

/// Combines lanes as `coverage combine` does (coverage.py 7.17.3): each path goes through the aliases once, and line data
/// and arc data do not mix. `exists` tells whether a mapped path is a file of the project.
pub fn combine(lanes: &[Lane], aliases: &mut PathAliases, exists: &dyn Fn(&str) -> bool) -> (Combined, Vec<Problem>) {
    let mut combined = Combined::default();
    let mut problems = Vec::new();
    // The first data file with rows decides between lines and arcs.
    let mut kind: Option<(bool, &str)> = None;
    for (lane, file) in lanes.iter().enumerate().flat_map(|(lane, it)| it.files.iter().map(move |file| (lane, file))) {
        if let (Some((has_arcs, first)), Some(own)) = (kind, file.data.has_arcs)
            && has_arcs != own
        {
            let (measured, other) = if own { ("branches", "statements") } else { ("statements", "branches") };
            let cause =
                format!("It measured {measured}, but {first} measured {other}: coverage.py can't combine them.");
            problems.push(Problem::new(Code::DataMixed, &file.input, cause));
            combined.left_out.push(file.input.clone());
            continue;
        }
        let paths: Vec<String> = file.data.measured_files().map(|path| aliases.map(path, exists).path).collect();
        if let Some(problem) = tracer_conflict(&combined, file, &paths) {
            problems.push(problem);
            combined.left_out.push(file.input.clone());
            continue;
        }
        if kind.is_none() && file.data.has_rows() {
            kind = file.data.has_arcs.map(|has_arcs| (has_arcs, file.input.as_str()));
        }
        problems.extend(collisions(file, &paths));
        for ((raw, measured), path) in file.data.files.iter().zip(paths) {
            let target = combined.files.entry(path).or_default();
            target.lanes.resize_with(lanes.len(), Rows::default);
            target.measured_as.insert((lane, raw.clone()));
            if target.tracer.is_none() {
                target.tracer.clone_from(&measured.tracer);
            }
            if let Some(rows) = target.lanes.get_mut(lane) {
                *rows = rows.union(&Rows::of(measured, file.data.has_arcs == Some(true)));
            }
        }
    }
    combined.has_arcs = kind.is_some_and(|(has_arcs, _)| has_arcs);
    (combined, problems)
}

impl CombinedFile {
    /// What ran in any lane.
    pub fn union(&self) -> Rows {
        self.lanes.iter().fold(Rows::default(), |union, rows| union.union(rows))
    }
}

impl Rows {
    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Rows) -> Rows {
        Rows { lines: self.lines.union(&other.lines), arcs: self.arcs.union(&other.arcs) }
    }
}

/// A problem names so many files; a rule can fold thousands.
const MOST_NAMED: usize = 10;

fn tracer_conflict(combined: &Combined, file: &lanes::DataFile, paths: &[String]) -> Option<Problem> {
    file.data.files.values().zip(paths).find_map(|(measured, path)| {
        let known = combined.files.get(path)?;
        if known.tracer == measured.tracer {
            return None;
        }
        let name = |tracer: &Option<String>| tracer.clone().unwrap_or_else(|| "Python".to_owned());
        let (here, there) = (name(&measured.tracer), name(&known.tracer));
        let cause = format!("It says that {here} measured {path}; a data file before it says that {there} did.");
        Some(Problem::new(Code::DataTracerConflict, &file.input, cause))
    })
}

/// Two files of one data file that became one: with `relative_files`, different files may be folded onto each other
/// (coverage.py issue 2072). coverage.py combines them without a word.
fn collisions(file: &lanes::DataFile, paths: &[String]) -> Vec<Problem> {
    let mut raw_by_path: BTreeMap<&String, Vec<&str>> = BTreeMap::new();
    for (raw, path) in file.data.measured_files().zip(paths) {
        raw_by_path.entry(path).or_default().push(raw);
    }
    raw_by_path
        .into_iter()
        .filter(|(_, raw)| raw.len() > 1)
        .map(|(path, raw)| {
            let named = raw.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = raw.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let cause = format!("Different measured files became {path}: {named}{more}.");
            Problem::new(Code::PathCollision, &file.input, cause)
        })
        .collect()
}
