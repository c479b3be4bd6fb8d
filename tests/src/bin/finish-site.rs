//! Finishes the site that Trunk has built, in the project's folder: `finish-site FOLDER`.

use std::path::{Path, PathBuf};
use std::{env, io};

use covscope_e2e::site;

fn main() -> io::Result<()> {
    let dist = env::args_os().nth(1).map(PathBuf::from).ok_or_else(|| io::Error::other("usage: finish-site FOLDER"))?;
    site::finish(&dist, Path::new("tests/sample"))?;
    print!("{}", site::table(&site::sizes(&dist)?));
    Ok(())
}
