//! Prints the sizes of the built site and fails past the budgets: `sizes [FOLDER]`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, io};

use covscope_e2e::site;

fn main() -> io::Result<ExitCode> {
    let dist = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "dist".into()));
    let sizes = site::sizes(&dist)?;
    print!("{}", site::table(&sizes));
    let (fit, over): (Vec<_>, Vec<_>) = sizes.iter().filter(|size| size.budget.is_some()).partition(|size| size.fits());
    // The page, the engine and the reader of links: with one of them missing, nothing was measured.
    let missing = 3_usize.saturating_sub(fit.len() + over.len());
    let verdict = if over.is_empty() && missing == 0 { "ok" } else { "FAILED" };
    // In cargo's words, to be counted with the tests.
    println!("test result: {verdict}. {} passed; {} failed", fit.len(), over.len() + missing);
    Ok(ExitCode::from(u8::from(verdict != "ok")))
}
