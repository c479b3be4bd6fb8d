//! The walk through one dropped archive and the archives in it.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::io::Read;
use std::pin::Pin;
use std::sync::Arc;

use super::Entry;
use super::archive::{self, Member, Tar, What, Zip};
use super::format::{self, Format};
use super::limits::{Limits, size};
use super::sniff::{self, Kind, sniff};
use crate::error::{Code, Error, Problem, Result as Reading};
use crate::pace::{Cancelled, Pace};
use crate::worth::can_matter;

/// What was found so far, in all inputs.
#[derive(Default)]
pub(super) struct Found {
    /// The useful files.
    pub(super) entries: Vec<Entry>,
    /// What was wrong.
    pub(super) problems: Vec<Problem>,
    /// Unpacked bytes held now, in `entries` and in the archives that are open.
    held: u64,
}

/// Files that are of no use, for one line of words.
#[derive(Default)]
pub(super) struct Useless {
    names: Vec<String>,
    count: usize,
}

impl Useless {
    const NAMED: usize = 3;

    /// One more.
    pub(super) fn add(&mut self, name: &str) {
        self.count += 1;
        if self.names.len() < Self::NAMED {
            self.names.push(name.to_owned());
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The first names: `a.png, b.js, c.txt and 4 more`.
    pub(super) fn names(&self) -> String {
        let names = self.names.join(", ");
        match self.count - self.names.len() {
            0 => names,
            more => format!("{names} and {more} more"),
        }
    }
}

/// Why the walk ended early.
enum Halt {
    /// The host called it off.
    Cancelled,
    /// A cap was reached; the problem is noted.
    Capped,
}

impl From<Cancelled> for Halt {
    fn from(_: Cancelled) -> Halt {
        Halt::Cancelled
    }
}

/// Unpacks one dropped archive.
struct Unpacker<'a, P> {
    limits: &'a Limits,
    pace: &'a P,
    found: &'a mut Found,
    /// The files in it that were passed over.
    useless: Useless,
    /// Entries seen.
    seen: u64,
    /// Bytes unpacked.
    unpacked: u64,
    /// Bytes that may be unpacked, for the archive's own size.
    allowed: u64,
}

/// An archive that is being read.
struct Open {
    /// It, after the archives it was found in.
    archives: Vec<String>,
    /// Where among the found entries each of its paths is.
    kept: HashMap<String, usize>,
    /// How often each trouble came.
    troubles: BTreeMap<Code, usize>,
    /// The commit that it is of.
    commit: Option<Arc<str>>,
}

impl Open {
    fn display_name(&self, path: Option<&str>) -> String {
        self.archives.iter().map(String::as_str).chain(path).collect::<Vec<_>>().join(" › ")
    }
}

/// What is said of an archive without a file.
pub(super) const EMPTY: &str = "It is empty: there is no file in it.";

/// Unpacked between two ticks.
const CHUNK: u64 = 256 << 10;

/// Unpacked before it is decided whether the rest may be useful.
const START: u64 = 8 << 10;

/// Problems of one kind that are told one by one in one archive; the others are counted.
const TOLD: usize = 5;

/// Unpacks the dropped archive `name` and keeps its useful files; returns the others.
pub(super) async fn unpack<P: Pace>(
    (name, bytes, format): (String, &[u8], Format),
    limits: &Limits,
    pace: &P,
    found: &mut Found,
) -> Result<Useless, Cancelled> {
    let allowed = limits.allowed(bytes.len());
    let mut unpacker = Unpacker { limits, pace, found, useless: Useless::default(), seen: 0, unpacked: 0, allowed };
    match unpacker.open(vec![name], bytes, format).await {
        Err(Halt::Cancelled) => Err(Cancelled),
        Ok(()) | Err(Halt::Capped) => Ok(unpacker.useless),
    }
}

impl<P: Pace> Unpacker<'_, P> {
    /// Keeps the useful files of the archive that is the last of `archives`, at any depth.
    ///
    /// Boxed, since archives in archives make it call itself; `max_depth` ends that.
    fn open<'b>(
        &'b mut self,
        archives: Vec<String>,
        bytes: &'b [u8],
        format: Format,
    ) -> Pin<Box<dyn Future<Output = Result<(), Halt>> + 'b>> {
        Box::pin(async move {
            let mut open = Open { archives, kept: HashMap::new(), troubles: BTreeMap::new(), commit: None };
            let result = self.read_archive(&mut open, bytes, format).await;
            for (&code, &count) in open.troubles.iter().filter(|(_, count)| **count > TOLD) {
                let cause = format!("{} more of its entries have the same problem.", count - TOLD);
                self.found.problems.push(Problem::new(code, open.display_name(None), cause));
            }
            result
        })
    }

    async fn read_archive(&mut self, open: &mut Open, bytes: &[u8], format: Format) -> Result<(), Halt> {
        match format {
            _ if open.archives.len() > self.limits.max_depth => {
                let cause = format!(
                    "It is an archive in {} others; {} deep is the most.",
                    open.archives.len() - 1,
                    self.limits.max_depth
                );
                self.trouble(open, None, Error::new(Code::ArchiveTooDeep, cause));
            }
            Format::Zip => match Zip::new(bytes) {
                Ok(zip) => {
                    open.commit = zip.commit();
                    self.members(open, &mut zip.members()).await?;
                }
                Err(error) => self.trouble(open, None, error),
            },
            Format::Tar => self.tar(open, &mut { bytes }).await?,
            Format::Gzip => self.gzip(open, bytes).await?,
            Format::Foreign(name) => {
                let cause = format!("It is packed with {name}; zip, tar, tar.gz and gz are opened here.");
                self.trouble(open, None, Error::new(Code::ArchiveUnsupported, cause));
            }
            Format::InName => {
                let (error, fix) = format::not_an_archive(bytes);
                let problem = Problem::of(open.display_name(None), error);
                self.found.problems.push(match fix {
                    Some(fix) => problem.with_fix(fix),
                    None => problem,
                });
            }
        }
        Ok(())
    }

    async fn gzip(&mut self, open: &mut Open, bytes: &[u8]) -> Result<(), Halt> {
        let member = archive::gzip_member(open.archives.last().map_or("", String::as_str), bytes);
        let mut start = Vec::new();
        // What is wrong with it is met again below.
        let _ = archive::gunzip(bytes).take(START).read_to_end(&mut start);
        match Format::of(&member.path, &start) {
            Some(Format::Tar) => self.tar(open, &mut archive::gunzip(bytes)).await,
            _ => self.members(open, &mut std::iter::once(Ok(member))).await,
        }
    }

    /// Reads a tar, and on to the end of what it is packed in, where a checksum stands.
    async fn tar(&mut self, open: &mut Open, bytes: &mut dyn Read) -> Result<(), Halt> {
        match Tar::new(bytes).members() {
            Ok(mut members) => self.members(open, &mut members).await?,
            Err(error) => self.trouble(open, None, error),
        }
        if !open.troubles.contains_key(&Code::ArchiveDamaged)
            && let Err(error) = self.pass_over(open, None, bytes).await?
        {
            self.trouble(open, None, error);
        }
        Ok(())
    }

    async fn members<'m>(
        &mut self,
        open: &mut Open,
        members: &mut dyn Iterator<Item = Reading<Member<'m>>>,
    ) -> Result<(), Halt> {
        for member in members {
            self.pace.tick().await?;
            self.seen += 1;
            if self.seen > self.limits.max_entries {
                let cause = format!(
                    "It has more than {} entries, with those of the archives around it.",
                    self.limits.max_entries
                );
                return Err(self.cap(open, None, cause));
            }
            match member {
                Ok(member) => {
                    if !self.member(open, member).await? {
                        break;
                    }
                }
                Err(error) => self.trouble(open, None, error),
            }
        }
        Ok(())
    }

    /// Keeps one entry if it is useful. `false` when nothing can be read after it.
    async fn member(&mut self, open: &mut Open, member: Member<'_>) -> Result<bool, Halt> {
        let Member { path, what, head, declared, streamed, open: begin } = member;
        self.count(open, &path, head)?;
        let matters = can_matter(&path);
        if what == What::Link && matters && sniff::is_telling(&path) {
            let error = Error::new(Code::ArchiveLink, "It is a link to another file, and links are not followed here.");
            self.trouble(open, Some(&path), error);
        }
        let wanted = what == What::File && matters;
        if what == What::File && !wanted {
            self.useless.add(&path);
        }
        if !wanted && !streamed {
            return Ok(true);
        }
        let mut bytes = match begin() {
            Ok(bytes) => bytes,
            Err(error) => {
                self.trouble(open, Some(&path), error);
                return Ok(true);
            }
        };
        let mut content = None;
        if wanted {
            match self.read(open, &path, &mut bytes, declared).await? {
                Ok(Some(whole)) => content = Some(whole),
                Ok(None) => self.useless.add(&path),
                Err(error) => {
                    let ended = streamed && error.code == Code::ArchiveDamaged;
                    self.trouble(open, Some(&path), error);
                    if ended {
                        return Ok(false);
                    }
                }
            }
        }
        if streamed && let Err(error) = self.pass_over(open, Some(&path), &mut bytes).await? {
            self.trouble(open, Some(&path), error);
            return Ok(false);
        }
        drop(bytes);
        if let Some(content) = content {
            self.keep(open, path, content).await?;
        }
        Ok(true)
    }

    /// Unpacks an entry; `None` as soon as it is clear that it is of no use.
    async fn read(
        &mut self,
        open: &Open,
        path: &str,
        mut bytes: &mut dyn Read,
        declared: Option<u64>,
    ) -> Result<Reading<Option<Vec<u8>>>, Halt> {
        let mut content = Vec::new();
        loop {
            let most = if content.is_empty() { START } else { CHUNK };
            let read = match (&mut bytes).take(most).read_to_end(&mut content) {
                Ok(read) => read as u64,
                Err(error) => return Ok(Err(archive::unreadable(&error))),
            };
            self.count(open, path, read)?;
            let ended = read < most;
            if most == START && !ended && Format::of(path, &content).is_none() && !sniff::may_be_useful(path, &content)
            {
                return Ok(Ok(None));
            }
            let length = content.len() as u64;
            if length.max(declared.unwrap_or(0)) > self.limits.max_entry_bytes {
                let cause = format!("It unpacks to more than {}.", size(self.limits.max_entry_bytes));
                return Ok(Err(Error::new(Code::ArchiveEntryTooLarge, cause)));
            }
            if self.found.held + length > self.limits.max_total_bytes {
                let cause = format!("With it, more than {} would be unpacked.", size(self.limits.max_total_bytes));
                return Err(self.cap(open, Some(path), cause));
            }
            if ended {
                break;
            }
            self.pace.tick().await?;
        }
        if declared.is_some_and(|declared| declared != content.len() as u64) {
            return Ok(Err(archive::cut_off()));
        }
        content.shrink_to_fit();
        Ok(Ok(Some(content)))
    }

    /// Reads to the end and keeps nothing.
    async fn pass_over(&mut self, open: &Open, path: Option<&str>, bytes: &mut dyn Read) -> Result<Reading<()>, Halt> {
        let mut unused = vec![0; CHUNK as usize / 4];
        let mut since = 0;
        loop {
            match bytes.read(&mut unused) {
                Ok(0) => return Ok(Ok(())),
                Ok(read) => {
                    self.count(open, path.unwrap_or_default(), read as u64)?;
                    since += read as u64;
                }
                Err(error) => return Ok(Err(archive::unreadable(&error))),
            }
            if since >= CHUNK {
                since = 0;
                self.pace.tick().await?;
            }
        }
    }

    async fn keep(&mut self, open: &mut Open, path: String, bytes: Vec<u8>) -> Result<(), Halt> {
        let length = bytes.len() as u64;
        if let Some(format) = Format::of(&path, &bytes) {
            let name = path.clone();
            let archives = open.archives.iter().cloned().chain([path]).collect();
            self.found.held += length;
            let before = (self.found.entries.len(), self.found.problems.len(), self.useless.count());
            let result = self.open(archives, &bytes, format).await;
            self.found.held -= length;
            if before == (self.found.entries.len(), self.found.problems.len(), self.useless.count()) {
                self.trouble(open, Some(&name), Error::new(Code::NothingFound, EMPTY));
            }
            return result;
        }
        if sniff(&path, &bytes) == Kind::Other {
            self.useless.add(&path);
            return Ok(());
        }
        self.found.held += length + path.len() as u64;
        let entry = Entry { archives: open.archives.clone(), path: path.clone(), bytes, commit: open.commit.clone() };
        match open.kept.get(&path).and_then(|&at| self.found.entries.get_mut(at)) {
            Some(first) => {
                self.found.held -= first.bytes.len() as u64 + path.len() as u64;
                *first = entry;
                let error = Error::new(Code::ArchiveDuplicate, "The archive has more than one entry of this name.");
                self.trouble(open, Some(&path), error);
            }
            None => {
                open.kept.insert(path, self.found.entries.len());
                self.found.entries.push(entry);
            }
        }
        Ok(())
    }

    /// Counts what was unpacked, against the archive's own size.
    fn count(&mut self, open: &Open, path: &str, bytes: u64) -> Result<(), Halt> {
        self.unpacked += bytes;
        if self.unpacked <= self.allowed {
            return Ok(());
        }
        let cause = format!(
            "Up to here, {} were unpacked: more than {} times its size.",
            size(self.unpacked),
            self.limits.max_ratio
        );
        Err(self.cap(open, Some(path), cause))
    }

    /// Notes that a cap was reached.
    fn cap(&mut self, open: &Open, path: Option<&str>, cause: String) -> Halt {
        self.found.problems.push(Problem::new(Code::ArchiveTooLarge, open.display_name(path), cause));
        Halt::Capped
    }

    /// Notes what is wrong with an entry or with the archive itself.
    fn trouble(&mut self, open: &mut Open, path: Option<&str>, error: Error) {
        let count = open.troubles.entry(error.code).or_default();
        *count += 1;
        if *count <= TOLD {
            self.found.problems.push(Problem::of(open.display_name(path), error));
        }
    }
}
