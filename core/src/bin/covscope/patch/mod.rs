//! `covscope patch`: what a diff changed, and whether it ran.

mod json;
mod table;

pub(super) use self::json::summary;
pub(super) use self::table::{misses, printable};

use std::io::Read;
use std::process::ExitCode;
use std::{fs, io};

use covscope_core::diff::Diff;
use covscope_core::error::Problem;
use covscope_core::numbers::Verdict;
use covscope_core::patch::Patch;
use covscope_core::view::Query;

use super::console::{Console, Stop, print, print_judged};
use super::least::Least;
use super::options::{Options, int};
use super::{exit_code, files, inputs};

/// What is printed, and by which settings.
struct Report {
    patch: Patch,
    least: Option<Least>,
    precision: usize,
    verdict: Verdict,
}

/// Reads the diff and the inputs, and prints the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let bytes = bytes(options)?;
    let bytes = bytes.ok_or_else(|| Stop("Expected --diff FILE, a unified diff; - is stdin.".to_owned()))?;
    let diff = bytes.diff()?;
    let session = inputs::session(options, console)?;
    let (set, precision) = session.patch_threshold();
    let precision = match options.value("precision").and_then(int) {
        Some(given) => {
            usize::try_from(given).map_err(|_| Stop(format!("precision={given} is invalid. Must not be negative.")))?
        }
        None => precision,
    };
    let least = Least::of(options, "fail-under", ("fail_under_patch", set), precision)?;
    let patch = session.patch(&diff, &Query::default()).unwrap_or_default();
    patch.problems.iter().for_each(|problem| console.problem(problem));
    let verdict = patch.verdict(least.as_ref().map(|least| least.threshold));
    let report = Report { patch, least, precision, verdict };
    match options.is_set("json") {
        true => print(&json::write(&report, &session.problems())),
        false => print_judged(&table::write(&report)),
    }
    Ok(exit_code(verdict))
}

/// The bytes of a diff, and what they were read from.
pub(super) struct Named {
    name: String,
    bytes: Vec<u8>,
}

/// Those that `--diff` names, else the diffs among the arguments, if there are any: patches of a series in their order.
pub(super) fn bytes(options: &Options) -> Result<Option<Named>, Stop> {
    if let Some(name) = options.value("diff") {
        return Ok(Some(Named { name: name.to_owned(), bytes: read(name)? }));
    }
    let mut named: Option<Named> = None;
    for path in options.arguments.iter().filter(|path| inputs::is_diff(path)) {
        let own = read(path)?;
        match &mut named {
            None => named = Some(Named { name: path.clone(), bytes: own }),
            Some(named) => {
                named.name = format!("{}, {path}", named.name);
                named.bytes.push(b'\n');
                named.bytes.extend(own);
            }
        }
    }
    Ok(named)
}

fn read(name: &str) -> Result<Vec<u8>, Stop> {
    let bytes = match name {
        "-" => {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        }
        name => fs::read(name),
    };
    let why = |error| Stop(format!("Couldn't read the diff {name}: {}", files::os_error(&error, name)));
    bytes.map_err(why)
}

impl Named {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn diff(&self) -> Result<Diff<'_>, Stop> {
        Diff::read(&self.bytes).map_err(|error| Stop(Problem::of(&self.name, error).to_string()))
    }
}
