//! Unified diffs: which lines of which files a change adds.
//!
//! Read are the output of `git diff` (with any prefixes, also of `--no-index`, and combined diffs), mails of `git format-patch`, GitHub's
//! `.diff` and `.patch`, and `diff -u`. Of each file the lines are kept that the diff shows of it after the change, by their
//! numbers: those added, and those around them.
//!
//! Several patches of one file, as in a box of mails, are applied one after the other: a later one moves, changes or takes away
//! lines of an earlier one. Lines that only moved are added lines where the diff says so.

mod hunk;
mod names;
mod reader;
mod series;

use crate::error::Result;
use crate::line::LineNo;

/// A change of several files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff<'a> {
    /// The files, by name. A file that was renamed stands under its last name.
    pub files: Vec<FileDiff<'a>>,
}

/// What a diff tells of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDiff<'a> {
    /// Its name after the change, without the diff's prefix; of a deleted file the name it had.
    pub name: String,
    /// The name before, of a file that was renamed or copied.
    pub old_name: Option<String>,
    /// What became of it.
    pub status: Status,
    /// Whether its content is binary: then nothing is told of it.
    pub is_binary: bool,
    /// The lines of the changed file that the diff shows, ascending.
    pub lines: Vec<Line<'a>>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its content or mode changed.
    Modified,
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// It has another name.
    Renamed,
    /// It began as a copy of another.
    Copied,
}

/// A line of a changed file, as the diff shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number after the change, 1-based.
    pub number: LineNo,
    /// Whether it was added; the others are the diff's context.
    pub is_added: bool,
    /// Its text, without the line end.
    pub text: &'a [u8],
}

impl<'a> Diff<'a> {
    /// Reads a diff. What stands around it, such as the headers of mails, is passed over. Time is linear in its length.
    ///
    /// # Errors
    /// It is no unified diff, or is cut off, or its patches do not follow one another.
    pub fn read(bytes: &'a [u8]) -> Result<Diff<'a>> {
        reader::read(bytes)
    }
}

impl FileDiff<'_> {
    /// The numbers of the lines added, ascending.
    pub fn added(&self) -> impl Iterator<Item = LineNo> {
        self.lines.iter().filter(|line| line.is_added).map(|line| line.number)
    }

    /// First and last line of each part of the file that the diff shows.
    pub fn shown(&self) -> Vec<(LineNo, LineNo)> {
        let runs = self.lines.chunk_by(|a, b| a.number.checked_add(1) == Some(b.number));
        runs.filter_map(|run| Some((run.first()?.number, run.last()?.number))).collect()
    }
}

impl Status {
    /// Its name: `modified`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Modified => "modified",
            Status::Added => "added",
            Status::Deleted => "deleted",
            Status::Renamed => "renamed",
            Status::Copied => "copied",
        }
    }
}
