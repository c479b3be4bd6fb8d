//! A payload with less detail: what is left out, and files folded into their folders.

use super::{Covered, Detail, File, Part, Payload};
use crate::numbers::Numbers;
use crate::share;

impl Payload {
    /// The same with no more than this detail. What is left out does not come back.
    #[must_use]
    pub fn with(&self, detail: Detail) -> Payload {
        let mut payload = Payload { detail: detail.max(self.detail), ..self.clone() };
        match payload.detail {
            Detail::Folded(depth) => payload.files = folded(&payload.files, &|file| folder(file, depth)),
            Detail::Total => {
                payload.patch = None;
                payload.files.retain(|file| file.result.is_ok());
                payload.files.iter_mut().for_each(|file| file.changed = None);
                payload.files = folded(&payload.files, &|_| Some(""));
                // Of many data files the digests alone can be too long.
                payload.lanes.iter_mut().for_each(|lane| lane.files.clear());
            }
            _ => {}
        }
        for covered in payload.files.iter_mut().filter_map(|file| file.result.as_mut().ok()) {
            leave_out(covered, payload.detail);
        }
        payload
    }

    /// How many folders the deepest file is in.
    pub(super) fn depth(&self) -> usize {
        self.files.iter().map(|file| file.path.matches('/').count()).max().unwrap_or(0)
    }
}

fn leave_out(covered: &mut Covered, detail: Detail) {
    for lane in &mut covered.lanes {
        if !detail.has_lane_lines() {
            lane.missing.clear();
        }
        if !detail.has_lane_branches() {
            lane.missing_branches.clear();
        }
    }
    if !detail.has_lines() {
        covered.union.missing.clear();
    }
    if !detail.has_branches() {
        covered.union.missing_branches.clear();
    }
}

/// The folder that a file is folded into, with the slash at its end. Not one without numbers, nor one with changed lines.
fn folder(file: &File, depth: u32) -> Option<&str> {
    let mut slashes = file.path.match_indices('/');
    if file.changed.is_some() || file.result.is_err() {
        return None;
    }
    let depth = depth as usize;
    let end = match depth.checked_sub(1) {
        None => slashes.next().map(|_| 0)?,
        Some(last) => slashes.nth(last).map(|(at, _)| at + 1).filter(|_| slashes.next().is_some())?,
    };
    file.path.get(..end)
}

/// The files, in their order; those that `place` tells a folder for as one row of it, where its first was.
fn folded(files: &[File], place: &dyn Fn(&File) -> Option<&str>) -> Vec<File> {
    let mut rows: Vec<File> = Vec::new();
    let mut folders: std::collections::HashMap<String, (usize, Vec<&Covered>)> = std::collections::HashMap::new();
    for file in files {
        match (place(file), &file.result) {
            (Some(folder), Ok(covered)) => {
                let (_, inside) = folders.entry(folder.to_owned()).or_insert_with(|| {
                    let path = folder.to_owned();
                    rows.push(File { path, result: Ok(Covered::default()), changed: None });
                    (rows.len() - 1, Vec::new())
                });
                inside.push(covered);
            }
            _ => rows.push(file.clone()),
        }
    }
    for (at, inside) in folders.into_values() {
        if let Some(row) = rows.get_mut(at) {
            row.result = Ok(sum(&inside));
        }
    }
    rows
}

/// The sum of some files.
fn sum(files: &[&Covered]) -> Covered {
    let part = |part: &dyn Fn(&Covered) -> Option<&Part>| {
        let parts: Vec<&Part> = files.iter().filter_map(|covered| part(covered)).collect();
        let numbers: Numbers = parts.iter().map(|part| part.numbers).sum();
        Part { numbers, is_estimated: parts.iter().any(|part| part.is_estimated), ..Part::default() }
    };
    let n_lanes = files.first().map_or(0, |covered| covered.lanes.len());
    let mut shares = share::sum(files.iter().flat_map(|covered| &covered.shares));
    shares.sort_by(|a, b| a.lanes.cmp(&b.lanes));
    Covered {
        union: part(&|covered| Some(&covered.union)),
        lanes: (0..n_lanes).map(|lane| part(&|covered| covered.lanes.get(lane))).collect(),
        shares,
    }
}
