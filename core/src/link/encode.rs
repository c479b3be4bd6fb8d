//! A payload as the bytes of version 1. All of one kind stand together, file by file: so they are more alike, and deflate better.

use super::bytes::Writer;
use super::checked::sealed;
use super::lists::{bounds, differing, from_lines_that_ran};
use super::shares::{LANE_COLUMNS, Points, by_lane, on};
use super::{Covered, Detail, File, Part, Payload};
use crate::line::LineNo;
use crate::numbers::Numbers;
use crate::reason::{Absence, Reason, Trouble, Unknown};

/// The bytes of a payload, not yet deflated. Of what its [`Detail`] says is left out, nothing is written.
pub fn encode(payload: &Payload) -> Vec<u8> {
    marked(payload).0
}

/// The same, and where bytes of another kind begin: they deflate better apart.
pub(super) fn marked(payload: &Payload) -> (Vec<u8>, [usize; 2]) {
    let mut to = Writer::default();
    header(&mut to, payload);
    let files = &payload.files;
    to.count(files.len());
    let texts = to.paths(files.iter().map(|file| file.path.as_str()));
    let behind = to.0.len();
    results(&mut to, files);
    let rows: Vec<&Covered> = files.iter().filter_map(|file| file.result.as_ref().ok()).collect();
    numbers(&mut to, &rows);
    to.shares(&rows, &on(&payload.lanes));
    lanes(&mut to, &rows, payload.lanes.len());
    missing(&mut to, &rows, payload);
    if payload.patch.is_some() {
        changes(&mut to, files);
    }
    (sealed(to.0), [texts, behind])
}

fn header(to: &mut Writer, payload: &Payload) {
    let (provenance, table) = (&payload.provenance, &payload.table);
    to.number(match payload.detail {
        Detail::All => 0,
        Detail::NoLaneBranches => 1,
        Detail::NoLaneLines => 2,
        Detail::NoBranches => 3,
        Detail::NoLines => 4,
        Detail::Total => 5,
        Detail::Folded(depth) => u64::from(depth) + 6,
    });
    let fail_under = payload.patch.and_then(|patch| patch.fail_under);
    let flags = [
        payload.has_branches,
        table.skip_covered,
        table.skip_empty,
        payload.patch.is_some(),
        fail_under.is_some(),
        !provenance.folder.is_empty(),
    ];
    to.number((0..).zip(flags).map(|(bit, flag)| u64::from(flag) << bit).sum());
    to.text(&provenance.repository);
    to.number(provenance.pull_request);
    to.hex(&provenance.head);
    to.hex(&provenance.base);
    to.number(provenance.run);
    if !provenance.folder.is_empty() {
        to.text(&provenance.folder);
    }
    to.count(payload.lanes.len());
    for lane in &payload.lanes {
        to.text(&lane.name);
        to.number(u64::from(lane.on));
        to.count(lane.files.len());
        for file in &lane.files {
            to.text(&file.name);
            to.hex(&file.digest);
        }
    }
    to.texts(&payload.expected);
    to.texts(&payload.skipped);
    to.fraction(payload.threshold.fail_under);
    to.count(payload.threshold.precision);
    to.text(&payload.threshold_from);
    to.count(payload.reasons.len());
    payload.reasons.iter().for_each(|it| reason(to, it));
    to.text(&table.sort);
    if let Some(fail_under) = fail_under {
        to.fraction(fail_under);
    }
}

fn reason(to: &mut Writer, reason: &Reason) {
    to.number(match reason {
        Reason::Lanes(Absence::Missing, _) => 0,
        Reason::Lanes(Absence::Skipped, _) => 1,
        Reason::Lanes(Absence::SwitchedOff, _) => 2,
        Reason::OnlyLane(_) => 3,
        Reason::DataUnusable(_) => 4,
        Reason::Files(Trouble::NoSource, _) => 5,
        Reason::Files(Trouble::Syntax, _) => 6,
        Reason::Files(Trouble::Plugin, _) => 7,
        Reason::NothingToCount => 8,
        Reason::Settings(_) => 9,
        Reason::Pattern => 10,
        Reason::PathsApart => 11,
        Reason::Files(Trouble::Stale, _) => 12,
    });
    match reason {
        Reason::Lanes(_, names) => to.texts(names),
        Reason::OnlyLane(name) | Reason::DataUnusable(name) | Reason::Settings(name) => to.text(name),
        Reason::Files(_, count) => to.count(*count),
        Reason::NothingToCount | Reason::Pattern | Reason::PathsApart => {}
    }
}

fn results(to: &mut Writer, files: &[File]) {
    for file in files {
        to.number(match &file.result {
            Ok(covered) => u64::from(covered.union.is_estimated),
            Err(Unknown::NoSource) => 2,
            Err(Unknown::Syntax(_)) => 3,
            Err(Unknown::Plugin(_)) => 4,
        });
    }
    for file in files {
        if let Err(Unknown::Syntax(words) | Unknown::Plugin(words)) = &file.result {
            to.text(words);
        }
    }
}

fn numbers(to: &mut Writer, rows: &[&Covered]) {
    let mut column = |number: fn(&Numbers) -> usize| rows.iter().for_each(|row| to.count(number(&row.union.numbers)));
    column(|numbers| numbers.n_files);
    column(|numbers| numbers.n_statements);
    column(|numbers| numbers.n_excluded);
    column(|numbers| numbers.n_branches);
    column(|numbers| numbers.n_missing);
    column(|numbers| numbers.n_partial_branches);
    for row in rows {
        let numbers = &row.union.numbers;
        to.signed(numbers.n_missing_branches as i64 - numbers.n_partial_branches as i64);
    }
}

/// Each lane's numbers, as what they are more than expected: than the union's, and than what its shares leave.
fn lanes(to: &mut Writer, rows: &[&Covered], n_lanes: usize) {
    let covered: Vec<_> = rows.iter().map(|row| by_lane(&row.shares, n_lanes)).collect();
    for lane in 0..n_lanes {
        let parts = rows.iter().zip(&covered).filter_map(|(row, covered)| {
            Some(more_than_expected(&row.union, *covered.get(lane)?, row.lanes.get(lane)?))
        });
        let parts: Vec<_> = parts.collect();
        for column in 0..LANE_COLUMNS {
            parts.iter().filter_map(|part| part.get(column)).for_each(|more| to.signed(*more));
        }
    }
}

fn more_than_expected(union: &Part, covered: Points, lane: &Part) -> [i64; LANE_COLUMNS] {
    let (own, all) = (&lane.numbers, &union.numbers);
    let more = |own: usize, expected: usize| own as i64 - expected as i64;
    [
        i64::from(lane.is_estimated ^ union.is_estimated),
        more(own.n_statements, all.n_statements),
        more(own.n_excluded, all.n_excluded),
        more(own.n_branches, all.n_branches),
        more(own.n_missing, own.n_statements) + covered.0,
        more(own.n_missing_branches, own.n_branches) + covered.1,
        more(own.n_partial_branches, all.n_partial_branches),
    ]
}

/// What is missing, as far as the payload has it.
fn missing(to: &mut Writer, rows: &[&Covered], payload: &Payload) {
    let (n_lanes, detail) = (payload.lanes.len(), payload.detail);
    let parts = |lane: usize| rows.iter().filter_map(move |row| Some((&row.union, row.lanes.get(lane)?)));
    if detail.has_lines() {
        to.stretches(&rows.iter().map(|row| bounds(&row.union.missing)).collect::<Vec<_>>());
    }
    if detail.has_branches() {
        let lists: Vec<_> = rows.iter().map(|row| row.union.missing_branches.clone()).collect();
        for (row, list) in rows.iter().zip(&lists) {
            to.signed(list.len() as i64 - row.union.numbers.n_partial_branches as i64);
        }
        to.branches(&lists);
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_lines()) {
        let unexpected = |(union, part): (&Part, &Part)| differing(&bounds(&union.missing), &bounds(&part.missing));
        to.stretches(&parts(lane).map(unexpected).collect::<Vec<_>>());
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_branches()) {
        let unexpected = |(union, part): (&Part, &Part)| {
            let expected = from_lines_that_ran(&union.missing_branches, &part.missing);
            differing(&expected, &part.missing_branches)
        };
        let lists: Vec<_> = parts(lane).map(unexpected).collect();
        lists.iter().for_each(|list| to.count(list.len()));
        to.branches(&lists);
    }
}

/// The changed files, by their rows, with the union's numbers of them, and the lines.
fn changes(to: &mut Writer, files: &[File]) {
    let changed: Vec<_> = (0..).zip(files).filter_map(|(row, file)| Some((row, file.changed.as_ref()?))).collect();
    to.count(changed.len());
    to.rising(&changed.iter().map(|(row, _)| *row).collect::<Vec<LineNo>>());
    let mut column =
        |number: fn(&Numbers) -> usize| changed.iter().for_each(|(_, changed)| to.count(number(&changed.numbers)));
    column(|numbers| numbers.n_statements);
    column(|numbers| numbers.n_missing);
    column(|numbers| numbers.n_branches);
    column(|numbers| numbers.n_partial_branches);
    column(|numbers| numbers.n_missing_branches);
    to.stretches(&changed.iter().map(|(_, changed)| bounds(&changed.lines)).collect::<Vec<_>>());
}
