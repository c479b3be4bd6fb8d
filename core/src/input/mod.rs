//! From what was dropped to named entries: archives are opened, and each entry's kind is told by its content first and
//! its name second.

mod archive;
pub mod expand;
mod format;
pub mod limits;
pub mod remote;
pub mod sniff;
mod unpack;

use std::sync::Arc;

pub use expand::expand;
pub use limits::Limits;
pub use sniff::{Kind, sniff};

/// One file as it was dropped or given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its path as the person knows it, with `/`: a file name, or for a dropped folder the path from that folder on.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// One file found in the inputs, at any depth of archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The archives it was found in, outermost first; empty for a file that was dropped as it is.
    pub archives: Vec<String>,
    /// Its path in the innermost archive, or as dropped, with `/`.
    pub path: String,
    /// Its content, unpacked.
    pub bytes: Vec<u8>,
    /// The commit that its archive is of, where that says so in its comment, as `git archive` and GitHub write it: 40 or 64
    /// hexadecimal digits.
    pub commit: Option<Arc<str>>,
}

impl Entry {
    /// The name to show: `coverage-data-unit.zip › .coverage.unit`.
    pub fn display_name(&self) -> String {
        self.archives.iter().chain([&self.path]).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }

    /// The last part of its path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}
