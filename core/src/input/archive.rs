//! Zip, tar and gzip, each read as one [`Member`] after the other.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;

use flate2::CrcReader;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use rawzip::{CompressionMethod, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive, ZipVerification};

use crate::error::{Code, Error, Result};

/// One entry of an archive.
pub(super) struct Member<'a> {
    /// Its path, made safe.
    pub(super) path: String,
    /// What stands there.
    pub(super) what: What,
    /// Bytes of the headers before it that were unpacked to come to it.
    pub(super) head: u64,
    /// Its unpacked size as the archive says; a claim.
    pub(super) declared: Option<u64>,
    /// Whether the next entry begins where this one ends: it must be read to its end, and damage in it ends the archive.
    pub(super) streamed: bool,
    /// Begins to unpack it.
    pub(super) open: Box<dyn FnOnce() -> Result<Box<dyn Read + 'a>> + 'a>,
}

/// What an entry of an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A file with content.
    File,
    /// A symbolic or hard link.
    Link,
    /// A folder, a device, a header for others.
    Other,
}

/// A zip with a readable end.
pub(super) struct Zip<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// Where the entries that were opened lie: start and end.
    taken: RefCell<BTreeMap<u64, u64>>,
}

impl<'a> Zip<'a> {
    /// Finds the table of contents.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Zip<'a>> {
        let archive = ZipArchive::from_slice(bytes).map_err(|error| match error.kind() {
            ErrorKind::MissingEndOfCentralDirectory | ErrorKind::Eof => damaged(
                "The end of the zip, where its table of contents stands, is missing: it was cut off, by a broken download perhaps.",
            ),
            _ => damaged(format!("The zip's table of contents can't be found ({error}).")),
        })?;
        Ok(Zip { archive, taken: RefCell::default() })
    }

    /// The commit that it is of, see [`Entry::commit`](super::Entry::commit).
    pub(super) fn commit(&self) -> Option<Arc<str>> {
        let comment = std::str::from_utf8(self.archive.comment().as_bytes()).ok()?;
        let is_commit = matches!(comment.len(), 40 | 64) && comment.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_commit.then(|| comment.into())
    }

    /// Its entries, as the table of contents has them. An error ends them.
    pub(super) fn members(&self) -> impl Iterator<Item = Result<Member<'_>>> {
        self.archive.entries().map(move |record| match record {
            Ok(record) => Ok(self.member(record)),
            Err(error) => Err(damaged(format!("The zip's table of contents can't be read on from here ({error})."))),
        })
    }

    fn member<'z>(&'z self, record: ZipFileHeaderRecord<'z>) -> Member<'z> {
        let what = match record.mode() {
            _ if record.is_dir() => What::Other,
            mode if mode.is_symlink() => What::Link,
            _ => What::File,
        };
        Member {
            path: safe_path(record.file_path().as_bytes()),
            what,
            head: 0,
            declared: Some(record.uncompressed_size_hint()),
            streamed: false,
            open: Box::new(move || self.open(&record)),
        }
    }

    fn open<'z>(&'z self, record: &ZipFileHeaderRecord<'z>) -> Result<Box<dyn Read + 'z>> {
        if record.flags().is_encrypted() {
            return Err(Error::new(Code::ArchiveEncrypted, "It is encrypted: a password is needed to unpack it."));
        }
        let method = record.compression_method();
        if !matches!(method, CompressionMethod::STORE | CompressionMethod::DEFLATE) {
            let name = method.name().map_or_else(|| format!("method {}", method.as_u16()), str::to_ascii_lowercase);
            let cause = format!("It is packed with {name}; deflated and stored entries are read here.");
            return Err(Error::new(Code::ArchiveUnsupported, cause));
        }
        let entry = self.archive.get_entry(record.wayfinder()).map_err(|error| {
            damaged(format!("The zip's table of contents points to a place where there is no entry ({error})."))
        })?;
        if !self.take(entry.compressed_data_range()) {
            return Err(damaged("It shares its bytes with another entry of the zip, as in a zip bomb."));
        }
        let bytes: Box<dyn Read + 'z> = match method {
            CompressionMethod::STORE => Box::new(entry.data()),
            _ => Box::new(DeflateDecoder::new(entry.data())),
        };
        Ok(Box::new(Verified { bytes: CrcReader::new(bytes), claim: entry.claim_verifier() }))
    }

    /// Claims the bytes for one entry; `false` if another one has some of them.
    fn take(&self, (start, end): (u64, u64)) -> bool {
        let mut taken = self.taken.borrow_mut();
        let free = taken.range(..end.max(start + 1)).next_back().is_none_or(|(_, &other)| other <= start);
        if free && start < end {
            taken.insert(start, end);
        }
        free
    }
}

/// An entry whose size and checksum are compared at its end. (rawzip's own reader brings a second 16 KiB table of CRCs.)
struct Verified<'a> {
    bytes: CrcReader<Box<dyn Read + 'a>>,
    claim: ZipVerification,
}

impl Read for Verified<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        if read == 0 && !buffer.is_empty() {
            let crc = self.bytes.crc();
            // The length is kept in 32 bits; no entry that is kept is longer.
            let uncompressed_size = u64::from(crc.amount());
            let found = ZipVerification { crc: crc.sum(), uncompressed_size };
            self.claim.valid(found).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        }
        Ok(read)
    }
}

/// A tar.
pub(super) struct Tar<'a> {
    archive: tar::Archive<Rationed<'a>>,
    ration: Rc<Cell<usize>>,
}

impl<'a> Tar<'a> {
    /// The bytes that the headers between two entries may have: long names, mostly.
    const HEADER_BYTES: usize = 1 << 20;

    /// From the first byte of a tar.
    pub(super) fn new(bytes: &'a mut dyn Read) -> Tar<'a> {
        let ration = Rc::new(Cell::new(0));
        let bytes = Rationed { bytes, ration: Rc::clone(&ration) };
        Tar { archive: tar::Archive::new(bytes), ration }
    }

    /// Its entries. An error ends them.
    pub(super) fn members(&mut self) -> Result<impl Iterator<Item = Result<Member<'_>>>> {
        let ration = &self.ration;
        let mut entries = self.archive.entries().map_err(|error| unreadable(&error))?;
        Ok(std::iter::from_fn(move || {
            ration.set(Self::HEADER_BYTES);
            let entry = entries.next()?;
            let head = Self::HEADER_BYTES.saturating_sub(ration.replace(usize::MAX));
            Some(entry.map(|entry| tar_member(entry, head as u64)).map_err(|error| unreadable(&error)))
        }))
    }
}

fn tar_member<'a>(entry: tar::Entry<'a, Rationed<'_>>, head: u64) -> Member<'a> {
    use tar::EntryType::{Continuous, GNUSparse, Link, Regular, Symlink};
    Member {
        path: safe_path(&entry.path_bytes()),
        what: match entry.header().entry_type() {
            Regular | Continuous | GNUSparse => What::File,
            Symlink | Link => What::Link,
            _ => What::Other,
        },
        head,
        declared: Some(entry.size()),
        streamed: true,
        open: Box::new(move || Ok(Box::new(entry))),
    }
}

/// Bytes that end in an error when the ration is used up: the `tar` crate reads a header's long name as a whole, however
/// long it is.
struct Rationed<'a> {
    bytes: &'a mut dyn Read,
    ration: Rc<Cell<usize>>,
}

impl Read for Rationed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(self.ration.get());
        if most < buffer.len() && most == 0 {
            return Err(io::Error::other("a header is too long"));
        }
        let read = self.bytes.read(&mut buffer[..most])?;
        self.ration.set(self.ration.get() - read.min(most));
        Ok(read)
    }
}

/// The one file in a `.gz`.
pub(super) fn gzip_member<'a>(archive: &str, bytes: &'a [u8]) -> Member<'a> {
    Member {
        path: gunzipped_name(archive),
        what: What::File,
        head: 0,
        declared: None,
        streamed: true,
        open: Box::new(move || Ok(Box::new(gunzip(bytes)))),
    }
}

/// Unpacks a `.gz`; several packed files in a row are one, as gzip says.
pub(super) fn gunzip(bytes: &[u8]) -> impl Read {
    MultiGzDecoder::new(bytes)
}

/// The name of what a `.gz` holds: without `.gz`, and `.tar` for `.tgz`.
fn gunzipped_name(archive: &str) -> String {
    let name = archive.rsplit('/').next().unwrap_or(archive);
    match name.rsplit_once('.') {
        Some((stem, suffix)) if !stem.is_empty() && suffix.eq_ignore_ascii_case("gz") => stem.to_owned(),
        Some((stem, suffix)) if !stem.is_empty() && suffix.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
        _ => name.to_owned(),
    }
}

/// Why the bytes of an entry or of an archive can't be read on.
pub(super) fn unreadable(error: &io::Error) -> Error {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rawzip::Error>());
    let text = error.to_string();
    match inner.map(rawzip::Error::kind) {
        Some(ErrorKind::InvalidChecksum { expected, actual }) => {
            damaged(format!("Its checksum is {actual:08x} where the archive says {expected:08x}."))
        }
        Some(ErrorKind::InvalidSize { expected, actual }) => {
            damaged(format!("It unpacks to {actual} bytes where the archive says {expected}."))
        }
        _ if error.kind() == io::ErrorKind::UnexpectedEof || text.contains("EOF") || text.contains("entire block") => {
            cut_off()
        }
        _ => damaged(format!("It can't be read on from here ({text}).")),
    }
}

/// An archive that ends too early.
pub(super) fn cut_off() -> Error {
    damaged("It ends too early: the archive was cut off, by a broken download perhaps.")
}

fn damaged(cause: impl Into<String>) -> Error {
    Error::new(Code::ArchiveDamaged, cause)
}

/// An entry's name as a path inside its archive: `/` between the parts, no drive, no `.`, and no `..` that leads out.
/// Bytes that are no UTF-8, and control characters, are shown as U+FFFD.
pub(super) fn safe_path(raw: &[u8]) -> String {
    let name = String::from_utf8_lossy(raw);
    let mut parts: Vec<&str> = Vec::new();
    for (i, part) in name.split(['/', '\\']).enumerate() {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ if i == 0 && matches!(part.as_bytes(), [drive, b':'] if drive.is_ascii_alphabetic()) => {}
            _ => parts.push(part),
        }
    }
    let path = parts.join("/").replace(char::is_control, "\u{fffd}");
    if path.is_empty() { "unnamed".to_owned() } else { path }
}
