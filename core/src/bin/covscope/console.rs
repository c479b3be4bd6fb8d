//! What is said, where, and in which words: errors to stdout and messages to stderr, as coverage.py has it.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::io::Write;

use ::console::style;
use covscope_core::combine::merge::VERSION;
use covscope_core::error::{Error, Problem};
use covscope_core::repr::repr;

use crate::patch::printable;

/// Why a command ends: coverage.py's message, printed to stdout with exit code 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stop(pub(crate) String);

impl Stop {
    /// An error in coverage.py's words, or else in ours; `file` is the input's absolute path.
    pub(crate) fn of(error: &Error, file: &str) -> Stop {
        Stop(message(error, file))
    }
}

/// The error in coverage.py's words, or else in ours.
pub(crate) fn message(error: &Error, file: &str) -> String {
    match &error.message {
        Some(message) => message.replace("{file}", &repr(file)),
        None => error.cause.clone(),
    }
}

/// Where to read on about an error or a warning: what coverage.py adds to some.
pub(crate) fn link(kind: &str, slug: &str) -> String {
    format!("; see https://coverage.readthedocs.io/en/{VERSION}/messages.html#{kind}-{slug}")
}

/// A place in coverage.py that warns. Python prints it with the warning, so it belongs to the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Warner {
    /// A setting is not known.
    Config,
    /// A data file can't be combined.
    Data,
    /// A source can't be parsed.
    Parse,
    /// A source can't be read.
    Read,
}

impl Warner {
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Warner::Config => ("coverage/config.py:354", "warn("),
            Warner::Data => ("coverage/data.py:213", "data._warn(str(exc))"),
            Warner::Parse => ("coverage/report_core.py:116", "coverage._warn(msg, slug=\"couldnt-parse\")"),
            Warner::Read => ("coverage/report_core.py:122", "coverage._warn(msg, slug=\"couldnt-parse\")"),
        }
    }
}

/// Says what a command has to say besides its report.
#[derive(Debug)]
pub(crate) struct Console {
    quiet: Cell<bool>,
    /// The warnings that `disable_warnings` names.
    disabled: RefCell<Vec<String>>,
    /// Python shows a warning once.
    shown: RefCell<HashSet<(Warner, String)>>,
}

impl Console {
    /// With `quiet`, messages are not shown; warnings are.
    pub(crate) fn new(quiet: bool) -> Console {
        Console { quiet: Cell::new(quiet), disabled: RefCell::default(), shown: RefCell::default() }
    }

    /// Takes over `disable_warnings`.
    pub(crate) fn disable(&self, slugs: &[String]) {
        *self.disabled.borrow_mut() = slugs.to_vec();
    }

    /// A message about the work: `Wrote …`, `Combined …`.
    pub(crate) fn message(&self, text: &str) {
        if !self.quiet.get() {
            eprint(&format!("{text}\n"));
        }
    }

    /// A warning of coverage.py's.
    pub(crate) fn warn(&self, warner: Warner, text: &str, slug: Option<&str>) {
        if slug.is_some_and(|slug| self.disabled.borrow().iter().any(|disabled| disabled == slug)) {
            return;
        }
        let link = slug.map(|slug| format!(" ({slug}){}", link("warning", slug))).unwrap_or_default();
        if self.shown.borrow_mut().insert((warner, text.to_owned())) {
            let (place, line) = warner.place();
            eprint(&format!("{place}: CoverageWarning: {text}{link}\n  {line}\n"));
        }
    }

    /// Something that only covscope has to say.
    pub(crate) fn note(&self, text: &str) {
        eprint(&format!("covscope: {text}\n"));
    }

    /// The same, of a problem.
    pub(crate) fn problem(&self, problem: &Problem) {
        // Names in it are others': a line of its own would be one of the program's, or of CI's.
        let (input, cause) = (printable(&problem.input), printable(&problem.cause));
        self.note(&Problem { input, cause, ..problem.clone() }.to_string());
    }
}

/// To stdout. Who stops reading it has seen enough.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// The same, with verdicts that begin a line in colour on a terminal; `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` are heeded.
pub(crate) fn print_judged(text: &str) {
    print(&text.split_inclusive('\n').map(painted).collect::<String>());
}

fn painted(line: &str) -> String {
    let before = if line.starts_with("Gate: ") { "Gate: " } else { "" };
    let rest = line.get(before.len()..).unwrap_or_default();
    let (word, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len()));
    let word = match word {
        "PASS" => style(word).green(),
        "FAIL" => style(word).red(),
        "INCOMPLETE" => style(word).yellow(),
        _ => return line.to_owned(),
    };
    format!("{before}{}{rest}", word.bold())
}

/// Why a command ended, without what would move the terminal's cursor; lines and tabs are coverage.py's.
pub(crate) fn print_stop(message: &str) {
    let shown: String = message
        .split_inclusive(['\n', '\t'])
        .map(|part| match part.strip_suffix(['\n', '\t']) {
            Some(before) => printable(before) + &part[before.len()..],
            None => printable(part),
        })
        .collect();
    print(&(shown + "\n"));
}

/// To stderr.
pub(crate) fn eprint(text: &str) {
    _ = std::io::stderr().write_all(text.as_bytes());
}
