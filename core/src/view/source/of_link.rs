//! What a link tells of one file: its numbers, and what is missing.

use super::{counts, host, is_in, misses, stripes};
use crate::line::LineNo;
use crate::link::{Covered, Payload};
use crate::view::overview::row_of_link;
use crate::view::{File, Line, LineState, Query};

/// So many lines of a file are shown at most: a link may say that very many are missing.
const MOST_LINES: usize = 50_000;

/// The source view of the file with that path; `None` if the link tells of none.
pub fn file_of_link(payload: &Payload, path: &str, query: &Query) -> Option<File> {
    let file = payload.files.iter().find(|file| file.path == path)?;
    let covered = file.result.as_ref().ok();
    let changed = file.changed.as_ref();
    let spans: Vec<_> = changed.iter().flat_map(|changed| &changed.lines).map(|span| (span.first, span.last)).collect();
    let lines = covered.map(|covered| lines(covered, &spans)).unwrap_or_default();
    let missing = covered.iter().flat_map(|covered| &covered.union.missing);
    let is_cut = missing.map(|span| u64::from(span.last - span.first) + 1).sum::<u64>() > MOST_LINES as u64;
    let limit = changed.filter(|_| query.changes);
    let provenance = &payload.provenance;
    let commit = Some(provenance.head.as_str()).filter(|head| !head.is_empty());
    let repository = Some(provenance.repository.as_str()).filter(|repository| !repository.is_empty());
    Some(File {
        row: row_of_link(payload, file, query),
        measured_as: Vec::new(),
        basis: format!("the link{}", if is_cut { ", of which the first lines are shown" } else { "" }),
        has_text: false,
        counts: limit.map(|changed| &changed.numbers).or(covered.map(|covered| &covered.union.numbers)).map(counts),
        misses: misses::misses(&lines, limit.is_some()),
        stripes: stripes::stripes(&lines),
        arrows: Vec::new(),
        sentences: Vec::new(),
        outline: Vec::new(),
        changed: changed.map(|_| "changed".to_owned()),
        host: repository.and_then(|repository| host::host(repository, commit, &provenance.folder, path)),
        remote: None,
        unchecked: None,
        problems: Vec::new(),
        lines,
    })
}

/// The lines that are missing, and those that are partial; all others ran or are no statements. `changed` are the changed ones.
fn lines(covered: &Covered, changed: &[(LineNo, LineNo)]) -> Vec<Line> {
    let line = |number: LineNo, state: LineState, note: String| Line {
        number,
        text: String::new(),
        colours: Vec::new(),
        state,
        first: number,
        lanes: Vec::new(),
        note,
        branches: Vec::new(),
        changed: is_in(changed, number),
        shown: is_in(changed, number),
        says: None,
    };
    let missing = covered.union.missing.iter().flat_map(|span| span.first..=span.last);
    let mut lines: Vec<Line> =
        missing.take(MOST_LINES).map(|number| line(number, LineState::Missing, String::new())).collect();
    for branches in covered.union.missing_branches.chunk_by(|a, b| a.from == b.from) {
        let Some(from) = branches.first().map(|branch| branch.from) else { continue };
        let target = |to: Option<LineNo>| to.map_or("→ exit".to_owned(), |line| format!("→ line {line}"));
        let targets: Vec<String> = branches.iter().map(|branch| target(branch.to)).collect();
        lines.push(line(from, LineState::Partial, format!("never: {}", targets.join(", "))));
    }
    lines.sort_by_key(|line| line.number);
    lines.dedup_by_key(|line| line.number);
    lines
}
