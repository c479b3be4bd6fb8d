//! `covscope patch`: what a diff changed, and whether it ran.

mod json;
mod table;

pub(super) use self::table::printable;

use std::io::Read;
use std::process::ExitCode;
use std::{fs, io};

use covscope_core::diff::Diff;
use covscope_core::error::Problem;
use covscope_core::numbers::{Threshold, Verdict};
use covscope_core::patch::Patch;
use covscope_core::view::Query;

use super::console::{Console, Stop, print};
use super::options::{Options, float, int};
use super::{exit_code, files, inputs};

/// What is printed, and by which settings.
struct Report {
    patch: Patch,
    /// The threshold, and where it comes from.
    threshold: Option<(Threshold, &'static str)>,
    precision: usize,
    verdict: Verdict,
}

/// Reads the diff and the inputs, and prints the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let given =
        options.value("diff").ok_or_else(|| Stop("Expected --diff FILE, a unified diff; - is stdin.".to_owned()))?;
    let bytes = read(given)?;
    let diff = Diff::read(&bytes).map_err(|error| Stop(Problem::of(given, error).to_string()))?;
    let session = inputs::session(options, console)?;
    let (set, precision) = session.patch_threshold();
    let precision = match options.value("precision").and_then(int) {
        Some(given) => {
            usize::try_from(given).map_err(|_| Stop(format!("precision={given} is invalid. Must not be negative.")))?
        }
        None => precision,
    };
    let asked = options.value("fail-under").and_then(float).map(|value| (value, "--fail-under"));
    let threshold = match asked.or(set.map(|value| (value, "fail_under_patch"))) {
        Some((fail_under, _)) if !(0.0..=100.0).contains(&fail_under) => {
            return Err(Stop(format!("fail_under={fail_under} is invalid. Must be between 0 and 100.")));
        }
        Some((fail_under, from)) => Some((Threshold { fail_under, precision }, from)),
        None => None,
    };
    let patch = session.patch(&diff, &Query::default()).unwrap_or_default();
    patch.problems.iter().for_each(|problem| console.problem(problem));
    let verdict = patch.verdict(threshold.map(|(threshold, _)| threshold));
    let report = Report { patch, threshold, precision, verdict };
    print(&if options.is_set("json") { json::write(&report, &session.problems()) } else { table::write(&report) });
    Ok(exit_code(verdict))
}

/// The bytes of the diff.
pub(super) fn read(name: &str) -> Result<Vec<u8>, Stop> {
    let read = match name {
        "-" => {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        }
        name => fs::read(name),
    };
    read.map_err(|error| Stop(format!("Couldn't read the diff {name}: {}", files::os_error(&error, name))))
}
