//! Measured files in the project: where each one's source is, and the rules that `[paths]` lacks.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::inputs::SourceId;
use crate::combine::Combined;
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::paths::{PathIndex, common_folder};
use crate::report::reports::CiReport;

/// Where a measured file was found.
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

/// One source measured under several names: a problem with the rules that would make them one.
pub(super) fn unmapped(located: &BTreeMap<String, Located>, combined: &Combined, config: &Config) -> Option<Problem> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (measured, place) in located.iter().filter(|(_, place)| !place.is_alone) {
        names.entry(&place.common).or_default().push(measured);
    }
    let (path, measured) = names.iter().next()?;
    let roots: HashSet<&str> =
        names.iter().flat_map(|(path, names)| names.iter().filter_map(move |name| name.strip_suffix(path))).collect();
    let mut roots: Vec<&str> = roots.into_iter().map(|root| root.trim_end_matches('/')).collect();
    roots.sort_unstable();
    // Rules are relative to the configuration's folder, which may itself be in the folder that was dropped.
    let name = config.file.as_deref().unwrap_or("pyproject.toml");
    let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let folder = folder.filter(|folder| names.keys().all(|path| path.starts_with(folder))).unwrap_or_default();
    let common = common_folder(names.keys().copied());
    let top = common.get(folder.len()..).and_then(|rest| rest.split('/').next()).filter(|top| !top.is_empty());
    let patterns = roots.iter().filter(|root| !root.is_empty()).map(|root| match top {
        Some(top) => format!("{root}/{folder}{top}"),
        None => format!("{root}/{folder}").trim_end_matches('/').to_owned(),
    });
    let rules: Vec<String> = std::iter::once(top.unwrap_or(".").to_owned()).chain(patterns).collect();
    let fix = paths_rule(name, &rules);
    let cause = format!(
        "{} of {} measured files are the same source under several names: {path} was measured as {}.",
        names.values().map(Vec::len).sum::<usize>(),
        combined.files.len(),
        measured.join(" and as "),
    );
    let input = config.file.clone().unwrap_or_else(|| "[paths]".to_owned());
    Some(Problem::new(Code::PathUnmapped, input, cause).with_fix(fix))
}

/// The lines of `[paths]` in the syntax of that configuration file.
fn paths_rule(file: &str, rules: &[String]) -> String {
    if file.ends_with(".toml") {
        let rules: String = rules.iter().map(|rule| format!("    \"{rule}\",\n")).collect();
        let section = if file.ends_with(".coveragerc.toml") { "paths" } else { "tool.coverage.paths" };
        return format!("[{section}]\nsource = [\n{rules}]");
    }
    let section = if file.ends_with("coveragerc") { "paths" } else { "coverage:paths" };
    format!("[{section}]\nsource =\n    {}", rules.join("\n    "))
}
