//! Where lines can be looked at: in the pull request's diff, else in the file at the tested commit.

use covscope_core::data::sha256;
use covscope_core::line::LineNo;
use covscope_core::link::Provenance;
use covscope_core::patch::PatchFile;

use super::markdown::{code, path, target};

/// The addresses of a repository.
pub(super) struct Places {
    /// Of the pull request's changed files.
    diff: Option<String>,
    /// Of the files at the commit.
    files: Option<String>,
    /// The project's folder in the repository, with a slash: by what names of changed files have before their paths in the report, else
    /// as git tells it.
    folder: String,
}

impl Places {
    pub(super) fn new(of: &Provenance, changed: &[PatchFile]) -> Places {
        let repository = match of.repository.as_str() {
            "" => None,
            address if address.contains("://") => target(address.trim_end_matches('/')),
            name => target(&format!("https://github.com/{name}")),
        };
        let is_commit = !of.head.is_empty() && of.head.bytes().all(|byte| byte.is_ascii_hexdigit());
        let known = |is: bool| repository.as_ref().filter(|_| is);
        let folder = changed.iter().find_map(|file| file.name.strip_suffix(&file.path));
        Places {
            folder: folder.filter(|folder| folder.ends_with('/')).unwrap_or(&of.folder).to_owned(),
            diff: known(of.pull_request > 0).map(|it| format!("{it}/pull/{}/files#diff-", of.pull_request)),
            files: known(is_commit).map(|it| format!("{it}/blob/{}/", of.head)),
        }
    }

    /// Lines of a file that the diff calls `name`.
    pub(super) fn lines(&self, name: &str, first: LineNo, last: LineNo, shown: &str) -> String {
        let through = |mark: &str| if last > first { format!("-{mark}{last}") } else { String::new() };
        match (&self.diff, &self.files) {
            (Some(diff), _) => format!("[{shown}]({diff}{}R{first}{})", sha256(name.as_bytes()), through("R")),
            (None, Some(files)) => format!("[{shown}]({files}{}#L{first}{})", path(name), through("L")),
            (None, None) => shown.to_owned(),
        }
    }

    /// A file of the report.
    pub(super) fn file(&self, name: &str) -> String {
        match name.starts_with('/') {
            true => code(name),
            false => self.changed(name, &format!("{}{name}", self.folder)),
        }
    }

    /// A file of the report that the diff calls `name`.
    pub(super) fn changed(&self, shown: &str, name: &str) -> String {
        match &self.files {
            Some(files) => format!("[{}]({files}{})", code(shown), path(name)),
            None => code(shown),
        }
    }
}
