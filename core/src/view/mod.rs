//! What one screen needs, in the words of the screen: plain data, already filtered, sorted, rounded and counted.
//!
//! Lanes are named by their index in [`Overview::lanes`]. Lines are 1-based. A *point* is an executed statement or an
//! executed branch: what coverage.py's percentage counts.

mod overview;
mod source;

mod arrangement;
mod changes;
mod exported;
mod file;
mod find;
mod review;
mod rules;
mod run;
mod table;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

#[cfg(feature = "engine")]
pub(crate) use self::overview::{Prepared, judged, overview, table, threshold};
#[cfg(feature = "engine")]
pub use self::overview::{lanes_on, selected};
pub use self::source::file_of_link;
#[cfg(feature = "engine")]
pub use self::source::{file, text_of_link};

pub use self::arrangement::{Arrangement, PathRule};
#[cfg(feature = "engine")]
pub use self::changes::Changed;
pub use self::changes::Changes;
#[cfg(feature = "engine")]
pub(crate) use self::exported::of_screen;
pub use self::exported::{ExportFormat, Exported};
pub use self::file::{
    Arrow, Branch, Colour, ColourKind, File, Host, Line, LineCounts, LineState, Mark, Miss, Region, Stripe,
};
pub use self::find::Found;
#[cfg(feature = "engine")]
pub use self::find::find;
#[cfg(feature = "engine")]
pub(crate) use self::overview::filtered;
pub use self::overview::of_link;
pub use self::review::{DataFile, ExpectedLane, Mixed, PathRow, PathState, Pattern, Review, ReviewedLane, Suggestion};
pub use self::rules::{Agreement, Choices, DefaultExclusions, Difference, RulesInForce};
pub use self::run::Run;
#[cfg(feature = "engine")]
pub(crate) use self::run::run;
pub use self::table::{RowList, Rows, Table};
use crate::error::Problem;
use crate::line::LineNo;
use crate::numbers::Numbers;
pub use crate::numbers::{Distance, Verdict};

/// What the person asked to see. It is kept in the page's address and travels with each request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// The threshold typed on the page, in percent; `None` takes the configuration's.
    pub threshold: Option<f64>,
    /// Shows only what these terms leave: names, folders, patterns, numbers, lanes; see the words of `view::overview::filter`.
    pub filter: String,
    /// Shows only files below the threshold.
    pub below: bool,
    /// Shows also the files that `skip_covered` and `skip_empty` leave out.
    pub all: bool,
    /// The column that the table is sorted by; `None` takes the configuration's order.
    pub sort: Option<Sort>,
    /// What the table's rows are.
    pub listing: Listing,
    /// The names of lanes that are switched off: the union is that of the others.
    pub off: Vec<String>,
    /// What decides over the analysis of sources in place of the project's files.
    pub choices: Choices,
    /// Shows only what a diff changed, where there is one: rows and lines are then about its lines alone.
    pub changes: bool,
}

impl Query {
    /// What the rows are; `has_changes` tells whether there is a diff. Of changes there are files alone.
    pub fn rows(&self, has_changes: bool) -> Listing {
        match self.listing {
            Listing::Functions | Listing::Classes if self.changes && has_changes => Listing::Files,
            listing => listing,
        }
    }
}

/// What the table's rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listing {
    /// Files.
    #[default]
    Files,
    /// Files below their folders, with the sums of each folder.
    Tree,
    /// Functions and methods, as coverage.py's function index has them.
    Functions,
    /// Classes, as coverage.py's class index has them.
    Classes,
}

impl Listing {
    /// All of them.
    pub const ALL: [Listing; 4] = [Listing::Files, Listing::Tree, Listing::Functions, Listing::Classes];
}

/// The order of the table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Highest first.
    pub descending: bool,
}

/// A column of the file table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// The path.
    File,
    /// Statements (`n_statements`).
    Statements,
    /// Missing statements (`n_missing`).
    Missing,
    /// Branches (`n_branches`).
    Branches,
    /// Partial branches (`n_partial_branches`).
    Partial,
    /// Excluded lines (`n_excluded`).
    Excluded,
    /// The union's percentage.
    Coverage,
    /// The percentage of one lane alone.
    Lane(usize),
}

/// The report's screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The lanes, in the order of their columns.
    pub lanes: Vec<Lane>,
    /// The verdict.
    pub gate: Gate,
    /// The union of all lanes over all files.
    pub union: Totals,
    /// The union over the rows that the query leaves.
    pub shown: Totals,
    /// Who covers the points of all files.
    pub bar: Bar,
    /// Who covers the points that the query leaves, by exactly which lanes: the most points first, the rest as one.
    pub shares: Vec<Share>,
    /// The rows that the query leaves, sorted.
    pub rows: Table,
    /// How many files, functions or classes are among them: folders are not counted.
    pub n_shown: usize,
    /// Terms of the filter that are not understood or can't be used, in words.
    pub filter_problems: Vec<String>,
    /// The folder that all files shown are in, with a `/` at its end, and what is directly in it: what is missing most first.
    pub map: (String, Vec<Tile>),
    /// How many files there are without the query.
    pub n_files: usize,
    /// What a diff changed, if there is one.
    pub changes: Option<Changes>,
    /// How many files the query chooses from: all, or those that the diff changed.
    pub n_listed: usize,
    /// The threshold that rows are held against, in percent: the gate's, or that of changed lines.
    pub row_threshold: f64,
    /// How many of them are below the threshold.
    pub n_below: usize,
    /// How many of them `skip_covered` and `skip_empty` leave out of the rows; their numbers are in the totals.
    pub n_skipped: usize,
    /// Whether branches were measured: if not, the branch columns are left out.
    pub has_branches: bool,
    /// Where statements and branches come from, in words: "Statements and branches come from the sources."
    pub basis: String,
    /// By which rules the sources are analysed; `None` when there are none.
    pub rules: Option<RulesInForce>,
    /// How CI's own reports agree with these numbers.
    pub agreements: Vec<Agreement>,
    /// The configuration file in force; `None` means coverage.py's defaults.
    pub config: Option<String>,
    /// Whether it is what a link holds, and no data is here.
    pub is_of_link: bool,
    /// The run that a link tells of; `None` without a link.
    pub run: Option<Run>,
    /// The commit that the sources can be compared with, in words; `None` where nobody knows it, or that was done.
    pub unchecked: Option<String>,
    /// Everything that was wrong with any input, the worst first.
    pub problems: Vec<Problem>,
}

/// One lane beside the union.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Its name: `unit`.
    pub name: String,
    /// The data files in it.
    pub files: Vec<String>,
    /// Whether it is part of the union: not switched off.
    pub on: bool,
    /// What this lane alone covers.
    pub totals: Totals,
    /// The same of what the query leaves.
    pub shown: Totals,
}

/// The verdict over all files, against the threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// Whether it passes, and whether that can be said.
    pub verdict: Verdict,
    /// The threshold in percent.
    pub threshold: f64,
    /// Where the threshold comes from, in words: "fail_under in pyproject.toml".
    pub threshold_from: String,
    /// What is missing before a verdict can be given; empty unless the verdict is [`Verdict::Incomplete`].
    pub reasons: Vec<String>,
    /// How far the total is from the threshold; `None` when nothing can be counted.
    pub distance: Option<Distance>,
    /// Where the total can end, when lanes or data files are all that is missing.
    pub bounds: Option<Bounds>,
}

/// Where the total can end once the missing lanes are here: they can only add covered lines and branches, unless they bring
/// files of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The percentage if they cover nothing new, with at least two decimals.
    pub low: String,
    /// The percentage if they cover all that is missing.
    pub high: String,
    /// The lines and branches that are missing so far.
    pub n_missing: usize,
    /// Whether the lower one reaches the threshold.
    pub low_passes: bool,
}

/// coverage.py's counts over some files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Files counted.
    pub n_files: usize,
    /// Statements.
    pub n_statements: usize,
    /// Statements that did not run.
    pub n_missing: usize,
    /// Excluded lines.
    pub n_excluded: usize,
    /// Branches.
    pub n_branches: usize,
    /// Branches not taken from lines that ran.
    pub n_partial_branches: usize,
    /// Branches not taken.
    pub n_missing_branches: usize,
    /// The percentage, unrounded.
    pub percent: f64,
    /// The percentage at the report's precision, as coverage.py shows it: never `0` or `100` unless exact.
    pub percent_text: String,
    /// The percentage with at least two decimals.
    pub percent_exact: String,
    /// Whether these numbers are estimated, because there are no sources.
    pub estimated: bool,
}

/// One row of the table: a file, a folder, a function or a class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The file's path: relative to the project where it was found there, else as measured. A folder's ends with `/`.
    pub path: String,
    /// A function's or class's name as coverage.py has it: `Class.method`, or `(no function)`. In a tree what the path adds to
    /// that of the folder above.
    pub name: Option<String>,
    /// Where a function or class begins.
    pub line: Option<LineNo>,
    /// How many folders of the tree it is in.
    pub depth: usize,
    /// The union's counts; `None` when neither a source nor a report tells the statements.
    pub totals: Option<Totals>,
    /// Whether the union is below the threshold.
    pub below: bool,
    /// What each lane alone covers, in the order of the lanes; `None` as for `totals`.
    pub lanes: Rc<[Option<Totals>]>,
    /// Who covers its points.
    pub bar: Bar,
    /// Why there are no counts, or what to know about them, in words.
    pub note: Option<String>,
}

impl Totals {
    /// The counts.
    pub fn numbers(&self) -> Numbers {
        Numbers {
            n_files: self.n_files,
            n_statements: self.n_statements,
            n_excluded: self.n_excluded,
            n_missing: self.n_missing,
            n_branches: self.n_branches,
            n_partial_branches: self.n_partial_branches,
            n_missing_branches: self.n_missing_branches,
        }
    }
}

/// A name as it stands in a filter: in quotes where it has spaces.
pub fn in_filter(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}

/// The points that exactly the same lanes cover.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The lanes; empty for what none covers.
    pub lanes: Vec<usize>,
    /// How many other such sets of lanes are in it, too: for what is not told one by one.
    pub others: usize,
    /// Its name: "unit only", "both lanes".
    pub name: String,
    /// The filter that leaves what has such points.
    pub filter: Option<String>,
    /// Statements.
    pub lines: usize,
    /// Statements and branches.
    pub points: usize,
}

/// A file or folder of the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tile {
    /// Its path; a folder's ends with `/`.
    pub path: String,
    /// Statements and branches that none covers: the tile's size.
    pub missing: usize,
    /// The percentage, unrounded.
    pub percent: f64,
    /// The percentage as coverage.py shows it.
    pub percent_text: String,
}

/// Who covers the points of a file, in points. `shared + only.sum() + missing` is the number of all its points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Covered by two lanes or more.
    pub shared: usize,
    /// Covered by just one lane, by lane.
    pub only: Vec<usize>,
    /// Covered by none.
    pub missing: usize,
}
