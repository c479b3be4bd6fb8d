//! From everything read to the report: configuration, lanes, combination, analysis.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use super::inputs::{DataInput, Inputs, SourceId, SourceInput};
use super::located::{Located, folded, is_another, locate};
use super::tree::{Compared, Tree};
use super::{Analysed, arranged, changed, suggestions};
use crate::combine::aliases::PathAliases;
use crate::combine::contexts::narrowed;
use crate::combine::lanes::Lane;
use crate::combine::root::Root;
use crate::combine::selection::Selection;
use crate::combine::{Combined, combine};
use crate::config::manifest::Manifest;
use crate::config::{Chosen, Config, DEFAULT_EXCLUDE, choose};
use crate::error::{Code, Error, Problem};
use crate::pace::{Cancelled, Pace};
use crate::patch::Patch;
use crate::paths::PathIndex;
use crate::reason::{Absence, Reason, Trouble};
use crate::report::agreement::Agreement;
use crate::report::reports::CiReport;
use crate::report::{Basis, Coverage, FileCoverage, FilePaths, Unknown};
use crate::source::{Patterns, PythonChoice, PythonVersion, Rules, SourceFile};
use crate::view::{Arrangement, Choices, Suggestion};

/// The browser has no current directory; relative paths of the configuration are relative to this one.
pub(super) const ROOT: &str = "/covscope-project";

/// What all inputs come to.
#[derive(Debug, Default)]
pub(super) struct Assembled {
    pub(super) coverage: Rc<Coverage>,
    /// What the diff that was dropped changed, by all lanes.
    pub(super) patch: Option<Rc<Patch>>,
    pub(super) problems: Vec<Problem>,
    pub(super) analysed: Analysed,
    /// The path rules, with what they made of every path.
    pub(super) aliases: Option<PathAliases>,
    /// The data files that count.
    pub(super) data: Vec<DataInput>,
    /// Those that could not be combined.
    pub(super) left_out: Vec<String>,
    /// Lanes that are here and of which nothing could be combined.
    pub(super) unused: Vec<String>,
    /// The lanes that make the union complete.
    pub(super) expected: Vec<String>,
    /// Those of them that the run leaves out on purpose.
    pub(super) skipped: Vec<String>,
    /// covscope's own settings.
    pub(super) manifest: Manifest,
    /// Where the files that went into the report, or that `omit` keeps out of it, were found; by the combined path.
    pub(super) located: BTreeMap<String, Located>,
    /// What files can be found in.
    pub(super) index: PathIndex<SourceId>,
    pub(super) reports: Vec<CiReport>,
    /// How the sources compare with those that were tested, as far as that is known.
    pub(super) compared: Option<Compared>,
    /// Rules that would make files one.
    pub(super) suggestions: Vec<Suggestion>,
    /// The source of each file of the report, by its path there.
    sources: HashMap<String, SourceId>,
    settings: Settings,
}

/// The settings that the analysis of sources depends on.
#[derive(Clone, Debug, Default, PartialEq)]
struct Settings {
    python: PythonVersion,
    exclude: Vec<String>,
    partial: Vec<String>,
}

impl Assembled {
    /// The source of a file of the report, also one that does not parse.
    pub(super) fn source_of(&self, path: &str) -> Option<Arc<SourceFile>> {
        self.analysed.get(self.sources.get(path)?).cloned()
    }

    /// The source that is here for a file of a link, and what is wrong if the commit is known to have another.
    pub(super) fn text_of(&self, inputs: &Inputs, path: &str) -> Option<(SourceFile, Option<Problem>)> {
        let id = self.index.locate(path)?.value;
        let source = inputs.sources.iter().find(|source| source.id == *id)?;
        let text = SourceFile::parse(&source.bytes, &self.settings.rules(&self.coverage.config, &mut Vec::new()));
        Some((text, inputs.tree.as_ref().and_then(|tree| tree.stale(path, source))))
    }

    /// Whether there is nothing that files could be found in.
    pub(super) fn has_nothing_to_find(&self) -> bool {
        self.index.is_empty() && self.reports.is_empty()
    }

    /// Whether a recorded path is that of another source here than the one of the path that it became.
    pub(super) fn folds(&self, recorded: &str, became: &str) -> bool {
        is_another(&self.index, recorded, became)
    }

    /// Whether a file of the project is here under just this path.
    pub(super) fn exists(&self, path: &str) -> bool {
        exists(&self.index, &self.reports, path)
    }
}

/// Leaves of the lanes' data what ran in the contexts that the configuration names, if it names any.
fn narrow(lanes: &mut [Lane], config: &Config) -> Option<Error> {
    let patterns = config.report_contexts.as_ref().filter(|patterns| !patterns.is_empty())?;
    for file in lanes.iter_mut().flat_map(|lane| &mut lane.files) {
        match narrowed(&file.data, patterns) {
            Ok(data) => file.data = Rc::new(data),
            Err(error) => return Some(error),
        }
    }
    None
}

/// Works everything out anew; sources that `before` analysed by the same settings are not analysed again.
pub(super) async fn assemble<P: Pace>(
    inputs: &Inputs,
    choices: &Choices,
    before: &Assembled,
    pace: &P,
    doing: &mut dyn FnMut(&str),
) -> Result<Assembled, Cancelled> {
    doing("Combining");
    let Chosen { mut config, manifest, requires_python, python_version, mut problems } = configuration(inputs);
    let arrangement = &choices.arrangement;
    if let Some(rules) = &arrangement.paths {
        config.paths = rules.iter().map(|rule| (rule.name.clone(), rule.paths.clone())).collect();
    }
    let bundle = &inputs.bundle;
    let of_project = if bundle.expected.is_empty() { &manifest.lanes } else { &bundle.expected };
    let skipped = if bundle.expected.is_empty() { &manifest.skipped } else { &bundle.skipped };
    // What is left out belongs to the whole, whether the list of lanes says so or not.
    let of_settings = || with(of_project.clone(), skipped);
    let expected = with(arrangement.expected.clone().unwrap_or_else(of_settings), &inputs.skipped);
    let skipped = with(skipped.clone(), &inputs.skipped);
    // What CI asked for is what the person did not ask otherwise.
    let of_bundle = bundle.python.parse().ok();
    let python_for =
        |user| PythonChoice::new(user, manifest.python, python_version.as_deref(), requires_python.as_deref());
    let (python, project_python) = (python_for(choices.python.or(of_bundle)), python_for(of_bundle));
    let (data, same) = arranged::data(inputs, &config, arrangement);
    problems.extend(same);
    let mut lanes = arranged::lanes(inputs, &data, &config, arrangement, &expected);
    if let Some(error) = narrow(&mut lanes, &config) {
        problems.push(Problem::of(config.file.clone().unwrap_or_default(), error));
    }
    let sources = source_index(inputs);
    let mut reports = reports(inputs);
    let nothing_to_find = sources.is_empty() && reports.is_empty();
    let exists = |path: &str| nothing_to_find || exists(&sources, &reports, path);

    let root = Root::new(ROOT);
    let (aliases, alias_problems) = PathAliases::from_config(&config, root.clone());
    problems.extend(alias_problems);
    let mut used = aliases.clone();
    let (mut combined, combine_problems) = combine(&lanes, &mut used, &exists);
    problems.extend(combine_problems);
    let mut unused = Vec::new();
    if !combined.left_out.is_empty() {
        // A lane of which nothing can be used is none; without it the others are combined as if it had not been there.
        let left_out = std::mem::take(&mut combined.left_out);
        for lane in &mut lanes {
            lane.files.retain(|file| !left_out.contains(&file.input));
        }
        unused.extend(lanes.extract_if(.., |lane| lane.files.is_empty()).map(|lane| lane.name));
        used = aliases;
        combined = combine(&lanes, &mut used, &exists).0;
        combined.left_out = left_out;
    }
    pace.tick().await?;
    for report in &mut reports {
        report.find_part(&combined, lanes.len());
        pace.tick().await?;
    }

    let settings = Settings::new(&config, python.version, choices.no_default_exclusions);
    let rules = settings.rules(&config, &mut problems);
    let include = config.report_include.as_deref().unwrap_or_default();
    let omit = config.report_omit.as_deref().unwrap_or_default();
    let (selection, errors) = Selection::new(include, omit, &root, config.relative_files);
    problems.extend(errors.into_iter().map(|error| Problem::of(config.file.clone().unwrap_or_default(), error)));

    let (located, ambiguous) = locate(&combined, &sources, &reports, &config);
    problems.extend(ambiguous);
    let mut assembled = Assembled { settings, aliases: Some(used), ..Assembled::default() };
    let mut coverage = Coverage::default();
    let sources_and_texts = inputs.sources.iter().chain(&inputs.texts);
    let by_id: HashMap<SourceId, &SourceInput> = sources_and_texts.map(|source| (source.id, source)).collect();
    let counts = |measured: &str, place: Option<&Located>| selection.selects(place.map_or(measured, |it| &it.common));
    // What a bundle says of itself proves less than the commit does.
    if let Some(tree) = inputs.tree.clone().or_else(|| Tree::of_bundle(bundle)) {
        let counted = located.iter().filter(|(measured, place)| counts(measured, Some(place)));
        let (compared, stale) = tree.compare(counted, &by_id);
        assembled.compared = Some(compared);
        problems.extend(stale);
    }
    problems.extend(folded(&combined, &sources));
    for (measured, file) in &combined.files {
        let place = located.get(measured);
        if !counts(measured, place) {
            continue;
        }
        let path = place.filter(|place| place.is_alone).map_or(measured, |place| &place.common).clone();
        doing(&format!("Analysing {path}"));
        let text = || inputs.texts.iter().find(|text| text.path == path).map(|text| text.id);
        let id = place.and_then(|place| place.source).or_else(text);
        let source = id.and_then(|id| {
            let known = before.analysed.get(&id).filter(|_| before.settings == assembled.settings);
            let parse = || by_id.get(&id).map(|source| Arc::new(SourceFile::parse(&source.bytes, &rules)));
            known.cloned().or_else(parse)
        });
        let is_alone = place.is_some_and(|place| place.is_alone);
        let basis = Basis { source: source.as_ref(), reports: &reports, is_alone };
        let result = basis.analyse(&combined, measured, file);
        if let (Some(id), Some(source)) = (id, source) {
            problems.extend(source_problems(&path, &source, combined.has_arcs));
            assembled.analysed.insert(id, source);
            assembled.sources.insert(path.clone(), id);
        }
        let measured_as = file.measured_as.clone();
        let file = Arc::new(FilePaths { measured: measured.clone(), path, measured_as });
        coverage.files.push(FileCoverage { file, result });
        pace.tick().await?;
    }
    coverage.files.sort_by(|a, b| a.path.cmp(&b.path));

    let files = &coverage.files;
    problems.extend(unknown_problems(files, nothing_to_find, assembled.settings.python));
    let unmapped = suggestions::unmapped(&located, &combined, &lanes, &config);
    // Rules that do not hold here may hold where coverage.py runs: part of the project was dropped, or a folder above it.
    let is_elsewhere = unmapped.is_some() && !config.paths.is_empty();
    problems.extend(unmapped);
    let compare = |report| Agreement::new(report, files, combined.has_arcs);
    // Without data there is nothing that could agree.
    let agreements: Vec<Agreement> = reports.iter().filter(|_| !lanes.is_empty()).map(compare).collect();
    problems.extend(agreements.iter().filter_map(disagreement));
    let absent = absent(inputs, &lanes, &unused, &combined, arrangement, &expected, &skipped);
    let mut unknown = unknown(&config, files);
    let n_stale = assembled.compared.as_ref().map_or(0, |compared| compared.n_stale);
    unknown.extend((n_stale > 0).then_some(Reason::Files(Trouble::Stale, n_stale)));
    unknown.extend(broken_settings(inputs.problems().iter().chain(&problems)));
    if is_elsewhere {
        unknown.push(Reason::PathsApart);
    }
    assembled.suggestions = suggestions::suggestions(&located, &combined, &lanes, &sources, &config, nothing_to_find);
    coverage.reasons = absent.into_iter().chain(unknown).collect();
    coverage.agreements = agreements;
    coverage.has_arcs = combined.has_arcs;
    coverage.python = python;
    coverage.project_python = project_python;
    coverage.exclude = assembled.settings.exclude.clone();
    let of_link = || inputs.changed_by_link().filter(|_| inputs.diffs.name().is_none())?.patch?.fail_under;
    coverage.fail_under_patch = manifest.fail_under_patch.or_else(of_link);
    let told = |text: &String| (!text.is_empty()).then(|| text.clone());
    coverage.repository = manifest.repository.clone().or_else(|| told(&bundle.repository));
    coverage.folder.clone_from(&bundle.folder);
    coverage.commit = commit(&inputs.sources).or_else(|| told(&bundle.head).map(Into::into));
    coverage.config = config;
    coverage.lanes =
        lanes.into_iter().map(|lane| (lane.name, lane.files.into_iter().map(|file| file.input).collect())).collect();
    match changed::dropped(inputs, &coverage) {
        Ok(patch) => {
            problems.extend(patch.iter().flat_map(|patch| patch.problems.iter().cloned()));
            assembled.patch = patch.map(Rc::new);
        }
        Err(problem) => problems.push(problem),
    }
    assembled.coverage = Rc::new(coverage);
    assembled.problems = problems;
    Ok(Assembled {
        data,
        expected,
        skipped,
        manifest,
        located,
        reports,
        index: sources,
        left_out: combined.left_out,
        unused,
        ..assembled
    })
}

/// Names, and behind them those of others that are not among them.
fn with(mut names: Vec<String>, others: &[String]) -> Vec<String> {
    for other in others {
        if !names.contains(other) {
            names.push(other.clone());
        }
    }
    names
}

/// The commit that all sources are of.
fn commit(sources: &[SourceInput]) -> Option<Arc<str>> {
    let first = sources.first()?.commit.as_ref()?;
    sources.iter().all(|source| source.commit.as_ref() == Some(first)).then(|| first.clone())
}

/// The configuration files of the project's root: of the folders that have any, the outermost one that sets something.
fn configuration(inputs: &Inputs) -> Chosen {
    let mut folders: Vec<((usize, usize), &[String], &str)> = Vec::new();
    for config in &inputs.configs {
        let folder = config.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let depth = (config.archives.len(), config.path.matches('/').count());
        if !folders.iter().any(|(_, archives, known)| (*archives, *known) == (&config.archives, folder)) {
            folders.push((depth, &config.archives, folder));
        }
    }
    folders.sort_by_key(|(depth, ..)| *depth);
    let mut first: Option<Chosen> = None;
    let mut python_version = None;
    for (_, archives, folder) in folders {
        let is_here = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        let texts: Vec<(&str, &str)> = inputs
            .configs
            .iter()
            .filter(|config| config.archives == archives && is_here(&config.path))
            .map(|config| (config.path.as_str(), &*config.text))
            .collect();
        // What lies deeper may be anybody's, and a value that it names be a secret: results of [paths] stand in comments.
        let env = inputs.env.filter(|_| archives.is_empty() && folder.is_empty());
        let mut chosen = choose(&texts, &|name| env?(name));
        // The outermost folder with one tells it, also if that folder has nothing else.
        python_version = python_version.or(chosen.python_version.take());
        if chosen.config.file.is_some() {
            // What the folders above say of covscope's own settings holds, and so does what is wrong there.
            let Chosen { manifest, requires_python, mut problems, .. } = first.unwrap_or_default();
            problems.append(&mut chosen.problems);
            let manifest = if manifest == Manifest::default() { chosen.manifest } else { manifest };
            let requires_python = requires_python.or(chosen.requires_python);
            return Chosen { config: chosen.config, manifest, requires_python, python_version, problems };
        }
        first.get_or_insert(chosen);
    }
    Chosen { python_version, ..first.unwrap_or_default() }
}

fn exists(sources: &PathIndex<SourceId>, reports: &[CiReport], path: &str) -> bool {
    sources.exists(path) || reports.iter().any(|report| report.files.exists(path))
}

fn source_index(inputs: &Inputs) -> PathIndex<SourceId> {
    let mut groups: BTreeMap<_, Vec<(String, SourceId)>> = BTreeMap::new();
    for source in &inputs.sources {
        groups.entry(&source.group).or_default().push((source.path.clone(), source.id));
    }
    let mut index = PathIndex::default();
    for files in groups.into_values() {
        index.add_group(files);
    }
    index
}

/// json before lcov before xml: in the order of how much they tell.
fn reports(inputs: &Inputs) -> Vec<CiReport> {
    let mut reports: Vec<CiReport> =
        inputs.reports.iter().map(|(input, report)| CiReport::new(input.clone(), (**report).clone())).collect();
    reports.sort_by_key(|report| report.format);
    reports
}

/// The rules for a source of which no configuration is known.
pub(super) fn default_rules() -> Rules {
    Settings::new(&Config::default(), PythonVersion::default(), false).rules(&Config::default(), &mut Vec::new())
}

impl Settings {
    fn new(config: &Config, python: PythonVersion, no_defaults: bool) -> Settings {
        let is_chosen = |pattern: &&String| !(no_defaults && DEFAULT_EXCLUDE.contains(&pattern.as_str()));
        let exclude = config.exclude_list.iter().filter(is_chosen).cloned().collect();
        let partial = config.partial_list.iter().chain(&config.partial_always_list).cloned().collect();
        Settings { python, exclude, partial }
    }

    fn rules(&self, config: &Config, problems: &mut Vec<Problem>) -> Rules {
        let mut compile = |list: &[String]| {
            let (patterns, errors) = Patterns::new(list);
            let input = config.file.clone().unwrap_or_default();
            problems.extend(errors.into_iter().map(|error| Problem::of(input.clone(), error)));
            patterns
        };
        Rules { python: self.python, exclude: compile(&self.exclude), partial: compile(&self.partial) }
    }
}

/// What is wrong with a source that has numbers all the same.
fn source_problems(path: &str, source: &SourceFile, has_arcs: bool) -> Vec<Problem> {
    let patterns = source.pattern_errors.iter().map(|error| Problem::new(Code::ConfigRegex, path, error.clone()));
    let arcs = source.arc_error.iter().filter(|_| has_arcs).map(|error| {
        let fix = format!(
            "Leave the file out of the report:\n[tool.coverage.report]\nomit = [\"{}\"]",
            path.replace('\\', "\\\\").replace('"', "\\\"")
        );
        Problem::new(Code::SourceArcs, path, format!("coverage.py itself fails on its branches: {error}")).with_fix(fix)
    });
    patterns.chain(arcs).collect()
}

fn unknown_problems(files: &[FileCoverage], nothing_to_find: bool, python: PythonVersion) -> Vec<Problem> {
    let n_missing = files.iter().filter(|file| matches!(file.result, Err(Unknown::NoSource))).count();
    if nothing_to_find && n_missing > 0 {
        let cause = format!("There is data of {n_missing} files, and nothing that tells their statements.");
        return vec![Problem::new(Code::SourceMissing, "the data files", cause)];
    }
    let problem = |file: &FileCoverage| match file.result.as_ref().err()? {
        Unknown::NoSource => {
            let cause = "It was measured, and no source or report of it is here.";
            Some(Problem::new(Code::SourceMissing, &file.path, cause))
        }
        Unknown::Syntax(error) => {
            let cause = format!("It is not Python {}: {error}", python.as_str());
            let fix = "If the project runs on another Python, say which in pyproject.toml:\n[tool.covscope]\npython = \"3.14\"";
            Some(Problem::new(Code::SourceSyntax, &file.path, cause).with_fix(fix))
        }
        Unknown::Plugin(plugin) => {
            let cause = format!("The plugin {plugin} measured it.");
            Some(Problem::new(Code::DataPlugin, &file.path, cause))
        }
    };
    files.iter().filter_map(problem).collect()
}

/// The problem of a report of CI's that does not agree.
fn disagreement(agreement: &Agreement) -> Option<Problem> {
    let first = agreement.differing.first()?;
    let place = first.line.map(|line| format!(" line {line}")).unwrap_or_default();
    let other_run = match agreement.part {
        None => "Its executed statements are not those of the data, nor of one lane: it is about another run. ",
        Some(_) => "",
    };
    let cause = format!(
        "{other_run}{} of {} files differ. The first is {}{place}: {}",
        agreement.differing.len(),
        agreement.n_files,
        first.path,
        first.why
    );
    Some(Problem::new(Code::ReportDisagrees, &agreement.report, cause))
}

/// Settings that are not what the project meant them to be: then the gate is not the project's either.
fn broken_settings<'a>(problems: impl Iterator<Item = &'a Problem>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for problem in problems {
        let reason = match problem.code {
            Code::ConfigInvalid => Reason::Settings(problem.input.clone()),
            Code::ConfigPattern | Code::ConfigRegex => Reason::Pattern,
            _ => continue,
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// Which lanes and data files are not here. To the files known here they can only add.
fn absent(
    inputs: &Inputs,
    lanes: &[Lane],
    unused: &[String],
    combined: &Combined,
    arrangement: &Arrangement,
    expected: &[String],
    skipped: &[String],
) -> Vec<Reason> {
    let is_here = |name: &String| unused.contains(name) || lanes.iter().any(|lane| lane.name == *name);
    let (skipped, missing): (Vec<_>, Vec<_>) =
        expected.iter().filter(|name| !is_here(name)).cloned().partition(|name| skipped.contains(name));
    let mut reasons = Reason::of_lanes(Absence::Skipped, skipped);
    reasons.extend(Reason::of_lanes(Absence::Missing, missing));
    if let ([only], true) = (lanes, expected.is_empty() && unused.is_empty())
        && only.named
    {
        reasons.push(Reason::OnlyLane(only.name.clone()));
    }
    let counts = |input: &&String| !arrangement.removed.contains(input);
    let unusable = inputs.unusable.iter().chain(&combined.left_out).filter(counts);
    reasons.extend(unusable.cloned().map(Reason::DataUnusable));
    reasons
}

/// Which files have no numbers.
fn unknown(config: &Config, files: &[FileCoverage]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !config.ignore_errors {
        let counts = [Trouble::NoSource, Trouble::Syntax, Trouble::Plugin].map(|trouble| {
            let has_it = |file: &&FileCoverage| file.result.as_ref().is_err_and(|unknown| unknown.trouble() == trouble);
            Reason::Files(trouble, files.iter().filter(has_it).count())
        });
        reasons.extend(counts.into_iter().filter(|reason| !matches!(reason, Reason::Files(_, 0))));
    }
    if files.iter().all(|file| file.result.is_err()) {
        reasons.push(Reason::NothingToCount);
    }
    reasons
}
