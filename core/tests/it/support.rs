//! What the tests share: loading files into a session, and coverage.py's own numbers to compare with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use covscope_core::input::Input;
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Unhurried, run};
use covscope_core::reported::{Format, Report};
use covscope_core::session::Session;
use covscope_core::view::{Overview, Query, Totals};

/// The top folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// One file as if it had been dropped under that name.
pub(crate) fn dropped(name: &str, path: &Path) -> Input {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Input { name: name.to_owned(), bytes }
}

/// A folder as if it had been dropped under that name, hidden files included, in the order of the names.
pub(crate) fn dropped_folder(name: &str, path: &Path) -> Vec<Input> {
    let mut entries: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut inputs = Vec::new();
    for path in entries {
        let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            inputs.extend(dropped_folder(&name, &path));
        } else {
            inputs.push(dropped(&name, &path));
        }
    }
    inputs
}

/// A session that has read these inputs at once.
pub(crate) fn session(inputs: Vec<Input>) -> Session {
    let mut session = Session::new();
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
    session
}

/// The report of a session.
#[track_caller]
pub(crate) fn overview(session: &Session) -> Overview {
    session.overview(&Query::default()).unwrap_or_else(|| panic!("no report: {:#?}", session.problems()))
}

/// coverage.py's own counts of every file, from its json.
pub(crate) fn expected(json: &Path) -> BTreeMap<String, Numbers> {
    let bytes = std::fs::read(json).unwrap_or_else(|error| panic!("{}: {error}", json.display()));
    let report = Report::read(Format::Json, &bytes).unwrap();
    report.files.into_iter().map(|(name, file)| (name, file.numbers)).collect()
}

/// The counts of a screen as coverage.py's.
pub(crate) fn numbers(totals: &Totals) -> Numbers {
    totals.numbers()
}

/// The union's counts of every row.
pub(crate) fn union(overview: &Overview) -> BTreeMap<String, Numbers> {
    overview.rows.iter().map(|row| (row.path.clone(), numbers(row.totals.as_ref().unwrap()))).collect()
}

/// One lane's counts of every row.
pub(crate) fn lane(overview: &Overview, name: &str) -> BTreeMap<String, Numbers> {
    let index = overview.lanes.iter().position(|lane| lane.name == name).unwrap();
    overview.rows.iter().map(|row| (row.path.clone(), numbers(row.lanes[index].as_ref().unwrap()))).collect()
}
