//! What was dropped and what became of it, for the screens that review it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::assemble::{Assembled, ROOT};
use super::inputs::{DataInput, Inputs};
use super::suggestions::path_rules;
use super::written;
use crate::combine::aliases::{Mapped, PathAliases};
use crate::combine::root::Root;
use crate::config::Config;
use crate::data::SCHEMA_VERSION;
use crate::view::{
    self, Arrangement, DataFile, ExpectedLane, Mixed, PathRow, PathState, Pattern, Prepared, Query, Review,
    ReviewedLane,
};

pub(super) fn review(
    inputs: &Inputs,
    arrangement: &Arrangement,
    assembled: &Assembled,
    query: &Query,
    prepared: &mut Prepared,
) -> Review {
    let coverage = &assembled.coverage;
    let config = &coverage.config;
    let paths = Paths::of(assembled);
    let by_input: HashMap<&str, &DataInput> = inputs.data.iter().map(|data| (data.input.as_str(), data)).collect();
    let card = |input: &String| {
        let mut file = match by_input.get(input.as_str()) {
            Some(data) => data_file(inputs, assembled, data),
            None => DataFile { input: input.clone(), ..DataFile::default() },
        };
        for recorded in paths.of_input.get(input.as_str()).into_iter().flatten() {
            match paths.rows.get(recorded).map(|row| row.state) {
                _ if paths.folded.contains(&(input.as_str(), recorded)) => file.n_folded += 1,
                Some(PathState::Apart | PathState::NoSource) => file.n_unmapped += 1,
                _ => file.n_mapped += 1,
            }
        }
        file
    };
    let (gate, union, totals) = view::judged(coverage, query, prepared);
    let lane = |((name, files), totals): (&(String, Vec<String>), _)| ReviewedLane {
        name: name.clone(),
        files: files.iter().map(card).collect(),
        totals,
    };
    let lanes: Vec<ReviewedLane> = coverage.lanes.iter().zip(totals).map(lane).collect();
    let is_here = |name: &String| assembled.unused.contains(name) || lanes.iter().any(|lane| lane.name == *name);
    let expected = assembled.expected.iter().map(|name| ExpectedLane { name: name.clone(), is_here: is_here(name) });
    let [removed, left_out] =
        [&arrangement.removed, &assembled.left_out].map(|inputs| inputs.iter().map(card).collect());
    let mut rows: Vec<PathRow> = paths.rows.into_values().collect();
    rows.sort_by(|a, b| (a.state, &a.path).cmp(&(b.state, &b.path)));
    Review {
        gate,
        union,
        expected: expected.collect(),
        removed,
        left_out,
        unusable: inputs.unusable.iter().filter(|input| !arrangement.removed.contains(input)).cloned().collect(),
        mixed: mixed(inputs, arrangement, assembled),
        rules: path_rules(&config.paths),
        patterns: paths.patterns,
        n_doubtful: rows.iter().filter(|row| row.state.is_doubtful()).count(),
        paths: rows,
        suggestions: assembled.suggestions.clone(),
        written: written::both(config),
        lanes,
    }
}

fn data_file(inputs: &Inputs, assembled: &Assembled, input: &DataInput) -> DataFile {
    let data = &input.data;
    let counts = |other: &DataInput| assembled.data.iter().any(|known| known.input == other.input);
    let same = inputs.data.iter().filter(|other| other.same_as.as_ref() == Some(&input.input) && !counts(other));
    DataFile {
        input: input.input.clone(),
        size: input.size,
        schema: SCHEMA_VERSION,
        version: data.meta.get("version").cloned().unwrap_or_default(),
        has_arcs: data.has_arcs,
        n_contexts: data.contexts.iter().filter(|name| !name.is_empty()).count(),
        n_files: data.files.len(),
        duplicates: same.map(|other| other.input.clone()).collect(),
        ..DataFile::default()
    }
}

/// The data files of both kinds, if they stood in each other's way.
fn mixed(inputs: &Inputs, arrangement: &Arrangement, assembled: &Assembled) -> Option<Mixed> {
    let of_kind = |has_arcs: bool| -> Vec<String> {
        let counts = |data: &DataInput| data.same_as.is_none() && !arrangement.removed.contains(&data.input);
        let is_it = |data: &&DataInput| data.data.has_arcs == Some(has_arcs) && counts(data);
        inputs.data.iter().filter(is_it).map(|data| data.input.clone()).collect()
    };
    let (branches, statements) = (of_kind(true), of_kind(false));
    let is_mixed = !branches.is_empty() && !statements.is_empty();
    let is_rescued = arrangement.lines_only;
    (is_rescued || is_mixed && !assembled.left_out.is_empty()).then_some(Mixed { branches, statements, is_rescued })
}

/// Every recorded path of the data files that were combined.
struct Paths<'a> {
    rows: BTreeMap<&'a str, PathRow>,
    patterns: Vec<Pattern>,
    of_input: HashMap<&'a str, Vec<&'a str>>,
    /// Data file and path, of paths that became one with another of the same data file or of the project.
    folded: HashSet<(&'a str, &'a str)>,
}

impl<'a> Paths<'a> {
    fn of(assembled: &'a Assembled) -> Paths<'a> {
        let coverage = &assembled.coverage;
        // All paths were mapped before; nothing is asked for again.
        let mut aliases = assembled.aliases.clone().unwrap_or_else(|| PathAliases::new(Root::new(ROOT), false));
        let (mut patterns, numbers) = patterns(&coverage.config, &aliases);
        let mut paths =
            Paths { rows: BTreeMap::new(), patterns: Vec::new(), of_input: HashMap::new(), folded: HashSet::new() };
        let by_input: HashMap<&str, &DataInput> =
            assembled.data.iter().map(|data| (data.input.as_str(), data)).collect();
        let reported: HashSet<&str> = coverage.files.iter().map(|file| file.measured.as_str()).collect();
        for (lane, input) in
            (0..).zip(&coverage.lanes).flat_map(|(lane, (_, inputs))| inputs.iter().map(move |input| (lane, input)))
        {
            let Some(data) = by_input.get(input.as_str()) else { continue };
            let mut became: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
            for path in data.data.measured_files() {
                let mapped = aliases.map(path, &|_| false);
                became.entry(mapped.path.clone()).or_default().push(path);
                paths.of_input.entry(&data.input).or_default().push(path);
                let row = paths.rows.entry(path).or_insert_with(|| {
                    let pattern = mapped.rule.and_then(|rule| numbers.get(rule).copied());
                    if let Some(pattern) = pattern.and_then(|pattern| patterns.get_mut(pattern)) {
                        pattern.n_paths += 1;
                    }
                    let is_reported = reported.contains(mapped.path.as_str());
                    row(path, &mapped, pattern, is_reported, assembled, &aliases)
                });
                if !row.lanes.contains(&lane) {
                    row.lanes.push(lane);
                }
                if row.state == PathState::Folded {
                    paths.folded.insert((&data.input, path));
                }
            }
            for (_, names) in became.into_iter().filter(|(_, names)| names.len() > 1) {
                for path in names.iter().copied() {
                    paths.folded.insert((&data.input, path));
                    if let Some(row) = paths.rows.get_mut(path) {
                        row.state = PathState::Folded;
                        row.note = format!("So did {} of {}.", others(&names, path), data.input);
                    }
                }
            }
        }
        paths.patterns = patterns;
        paths
    }
}

/// The other names, in words.
fn others(names: &[&str], path: &str) -> String {
    let others: Vec<&str> = names.iter().copied().filter(|name| *name != path).collect();
    match others.as_slice() {
        [only] => (*only).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    }
}

fn row(
    path: &str,
    mapped: &Mapped,
    pattern: Option<usize>,
    is_reported: bool,
    assembled: &Assembled,
    aliases: &PathAliases,
) -> PathRow {
    let place = assembled.located.get(&mapped.path);
    let made_up = mapped.rule.and_then(|rule| aliases.rules().get(rule)).is_some_and(|rule| rule.generated);
    let own = path.trim_start_matches("./");
    // coverage.py issue 2072: a file that is there by its own name is counted as another.
    let is_other = mapped.path != own && (made_up && assembled.exists(own) || assembled.folds(path, &mapped.path));
    let state = match place {
        _ if is_other => PathState::Folded,
        _ if !is_reported => PathState::Omitted,
        Some(place) if !place.is_alone => PathState::Apart,
        None if assembled.has_nothing_to_find() => PathState::Unchecked,
        _ if mapped.rule.is_some() => PathState::Mapped,
        Some(_) => PathState::Found,
        None => PathState::NoSource,
    };
    let note = match (state, place, mapped.tried.as_slice()) {
        (PathState::Folded, ..) => "There is a file of its own name here.".to_owned(),
        (PathState::Apart, Some(place), []) => format!("Its source is {}, as that of other paths is.", place.common),
        (_, _, [first, ..]) if mapped.rule.is_none() => {
            let pattern = aliases.rules().get(first.rule).map_or("", |rule| rule.pattern.as_str());
            format!("{pattern} matches, and there is no {} here.", first.path)
        }
        _ => String::new(),
    };
    let result = match place.filter(|place| place.is_alone) {
        Some(place) => place.common.clone(),
        None => mapped.path.clone(),
    };
    PathRow { path: path.to_owned(), lanes: Vec::new(), pattern, result, state, note }
}

/// The patterns of the configuration and those made up, and for each rule of `aliases` its place among them.
fn patterns(config: &Config, aliases: &PathAliases) -> (Vec<Pattern>, Vec<usize>) {
    let mut rules = aliases.rules().iter().peekable();
    let mut patterns = Vec::new();
    let mut numbers = Vec::new();
    for (index, (_, paths)) in config.paths.iter().enumerate() {
        let [result, rest @ ..] = paths.as_slice() else { continue };
        for pattern in rest {
            let is_next = rules.next_if(|rule| !rule.generated && rule.pattern == *pattern).is_some();
            if is_next {
                numbers.push(patterns.len());
            }
            let error = || PathAliases::new(Root::new(ROOT), config.relative_files).add(pattern, result).err();
            let error = if is_next { None } else { error() };
            patterns.push(Pattern {
                rule: Some(index),
                pattern: pattern.clone(),
                result: result.clone(),
                n_paths: 0,
                error: error.map(|error| error.message.map_or(error.cause, String::from)),
            });
        }
    }
    for rule in rules {
        numbers.push(patterns.len());
        let (pattern, result) = (rule.pattern.clone(), rule.result.clone());
        patterns.push(Pattern { rule: None, pattern, result, n_paths: 0, error: None });
    }
    (patterns, numbers)
}
