//! The report in json, format 3 (`jsonreport.py`).

mod style;

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use self::style::Object;
use super::{Format, Output, ReportError, ReportFile, Settings, VERSION};
use crate::data::ContextsByLine;
use crate::line::{LineNo, Point};
use crate::numbers::{Numbers, display_covered};
use crate::report::narrow::{Narrowed, Narrower, Parts};
use crate::source::RegionKind;

/// json, format 3.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a> {
    /// The local time, as Python's `isoformat` writes it.
    pub timestamp: &'a str,
}

/// What is written of one file.
#[derive(Clone, Debug)]
pub struct Part {
    name: String,
    numbers: Numbers,
    text: String,
}

impl Format for Json<'_> {
    type Part = Part;

    fn part(&self, file: &ReportFile, settings: Settings<'_>) -> Part {
        let text = style::write(&Writer::new(settings).file(file), settings.config.json_pretty_print, 2);
        Part { name: file.name.clone(), numbers: file.analysis.numbers, text }
    }

    fn whole(&self, parts: Vec<Part>, settings: Settings<'_>) -> Result<Output, ReportError> {
        settings.precision()?;
        let config = settings.config;
        let total: Numbers = parts.iter().map(|part| part.numbers).sum();
        let meta = Meta {
            format: 3,
            version: VERSION,
            timestamp: self.timestamp,
            branch_coverage: settings.has_arcs,
            show_contexts: config.json_show_contexts,
        };
        // Of several with one name the last, in the place of the first.
        let files: IndexMap<&str, &str> = parts.iter().map(|part| (part.name.as_str(), part.text.as_str())).collect();
        let mut object = Object::new(config.json_pretty_print, files.values().map(|text| text.len() + 200).sum());
        object.entry("meta", &meta);
        object.object("files", files);
        object.entry("totals", &Writer::new(settings).summary(&total));
        let pc_covered = if total.n_statements == 0 { 0.0 } else { total.pc_covered() };
        Ok(Output { text: object.finish(), pc_covered })
    }
}

#[derive(Serialize)]
struct Meta<'a> {
    format: u8,
    version: &'a str,
    timestamp: &'a str,
    branch_coverage: bool,
    show_contexts: bool,
}

/// Counts and percentages, of a file, a region or all files.
#[derive(Serialize)]
struct Summary {
    covered_lines: usize,
    num_statements: usize,
    percent_covered: f64,
    percent_covered_display: String,
    missing_lines: usize,
    excluded_lines: usize,
    percent_statements_covered: f64,
    percent_statements_covered_display: String,
    #[serde(flatten)]
    branches: Option<BranchSummary>,
}

#[derive(Serialize)]
struct BranchSummary {
    num_branches: usize,
    num_partial_branches: usize,
    covered_branches: usize,
    missing_branches: usize,
    percent_branches_covered: f64,
    percent_branches_covered_display: String,
}

/// The lists of a file or a region. Regions have a start, and files have regions.
#[derive(Serialize)]
struct Lines<'a> {
    executed_lines: Vec<LineNo>,
    summary: Summary,
    missing_lines: Vec<LineNo>,
    excluded_lines: Vec<LineNo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<LineNo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contexts: Option<Contexts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    executed_branches: Option<Vec<(LineNo, i64)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing_branches: Option<Vec<(LineNo, i64)>>,
    #[serde(flatten)]
    regions: Option<Regions<'a>>,
}

#[derive(Serialize)]
struct Regions<'a> {
    #[serde(serialize_with = "in_order")]
    functions: IndexMap<String, Lines<'a>>,
    #[serde(serialize_with = "in_order")]
    classes: IndexMap<String, Lines<'a>>,
}

struct Contexts<'a>(&'a ContextsByLine);

impl Serialize for Contexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(line, names)| (line, Names(names))))
    }
}

struct Names<'a>(&'a [Arc<str>]);

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|name| &**name))
    }
}

fn in_order<S: Serializer>(map: &IndexMap<String, Lines<'_>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(map)
}

struct Writer {
    has_arcs: bool,
    show_contexts: bool,
    precision: usize,
}

impl Writer {
    /// A `precision` that is refused stands for none: then there is no report.
    fn new(settings: Settings<'_>) -> Writer {
        let precision = settings.precision().unwrap_or(0);
        Writer { has_arcs: settings.has_arcs, show_contexts: settings.config.json_show_contexts, precision }
    }

    fn file<'a>(&self, file: &'a ReportFile) -> Lines<'a> {
        let narrower = Narrower::new(&file.source, &file.analysis, self.has_arcs);
        let n_lines = file.source.count_splitlines();
        let regions = |kind| self.regions(file, &narrower, kind, n_lines);
        let regions = Regions { functions: regions(RegionKind::Function), classes: regions(RegionKind::Class) };
        Lines { regions: Some(regions), ..self.lines(narrower.whole(), None, file) }
    }

    fn lines<'a>(&self, part: Narrowed, start_line: Option<LineNo>, file: &'a ReportFile) -> Lines<'a> {
        let signed = |branches: Vec<(LineNo, Point)>| {
            let pairs = branches.into_iter().map(|(from, to)| (from, to.signed()));
            self.has_arcs.then(|| pairs.collect())
        };
        Lines {
            summary: self.summary(&part.numbers),
            executed_lines: part.executed,
            missing_lines: part.missing,
            excluded_lines: part.excluded,
            start_line,
            contexts: self.show_contexts.then_some(Contexts(&file.contexts)),
            executed_branches: signed(part.executed_branches),
            missing_branches: signed(part.missing_branches),
            regions: None,
        }
    }

    /// The functions or classes of a file by their names, and under an empty name what is outside of them.
    fn regions<'a>(
        &self,
        file: &'a ReportFile,
        narrower: &Narrower<'_>,
        kind: RegionKind,
        n_lines: usize,
    ) -> IndexMap<String, Lines<'a>> {
        let regions = file.source.regions_of(kind);
        let places = Parts::new(&regions, n_lines);
        let mut parts = narrower.parts(&places);
        let outside = parts.pop().unwrap_or_default();
        // Of several of one name, the first with statements has it; the others are told by their lines.
        let named: HashSet<&str> = regions
            .iter()
            .zip(&parts)
            .filter(|(_, part)| part.numbers.n_statements > 0)
            .map(|(region, _)| region.name.as_str())
            .collect();
        let mut by_name = IndexMap::new();
        for (region, part) in regions.into_iter().zip(parts) {
            let is_other = part.numbers.n_statements == 0 && named.contains(region.name.as_str());
            let mut name = region.name.clone();
            if is_other || by_name.contains_key(&name) {
                name = format!("{name}@{}", region.start);
            }
            by_name.insert(name, self.lines(part, Some(region.start), file));
        }
        by_name.insert(String::new(), self.lines(outside, Some(places.outside_start()), file));
        by_name
    }

    fn summary(&self, numbers: &Numbers) -> Summary {
        let shown = |percent: f64| display_covered(percent, self.precision);
        let branches = || BranchSummary {
            num_branches: numbers.n_branches,
            num_partial_branches: numbers.n_partial_branches,
            covered_branches: numbers.n_executed_branches(),
            missing_branches: numbers.n_missing_branches,
            percent_branches_covered: numbers.pc_branches(),
            percent_branches_covered_display: shown(numbers.pc_branches()),
        };
        Summary {
            covered_lines: numbers.n_executed(),
            num_statements: numbers.n_statements,
            percent_covered: numbers.pc_covered(),
            percent_covered_display: shown(numbers.pc_covered()),
            missing_lines: numbers.n_missing,
            excluded_lines: numbers.n_excluded,
            percent_statements_covered: numbers.pc_statements(),
            percent_statements_covered_display: shown(numbers.pc_statements()),
            branches: self.has_arcs.then(branches),
        }
    }
}
