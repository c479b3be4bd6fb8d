//! The data to report on: the data file, and those beside it that wait to be combined.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;
use std::{env, fs};

use covscope_core::combine::aliases::PathAliases;
use covscope_core::combine::merge::Merged;
use covscope_core::config::Config;
use covscope_core::data::{CoverageData, digest};
use covscope_core::error::{Code, Error};
use covscope_core::pace::{Unhurried, run};
use covscope_core::repr::repr;

use super::console::{Console, Stop, Warner, message};
use super::files;

/// Which data files there are to combine, sorted (coverage.py's `combinable_files`). `paths` are files, and folders that hold
/// data files named as the data file is; without any it is the data file's folder.
pub(crate) fn combinable(data_file: &str, paths: &[String]) -> Result<Vec<String>, Stop> {
    let (folder, local) = data_file.rsplit_once('/').unwrap_or(("", data_file));
    let own = [if folder.is_empty() { "/".to_owned() } else { folder.to_owned() }];
    let mut found = Vec::new();
    for path in if paths.is_empty() { &own } else { paths } {
        let place = Path::new(path);
        if place.is_file() {
            found.push(files::absolute(path));
        } else if place.is_dir() {
            let folder = files::absolute(path);
            let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
            let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
            let fits = |name: &String| name.strip_prefix(local).is_some_and(|rest| rest.starts_with('.'));
            found.extend(names.filter(fits).map(|name| format!("{}/{name}", folder.trim_end_matches('/'))));
        } else if !paths.is_empty() {
            return Err(Stop(format!("Couldn't combine from non-existent path '{path}'")));
        }
    }
    found.retain(|path| !path.ends_with("-journal"));
    found.sort();
    Ok(found)
}

/// The path rules of the configuration, not yet used.
pub(crate) fn aliases(config: &Config, console: &Console) -> Result<PathAliases, Stop> {
    let mut aliases = PathAliases::new(files::root(), config.relative_files);
    for (name, paths) in &config.paths {
        let Some((result, patterns)) = paths.split_first() else {
            console.note(&format!("[paths] {name} is empty; expected a result and patterns. It was left out."));
            continue;
        };
        for pattern in patterns {
            aliases.add(pattern, result).map_err(|error| Stop::of(&error, ""))?;
        }
    }
    Ok(aliases)
}

/// What became of the data files to combine.
#[derive(Clone, Debug, Default)]
pub(crate) struct Combined {
    /// Those that are not needed any more: combined, or the same as one that was.
    pub(crate) done: Vec<String>,
    /// Whether any was combined.
    pub(crate) any: bool,
    /// Why combining ended early.
    pub(crate) stopped: Option<Stop>,
}

/// Combines data files into `merged` (coverage.py's `combine_parallel_data`), and says what was done. With `strict` it is
/// an error if none can be used; with `deletes` what was done with is gone for those after it.
pub(crate) fn combine(
    merged: &mut Merged,
    found: &[String],
    aliases: &mut PathAliases,
    console: &Console,
    strict: bool,
    deletes: bool,
) -> Combined {
    let mut result = Combined::default();
    let mut seen = HashSet::new();
    let (mut combined, mut skipped, mut errored) = (0, 0, 0);
    for path in found {
        if deletes && result.done.contains(path) {
            errored += 1;
            console.warn(Warner::Data, &format!("Couldn't use data file {}: it doesn't exist", repr(path)), None);
            continue;
        }
        // What can't be read is said below.
        let hash = File::open(path).and_then(|mut file| digest(path, &mut file));
        if hash.is_ok_and(|hash| !seen.insert(hash)) {
            skipped += 1;
            result.done.push(path.clone());
            continue;
        }
        match read(path) {
            Err(error) => {
                errored += 1;
                console.warn(Warner::Data, &message(&error, path), None);
            }
            Ok(data) => {
                if let Err(error) = merged.add(path, &data, aliases, &files::exists) {
                    result.stopped = Some(Stop::of(&error, path));
                    return result;
                }
                combined += 1;
                result.any = true;
                result.done.push(path.clone());
            }
        }
    }
    if strict && !result.any {
        result.stopped = Some(Stop("No usable data files".to_owned()));
    } else if combined + skipped + errored > 0 {
        let plural = |count: usize| format!("{count} file{}", if count == 1 { "" } else { "s" });
        let mut text = format!("Combined {}", plural(combined));
        if skipped > 0 {
            text += &format!(", skipped {skipped}");
        }
        if errored > 0 {
            text += &format!(", {} errored", plural(errored));
        }
        console.message(&text);
    }
    for folded in &merged.folded {
        console.note(&format!(
            "{} is a file of its own and was counted as {}, as coverage.py does (issue 2072): relative_files takes every \
             path that ends like a known one for the same. Name its folder in [paths] to keep it apart.",
            folded.path, folded.became
        ));
    }
    result
}

/// Opens the data file, if it is there; what holds no tables yet is empty.
pub(crate) fn open(data_file: &str) -> Result<Option<CoverageData>, Stop> {
    if !files::exists(data_file) {
        return Ok(None);
    }
    match read(data_file) {
        Ok(data) => Ok(Some(data)),
        Err(error) if error.code == Code::DataEmpty || says_no_schema(&error) => Ok(None),
        Err(error) => Err(Stop::of(&error, data_file)),
    }
}

/// All data that a report is about: the data file with those beside it, or the files in `given` alone; combined in memory.
pub(crate) fn load(config: &Config, given: &[String], console: &Console) -> Result<CoverageData, Stop> {
    let data_file = files::absolute(&config.data_file);
    let mut found = combinable(&data_file, given)?;
    let mut merged = match given {
        [] => {
            found.retain(|path| *path != data_file);
            open(&data_file)?.map_or_else(|| Merged::new(&data_file), |data| Merged::from(&data_file, data))
        }
        [..] => Merged::new(found.first().unwrap_or(&data_file)),
    };
    let mut aliases = aliases(config, console)?;
    if let Some(stop) = combine(&mut merged, &found, &mut aliases, console, !given.is_empty(), false).stopped {
        return Err(stop);
    }
    if config.paths.is_empty() {
        return Ok(merged.data);
    }
    // coverage.py maps all of it once more, with the same rules from the start.
    let mut mapped = Merged::new(&data_file);
    let mut aliases = self::aliases(config, &Console::new(true))?;
    mapped
        .add(&merged.name, &merged.data, &mut aliases, &files::exists)
        .map_err(|error| Stop::of(&error, &data_file))?;
    Ok(mapped.data)
}

fn read(path: &str) -> Result<CoverageData, Error> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (size, mut file) = match opened {
        Ok((metadata, file)) if metadata.is_file() => (metadata.len(), file),
        _ => return Err(unopened(path)),
    };
    let data = run(CoverageData::read_file(path, &mut file, size, &Unhurried));
    data.unwrap_or_else(|_| Err(Error::new(Code::DataDamaged, "cancelled")))
}

fn says_no_schema(error: &Error) -> bool {
    error.message.as_deref().is_some_and(|message| message.contains("no such table: coverage_schema"))
}

fn unopened(path: &str) -> Error {
    let message = if files::exists(path) {
        "Couldn't use data file {file}: unable to open database file: (SQLITE_CANTOPEN)"
    } else {
        "Couldn't use data file {file}: it doesn't exist"
    };
    Error::new(Code::InputUnreadable, format!("{} can't be read.", repr(path))).with_message(|| message)
}

/// The folder of a file, made if it is not there.
pub(crate) fn ensure_folder(path: &str) -> Result<(), Stop> {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), fs::create_dir_all);
    made.map_err(|error| {
        let here = env::current_dir().unwrap_or_default();
        let folder = folder.map_or(here, Path::to_path_buf);
        Stop(format!("Couldn't make the folder for {path}: {}", files::os_error(&error, &folder.to_string_lossy())))
    })
}
