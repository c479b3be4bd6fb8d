//! The report in a link: what a page can show of it before, or without, its data. `docs/link-format.md` specifies the format.
//!
//! ```text
//! Payload ─encode─▶ body (version 1's bytes) ─deflate─▶ ─base64url─▶ 1…0     (`write`, with the feature `engine`)
//! 1…0 ─packed─▶ deflated bytes ─inflate─▶ body ─decode─▶ Payload              (`read` does it all)
//! ```
//!
//! Decoding is total: any text is a [`Payload`] or an error in words. Nothing is allocated because a link says that there is much of
//! it: each row, number and list has bytes of its own, and what is worked out from them is counted ([`limits`]).

mod bytes;
mod checked;
mod decode;
mod encode;
mod lists;
mod names;
mod packed;
mod shares;
mod text;

#[cfg(feature = "engine")]
mod budget;
#[cfg(feature = "engine")]
mod fold;
#[cfg(feature = "engine")]
mod written;

pub mod limits;

use std::cmp::{Ordering, Reverse};

use serde::Serialize;

use crate::line::LineNo;
use crate::numbers::{Distance, Numbers, Threshold, Verdict};
use crate::reason::{Reason, Unknown};
use crate::share::Share;

#[cfg(feature = "engine")]
pub use self::budget::{Written, write};
pub use self::decode::decode;
pub use self::encode::encode;
pub use self::packed::read;
pub use self::text::packed;

/// The version of the format that is written. A text begins with it.
pub const VERSION: char = '1';

/// What a text ends with: so a text that was cut off is known, and none ends with what programs take for punctuation.
pub const END: char = '0';

/// A report as a link holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Payload {
    /// What it is the report of.
    pub provenance: Provenance,
    /// The lanes that are here, in the order of their columns.
    pub lanes: Vec<Lane>,
    /// The names of the lanes that make the union complete; empty when nothing says so.
    pub expected: Vec<String>,
    /// Those of them that the run leaves out on purpose.
    pub skipped: Vec<String>,
    /// The gate's threshold.
    pub threshold: Threshold,
    /// Where the threshold comes from, in words.
    pub threshold_from: String,
    /// Why no verdict can be given; empty when one can.
    pub reasons: Vec<Reason>,
    /// Whether branches were measured.
    pub has_branches: bool,
    /// Which rows a table leaves out, and its order.
    pub table: Table,
    /// The changed lines' own threshold in percent. `None`: nothing is known of changes, and no file has any.
    pub patch: Option<Patch>,
    /// How much of the report is here.
    pub detail: Detail,
    /// The files, by path; and folders, where files are folded into them.
    pub files: Vec<File>,
}

/// What a report is of. Empty or 0: not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// The repository: `owner/name`, or an address.
    pub repository: String,
    /// The number of the pull request.
    pub pull_request: u64,
    /// The commit that was tested.
    pub head: String,
    /// The commit that it is compared with.
    pub base: String,
    /// The number of CI's run.
    pub run: u64,
    /// The project's folder in the repository, with a slash at its end; empty: the whole of it, or not known. A link may tell anything.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub folder: String,
}

/// A lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Whether it is part of the union: not switched off.
    pub on: bool,
    /// Its data files.
    pub files: Vec<DataFile>,
}

/// A data file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DataFile {
    /// Its name as the person knows it.
    pub name: String,
    /// The SHA-256 of its bytes, in hex.
    pub digest: String,
}

/// What the configuration says about the table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// `[report] skip_covered`.
    pub skip_covered: bool,
    /// `[report] skip_empty`.
    pub skip_empty: bool,
    /// `[report] sort`; empty: by path.
    pub sort: String,
}

/// What is known of the changed lines as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Patch {
    /// Their own threshold in percent.
    pub fail_under: Option<f64>,
}

/// How much of a report is in a link. Each leaves out what those before it do, too; of two folded ones that does the shallower.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Detail {
    /// Everything.
    #[default]
    All,
    /// Not the branches that the lanes miss.
    NoLaneBranches,
    /// Not the lines that they miss either.
    NoLaneLines,
    /// Not the union's missing branches.
    NoBranches,
    /// Not its missing lines either: numbers alone.
    NoLines,
    /// Files more than so many folders deep are one with their folder there; but those with changed lines are not.
    Folded(u32),
    /// One row for all files that have numbers, and no changed lines.
    Total,
}

impl PartialOrd for Detail {
    fn partial_cmp(&self, other: &Detail) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The less is left out, the lower.
impl Ord for Detail {
    fn cmp(&self, other: &Detail) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// A file of the report, or a folder with the sums of its files.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct File {
    /// Its path. A folder's ends with `/`, or is empty.
    pub path: String,
    /// What is covered, or why that is not known.
    pub result: Result<Covered, Unknown>,
    /// What was changed, if anything.
    pub changed: Option<Changed>,
}

/// What is covered of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// All lanes that are on, together.
    pub union: Part,
    /// Each lane alone, in the order of [`Payload::lanes`].
    pub lanes: Vec<Part>,
    /// Who covers its points, by lanes; sets without a point are left out.
    pub shares: Vec<Share>,
}

/// The numbers of the union or of a lane, and what it misses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The numbers.
    pub numbers: Numbers,
    /// Whether they are estimated.
    pub is_estimated: bool,
    /// Runs of missing statements. Between two of them there is a statement that is not missing.
    pub missing: Vec<Span>,
    /// The branches not taken from lines that ran, sorted.
    pub missing_branches: Vec<Branch>,
}

/// Lines from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// The first.
    pub first: LineNo,
    /// The last; the same for a single line.
    pub last: LineNo,
}

/// A branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Branch {
    /// The line that it leaves.
    pub from: LineNo,
    /// The line that it leads to; `None` leaves the code object.
    pub to: Option<LineNo>,
}

/// What was changed in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The first lines of the changed statements; two stretches do not touch.
    pub lines: Vec<Span>,
    /// The union's numbers of them: statements there, and branches that leave them.
    pub numbers: Numbers,
}

impl Payload {
    /// The sum of all files that have numbers.
    pub fn union(&self) -> Numbers {
        self.files.iter().filter_map(|file| Some(file.result.as_ref().ok()?.union.numbers)).sum()
    }

    /// The SHA-256 of all data files, in order and each once.
    #[cfg(feature = "engine")]
    pub(crate) fn digests(&self) -> Vec<&str> {
        distinct(self.lanes.iter().flat_map(|lane| &lane.files).map(|file| file.digest.as_str()).collect())
    }

    /// The gate's answer.
    pub fn verdict(&self) -> Verdict {
        crate::gate::verdict(&self.union(), self.threshold, &self.reasons)
    }

    /// How far the total is from the threshold.
    pub fn distance(&self) -> Option<Distance> {
        crate::gate::distance(&self.union(), self.threshold)
    }
}

/// The same texts in order, each once.
#[cfg(feature = "engine")]
pub(crate) fn distinct(mut texts: Vec<&str>) -> Vec<&str> {
    texts.sort_unstable();
    texts.dedup();
    texts
}

impl Detail {
    /// How much is left out: where in the order, and how shallow.
    fn rank(self) -> (u8, Reverse<u32>) {
        let place = match self {
            Detail::All => 0,
            Detail::NoLaneBranches => 1,
            Detail::NoLaneLines => 2,
            Detail::NoBranches => 3,
            Detail::NoLines => 4,
            Detail::Folded(depth) => return (5, Reverse(depth)),
            Detail::Total => 6,
        };
        (place, Reverse(0))
    }

    /// Whether the lanes' missing branches are here.
    pub fn has_lane_branches(self) -> bool {
        self < Detail::NoLaneBranches
    }

    /// Whether the lanes' missing lines are here.
    pub fn has_lane_lines(self) -> bool {
        self < Detail::NoLaneLines
    }

    /// Whether the union's missing branches are here.
    pub fn has_branches(self) -> bool {
        self < Detail::NoBranches
    }

    /// Whether the union's missing lines are here.
    pub fn has_lines(self) -> bool {
        self < Detail::NoLines
    }

    /// What is left out, as a sentence; `None` when nothing is.
    pub fn left_out(self) -> Option<String> {
        let what = match self {
            Detail::All => return None,
            Detail::NoLaneBranches => "which branches each lane misses",
            Detail::NoLaneLines => "which lines and branches each lane misses",
            Detail::NoBranches => "which branches are missing, and which lines each lane misses",
            Detail::NoLines => "which lines and branches are missing",
            Detail::Folded(0) => "which lines and branches are missing, and the numbers of files in folders",
            Detail::Folded(1) => {
                "which lines and branches are missing, and the numbers of files more than one folder deep"
            }
            Detail::Folded(depth) => {
                return Some(format!(
                    "To keep the link short it leaves out which lines and branches are missing, and the numbers of files more than {depth} folders deep."
                ));
            }
            Detail::Total => "everything but the totals",
        };
        Some(format!("To keep the link short it leaves out {what}."))
    }
}
