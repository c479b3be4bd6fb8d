//! The sample's reports from its data and sources, and a large project's from its json, byte for byte as coverage.py wrote
//! them.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use covscope_core::combine::aliases::PathAliases;
use covscope_core::combine::lanes::{DataFile, LaneName, group};
use covscope_core::combine::root::Root;
use covscope_core::combine::{Rows, combine};
use covscope_core::config::Config;
use covscope_core::data::CoverageData;
use covscope_core::export::{Json, Lcov, Place, Report, ReportFile, Settings, Summary, Xml};
use covscope_core::pace::{Unhurried, run};
use covscope_core::report::{Basis, FileCoverage, FilePaths};
use covscope_core::reported::{self, Format};
use covscope_core::source::{Patterns, Rules, SourceFile};

use crate::support::project;

/// The gate's directory.
const GATE: &str = "/home/runner/work/sample/sample";

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What follows the first of these words, up to the next quote.
fn quoted<'a>(text: &'a str, word: &str) -> &'a str {
    text.split(word).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

fn config(path: &Path) -> Config {
    Config::read("pyproject.toml", &text(path), &|_| None).unwrap().0.unwrap()
}

/// Compares the reports in a folder with ours, and returns which there are.
fn compare(folder: &Path, report: &Report<'_>, place: &Place, formats: &[&str]) {
    let with_format = |format: &str| {
        let mut config = report.settings.config.clone();
        config.format = Some(format.to_owned());
        Report { settings: Settings { config: &config, ..report.settings }, ..*report }.write(&Summary).unwrap().text
    };
    for &name in formats {
        let mut theirs = text(&folder.join(name));
        let ours = match name {
            "coverage.json" => report.write(&Json { timestamp: quoted(&theirs, "\"timestamp\": \"") }).unwrap().text,
            "coverage.xml" => report.write(&Xml { timestamp: quoted(&theirs, "timestamp=\""), place }).unwrap().text,
            "coverage.lcov" => report.write(&Lcov).unwrap().text,
            "report.txt" => with_format("text"),
            "report.md" => with_format("markdown"),
            "total.txt" => with_format("total"),
            other => panic!("{other}"),
        };
        if let Some(failure) = theirs.find("Coverage failure:") {
            theirs.truncate(failure);
        }
        let at = theirs.bytes().zip(ours.bytes()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..]).chars().take(150).collect::<String>()
        };
        assert!(ours == theirs, "{name} of {folder:?} at {at}:\n{}\nours:\n{}", near(&theirs), near(&ours));
    }
}

const ALL: [&str; 6] = ["coverage.json", "coverage.xml", "coverage.lcov", "report.txt", "report.md", "total.txt"];

/// The files of some of the sample's data, combined by its path rules and analysed as the page does it.
fn files(data: &[PathBuf], config: &Config) -> Vec<ReportFile> {
    let sources = project().join("tests/sample/project");
    let rules = Rules {
        exclude: Patterns::new(&config.exclude_list).0,
        partial: Patterns::new(&[&config.partial_list[..], &config.partial_always_list].concat()).0,
        python: "3.13".parse().unwrap(),
    };
    let data = data.iter().map(|path| {
        let input = path.file_name().unwrap().to_string_lossy().into_owned();
        let data = run(CoverageData::read(&std::fs::read(path).unwrap(), &Unhurried)).unwrap().unwrap();
        DataFile { lane: LaneName::Named(input.clone()), input, data: Rc::new(data) }
    });
    let (mut aliases, _) = PathAliases::from_config(config, Root::new(GATE));
    let (combined, problems) = combine(&group(data.collect()), &mut aliases, &|path| sources.join(path).is_file());
    assert_eq!(problems, []);
    let file = |(path, file)| {
        let path: &String = path;
        let source = Arc::new(SourceFile::parse(&std::fs::read(sources.join(path)).unwrap(), &rules));
        let basis = Basis { source: Some(&source), reports: &[], is_alone: true };
        let result = basis.analyse(&combined, path, file);
        let file = Arc::new(FilePaths { measured: path.clone(), path: path.clone(), measured_as: Default::default() });
        let file = FileCoverage { file, result };
        let name = if config.relative_files { path.clone() } else { format!("{GATE}/{path}") };
        ReportFile { path: name, ..ReportFile::of(&file).unwrap() }
    };
    combined.files.iter().map(file).collect()
}

#[test]
fn all_formats_from_data_and_sources() {
    let sample = project().join("tests/sample");
    let config = config(&sample.join("project/pyproject.toml"));
    let place = Place { sources: vec![format!("{GATE}/backend")], directory: GATE.to_owned() };
    for (part, lanes) in [("union", &["unit", "heavy"][..]), ("unit", &["unit"]), ("heavy", &["heavy"])] {
        let data: Vec<_> = lanes.iter().map(|lane| sample.join(format!("data/.coverage.{lane}"))).collect();
        let files = files(&data, &config);
        let report = Report { files: &files, settings: Settings { has_arcs: true, config: &config } };
        compare(&sample.join("expected").join(part), &report, &place, &ALL);
    }
}

#[test]
fn other_ways_to_measure() {
    let sample = project().join("tests/sample");
    for (name, data, has_arcs) in [
        ("lines", vec!["lines"], false),
        ("contexts", vec!["contexts"], true),
        ("relative", vec!["unit", "heavy"], true),
    ] {
        let folder = sample.join("variants").join(name);
        let config = config(&folder.join("pyproject.toml"));
        let data: Vec<_> = data.iter().map(|lane| folder.join(format!(".coverage.{lane}"))).collect();
        let files = files(&data, &config);
        let report = Report { files: &files, settings: Settings { has_arcs, config: &config } };
        compare(&folder, &report, &Place::default(), &["coverage.json"]);
    }
}

/// A json report tells all that the others show, the arcs' descriptions and the functions aside, if no line is a
/// no-branch line. The large project's files are not part of this repository; where they are not there, this passes.
#[test]
fn from_a_json_all_formats_that_need_no_source() {
    let shared = project().join("../shared/relyloop");
    let parts = ["combined", "unit-only", "heavy-only"].map(|part| shared.join("expected").join(part));
    for folder in parts.into_iter().filter(|folder| folder.is_dir()) {
        let bytes = std::fs::read(folder.join("coverage.json")).unwrap();
        let known = reported::Report::read(Format::Json, &bytes).unwrap();
        let file = |(name, file): (&String, &Rc<reported::ReportedFile>)| {
            let mut source = SourceFile::default();
            source.statements = file.statements.clone();
            source.excluded = file.excluded.clone();
            let mut rows = Rows { lines: file.executed.clone(), ..Rows::default() };
            for arc in file.taken.iter().chain(file.missing.iter()) {
                *source.exit_counts.entry(arc.from.line()).or_default() += 1;
            }
            source.arc_possibilities = file.taken.union(&file.missing);
            source.branches = source.arc_possibilities.clone();
            rows.arcs = file.taken.clone();
            ReportFile::new(name.clone(), format!("/gate/relyloop/{name}"), Arc::new(source), &rows, true)
        };
        let files: Vec<ReportFile> = known.files.iter().map(file).collect();
        let config = config(&shared.join("pyproject.toml"));
        let report = Report { files: &files, settings: Settings { has_arcs: true, config: &config } };
        let place =
            Place { sources: vec!["/gate/relyloop/backend".to_owned()], directory: "/gate/relyloop".to_owned() };
        compare(&folder, &report, &place, &["coverage.xml", "report.txt", "report.md"]);
        let mut exact = config.clone();
        exact.precision = 2;
        compare(
            &folder,
            &Report { settings: Settings { config: &exact, ..report.settings }, ..report },
            &place,
            &["total.txt"],
        );
    }
}
