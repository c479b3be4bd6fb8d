//! A part of a file: its header, and its lines one by one.

use std::fmt::Write;

use super::reader::Lines;
use crate::error::{Code, Error, Result};
use crate::line::LineNo;

/// What a diff says of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change<'a> {
    pub(super) kind: Kind,
    /// Its number before; of an added line that of the next one.
    pub(super) old: LineNo,
    /// Its number after; of a removed line that of the next one.
    pub(super) new: LineNo,
    pub(super) text: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Kept,
    Added,
    Removed,
}

impl Change<'_> {
    /// The number before of the line that follows.
    pub(super) fn next_old(&self) -> LineNo {
        self.old + LineNo::from(self.kind != Kind::Added)
    }

    /// The number after of the line that follows.
    pub(super) fn next_new(&self) -> LineNo {
        self.new + LineNo::from(self.kind != Kind::Removed)
    }
}

/// No merge that was ever made has more parents, and time is the product of parents and lines.
const MOST_PARENTS: usize = 100;

/// Lines from a number on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Range {
    next: LineNo,
    left: LineNo,
}

/// Whether a line may be the header of a hunk.
pub(super) fn begins(line: &[u8]) -> bool {
    let n_signs = line.iter().take_while(|&&byte| byte == b'@').count();
    n_signs >= 2 && line.get(n_signs..).is_some_and(|rest| rest.starts_with(b" -"))
}

/// Reads the hunk with that header; its lines follow in `lines`. Of a combined diff, which has a column for each parent, it is the
/// change of the first parent: what a merge brought to the branch it was made on.
pub(super) fn read<'a>(header: &[u8], lines: &mut Lines<'a>, changes: &mut Vec<Change<'a>>) -> Result<()> {
    let at = lines.number;
    let Some((mut parents, mut new)) = ranges(header) else {
        let cause = format!("Line {at}: {} is no header of a hunk such as @@ -1,2 +1,3 @@.", shown(header));
        return Err(Error::new(Code::DiffInvalid, cause));
    };
    let first = parents.first().copied().unwrap_or_default();
    if changes.last().is_some_and(|last| first.next < last.next_old() || new.next < last.next_new()) {
        let cause = format!("Line {at}: the hunk {} begins before the one above it ends.", shown(header));
        return Err(Error::new(Code::DiffInvalid, cause));
    }
    while new.left > 0 || parents.iter().any(|parent| parent.left > 0) {
        let line = lines.next();
        if line.is_some_and(|line| line.starts_with(b"\\")) {
            continue;
        }
        let Some((line, change)) = line.and_then(|line| Some((line, step(line, &mut parents, &mut new)?))) else {
            let left: LineNo = new.left.max(parents.iter().map(|parent| parent.left).max().unwrap_or_default());
            let found = line.map_or("the end".to_owned(), |_| format!("line {}", lines.number));
            let cause = format!(
                "The hunk in line {at} has {left} lines more by its header than are here: it is over at {found}."
            );
            return Err(Error::new(Code::DiffInvalid, cause));
        };
        if let Some((kind, old, new)) = change {
            changes.push(Change { kind, old, new, text: line.get(parents.len()..).unwrap_or_default() });
        }
    }
    Ok(())
}

/// Takes one line of a hunk: what it is for the first parent, with the numbers there and after, if it is anything.
/// `None`: it can't be a line of this hunk.
fn step(line: &[u8], parents: &mut [Range], new: &mut Range) -> Option<Option<(Kind, LineNo, LineNo)>> {
    // Mail programs take away spaces at the end of lines.
    let column = |at: usize| line.get(at).copied().unwrap_or(b' ');
    let is_removed = (0..parents.len()).any(|at| column(at) == b'-');
    let before = (parents.first()?.next, new.next);
    for (at, parent) in parents.iter_mut().enumerate() {
        let is_in = match (column(at), is_removed) {
            (b'-', _) | (b' ', false) => true,
            (b'+', false) | (b' ', true) => false,
            _ => return None,
        };
        if is_in {
            parent.take()?;
        }
    }
    if !is_removed {
        new.take()?;
    }
    let kind = match (column(0), is_removed) {
        (b'-', _) => Kind::Removed,
        (b'+', _) => Kind::Added,
        (_, false) => Kind::Kept,
        // Only another parent had it.
        (_, true) => return Some(None),
    };
    Some(Some((kind, before.0, before.1)))
}

impl Range {
    fn take(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        self.next = self.next.checked_add(1)?;
        Some(())
    }

    /// `12,3`; the length is 1 where it is not said. Of no lines, the number is that of the line before them.
    fn read(text: &[u8]) -> Option<Range> {
        let text = std::str::from_utf8(text).ok()?;
        let (start, left) = text.split_once(',').unwrap_or((text, "1"));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (start, left): (LineNo, LineNo) = Some((start, left))
            .filter(|(a, b)| is_number(a) && is_number(b))
            .and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))?;
        let next = start.checked_add(LineNo::from(left == 0))?;
        next.checked_add(left)?;
        (next > 0).then_some(Range { next, left })
    }
}

/// The parents' lines and those after, of `@@ -1,2 +1,3 @@`, or of `@@@ -1,2 -1,2 +1,3 @@@`.
fn ranges(header: &[u8]) -> Option<(Vec<Range>, Range)> {
    let n_signs = header.iter().take_while(|&&byte| byte == b'@').count();
    let mut words = header.split(|&byte| byte == b' ');
    words.next().filter(|word| word.len() == n_signs && (2..=MOST_PARENTS + 1).contains(&n_signs))?;
    let mut parents = Vec::new();
    for word in words.by_ref().take(n_signs - 1) {
        parents.push(Range::read(word.strip_prefix(b"-")?)?);
    }
    let new = Range::read(words.next()?.strip_prefix(b"+")?)?;
    let end = words.next()?;
    (parents.len() == n_signs - 1 && end.len() >= n_signs && end.iter().take(n_signs).all(|&byte| byte == b'@'))
        .then_some((parents, new))
}

/// The start of a line, as it can be shown.
pub(super) fn shown(line: &[u8]) -> String {
    const LENGTH: usize = 60;
    let text = String::from_utf8_lossy(line.get(..LENGTH * 4).unwrap_or(line));
    let mut chars = text.chars();
    let mut shown = String::from("\"");
    for c in chars.by_ref().take(LENGTH) {
        // Writing to a string never fails.
        _ = if c.is_control() { write!(shown, "{}", c.escape_default()) } else { shown.write_char(c) };
    }
    shown.push_str(if chars.next().is_some() { "…\"" } else { "\"" });
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        let range = |next, left| Range { next, left };
        let one = |header: &str| ranges(header.as_bytes());
        assert_eq!(one("@@ -1,2 +3,4 @@ def f():"), Some((vec![range(1, 2)], range(3, 4))));
        assert_eq!(one("@@ -1 +1 @@"), Some((vec![range(1, 1)], range(1, 1))));
        assert_eq!(one("@@ -0,0 +1 @@"), Some((vec![range(1, 0)], range(1, 1))));
        assert_eq!(one("@@@ -1,2 -1,3 +1,4 @@@"), Some((vec![range(1, 2), range(1, 3)], range(1, 4))));
        for wrong in [
            "@@ -1 @@",
            "@@ +1 -1 @@",
            "@@ -0 +1 @@",
            "@@ -1,4294967295 +1 @@",
            "@@ -1 +1",
            "@@@ -1 +1 @@@",
            "@@ -+1 +1 @@",
        ] {
            assert_eq!(one(wrong), None, "{wrong}");
        }
    }
}
