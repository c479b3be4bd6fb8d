//! The command line's options: those of coverage.py 7.17.3, and covscope's own.
//!
//! As in coverage.py, options come before the first argument, may be shortened while that is unambiguous, and the last of
//! several counts. Messages about wrong ones are those of Python's `optparse`; usage and help are ours.

use std::collections::HashMap;

use clap::builder::{Command as Parser, StyledStr};
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction};
use covscope_core::repr::repr;

/// What the words say.
pub(crate) enum Parsed {
    /// Help, or the version.
    Text(String),
    /// They are not understood, and why.
    Usage(String),
    /// A command with its options.
    Command(Command, Options),
}

/// The commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Combine data files into one.
    Combine,
    /// Report as text.
    Report,
    /// Report as JSON.
    Json,
    /// Report as XML.
    Xml,
    /// Report as lcov.
    Lcov,
    /// Put what the report needs into one zip.
    Bundle,
    /// Write the verdict as Markdown.
    Comment,
    /// Judge the total, each file, and what a diff changed.
    Gate,
    /// Print the report as a link.
    Link,
    /// Show the report in the browser.
    Open,
    /// Write the report as one HTML file.
    Page,
    /// Report on the lines that a diff changes.
    Patch,
    /// Show what the source analysis tells.
    Debug,
}

/// The options given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    flags: HashMap<&'static str, bool>,
    values: HashMap<&'static str, String>,
    /// The arguments that are no options.
    pub(crate) arguments: Vec<String>,
}

impl Options {
    /// Whether a switch was given; `--no-…` unsets it.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.flag(name) == Some(true)
    }

    /// A switch, if it was given.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.flags.get(name).copied()
    }

    /// The value of an option, if it was given.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The values of an option that are separated by commas; `None` without any.
    pub(crate) fn list(&self, name: &str) -> Option<Vec<String>> {
        let value = self.value(name).filter(|value| !value.is_empty())?;
        Some(value.split(',').map(str::to_owned).collect())
    }
}

/// One option.
struct Spec {
    /// Its name here and, with dashes, on the command line.
    name: &'static str,
    short: Option<char>,
    /// What stands for the value; `None` for a switch.
    value: Option<&'static str>,
    help: &'static str,
}

const fn switch(name: &'static str, short: Option<char>, help: &'static str) -> Spec {
    Spec { name, short, value: None, help }
}

const fn valued(name: &'static str, value: &'static str, help: &'static str) -> Spec {
    Spec { name, short: None, value: Some(value), help }
}

const SPECS: &[Spec] = &[
    switch("append", Some('a'), "Add to the data file instead of starting anew"),
    valued("base", "URL", "The page that the link leads to [default: site in [tool.covscope]]"),
    valued("base-sha", "SHA", "The commit that the tested one is compared with"),
    valued("budget", "N", "The most characters of the link: 8000 (the default) for a comment, 60000 for a job summary"),
    valued("bundle", "URL", "Where the bundle is: the link points to a file of a commit at GitHub"),
    valued("contexts", "REGEX,…", "Count only what ran in contexts that one of these matches"),
    valued("data-file", "FILE", "The data file, .coverage by default [env: COVERAGE_FILE]"),
    valued("debug", "OPTS", "Accepted, and without effect"),
    valued("diff", "FILE", "The unified diff, such as git diff writes it; - is stdin"),
    valued("expect", "LANE,…", "The lanes without which there is no verdict [default: lanes in [tool.covscope]]"),
    valued("fail-under", "MIN", "Exit with 2 if what is reported on is below MIN percent [default: as configured]"),
    valued("fail-under-file", "MIN", "Exit with 2 if a file is below MIN percent [default: fail_under_file]"),
    valued(
        "fail-under-patch",
        "MIN",
        "Exit with 2 if the changed lines are below MIN percent [default: fail_under_patch]",
    ),
    valued("format", "FORMAT", "The report's format: text (the default), markdown or total"),
    switch("ignore-errors", Some('i'), "Go on when a source can't be read or parsed"),
    valued("include", "PATTERN,…", "Report only on files that one of these matches"),
    switch("json", None, "Print JSON"),
    switch("keep", None, "Keep the data files that were combined"),
    valued("key", "KEY", "What tells this comment from others of covscope's [default: covscope]"),
    switch("keep-combined", None, "Accepted: reporting never deletes data files"),
    switch("no-browser", None, "Print the address alone"),
    switch("no-skip-covered", None, "Undo --skip-covered"),
    valued("omit", "PATTERN,…", "Leave out files that one of these matches"),
    Spec { name: "outfile", short: Some('o'), value: Some("FILE"), help: "Write the report there; - is stdout" },
    valued("port", "N", "Serve at this port [default: one that is free]"),
    valued("pr", "N", "The number of the pull request"),
    valued("precision", "N", "Digits after the decimal point"),
    switch("pretty-print", None, "Indent the JSON"),
    valued("python", "VERSION", "The Python whose rules apply, such as 3.13 [env: COVSCOPE_PYTHON]"),
    switch("quiet", Some('q'), "Say nothing about the work"),
    valued("rcfile", "FILE", "The configuration file [env: COVERAGE_RCFILE]"),
    valued("repo", "OWNER/NAME", "The repository"),
    valued("run", "N", "The number of CI's run"),
    valued("sha", "SHA", "The commit that was tested"),
    switch("show-contexts", None, "Tell the contexts of each line"),
    switch("show-missing", Some('m'), "Tell the lines that did not run"),
    switch("skip-covered", None, "Leave out files that are fully covered"),
    switch("skip-empty", None, "Leave out files without statements"),
    valued("skipped", "LANE,…", "Lanes that this run leaves out on purpose: named so, and no verdict without them"),
    valued("sort", "COLUMN", "Sort by name, stmts, miss, branch, brpart or cover; -COLUMN is descending"),
    valued("title", "TEXT", "What the report is of, for the name of the browser's tab"),
    switch("verbose", Some('v'), "Tell which Python's rules apply, and why"),
    valued("viewer", "FILE", "The page to use: covscope.html of a built site [default: the one built in]"),
];

const COMMON: &[&str] = &["debug", "rcfile"];
const REPORTING: &[&str] =
    &["data-file", "fail-under", "ignore-errors", "include", "keep-combined", "omit", "python", "verbose"];

/// A command: name, what it does, its options besides the common ones, its arguments.
type Table = (&'static str, Command, &'static str, &'static [&'static str], &'static str);

const COMMANDS: &[Table] = &[
    (
        "combine",
        Command::Combine,
        "Combine data files into one",
        &["append", "data-file", "keep", "quiet"],
        "[PATH]...",
    ),
    (
        "report",
        Command::Report,
        "Report as text or Markdown, or the total alone",
        &["contexts", "format", "precision", "sort", "show-missing", "skip-covered", "no-skip-covered", "skip-empty"],
        "[DATA|FILE]...",
    ),
    (
        "json",
        Command::Json,
        "Report as JSON",
        &["contexts", "outfile", "pretty-print", "quiet", "show-contexts"],
        "[DATA|FILE]...",
    ),
    ("xml", Command::Xml, "Report as XML (Cobertura)", &["outfile", "quiet", "skip-empty"], "[DATA|FILE]..."),
    ("lcov", Command::Lcov, "Report as lcov", &["outfile", "quiet"], "[DATA|FILE]..."),
    (
        "bundle",
        Command::Bundle,
        "Put what the report needs into one zip that the page opens: data, settings, sources that git knows",
        &[
            "base-sha",
            "data-file",
            "diff",
            "expect",
            "outfile",
            "pr",
            "python",
            "quiet",
            "repo",
            "run",
            "sha",
            "skipped",
        ],
        "[INPUT]...",
    ),
    (
        "comment",
        Command::Comment,
        "Write the verdict as Markdown, for a comment or a job's summary, with a link that holds the report",
        &[
            "base",
            "base-sha",
            "bundle",
            "data-file",
            "diff",
            "expect",
            "fail-under",
            "fail-under-file",
            "fail-under-patch",
            "format",
            "key",
            "pr",
            "python",
            "quiet",
            "repo",
            "run",
            "sha",
            "skipped",
        ],
        "[INPUT]...",
    ),
    (
        "gate",
        Command::Gate,
        "Give CI the verdict: exits with 2 below a threshold, 3 if something is missing",
        &[
            "data-file",
            "diff",
            "expect",
            "fail-under",
            "fail-under-file",
            "fail-under-patch",
            "json",
            "python",
            "skipped",
        ],
        "[INPUT]...",
    ),
    (
        "link",
        Command::Link,
        "Print a link that holds the report; in a GitHub workflow it knows what of",
        &[
            "base",
            "base-sha",
            "budget",
            "bundle",
            "data-file",
            "diff",
            "expect",
            "pr",
            "python",
            "quiet",
            "repo",
            "run",
            "sha",
            "skipped",
        ],
        "[INPUT]...",
    ),
    (
        "open",
        Command::Open,
        "Show the report in the browser, and anew when the data changes",
        &["data-file", "diff", "expect", "no-browser", "port", "python", "quiet", "skipped", "title", "viewer"],
        "[INPUT]...",
    ),
    (
        "page",
        Command::Page,
        "Write the report as one HTML file that opens from the disk",
        &["data-file", "diff", "expect", "outfile", "python", "quiet", "skipped", "title", "viewer"],
        "[INPUT]...",
    ),
    (
        "patch",
        Command::Patch,
        "Report on the lines that a diff changes; exits with 2 below the threshold, 3 if something is missing",
        &["data-file", "diff", "expect", "fail-under", "json", "precision", "python", "skipped"],
        "--diff FILE [INPUT]...",
    ),
    (
        "debug",
        Command::Debug,
        "analysis PATH...: what the source analysis tells, as JSON lines; - for programs on stdin",
        &["python", "root", "verbose"],
        "PATH...",
    ),
];

const ROOT: Spec = valued("root", "DIR", "Paths are told relative to this folder");

/// What an option does, where one command has it for something else than the others.
fn help_in(command: Command, spec: &Spec) -> &'static str {
    match (command, spec.name) {
        (Command::Bundle, "outfile") => "Write the bundle there; - is stdout [default: covscope-bundle.zip]",
        (Command::Comment, "fail-under") => "The least percentage of the total [default: as configured]",
        (Command::Comment, "fail-under-file") => "The least percentage of each file [default: fail_under_file]",
        (Command::Comment, "fail-under-patch") => {
            "The least percentage of the changed lines [default: fail_under_patch]"
        }
        (Command::Comment, "format") => "What the text is for: comment (the default) or summary",
        (Command::Gate, "fail-under") => "Exit with 2 if the total is below MIN percent [default: as configured]",
        (Command::Page, "outfile") => "Write the page there; - is stdout [default: covscope.html]",
        (Command::Patch, "fail-under") => {
            "Exit with 2 if the changed lines are below MIN percent [default: fail_under_patch]"
        }
        _ => spec.help,
    }
}

fn spec(name: &str) -> Option<&'static Spec> {
    SPECS.iter().chain(std::iter::once(&ROOT)).find(|spec| spec.name == name)
}

/// Whether a command takes what the page takes. In the others' lines all behind the first argument are arguments, as in
/// coverage.py's.
fn takes_inputs(command: Command) -> bool {
    use Command::{Bundle, Comment, Gate, Link, Open, Page, Patch};
    matches!(command, Bundle | Comment | Gate | Link | Open | Page | Patch)
}

fn names((_, command, _, own, _): &Table) -> Vec<&'static str> {
    let (common, reporting) = match command {
        // Their settings come with their inputs, as on the page.
        command if takes_inputs(*command) => (&[][..], &[][..]),
        Command::Combine | Command::Debug => (COMMON, &[][..]),
        _ => (COMMON, REPORTING),
    };
    own.iter().chain(common).chain(reporting).copied().collect()
}

/// coverage.py does not have these.
const OWN: [&str; 3] = ["python", "root", "verbose"];

/// The abbreviations of an option of coverage.py's that would fit one of our own, too: they are coverage.py's.
fn abbreviations(name: &'static str, all: &[&str]) -> Vec<&'static str> {
    if OWN.contains(&name) {
        return Vec::new();
    }
    let theirs = |short: &str| all.iter().filter(|other| !OWN.contains(other) && other.starts_with(short)).count();
    let shorts = (1..name.len()).filter_map(|length| name.get(..length));
    shorts.filter(|short| theirs(short) == 1 && OWN.iter().any(|own| own.starts_with(short))).collect()
}

fn parser(table: &Table) -> Parser {
    let (name, command, about, _, arguments) = *table;
    let mut parser = Parser::new(name)
        .bin_name(format!("covscope {name}"))
        .about(about)
        .override_usage(format!("covscope {name} [OPTIONS] {arguments}").replace("debug ", "debug analysis "))
        .infer_long_args(true)
        .args_override_self(true)
        .arg(Arg::new("arguments").num_args(0..).trailing_var_arg(!takes_inputs(command)).hide(true));
    for spec in names(table).into_iter().filter_map(spec) {
        let mut arg = Arg::new(spec.name).help(help_in(command, spec));
        if let Some(short) = spec.short {
            arg = arg.short(short);
        }
        if spec.name != "outfile" {
            arg = arg.long(spec.name).aliases(abbreviations(spec.name, &names(table)));
        }
        arg = match spec.value {
            Some(value) => arg.value_name(value).action(ArgAction::Set).allow_hyphen_values(true),
            None => arg.action(ArgAction::SetTrue),
        };
        parser = parser.arg(match spec.name {
            "skip-covered" => arg.overrides_with("no-skip-covered"),
            "no-skip-covered" => arg.overrides_with("skip-covered"),
            _ => arg,
        });
    }
    parser
}

/// Parses the arguments, without the program's name.
pub(crate) fn parse(arguments: &[String]) -> Parsed {
    let version = format!("covscope {}, as coverage.py 7.17.3\n", env!("CARGO_PKG_VERSION"));
    let Some((first, rest)) = arguments.split_first() else { return Parsed::Text(help()) };
    match first.as_str() {
        "--version" => return Parsed::Text(version),
        "-h" | "--help" => return Parsed::Text(help()),
        "help" => {
            let known = rest.iter().filter_map(|name| COMMANDS.iter().find(|table| table.0 == name));
            let texts: String = known.map(|table| styled(&parser(table).render_help())).collect();
            return Parsed::Text(if texts.is_empty() { help() } else { texts });
        }
        option if option.starts_with('-') => return Parsed::Usage(format!("no such option: {option}")),
        "annotate" | "erase" | "html" | "run" => {
            return Parsed::Usage(format!("covscope does not {first}: use 'coverage {first}'."));
        }
        _ => {}
    }
    let Some(table) = COMMANDS.iter().find(|table| table.0 == first) else {
        return Parsed::Usage(format!("Unknown command: {}", repr(first)));
    };
    // `debug analysis` is one command: options come after both words.
    let words = match rest {
        [topic, rest @ ..] if table.1 == Command::Debug && topic == "analysis" => rest,
        _ if table.1 == Command::Debug => {
            return Parsed::Usage("What information would you like: analysis PATH...?".to_owned());
        }
        rest => rest,
    };
    match parser(table).try_get_matches_from(std::iter::once(first).chain(words)) {
        Ok(matches) => {
            let mut options = Options::default();
            for spec in names(table).into_iter().filter_map(spec) {
                if matches.value_source(spec.name) != Some(clap::parser::ValueSource::CommandLine) {
                    continue;
                }
                match spec.value {
                    None => _ = options.flags.insert(spec.name, true),
                    Some(_) => {
                        options.values.extend(matches.get_one::<String>(spec.name).map(|it| (spec.name, it.clone())));
                    }
                }
            }
            if options.flags.remove("no-skip-covered").is_some() {
                options.flags.insert("skip-covered", false);
            }
            options.arguments = matches.get_many("arguments").into_iter().flatten().cloned().collect();
            match check_numbers(&options) {
                Some(wrong) => Parsed::Usage(wrong),
                None => Parsed::Command(table.1, options),
            }
        }
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Parsed::Text(styled(&error.render()))
        }
        Err(error) => Parsed::Usage(said(table, &error)),
    }
}

/// With colours on a terminal, as verdicts have them.
fn styled(text: &StyledStr) -> String {
    if ::console::colors_enabled() { text.ansi().to_string() } else { text.to_string() }
}

/// Numbers as `optparse` reads them.
fn check_numbers(options: &Options) -> Option<String> {
    if let Some(value) = options.value("precision").filter(|value| int(value).is_none()) {
        return Some(format!("option --precision: invalid integer value: {}", repr(value)));
    }
    ["fail-under", "fail-under-file", "fail-under-patch"].into_iter().find_map(|name| {
        let value = options.value(name).filter(|value| float(value).is_none())?;
        Some(format!("option --{name}: invalid floating-point value: {}", repr(value)))
    })
}

/// A whole number as `optparse` reads it.
pub(crate) fn int(text: &str) -> Option<i64> {
    let text = text.trim().replace('_', "");
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (radix, digits) = match digits.get(..2).map(str::to_lowercase).as_deref() {
        // Behind a sign, a number is decimal.
        _ if sign < 0 => (10, digits),
        Some("0x") => (16, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        // As in C.
        Some(two) if two.starts_with('0') => (8, digits),
        _ => (10, digits),
    };
    i64::from_str_radix(digits, radix).ok().map(|value| sign * value)
}

/// A number as Python's `float` reads it.
pub(crate) fn float(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse().ok()
}

/// The error in the words of `optparse`.
fn said(table: &Table, error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let shown = context(ContextKind::InvalidArg);
    let option = shown.split([' ', '=']).next().unwrap_or_default().to_owned();
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let mut similar: Vec<_> = names(table).into_iter().map(|name| format!("--{name}")).collect();
            similar.retain(|name| name.starts_with(&option) && option.len() > 2);
            similar.sort();
            if similar.len() > 1 {
                return format!("ambiguous option: {option} ({}?)", similar.join(", "));
            }
            format!("no such option: {option}")
        }
        ErrorKind::TooManyValues => format!("{option} option does not take a value"),
        ErrorKind::InvalidValue | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{option} option requires 1 argument")
        }
        _ => error.to_string(),
    }
}

fn help() -> String {
    let command = |name: &str, about: &str| format!("  {}{about}\n", ::console::style(format!("{name:<9}")).bold());
    let commands: String = COMMANDS.iter().map(|(name, _, about, _, _)| command(name, about)).collect();
    format!(
        "covscope reads the data files of coverage.py and writes its reports, with its numbers.\n\n\
         {} covscope <command> [options] [arguments]\n\n{commands}\n\
         In these lines the word covscope can stand for coverage. Reporting combines data files in memory:\n\
         it writes no data file and deletes none. Arguments that are SQLite files are the data to report on.\n\
         'covscope help <command>' tells the options.\n",
        ::console::style("usage:").bold().underlined()
    )
}
