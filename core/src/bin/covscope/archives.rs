//! Archives: what is taken of those that lie in folders, and how they are written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use covscope_core::config::bundle::NAME;
use covscope_core::input::{Entry, Input, Kind, Limits, expand, sniff};
use covscope_core::pace::{Unhurried, run as wait};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::console::Stop;

/// A zip of these files, by their paths: the same bytes for the same contents.
pub(crate) fn zipped<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    method: CompressionMethod,
) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        zip.start_file(path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Whether an archive is a bundle of ours.
pub(crate) fn is_bundle(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.index_for_name(NAME).is_some())
}

/// An archive without settings and sources, if anything else is in it; and how many of those there are.
pub(crate) fn data_of(archive: Input) -> Result<(Option<Input>, usize), Stop> {
    let expanded = wait(expand(vec![archive.clone()], &Limits::default(), &Unhurried));
    let (mut entries, _) = expanded.map_err(|cancelled| Stop(cancelled.to_string()))?;
    let before = entries.len();
    entries.retain(|entry| !matches!(sniff(&entry.path, &entry.bytes), Kind::Config | Kind::Source | Kind::Bundle));
    let n_others = before - entries.len();
    if n_others == 0 {
        return Ok((Some(archive), 0));
    }
    if entries.is_empty() {
        return Ok((None, n_others));
    }
    let bytes = packed(&entries.iter().collect::<Vec<_>>(), 1)
        .map_err(|error| Stop(format!("Couldn't take the data out of {}: {error}", archive.name)))?;
    Ok((Some(Input { bytes, ..archive }), n_others))
}

/// Entries in a zip, those of archives in it in zips of those names again: names of archives tell lanes. `depth` is how many archives
/// are around it.
fn packed(entries: &[&Entry], depth: usize) -> ZipResult<Vec<u8>> {
    let mut files: BTreeMap<&str, Cow<'_, [u8]>> = BTreeMap::new();
    let mut archives: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for &entry in entries {
        match entry.archives.get(depth) {
            Some(archive) => archives.entry(archive).or_default().push(entry),
            None => _ = files.insert(&entry.path, Cow::Borrowed(&entry.bytes)),
        }
    }
    for (path, entries) in archives {
        files.insert(path, Cow::Owned(packed(&entries, depth + 1)?));
    }
    // As large as what is in it: no bound is reached that was not before.
    zipped(files.iter().map(|(path, bytes)| (*path, &**bytes)), CompressionMethod::Stored)
}
