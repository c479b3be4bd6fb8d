//! From partial lines to where they never went.

use crate::line::{LineNo, Point};
use crate::report::Covered;
use crate::view::{Arrow, Line, LineState};

/// The arrows of all partial lines, each in a column: those inside of others are nearer to the text.
pub(super) fn arrows(covered: &Covered, lines: &[Line]) -> Vec<Arrow> {
    let mut ends: Vec<(LineNo, LineNo)> = Vec::new();
    for line in lines.iter().filter(|line| line.state == LineState::Partial && line.first == line.number) {
        for arc in covered.union.missing_branches.leaving(line.number) {
            if let Point::Line(to) = arc.to
                && to != line.number
            {
                ends.push((line.number, to));
            }
        }
    }
    in_tracks(ends)
}

fn in_tracks(mut ends: Vec<(LineNo, LineNo)>) -> Vec<Arrow> {
    // From the last start back: what is inside of another one starts after it, and takes its column first.
    ends.sort_by_key(|&(from, to)| std::cmp::Reverse((from.min(to), std::cmp::Reverse(from.max(to)))));
    let mut tops = [LineNo::MAX; Arrow::TRACKS as usize];
    let place = |(from, to): (LineNo, LineNo)| {
        let (first, last) = (from.min(to), from.max(to));
        let free = (0..).zip(&mut tops).find(|(_, top)| last < **top);
        let track = match free {
            Some((track, top)) => {
                *top = first;
                track
            }
            None => Arrow::TRACKS - 1,
        };
        Arrow { from, to, track }
    };
    let mut arrows: Vec<Arrow> = ends.into_iter().map(place).collect();
    arrows.sort_by_key(|arrow| (arrow.from, arrow.to));
    arrows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tracks(ends: &[(LineNo, LineNo)]) -> Vec<u8> {
        in_tracks(ends.to_vec()).iter().map(|arrow| arrow.track).collect()
    }

    #[test]
    fn what_is_inside_is_nearer_to_the_text() {
        assert_eq!(tracks(&[(1, 9), (2, 8), (3, 4), (6, 7)]), [2, 1, 0, 0]);
        assert_eq!(tracks(&[(1, 3), (4, 6), (9, 7)]), [0, 0, 0], "one after the other");
        assert_eq!(tracks(&[(1, 5), (1, 9)]), [0, 1], "two of one line");
        assert_eq!(tracks(&[(1, 4), (4, 6)]), [1, 0], "they do not meet");
    }

    #[test]
    fn there_are_no_more_columns_than_room() {
        let nested: Vec<_> = (1..20).map(|i| (i, 100 - i)).collect();
        assert!(tracks(&nested).iter().all(|&track| track < Arrow::TRACKS));
    }
}
