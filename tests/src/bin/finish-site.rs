//! Finishes the site that Trunk has built, in the project's folder: `finish-site FOLDER COVERAGE`, with the version of
//! coverage.py that it is compared with.

use std::path::{Path, PathBuf};
use std::{env, io};

use covscope_e2e::{site, viewer};

fn main() -> io::Result<()> {
    let usage = || io::Error::other("usage: finish-site FOLDER COVERAGE");
    let dist = env::args_os().nth(1).map(PathBuf::from).ok_or_else(usage)?;
    let coverage = env::args().nth(2).ok_or_else(usage)?;
    site::finish(&dist, Path::new("tests/sample"), &coverage)?;
    viewer::write(&dist, Path::new("web/viewer"))?;
    print!("{}", site::table(&site::sizes(&dist)?));
    Ok(())
}
