//! `covscope`: the reporting half of coverage.py's command line, and a little more.
//!
//! `combine`, `report`, `json`, `xml` and `lcov` take the options of coverage.py 7.17.3, read the same files and print the
//! same, with the same exit codes: 0, 1 for an error, 2 below `fail_under`. Reporting combines in memory: it writes no data
//! file and deletes nothing. This is the only part of the crate that touches files, the clock and the environment.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the engine knows no files, clock and environment; the command line gives it what it needs of them"
)]

mod analysis;
mod archives;
mod bundle;
mod combine;
mod comment;
mod console;
mod data;
mod debug;
mod files;
mod gate;
mod git;
mod inputs;
mod json;
mod lcov;
mod least;
mod link;
mod open;
mod options;
mod page;
mod patch;
mod python;
mod report;
mod reporting;
mod settings;
mod viewer;
mod xml;

use std::process::ExitCode;

use covscope_core::numbers::Verdict;

use self::console::{Console, Stop};
use self::options::{Command, Parsed};

/// The total is below `fail_under`.
const FAIL_UNDER: u8 = 2;

/// Something is missing without which there is no verdict.
const INCOMPLETE: u8 = 3;

/// The exit code that a verdict has.
fn exit_code(verdict: Verdict) -> ExitCode {
    match verdict {
        Verdict::Pass => ExitCode::SUCCESS,
        Verdict::Fail => ExitCode::from(FAIL_UNDER),
        Verdict::Incomplete => ExitCode::from(INCOMPLETE),
    }
}

/// A verdict in JSON.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Incomplete => "incomplete",
    }
}

/// A verdict in a text.
fn shown_word(verdict: Verdict) -> String {
    word(verdict).to_ascii_uppercase()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned()).collect();
    match options::parse(&arguments) {
        Parsed::Text(text) => {
            console::print(&text);
            ExitCode::SUCCESS
        }
        Parsed::Usage(message) => {
            console::eprint(&format!("{message}\nUse 'covscope help' for help.\n"));
            ExitCode::FAILURE
        }
        Parsed::Command(command, options) => {
            let console = Console::new(options.is_set("quiet"));
            let result = match command {
                Command::Combine => combine::run(&options, &console),
                Command::Comment => comment::run(&options, &console),
                Command::Report => report::run(&options, &console),
                Command::Json => json::run(&options, &console),
                Command::Xml => xml::run(&options, &console),
                Command::Lcov => lcov::run(&options, &console),
                Command::Bundle => bundle::run(&options, &console),
                Command::Gate => gate::run(&options, &console),
                Command::Link => link::run(&options, &console),
                Command::Open => open::run(&options, &console),
                Command::Page => page::run(&options, &console),
                Command::Patch => patch::run(&options, &console),
                Command::Debug => debug::run(&options, &console),
            };
            match result {
                Ok(code) => code,
                Err(Stop(message)) => {
                    console::print_stop(&message);
                    ExitCode::FAILURE
                }
            }
        }
    }
}
