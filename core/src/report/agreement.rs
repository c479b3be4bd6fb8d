//! How well CI's own reports agree with the numbers worked out here: file by file, down to the first line that differs.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::analysis::Analysis;
use super::reports::{CiReport, Part};
use super::{Covered, FileCoverage};
use crate::line::{LineArc, LineNo};
use crate::reported::{Format, ReportedFile};
use crate::set::Set;

/// One report of CI's beside the numbers of the part of the data that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The report, as the person knows it.
    pub report: String,
    /// What it is about; `None` is another run, which is compared with all lanes together.
    pub part: Option<Part>,
    /// How many files were compared: those that are in the report, and those that have numbers here.
    pub n_files: usize,
    /// Those that differ, by path.
    pub differing: Vec<Difference>,
}

/// Where a file's numbers first differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file's path in the report here.
    pub path: String,
    /// The first line that differs; `None` if only the counts tell.
    pub line: Option<LineNo>,
    /// What differs, in words: `CI counts it as a statement; here it is none.`
    pub why: String,
}

impl Agreement {
    /// Compares a report with the files here.
    pub fn new(report: &CiReport, files: &[FileCoverage], has_arcs: bool) -> Agreement {
        let part = report.about;
        let of = part.unwrap_or(Part::Union);
        let mut agreement = Agreement { report: report.input.clone(), part, n_files: 0, differing: Vec::new() };
        let mut unmatched: BTreeMap<*const ReportedFile, &str> =
            report.files.iter().map(|(name, file)| (Rc::as_ptr(file), name)).collect();
        for file in files {
            let reported = report.files.locate(&file.measured).map(|found| found.value);
            if let Some(reported) = reported {
                unmatched.remove(&Rc::as_ptr(reported));
            }
            let difference = match (reported, &file.result, file.analysis(of)) {
                (Some(reported), Ok(covered), Some(own)) => {
                    Compared { reported, format: report.format, covered, own, has_arcs }.difference()
                }
                (Some(_), ..) => Some((None, "CI has numbers for it; here it has none.".to_owned())),
                // A lane need not have come by all files.
                (None, Ok(_), Some(own)) if part == Some(Part::Union) && own.numbers.n_statements > 0 => {
                    Some((None, "It is not in CI's report.".to_owned()))
                }
                (None, ..) => continue,
            };
            agreement.n_files += 1;
            if let Some((line, why)) = difference {
                agreement.differing.push(Difference { path: file.path.clone(), line, why });
            }
        }
        for name in unmatched.into_values() {
            agreement.n_files += 1;
            let why = "It is in CI's report, and not in the report here.".to_owned();
            agreement.differing.push(Difference { path: name.to_owned(), line: None, why });
        }
        agreement.differing.sort_by(|a, b| a.path.cmp(&b.path));
        agreement
    }

    /// How many files agree in every line and branch.
    pub fn n_agree(&self) -> usize {
        self.n_files - self.differing.len()
    }
}

/// One file as CI tells it, beside what was worked out here.
struct Compared<'a> {
    reported: &'a ReportedFile,
    format: Format,
    covered: &'a Covered,
    own: &'a Analysis,
    has_arcs: bool,
}

impl Compared<'_> {
    /// The first line that differs, and how. On one line, what is a statement decides before what ran of it.
    fn difference(&self) -> Option<(Option<LineNo>, String)> {
        let denominator = &self.covered.denominator;
        let mut found: Option<(LineNo, String)> = None;
        let mut note = |line: Option<LineNo>, why: &dyn Fn() -> String| {
            if let Some(line) = line.filter(|line| found.as_ref().is_none_or(|(first, _)| line < first)) {
                found = Some((line, why()));
            }
        };
        let first = |a: &Set<LineNo>, b: &Set<LineNo>| a.difference(b).next().copied();
        let mut sides = |ci: &Set<LineNo>, here: &Set<LineNo>, only_ci: &str, only_here: &str| {
            note(first(ci, here), &|| only_ci.to_owned());
            note(first(here, ci), &|| only_here.to_owned());
        };
        let reported = self.reported;
        if self.format == Format::Json {
            let (ci, here) = ("CI excludes it; here no pattern does.", "It is excluded here, and not in CI.");
            sides(&reported.excluded, denominator.excluded(), ci, here);
        }
        let (ci, here) = ("CI counts it as a statement; here it is none.", "It is a statement here, and none for CI.");
        sides(&reported.statements, denominator.statements(), ci, here);
        let (ci, here) = ("It ran in CI's report, and not in the data here.", "It ran here, and not in CI's report.");
        sides(&reported.executed, &self.own.executed.lines, ci, here);
        if self.has_arcs && (self.branch_numbers_differ() || self.branch_targets_differ()) {
            note(self.first_line_of_branches(), &|| "CI's report has other missing branches.".to_owned());
            if found.is_none() {
                let (theirs, ours) = (&reported.numbers, &self.own.numbers);
                let why = format!(
                    "CI counts {} branches, {} of them missing; here it is {} and {}.",
                    theirs.n_branches, theirs.n_missing_branches, ours.n_branches, ours.n_missing_branches
                );
                return Some((None, why));
            }
        }
        found.map(|(line, why)| (Some(line), why))
    }

    fn branch_numbers_differ(&self) -> bool {
        let (theirs, ours) = (&self.reported.numbers, &self.own.numbers);
        (theirs.n_branches, theirs.n_missing_branches) != (ours.n_branches, ours.n_missing_branches)
    }

    /// Only json names all targets as the data does.
    fn branch_targets_differ(&self) -> bool {
        self.format == Format::Json && self.reported.names_exits() && self.reported.missing != self.own.missing_branches
    }

    fn first_line_of_branches(&self) -> Option<LineNo> {
        let lines = |arcs: &Set<LineArc>| arcs.iter().map(|arc| arc.from.line()).collect::<Vec<_>>();
        let (mut theirs, mut ours) = (lines(&self.reported.missing), lines(&self.own.missing_branches));
        theirs.sort_unstable();
        ours.sort_unstable();
        let at = theirs.iter().zip(&ours).take_while(|(a, b)| a == b).count();
        match (theirs.get(at), ours.get(at)) {
            (Some(a), Some(b)) => Some(*a.min(b)),
            (Some(line), None) | (None, Some(line)) => Some(*line),
            // As many on each line: one goes elsewhere.
            (None, None) => {
                let here = self.own.missing_branches.difference(&self.reported.missing).next();
                here.filter(|_| self.branch_targets_differ()).map(|arc| arc.from.line())
            }
        }
    }
}
