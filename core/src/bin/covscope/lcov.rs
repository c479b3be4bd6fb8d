//! `covscope lcov`.

use std::process::ExitCode;

use covscope_core::export::lcov;

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, configure, run as report};

/// Writes the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = configure(options, console)?;
    let output = options.value("outfile").unwrap_or(&config.lcov_output).to_owned();
    // Functions end where the text does, and checksums are those of its lines.
    let needs = Needs { sources: true, ..Needs::default() };
    report(options, &config, console, Target::File("LCOV report", &output), needs, &|report| Ok(lcov::lcov(report)))
}
