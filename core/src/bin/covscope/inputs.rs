//! Inputs from disk, for the commands that take what the page takes: data files, archives, folders, reports, configuration, sources.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use covscope_core::config::choose;
use covscope_core::config::manifest::Manifest;
use covscope_core::input::sniff::may_be_useful;
use covscope_core::input::{Input, Kind, sniff};
use covscope_core::pace::{Unhurried, run};
use covscope_core::paths::name_of;
use covscope_core::session::Session;
use covscope_core::view::{Arrangement, Choices, Query};
use covscope_core::worth::{can_matter, folder_can_matter};
use indicatif::{ProgressBar, ProgressStyle};

use super::console::{Console, Stop};
use super::options::Options;
use super::{archives, data, files, git, python, settings};

/// What a folder may have at its top besides sources: what coverage.py, and we, read settings from.
const SETTINGS: [&str; 6] =
    [".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml", ".python-version"];

/// Archives that are opened in folders.
const ARCHIVES: [&str; 4] = [".zip", ".tar", ".gz", ".tgz"];

/// So much of a file in a folder is read before it is decided whether the rest may be of use; as in archives.
const START: u64 = 8 << 10;

/// As coverage.py says it.
pub(crate) const NO_DATA: &str = "No data to report.";

/// A session that has read the arguments. What is wrong with them is said.
pub(crate) fn session(options: &Options, console: &Console) -> Result<Session, Stop> {
    let mut inputs = gathered(options, console, None)?;
    // A diff is judged by who asked for it; one that lies about in a folder is not.
    inputs.retain(|input| sniff(&input.name, &input.bytes) != Kind::Diff);
    session_of(inputs, options, console)
}

/// The same of what was read already.
pub(crate) fn session_of(inputs: Vec<Input>, options: &Options, console: &Console) -> Result<Session, Stop> {
    let arrangement = Arrangement { expected: lanes(options, "expect")?, ..Arrangement::default() };
    let choices = Choices { python: python::chosen_by_user(options)?, arrangement, ..Choices::default() };
    let bar = progress();
    // One from elsewhere is called as that of the current folder would be, and may be anybody's.
    let is_anybodys =
        |path: &String| settings::FILES.contains(&name(path)) && path.trim_start_matches("./") != name(path);
    let mut session = match options.arguments.iter().any(is_anybodys) {
        true => Session::new(),
        false => Session::with_env(settings::variable),
    };
    session.skip(lanes(options, "skipped")?.unwrap_or_default());
    let done = run(async {
        session.choose(choices, &Unhurried, &mut |_| {}).await?;
        session.add(inputs, &Unhurried, &mut |text| bar.set_message(text.to_owned())).await
    });
    bar.finish_and_clear();
    done.map_err(|cancelled| Stop(cancelled.to_string()))?;
    session.problems().iter().for_each(|problem| console.problem(problem));
    if !session.has_report() {
        let why = match options.arguments.as_slice() {
            [] => "",
            _ => {
                " Among the inputs is no data file that can be used, such as .coverage or .coverage.unit; reports of CI's stand for the sources alone."
            }
        };
        return Err(Stop(format!("{NO_DATA}{why}")));
    }
    if let Some(name) = settings_left_alone(options, &session) {
        let text = format!(
            "The settings in {name} do not count, as it is not among the inputs; name it, too, if they should."
        );
        console.note(&text);
    }
    Ok(session)
}

/// The file here that has settings, if arguments were given that bring none: they are the whole report.
fn settings_left_alone(options: &Options, session: &Session) -> Option<&'static str> {
    let given = &options.arguments;
    let takes_those_here = given.iter().all(|path| files::is_sqlite(path) || is_diff(path));
    let sets_something = |name: &&&str| {
        let chosen = |text: String| choose(&[(**name, text.as_str())], &settings::variable);
        let chosen = fs::read_to_string(name).map(chosen).unwrap_or_default();
        chosen.config.file.is_some() || chosen.manifest != Manifest::default()
    };
    let here = settings::FILES.iter().find(sets_something).filter(|_| !takes_those_here)?;
    let is_set = || session.overview(&Query::default()).is_some_and(|overview| overview.config.is_some());
    let brings_any = given.iter().any(|path| name_of(path) == *here) || *session.manifest() != Manifest::default();
    (!brings_any && !is_set()).then_some(*here)
}

/// The lanes that an option names, if it was given.
fn lanes(options: &Options, option: &str) -> Result<Option<Vec<String>>, Stop> {
    let Some(value) = options.value(option) else { return Ok(None) };
    let names: Vec<String> =
        value.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Stop(format!("--{option} names no lane; expected names with commas between, such as unit,heavy.")));
    }
    Ok(Some(names))
}

/// The arguments; without any but diffs the data files here, as reporting takes them. If all of them are data files or diffs, settings and sources are
/// those of the current folder. With `bundle`, the name of one that is made, of the settings and sources in folders only those are
/// taken that git knows, where there is a repository; and not the bundle itself, as it was the last time.
pub(crate) fn gathered(options: &Options, console: &Console, bundle: Option<&str>) -> Result<Vec<Input>, Stop> {
    let given = &options.arguments;
    let mut found = Found::default();
    if takes_data_here(options) {
        for path in data_here(&data_file(options, console)?)? {
            found.inputs.push(read(Path::new(&path), name_of(&path))?);
        }
    }
    let add = |folder: &Path, takes: &dyn Fn(&str, bool) -> bool, found: &mut Found| {
        let known = if bundle.is_some() { git::tracked(folder)? } else { None };
        below(folder, takes, known.as_ref(), found)
    };
    let made = bundle.and_then(|bundle| fs::canonicalize(bundle).ok());
    for path in given {
        if Path::new(path).is_dir() {
            add(Path::new(path), &|_, _| true, &mut found)?;
        } else if made.is_none() || fs::canonicalize(path).ok() != made {
            found.inputs.push(read(Path::new(path), name(path))?);
        }
    }
    if given.iter().all(|path| files::is_sqlite(path) || is_diff(path)) {
        let is_settings = |name: &str| SETTINGS.contains(&name);
        add(Path::new("."), &|name, is_top| is_source(name) || is_top && is_settings(name), &mut found)?;
    }
    let Found { inputs, n_unknown, n_bundles } = found;
    if n_unknown > 0 {
        let are = if n_unknown == 1 { "file is left out, which" } else { "files are left out, which" };
        console
            .message(&format!("covscope: {n_unknown} {are} git does not know; name those that belong in the bundle."));
    }
    if n_bundles > 0 {
        let are = if n_bundles == 1 { "bundle is" } else { "bundles are" };
        console.message(&format!("covscope: {n_bundles} {are} passed over in the folders; name one that is meant."));
    }
    Ok(inputs)
}

/// Whether the arguments leave it to the current folder which data there is.
pub(crate) fn takes_data_here(options: &Options) -> bool {
    options.arguments.iter().all(|path| is_diff(path))
}

/// The path of the data file.
pub(crate) fn data_file(options: &Options, console: &Console) -> Result<String, Stop> {
    // Settings that can't be read are a reason to give no verdict, which the session tells.
    let config = settings::read(options, console).or_else(|_| settings::without_files(options, console))?;
    Ok(files::absolute(&config.data_file))
}

/// The data file, and those beside it.
pub(crate) fn data_here(data_file: &str) -> Result<Vec<String>, Stop> {
    let mut found = data::combinable(data_file, &[])?;
    if Path::new(data_file).is_file() && !found.iter().any(|path| path == data_file) {
        found.insert(0, data_file.to_owned());
    }
    if found.is_empty() { Err(Stop(NO_DATA.to_owned())) } else { Ok(found) }
}

fn read(path: &Path, name: &str) -> Result<Input, Stop> {
    let bytes = fs::read(path).map_err(|error| unread(path, &error))?;
    Ok(Input { name: name.to_owned(), bytes })
}

fn start(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(START).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file whose start tells that it may be of use.
fn useful(path: &Path, may_be: impl Fn(&[u8]) -> bool) -> io::Result<Option<Vec<u8>>> {
    let (mut file, mut bytes) = (File::open(path)?, Vec::new());
    file.by_ref().take(START).read_to_end(&mut bytes)?;
    if !may_be(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn unread(path: &Path, error: &io::Error) -> Stop {
    let shown = path.to_string_lossy();
    Stop(format!("Couldn't read {shown}: {}", files::os_error(error, &shown)))
}

/// The name of a file that was given: its path, if that says how it lies to the others.
fn name(path: &str) -> &str {
    let relative = path.trim_start_matches("./");
    let says_nothing = relative.starts_with('/') || relative.split('/').any(|part| part == "..");
    if says_nothing { name_of(path) } else { relative }
}

/// Whether an argument is a unified diff.
pub(crate) fn is_diff(path: &str) -> bool {
    !files::is_sqlite(path) && start(Path::new(path)).is_ok_and(|bytes| sniff(path, &bytes) == Kind::Diff)
}

pub(crate) fn is_source(name: &str) -> bool {
    name.ends_with(".py") || name.ends_with(".pyw")
}

/// What folders and arguments have.
#[derive(Default)]
struct Found {
    inputs: Vec<Input>,
    /// How many settings and sources git does not know.
    n_unknown: usize,
    /// How many bundles lie in the folders.
    n_bundles: usize,
}

/// Reads what is of use in a folder, by path, as if it had been dropped on the page. Links to folders are not followed. `takes` is
/// asked by a file's name, and whether it is at the top. Of settings and sources, also in archives, only those `known` are read,
/// if it says which. A bundle is of another time: its data would stand in for what is missing now.
///
/// Paths in the current folder are relative to it: the project's own. With the folder's name before them they would also fit a
/// folder of that name in it.
fn below(
    folder: &Path,
    takes: &dyn Fn(&str, bool) -> bool,
    known: Option<&HashSet<PathBuf>>,
    into: &mut Found,
) -> Result<(), Stop> {
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
    for (name, path) in found {
        let is_archive = ARCHIVES.iter().any(|ending| name.ends_with(ending));
        let bytes = useful(&path, |start| is_archive || may_be_useful(&name, start));
        let Some(bytes) = bytes.map_err(|error| unread(&path, &error))? else { continue };
        let input = Input { name, bytes };
        let kind = sniff(&input.name, &input.bytes);
        // A link is what it leads to.
        let is_known = || known.is_none_or(|known| fs::canonicalize(&path).is_ok_and(|path| known.contains(&path)));
        if is_archive && archives::is_bundle(&input.bytes) {
            into.n_bundles += 1;
        } else if is_archive && !is_known() {
            let (data, n_others) = archives::data_of(input)?;
            into.inputs.extend(data);
            into.n_unknown += n_others;
        } else if matches!(kind, Kind::Config | Kind::Source) && !is_known() {
            into.n_unknown += 1;
        } else if is_archive || kind != Kind::Other {
            into.inputs.push(input);
        }
    }
    Ok(())
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
