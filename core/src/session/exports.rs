//! The report in coverage.py's formats, as the gate's `coverage` would write it.
//!
//! The page knows no folder of the project. Where a format names absolute paths, they are those of the first lane's run.

use std::collections::HashMap;
use std::sync::Arc;

use super::assemble::{Assembled, ROOT};
use crate::combine::contexts::narrowed;
use crate::combine::merge::Merged;
use crate::combine::root::{Root, is_absolute_anywhere};
use crate::config::Config;
use crate::data::{CoverageData, MeasuredFile};
use crate::export::{Json, Lcov, Place, Report, ReportError, ReportFile, Settings, Summary, Xml};
use crate::report::{Coverage, FileCoverage};
use crate::source::SourceFile;
use crate::view::{self, ExportFormat, Exported, Query};

/// Now, as the reports write it: the engine knows no clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The local time, as Python's `datetime.now().isoformat()` writes it: `2026-11-21T15:04:05.123456`.
    pub local: String,
    /// Milliseconds since 1970.
    pub millis: u64,
}

pub(super) fn export(
    assembled: &Assembled,
    coverage: &Coverage,
    format: ExportFormat,
    query: &Query,
    now: &Moment,
) -> Result<Exported, String> {
    if format == ExportFormat::Data {
        let mut merged = merged(assembled)?;
        place_at(&root(coverage), &mut merged);
        let bytes = merged.write().map_err(|error| error.cause)?;
        return Ok(Exported { format, bytes, n_files: merged.files.len(), left_out: Vec::new() });
    }
    let (known, unknown): (Vec<&FileCoverage>, Vec<&FileCoverage>) =
        view::selected(coverage, query).into_iter().partition(|file| file.result.is_ok());
    let root = root(coverage);
    let needs_source = !matches!(format, ExportFormat::Text | ExportFormat::Markdown | ExportFormat::Total);
    let mut files = known.iter().map(|file| report_file(file, &root, needs_source)).collect::<Result<Vec<_>, _>>()?;
    if format == ExportFormat::Json && coverage.config.json_show_contexts {
        let mut data = merged(assembled)?;
        if let Some(patterns) = coverage.config.report_contexts.as_ref().filter(|patterns| !patterns.is_empty()) {
            data = narrowed(&data, patterns).map_err(|error| error.cause)?;
        }
        let names: Vec<Arc<str>> = data.contexts.iter().map(|name| name.as_str().into()).collect();
        let rows: HashMap<&str, &MeasuredFile> =
            data.files.iter().map(|(path, rows)| (canonical(path), rows)).collect();
        for (file, known) in files.iter_mut().zip(&known) {
            let rows = rows.get(&*known.measured);
            let contexts = rows.map(|rows| rows.contexts_by_lineno(coverage.has_arcs, &names));
            file.contexts = contexts.unwrap_or_default();
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let text = text(format, &files, coverage, &root, now)?;
    let left_out = unknown.iter().map(|file| file.path.clone()).collect();
    Ok(Exported { format, bytes: text.into_bytes(), n_files: files.len(), left_out })
}

fn text(
    format: ExportFormat,
    files: &[ReportFile],
    coverage: &Coverage,
    root: &str,
    now: &Moment,
) -> Result<String, String> {
    let mut config = coverage.config.clone();
    config.format = match format {
        ExportFormat::Markdown => Some("markdown".to_owned()),
        ExportFormat::Total => Some("total".to_owned()),
        _ => None,
    };
    let report = Report { files, settings: Settings { has_arcs: coverage.has_arcs, config: &config } };
    let output = match format {
        _ if files.is_empty() => Err(ReportError::NoData),
        ExportFormat::Json => report.write(&Json { timestamp: &now.local }),
        ExportFormat::Xml => {
            report.write(&Xml { timestamp: &now.millis.to_string(), place: &place(&config, files, root) })
        }
        ExportFormat::Lcov => report.write(&Lcov),
        _ => report.write(&Summary),
    };
    output.map(|output| output.text).map_err(|error| error.to_string())
}

/// The file for the report. Only numbers that are coverage.py's own go into one.
fn report_file(file: &FileCoverage, root: &str, needs_source: bool) -> Result<ReportFile, String> {
    let found = match ReportFile::of(file) {
        Some(found) => found,
        None if needs_source => {
            return Err(format!("This format needs the sources, and that of {} is not here.", file.path));
        }
        None => counted(file)?,
    };
    let path = if is_absolute_anywhere(&found.name) { found.name.clone() } else { format!("{root}{}", found.name) };
    Ok(ReportFile { path, ..found })
}

/// A file of which a report of CI's tells the statements: enough for a table.
fn counted(file: &FileCoverage) -> Result<ReportFile, String> {
    let covered = file.result.as_ref().map_err(|_| format!("{} has no numbers here.", file.path))?;
    if covered.union.is_estimated {
        return Err(format!("The numbers of {} are estimated, as its source is not here.", file.path));
    }
    let mut source = SourceFile::default();
    source.statements.clone_from(covered.denominator.statements());
    let (name, path) = (file.path.clone(), String::new());
    Ok(ReportFile {
        name,
        path,
        source: Arc::new(source),
        analysis: Arc::clone(&covered.union),
        contexts: Default::default(),
    })
}

/// The folder that the first lane ran in, with a slash at its end: what most of its recorded paths have before the project's.
/// Empty where nothing tells it, as with `relative_files`.
fn root(coverage: &Coverage) -> String {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for file in &coverage.files {
        let first = file.measured_as.iter().filter(|(lane, _)| *lane == 0);
        for root in first.filter_map(|(_, recorded)| recorded.strip_suffix(&file.path)) {
            *counts.entry(root).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    most.map(|(root, _)| root).filter(|root| root.ends_with('/')).unwrap_or_default().to_owned()
}

/// What xml says about folders: of `[run] source` those that hold a file, where the first lane ran. Without a root they are
/// told as they are written.
fn place(config: &Config, files: &[ReportFile], root: &str) -> Place {
    let folder = Root::new(root);
    let absolute = |source: &String| match root {
        "" => source.trim_end_matches(['/', '\\']).to_owned(),
        _ => folder.absolute(source),
    };
    let is_here = |source: &String| {
        let folder = format!("{source}/");
        files.iter().any(|file| file.path.starts_with(&folder))
    };
    let sources = config.source.iter().flatten().map(absolute).filter(is_here).collect();
    Place { sources, directory: root.trim_end_matches('/').to_owned() }
}

/// The rows that `coverage combine` writes, in its order; paths of the project are relative to [`ROOT`].
fn merged(assembled: &Assembled) -> Result<CoverageData, String> {
    let used = |input: &String| assembled.coverage.lanes.iter().any(|(_, files)| files.contains(input));
    let mut data: Vec<_> = assembled.data.iter().filter(|data| used(&data.input)).collect();
    data.sort_by(|a, b| (&a.path, &a.input).cmp(&(&b.path, &b.input)));
    let mut aliases = assembled.aliases.clone().ok_or("There is no data.")?;
    let mut merged = Merged::new(".coverage");
    for input in data {
        // All paths were mapped before; nothing is asked for again.
        merged.add(&input.input, &input.data, &mut aliases, &|_| false).map_err(|error| error.cause)?;
    }
    Ok(merged.data)
}

/// A path of the merged data as the report has it.
fn canonical(path: &str) -> &str {
    path.strip_prefix(ROOT).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}

/// Paths of the project where the first lane ran: the project's rules map them wherever the data is reported on.
fn place_at(root: &str, data: &mut CoverageData) {
    let files = std::mem::take(&mut data.files).into_iter();
    let placed = |path: String| match canonical(&path) {
        inside if inside.len() < path.len() => format!("{root}{inside}"),
        _ => path,
    };
    data.files = files.map(|(path, rows)| (placed(path), rows)).collect();
}
