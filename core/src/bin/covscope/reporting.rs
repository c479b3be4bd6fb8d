//! What all reports have in common: the data, the files, where the report goes, and the comparison with `fail_under`.

use std::fs;
use std::process::ExitCode;

use covscope_core::config::Config;
use covscope_core::export::{Format, ReportFile, Settings};
use covscope_core::numbers::{Threshold, display_covered};
use covscope_core::repr::float;

use super::analysis::{Needs, analyse};
use super::console::{Console, Stop, print};
use super::data::{ensure_folder, load};
use super::options::Options;
use super::{FAIL_UNDER, files, python};

/// Where a report goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    /// To stdout.
    Stdout,
    /// To a file: what it is (`JSON report`), and its name; `-` is stdout.
    File(&'a str, &'a str),
}

/// Loads the data, analyses the files, makes the report and puts it where it belongs. Arguments that are SQLite files are
/// data, the others are files to report on.
pub(crate) fn run<F: Format<Part: Send> + Sync>(
    options: &Options,
    config: &Config,
    console: &Console,
    target: Target<'_>,
    needs: Needs,
    format: &F,
) -> Result<ExitCode, Stop> {
    let python = python::choose(options, console)?;
    let (given, wanted): (Vec<_>, Vec<_>) =
        options.arguments.iter().cloned().partition(|argument| files::is_sqlite(argument));
    let data = load(config, &given, console)?;
    let settings = Settings { has_arcs: data.has_arcs == Some(true), config };
    let make = || {
        let part = |file: &ReportFile| format.part(file, settings);
        let parts = analyse(data, config, &wanted, python, needs, console, &part)?;
        format.whole(parts, settings).map_err(|error| Stop(error.to_string()))
    };
    let output = match target {
        Target::Stdout | Target::File(_, "-") => {
            let output = make()?;
            print(&output.text);
            output
        }
        Target::File(kind, name) => {
            ensure_folder(name)?;
            // As coverage.py has it, a report that fails leaves no older one behind.
            let output = make().inspect_err(|_| _ = fs::remove_file(name))?;
            let written = fs::write(name, &output.text);
            written.map_err(|error| Stop(format!("Couldn't write {name}: {}", files::os_error(&error, name))))?;
            console.message(&format!("Wrote {kind} to {name}"));
            output
        }
    };
    judge(output.pc_covered, config)
}

/// Compares the total with `fail_under`.
fn judge(total: f64, config: &Config) -> Result<ExitCode, Stop> {
    let fail_under = config.fail_under;
    if !(0.0..=100.0).contains(&fail_under) {
        return Err(Stop(format!("fail_under={} is invalid. Must be between 0 and 100.", float(fail_under))));
    }
    let threshold = Threshold { fail_under, precision: usize::try_from(config.precision).unwrap_or(0) };
    if !threshold.fails(total) {
        return Ok(ExitCode::SUCCESS);
    }
    let decimals = threshold.decimals();
    // Only 100 passes 100, so what is nearly that must not be shown as that.
    let shown = if fail_under == 100.0 { display_covered(total, decimals) } else { format!("{total:.decimals$}") };
    print(&format!("Coverage failure: total of {shown} is less than fail-under={fail_under:.decimals$}\n"));
    Ok(ExitCode::from(FAIL_UNDER))
}
