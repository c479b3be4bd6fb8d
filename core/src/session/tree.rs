//! Whether sources are those that were tested: git has a name for each content, and a bundle or a commit tells the names.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::Value;

use super::inputs::{SourceId, SourceInput};
use super::located::Located;
use crate::config::bundle::Bundle;
use crate::data::git_blob;
use crate::error::{Code, Error, Problem};
use crate::input::remote::Commit;
use crate::paths::name_of;

/// The names of contents.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// What they are of, in words: "the bundle".
    of: String,
    /// By the last part of their paths: the paths, and the names.
    blobs: HashMap<String, Vec<(String, String)>>,
}

/// The names that git may have for a content: as it is, and as it is kept where line ends are converted.
#[derive(Debug)]
pub(super) struct Blobs(String, Option<String>);

/// What came of comparing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// What they were compared with, in words.
    pub(super) with: String,
    /// How many sources are those.
    pub(super) n_same: usize,
    /// How many are not.
    pub(super) n_other: usize,
    /// How many of these are known there with another content: the numbers by them are not those of what was tested.
    pub(super) n_stale: usize,
}

impl Tree {
    /// What a bundle tells; `None` if it tells nothing.
    pub(super) fn of_bundle(bundle: &Bundle) -> Option<Tree> {
        let files = bundle.sources.iter().map(|(path, blob)| (path.clone(), blob.clone()));
        (!bundle.sources.is_empty()).then(|| Tree::new("the bundle".to_owned(), files))
    }

    /// Reads what GitHub's API tells of a commit: `GET /repos/{owner}/{repo}/git/trees/{tree_sha}?recursive=1`.
    ///
    /// # Errors
    /// It is no such answer, or tells only a part.
    pub(super) fn of_commit(commit: &Commit, answer: &[u8]) -> Result<Tree, Error> {
        let answer: Value = serde_json::from_slice(answer).unwrap_or_default();
        let is_whole = answer.get("truncated").and_then(Value::as_bool) == Some(false);
        let Some(entries) = answer.get("tree").and_then(Value::as_array).filter(|_| is_whole) else {
            return Err(Error::new(Code::FetchFailed, "GitHub's answer does not tell all files of the commit."));
        };
        let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let files = entries.iter().filter_map(|entry| Some((text(entry, "path")?, text(entry, "sha")?)));
        Ok(Tree::new(commit.to_string(), files))
    }

    fn new(of: String, files: impl Iterator<Item = (String, String)>) -> Tree {
        let mut blobs: HashMap<String, Vec<(String, String)>> = HashMap::new();
        for (path, blob) in files {
            blobs.entry(name_of(&path).to_owned()).or_default().push((path, blob));
        }
        Tree { of, blobs }
    }

    /// Compares the sources in which something was measured.
    pub(super) fn compare<'a>(
        &self,
        located: impl Iterator<Item = (&'a String, &'a Located)>,
        sources: &HashMap<SourceId, &SourceInput>,
    ) -> (Compared, Vec<Problem>) {
        let mut compared = Compared { with: self.of.clone(), ..Compared::default() };
        let (mut problems, mut seen) = (Vec::new(), HashSet::new());
        for (measured, place) in located {
            let Some((id, source)) = place.source.and_then(|id| Some((id, sources.get(&id)?))) else { continue };
            let path = if place.is_alone { &place.common } else { measured };
            let cause = self.differs(&place.common, source);
            if seen.insert(id) {
                compared.n_same += usize::from(cause.is_none());
                compared.n_other += usize::from(cause.is_some());
                compared.n_stale += usize::from(matches!(cause, Some((true, _))));
            }
            problems.extend(cause.map(|(_, cause)| Problem::new(Code::SourceStale, path, cause)));
        }
        (compared, problems)
    }

    /// What is wrong with a source of that path, if it is another one there, or none.
    pub(super) fn stale(&self, path: &str, source: &SourceInput) -> Option<Problem> {
        self.differs(path, source).map(|(_, cause)| Problem::new(Code::SourceStale, path, cause))
    }

    /// Whether there is another source of that path, or else none; and in words how this one differs.
    fn differs(&self, path: &str, source: &SourceInput) -> Option<(bool, String)> {
        let of = &self.of;
        // The project may be a folder of the repository.
        let ends =
            |known: &str| known.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'));
        let alike = self.blobs.get(name_of(path)).into_iter().flatten().filter(|(known, _)| ends(known));
        let known: Vec<&str> = alike.map(|(_, blob)| blob.as_str()).collect();
        let Blobs(own, converted) = source.blobs.get_or_init(|| Blobs::of(&source.bytes));
        let is_it = |name: &str| known.contains(&name);
        match known.first() {
            None => Some((false, format!("It is not in {of}."))),
            Some(_) if is_it(own) || converted.as_deref().is_some_and(is_it) => None,
            Some(other) => {
                let cause = format!("It is not the source of {of}: git calls its content {own}, and that one {other}.");
                Some((true, cause))
            }
        }
    }
}

impl Blobs {
    fn of(bytes: &[u8]) -> Blobs {
        let has_crlf = bytes.windows(2).any(|two| two == b"\r\n");
        let converted = has_crlf.then(|| {
            let lines: Vec<&[u8]> =
                bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
            git_blob(&lines.join(&b'\n'))
        });
        Blobs(git_blob(bytes), converted)
    }
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Compared { with, n_same, n_other, .. } = self;
        write!(f, "By git's names for their contents, {n_same} of {} sources are those of {with}.", n_same + n_other)
    }
}
