//! The report's screen, of what a link holds. It needs nothing of the engine.

use std::rc::Rc;
use std::sync::Arc;

#[cfg(feature = "engine")]
use super::filter::Filter;
use super::rows::{Item, Listed, Rows};
#[cfg(feature = "engine")]
use super::sets;
use super::tree::SEVERAL;
use super::{Screen, gate};
use crate::link::{Detail, File, Part, Payload, Provenance};
use crate::numbers::{Numbers, Threshold};
use crate::view::changes::{Changes, Summed};
use crate::view::run::run;
use crate::view::{Lane, Overview, Query, Row};

/// The report that a link holds, for a query: its threshold and order, files or a tree, and only what is below the threshold. A filter of
/// words needs the engine, functions and classes need sources, and other unions than that of the lanes that are on need the data: what a
/// query says of these is passed over. The basis says what the link leaves out.
pub fn of_link(payload: &Payload, query: &Query) -> Overview {
    screen(payload, query, &mut |_| true)
}

/// The same by the engine, which knows what a filter's words mean.
#[cfg(feature = "engine")]
pub(crate) fn filtered(payload: &Payload, query: &Query) -> Overview {
    let names: Vec<&str> = payload.lanes.iter().map(|lane| lane.name.as_str()).collect();
    let mut filter = Filter::new(&query.filter, &names);
    let mut shown = screen(payload, query, &mut |item| filter.leaves(&item.row, &item.shares));
    for share in shown.shares.iter_mut().filter(|share| share.others == 0) {
        share.filter = sets::filter(&share.lanes, &names);
    }
    Overview { filter_problems: filter.problems, ..shown }
}

fn screen(payload: &Payload, query: &Query, leaves: &mut dyn FnMut(&Item) -> bool) -> Overview {
    let threshold = threshold(payload, query);
    let whole = &rows(payload, threshold.0);
    let files = &Listed::new(whole, payload.files.iter().map(|file| item(whole, file)).collect());
    let changes = changes(payload);
    let of_changes = &rows_of_changes(payload);
    let changed = changes.as_ref().filter(|_| query.changes).map(|_| {
        let changed = payload.files.iter().filter_map(|file| changed_item(of_changes, file));
        Listed::new(of_changes, changed.collect())
    });
    let changed = changed.as_ref();
    let make = if changed.is_some() { of_changes } else { whole };
    let names: Vec<&str> = payload.lanes.iter().map(|lane| lane.name.as_str()).collect();
    let listed = changed.unwrap_or(files);
    let screen = Screen { make, query, lanes: &names, table: &payload.table, files, changed, listed };
    let shown = screen.show(gate(threshold, &payload.reasons, &files.sum), leaves);
    let n_unknown = payload.files.iter().filter(|file| file.result.is_err()).count();
    let lanes = shown.lanes.into_iter().zip(&payload.lanes).map(|(shown, lane)| Lane {
        files: lane.files.iter().map(|file| file.name.clone()).collect(),
        on: lane.on,
        ..shown
    });
    Overview {
        lanes: lanes.collect(),
        n_files: shown.n_files + n_unknown,
        changes,
        has_branches: payload.has_branches,
        basis: basis(payload),
        config: Some("those of the run".to_owned()),
        is_of_link: true,
        run: run(payload, None),
        ..shown
    }
}

/// The row of one of the link's files.
pub(in crate::view) fn row_of_link(payload: &Payload, file: &File, query: &Query) -> Row {
    let of_changes = || changed_item(&rows_of_changes(payload), file);
    let (threshold, _) = threshold(payload, query);
    let item = query.changes.then(of_changes).flatten().unwrap_or_else(|| item(&rows(payload, threshold), file));
    Rc::unwrap_or_clone(item.row)
}

fn rows(payload: &Payload, threshold: Threshold) -> Rows {
    Rows { n_lanes: payload.lanes.len(), threshold }
}

/// How the rows of the changed lines are made.
fn rows_of_changes(payload: &Payload) -> Rows {
    let fail_under = payload.patch.and_then(|patch| patch.fail_under);
    rows(payload, Summed::threshold(fail_under, payload.threshold.precision))
}

/// The threshold, and where it is from.
fn threshold(payload: &Payload, query: &Query) -> (Threshold, String) {
    match query.threshold {
        Some(typed) => {
            (Threshold { fail_under: typed.clamp(0.0, 100.0), ..payload.threshold }, "set on this page".to_owned())
        }
        None => (payload.threshold, payload.threshold_from.clone()),
    }
}

/// The verdict over the changed lines, if the link tells them.
fn changes(payload: &Payload) -> Option<Changes> {
    // One row for all files has none of them.
    let patch = payload.patch.filter(|_| payload.detail != Detail::Total)?;
    let changed = payload.files.iter().filter_map(|file| Some(file.changed.as_ref()?.numbers));
    let summed = Summed {
        diff: "the link".to_owned(),
        fail_under: patch.fail_under,
        precision: payload.threshold.precision,
        numbers: changed.map(|numbers| Numbers { n_files: 1, ..numbers }).sum(),
        estimated: payload
            .files
            .iter()
            .any(|file| file.changed.is_some() && file.result.as_ref().is_ok_and(|covered| covered.union.is_estimated)),
        has_branches: payload.has_branches,
        is_incomplete: !payload.reasons.is_empty(),
    };
    Some(summed.changes())
}

/// The row of the changed lines of a file. Who covers them is not told.
fn changed_item(make: &Rows, file: &File) -> Option<Item> {
    let numbers = Numbers { n_files: 1, ..file.changed.as_ref()?.numbers };
    let estimated = file.result.as_ref().is_ok_and(|covered| covered.union.is_estimated);
    Some(make.item(&file.path, Some((numbers, estimated)), make.no_lanes(), Arc::default()))
}

/// What the numbers are of, in words.
fn basis(payload: &Payload) -> String {
    let Provenance { repository, pull_request, head, run, .. } = &payload.provenance;
    let short = head.get(..7).unwrap_or(head);
    let parts = [
        (!repository.is_empty(), repository.clone()),
        (*pull_request > 0, format!("pull request {pull_request}")),
        (!short.is_empty(), format!("commit {short}")),
        (*run > 0, format!("run {run}")),
    ];
    let known: Vec<String> = parts.into_iter().filter(|(is_known, _)| *is_known).map(|(_, words)| words).collect();
    let of = if known.is_empty() { String::new() } else { format!(" of {}", known.join(", ")) };
    let left_out = payload.detail.left_out().map(|words| format!(" {words}")).unwrap_or_default();
    format!("The link itself holds these numbers{of}.{left_out}")
}

fn item(make: &Rows, file: &File) -> Item {
    let counted = |part: &Part| Some((part.numbers, part.is_estimated));
    match &file.result {
        Err(unknown) => make.unknown(&file.path, unknown),
        Ok(covered) => {
            let lanes = make.of_lanes(covered.lanes.iter().map(counted));
            let mut item = make.item(&file.path, counted(&covered.union), lanes, covered.shares.as_slice().into());
            if file.path.is_empty() {
                Rc::make_mut(&mut item.row).name = Some(SEVERAL.to_owned());
            }
            item
        }
    }
}
