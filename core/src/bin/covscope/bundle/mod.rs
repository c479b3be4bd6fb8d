//! `covscope bundle`: what the report is made of, in one zip that the page opens.

mod contents;
mod index;
mod names;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use covscope_core::config::bundle::FORMAT;
use covscope_core::input::{Limits, expand};
use covscope_core::link::Provenance;
use covscope_core::pace::{Unhurried, run as wait};
use covscope_core::view::Query;
use zip::CompressionMethod;

use self::contents::{Contents, contents};
use self::index::Index;
use super::console::{Console, Stop};
use super::data::ensure_folder;
use super::options::Options;
use super::patch::{self, Named};
use super::{archives, files, git, inputs, link, python};

/// Where the bundle goes if nothing is said.
const OUTPUT: &str = "covscope-bundle.zip";

/// Reads the inputs, and writes what the report needs of them.
pub(crate) fn run(options: &Options, console: &Console) -> Result<ExitCode, Stop> {
    let output = options.value("outfile").unwrap_or(OUTPUT);
    // It is for others: of folders it takes what the repository has, too.
    let contents = gathered(options, console, Some(output))?;
    let bytes = zipped(&contents)?;
    write(output, &bytes)?;
    let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    console.message(&format!(
        "Wrote {output}: {}, {}, {}; {}",
        plural(contents.n_lanes, "lane"),
        plural(contents.n_sources, "source"),
        plural(contents.n_others, "other file"),
        size(bytes.len())
    ));
    Ok(ExitCode::SUCCESS)
}

/// A bundle of the inputs as they are here, for the page.
pub(crate) fn packed(options: &Options, console: &Console) -> Result<Vec<u8>, Stop> {
    zipped(&gathered(options, console, None)?)
}

/// What the report of the inputs needs of them; for others, where the bundle that is made has a name.
fn gathered(options: &Options, console: &Console, made: Option<&str>) -> Result<Contents, Stop> {
    let diff = patch::bytes(options)?;
    let inputs = inputs::gathered(options, console, made)?;
    let session = inputs::session_of(inputs.clone(), options, console)?;
    let nothing = || Stop(inputs::NO_DATA.to_owned());
    let of = Provenance { folder: link::folder(options, &session), ..link::provenance(options)? };
    let payload = session.payload(&Query::default(), of, None).ok_or_else(nothing)?;
    let of = payload.provenance;
    let index = Index {
        format: FORMAT,
        repository: of.repository,
        pull_request: of.pull_request,
        head: of.head,
        tested: git::head(Path::new(".")).unwrap_or_default(),
        base: of.base,
        run: of.run,
        folder: of.folder,
        expected: payload.expected,
        skipped: payload.skipped,
        python: python::chosen_by_user(options)?.map_or_else(String::new, |version| version.as_str().to_owned()),
        ..Index::default()
    };
    let expanded = wait(expand(inputs, &Limits::default(), &Unhurried));
    let (entries, _) = expanded.map_err(|cancelled| Stop(cancelled.to_string()))?;
    let parts = session.parts().ok_or_else(nothing)?;
    Ok(contents(index, &parts, entries, diff.as_ref().map(Named::bytes)))
}

fn zipped(contents: &Contents) -> Result<Vec<u8>, Stop> {
    let files = contents.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    archives::zipped(files, CompressionMethod::Deflated)
        .map_err(|error| Stop(format!("Couldn't make the bundle: {error}")))
}

fn write(output: &str, bytes: &[u8]) -> Result<(), Stop> {
    let written = if output == "-" {
        io::stdout().write_all(bytes)
    } else {
        ensure_folder(output)?;
        files::write(output, bytes)
    };
    written.map_err(|error| Stop(format!("Couldn't write {output}: {}", files::os_error(&error, output))))
}

/// A size as people read it.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
