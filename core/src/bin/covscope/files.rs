//! What the engine asks of the file system: which files there are, and where links lead.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use covscope_core::combine::root::Root;

/// The current directory, as coverage.py's relative file names are relative to it.
pub(crate) fn root() -> Root {
    let here = env::current_dir().unwrap_or_default();
    Root::new(&real(&here.to_string_lossy())).with_links(real)
}

/// Where links lead, as far as there are files (`os.path.realpath`).
fn real(path: &str) -> String {
    real_path(Path::new(path)).to_string_lossy().into_owned()
}

fn real_path(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if !path.is_symlink() => real_folder(folder).join(name),
        _ => followed(path),
    }
}

/// The same of a folder. Many of the files that are asked for are in one folder, and the folders in others: each is looked at once.
fn real_folder(folder: &Path) -> PathBuf {
    thread_local! {
        static KNOWN: RefCell<HashMap<PathBuf, PathBuf>> = RefCell::default();
    }
    if let Some(real) = KNOWN.with_borrow(|known| known.get(folder).cloned()) {
        return real;
    }
    let real = real_path(folder);
    KNOWN.with_borrow_mut(|known| known.insert(folder.to_owned(), real.clone()));
    real
}

fn followed(path: &Path) -> PathBuf {
    let mut rest = PathBuf::new();
    let mut known = path;
    loop {
        if let Ok(real) = fs::canonicalize(known) {
            return if rest.as_os_str().is_empty() { real } else { real.join(&rest) };
        }
        let (Some(parent), Some(name)) = (known.parent(), known.file_name()) else { return path.to_owned() };
        rest = if rest.as_os_str().is_empty() { PathBuf::from(name) } else { Path::new(name).join(rest) };
        known = parent;
    }
}

/// The absolute path without `.`, `..` and doubled slashes; links stay (`os.path.abspath`).
pub(crate) fn absolute(path: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    Root::new(&here.to_string_lossy()).absolute(path)
}

/// Whether there is a file or folder of that name.
pub(crate) fn exists(path: &str) -> bool {
    Path::new(path).exists()
}

/// An error of the system as Python shows it: `[Errno 21] Is a directory: '/x'`.
pub(crate) fn os_error(error: &io::Error, path: &str) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    match error.raw_os_error() {
        Some(number) => format!("[Errno {number}] {text}: {}", covscope_core::repr::repr(path)),
        None => format!("{text}: {path}"),
    }
}

/// Whether a file begins as a SQLite database does.
pub(crate) fn is_sqlite(path: &str) -> bool {
    let mut start = [0; 16];
    let read = fs::File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut start));
    read.is_ok() && &start == b"SQLite format 3\0"
}

/// Writes a file in one go: either the old one or the whole new one is there. What is no file, as a pipe or a device, is written into:
/// a file in its place would take it from all others.
pub(crate) fn write(path: &str, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
        return fs::write(path, bytes);
    }
    let new = format!("{path}.covscope-{}", std::process::id());
    // The name of a link stays a link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    fs::write(&new, bytes)?;
    fs::rename(&new, target).inspect_err(|_| _ = fs::remove_file(&new))
}
