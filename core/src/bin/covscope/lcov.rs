//! `covscope lcov`.

use std::process::ExitCode;

use covscope_core::export::Lcov;

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, run as report};
use super::settings;

/// Writes the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let output = options.value("outfile").unwrap_or(&config.lcov_output).to_owned();
    report(options, &config, console, Target::File("LCOV report", &output), Needs::default(), &Lcov)
}
