//! The report for a link.

use std::collections::HashMap;

use super::assemble::Assembled;
use crate::line::LineNo;
use crate::link::{self, Branch, Changed, Covered, DataFile, Detail, File, Lane, Part, Payload, Provenance, Span};
use crate::numbers::Numbers;
use crate::patch::{Patch, PatchFile};
use crate::report::analysis::Analysis;
use crate::report::{self, Coverage};
use crate::set::Set;
use crate::view::{self, Query};

pub(super) fn payload(
    assembled: &Assembled,
    coverage: &Coverage,
    query: &Query,
    provenance: Provenance,
    patch: Option<&Patch>,
) -> Payload {
    // A link has no reason for a diff that does not fit: it would judge lines that nobody changed.
    let patch = patch.filter(|patch| patch.problems.is_empty());
    let changes: HashMap<&str, &PatchFile> =
        patch.iter().flat_map(|patch| &patch.files).map(|file| (&*file.path, file)).collect();
    let (threshold, threshold_from) = view::threshold(coverage, query);
    let file = |file: &report::FileCoverage| File {
        path: file.path.clone(),
        result: file.result.as_ref().map(covered).map_err(Clone::clone),
        changed: changes.get(&*file.path).map(|file| changed(file)),
    };
    let known =
        |own: String, known: Option<&str>| if own.is_empty() { known.unwrap_or_default().to_owned() } else { own };
    Payload {
        provenance: Provenance {
            repository: known(provenance.repository, coverage.repository.as_deref()),
            head: known(provenance.head, coverage.commit.as_deref()),
            // A bundle knows where its own sources are.
            folder: known(coverage.folder.clone(), Some(&provenance.folder)),
            ..provenance
        },
        lanes: lanes(assembled, coverage, query),
        expected: assembled.expected.clone(),
        skipped: assembled.skipped.clone(),
        threshold,
        threshold_from,
        reasons: coverage.reasons.clone(),
        has_branches: coverage.has_arcs,
        table: view::table(coverage),
        patch: patch.map(|_| link::Patch { fail_under: assembled.manifest.fail_under_patch }),
        detail: Detail::All,
        files: coverage.files.iter().map(file).collect(),
    }
}

fn lanes(assembled: &Assembled, coverage: &Coverage, query: &Query) -> Vec<Lane> {
    let on = view::lanes_on(coverage, query);
    let digest = |input: &String| {
        let data = assembled.data.iter().find(|data| data.input == *input);
        DataFile { name: input.clone(), digest: data.map_or_else(String::new, |data| data.sha256.to_string()) }
    };
    let lanes = coverage.lanes.iter().enumerate().map(|(at, (name, files))| Lane {
        name: name.clone(),
        on: on.contains(&at),
        files: files.iter().map(digest).collect(),
    });
    lanes.collect()
}

fn covered(covered: &report::Covered) -> Covered {
    let part = |analysis: &Analysis| part(analysis, covered.denominator.statements());
    Covered {
        union: part(&covered.union),
        lanes: covered.lanes.iter().map(|lane| part(lane)).collect(),
        shares: covered.shares.to_vec(),
    }
}

fn part(analysis: &Analysis, statements: &Set<LineNo>) -> Part {
    let is_missing = |line: &LineNo| analysis.missing.contains(line);
    let runs = statements.chunk_by(|a, b| is_missing(a) == is_missing(b));
    let missing = runs.filter_map(|run| match run {
        [first, .., last] | [first @ last] if is_missing(first) => Some(Span { first: *first, last: *last }),
        _ => None,
    });
    let branches = analysis.missing_branches.iter().filter(|arc| !is_missing(&arc.from.line()));
    let branches: Set<Branch> = branches.map(|arc| Branch { from: arc.from.line(), to: arc.to.as_line() }).collect();
    Part {
        numbers: analysis.numbers,
        is_estimated: analysis.is_estimated,
        missing: missing.collect(),
        missing_branches: branches.to_vec(),
    }
}

/// What was changed of a file.
fn changed(file: &PatchFile) -> Changed {
    // By their first lines, as all statements of a link are.
    let statements: Set<LineNo> = file.union.covered.iter().chain(&file.union.missing).copied().collect();
    let runs = statements.chunk_by(|a, b| a.checked_add(1) == Some(*b));
    let lines = runs.filter_map(|run| Some(Span { first: *run.first()?, last: *run.last()? }));
    // How many of the lines are excluded is not told.
    Changed { lines: lines.collect(), numbers: Numbers { n_excluded: 0, ..file.union.numbers } }
}
