//! Where there is something to cover: the lines that "next miss" goes to.

use covscope_core::line::LineNo;
use covscope_core::view::{Line, LineState};

/// The first lines of all stretches of missing lines, and all partial lines.
pub(super) fn misses(lines: &[Line]) -> Vec<LineNo> {
    let mut misses = Vec::new();
    let mut in_stretch = false;
    for line in lines {
        match line.state {
            LineState::Missing if !in_stretch => {
                misses.push(line.number);
                in_stretch = true;
            }
            LineState::Partial => {
                // A statement over several lines is one place.
                if line.first == line.number {
                    misses.push(line.number);
                }
                in_stretch = false;
            }
            LineState::Run | LineState::Excluded => in_stretch = false,
            // Blank lines and comments do not end a stretch.
            LineState::Missing | LineState::Plain => {}
        }
    }
    misses
}

/// The miss after (or before) a line; from the last on to the first, and the other way round.
pub(super) fn next(misses: &[LineNo], here: Option<LineNo>, forward: bool) -> Option<LineNo> {
    let here = here.unwrap_or(0);
    let found = if forward {
        misses.iter().find(|&&line| line > here).or(misses.first())
    } else {
        misses.iter().rev().find(|&&line| line < here).or(misses.last())
    };
    found.copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(states: &str) -> Vec<Line> {
        let state = |letter| match letter {
            'r' => LineState::Run,
            'm' => LineState::Missing,
            'p' | 'P' => LineState::Partial,
            'x' => LineState::Excluded,
            _ => LineState::Plain,
        };
        let line = |(number, letter): (LineNo, char)| Line {
            number,
            text: String::new(),
            state: state(letter),
            first: if letter == 'P' { number - 1 } else { number },
            lanes: vec![],
            branches: vec![],
        };
        (1..).zip(states.chars()).map(line).collect()
    }

    #[test]
    fn stretches_and_partial_lines_are_places() {
        assert_eq!(misses(&lines("rmm.mrmpPp")), [2, 7, 8, 10]);
        assert_eq!(misses(&lines("mxm")), [1, 3]);
        assert_eq!(misses(&lines("r..r")), [0; 0]);
    }

    #[test]
    fn next_and_previous_go_round() {
        let misses = [2, 7, 9];
        assert_eq!(next(&misses, None, true), Some(2));
        assert_eq!(next(&misses, Some(2), true), Some(7));
        assert_eq!(next(&misses, Some(9), true), Some(2));
        assert_eq!(next(&misses, Some(8), false), Some(7));
        assert_eq!(next(&misses, None, false), Some(9));
        assert_eq!(next(&[], Some(3), true), None);
    }
}
