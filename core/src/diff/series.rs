//! Patches one after the other: the lines of earlier ones move with what later ones do.

use std::collections::{HashMap, HashSet};

use super::hunk::{Change, Kind};
use super::reader::Section;
use super::{Diff, FileDiff, Line, Status};
use crate::error::{Code, Error, Result};
use crate::line::LineNo;
use crate::repr::repr;

/// How many lines may be moved in all: time is the product of a file's patches and its lines.
const MOST_MOVES: usize = 200_000_000;

/// How many lines may be copied in all: a few words of a diff make a copy of a whole file.
const MOST_COPIED: usize = 5_000_000;

/// The files after the patches so far, and the patch that is being read.
#[derive(Debug, Default)]
pub(super) struct Series<'a> {
    files: HashMap<String, FileDiff<'a>>,
    patch: Vec<Changed<'a>>,
    /// The names in the patch.
    named: HashSet<String>,
    n_moves: usize,
    n_copied: usize,
}

/// What a patch makes of a file.
#[derive(Debug)]
struct Changed<'a> {
    name: String,
    /// Of a file that is renamed or copied.
    old: Option<String>,
    status: Status,
    section: Section<'a>,
}

impl<'a> Series<'a> {
    /// Takes what a patch says of a file. A file that the patch was about already begins the next one.
    pub(super) fn take(&mut self, section: Option<Section<'a>>) -> Result<()> {
        let Some(section) = section else { return Ok(()) };
        let Some((old, new, status)) = section.names() else {
            return match section.changes.is_empty() {
                true => Ok(()),
                false => Err(Error::new(Code::DiffInvalid, "It changes a file that it does not name.")),
            };
        };
        let name = match status {
            Status::Deleted => old.clone().or(new),
            _ => new.or(old.clone()),
        };
        let Some(name) = name else { return Ok(()) };
        if self.named.contains(&name) {
            self.next_patch()?;
        }
        self.named.insert(name.clone());
        let old = old.filter(|_| matches!(status, Status::Renamed | Status::Copied));
        self.patch.push(Changed { name, old, status, section });
        Ok(())
    }

    /// Ends a patch. Its old names are those of before it, also where it swaps two files.
    pub(super) fn next_patch(&mut self) -> Result<()> {
        self.named.clear();
        let patch = std::mem::take(&mut self.patch);
        let mut before = Vec::with_capacity(patch.len());
        for change in &patch {
            before.push(match (&change.old, change.status) {
                (Some(old), Status::Copied) => self.copied(old)?,
                _ => None,
            });
        }
        for (change, before) in patch.iter().zip(&mut before) {
            let own = match (&change.old, change.status) {
                (Some(old), Status::Renamed) => self.files.remove(old),
                _ => self.files.remove(&change.name),
            };
            if change.status != Status::Copied {
                *before = own;
            }
        }
        for (change, before) in patch.into_iter().zip(before) {
            let file = self.changed(change, before)?;
            self.files.insert(file.name.clone(), file);
        }
        Ok(())
    }

    /// A copy of a file as it is before this patch, if it is known.
    fn copied(&mut self, name: &str) -> Result<Option<FileDiff<'a>>> {
        let Some(file) = self.files.get(name) else { return Ok(None) };
        self.n_copied += file.lines.len();
        if self.n_copied > MOST_COPIED {
            let cause = format!(
                "There are too many copies of {}; expected one diff from the first to the last commit.",
                repr(name)
            );
            return Err(Error::new(Code::DiffInvalid, cause));
        }
        Ok(Some(file.clone()))
    }

    /// The file as one more patch leaves it.
    fn changed(&mut self, change: Changed<'a>, before: Option<FileDiff<'a>>) -> Result<FileDiff<'a>> {
        let Changed { name, old, status, section } = change;
        let is_binary = section.is_binary;
        let Some(before) = before else {
            let lines = moved(&[], &section.changes).unwrap_or_default();
            return Ok(FileDiff { name, old_name: old, status, is_binary, lines });
        };
        self.n_moves += before.lines.len();
        if self.n_moves > MOST_MOVES {
            let cause = format!(
                "There are too many patches of {} to follow its lines through all of them; expected one diff from the first to the last commit.",
                repr(&name)
            );
            return Err(Error::new(Code::DiffInvalid, cause));
        }
        let lines = moved(&before.lines, &section.changes).ok_or_else(|| {
            let cause = format!(
                "The patches of {} do not follow one another: a later one knows other lines than an earlier one left.",
                repr(&name)
            );
            Error::new(Code::DiffInvalid, cause)
        })?;
        let (status, old_name) = match (before.status, status) {
            (_, Status::Deleted) => (Status::Deleted, None),
            // What was gone and is there again.
            (Status::Deleted, Status::Added) => (Status::Modified, None),
            (Status::Added, Status::Renamed) => (Status::Added, None),
            (_, Status::Copied) => (Status::Copied, old),
            (Status::Modified, status) => (status, old),
            (earlier, Status::Renamed) => {
                (if earlier == Status::Copied { earlier } else { Status::Renamed }, before.old_name.or(old))
            }
            (earlier, _) => (earlier, before.old_name),
        };
        let lines = if status == Status::Deleted { Vec::new() } else { lines };
        Ok(FileDiff { name, old_name, status, is_binary, lines })
    }

    /// All files.
    pub(super) fn finish(mut self) -> Result<Diff<'a>> {
        self.next_patch()?;
        let mut files: Vec<_> = self.files.into_values().collect();
        files.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(Diff { files })
    }
}

/// The known lines of a file after a change of it; `None` if the change knows others.
fn moved<'a>(before: &[Line<'a>], changes: &[Change<'a>]) -> Option<Vec<Line<'a>>> {
    let mut after = Vec::with_capacity(before.len().max(changes.len()));
    let mut known = before.iter().peekable();
    // The next lines before and after, as the change tells them.
    let (mut old, mut new): (LineNo, LineNo) = (1, 1);
    let shifted = |line: &Line<'a>, old: LineNo, new: LineNo| {
        let number = (line.number - old).checked_add(new)?;
        Some(Line { number, ..*line })
    };
    for change in changes {
        while let Some(line) = known.next_if(|line| line.number < change.old) {
            after.push(shifted(line, old.min(line.number), new)?);
        }
        let is_same = |line: &Line<'_>| line.text == change.text;
        match change.kind {
            Kind::Added => after.push(Line { number: change.new, is_added: true, text: change.text }),
            Kind::Kept | Kind::Removed => {
                let line = known.next_if(|line| line.number == change.old);
                if line.is_some_and(|line| !is_same(line)) {
                    return None;
                }
                if change.kind == Kind::Kept {
                    let is_added = line.is_some_and(|line| line.is_added);
                    after.push(Line { number: change.new, is_added, text: change.text });
                }
            }
        }
        (old, new) = (change.next_old(), change.next_new());
    }
    for line in known {
        after.push(shifted(line, old.min(line.number), new)?);
    }
    after.is_sorted_by(|a, b| a.number < b.number).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let diff = Diff::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        let shown = |line: &Line<'_>| {
            format!("{}{}{}", line.number, if line.is_added { '+' } else { ' ' }, String::from_utf8_lossy(line.text))
        };
        diff.files.iter().flat_map(|file| file.lines.iter().map(shown).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn later_patches_move_earlier_lines() {
        let first = "--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+b\n c\n@@ -10 +11,2 @@\n j\n+k\n";
        assert_eq!(lines(first), ["1 a", "2+b", "3 c", "11 j", "12+k"]);
        let inserted = "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+y\n+z\n";
        assert_eq!(lines(&format!("{first}{inserted}")), ["1+y", "2+z", "3 a", "4+b", "5 c", "13 j", "14+k"]);
        let changed = "--- a/x\n+++ b/x\n@@ -2,2 +2 @@\n-b\n-c\n+d\n";
        assert_eq!(lines(&format!("{first}{changed}")), ["1 a", "2+d", "10 j", "11+k"]);
        let kept = "--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n a\n b\n c\n+d\n";
        assert_eq!(lines(&format!("{first}{kept}")), ["1 a", "2+b", "3 c", "4+d", "12 j", "13+k"]);
    }

    #[test]
    fn copies_of_copies_are_bounded() {
        let n_lines = 10_000;
        let lines = "+x\n".repeat(n_lines);
        let mut mails = format!("From {:040x} x\n--- /dev/null\n+++ b/f0\n@@ -0,0 +1,{n_lines} @@\n{lines}", 0);
        let copy = |to: usize| format!("diff --git a/f0 b/f{to}\nsimilarity index 100%\ncopy from f0\ncopy to f{to}\n");
        mails.push_str(&format!("From {:040x} x\n", 1));
        mails.extend((1..=MOST_COPIED / n_lines + 1).map(copy));
        let error = Diff::read(mails.as_bytes()).unwrap_err();
        assert!(error.cause.starts_with("There are too many copies of 'f0'"), "{error}");
    }

    #[test]
    fn patches_have_to_follow_one_another() {
        let two = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+c\n";
        let error = Diff::read(two.as_bytes()).unwrap_err();
        assert!(error.cause.starts_with("The patches of 'x' do not follow one another"), "{error}");
    }
}
