//! Where there is something to cover.

use crate::line::LineNo;
use crate::set::Set;
use crate::view::{Line, LineState, Miss};

/// All stretches of missing lines, and all partial statements; or only those of the statements that a diff `changed`.
pub(super) fn misses(lines: &[Line], changed: bool) -> Vec<Miss> {
    let statements: Set<LineNo> = lines.iter().filter(|line| line.changed).map(|line| line.first).collect();
    let mut misses: Vec<Miss> = Vec::new();
    let mut in_stretch = false;
    for line in lines {
        let state = match line.state {
            LineState::Partial | LineState::Missing if changed && !statements.contains(&line.first) => LineState::Run,
            state => state,
        };
        let is_partial = state == LineState::Partial;
        // A statement over several lines is one place.
        let goes_on = line.first != line.number || (in_stretch && !is_partial);
        match state {
            LineState::Partial | LineState::Missing if goes_on => {
                if let Some(miss) = misses.last_mut().filter(|miss| miss.is_partial == is_partial) {
                    miss.last = line.number;
                }
            }
            LineState::Partial | LineState::Missing => {
                let says = sentences(line);
                misses.push(Miss { first: line.number, last: line.number, is_partial, says });
            }
            LineState::Run | LineState::Excluded | LineState::Plain => {}
        }
        // Blank lines and comments do not end a stretch.
        in_stretch = state == LineState::Missing || (in_stretch && state == LineState::Plain);
    }
    for miss in misses.iter_mut().filter(|miss| !miss.is_partial) {
        miss.says = match (miss.first, miss.last) {
            (first, last) if first == last => format!("line {first} missing"),
            (first, last) => format!("lines {first} to {last} missing"),
        };
    }
    misses
}

/// Why a partial line is one.
fn sentences(line: &Line) -> String {
    let why: Vec<&str> = line.branches.iter().map(|branch| branch.why.as_str()).filter(|why| !why.is_empty()).collect();
    if why.is_empty() { format!("line {} partial, {}", line.number, line.note) } else { why.join("; ") }
}
