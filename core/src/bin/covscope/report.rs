//! `covscope report`: text, Markdown, or the total alone.

use std::process::ExitCode;

use covscope_core::export::Summary;

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, run as report};
use super::settings;

/// Prints the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let needs = Needs { choose_contexts: true, ..Needs::default() };
    report(options, &config, console, Target::Stdout, needs, &Summary)
}
