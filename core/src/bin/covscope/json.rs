//! `covscope json`.

use std::process::ExitCode;

use chrono::{Local, Timelike};
use covscope_core::export::Json;

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, run as report};
use super::settings;

/// Writes the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let needs = Needs { contexts: config.json_show_contexts, choose_contexts: true };
    let output = options.value("outfile").unwrap_or(&config.json_output).to_owned();
    report(options, &config, console, Target::File("JSON report", &output), needs, &Json { timestamp: &now() })
}

/// The local time, as Python's `datetime.now().isoformat()` writes it.
fn now() -> String {
    let now = Local::now();
    let format = if now.nanosecond() / 1000 == 0 { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M:%S%.6f" };
    now.format(format).to_string()
}
