//! The sample that the page bundles, as one zip: what a team would drop on the page.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::{SimpleFileOptions, ZipWriter};

/// The folders of `tests/sample/` that a person would drop: the data files, and the project with its configuration.
const FOLDERS: [&str; 2] = ["data", "project"];

/// Packs these folders of `sample`; the same files always give the same bytes.
pub fn pack(sample: &Path) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for path in files(sample)? {
        let name = path.strip_prefix(sample).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        zip.start_file(name, options)?;
        zip.write_all(&fs::read(path)?)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files to pack, sorted. What Python leaves behind beside its sources is none of them.
fn files(sample: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders: Vec<_> = FOLDERS.iter().map(|folder| sample.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() && !path.ends_with("__pycache__") {
                folders.push(path);
            } else if path.is_file() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
