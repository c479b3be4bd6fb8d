//! `covscope xml`.

use std::process::ExitCode;

use chrono::Utc;
use covscope_core::config::Config;
use covscope_core::export::{Place, Xml};

use super::analysis::Needs;
use super::console::{Console, Stop};
use super::options::Options;
use super::reporting::{Target, run as report};
use super::{files, settings};

/// Writes the report.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let config = settings::read(options, console)?;
    let output = options.value("outfile").unwrap_or(&config.xml_output).to_owned();
    let format = Xml { timestamp: &Utc::now().timestamp_millis().to_string(), place: &place(&config) };
    report(options, &config, console, Target::File("XML report", &output), Needs::default(), &format)
}

/// The folders of `[run] source` that are here, and the current one.
fn place(config: &Config) -> Place {
    let root = files::root();
    let here = config.source.iter().flatten().filter(|source| files::exists(source));
    let named = |source: &String| match config.relative_files {
        true => source.trim_end_matches(['/', '\\']).to_owned(),
        false => root.absolute(source),
    };
    let sources = here.map(named);
    Place { sources: sources.collect(), directory: root.path().to_owned() }
}
