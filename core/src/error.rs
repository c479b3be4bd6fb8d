//! What can be wrong with an input, and how a person is told.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why one input could not be used. It says what was expected and what was found; the caller knows which input it was
/// and turns it into a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct Error {
    /// Which kind of trouble.
    pub code: Code,
    /// What was expected and what was found, as one sentence without the input's name.
    pub cause: String,
    /// coverage.py's own message, which people search for, where it has one. `{file}` stands for the input as Python's
    /// `repr` shows its absolute path.
    pub message: Option<Box<str>>,
}

impl Error {
    /// An error of that kind, with its cause in words.
    pub fn new(code: Code, cause: impl Into<String>) -> Error {
        Error { code, cause: cause.into(), message: None }
    }

    /// The same error with coverage.py's own message, which the command line says: elsewhere it is not made.
    #[must_use]
    pub fn with_message<M: Into<Box<str>>>(self, message: impl FnOnce() -> M) -> Error {
        if cfg!(feature = "cli") { self.saying(message()) } else { self }
    }

    /// The same error with coverage.py's own message, which the page says too.
    #[must_use]
    pub fn saying(mut self, message: impl Into<Box<str>>) -> Error {
        self.message = Some(message.into());
        self
    }
}

/// The result of reading one input.
pub type Result<T> = std::result::Result<T, Error>;

/// How much a problem changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; no number depends on it.
    Note,
    /// Some number may differ from what the person expects.
    Warning,
    /// An input was not used.
    Error,
}

/// One thing that was wrong with one input. Everything else is still loaded and shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Which kind of trouble: stable, so that documentation and links can name it.
    pub code: Code,
    /// The input as the person knows it, with the archives it was found in: `coverage-data-unit.zip › .coverage.unit`.
    pub input: String,
    /// What was expected and what was found, one or two sentences.
    pub cause: String,
    /// What was done instead: "The file was left out."
    pub instead: String,
    /// What the person can change: words, or the exact lines of YAML, TOML or shell.
    pub fix: Option<String>,
}

impl Problem {
    /// A problem with `input`. The severity, what was done instead and the usual fix come with the code.
    pub fn new(code: Code, input: impl Into<String>, cause: impl Into<String>) -> Problem {
        Problem {
            code,
            input: input.into(),
            cause: cause.into(),
            instead: code.instead().to_owned(),
            fix: code.fix().map(str::to_owned),
        }
    }

    /// The problem that an [`Error`] is for the input it came from.
    pub fn of(input: impl Into<String>, error: Error) -> Problem {
        Problem::new(error.code, input, error.cause)
    }

    /// The same problem with a fix made for this very input.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<String>) -> Problem {
        self.fix = Some(fix.into());
        self
    }

    /// How much it changes.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.input, self.cause, self.instead)?;
        self.fix.as_ref().map_or(Ok(()), |fix| write!(f, " {fix}"))
    }
}

/// A fix as the words of a sentence and the lines to paste. Words come first; a single line without a sentence's end is a
/// command.
pub fn fix_parts(fix: &str) -> (&str, &str) {
    match fix.split_once('\n') {
        Some((first, rest)) if first.ends_with([':', '.']) || first.contains(": ") => (first, rest),
        Some(_) => ("", fix),
        None if fix.ends_with('.') || fix.ends_with("too") => (fix, ""),
        None => ("", fix),
    }
}

/// Declares [`Code`] as a table, so that a code, its severity and its words stand together.
macro_rules! codes {
    ($(#[doc = $meaning:literal] $name:ident = $text:literal, $severity:ident, $instead:literal, $fix:expr;)*) => {
        /// The kind of a [`Problem`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $text)] $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The stable name, as shown and documented.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// What a problem of this kind is: a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$name => $meaning,)* }.trim_ascii()
            }

            /// How much a problem of this kind changes.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What is done instead: a sentence.
            pub fn instead(self) -> &'static str {
                match self { $(Code::$name => $instead,)* }
            }

            /// What usually mends it, if that can be said for all inputs.
            pub fn fix(self) -> Option<&'static str> {
                match self { $(Code::$name => $fix,)* }
            }
        }
    };
}

codes! {
    // Reading what was dropped.
    /// The browser could not read a file that was dropped.
    InputUnreadable = "input-unreadable", Error, "The file was left out.",
        Some("Drop it again: it may have been moved, changed or locked since.");
    /// A file is too large for the page's memory.
    InputTooLarge = "input-too-large", Error, "The file was left out.",
        Some("Drop only the data files, the configuration and the sources.");
    /// The bundled sample can't be fetched from the site.
    SampleUnavailable = "sample-unavailable", Error, "Nothing was loaded.",
        Some("Reload the page; the file sample.zip must lie beside it.");
    // Archives.
    /// A zip entry needs a password.
    ArchiveEncrypted = "archive-encrypted", Error, "The entry was left out.",
        Some("Unpack it with the password and drop the files inside.");
    /// An archive, or an entry of it, is damaged: a bad checksum, a cut-off end.
    ArchiveDamaged = "archive-damaged", Error, "The damaged part was left out.",
        Some("Download the archive again.");
    /// An archive uses a compression method that is not read here.
    ArchiveUnsupported = "archive-unsupported", Error, "The entry was left out.",
        Some("Pack it again with deflate, or drop the files inside.");
    /// An archive would unpack to more than the caps allow.
    ArchiveTooLarge = "archive-too-large", Error, "Unpacking stopped there; what was unpacked before is used.",
        Some("Unpack it yourself and drop only the data files, the configuration and the sources.");
    /// One entry of an archive is larger than the cap.
    ArchiveEntryTooLarge = "archive-entry-too-large", Error, "The entry was left out.",
        Some("Unpack it yourself and drop the file.");
    /// Archives in archives, deeper than the cap.
    ArchiveTooDeep = "archive-too-deep", Error, "The inner archive was left out.",
        Some("Unpack the outer archives and drop the innermost one.");
    /// Has an archive's name and is something else: a web page, an error message, an empty file.
    ArchiveInName = "archive-in-name", Error, "The file was left out.",
        Some("Download the archive again.");
    /// A link in an archive, named as a data file, a configuration file or a report.
    ArchiveLink = "archive-link", Warning, "The link was left out.",
        Some("Pack the file instead of the link: tar --dereference, or zip without -y.");
    /// Several entries of one archive have the same path.
    ArchiveDuplicate = "archive-duplicate", Warning, "The last one is used, as unpacking would do.", None;
    /// Dropped files that are neither data, configuration, reports nor sources.
    InputIgnored = "input-ignored", Note, "Nothing was loaded from there.", None;
    /// Nothing in the drop is of any use here.
    NothingFound = "nothing-found", Error, "Nothing was loaded from it.",
        Some("upload-artifact leaves out hidden files unless told otherwise:\n- uses: actions/upload-artifact@v7\n  with:\n    include-hidden-files: true");
    // Data files.
    /// Looks like a data file by name and is not SQLite.
    DataNotSqlite = "data-not-sqlite", Error, "The file was left out.",
        Some("Upload the file that `coverage run` wrote, unchanged.");
    /// SQLite says that the file is damaged or cut off.
    DataDamaged = "data-damaged", Error, "The file was left out.",
        Some("The test process may have been killed while it wrote; run the lane again.");
    /// SQLite without coverage.py's tables.
    DataNotCoverage = "data-not-coverage", Error, "The file was left out.",
        Some("Drop the .coverage files that `coverage run` wrote.");
    /// Another schema number than 7.
    DataSchema = "data-schema", Error, "The file was left out.",
        Some("Measure with coverage.py 5.0 or later; `coverage combine` of a newer coverage.py can't convert it either.");
    /// A JSON data file of coverage.py 4 or older.
    DataVersion4 = "data-version-4", Error, "The file was left out.",
        Some("pip install --upgrade coverage");
    /// A data file without a byte.
    DataEmpty = "data-empty", Error, "The file was left out.",
        Some("A test process died before it wrote its data; look at that lane's log, or use:\n[tool.coverage.run]\nsigterm = true");
    /// A rollback journal of SQLite, not a data file.
    DataJournal = "data-journal", Warning, "The file was left out, as coverage.py does.",
        Some("A test process died while it wrote; the data file beside it may lack its last rows.");
    /// A data file that tells nothing: no file was measured.
    DataNoFiles = "data-no-files", Warning, "It adds nothing.",
        Some("Check [tool.coverage.run] source, include and omit of that lane.");
    /// The same bytes twice.
    DataDuplicate = "data-duplicate", Note, "It was counted once, as coverage.py does.", None;
    /// Line data and arc data can't be combined.
    DataMixed = "data-mixed", Error, "The second one was left out.",
        Some("Measure every lane with the same setting:\n[tool.coverage.run]\nbranch = true");
    /// Two data files name different file tracers for one file.
    DataTracerConflict = "data-tracer-conflict", Error, "The second data file was left out.",
        Some("Use the same [tool.coverage.run] plugins in every lane.");
    /// A file tracer plugin measured a file; its sources can't be analysed here.
    DataPlugin = "data-plugin", Warning, "It is shown without numbers.",
        Some("Drop CI's coverage.json too: it tells what the plugin knows.");
    // Configuration.
    /// A configuration file that can't be read, or a setting with a wrong value.
    ConfigInvalid = "config-invalid", Error, "The file was left out; defaults are used.",
        Some("Mend what is named; without a setting coverage.py's default counts.");
    /// A setting that coverage.py does not know.
    ConfigUnknown = "config-unknown", Warning, "The setting was ignored.", None;
    /// Two configuration files; coverage.py reads one.
    ConfigSecond = "config-second", Note, "It was not read: coverage.py reads one configuration file.", None;
    /// An environment variable that a setting uses and that has no value here.
    ConfigVariable = "config-variable", Warning, "Nothing was put in its place, as coverage.py does.", None;
    /// A file pattern or path rule of the configuration that can't be used.
    ConfigPattern = "config-pattern", Error, "It was left out.",
        Some("Let a path rule end in the name of a folder, and ** stand alone between slashes:\n[tool.coverage.paths]\nsource = [\"src\", \"*/src\"]");
    /// A regular expression of the configuration that can't be used.
    ConfigRegex = "config-regex", Error, "The pattern was left out.",
        Some("Put a backslash before what stands for itself, in single quotes, which keep it:\n[tool.coverage.report]\nexclude_also = ['if debug\\(']");
    // Paths.
    /// A measured file for which no source and no report is here.
    SourceMissing = "source-missing", Warning, "What is not here has no numbers, and is not in the total.",
        Some("Drop the project's sources, or CI's coverage.json, too.");
    /// Two different measured files became one path.
    PathCollision = "path-collision", Warning, "They were combined, as coverage.py does.",
        Some("Let each folder become one of its own, before a rule for all of them:\n[tool.coverage.paths]\norders = [\"services/orders/src\", \"*/services/orders/src\"]");
    /// One source file was measured under several names that no rule makes one.
    PathUnmapped = "path-unmapped", Warning, "Each name is counted as a file of its own, as coverage.py does.", None;
    // Sources.
    /// A source that is no Python of the chosen version.
    SourceSyntax = "source-syntax", Warning, "It was left out of the total.", None;
    /// A source on whose branches coverage.py itself ends with an internal error.
    SourceArcs = "source-arcs", Warning, "Its branches are counted by coverage.py's rules, as far as those go.",
        Some("Leave the file out of the report:\n[tool.coverage.report]\nomit = [\"path/of/the/file.py\"]");
    /// A source that is not the one that was tested, by the name that git has for its content.
    SourceStale = "source-stale", Warning, "It is counted and shown as it is: its marks may stand at other lines than those that ran.",
        Some("Check out the commit that was tested, and drop its sources.");
    // Links, and what they point to.
    /// A link that is no report, or was cut off or changed on its way.
    LinkDamaged = "link-damaged", Error, "Nothing is shown of it.",
        Some("Copy the whole link: some programs cut off long ones.");
    /// A link in a later version of the format than this page knows.
    LinkVersion = "link-version", Error, "Nothing is shown of it.",
        Some("Reload the page: an older one may have been kept by the browser.");
    /// A link that says that it holds more than a page can show.
    LinkTooLarge = "link-too-large", Error, "Nothing is shown of it.",
        Some("Make a shorter one:\ncovscope link --budget 60000");
    /// The data is that of a link's run, and with the settings and sources here it comes to something else than the link tells.
    LinkDiffers = "link-differs", Warning, "The numbers and the verdict are those of what is here.",
        Some("Use the settings and sources of the run. Thresholds that were options of a command are in its link alone.");
    /// A link points to what is not fetched: another host, or no commit.
    PointerRefused = "pointer-refused", Error, "Nothing was fetched.",
        Some("Let the link point to a path of the page's own site, or to a file of a commit by its whole name:\nsrc=gh:owner/repository@0123456789abcdef0123456789abcdef01234567/path.zip");
    /// What was to be fetched did not come.
    FetchFailed = "fetch-failed", Error, "Nothing of it was loaded.",
        Some("Download it yourself and drop it here: of private repositories, and of commits that are gone, nothing is given without a login.");
    /// A link points to other data than that which it tells of.
    BundleOther = "bundle-other", Error, "It was not taken: the link's own report is shown.",
        Some("Drop the data files of the run that the link names.");
    /// A data file that is not the one that the index of its bundle tells of.
    BundleChanged = "bundle-changed", Error, "The file was left out.",
        Some("Make the bundle anew with `covscope bundle`.");
    // Reports read as denominators.
    /// A coverage.json, coverage.xml or lcov file that can't be read.
    ReportInvalid = "report-invalid", Error, "The file was left out.",
        Some("coverage json\ncoverage xml\ncoverage lcov");
    /// A diff that can't be read.
    DiffInvalid = "diff-invalid", Error, "The diff was left out.",
        Some("Make it anew:\ngit diff origin/main... > changes.diff");
    /// A diff, and no data that tells what ran.
    DiffAlone = "diff-alone", Note, "Nothing is shown of it yet.",
        Some("Drop the lanes' data files, too, and the sources.");
    /// A diff of another revision than the sources are of.
    DiffStale = "diff-stale", Warning, "Its line numbers are taken as they are, and no verdict is given.",
        Some("Make the diff of the very commit that the tests ran on.");
    /// A report and our own numbers differ.
    ReportDisagrees = "report-disagrees", Warning, "The numbers worked out here are shown.",
        Some("Drop the report of the same run and sources:\ncoverage combine\ncoverage json");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_said_in_one_way() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.instead().ends_with('.'), "{}", code.as_str());
            assert!(code.meaning().ends_with('.') && !code.meaning().starts_with(' '), "{}", code.as_str());
            let json = serde_json::to_string(code).unwrap_or_default();
            assert_eq!(json, format!("\"{}\"", code.as_str()));
        }
    }

    #[test]
    fn a_fix_is_words_and_lines() {
        assert_eq!(fix_parts("Run it again."), ("Run it again.", ""));
        assert_eq!(fix_parts("pip install x"), ("", "pip install x"));
        assert_eq!(fix_parts("Use:\na = 1\nb = 2"), ("Use:", "a = 1\nb = 2"));
        assert_eq!(fix_parts("[paths]\na ="), ("", "[paths]\na ="));
    }

    #[test]
    fn no_usual_fix_loses_a_word() {
        for code in Code::ALL {
            let Some(fix) = code.fix() else { continue };
            let (words, lines) = fix_parts(fix);
            assert_eq!(
                words.len() + lines.len() + usize::from(!words.is_empty() && !lines.is_empty()),
                fix.len(),
                "{fix}"
            );
        }
    }
}
