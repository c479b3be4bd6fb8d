//! Inputs from disk, for the commands that take what the page takes: data files, archives, folders, reports, configuration, sources.

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use covscope_core::input::{Input, Kind, sniff};
use covscope_core::pace::{Unhurried, run};
use covscope_core::paths::name_of;
use covscope_core::session::Session;
use covscope_core::view::{Arrangement, Choices};
use covscope_core::worth::{can_matter, folder_can_matter};
use indicatif::{ProgressBar, ProgressStyle};

use super::console::{Console, Stop};
use super::options::Options;
use super::{data, files, git, python, settings};

/// What a folder may have at its top besides sources: what coverage.py, and we, read settings from.
const SETTINGS: [&str; 7] =
    [".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml", "covscope.json", ".python-version"];

/// Archives that are opened in folders.
const ARCHIVES: [&str; 4] = [".zip", ".tar", ".gz", ".tgz"];

/// As coverage.py says it.
pub(crate) const NO_DATA: &str = "No data to report.";

/// A session that has read the arguments. What is wrong with them is said.
pub(crate) fn session(options: &Options, console: &Console) -> Result<Session, Stop> {
    session_of(gathered(options, console, false)?, options, console)
}

/// The same of what was read already.
pub(crate) fn session_of(inputs: Vec<Input>, options: &Options, console: &Console) -> Result<Session, Stop> {
    let arrangement = Arrangement { expected: expected(options)?, ..Arrangement::default() };
    let choices = Choices { python: python::chosen_by_user(options)?, arrangement, ..Choices::default() };
    let bar = progress();
    let mut session = Session::new();
    let done = run(async {
        session.choose(choices, &Unhurried, &mut |_| {}).await?;
        session.add(inputs, &Unhurried, &mut |text| bar.set_message(text.to_owned())).await
    });
    bar.finish_and_clear();
    done.map_err(|cancelled| Stop(cancelled.to_string()))?;
    session.problems().iter().for_each(|problem| console.problem(problem));
    if !session.has_report() {
        return Err(Stop(NO_DATA.to_owned()));
    }
    Ok(session)
}

/// The lanes that were named, if they were.
fn expected(options: &Options) -> Result<Option<Vec<String>>, Stop> {
    let Some(value) = options.value("expect") else { return Ok(None) };
    let names: Vec<String> =
        value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Stop("--expect names no lane; expected names with commas between, such as unit,heavy.".to_owned()));
    }
    Ok(Some(names))
}

/// The arguments; without any the data files here, as reporting takes them. If all of them are data files, settings and sources are
/// those of the current folder. With `only_tracked`, of the settings and sources in folders only those are taken that git knows, where
/// there is a repository.
pub(crate) fn gathered(options: &Options, console: &Console, only_tracked: bool) -> Result<Vec<Input>, Stop> {
    let given = &options.arguments;
    let mut inputs = Vec::new();
    if given.is_empty() {
        for path in data_here(options, console)? {
            inputs.push(read(Path::new(&path), name_of(&path))?);
        }
    }
    let mut unknown = 0;
    let mut add = |folder: &Path, takes: &dyn Fn(&str, bool) -> bool, inputs: &mut Vec<Input>| {
        let known = if only_tracked { git::tracked(folder)? } else { None };
        unknown += below(folder, takes, known.as_ref(), inputs)?;
        Ok(())
    };
    for path in given {
        if Path::new(path).is_dir() {
            add(Path::new(path), &|_, _| true, &mut inputs)?;
        } else {
            inputs.push(read(Path::new(path), name(path))?);
        }
    }
    if given.iter().all(|path| files::is_sqlite(path)) {
        let is_settings = |name: &str| SETTINGS.contains(&name);
        add(Path::new("."), &|name, is_top| is_source(name) || is_top && is_settings(name), &mut inputs)?;
    }
    if unknown > 0 {
        let are = if unknown == 1 { "file is left out, which" } else { "files are left out, which" };
        console.message(&format!("covscope: {unknown} {are} git does not know; name those that belong in the bundle."));
    }
    Ok(inputs)
}

/// The data file, and those beside it.
pub(crate) fn data_here(options: &Options, console: &Console) -> Result<Vec<String>, Stop> {
    let config = settings::read(options, console)?;
    let data_file = files::absolute(&config.data_file);
    let mut found = data::combinable(&data_file, &[])?;
    if Path::new(&data_file).is_file() && !found.contains(&data_file) {
        found.insert(0, data_file);
    }
    if found.is_empty() { Err(Stop(NO_DATA.to_owned())) } else { Ok(found) }
}

fn read(path: &Path, name: &str) -> Result<Input, Stop> {
    let shown = path.to_string_lossy();
    let bytes =
        fs::read(path).map_err(|error| Stop(format!("Couldn't read {shown}: {}", files::os_error(&error, &shown))))?;
    Ok(Input { name: name.to_owned(), bytes })
}

/// The name of a file that was given: its path, if that says how it lies to the others.
fn name(path: &str) -> &str {
    let relative = path.trim_start_matches("./");
    let says_nothing = relative.starts_with('/') || relative.split('/').any(|part| part == "..");
    if says_nothing { name_of(path) } else { relative }
}

pub(crate) fn is_source(name: &str) -> bool {
    name.ends_with(".py") || name.ends_with(".pyw")
}

/// Reads what is of use in a folder, by path, as if it had been dropped on the page. Links to folders are not followed. `takes` is
/// asked by a file's name, and whether it is at the top. Of settings and sources only those `known` are read, if it says which;
/// answered is how many others there are.
///
/// Paths in the current folder are relative to it: the project's own. With the folder's name before them they would also fit a
/// folder of that name in it.
fn below(
    folder: &Path,
    takes: &dyn Fn(&str, bool) -> bool,
    known: Option<&HashSet<PathBuf>>,
    inputs: &mut Vec<Input>,
) -> Result<usize, Stop> {
    let own = fs::canonicalize(folder).ok().filter(|_| folder != Path::new("."));
    let top = own.as_deref().and_then(Path::file_name).map(|name| format!("{}/", name.to_string_lossy()));
    let top = top.unwrap_or_default();
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    let mut open = vec![(top.clone(), folder.to_owned())];
    while let Some((shown, folder)) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let own = entry.file_name().to_string_lossy().into_owned();
            let (name, path) = (format!("{shown}{own}"), entry.path());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                // A virtual environment holds others' sources.
                if folder_can_matter(&name) && !path.join("pyvenv.cfg").exists() {
                    open.push((format!("{name}/"), path));
                }
            } else if can_matter(&name) && takes(&own, shown == top) && path.is_file() {
                found.push((name, path));
            }
        }
    }
    found.sort();
    let mut unknown = 0;
    for (name, path) in found {
        let input = read(&path, &name)?;
        let kind = sniff(&input.name, &input.bytes);
        // A link is what it leads to.
        let is_known = || known.is_none_or(|known| fs::canonicalize(&path).is_ok_and(|path| known.contains(&path)));
        if matches!(kind, Kind::Config | Kind::Source) && !is_known() {
            unknown += 1;
        } else if kind != Kind::Other || ARCHIVES.iter().any(|ending| name.ends_with(ending)) {
            inputs.push(input);
        }
    }
    Ok(unknown)
}

/// What is being done, on a terminal.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::new_spinner().with_style(style)
}
