//! The payload of version 1's bytes.

use super::bytes::{Reader, too_large};
use super::checked::opened;
use super::limits::MOST_BYTES;
use super::lists::{bounds, differing, from_lines_that_ran, spans};
use super::shares::{LANE_COLUMNS, Points, by_lane};
use super::{Changed, Covered, DataFile, Detail, File, Lane, Part, Patch, Payload, Provenance, Table};
use crate::error::Result;
use crate::numbers::{Numbers, Threshold};
use crate::reason::{Absence, Reason, Trouble, Unknown};

/// The payload of an inflated body.
///
/// # Errors
/// The bytes were cut off or changed, are another program's, or more than is read here.
pub fn decode(bytes: &[u8]) -> Result<Payload> {
    if bytes.len() > MOST_BYTES {
        return Err(too_large(format!("It is longer than the {MOST_BYTES} bytes that are read here.")));
    }
    let mut from = Reader::new(opened(bytes)?);
    let mut payload = header(&mut from);
    let n_files = from.length();
    let paths = from.paths(n_files);
    let kinds = from.numbers(paths.len());
    for (path, kind) in paths.into_iter().zip(kinds) {
        let result = result(&mut from, kind);
        payload.files.push(File { path, result, changed: None });
    }
    let Payload { files, lanes, detail, .. } = &mut payload;
    // Each row has a place for each lane, also where nothing is known.
    from.works_out(files.len().saturating_mul(lanes.len()));
    let mut rows: Vec<&mut Covered> = files.iter_mut().filter_map(|file| file.result.as_mut().ok()).collect();
    numbers(&mut from, &mut rows);
    let own: Vec<Numbers> = rows.iter().map(|row| row.union.numbers).collect();
    let shares = from.shares(&own, lanes);
    rows.iter_mut().zip(shares).for_each(|(row, shares)| row.shares = shares);
    self::lanes(&mut from, &mut rows, lanes.len());
    missing(&mut from, &mut rows, *detail, lanes.len());
    if payload.patch.is_some() {
        changes(&mut from, &mut payload.files);
    }
    limit(&mut from, &payload);
    from.finish(payload)
}

fn header(from: &mut Reader<'_>) -> Payload {
    let detail = match from.number() {
        0 => Detail::All,
        1 => Detail::NoLaneBranches,
        2 => Detail::NoLaneLines,
        3 => Detail::NoBranches,
        4 => Detail::NoLines,
        5 => Detail::Total,
        more => Detail::Folded(u32::try_from(more - 6).unwrap_or(u32::MAX)),
    };
    let flags = from.number();
    if flags >= 1 << 6 {
        from.damaged("It has flags that version 1 does not know.");
    }
    let flag = |bit: u32| flags >> bit & 1 == 1;
    let provenance = Provenance {
        repository: from.text(),
        pull_request: from.number(),
        head: from.hex(),
        base: from.hex(),
        run: from.number(),
        folder: if flag(5) { from.text() } else { String::new() },
    };
    let mut lanes = Vec::new();
    for _ in 0..from.length() {
        let (name, on) = (from.text(), from.flag());
        let files = (0..from.length()).map(|_| DataFile { name: from.text(), digest: from.hex() }).collect();
        lanes.push(Lane { name, on, files });
    }
    let (expected, skipped) = (from.texts(), from.texts());
    let threshold = Threshold { fail_under: from.percent(), precision: from.count() };
    let threshold_from = from.text();
    let reasons = (0..from.length()).map(|_| reason(from)).collect();
    let table = Table { skip_covered: flag(1), skip_empty: flag(2), sort: from.text() };
    let fail_under = flag(4).then(|| from.percent());
    let patch = flag(3).then_some(Patch { fail_under });
    let has_branches = flag(0);
    let files = Vec::new();
    Payload {
        provenance,
        lanes,
        expected,
        skipped,
        threshold,
        threshold_from,
        reasons,
        has_branches,
        table,
        patch,
        detail,
        files,
    }
}

fn reason(from: &mut Reader<'_>) -> Reason {
    match from.number() {
        0 => Reason::Lanes(Absence::Missing, from.texts()),
        1 => Reason::Lanes(Absence::Skipped, from.texts()),
        2 => Reason::Lanes(Absence::SwitchedOff, from.texts()),
        3 => Reason::OnlyLane(from.text()),
        4 => Reason::DataUnusable(from.text()),
        5 => Reason::Files(Trouble::NoSource, from.count()),
        6 => Reason::Files(Trouble::Syntax, from.count()),
        7 => Reason::Files(Trouble::Plugin, from.count()),
        8 => Reason::NothingToCount,
        9 => Reason::Settings(from.text()),
        10 => Reason::Pattern,
        11 => Reason::PathsApart,
        12 => Reason::Files(Trouble::Stale, from.count()),
        _ => {
            from.damaged("It gives a reason that version 1 does not know.");
            Reason::Pattern
        }
    }
}

/// A file's numbers, to be read; or why it has none.
fn result(from: &mut Reader<'_>, kind: u64) -> std::result::Result<Covered, Unknown> {
    match kind {
        0 | 1 => {
            let union = Part { is_estimated: kind == 1, ..Part::default() };
            Ok(Covered { union, ..Covered::default() })
        }
        2 => Err(Unknown::NoSource),
        3 => Err(Unknown::Syntax(from.text())),
        4 => Err(Unknown::Plugin(from.text())),
        _ => {
            from.damaged("It has a kind of file that version 1 does not know.");
            Err(Unknown::NoSource)
        }
    }
}

fn numbers(from: &mut Reader<'_>, rows: &mut [&mut Covered]) {
    let fields: [fn(&mut Numbers) -> &mut usize; 6] = [
        |row| &mut row.n_files,
        |row| &mut row.n_statements,
        |row| &mut row.n_excluded,
        |row| &mut row.n_branches,
        |row| &mut row.n_missing,
        |row| &mut row.n_partial_branches,
    ];
    for field in fields {
        rows.iter_mut().for_each(|row| *field(&mut row.union.numbers) = from.count());
    }
    for numbers in rows.iter_mut().map(|row| &mut row.union.numbers) {
        numbers.n_missing_branches = from.more_than(numbers.n_partial_branches as i64);
    }
}

fn lanes(from: &mut Reader<'_>, rows: &mut [&mut Covered], n_lanes: usize) {
    if rows.len().saturating_mul(n_lanes).saturating_mul(LANE_COLUMNS) > from.rest() {
        from.damaged("It is too short for the numbers of its lanes.");
        return;
    }
    let covered: Vec<_> = rows.iter().map(|row| by_lane(&row.shares, n_lanes)).collect();
    for lane in 0..n_lanes {
        let mut more = vec![[0; LANE_COLUMNS]; rows.len()];
        for column in 0..LANE_COLUMNS {
            more.iter_mut().filter_map(|row| row.get_mut(column)).for_each(|more| *more = from.signed());
        }
        for ((row, covered), more) in rows.iter_mut().zip(&covered).zip(more) {
            let covered = covered.get(lane).copied().unwrap_or_default();
            let part = lane_part(from, &row.union, covered, more);
            row.lanes.push(part);
        }
    }
}

/// A lane's numbers by what is expected of them, and what they are more than that.
fn lane_part(from: &mut Reader<'_>, union: &Part, covered: Points, more: [i64; LANE_COLUMNS]) -> Part {
    let [estimated, statements, excluded, branches, missing, missing_branches, partial] = more;
    let mut than = |expected: i64, more: i64| from.counted(expected.saturating_add(more));
    let mut numbers = union.numbers;
    numbers.n_statements = than(numbers.n_statements as i64, statements);
    numbers.n_excluded = than(numbers.n_excluded as i64, excluded);
    numbers.n_branches = than(numbers.n_branches as i64, branches);
    numbers.n_missing = than(numbers.n_statements as i64 - covered.0, missing);
    numbers.n_missing_branches = than(numbers.n_branches as i64 - covered.1, missing_branches);
    numbers.n_partial_branches = than(numbers.n_partial_branches as i64, partial);
    Part { numbers, is_estimated: union.is_estimated ^ (estimated != 0), ..Part::default() }
}

fn missing(from: &mut Reader<'_>, rows: &mut [&mut Covered], detail: Detail, n_lanes: usize) {
    if detail.has_lines() {
        let lists = from.stretches(rows.len());
        rows.iter_mut().zip(lists).for_each(|(row, bounds)| row.union.missing = spans(&bounds));
    }
    if detail.has_branches() {
        let count = |row: &&mut Covered| from.more_than(row.union.numbers.n_partial_branches as i64) as u64;
        let counts: Vec<u64> = rows.iter().map(count).collect();
        let lists = from.branches(&counts);
        rows.iter_mut().zip(lists).for_each(|(row, list)| row.union.missing_branches = list);
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_lines()) {
        let lists = from.stretches(rows.len());
        for (row, list) in rows.iter_mut().zip(lists) {
            let Covered { union, lanes, .. } = &mut **row;
            if let Some(part) = lanes.get_mut(lane).filter(|_| from.works_out(union.missing.len() * 2 + list.len())) {
                part.missing = spans(&differing(&bounds(&union.missing), &list));
            }
        }
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_branches()) {
        let counts = from.numbers(rows.len());
        let lists = from.branches(&counts);
        for (row, list) in rows.iter_mut().zip(lists) {
            let Covered { union, lanes, .. } = &mut **row;
            let Some(part) = lanes.get_mut(lane) else { continue };
            if from.works_out(union.missing_branches.len() + part.missing.len() + list.len()) {
                let expected = from_lines_that_ran(&union.missing_branches, &part.missing);
                part.missing_branches = differing(&expected, &list);
            }
        }
    }
}

fn changes(from: &mut Reader<'_>, files: &mut [File]) {
    let length = from.length();
    let rows = from.rising(length);
    let mut changed = vec![Changed::default(); rows.len()];
    let fields: [fn(&mut Numbers) -> &mut usize; 5] = [
        |numbers| &mut numbers.n_statements,
        |numbers| &mut numbers.n_missing,
        |numbers| &mut numbers.n_branches,
        |numbers| &mut numbers.n_partial_branches,
        |numbers| &mut numbers.n_missing_branches,
    ];
    for field in fields {
        changed.iter_mut().for_each(|changed| *field(&mut changed.numbers) = from.count());
    }
    let lists = from.stretches(rows.len());
    for ((row, mut changed), bounds) in rows.into_iter().zip(changed).zip(lists) {
        changed.lines = spans(&bounds);
        changed.numbers.n_files = 1;
        match files.get_mut(row as usize) {
            Some(file) => file.changed = Some(changed),
            None => from.damaged("It tells of files that are not there."),
        }
    }
}

impl Reader<'_> {
    /// A count that is told by what it is more than expected.
    fn more_than(&mut self, expected: i64) -> usize {
        let more = self.signed();
        self.counted(expected.saturating_add(more))
    }
}

/// Sums are added up elsewhere without a second look.
fn limit(from: &mut Reader<'_>, payload: &Payload) {
    let mut sums = vec![[0_usize; 7]; payload.lanes.len() + 1];
    for row in payload.files.iter().filter_map(|file| file.result.as_ref().ok()) {
        for (sum, part) in sums.iter_mut().zip(std::iter::once(&row.union).chain(&row.lanes)) {
            let Numbers {
                n_files,
                n_statements,
                n_excluded,
                n_missing,
                n_branches,
                n_partial_branches,
                n_missing_branches,
            } = part.numbers;
            let all =
                [n_files, n_statements, n_excluded, n_missing, n_branches, n_partial_branches, n_missing_branches];
            sum.iter_mut().zip(all).for_each(|(sum, more)| *sum = from.counted((*sum + more) as i64));
        }
    }
}
