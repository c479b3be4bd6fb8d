//! The command line, as `scripts/e2e.sh` builds it: with the site that is tested.

// A test ends by a panic.
#![allow(clippy::panic, clippy::expect_used)]

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::journey::project;

/// A line of covscope in a folder, with the rules that the inputs ask for.
pub fn covscope(folder: &Path) -> Command {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| project().join("target"), PathBuf::from);
    let program = target.join("debug").join(format!("covscope{}", env::consts::EXE_SUFFIX));
    let program =
        program.canonicalize().unwrap_or_else(|error| panic!("{}: {error}; run scripts/e2e.sh", program.display()));
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("COV")) {
        command.env_remove(name);
    }
    command
}

/// `covscope open`; it ends when dropped.
pub struct Opened {
    process: Child,
    /// The address that it printed.
    pub url: String,
}

impl Opened {
    /// Opens what the arguments say, at a free port and in no browser.
    #[track_caller]
    pub fn start(folder: &Path, arguments: &[&str]) -> Opened {
        let mut command = covscope(folder);
        command.args(["open", "--no-browser"]).args(arguments).stdout(Stdio::piped());
        let mut process = command.spawn().expect("covscope starts");
        let mut url = String::new();
        let out = process.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut url).expect("its first line");
        Opened { process, url: url.trim_end().to_owned() }
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
