//! Where there is something to cover.

use crate::view::{Line, LineState, Miss};

/// All stretches of missing lines, and all partial statements.
pub(super) fn misses(lines: &[Line]) -> Vec<Miss> {
    let mut misses: Vec<Miss> = Vec::new();
    let mut in_stretch = false;
    for line in lines {
        let is_partial = line.state == LineState::Partial;
        // A statement over several lines is one place.
        let goes_on = line.first != line.number || (in_stretch && !is_partial);
        match line.state {
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
        in_stretch = line.state == LineState::Missing || (in_stretch && line.state == LineState::Plain);
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
