//! `covscope report`: text, Markdown, or the total alone.

use std::process::ExitCode;

use covscope_core::export::summary;

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, configure, run as report};

/// Prints the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = configure(options, console)?;
    let needs = Needs { missing: config.show_missing, choose_contexts: true, ..Needs::default() };
    report(options, &config, console, Target::Stdout, needs, &|report| summary(report))
}
