//! A folder to run the program in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use covscope_core::data::CoverageData;
use covscope_core::pace::{Unhurried, run};

use crate::rows::Rows;

/// A folder that is removed when the test is done with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("covscope-cli-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        // Of a run that was killed.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path.canonicalize().unwrap())
    }

    /// The path, without a slash at its end.
    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A data file of those rows, in which the folder is called /project.
    pub(crate) fn write_rows(&self, name: &str, rows: &Rows) {
        let text = serde_json::to_string(rows).unwrap().replace("/project", self.path());
        let rows: Rows = serde_json::from_str(&text).unwrap();
        self.write(name, rows.to_data().write().unwrap());
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The rows of a data file, with the folder called /project.
    pub(crate) fn read_rows(&self, name: &str) -> Rows {
        let data = run(CoverageData::read(&self.read(name), &Unhurried)).unwrap().unwrap();
        let text = serde_json::to_string(&Rows::of(&data)).unwrap().replace(self.path(), "/project");
        serde_json::from_str(&text).unwrap()
    }

    /// All files by their names, with what is in them.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.0.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, fs::read(path).unwrap());
                }
            }
        }
        found
    }

    /// Runs covscope here, with the rules of Python 3.13.
    pub(crate) fn covscope(&self, arguments: &[&str], env: &BTreeMap<String, String>) -> Output {
        self.covscope_in("", arguments, env)
    }

    /// The same in a folder of it.
    pub(crate) fn covscope_in(&self, folder: &str, arguments: &[&str], env: &BTreeMap<String, String>) -> Output {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_covscope")));
        for (name, _) in env::vars().filter(|(name, _)| name.starts_with("COV")) {
            command.env_remove(name);
        }
        command
            .args(arguments)
            .current_dir(self.0.join(folder))
            .env("COVSCOPE_PYTHON", "3.13")
            .envs(env)
            .output()
            .unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}
