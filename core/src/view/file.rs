//! The source view of one file, in plain data.

use serde::{Deserialize, Serialize};

use super::Row;
use crate::error::Problem;
use crate::line::LineNo;

/// The source view of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// The same row as in the table.
    pub row: Row,
    /// The paths under which it was measured, with the lane of each.
    pub measured_as: Vec<(usize, String)>,
    /// Where its statements come from, in words.
    pub basis: String,
    /// Whether the lines have their text: false when only a report tells the statements.
    pub has_text: bool,
    /// Its lines, from 1 on without a gap when there is text; else only the lines something is known of.
    pub lines: Vec<Line>,
    /// How many lines of each kind there are, as coverage.py counts them; `None` without numbers.
    pub counts: Option<LineCounts>,
    /// The places to cover, from top to bottom.
    pub misses: Vec<Miss>,
    /// The file from far away: stretches of lines with the same mark, from top to bottom. The rest has none.
    pub stripes: Vec<Stripe>,
    /// From partial lines to where they never went.
    pub arrows: Vec<Arrow>,
    /// What there is to say of lines, each sentence once: "ran in unit and heavy". [`Line::says`] is an index.
    pub sentences: Vec<String>,
    /// Its functions and classes, from top to bottom.
    pub outline: Vec<Region>,
    /// What the diff did to it, in words: "renamed from a.py". `None` where there is no diff, or it is not about this file. With a
    /// query for changes alone, row, counts and misses are of the changed lines.
    pub changed: Option<String>,
    /// Where the repository shows it, if that is known.
    pub host: Option<Host>,
    /// Where its text can be fetched from, in words, if it is not here: "commit 0123abc of owner/name".
    pub remote: Option<String>,
    /// The commit that its text was not compared with and could be, in words.
    pub unchecked: Option<String>,
    /// What is wrong with this file.
    pub problems: Vec<Problem>,
}

/// One line of the source view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its number.
    pub number: LineNo,
    /// Its text without the line end, fit to be shown: what steers a terminal or turns the direction of text has a name in its
    /// place, and a very long line ends early. Empty when there is none.
    pub text: String,
    /// The parts of the text that have a colour, in order.
    pub colours: Vec<Colour>,
    /// What coverage.py says of it.
    pub state: LineState,
    /// The first line of the statement it belongs to; its own number unless it continues a statement.
    pub first: LineNo,
    /// The lanes that ran it.
    pub lanes: Vec<usize>,
    /// What to say beside the text: the sides of a branch line that not every lane took, or how much of the text is left out.
    pub note: String,
    /// For a branch line: its sides.
    pub branches: Vec<Branch>,
    /// Whether the diff added it.
    pub changed: bool,
    /// Whether the diff shows it: it was added, or stands around such lines.
    pub shown: bool,
    /// Its state and lanes, in words: an index into [`File::sentences`]. `None` where nothing is known.
    pub says: Option<usize>,
}

/// A part of a line's text with a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colour {
    /// Bytes of the text between the part before and this one.
    pub after: u32,
    /// Bytes of it.
    pub length: u32,
    /// Which.
    pub kind: ColourKind,
}

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColourKind {
    /// A word of the language.
    Keyword,
    /// A string.
    Text,
    /// A comment.
    Comment,
    /// The name of a function or class where it is defined.
    Name,
}

/// What coverage.py says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineState {
    /// No statement: blank, a comment, a docstring.
    Plain,
    /// It ran, and all its branches were taken.
    Run,
    /// It ran, and a branch was not taken.
    Partial,
    /// It did not run.
    Missing,
    /// It is excluded by a pattern.
    Excluded,
}

/// One side of a branch line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Which it is and where it goes, in words: "true side, to line 45"; "to the unknown" when a report tells only how many there are.
    pub says: String,
    /// The lanes that took it.
    pub lanes: Vec<usize>,
    /// The lanes that took it, in words: "unit and heavy"; "no lane".
    pub by: String,
    /// If none did: why, in coverage.py's words, where the source is known.
    pub why: String,
}

/// How many lines of each kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCounts {
    /// Statements that ran.
    pub run: usize,
    /// Statements that did not.
    pub missing: usize,
    /// Excluded lines.
    pub excluded: usize,
    /// Branches not taken from lines that ran.
    pub partial: usize,
}

/// A place to cover: a stretch of missing lines, or one partial statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// Its first line.
    pub first: LineNo,
    /// Its last line.
    pub last: LineNo,
    /// Whether it is a partial statement.
    pub is_partial: bool,
    /// What it is, in words: "lines 54 to 56 missing".
    pub says: String,
}

/// Lines next to each other with the same mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stripe {
    /// The mark.
    pub mark: Mark,
    /// The first line.
    pub first: LineNo,
    /// The last line.
    pub last: LineNo,
}

/// What a line looks like from far away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mark {
    /// Just this lane ran it.
    Lane(usize),
    /// Several lanes ran it.
    Shared,
    /// It is excluded.
    Excluded,
    /// It is partial.
    Partial,
    /// It is missing.
    Missing,
}

/// From a partial line to a line that it never went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrow {
    /// The partial line.
    pub from: LineNo,
    /// The line that it never went to.
    pub to: LineNo,
    /// Its column, counted from the text: no two arrows of a column meet, but for those in the last one.
    pub track: u8,
}

impl Arrow {
    /// How many columns there are at most.
    pub const TRACKS: u8 = 5;
}

/// A function or class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its name with the names it is in: `Class.method`.
    pub name: String,
    /// Whether it is a class: its numbers are those of its methods.
    pub is_class: bool,
    /// The line of its `def` or `class`.
    pub line: LineNo,
    /// Statements.
    pub n_statements: usize,
    /// Statements that did not run.
    pub n_missing: usize,
    /// Branches not taken from lines that ran.
    pub n_partial: usize,
    /// The percentage as coverage.py shows it.
    pub percent_text: String,
}

/// Where a repository's host shows a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The host: "GitHub", "git.example.org".
    pub name: String,
    /// The file's address.
    pub address: String,
    /// What stands before the first line at the end of the address: `#L`.
    pub first: String,
    /// What stands between the first line and the last: `-L`.
    pub last: String,
}
