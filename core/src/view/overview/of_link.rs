//! The report's screen, of what a link holds. It needs nothing of the engine.

use super::rows::{Item, Listed, Rows};
use super::{Screen, gate};
use crate::link::{File, Part, Payload};
use crate::numbers::Threshold;
use crate::view::{Lane, Overview, Query};

/// The report that a link holds, for a query: its threshold and order, files or a tree, and only what is below the threshold. A filter of
/// words needs the engine, functions and classes need sources, and other unions than that of the lanes that are on need the data: what a
/// query says of these is passed over. The basis says what the link leaves out.
pub fn of_link(payload: &Payload, query: &Query) -> Overview {
    let threshold = match query.threshold {
        Some(typed) => {
            (Threshold { fail_under: typed.clamp(0.0, 100.0), ..payload.threshold }, "set on this page".to_owned())
        }
        None => (payload.threshold, payload.threshold_from.clone()),
    };
    let make = &Rows { n_lanes: payload.lanes.len(), threshold: threshold.0 };
    let files = &Listed::new(make, payload.files.iter().map(|file| item(make, file)).collect());
    let names: Vec<&str> = payload.lanes.iter().map(|lane| lane.name.as_str()).collect();
    let screen = Screen { make, query, lanes: &names, table: &payload.table, files, listed: files };
    let shown = screen.show(gate(threshold, &payload.reasons, &files.sum), &mut |_| true);
    let n_unknown = payload.files.iter().filter(|file| file.result.is_err()).count();
    let lanes = shown.lanes.into_iter().zip(&payload.lanes).map(|(shown, lane)| Lane {
        files: lane.files.iter().map(|file| file.name.clone()).collect(),
        on: lane.on,
        ..shown
    });
    Overview {
        lanes: lanes.collect(),
        n_files: shown.n_files + n_unknown,
        has_branches: payload.has_branches,
        basis: payload.detail.left_out().unwrap_or_default(),
        ..shown
    }
}

fn item(make: &Rows, file: &File) -> Item {
    let counted = |part: &Part| Some((part.numbers, part.is_estimated));
    match &file.result {
        Err(unknown) => make.unknown(&file.path, unknown),
        Ok(covered) => {
            let lanes = covered.lanes.iter().map(counted).collect();
            make.item(&file.path, counted(&covered.union), lanes, covered.shares.clone())
        }
    }
}
