//! What git knows of a folder.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use covscope_core::paths::is_folder;

use super::console::Stop;

/// The files below a folder that git keeps or is told to, without links on their way; `None` where there is no repository.
///
/// # Errors
/// There is a repository, and git can't say.
pub(crate) fn tracked(folder: &Path) -> Result<Option<HashSet<PathBuf>>, Stop> {
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    if !folder.ancestors().any(|folder| folder.join(".git").exists()) {
        return Ok(None);
    }
    let listed = Command::new("git").arg("-C").arg(&folder).args(["ls-files", "-z", "--recurse-submodules"]).output();
    let why = |cause: &str| {
        let cause = cause.trim();
        Stop(format!("git can't say which files of {} are its: {cause}", folder.display()))
    };
    let listed = listed.map_err(|error| why(&error.to_string()))?;
    if !listed.status.success() {
        return Err(why(&String::from_utf8_lossy(&listed.stderr)));
    }
    let names = listed.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    let path = |name: &[u8]| folder.join(String::from_utf8_lossy(name).split('/').collect::<PathBuf>());
    Ok(Some(names.map(path).collect()))
}

/// The commit that is checked out; `None` where there is none, or git can't say.
pub(crate) fn head(folder: &Path) -> Option<String> {
    told(folder, &["rev-parse", "--quiet", "--verify", "HEAD"])
}

/// What a folder is called in its repository, with a slash at its end: empty for its root, and where git can't say.
pub(crate) fn prefix(folder: &Path) -> String {
    told(folder, &["rev-parse", "--show-prefix"]).filter(|prefix| is_folder(prefix)).unwrap_or_default()
}

fn told(folder: &Path, question: &[&str]) -> Option<String> {
    let told = Command::new("git").arg("-C").arg(folder).args(question).output().ok()?;
    let answer = String::from_utf8(told.stdout).ok().filter(|_| told.status.success())?;
    Some(answer.trim_end_matches(['\r', '\n']).to_owned())
}
