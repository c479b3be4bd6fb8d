//! Measured files in the project: where each one's source is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::inputs::SourceId;
use crate::combine::{Combined, CombinedFile};
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::link::distinct;
use crate::paths::PathIndex;
use crate::report::reports::CiReport;

/// Where a measured file was found.
#[derive(Debug)]
pub(super) struct Located {
    /// Its path in the project.
    pub(super) common: String,
    /// Its source, if that is here.
    pub(super) source: Option<SourceId>,
    /// Whether no other measured file was found there.
    pub(super) is_alone: bool,
}

/// Finds the measured files among the sources and reports.
///
/// A source that came without a folder can be any file of its name. Where one lane measured several, it is taken for none.
pub(super) fn locate(
    combined: &Combined,
    sources: &PathIndex<SourceId>,
    reports: &[CiReport],
    config: &Config,
) -> (BTreeMap<String, Located>, Vec<Problem>) {
    // The lanes may have run in a folder of the very name that was dropped. The project's paths begin where its configuration is.
    let folder = config.file.as_deref().and_then(|file| file.rsplit_once('/')).map(|(folder, _)| format!("{folder}/"));
    let in_project = |path: &str| match &folder {
        Some(folder) => path.strip_prefix(folder).unwrap_or(path).to_owned(),
        None => path.to_owned(),
    };
    let find = |path: &str| match sources.locate(path) {
        Some(found) => Some((in_project(found.common), Some(*found.value))),
        None => reports.iter().find_map(|report| Some((in_project(report.files.locate(path)?.common), None))),
    };
    let mut located: BTreeMap<String, Located> = BTreeMap::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut lanes: HashMap<(String, usize), usize> = HashMap::new();
    for (measured, file) in &combined.files {
        if let Some((common, source)) = find(measured) {
            *counts.entry(common.clone()).or_default() += 1;
            if source.is_some() && !common.contains('/') {
                let own: HashSet<usize> = file.measured_as.iter().map(|(lane, _)| *lane).collect();
                own.into_iter().for_each(|lane| *lanes.entry((common.clone(), lane)).or_default() += 1);
            }
            located.insert(measured.clone(), Located { common, source, is_alone: false });
        }
    }
    let mut ambiguous: Vec<String> =
        lanes.into_iter().filter(|(_, count)| *count > 1).map(|((name, _), _)| name).collect();
    ambiguous.sort_unstable();
    ambiguous.dedup();
    located.retain(|_, place| !ambiguous.contains(&place.common));
    for place in located.values_mut() {
        place.is_alone = counts.get(&place.common) == Some(&1);
    }
    let problem = |name: &String| {
        let cause = "It came without its folder, and several measured files have that name.";
        Problem::new(Code::SourceMissing, name, cause).with_fix("Drop the project's folder instead of single files.")
    };
    let problems = ambiguous.iter().map(problem).collect();
    (located, problems)
}

/// Whether a recorded path is that of another source than the one of the path that it became: it tells more of a path, and that is here.
pub(super) fn is_another(sources: &PathIndex<SourceId>, recorded: &str, became: &str) -> bool {
    let (Some(own), Some(other)) = (sources.locate(recorded), sources.locate(became)) else { return false };
    own.value != other.value && own.common.len() > other.common.len()
}

/// What is to be said where different files were made one, also by different lanes (coverage.py issue 2072). coverage.py combines them
/// without a word.
pub(super) fn folded(combined: &Combined, sources: &PathIndex<SourceId>) -> Vec<Problem> {
    let problem = |(became, file): (&String, &CombinedFile)| {
        let is_other = |path: &&str| *path != became && is_another(sources, path, became);
        let others = distinct(file.measured_as.iter().map(|(_, path)| path.as_str()).filter(is_other).collect());
        let named = match others.as_slice() {
            [] => return None,
            [only] => (*only).to_owned(),
            [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        };
        let cause = format!("It stands for {named} too, which the sources here have as a file of its own.");
        Some(Problem::new(Code::PathCollision, became, cause))
    };
    combined.files.iter().filter_map(problem).collect()
}
