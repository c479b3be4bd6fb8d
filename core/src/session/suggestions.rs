//! The rules that `[paths]` lacks: files of one end that lie under several roots are told to be one.

use std::collections::{BTreeMap, BTreeSet};

use super::inputs::SourceId;
use super::located::Located;
use super::written;
use crate::combine::Combined;
use crate::combine::aliases::PathAliases;
use crate::combine::lanes::Lane;
use crate::combine::root::{Root, is_absolute_anywhere};
use crate::config::Config;
use crate::error::{Code, Problem};
use crate::numbers::count;
use crate::paths::{PathIndex, common_folder};
use crate::view::{PathRule, Suggestion};

/// Rules that would make files one, or find their sources. None that are in force already.
pub(super) fn suggestions(
    located: &BTreeMap<String, Located>,
    combined: &Combined,
    lanes: &[Lane],
    sources: &PathIndex<SourceId>,
    config: &Config,
    nothing_to_find: bool,
) -> Vec<Suggestion> {
    let apart =
        Apart::find(located, combined, lanes, config).and_then(|apart| Some((apart.why(combined), apart.rule?)));
    let elsewhere =
        || if nothing_to_find { between_lanes(combined) } else { elsewhere(located, combined, sources, config) };
    let found = apart.or_else(elsewhere).into_iter();
    let suggestion = |(why, added): (String, Vec<String>)| {
        let added = literal(added);
        let rules = with_rule(&config.paths, &added);
        (rules != config.paths).then(|| Suggestion { why, added, rules: path_rules(&rules) })
    };
    found.filter_map(suggestion).collect()
}

/// One source measured under several names: a problem, with the rules that would make them one if there are any.
pub(super) fn unmapped(
    located: &BTreeMap<String, Located>,
    combined: &Combined,
    lanes: &[Lane],
    config: &Config,
) -> Option<Problem> {
    let apart = Apart::find(located, combined, lanes, config)?;
    let input = config.file.clone().unwrap_or_else(|| "[paths]".to_owned());
    let problem = Problem::new(Code::PathUnmapped, input, apart.why(combined));
    let Some(rule) = apart.rule else { return Some(problem) };
    Some(problem.with_fix(written::section(
        written::file_of(config),
        &with_rule(&config.paths, &literal(rule)),
        config,
    )))
}

/// The entries of `[paths]` for the screen.
pub(super) fn path_rules(rules: &[(String, Vec<String>)]) -> Vec<PathRule> {
    rules.iter().map(|(name, paths)| PathRule { name: name.clone(), paths: paths.clone() }).collect()
}

/// Files of the project that were measured under several names.
struct Apart<'a> {
    names: BTreeMap<&'a str, Vec<&'a str>>,
    /// What would make them one; `None` if it would make one of what may be different files.
    rule: Option<Vec<String>>,
}

impl Apart<'_> {
    fn find<'a>(
        located: &'a BTreeMap<String, Located>,
        combined: &Combined,
        lanes: &[Lane],
        config: &Config,
    ) -> Option<Apart<'a>> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (measured, place) in located.iter().filter(|(_, place)| !place.is_alone) {
            names.entry(&place.common).or_default().push(measured);
        }
        names.first_key_value()?;
        let (doubtful, sure): (Vec<_>, Vec<_>) =
            names.iter().map(|(path, names)| (*path, names)).partition(|(_, names)| are_in_one(names, combined, lanes));
        let roots_of = |(path, names): &(&'a str, &Vec<&'a str>)| -> BTreeSet<&'a str> {
            names.iter().filter_map(|name| name.strip_suffix(path)).map(|root| root.trim_end_matches('/')).collect()
        };
        let roots: BTreeSet<&str> = sure.iter().flat_map(roots_of).collect();
        let made_one = |root: &&&str| root.is_empty() || roots.contains(*root);
        if sure.is_empty() || doubtful.iter().any(|file| roots_of(file).iter().filter(made_one).count() > 1) {
            return Some(Apart { names, rule: None });
        }
        let paths = || sure.iter().map(|(path, _)| *path);
        // Rules are relative to the configuration's folder, which may itself be in the folder that was dropped.
        let folder = folder_of(config).filter(|folder| paths().all(|path| path.starts_with(folder)));
        let folder = folder.unwrap_or_default();
        let common = common_folder(paths());
        let top = common.get(folder.len()..).and_then(|rest| rest.split('/').next()).filter(|top| !top.is_empty());
        let patterns = roots.iter().filter(|root| !root.is_empty()).map(|root| match top {
            Some(top) => format!("{root}/{folder}{top}"),
            None => format!("{root}/{folder}").trim_end_matches('/').to_owned(),
        });
        let rule = std::iter::once(top.unwrap_or(".").to_owned()).chain(patterns).collect();
        Some(Apart { names, rule: Some(rule) })
    }

    fn why(&self, combined: &Combined) -> String {
        let (path, measured) =
            self.names.iter().next().map_or(("", &[][..]), |(path, names)| (*path, names.as_slice()));
        let doubt = match self.rule {
            Some(_) => "",
            None => " One data file has several of them, so they may be different files.",
        };
        format!(
            "{} of {} measured files are the same source under several names: {path} was measured as {}.{doubt}",
            count(self.names.values().map(Vec::len).sum::<usize>()),
            count(combined.files.len()),
            measured.join(" and as "),
        )
    }
}

/// Whether one data file has several of these names: a run gives each file one, so that they are of different files.
fn are_in_one(names: &[&str], combined: &Combined, lanes: &[Lane]) -> bool {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    names.iter().any(|name| {
        let recorded = combined.files.get(*name).into_iter().flat_map(|file| &file.measured_as);
        let files = recorded.flat_map(|(lane, path)| {
            let files = lanes.get(*lane).into_iter().flat_map(|lane| &lane.files);
            files.filter(move |file| file.data.files.contains_key(path))
        });
        let mut files = files.map(|file| file.input.as_str());
        files.any(|input| *known.entry(input).or_insert(name) != *name)
    })
}

/// The configuration's folder in what was dropped, with a slash at its end.
fn folder_of(config: &Config) -> Option<String> {
    Some(format!("{}/", config.file.as_deref()?.rsplit_once('/')?.0))
}

/// Measured files that have their sources under another root: an installed package, a folder that was renamed.
fn elsewhere(
    located: &BTreeMap<String, Located>,
    combined: &Combined,
    sources: &PathIndex<SourceId>,
    config: &Config,
) -> Option<(String, Vec<String>)> {
    let lost: Vec<&str> =
        combined.files.keys().map(String::as_str).filter(|path| !located.contains_key(*path)).collect();
    let mut roots: BTreeMap<(&str, &str), Vec<(&str, &str)>> = BTreeMap::new();
    for path in lost.iter().filter(|path| is_absolute_anywhere(path)) {
        if let Some((source, end)) = sources.nearest(path)
            && let (Some(there), Some(here)) = (path.strip_suffix(end), source.strip_suffix(end))
        {
            roots.entry((there, here)).or_default().push((path, end));
        }
    }
    let ((there, here), files) = roots.into_iter().max_by_key(|(_, files)| files.len())?;
    // One file alone may end alike by chance.
    if files.len() < 2 || files.len() * 2 < lost.len() {
        return None;
    }
    let common = common_folder(files.iter().map(|(_, end)| *end));
    let top = common.split('/').next().unwrap_or_default();
    let here = folder_of(config).and_then(|folder| here.strip_prefix(&folder)).unwrap_or(here);
    let named = |root: &str| format!("{root}{top}").trim_end_matches('/').to_owned();
    let result = Some(named(here)).filter(|result| !result.is_empty()).unwrap_or_else(|| ".".to_owned());
    let (path, end) = files.first().copied().unwrap_or_default();
    let why = format!(
        "{} of {} measured files have no source under their names, and one that ends alike elsewhere: {path} is {here}{end} here.",
        count(files.len()),
        count(combined.files.len()),
    );
    Some((why, vec![result, named(there)]))
}

/// Lanes whose files end alike under roots of their own, where no source tells which file is which.
fn between_lanes(combined: &Combined) -> Option<(String, Vec<String>)> {
    let is_firsts = |path: &&str| {
        combined.files.get(*path).is_some_and(|file| file.measured_as.first().is_some_and(|(lane, _)| *lane == 0))
    };
    let (first, others): (Vec<&str>, Vec<&str>) = combined.files.keys().map(String::as_str).partition(is_firsts);
    let mut index = PathIndex::default();
    index.add_group(first.into_iter().map(|path| (path.to_owned(), ())).collect());
    let pairs: Vec<(&str, &str, &str)> =
        others.iter().filter_map(|path| index.nearest(path).map(|(twin, end)| (*path, twin, end))).collect();
    if pairs.len() < 2 || pairs.len() * 2 < others.len() {
        return None;
    }
    let folder = common_folder(pairs.iter().map(|(.., end)| *end));
    let root = |path: &str, end: &str| {
        format!("{}{folder}", path.strip_suffix(end).unwrap_or_default()).trim_end_matches('/').to_owned()
    };
    let roots: BTreeSet<String> = pairs
        .iter()
        .flat_map(|(path, twin, end)| [root(path, end), root(twin, end)])
        .filter(|it| !it.is_empty())
        .collect();
    let result = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or(".").to_owned();
    let (path, twin, _) = pairs.first().copied()?;
    let why = format!(
        "{} of {} measured files end as those of the first lane do: {path} and {twin}.",
        count(pairs.len()),
        count(combined.files.len()),
    );
    Some((why, std::iter::once(result).chain(roots).collect()))
}

/// A result and roots, the latter as patterns that fit them: a bracket would begin a set, and the other is refused.
fn literal(mut rule: Vec<String>) -> Vec<String> {
    for pattern in rule.iter_mut().skip(1) {
        *pattern = pattern.replace(['[', ']'], "?");
    }
    rule
}

/// The rules with one more: patterns of a known result go to its entry.
fn with_rule(rules: &[(String, Vec<String>)], rule: &[String]) -> Vec<(String, Vec<String>)> {
    let mut rules = rules.to_vec();
    // What is no pattern would be in the way: coverage.py stops at it.
    for (_, paths) in &mut rules {
        let mut places = 0..;
        paths.retain(|path| places.next() == Some(0) || is_pattern(path));
    }
    let is_same = |paths: &[String]| match (paths.first(), rule.first()) {
        (Some(a), Some(b)) => a.trim_end_matches('/') == b.trim_end_matches('/'),
        _ => false,
    };
    if let Some((_, paths)) = rules.iter_mut().find(|(_, paths)| is_same(paths)) {
        let new = rule.iter().skip(1).filter(|pattern| !paths.contains(pattern)).cloned().collect::<Vec<_>>();
        paths.extend(new);
        return rules;
    }
    let numbered = (2..).map(|number| format!("source{number}"));
    let is_free = |name: &String| !rules.iter().any(|(known, _)| known == name);
    let name = std::iter::once("source".to_owned()).chain(numbered).find(is_free).unwrap_or_default();
    rules.push((name, rule.to_vec()));
    rules
}

fn is_pattern(text: &str) -> bool {
    !text.is_empty() && PathAliases::new(Root::new("/"), false).add(text, "").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::combine::CombinedFile;

    fn combined(lanes: &[&[&str]]) -> Combined {
        let mut combined = Combined::default();
        for (lane, paths) in lanes.iter().enumerate() {
            for path in *paths {
                let file: &mut CombinedFile = combined.files.entry((*path).to_owned()).or_default();
                file.measured_as.insert((lane, (*path).to_owned()));
            }
        }
        combined
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn lanes_alone_tell_their_roots() {
        let lanes = combined(&[
            &["/home/r/w/shop/shop/backend/a.py", "/home/r/w/shop/shop/backend/b/c.py"],
            &["/__w/shop/shop/backend/a.py", "/__w/shop/shop/backend/b/c.py", "/usr/lib/x.py"],
        ]);
        let (why, rule) = between_lanes(&lanes).unwrap();
        assert_eq!(rule, texts(&["backend", "/__w/shop/shop/backend", "/home/r/w/shop/shop/backend"]));
        assert!(why.starts_with("2 of 5 measured files"), "{why}");
        assert_eq!(between_lanes(&combined(&[&["/a/x.py"], &["/b/y.py", "/b/z.py"]])), None);
    }

    #[test]
    fn an_installed_package_is_found_in_src() {
        let mut sources = PathIndex::default();
        let files = ["p/src/pkg/a.py", "p/src/pkg/b/a.py", "p/tests/test_a.py"];
        sources.add_group(files.iter().map(|path| ((*path).to_owned(), (1, 1))).collect());
        let measured =
            combined(&[&["/usr/lib/site-packages/pkg/a.py", "/usr/lib/site-packages/pkg/b/a.py", "/usr/x.py"]]);
        let mut config = Config::default();
        config.file = Some("p/pyproject.toml".to_owned());
        let (_, rule) = elsewhere(&BTreeMap::new(), &measured, &sources, &config).unwrap();
        assert_eq!(rule, texts(&["src/pkg", "/usr/lib/site-packages/pkg"]));
    }

    #[test]
    fn a_root_with_brackets_is_a_pattern_that_fits_it() {
        let rule = literal(texts(&["src[x]", "/build[3.13]/src"]));
        assert_eq!(rule, texts(&["src[x]", "/build?3.13?/src"]));
        let mut aliases = PathAliases::new(Root::new("/p"), false);
        aliases.add(&rule[1], "src").unwrap();
        assert_eq!(aliases.map("/build[3.13]/src/a.py", &|_| true).path, "src/a.py");
    }

    #[test]
    fn a_pattern_joins_the_rule_of_its_result() {
        let rules = [("app".to_owned(), texts(&["backend/", "/a/backend"]))];
        let joined = with_rule(&rules, &texts(&["backend", "/a/backend", "/b/backend"]));
        assert_eq!(joined, [("app".to_owned(), texts(&["backend/", "/a/backend", "/b/backend"]))]);
        let rules = [("source".to_owned(), texts(&["lib", "/a/lib"]))];
        assert_eq!(with_rule(&rules, &texts(&["src", "/a"]))[1].0, "source2");
        let rules = [("app".to_owned(), texts(&["backend", "/home/***/x", "", "/a/*", "/a/backend"]))];
        let joined = with_rule(&rules, &texts(&["backend", "/b/backend"]));
        assert_eq!(joined, [("app".to_owned(), texts(&["backend", "/a/backend", "/b/backend"]))]);
    }
}
