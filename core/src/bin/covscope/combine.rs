//! `covscope combine`: data files into one, on disk.

use std::fs;
use std::process::ExitCode;

use covscope_core::combine::merge::Merged;

use super::console::{Console, Stop};
use super::data::{aliases, combinable, combine, ensure_folder, open};
use super::options::Options;
use super::{files, settings};

/// Combines, writes the data file, and then deletes what was combined unless `--keep` says otherwise.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let data_file = files::absolute(&config.data_file);
    ensure_folder(&data_file)?;
    let started = if options.is_set("append") { open(&data_file)? } else { None };
    let mut merged = match started {
        Some(data) => Merged::from(&data_file, data),
        None => Merged::new(&data_file),
    };
    let mut aliases = aliases(&config, console)?;
    let found = combinable(&data_file, &options.arguments)?;
    if found.is_empty() {
        return Err(Stop("No data to combine".to_owned()));
    }
    // A parallel data file that is the very one to write.
    let found: Vec<_> = found.into_iter().filter(|path| *path != data_file).collect();
    let result = combine(&mut merged, &found, &mut aliases, console, true, !options.is_set("keep"));
    // What was combined before an error is kept, as coverage.py keeps it.
    if result.any {
        let failed = |why: String| Stop(format!("Couldn't write {data_file}: {why}"));
        let bytes = merged.data.write().map_err(|error| failed(error.cause))?;
        files::write(&data_file, &bytes).map_err(|error| failed(files::os_error(&error, &data_file)))?;
    }
    if !options.is_set("keep") {
        for path in &result.done {
            fs::remove_file(path).map_err(|error| Stop(files::os_error(&error, path)))?;
        }
    }
    result.stopped.map_or(Ok(ExitCode::SUCCESS), Err)
}
