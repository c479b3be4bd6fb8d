//! What a link tells of one file: its numbers, and what is missing.

use super::{host, misses, stripes};
use crate::line::LineNo;
use crate::link::{Covered, Payload};
use crate::view::overview::row_of_link;
use crate::view::{File, Line, LineCounts, LineState, Query};

/// So many lines of a file are shown at most: a link may say that very many are missing.
const MOST_LINES: usize = 50_000;

/// The source view of the file with that path; `None` if the link tells of none.
pub fn file_of_link(payload: &Payload, path: &str, query: &Query) -> Option<File> {
    let file = payload.files.iter().find(|file| file.path == path)?;
    let covered = file.result.as_ref().ok();
    let lines = covered.map(lines).unwrap_or_default();
    let provenance = &payload.provenance;
    let commit = Some(provenance.head.as_str()).filter(|head| !head.is_empty());
    let repository = Some(provenance.repository.as_str()).filter(|repository| !repository.is_empty());
    Some(File {
        row: row_of_link(payload, file, query),
        measured_as: Vec::new(),
        basis: "the link".to_owned(),
        has_text: false,
        counts: covered.map(|covered| counts(&covered.union.numbers)),
        misses: misses::misses(&lines),
        stripes: stripes::stripes(&lines),
        arrows: Vec::new(),
        sentences: Vec::new(),
        outline: Vec::new(),
        host: repository.and_then(|repository| host::host(repository, commit, path)),
        problems: Vec::new(),
        lines,
    })
}

fn counts(numbers: &crate::numbers::Numbers) -> LineCounts {
    LineCounts {
        run: numbers.n_executed(),
        missing: numbers.n_missing,
        excluded: numbers.n_excluded,
        partial: numbers.n_partial_branches,
    }
}

/// The lines that are missing, and those that are partial; all others ran or are no statements.
fn lines(covered: &Covered) -> Vec<Line> {
    let line = |number: LineNo, state: LineState, note: String| Line {
        number,
        text: String::new(),
        colours: Vec::new(),
        state,
        first: number,
        lanes: Vec::new(),
        note,
        branches: Vec::new(),
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
