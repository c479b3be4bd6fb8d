//! Puts the built site into a folder of all versions: `publish FOLDER`.

use std::path::{Path, PathBuf};
use std::{env, io};

use covscope_e2e::site;

fn main() -> io::Result<()> {
    let all = env::args_os().nth(1).map(PathBuf::from).ok_or_else(|| io::Error::other("usage: publish FOLDER"))?;
    site::publish(Path::new("dist"), Path::new("web/forward.html"), &all)
}
