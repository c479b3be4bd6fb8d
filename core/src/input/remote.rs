//! What lies elsewhere and may be fetched if the person says yes: the bundle that a link points to, and what GitHub has of a commit.
//!
//! ```text
//! gh:owner/repository@COMMIT/path.zip    a file of that commit, from raw.githubusercontent.com
//! bundles/7.zip, /covscope/7.zip         a file of the site that the page is from
//! ```
//!
//! Nothing else can be pointed to. A commit is told by its whole name, so that what it holds never changes.

use std::fmt;

use crate::error::{Code, Error, Result};
use crate::paths::{encoded, is_folder, is_plain};

/// Where a bundle lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// In a commit.
    GitHub(Commit, String),
    /// On the site that the page is from: a path below the page's folder, or from the site's root on.
    Site(String),
}

/// A commit of a repository at GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// `owner/name`.
    repository: String,
    /// Its name: 40 or 64 hexadecimal digits.
    sha: String,
    /// The project's folder in it, with a slash at its end; empty: the whole of it.
    folder: String,
}

impl Pointer {
    /// Reads what a link says after `src=`.
    ///
    /// # Errors
    /// It is neither of the two.
    pub fn parse(text: &str) -> Result<Pointer> {
        let refused = |cause: &str| Error::new(Code::PointerRefused, format!("It points to {text}. {cause}"));
        let of_github = text.strip_prefix("gh:");
        if of_github.is_none() && (encoded(text) != text || text.starts_with("//")) {
            return Err(refused("Only plain paths of this site, and of commits at GitHub, are read."));
        }
        let path = match of_github {
            Some(place) => {
                place.split_once('@').and_then(|(_, rest)| Some(rest.split_once('/')?.1)).unwrap_or_default()
            }
            None => text.strip_prefix('/').unwrap_or(text),
        };
        if !is_plain(path) {
            return Err(refused("That is no path of a file."));
        }
        let Some(place) = of_github else { return Ok(Pointer::Site(text.to_owned())) };
        let (repository, rest) = place.split_once('@').unwrap_or_default();
        let commit = Commit::new(repository, rest.split('/').next().unwrap_or_default());
        let commit = commit.ok_or_else(|| refused("That is no whole name of a commit of a repository."))?;
        Ok(Pointer::GitHub(commit, path.to_owned()))
    }

    /// What points to the file of that address, as it stands in a link; `None` unless it is a file of a commit and needs no encoding.
    pub fn to(address: &str) -> Option<String> {
        let mut parts = address.strip_prefix("https://raw.githubusercontent.com/")?.splitn(4, '/');
        let (owner, name, sha, path) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let text = format!("gh:{owner}/{name}@{sha}/{path}");
        let is_same = Pointer::parse(&text).is_ok_and(|pointer| pointer.address() == address);
        is_same.then_some(text)
    }

    /// The address to fetch: of a path of the site as it is.
    pub fn address(&self) -> String {
        match self {
            Pointer::GitHub(commit, path) => commit.file(path),
            Pointer::Site(path) => path.clone(),
        }
    }
}

impl Commit {
    /// A commit of a repository: `owner/name`, or its address at github.com. `None` for anything else, and unless the commit's whole name is told.
    pub fn new(repository: &str, sha: &str) -> Option<Commit> {
        let repository = repository.strip_prefix("https://github.com/").unwrap_or(repository);
        let repository = repository.trim_end_matches('/').trim_end_matches(".git");
        let is_name = |name: &str| {
            let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
            !matches!(name, "" | "." | "..") && name.len() <= 100 && name.bytes().all(is_plain)
        };
        let (owner, name) = repository.split_once('/')?;
        let is_whole = [40, 64].contains(&sha.len()) && sha.bytes().all(|b| b.is_ascii_hexdigit());
        (is_name(owner) && is_name(name) && is_whole).then(|| Commit {
            repository: repository.to_owned(),
            sha: sha.to_ascii_lowercase(),
            folder: String::new(),
        })
    }

    /// The same, for paths from that folder on; `None` for what is none.
    pub fn below(self, folder: &str) -> Option<Commit> {
        is_folder(folder).then(|| Commit { folder: folder.to_owned(), ..self })
    }

    /// The address of one of its files, by the path from the project's folder on, which [`is_plain`].
    pub fn file(&self, path: &str) -> String {
        let Commit { repository, sha, folder } = self;
        format!("https://raw.githubusercontent.com/{repository}/{sha}/{}", encoded(&(folder.clone() + path)))
    }

    /// The address that lists its files with the names of their contents.
    pub fn tree(&self) -> String {
        format!("https://api.github.com/repos/{}/git/trees/{}?recursive=1", self.repository, self.sha)
    }
}

/// In words: `commit 0123abc of owner/name`.
impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "commit {} of {}", self.sha.get(..7).unwrap_or_default(), self.repository)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn a_pointer_leads_to_a_commit_or_into_the_site() {
        let address = |text: &str| Pointer::parse(text).unwrap().address();
        assert_eq!(
            address(&format!("gh:o-1/n.x@{SHA}/pr/7/a b#?.zip")),
            format!("https://raw.githubusercontent.com/o-1/n.x/{SHA}/pr/7/a%20b%23%3F.zip")
        );
        assert_eq!(address("bundles/7.zip"), "bundles/7.zip");
        assert_eq!(address("/covscope/7.zip"), "/covscope/7.zip");
    }

    #[test]
    fn the_address_of_a_commits_file_is_pointed_to() {
        let address = format!("https://raw.githubusercontent.com/o/n/{SHA}/pr/7.zip");
        assert_eq!(Pointer::to(&address), Some(format!("gh:o/n@{SHA}/pr/7.zip")));
        for other in ["main/7.zip".to_owned(), format!("{SHA}/a%20b.zip"), format!("{SHA}/a b"), SHA.to_owned()] {
            assert_eq!(Pointer::to(&format!("https://raw.githubusercontent.com/o/n/{other}")), None, "{other}");
        }
        assert_eq!(Pointer::to(&format!("https://host/o/n/raw/{SHA}/7.zip")), None);
    }

    #[test]
    fn nothing_else_is_pointed_to() {
        let commits = ["main", "0123abc", "0123456789abcdef0123456789abcdef0123456g", "", "../../x"];
        let mut texts: Vec<String> = commits.iter().map(|sha| format!("gh:o/n@{sha}/a.zip")).collect();
        let places = ["o@", "o/n/m@", "../n@", "o/..@", "o/n?x=@", "evil.example/x#@", "o\u{202e}/n@", ""];
        texts.extend(places.iter().map(|place| format!("gh:{place}{SHA}/a.zip")));
        texts.extend(["", "/", "/../x", "/a//b", "/.", "a\nb"].iter().map(|path| format!("gh:o/n@{SHA}{path}")));
        texts.extend(
            [
                "",
                "/",
                "//evil.example/x.zip",
                "/\\evil.example/x",
                "https://evil.example/x.zip",
                "data:,x",
                "blob:x",
                "javascript:x",
                "../x",
                "a/../b",
                "./x",
                "x?y",
                "x#y",
                "a\tb",
                "file:///etc/passwd",
                "%2e%2e/x",
                " ../x",
                "a b",
                "GH:o/n",
            ]
            .map(str::to_owned),
        );
        for text in texts {
            let error = Pointer::parse(&text).unwrap_err();
            assert_eq!(error.code, Code::PointerRefused, "{text}");
        }
    }

    #[test]
    fn a_commit_is_told_in_whole_and_is_at_github() {
        let commit = Commit::new("https://github.com/o/n.git", SHA).unwrap();
        assert!(["../", "/a/", "a", "a/../b/", "a//"].iter().all(|folder| commit.clone().below(folder).is_none()));
        let below = commit.clone().below("services/o r/").unwrap();
        assert_eq!(below.file("a.py"), format!("https://raw.githubusercontent.com/o/n/{SHA}/services/o%20r/a.py"));
        assert_eq!(commit.to_string(), "commit 0123456 of o/n");
        assert_eq!(commit.tree(), format!("https://api.github.com/repos/o/n/git/trees/{SHA}?recursive=1"));
        assert_eq!(Commit::new("https://gitlab.com/o/n", SHA), None);
        assert_eq!(Commit::new("o/n", &SHA[..39]), None);
    }
}
