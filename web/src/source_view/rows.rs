//! What stands in the list: all lines, or those near a miss or in a diff with a row for each stretch between them.

use covscope_core::line::LineNo;
use covscope_core::view::{File, Line};

/// Lines so near to a miss are shown with it.
const NEAR: LineNo = 3;

/// The rows of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rows {
    /// Each line is a row.
    All(usize),
    /// Some are folded.
    Folded(Vec<Row>),
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A line, by its index.
    Line(usize),
    /// Folded lines, by the indices of the first and the last.
    Fold(usize, usize),
}

impl Rows {
    /// All lines of a file.
    pub(super) fn all(file: &File) -> Rows {
        Rows::All(file.lines.len())
    }

    /// The lines near a miss, or those that a diff shows; and the folds that hold `here` or one of the lines that were `opened`.
    pub(super) fn folded(file: &File, changes: bool, opened: &[LineNo], here: Option<LineNo>) -> Rows {
        let mut rows = Vec::new();
        // Those that are not yet far above.
        let mut misses = file.misses.as_slice();
        let mut is_near = |line: &Line| {
            if changes {
                return line.shown;
            }
            while let [first, rest @ ..] = misses
                && first.last + NEAR < line.number
            {
                misses = rest;
            }
            misses.first().is_some_and(|miss| miss.first <= line.number + NEAR)
        };
        let near: Vec<bool> = file.lines.iter().map(&mut is_near).collect();
        let mut start = 0;
        for stretch in near.chunk_by(|a, b| a == b) {
            let indices = start..start + stretch.len();
            start = indices.end;
            let lines = file.lines.get(indices.clone()).unwrap_or_default();
            let is_open = lines.iter().any(|line| opened.contains(&line.number) || here == Some(line.number));
            if stretch.first() == Some(&true) || is_open || stretch.len() < 2 {
                rows.extend(indices.map(Row::Line));
            } else {
                rows.push(Row::Fold(indices.start, indices.end - 1));
            }
        }
        Rows::Folded(rows)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Rows::All(count) => *count,
            Rows::Folded(rows) => rows.len(),
        }
    }

    /// One of them, from 0 on.
    pub(super) fn get(&self, row: usize) -> Option<Row> {
        match self {
            Rows::All(count) => (row < *count).then_some(Row::Line(row)),
            Rows::Folded(rows) => rows.get(row).copied(),
        }
    }

    /// The row that holds a line or the fold it is in; for a line that does not exist the next one's.
    pub(super) fn of(&self, file: &File, line: LineNo) -> usize {
        let index = file.lines.partition_point(|other| other.number < line);
        match self {
            Rows::All(_) => index,
            Rows::Folded(rows) => rows.partition_point(|row| row.last() < index),
        }
    }
}

impl Row {
    /// The index of its first line.
    pub(super) fn first(self) -> usize {
        match self {
            Row::Line(first) | Row::Fold(first, _) => first,
        }
    }

    fn last(self) -> usize {
        match self {
            Row::Line(last) | Row::Fold(_, last) => last,
        }
    }
}

#[cfg(test)]
mod tests {
    use covscope_core::view::{LineState, Miss};

    use super::*;

    fn file(n_lines: u32, misses: &[(LineNo, LineNo)]) -> File {
        let line = |number| Line {
            number,
            text: String::new(),
            colours: vec![],
            state: LineState::Plain,
            first: number,
            lanes: vec![],
            note: String::new(),
            branches: vec![],
            changed: false,
            shown: false,
            says: None,
        };
        let miss = |&(first, last): &(LineNo, LineNo)| Miss { first, last, is_partial: false, says: String::new() };
        File {
            row: covscope_core::view::Row::default(),
            measured_as: vec![],
            basis: String::new(),
            has_text: true,
            lines: (1..=n_lines).map(line).collect(),
            counts: None,
            misses: misses.iter().map(miss).collect(),
            stripes: vec![],
            arrows: vec![],
            sentences: vec![],
            outline: vec![],
            changed: None,
            host: None,
            remote: None,
            unchecked: None,
            problems: vec![],
        }
    }

    fn told(rows: &Rows) -> String {
        let row = |row| match rows.get(row) {
            Some(Row::Line(index)) => (index + 1).to_string(),
            Some(Row::Fold(first, last)) => format!("{}…{}", first + 1, last + 1),
            None => "none".to_owned(),
        };
        (0..rows.len()).map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_far_from_misses_is_folded() {
        let file = file(30, &[(6, 7), (20, 20)]);
        assert_eq!(
            told(&Rows::folded(&file, false, &[], None)),
            "1…2 3 4 5 6 7 8 9 10 11…16 17 18 19 20 21 22 23 24…30"
        );
        assert_eq!(
            told(&Rows::folded(&file, false, &[11], None)),
            "1…2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24…30"
        );
        let at = |here| told(&Rows::folded(&file, false, &[], Some(here)));
        assert!(at(29).starts_with("1…2 3") && at(29).ends_with("22 23 24 25 26 27 28 29 30"));
        assert_eq!(at(20), at(31), "what is shown, or is not there, opens nothing");
        assert_eq!(Rows::all(&file).len(), 30);
    }

    #[test]
    fn what_the_diff_does_not_show_is_folded() {
        let mut file = file(12, &[(2, 2)]);
        for at in 5..9 {
            file.lines[at].shown = true;
        }
        assert_eq!(told(&Rows::folded(&file, true, &[], None)), "1…5 6 7 8 9 10…12");
        assert_eq!(told(&Rows::folded(&file, true, &[10], None)), "1…5 6 7 8 9 10 11 12");
    }

    #[test]
    fn one_line_alone_is_not_folded() {
        assert_eq!(told(&Rows::folded(&file(9, &[(1, 1), (9, 9)]), false, &[], None)), "1 2 3 4 5 6 7 8 9");
        assert_eq!(told(&Rows::folded(&file(4, &[]), false, &[], None)), "1…4");
        assert_eq!(Rows::folded(&file(0, &[]), false, &[], None).len(), 0);
    }

    #[test]
    fn a_line_is_found_in_its_fold() {
        let file = file(30, &[(20, 20)]);
        let rows = Rows::folded(&file, false, &[], None);
        assert_eq!(told(&rows), "1…16 17 18 19 20 21 22 23 24…30");
        let found: Vec<_> = [1, 16, 17, 23, 24, 30, 31].map(|line| rows.of(&file, line)).into();
        assert_eq!(found, [0, 0, 1, 7, 8, 8, 9]);
        assert_eq!(Rows::all(&file).of(&file, 17), 16);
    }
}
