//! Whether data files have changed: by their names, sizes and times.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use covscope_core::worth::{can_matter, folder_can_matter};

use super::super::inputs;
use super::super::options::Options;

/// The state of all data files that the options name, or of those here by `data_file`, and of the diff: another text when something has
/// changed. Sources do not count: the report is of those that ran.
pub(super) fn stamp(options: &Options, data_file: Option<&str>) -> String {
    let mut files: BTreeMap<PathBuf, Metadata> = BTreeMap::new();
    let mut given = options.arguments.clone();
    given.extend(data_file.and_then(|data_file| inputs::data_here(data_file).ok()).unwrap_or_default());
    given.extend(options.value("diff").map(str::to_owned));
    let mut waiting: Vec<PathBuf> = given.into_iter().map(PathBuf::from).collect();
    while let Some(path) = waiting.pop() {
        // Gone since it was listed.
        let Ok(known) = fs::metadata(&path) else { continue };
        if known.is_dir() {
            let inside = fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
            waiting.extend(inside.filter(|path| matters(path)));
        } else {
            files.insert(path, known);
        }
    }
    let mut hasher = DefaultHasher::new();
    for (path, known) in &files {
        (path, known.len(), known.modified().ok()).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// Whether something in a folder may be data.
fn matters(path: &Path) -> bool {
    let name = path.file_name().map(|name| format!("./{}", name.to_string_lossy())).unwrap_or_default();
    match path.is_dir() {
        true => !path.is_symlink() && folder_can_matter(&name) && !path.join("pyvenv.cfg").exists(),
        false => can_matter(&name) && !inputs::is_source(&name),
    }
}
