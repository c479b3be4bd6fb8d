//! The payload of version 1's bytes.

use super::bytes::{Reader, counted, damaged, too_large};
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
    let from = &mut Reader::new(opened(bytes)?);
    let mut payload = header(from)?;
    let n_files = from.length()?;
    let paths = from.paths(n_files)?;
    let results = results(from, n_files)?;
    let is_estimated: Vec<bool> = results.iter().filter_map(|result| result.as_ref().ok()).copied().collect();
    let numbers = numbers(from, is_estimated.len())?;
    let shares = from.shares(&numbers, &payload.lanes)?;
    let mut rows: Vec<Covered> = Vec::new();
    for ((numbers, is_estimated), shares) in numbers.into_iter().zip(is_estimated).zip(shares) {
        let union = Part { numbers, is_estimated, ..Part::default() };
        rows.push(Covered { union, lanes: Vec::new(), shares });
    }
    lanes(from, &mut rows, payload.lanes.len())?;
    missing(from, &mut rows, payload.detail, payload.lanes.len())?;
    let mut rows = rows.into_iter();
    for (path, result) in paths.into_iter().zip(results) {
        let result = result.map(|_| rows.next().unwrap_or_default());
        payload.files.push(File { path, result, changed: None });
    }
    if payload.patch.is_some() {
        changes(from, &mut payload.files)?;
    }
    match from.rest() {
        0 => within_limits(payload),
        more => Err(damaged(format!("{more} bytes follow behind its end."))),
    }
}

fn header(from: &mut Reader<'_>) -> Result<Payload> {
    let detail = match from.number()? {
        0 => Detail::All,
        1 => Detail::NoLaneBranches,
        2 => Detail::NoLaneLines,
        3 => Detail::NoBranches,
        4 => Detail::NoLines,
        5 => Detail::Total,
        more => Detail::Folded(u32::try_from(more - 6).unwrap_or(u32::MAX)),
    };
    let flags = from.number()?;
    if flags >= 1 << 5 {
        return Err(damaged("It has flags that version 1 does not know."));
    }
    let flag = |bit: u32| flags >> bit & 1 == 1;
    let provenance = Provenance {
        repository: from.text()?,
        pull_request: from.number()?,
        head: from.hex()?,
        base: from.hex()?,
        run: from.number()?,
    };
    let mut payload = Payload { provenance, has_branches: flag(0), detail, ..Payload::default() };
    for _ in 0..from.length()? {
        let mut lane = Lane { name: from.text()?, on: from.flag()?, files: Vec::new() };
        for _ in 0..from.length()? {
            lane.files.push(DataFile { name: from.text()?, digest: from.hex()? });
        }
        payload.lanes.push(lane);
    }
    payload.expected = from.texts()?;
    payload.skipped = from.texts()?;
    payload.threshold = Threshold { fail_under: from.fraction()?, precision: from.count()? };
    payload.threshold_from = from.text()?;
    for _ in 0..from.length()? {
        payload.reasons.push(reason(from)?);
    }
    payload.table = Table { skip_covered: flag(1), skip_empty: flag(2), sort: from.text()? };
    let fail_under = if flag(4) { Some(from.fraction()?) } else { None };
    payload.patch = flag(3).then_some(Patch { fail_under });
    Ok(payload)
}

fn reason(from: &mut Reader<'_>) -> Result<Reason> {
    Ok(match from.number()? {
        0 => Reason::Lanes(Absence::Missing, from.texts()?),
        1 => Reason::Lanes(Absence::Skipped, from.texts()?),
        2 => Reason::Lanes(Absence::SwitchedOff, from.texts()?),
        3 => Reason::OnlyLane(from.text()?),
        4 => Reason::DataUnusable(from.text()?),
        5 => Reason::Files(Trouble::NoSource, from.count()?),
        6 => Reason::Files(Trouble::Syntax, from.count()?),
        7 => Reason::Files(Trouble::Plugin, from.count()?),
        8 => Reason::NothingToCount,
        9 => Reason::Settings(from.text()?),
        10 => Reason::Pattern,
        11 => Reason::PathsApart,
        code => return Err(damaged(format!("It gives a reason {code}, which version 1 does not know."))),
    })
}

/// For each file whether it is estimated, or why it has no numbers.
fn results(from: &mut Reader<'_>, n_files: usize) -> Result<Vec<std::result::Result<bool, Unknown>>> {
    let kinds: Vec<u64> = (0..n_files).map(|_| from.number()).collect::<Result<_>>()?;
    let results = kinds.into_iter().map(|kind| {
        Ok(match kind {
            0 => Ok(false),
            1 => Ok(true),
            2 => Err(Unknown::NoSource),
            3 => Err(Unknown::Syntax(from.text()?)),
            4 => Err(Unknown::Plugin(from.text()?)),
            _ => return Err(damaged("It has a kind of file that version 1 does not know.")),
        })
    });
    results.collect()
}

fn numbers(from: &mut Reader<'_>, n_rows: usize) -> Result<Vec<Numbers>> {
    let mut rows = Vec::new();
    for _ in 0..n_rows {
        rows.push(Numbers { n_files: from.count()?, ..Numbers::default() });
    }
    let mut column = |field: fn(&mut Numbers) -> &mut usize| {
        rows.iter_mut().try_for_each(|row| {
            *field(row) = from.count()?;
            Ok(())
        })
    };
    column(|row| &mut row.n_statements)?;
    column(|row| &mut row.n_excluded)?;
    column(|row| &mut row.n_branches)?;
    column(|row| &mut row.n_missing)?;
    column(|row| &mut row.n_partial_branches)?;
    for row in &mut rows {
        row.n_missing_branches = from.more_than(row.n_partial_branches as i64)?;
    }
    Ok(rows)
}

fn lanes(from: &mut Reader<'_>, rows: &mut [Covered], n_lanes: usize) -> Result<()> {
    if rows.len().saturating_mul(n_lanes).saturating_mul(LANE_COLUMNS) > from.rest() {
        return Err(damaged("It is too short for the numbers of its lanes."));
    }
    let covered: Vec<_> = rows.iter().map(|row| by_lane(&row.shares, n_lanes)).collect();
    for lane in 0..n_lanes {
        let mut more = vec![[0; LANE_COLUMNS]; rows.len()];
        for column in 0..LANE_COLUMNS {
            for more in more.iter_mut().filter_map(|row| row.get_mut(column)) {
                *more = from.signed()?;
            }
        }
        for ((row, covered), more) in rows.iter_mut().zip(&covered).zip(more) {
            let covered = covered.get(lane).copied().unwrap_or_default();
            let part = lane_part(&row.union, covered, more)?;
            row.lanes.push(part);
        }
    }
    Ok(())
}

/// A lane's numbers by what is expected of them, and what they are more than that.
fn lane_part(union: &Part, covered: Points, more: [i64; LANE_COLUMNS]) -> Result<Part> {
    let [estimated, statements, excluded, branches, missing, missing_branches, partial] = more;
    let than = |expected: i64, more: i64| counted(expected.saturating_add(more));
    let mut numbers = union.numbers;
    numbers.n_statements = than(numbers.n_statements as i64, statements)?;
    numbers.n_excluded = than(numbers.n_excluded as i64, excluded)?;
    numbers.n_branches = than(numbers.n_branches as i64, branches)?;
    numbers.n_missing = than(numbers.n_statements as i64 - covered.0, missing)?;
    numbers.n_missing_branches = than(numbers.n_branches as i64 - covered.1, missing_branches)?;
    numbers.n_partial_branches = than(numbers.n_partial_branches as i64, partial)?;
    Ok(Part { numbers, is_estimated: union.is_estimated ^ (estimated != 0), ..Part::default() })
}

fn missing(from: &mut Reader<'_>, rows: &mut [Covered], detail: Detail, n_lanes: usize) -> Result<()> {
    if detail.has_lines() {
        let lists = from.stretches(rows.len())?;
        rows.iter_mut().zip(lists).for_each(|(row, bounds)| row.union.missing = spans(&bounds));
    }
    if detail.has_branches() {
        let count = |row: &Covered| from.more_than(row.union.numbers.n_partial_branches as i64);
        let counts: Vec<usize> = rows.iter().map(count).collect::<Result<_>>()?;
        let lists = from.branches(&counts)?;
        rows.iter_mut().zip(lists).for_each(|(row, list)| row.union.missing_branches = list);
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_lines()) {
        let lists = from.stretches(rows.len())?;
        for (row, list) in rows.iter_mut().zip(lists) {
            from.work_out(row.union.missing.len() * 2 + list.len())?;
            if let Some(part) = row.lanes.get_mut(lane) {
                part.missing = spans(&differing(&bounds(&row.union.missing), &list));
            }
        }
    }
    for lane in (0..n_lanes).filter(|_| detail.has_lane_branches()) {
        let counts: Vec<usize> = rows.iter().map(|_| from.count()).collect::<Result<_>>()?;
        for (row, list) in rows.iter_mut().zip(from.branches(&counts)?) {
            if let Some(part) = row.lanes.get_mut(lane) {
                from.work_out(row.union.missing_branches.len() + part.missing.len() + list.len())?;
                let expected = from_lines_that_ran(&row.union.missing_branches, &part.missing);
                part.missing_branches = differing(&expected, &list);
            }
        }
    }
    Ok(())
}

fn changes(from: &mut Reader<'_>, files: &mut [File]) -> Result<()> {
    let length = from.length()?;
    let rows = from.rising(length)?;
    let mut changed = vec![Changed::default(); rows.len()];
    let mut column = |field: fn(&mut Numbers) -> &mut usize| {
        changed.iter_mut().try_for_each(|changed| {
            *field(&mut changed.numbers) = from.count()?;
            Ok(())
        })
    };
    column(|numbers| &mut numbers.n_statements)?;
    column(|numbers| &mut numbers.n_missing)?;
    column(|numbers| &mut numbers.n_branches)?;
    column(|numbers| &mut numbers.n_partial_branches)?;
    column(|numbers| &mut numbers.n_missing_branches)?;
    let lists = from.stretches(rows.len())?;
    for ((row, mut changed), bounds) in rows.into_iter().zip(changed).zip(lists) {
        changed.lines = spans(&bounds);
        changed.numbers.n_files = 1;
        let file = files.get_mut(row as usize).ok_or_else(|| damaged("It tells of files that are not there."))?;
        file.changed = Some(changed);
    }
    Ok(())
}

impl Reader<'_> {
    fn flag(&mut self) -> Result<bool> {
        Ok(self.number()? != 0)
    }

    /// A count that is told by what it is more than expected.
    fn more_than(&mut self, expected: i64) -> Result<usize> {
        counted(self.signed()?.checked_add(expected).unwrap_or(i64::MAX))
    }
}

/// The payload, if sums of it are what is added up elsewhere without a second look.
fn within_limits(payload: Payload) -> Result<Payload> {
    let parts = || {
        let rows = payload.files.iter().filter_map(|file| file.result.as_ref().ok());
        rows.flat_map(|row| std::iter::once((0, &row.union)).chain((1..).zip(&row.lanes)))
    };
    let fields: [fn(&Numbers) -> usize; 7] = [
        |numbers| numbers.n_files,
        |numbers| numbers.n_statements,
        |numbers| numbers.n_excluded,
        |numbers| numbers.n_missing,
        |numbers| numbers.n_branches,
        |numbers| numbers.n_partial_branches,
        |numbers| numbers.n_missing_branches,
    ];
    for field in fields {
        let mut sums = vec![0; payload.lanes.len() + 1];
        for (place, part) in parts() {
            if let Some(sum) = sums.get_mut(place) {
                *sum = counted(i64::try_from(*sum + field(&part.numbers)).unwrap_or(i64::MAX))?;
            }
        }
    }
    Ok(payload)
}
