//! From the data to the files of a report: which ones, in which order, each analysed (coverage.py's
//! `get_analysis_to_report`).

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::IsTerminal;
use std::sync::Arc;

use covscope_core::combine::Rows;
use covscope_core::combine::contexts::chosen;
use covscope_core::combine::root::Root;
use covscope_core::combine::selection::Selection;
use covscope_core::config::Config;
use covscope_core::data::{CoverageData, MeasuredFile};
use covscope_core::export::ReportFile;
use covscope_core::repr::repr;
use covscope_core::source::{Patterns, PythonVersion, Rules, SourceFile};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::console::{Console, Stop, Warner, link, message};
use super::files;

/// A file to report on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    /// The absolute path; with `relative_files` the one in the data.
    path: Arc<str>,
    /// As it was measured, or given on the command line.
    given: Arc<str>,
    /// The name to show.
    name: String,
    /// The path in the data.
    measured: Arc<str>,
}

/// What became of one.
enum Outcome<T> {
    /// What is kept of it, and what is to be said about it.
    Analysed(T, Vec<String>),
    /// It is no Python, with coverage.py's message.
    NotPython(String),
    /// It can't be read: coverage.py's message, and where to read on.
    NoSource(String, &'static str),
    /// It can't be decoded: what is wrong. coverage.py ends in a traceback.
    Undecoded(String),
}

/// What a report needs to know of its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The contexts of each line.
    pub(crate) contexts: bool,
    /// What ran in the contexts that the configuration names, and nothing else.
    pub(crate) choose_contexts: bool,
}

/// Analyses the files that the report is about: those `given`, or all that were measured, less those that `include` and
/// `omit` leave out; by path. Of each, only what `keep` makes of it is kept: the sources of a large project need not be in
/// memory at once.
pub(crate) fn analyse<T: Send>(
    mut data: CoverageData,
    config: &Config,
    given: &[String],
    python: PythonVersion,
    needs: Needs,
    console: &Console,
    keep: &(impl Fn(&ReportFile) -> T + Sync),
) -> Result<Vec<T>, Stop> {
    let contexts = if needs.choose_contexts { contexts(&data, config)? } else { None };
    let subjects = subjects(&data, config, given, console)?;
    let rules = rules(config, python, console);
    let names: Vec<Arc<str>> = data.contexts.iter().map(|name| name.as_str().into()).collect();
    let bar = progress(subjects.len());
    let has_arcs = data.has_arcs == Some(true);
    let context = Context { has_arcs, contexts: &contexts, rules: &rules, names: &names, needs };
    // What was measured of a file is dropped with the file. Several subjects may be one measured file.
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for subject in &subjects {
        *uses.entry(&*subject.measured).or_default() += 1;
    }
    let mut measured = |subject: &Subject| {
        let file = data.files.get_mut(&*subject.measured);
        let is_alone = uses.get(&*subject.measured) == Some(&1);
        file.map(|file| if is_alone { std::mem::take(file) } else { file.clone() }).unwrap_or_default()
    };
    let work: Vec<(&Subject, MeasuredFile)> = subjects.iter().map(|subject| (subject, measured(subject))).collect();
    drop(data);
    let outcomes: Vec<Outcome<T>> = work
        .into_par_iter()
        .map(|(subject, measured)| {
            let outcome = outcome(subject, measured, context, keep);
            bar.inc(1);
            outcome
        })
        .collect();
    bar.finish_and_clear();

    let mut analysed = Vec::with_capacity(outcomes.len());
    for (subject, outcome) in subjects.iter().zip(outcomes) {
        match outcome {
            Outcome::Analysed(kept, notes) => {
                notes.iter().for_each(|note| console.note(&format!("{}: {note}", subject.name)));
                analysed.push(kept);
            }
            Outcome::NotPython(_) if !should_be_python(&subject.path) => {}
            Outcome::NotPython(_) if config.ignore_errors => {
                let text = format!("Couldn't parse Python file '{}'", subject.path);
                console.warn(Warner::Parse, &text, Some("couldnt-parse"));
            }
            Outcome::NotPython(message) => return Err(Stop(message)),
            Outcome::NoSource(message, _) | Outcome::Undecoded(message) if config.ignore_errors => {
                let text = format!("Couldn't parse '{}': {message}", subject.path);
                console.warn(Warner::Read, &text, Some("couldnt-parse"));
            }
            Outcome::Undecoded(why) => console.note(&format!("{}: {why}. It was left out.", subject.name)),
            Outcome::NoSource(message, "") => return Err(Stop(message)),
            Outcome::NoSource(message, slug) => {
                return Err(Stop(format!("{}{}", message.trim_end_matches('.'), link("error", slug))));
            }
        }
    }
    Ok(analysed)
}

/// The places in the data of the contexts to report on; `None` is all of them.
fn contexts(data: &CoverageData, config: &Config) -> Result<Option<BTreeSet<usize>>, Stop> {
    let Some(patterns) = config.report_contexts.as_deref().filter(|patterns| !patterns.is_empty()) else {
        return Ok(None);
    };
    chosen(&data.contexts, patterns).map(Some).map_err(|error| Stop(message(&error, "")))
}

fn subjects(data: &CoverageData, config: &Config, given: &[String], console: &Console) -> Result<Vec<Subject>, Stop> {
    let root = files::root();
    let wanted: Vec<&str> =
        if given.is_empty() { data.measured_files().collect() } else { given.iter().map(String::as_str).collect() };
    let mut subjects = Vec::with_capacity(wanted.len());
    let mut of_plugins: Vec<(String, String)> = Vec::new();
    let found: Vec<_> = wanted.par_iter().map(|path| subject(path, &root, config.relative_files)).collect();
    for (subject, key) in found {
        match data.files.get(&*key).and_then(|file| file.tracer.clone()) {
            Some(plugin) => of_plugins.push((plugin, subject.name)),
            None => subjects.push(subject),
        }
    }
    for (plugin, name) in of_plugins {
        console.note(&format!(
            "{name} was measured by the plugin {plugin}, which can't be run here: it is not in the report."
        ));
    }
    let patterns = |patterns: &Option<Vec<String>>| patterns.clone().unwrap_or_default();
    let (include, omit) = (patterns(&config.report_include), patterns(&config.report_omit));
    let (selection, errors) = Selection::new(&include, &omit, &root, config.relative_files);
    if let Some(error) = errors.first() {
        return Err(Stop(message(error, "")));
    }
    subjects.retain(|subject| selection.selects(&subject.path));
    if subjects.is_empty() {
        return Err(Stop("No data to report.".to_owned()));
    }
    subjects.sort();
    Ok(subjects)
}

/// With the path in the data of what was given.
fn subject(given: &str, root: &Root, relative: bool) -> (Subject, Arc<str>) {
    // Compiled files stand for the source beside them.
    let source = if given.ends_with(".pyc") || given.ends_with(".pyo") { &given[..given.len() - 1] } else { given };
    let in_data = |path: &str| Arc::from(if relative { root.canonical(path) } else { root.absolute(path) });
    let measured: Arc<str> = in_data(source);
    let key = if source == given { Arc::clone(&measured) } else { in_data(given) };
    let path = if relative { Arc::from(source) } else { Arc::clone(&measured) };
    let given = if *given == *path { Arc::clone(&path) } else { Arc::from(given) };
    (Subject { path, given, name: root.canonical(source), measured }, key)
}

/// The rules that sources are analysed by. What can't be used of them is said.
pub(crate) fn rules(config: &Config, python: PythonVersion, console: &Console) -> Rules {
    let partial = [&config.partial_list[..], &config.partial_always_list].concat();
    let compile = |patterns: &[String]| {
        let (patterns, errors) = Patterns::new(patterns);
        errors.iter().for_each(|error| console.note(&format!("{} It was left out.", error.cause)));
        patterns
    };
    Rules { python, exclude: compile(&config.exclude_list), partial: compile(&partial) }
}

/// What the analysis of each file needs to know.
#[derive(Clone, Copy)]
struct Context<'a> {
    has_arcs: bool,
    contexts: &'a Option<BTreeSet<usize>>,
    rules: &'a Rules,
    names: &'a [Arc<str>],
    needs: Needs,
}

fn outcome<T>(
    subject: &Subject,
    mut measured: MeasuredFile,
    context: Context<'_>,
    keep: &impl Fn(&ReportFile) -> T,
) -> Outcome<T> {
    let bytes = match fs::read(&*subject.path) {
        Ok(bytes) => bytes,
        Err(_) if !files::exists(&subject.path) => {
            return Outcome::NoSource(format!("No source for code: '{}'.", subject.path), "no-source");
        }
        Err(error) => {
            let why = files::os_error(&error, &subject.path);
            return Outcome::NoSource(format!("No source for code: '{}': {why}", subject.path), "");
        }
    };
    let source = SourceFile::parse(&bytes, context.rules);
    if let Some(error) = &source.syntax_error {
        if error.is_of_encoding {
            return Outcome::Undecoded(error.message.clone());
        }
        let line = error.line.map_or("None".to_owned(), |line| line.to_string());
        let what = repr(&error.message);
        return Outcome::NotPython(format!(
            "Couldn't parse '{}' as Python source: {what} at line {line}",
            subject.path
        ));
    }
    if let Some(contexts) = context.contexts {
        measured.lines.retain(|context| contexts.contains(&context));
        measured.arcs.retain(|context| contexts.contains(&context));
    }
    let rows = Rows::of(&measured, context.has_arcs);
    let (name, path) = (subject.name.clone(), subject.path.to_string());
    let mut file = ReportFile::new(name, path, Arc::new(source), &rows, context.has_arcs);
    if context.needs.contexts {
        file.contexts = measured.contexts_by_lineno(context.has_arcs, context.names);
    }
    // coverage.py looks at arcs only where branches were measured.
    let arc_error = file.source.arc_error.iter().filter(|_| context.has_arcs).map(|why| {
        format!("coverage.py gives up on the branches of this file ({why}). They are counted by its rules as far as these go.")
    });
    let notes = file.source.pattern_errors.iter().cloned().chain(arc_error).collect();
    Outcome::Analysed(keep(&file), notes)
}

/// Whether a file that is no Python is worth a word (coverage.py's `should_be_python`): with an ending like `.py…` or none.
fn should_be_python(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.trim_start_matches('.').rsplit_once('.') {
        Some((_, ending)) => ending.starts_with("py"),
        None => true,
    }
}

/// A bar on a terminal, when there is enough to do.
fn progress(files: usize) -> ProgressBar {
    if files < 100 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} files").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}
