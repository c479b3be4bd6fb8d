//! The numbers of the changed lines of one file.

use super::{Part, PatchFile};
use crate::diff::FileDiff;
use crate::line::LineNo;
use crate::numbers::Numbers;
use crate::report::Covered;
use crate::report::analysis::Analysis;
use crate::report::denominator::Denominator;
use crate::report::shares;
use crate::set::Set;

/// Counts what ran of the lines that a diff adds to a file of the report. `on` are the lanes that count.
pub(super) fn count(change: &FileDiff<'_>, path: &str, covered: &Covered, on: &[usize], has_arcs: bool) -> PatchFile {
    let denominator = &covered.denominator;
    let mut file = PatchFile {
        path: path.to_owned(),
        name: change.name.clone(),
        old_name: change.old_name.clone(),
        status: change.status.as_str(),
        shown: change.shown(),
        added: change.added().collect(),
        is_estimated: covered.union.is_estimated,
        ..PatchFile::default()
    };
    let mut changed: Vec<LineNo> = Vec::with_capacity(file.added.len());
    for &line in &file.added {
        let first = first_line(denominator, line);
        // A branch line need not be a statement.
        changed.push(first);
        if denominator.statements().contains(&first) {
            continue;
        }
        let is_excluded = denominator.excluded().contains(&line) || denominator.excluded().contains(&first);
        if is_excluded { file.excluded.push(line) } else { file.other.push(line) }
    }
    let changed = Set::from(changed);
    let statements: Vec<LineNo> = changed.intersection(denominator.statements()).copied().collect();
    file.inside = statements.iter().filter(|line| file.added.binary_search(line).is_err()).copied().collect();
    let n_excluded = file.excluded.len();
    let part = |analysis: &Analysis| part(denominator, analysis, &changed, &statements, n_excluded, has_arcs);
    file.lanes = on.iter().map(|lane| covered.lanes.get(*lane).map(|lane| part(lane)).unwrap_or_default()).collect();
    file.union = part(&covered.union);
    let is_changed = |line: LineNo| changed.contains(&line).then_some(0);
    let counts = [file.union.numbers];
    let mut shares = shares::of_parts(denominator, &covered.union, &covered.lanes, on, &counts, &is_changed)
        .pop()
        .unwrap_or_default();
    for lane in shares.iter_mut().flat_map(|share| &mut share.lanes) {
        *lane = on.iter().position(|on| on == lane).unwrap_or_default();
    }
    file.shares = shares;
    file
}

/// The first line of the statement that a line is a part of. A report does not tell how far its statements go.
fn first_line(denominator: &Denominator, line: LineNo) -> LineNo {
    match denominator {
        Denominator::Source(source) => source.first_line(line),
        Denominator::Reported(_) => line,
    }
}

/// As coverage.py counts, for lines and branches of the changed lines alone.
fn part(
    denominator: &Denominator,
    analysis: &Analysis,
    changed: &Set<LineNo>,
    statements: &[LineNo],
    n_excluded: usize,
    has_arcs: bool,
) -> Part {
    let (missing, covered): (Vec<LineNo>, Vec<LineNo>) =
        statements.iter().partition(|line| analysis.missing.contains(line));
    let missing_branches: Vec<_> =
        analysis.missing_branches.iter().filter(|arc| changed.contains(&arc.from.line())).copied().collect();
    let n_branches = |line: &LineNo| match denominator {
        Denominator::Source(source) => source.exit_counts.get(line).copied().filter(|exits| *exits > 1).unwrap_or(0),
        Denominator::Reported(_) => denominator.branches().leaving(*line).len(),
    };
    let numbers = Numbers {
        n_files: 1,
        n_statements: statements.len(),
        n_excluded,
        n_missing: missing.len(),
        n_branches: if has_arcs { changed.iter().map(n_branches).sum() } else { 0 },
        n_partial_branches: missing_branches.iter().filter(|arc| !analysis.missing.contains(&arc.from.line())).count(),
        n_missing_branches: missing_branches.len(),
    };
    Part { covered, missing, missing_branches, numbers }
}
