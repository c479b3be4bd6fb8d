//! One data file of several: row for row what `coverage combine` writes (`CoverageData.update` of coverage.py 7.17.3).
//!
//! - Files and contexts keep their order: those known first, then each data file's new ones in its own order.
//! - The first data file with rows decides between lines and arcs. One of the other kind is refused, and so is one that
//!   names another file tracer for a known file; what came before stays.
//! - Files that never ran and contexts without rows are taken over.

use std::collections::HashMap;

use super::aliases::PathAliases;
use crate::data::CoverageData;
use crate::error::{Code, Error, Result};
use crate::repr::repr;

/// The coverage.py whose rows these are: a new data file says so.
pub const VERSION: &str = "7.17.3";

/// Data files as one.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The rows so far.
    pub data: CoverageData,
    /// The absolute path of the data file that they are for, which coverage.py's messages name.
    pub name: String,
    /// Files of the project that a rule made up by `relative_files` counted as others.
    pub folded: Vec<Folded>,
}

/// A measured file that is there under the very name that was recorded, and was counted as another one
/// (coverage.py issue 2072).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The path recorded: `pkg/features/x.py`.
    pub path: String,
    /// The file it was counted as: `features/x.py`.
    pub became: String,
}

impl Merged {
    /// Nothing yet, for a data file of that absolute path.
    pub fn new(name: &str) -> Merged {
        let meta = [("version".to_owned(), VERSION.to_owned())].into();
        let data = CoverageData { meta, ..CoverageData::default() };
        Merged { data, name: name.to_owned(), folded: Vec::new() }
    }

    /// Starts with what the data file at that absolute path holds, as `coverage combine --append` does.
    pub fn from(name: &str, data: CoverageData) -> Merged {
        Merged { data, ..Merged::new(name) }
    }

    /// Adds the rows of another data file, at the absolute path `name`, with its paths mapped. `exists` is asked as
    /// [`PathAliases::renamed`] asks it.
    ///
    /// # Errors
    /// Lines beside arcs, or another file tracer for a known file. Nothing of the data file was added then.
    pub fn add(
        &mut self,
        name: &str,
        other: &CoverageData,
        aliases: &mut PathAliases,
        exists: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        self.check_kind(name, other)?;
        let mut paths = Vec::with_capacity(other.files.len());
        for path in other.measured_files() {
            let mapped = aliases.renamed(path, exists);
            let made_up = mapped.rule.and_then(|rule| aliases.rules().get(rule)).is_some_and(|rule| rule.generated);
            if made_up && mapped.path != path.trim_start_matches("./") && exists(path) && aliases.is_relative(path) {
                let folded = Folded { path: path.to_owned(), became: mapped.path.clone() };
                if !self.folded.contains(&folded) {
                    self.folded.push(folded);
                }
            }
            paths.push(mapped.path);
        }
        self.check_tracers(other, &paths)?;
        self.add_rows(other, paths);
        Ok(())
    }

    fn check_kind(&self, name: &str, other: &CoverageData) -> Result<()> {
        let (own, theirs) = (repr(&self.name), repr(name));
        let (cause, message) = match (self.data.has_arcs, other.has_arcs) {
            (Some(false), Some(true)) => (
                "It measured branches, but the data files before it measured statements: coverage.py can't combine them.",
                format!(
                    "Can't combine branch coverage data with statement data: data file {theirs} measured branch coverage, but \
                     data file {own} didn't"
                ),
            ),
            (Some(true), Some(false)) => (
                "It measured statements, but the data files before it measured branches: coverage.py can't combine them.",
                format!(
                    "Can't combine statement coverage data with branch data: data file {theirs} didn't measure branch coverage, \
                     but data file {own} did"
                ),
            ),
            _ => return self.check_rows(other),
        };
        let link = format!("; see https://coverage.readthedocs.io/en/{VERSION}/messages.html#error-cant-combine");
        Err(Error::new(Code::DataMixed, cause).with_message(|| message + &link))
    }

    /// The rows of a data file need not be of the kind that it says.
    fn check_rows(&self, other: &CoverageData) -> Result<()> {
        let (has_lines, has_arcs) = (other.has_lines(), other.has_arc_rows());
        let message = match self.data.has_arcs {
            Some(false) if has_arcs => "Can't add branch measurements to existing line data",
            Some(true) if has_lines => "Can't add line measurements to existing branch data",
            None if has_lines && has_arcs => "Can't add line measurements to existing branch data",
            _ => return Ok(()),
        };
        let cause = "It has rows of lines and of branches, or of another kind than it says.";
        Err(Error::new(Code::DataMixed, cause).with_message(|| message))
    }

    fn check_tracers(&self, other: &CoverageData, paths: &[String]) -> Result<()> {
        for (file, path) in other.files.values().zip(paths) {
            let Some(known) = self.data.files.get(path).filter(|known| known.tracer != file.tracer) else { continue };
            let name = |tracer: &Option<String>| repr(tracer.as_deref().unwrap_or_default());
            let (here, there) = (name(&known.tracer), name(&file.tracer));
            let message = format!("Conflicting file tracer name for {}: {here} vs {there}", repr(path));
            let cause = format!("It says that {there} measured {path}; a data file before it says that {here} did.");
            return Err(Error::new(Code::DataTracerConflict, cause).with_message(|| message));
        }
        Ok(())
    }

    fn add_rows(&mut self, other: &CoverageData, paths: Vec<String>) {
        let known: HashMap<&str, usize> =
            (0..).zip(&self.data.contexts).map(|(at, name)| (name.as_str(), at)).collect();
        let mut new = Vec::new();
        let contexts: Vec<usize> = other
            .contexts
            .iter()
            .map(|name| {
                known.get(name.as_str()).copied().unwrap_or_else(|| {
                    new.push(name.clone());
                    known.len() + new.len() - 1
                })
            })
            .collect();
        self.data.contexts.extend(new);
        if other.has_arc_rows() {
            self.data.has_arcs = Some(true);
        } else if other.has_lines() {
            self.data.has_arcs = Some(false);
        }
        for (file, path) in other.files.values().zip(paths) {
            let target = self.data.files.entry(path).or_default();
            if target.tracer.is_none() {
                target.tracer.clone_from(&file.tracer);
            }
            for (context, lines) in file.lines.iter() {
                if let Some(&context) = contexts.get(context) {
                    target.lines.change(context, |own| own.extend(lines.iter().copied()));
                }
            }
            for (context, arcs) in file.arcs.iter() {
                if let Some(&context) = contexts.get(context) {
                    target.arcs.change(context, |own| *own = own.iter().chain(arcs.iter()).collect());
                }
            }
        }
    }
}
