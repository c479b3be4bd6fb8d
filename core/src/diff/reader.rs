//! From the text of a diff to its files: what is said about a file stands in lines before its first hunk.

use super::hunk::{self, Change, shown};
use super::series::Series;
use super::{Diff, Status, names};
use crate::error::{Code, Error, Result};

/// The lines of a diff, without their ends, and the number of the one told last.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    pub(super) number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn next(&mut self) -> Option<&'a [u8]> {
        let (line, rest) = self.split()?;
        self.rest = rest;
        self.number += 1;
        Some(line)
    }

    fn peek(&self) -> Option<&'a [u8]> {
        self.split().map(|(line, _)| line)
    }

    fn split(&self) -> Option<(&'a [u8], &'a [u8])> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.rest);
        let (line, rest) = end.map_or((self.rest, &[][..]), |end| (&self.rest[..end], &self.rest[end + 1..]));
        Some((line.strip_suffix(b"\r").unwrap_or(line), rest))
    }
}

/// What one patch says of one file.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    /// What follows `diff --git`.
    header: Option<&'a [u8]>,
    /// What follows `diff --cc`.
    combined: Option<&'a [u8]>,
    /// The names behind `---` and `+++`; `/dev/null` is none.
    old: Option<Vec<u8>>,
    new: Option<Vec<u8>>,
    /// `rename from` and `rename to`, or of a copy.
    from: Option<Vec<u8>>,
    to: Option<Vec<u8>>,
    status: Option<Status>,
    pub(super) is_binary: bool,
    pub(super) changes: Vec<Change<'a>>,
}

/// A file's names before and after, and what became of it.
pub(super) type Names = (Option<String>, Option<String>, Status);

impl Section<'_> {
    /// The names without prefixes; `None` of a file without any.
    pub(super) fn names(&self) -> Option<Names> {
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            return Some((Some(names::text(from)), Some(names::text(to)), self.status.unwrap_or(Status::Renamed)));
        }
        let needs_header = self.old.is_none() || self.new.is_none();
        let both = self.header.filter(|_| needs_header).and_then(names::both);
        let combined = self.combined.map(names::whole);
        let (mut old, mut new) = (self.old.as_deref(), self.new.as_deref());
        if let Some((before, after)) = &both {
            // A side that is not there has a name all the same.
            old = old.or(Some(before));
            new = new.or(Some(after));
        }
        let (old, new) = match &combined {
            Some(name) => (Some(names::text(name)), Some(names::text(name))),
            None => names::without_prefixes(old, new),
        };
        let status = match self.status {
            Some(status) => status,
            None if self.new.is_none() && self.old.is_some() => Status::Deleted,
            None if self.old.is_none() && self.new.is_some() => Status::Added,
            None => Status::Modified,
        };
        (old.is_some() || new.is_some()).then_some((old, new, status))
    }

    /// Takes in a line of what git says before the first hunk.
    fn take(&mut self, line: &[u8]) {
        let after = |start: &str| line.strip_prefix(start.as_bytes()).map(names::whole);
        if let Some(name) = after("rename from ") {
            (self.from, self.status) = (Some(name), Some(Status::Renamed));
        } else if let Some(name) = after("copy from ") {
            (self.from, self.status) = (Some(name), Some(Status::Copied));
        } else if let Some(name) = after("rename to ").or_else(|| after("copy to ")) {
            self.to = Some(name);
        } else if line.starts_with(b"new file mode ") {
            self.status = Some(Status::Added);
        } else if line.starts_with(b"deleted file mode ") {
            self.status = Some(Status::Deleted);
        } else if line.starts_with(b"Binary files ") || line.starts_with(b"GIT binary patch") {
            self.is_binary = true;
        }
    }
}

/// See [`Diff::read`].
pub(super) fn read(bytes: &[u8]) -> Result<Diff<'_>> {
    let refused = |cause: &str| Err(Error::new(Code::DiffInvalid, cause));
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return refused(
            "It is UTF-16, as PowerShell writes what > sends to a file; expected the bytes of git: git diff --output=FILE.",
        );
    }
    let mut lines = Lines { rest: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), number: 0 };
    let mut series = Series::default();
    let mut section: Option<Section<'_>> = None;
    // In a mail, lines of the message before its diff may look like one.
    let (mut in_message, mut n_commits, mut is_empty) = (false, 0, true);
    while let Some(line) = lines.next() {
        is_empty &= line.trim_ascii().is_empty();
        if let Some(header) = line.strip_prefix(b"diff --git ") {
            series.take(section.replace(Section { header: Some(header), ..Section::default() }))?;
        } else if let Some(name) =
            [&b"diff --cc "[..], b"diff --combined "].iter().find_map(|start| line.strip_prefix(*start))
        {
            series.take(section.replace(Section { combined: Some(name), ..Section::default() }))?;
        } else if let (Some(old), Some(new)) =
            (line.strip_prefix(b"--- "), lines.peek().and_then(|next| next.strip_prefix(b"+++ ")))
        {
            lines.next();
            let named = |name: &[u8]| Some(names::in_line(name)).filter(|name| name != b"/dev/null");
            let is_gits = |section: &Section<'_>| {
                (section.header.is_some() || section.combined.is_some())
                    && section.changes.is_empty()
                    && section.old.is_none()
                    && section.new.is_none()
            };
            if !section.as_ref().is_some_and(is_gits) {
                series.take(section.replace(Section::default()))?;
            }
            if let Some(section) = &mut section {
                (section.old, section.new) = (named(old), named(new));
            }
        } else if hunk::begins(line) && !in_message {
            let Some(section) = &mut section else {
                let cause = format!(
                    "Line {}: no file is named before {}; expected lines with --- and +++.",
                    lines.number,
                    shown(line)
                );
                return Err(Error::new(Code::DiffInvalid, cause));
            };
            hunk::read(line, &mut lines, &mut section.changes)?;
        } else if is_mail(line) {
            series.take(section.take())?;
            series.next_patch()?;
            in_message = true;
            continue;
        } else if !in_message && (is_commit(line, b"commit ") || is_commit(line, b"")) {
            n_commits += 1;
            if n_commits > 1 {
                return refused(
                    "It holds several commits, as git log tells them: the newest first. Expected git diff, or git format-patch --stdout.",
                );
            }
        } else if let Some(section) = section.as_mut().filter(|section| section.changes.is_empty()) {
            section.take(line);
        }
        in_message &= section.is_none();
    }
    series.take(section)?;
    let diff = series.finish()?;
    if diff.files.is_empty() && !is_empty {
        let is_coloured = memchr::memmem::find(bytes, b"\x1b[").is_some();
        return refused(match is_coloured {
            true => "It is coloured for a terminal; expected plain text: git diff --no-color.",
            false => {
                "It is no unified diff: expected the output of git diff, git format-patch or diff -u, with lines such as --- a/x.py and +++ b/x.py."
            }
        });
    }
    Ok(diff)
}

/// Whether that is the first line of a mail: the word, and a commit's number.
fn is_mail(line: &[u8]) -> bool {
    is_commit(line, b"From ") && matches!(line.split(|&byte| byte == b' ').nth(1).map(<[u8]>::len), Some(40 | 64))
}

/// Whether that is the first line of a commit: a word, and the commit's number or the start of it. `git log --oneline` has no word, and
/// a subject behind the number.
fn is_commit(line: &[u8], word: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(word) else { return false };
    let end = rest.iter().position(|byte| !byte.is_ascii_hexdigit()).unwrap_or(rest.len());
    (7..=64).contains(&end) && (rest.get(end) == Some(&b' ') || end == rest.len() && !word.is_empty())
}
