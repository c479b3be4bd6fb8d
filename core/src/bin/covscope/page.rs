//! `covscope page`: the report as one HTML file that opens from the disk and asks for nothing.

use std::io::{self, Write};
use std::process::ExitCode;

use super::console::{Console, Stop};
use super::data::ensure_folder;
use super::options::Options;
use super::viewer::Viewer;
use super::{bundle, files};

/// Where the page goes if nothing is said.
const OUTPUT: &str = "covscope.html";

/// Writes the page.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let viewer = Viewer::find(options)?;
    let html = viewer.with(&bundle::packed(options, console)?, options.value("title"));
    let output = options.value("outfile").unwrap_or(OUTPUT);
    let written = if output == "-" {
        io::stdout().write_all(html.as_bytes())
    } else {
        ensure_folder(output)?;
        files::write(output, html.as_bytes())
    };
    written.map_err(|error| Stop(format!("Couldn't write {output}: {}", files::os_error(&error, output))))?;
    console.message(&format!("Wrote {output}: {:.1} MB, with all that it shows in it", html.len() as f64 / 1e6));
    Ok(ExitCode::SUCCESS)
}
