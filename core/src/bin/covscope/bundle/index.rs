//! The index of a bundle, as `docs/bundle.md` specifies it.

use std::collections::BTreeMap;

use serde::Serialize;

/// The index. What is empty or 0 is not known.
#[derive(Debug, Default, Serialize)]
pub(super) struct Index {
    pub(super) format: u64,
    pub(super) repository: String,
    pub(super) pull_request: u64,
    pub(super) head: String,
    pub(super) tested: String,
    pub(super) base: String,
    pub(super) run: u64,
    /// The project's folder in the repository, with a slash at its end.
    pub(super) folder: String,
    pub(super) expected: Vec<String>,
    pub(super) skipped: Vec<String>,
    pub(super) python: String,
    pub(super) lanes: Vec<Lane>,
    /// By path in the bundle the name that git has for the content.
    pub(super) sources: BTreeMap<String, String>,
    /// The path of the diff in the bundle.
    pub(super) diff: String,
}

/// A lane.
#[derive(Debug, Serialize)]
pub(super) struct Lane {
    pub(super) name: String,
    /// The SHA-256 of its data files, by their paths in the bundle.
    pub(super) files: BTreeMap<String, String>,
}
