//! The file from far away.

use crate::view::{Line, LineState, Mark, Stripe};

/// So many parts are told apart: more than a screen has pixels in its height is of no use.
const MOST_PARTS: u32 = 1_000;

/// Stretches of lines with the same mark. In long files several lines are one part, which has the mark that weighs most.
pub(super) fn stripes(lines: &[Line]) -> Vec<Stripe> {
    let last = lines.last().map_or(0, |line| line.number);
    let size = last.div_ceil(MOST_PARTS).max(1);
    let part = |line: &Line| line.number.saturating_sub(1) / size;
    let mut stripes: Vec<Stripe> = Vec::new();
    for part in lines.chunk_by(|a, b| part(a) == part(b)) {
        let (Some(mark), Some(start)) = (part.iter().filter_map(mark).max(), part.first()) else { continue };
        let first = (start.number - 1) / size * size + 1;
        let end = last.min(first.saturating_add(size - 1));
        match stripes.last_mut() {
            Some(before) if before.mark == mark && before.last + 1 == first => before.last = end,
            _ => stripes.push(Stripe { mark, first, last: end }),
        }
    }
    stripes
}

fn mark(line: &Line) -> Option<Mark> {
    match (line.state, line.lanes.as_slice()) {
        (LineState::Missing, _) => Some(Mark::Missing),
        (LineState::Partial, _) => Some(Mark::Partial),
        (LineState::Excluded, _) => Some(Mark::Excluded),
        (LineState::Plain, _) | (LineState::Run, []) => None,
        (LineState::Run, [lane]) => Some(Mark::Lane(*lane)),
        (LineState::Run, _) => Some(Mark::Shared),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::lines;
    use super::*;
    use crate::line::LineNo;

    fn told(stripes: &[Stripe]) -> Vec<(Mark, LineNo, LineNo)> {
        stripes.iter().map(|stripe| (stripe.mark, stripe.first, stripe.last)).collect()
    }

    #[test]
    fn lines_alike_are_one_stripe() {
        let run = Mark::Shared;
        assert_eq!(
            told(&stripes(&lines("rr.rmmpx"))),
            [(run, 1, 2), (run, 4, 4), (Mark::Missing, 5, 6), (Mark::Partial, 7, 7), (Mark::Excluded, 8, 8)]
        );
        assert_eq!(stripes(&[]), []);
    }

    #[test]
    fn a_long_file_has_no_more_than_a_screen_can_show() {
        let long = lines(&"rm.x".repeat(12_500));
        let found = told(&stripes(&long));
        assert_eq!(found, [(Mark::Missing, 1, 50_000)], "what weighs most is seen");
        let long = lines(&["r".repeat(49_999), "m".to_owned()].concat());
        assert_eq!(told(&stripes(&long)), [(Mark::Shared, 1, 49_950), (Mark::Missing, 49_951, 50_000)]);
    }
}
