//! Lines for the tests beside.

use super::misses::misses;
use crate::line::LineNo;
use crate::view::{Line, LineState};

/// A line for each letter, as coverage.py has them: `r`un, `m`issing, `p`artial, e`x`cluded, else plain. A capital continues the
/// statement of the line before.
pub(super) fn lines(states: &str) -> Vec<Line> {
    let state = |letter: char| match letter.to_ascii_lowercase() {
        'r' => LineState::Run,
        'm' => LineState::Missing,
        'p' => LineState::Partial,
        'x' => LineState::Excluded,
        _ => LineState::Plain,
    };
    let line = |(number, letter): (LineNo, char)| Line {
        number,
        text: String::new(),
        colours: Vec::new(),
        state: state(letter),
        first: if letter.is_uppercase() { number - 1 } else { number },
        lanes: if letter == 'r' { vec![0, 1] } else { Vec::new() },
        note: "never: → exit".to_owned(),
        branches: Vec::new(),
        changed: false,
        shown: false,
        says: None,
    };
    (1..).zip(states.chars()).map(line).collect()
}

#[test]
fn stretches_and_partial_statements_are_places() {
    let told =
        |states: &str| -> Vec<String> { misses(&lines(states), false).into_iter().map(|miss| miss.says).collect() };
    assert_eq!(
        told("rmm.mrmpPp"),
        ["lines 2 to 5 missing", "line 7 missing", "line 8 partial, never: → exit", "line 10 partial, never: → exit"]
    );
    assert_eq!(told("mxmM"), ["line 1 missing", "lines 3 to 4 missing"]);
    assert_eq!(told("r..r"), [""; 0]);
    let partial = misses(&lines("rpP"), false);
    assert_eq!(partial.iter().map(|miss| (miss.first, miss.last)).collect::<Vec<_>>(), [(2, 3)]);
}

#[test]
fn places_of_changed_statements_alone() {
    let mut all = lines("mm.mmpPrp");
    for changed in [1, 6, 8] {
        all[changed].changed = true;
    }
    let told: Vec<String> = misses(&all, true).into_iter().map(|miss| miss.says).collect();
    assert_eq!(told, ["line 2 missing", "line 6 partial, never: → exit", "line 9 partial, never: → exit"]);
}
