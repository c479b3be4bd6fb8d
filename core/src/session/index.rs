//! Data files beside the index of a bundle: whether they are those that it tells of.

use std::collections::HashSet;

use crate::config::bundle::{Bundle, NAME};
use crate::data::sha256;
use crate::error::{Code, Error};
use crate::input::Entry;

/// The indexes of one drop.
pub(super) struct Indexes(Vec<Index>);

struct Index {
    archives: Vec<String>,
    /// The folder that it tells of, with a slash at its end; empty for the archive's root.
    folder: String,
    bundle: Bundle,
    seen: HashSet<String>,
}

impl Indexes {
    /// Those among the entries. What is wrong with one is said where it is read.
    pub(super) fn of(entries: &[Entry]) -> Indexes {
        let index = |entry: &Entry| {
            let folder = entry.path.strip_suffix(NAME).filter(|folder| folder.is_empty() || folder.ends_with('/'))?;
            let bundle = Bundle::read(&entry.bytes).ok()?;
            Some(Index { archives: entry.archives.clone(), folder: folder.to_owned(), bundle, seen: HashSet::new() })
        };
        Indexes(entries.iter().filter_map(index).collect())
    }

    /// Whether a data file is the one that an index tells of; one that none tells of is.
    pub(super) fn check(&mut self, entry: &Entry) -> Result<(), Error> {
        for index in self.0.iter_mut().filter(|index| index.archives == entry.archives) {
            let Some(path) = entry.path.strip_prefix(&index.folder) else { continue };
            let Some(digest) = index.bundle.data.get(path) else { continue };
            index.seen.insert(path.to_owned());
            if *digest != sha256(&entry.bytes) {
                let cause = format!("{NAME} beside it tells of another content: its SHA-256 is not {digest}.");
                return Err(Error::new(Code::BundleChanged, cause));
            }
        }
        Ok(())
    }

    /// The data files that an index tells of and that were not there.
    pub(super) fn missing(self) -> Vec<(String, Error)> {
        let missing = |index: Index| {
            let name = move |path: &String| {
                let place = format!("{}{path}", index.folder);
                index.archives.iter().chain([&place]).map(String::as_str).collect::<Vec<_>>().join(" › ")
            };
            let error = || Error::new(Code::BundleChanged, format!("{NAME} tells of it, and it is not there."));
            let absent: Vec<_> = index
                .bundle
                .data
                .keys()
                .filter(|path| !index.seen.contains(*path))
                .map(|path| (name(path), error()))
                .collect();
            absent
        };
        self.0.into_iter().flat_map(missing).collect()
    }
}
