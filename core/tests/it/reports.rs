//! Reports in all formats, byte for byte as coverage.py 7.17.3 wrote them: `tests/parity/reports/`.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use covscope_core::combine::Rows;
use covscope_core::combine::root::Root;
use covscope_core::combine::selection::Selection;
use covscope_core::config::Config;
use covscope_core::data::CoverageData;
use covscope_core::export::{Json, Lcov, Output, Place, Report, ReportError, ReportFile, Settings, Summary, Xml};
use covscope_core::line::LineArc;
use covscope_core::pace::{Unhurried, run};
use covscope_core::source::{Patterns, Rules, SourceFile};
use serde::Deserialize;

use crate::support::project;

/// Where the projects were, for coverage.py.
const ROOT: &str = "/home/runner/work/project";

/// What stands for the time.
const TIME: (&str, &str) = ("2020-01-01T00:00:00", "0");

fn folder() -> PathBuf {
    project().join("tests/parity/reports")
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

/// One report of coverage.py's.
#[derive(Deserialize)]
struct Answer {
    project: String,
    data: String,
    /// The configuration file: name and text.
    config: (String, String),
    command: String,
    code: u8,
    text: String,
}

impl Answer {
    fn sources(&self) -> PathBuf {
        if self.project == "sample" { project().join("tests/sample/project") } else { folder().join("project") }
    }

    fn data(&self) -> Vec<u8> {
        let name = format!(".coverage.{}", self.data);
        let sample = project().join("tests/sample");
        match (self.project.as_str(), self.data.as_str()) {
            ("sample", "unit") => std::fs::read(sample.join("data").join(name)).unwrap(),
            ("sample", variant) => std::fs::read(sample.join("variants").join(variant).join(name)).unwrap(),
            (_, data) => unpacked(&folder().join(format!("data/{data}.gz"))),
        }
    }
}

/// Data files and sources that were read before.
#[derive(Default)]
struct Known {
    data: HashMap<(String, String), CoverageData>,
    sources: HashMap<(PathBuf, Vec<String>, Vec<String>), Arc<SourceFile>>,
}

impl Known {
    fn source(&mut self, path: PathBuf, config: &Config) -> Arc<SourceFile> {
        let partial = [&config.partial_list[..], &config.partial_always_list].concat();
        let key = (path, config.exclude_list.clone(), partial);
        let source = self.sources.entry(key).or_insert_with_key(|(path, exclude, partial)| {
            let rules = Rules {
                exclude: Patterns::new(exclude).0,
                partial: Patterns::new(partial).0,
                python: "3.13".parse().unwrap(),
            };
            Arc::new(SourceFile::parse(&std::fs::read(path).unwrap(), &rules))
        });
        assert_eq!(source.syntax_error, None);
        Arc::clone(source)
    }

    /// The files in coverage.py's order, and whether they have branches.
    fn files(&mut self, answer: &Answer, config: &Config) -> (Vec<ReportFile>, bool) {
        let key = (answer.project.clone(), answer.data.clone());
        let data = self
            .data
            .entry(key)
            .or_insert_with(|| run(CoverageData::read(&answer.data(), &Unhurried)).unwrap().unwrap());
        let data = data.clone();
        let has_arcs = data.has_arcs == Some(true);
        let names: Vec<Arc<str>> = data.contexts.iter().map(|name| name.as_str().into()).collect();
        let list = |patterns: &Option<Vec<String>>| patterns.clone().unwrap_or_default();
        let root = Root::new(ROOT);
        let (selection, _) =
            Selection::new(&list(&config.report_include), &list(&config.report_omit), &root, config.relative_files);
        let mut files = Vec::new();
        for (path, measured) in &data.files {
            let roots = [ROOT, "/home/runner/work/sample/sample"];
            let name = roots.iter().find_map(|root| path.strip_prefix(root)?.strip_prefix('/')).unwrap_or(path);
            if !selection.selects(name) {
                continue;
            }
            let rows = Rows::of(measured, data.has_arcs == Some(true));
            let path = if config.relative_files { name.to_owned() } else { format!("{ROOT}/{name}") };
            let source = self.source(answer.sources().join(name), config);
            let mut file = ReportFile::new(name.to_owned(), path, source, &rows, has_arcs);
            file.contexts = measured.contexts_by_lineno(data.has_arcs == Some(true), &names);
            files.push(file);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        (files, has_arcs)
    }
}

fn place(answer: &Answer, config: &Config) -> Place {
    let sources = config.source.iter().flatten().filter(|source| answer.sources().join(source).exists());
    let full = |source: &String| match source.trim_end_matches('/') {
        source if config.relative_files => source.to_owned(),
        "." => ROOT.to_owned(),
        source => format!("{ROOT}/{source}"),
    };
    Place { sources: sources.map(full).collect(), directory: ROOT.to_owned() }
}

fn written(known: &mut Known, answer: &Answer) -> Result<Output, ReportError> {
    let (config, _) = Config::read(&answer.config.0, &answer.config.1, &|_| None).unwrap();
    let config = config.unwrap();
    let (files, has_arcs) = known.files(answer, &config);
    let report = Report { files: &files, settings: Settings { has_arcs, config: &config } };
    match answer.command.as_str() {
        "report" => report.write(&Summary),
        "json" => report.write(&Json { timestamp: TIME.0 }),
        "xml" => report.write(&Xml { timestamp: TIME.1, place: &place(answer, &config) }),
        "lcov" => report.write(&Lcov),
        other => panic!("{other}"),
    }
}

/// Contexts in the order of our own: that of a set of texts is another each time.
fn ordered(text: &str) -> String {
    let mut lines =
        text.replace("\"more\", \"some\"", "\"some\", \"more\"").split('\n').map(str::to_owned).collect::<Vec<_>>();
    for at in 1..lines.len() {
        if lines[at - 1].trim() == "\"more\"," && lines[at].trim() == "\"some\"" {
            lines[at - 1] = lines[at - 1].replace("more", "some");
            lines[at] = lines[at].replace("some", "more");
        }
    }
    lines.join("\n")
}

fn first_difference(theirs: &str, ours: &str) -> String {
    let at = theirs.bytes().zip(ours.bytes()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| {
        String::from_utf8_lossy(text.as_bytes().get(at.saturating_sub(80)..).unwrap_or_default())
            .chars()
            .take(200)
            .collect::<String>()
    };
    format!("at byte {at}\n  coverage.py: {:?}\n  ours:        {:?}", near(theirs), near(ours))
}

#[test]
fn files_can_be_analysed_side_by_side() {
    fn crosses_threads<T: Send + Sync>() {}
    crosses_threads::<ReportFile>();
    crosses_threads::<Rules>();
}

#[test]
fn names_of_any_length_are_shown() {
    let name = "n".repeat(70_000);
    let file = ReportFile::new(name.clone(), name.clone(), Arc::default(), &Rows::default(), false);
    for format in ["text", "markdown"] {
        let mut config = Config::default();
        config.format = Some(format.to_owned());
        let report =
            Report { files: std::slice::from_ref(&file), settings: Settings { has_arcs: false, config: &config } };
        assert!(report.write(&Summary).unwrap().text.contains(&name));
    }
}

#[test]
fn every_report_is_coverage_pys() {
    let answers: Vec<Answer> = serde_json::from_slice(&unpacked(&folder().join("answers.json.gz"))).unwrap();
    let mut known = Known::default();
    let (mut formats, mut wrong) = (BTreeMap::new(), Vec::new());
    for answer in &answers {
        *formats.entry(answer.command.as_str()).or_insert(0) += 1;
        let ours = match written(&mut known, answer) {
            Ok(output) => (0, output.text),
            Err(error) => (1, format!("{error}\n")),
        };
        let (theirs, ours) = ((answer.code, ordered(&answer.text)), (ours.0, ordered(&ours.1)));
        if ours != theirs {
            let difference = first_difference(&theirs.1, &ours.1);
            wrong.push(format!("{} {} {:?}: {difference}", answer.data, answer.command, answer.config.1));
        }
    }
    println!("{formats:?}");
    assert!(formats.values().all(|count| *count > 10), "{formats:?}");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), answers.len(), wrong.join("\n"));
}

/// From, to, `arc_description`, `missing_arc_description`.
type Sentences = Vec<(i64, i64, String, String)>;

#[test]
fn every_arc_is_described_as_coverage_py_does() {
    let recorded: BTreeMap<String, Sentences> =
        serde_json::from_slice(&unpacked(&folder().join("sentences.json.gz"))).unwrap();
    // The order of several causes is another each time.
    let causes = |text: &str| {
        let mut causes: Vec<String> = text.split(" or ").map(str::to_owned).collect();
        causes.sort();
        causes
    };
    let (mut known, mut count) = (Known::default(), 0);
    for (name, sentences) in recorded {
        let source = known.source(folder().join("project").join(&name), &Config::default());
        for (from, to, does, missing) in sentences {
            let arc = LineArc::from_signed(from, to).unwrap();
            assert_eq!(source.arc_description(arc), does, "{name} ({from}, {to})");
            assert_eq!(causes(&source.missing_arc_description(arc)), causes(&missing), "{name} ({from}, {to})");
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}
