//! The rows and the verdict of what a diff changed.

use std::rc::Rc;

use super::of_data::precision;
use super::rows::{Item, Listed, Rows};
use crate::numbers::count;
use crate::patch::{Part, Patch, PatchFile, Uncounted};
use crate::report::Coverage;
use crate::share::Share;
use crate::view::changes::{Changed, Changes, Summed};
use crate::view::source::shown;
use crate::view::{Query, Row, lanes_on};

/// So many files without numbers are named.
const MOST_NAMES: usize = 200;

/// The verdict over the changed lines.
pub(super) fn changes(coverage: &Coverage, changed: &Changed) -> Changes {
    let patch = &*changed.on;
    let summed = Summed {
        diff: changed.diff.clone(),
        fail_under: coverage.fail_under_patch,
        precision: precision(coverage),
        numbers: patch.total,
        estimated: patch.files.iter().any(|file| file.is_estimated),
        has_branches: patch.has_arcs,
        is_incomplete: !patch.reasons.is_empty(),
    };
    let mut changes = summed.changes();
    changes.gate.reasons = patch.reasons.iter().skip(coverage.reasons.len()).cloned().collect();
    let named = |file: &Uncounted| format!("{}: {}", shown::text(&file.name), file.why.as_str());
    changes.uncounted = patch.uncounted.iter().take(MOST_NAMES).map(named).collect();
    changes.n_uncounted = patch.uncounted.len();
    if let Some(more) = changes.n_uncounted.checked_sub(MOST_NAMES).filter(|more| *more > 0) {
        changes.uncounted.push(format!("and {} more", count(more)));
    }
    changes
}

/// How the rows of changed lines are made.
pub(super) fn rows(coverage: &Coverage) -> Rows {
    let threshold = Summed::threshold(coverage.fail_under_patch, precision(coverage));
    Rows { n_lanes: coverage.lanes.len(), threshold }
}

/// The changed files.
pub(super) fn listed(coverage: &Coverage, changed: &Changed, query: &Query) -> Listed {
    let make = rows(coverage);
    let on = lanes_on(coverage, query);
    let files = changed.on.files.iter().zip(&changed.all.files);
    Listed::new(&make, files.map(|(file, all)| item(&make, file, all, &on)).collect())
}

/// The row of the changed lines of one file, if the diff changes any.
pub(in crate::view) fn changed_row(coverage: &Coverage, changed: &Changed, path: &str, query: &Query) -> Option<Row> {
    let of = |patch: &Patch| patch.files.iter().position(|file| file.path == path);
    let (file, all) = (changed.on.files.get(of(&changed.on)?)?, changed.all.files.get(of(&changed.all)?)?);
    Some(Rc::unwrap_or_clone(item(&rows(coverage), file, all, &lanes_on(coverage, query)).row))
}

fn item(make: &Rows, file: &PatchFile, all: &PatchFile, on: &[usize]) -> Item {
    let counted = |part: &Part| Some((part.numbers, file.is_estimated));
    let shares = file.shares.iter().map(|share| Share {
        lanes: share.lanes.iter().filter_map(|lane| on.get(*lane).copied()).collect(),
        ..share.clone()
    });
    let lanes = make.of_lanes(all.lanes.iter().map(counted));
    let mut item = make.item(&file.path, counted(&file.union), lanes, shares.collect());
    if let Some(before) = before(file) {
        Rc::make_mut(&mut item.row).note = Some(before);
    }
    item
}

/// What a renamed or copied file was before.
pub(in crate::view) fn before(file: &PatchFile) -> Option<String> {
    Some(format!("{} from {}", file.status, shown::text(file.old_name.as_ref()?)))
}
