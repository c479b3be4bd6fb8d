//! The table of coverage.py 7.17.3's settings: name, type, default, and where a file has it. The names are those of
//! coverage.py's `CoverageConfig`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file::File;
use super::values::{Read, Variables, boolean, file, float, int, list, regexes, string};
use crate::error::Result;

/// Declares [`Config`] as a table, so that a setting, its default and its place in the file stand together.
macro_rules! settings {
    ($($(#[$doc:meta])* $field:ident: $type:ty = $default:expr, $section:literal $option:literal $read:ident;)*) => {
        /// coverage.py's configuration: what one file sets, and coverage.py 7.17.3's defaults for the rest.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        pub struct Config {
            $($(#[$doc])* pub $field: $type,)*
            /// `[paths]`: rules for [`PathAliases`](crate::combine::aliases::PathAliases), in the order of the file. In each
            /// list the first entry is the result and the others are patterns. The name of a list means nothing.
            pub paths: Vec<(String, Vec<String>)>,
            /// Of their entries those that the file writes in another way, with variables or `~`: the entry, and what is written.
            #[serde(skip)]
            pub raw_paths: Vec<(String, String)>,
            /// The file all this comes from, as it was given; `None` when these are the defaults.
            pub file: Option<String>,
            /// The settings that the file sets, each with its section as the file writes it.
            #[serde(skip)]
            pub(super) places: BTreeMap<&'static str, String>,
        }

        impl Default for Config {
            fn default() -> Config {
                Config {
                    $($field: $default,)*
                    paths: Vec::new(),
                    raw_paths: Vec::new(),
                    file: None,
                    places: BTreeMap::new(),
                }
            }
        }

        /// Every setting: section, option.
        pub(super) const SETTINGS: &[(&str, &str)] = &[$(($section, $option),)*];

        impl Config {
            /// Takes over every setting that the file has.
            pub(super) fn set_from(&mut self, file_: &File, variables: &mut Variables<'_>) -> Result<()> {
                $(
                    if let Some((value, section)) = setting(file_, $section, $option, $read, variables)? {
                        self.$field = value.into();
                        self.places.insert(concat!($section, ":", $option), section);
                    }
                )*
                Ok(())
            }
        }
    };
}

/// One setting's value and the name of its section, if the file has it.
fn setting<T>(
    file: &File,
    section: &str,
    option: &str,
    read: Read<T>,
    variables: &mut Variables<'_>,
) -> Result<Option<(T, String)>> {
    let Some(section) = file.section(section)? else { return Ok(None) };
    let Some(raw) = section.get(option) else { return Ok(None) };
    let value = read(raw, &section.place(option), variables)?;
    Ok(Some((value, section.name)))
}

settings! {
    // [run]
    /// Whether branches are measured.
    branch: bool = false, "run" "branch" boolean;
    /// The command line that `coverage run` runs.
    command_line: Option<String> = None, "run" "command_line" string;
    /// Concurrency libraries in use.
    concurrency: Vec<String> = Vec::new(), "run" "concurrency" list;
    /// The static context to record.
    context: Option<String> = None, "run" "context" string;
    /// The measuring core: `ctrace`, `pytrace` or `sysmon`.
    core: Option<String> = None, "run" "core" string;
    /// Whether the standard library is measured.
    cover_pylib: bool = false, "run" "cover_pylib" boolean;
    /// The name of the data file.
    data_file: String = ".coverage".to_owned(), "run" "data_file" file;
    /// What coverage.py tells about its own work.
    debug: Vec<String> = Vec::new(), "run" "debug" list;
    /// Where it tells it.
    debug_file: Option<String> = None, "run" "debug_file" file;
    /// Warnings that are not shown.
    disable_warnings: Vec<String> = Vec::new(), "run" "disable_warnings" list;
    /// How dynamic contexts are found.
    dynamic_context: Option<String> = None, "run" "dynamic_context" string;
    /// Whether data files get a suffix of their own.
    parallel: bool = false, "run" "parallel" boolean;
    /// Patches to apply when measuring.
    patch: Vec<String> = Vec::new(), "run" "patch" list;
    /// Plugins: modules to import.
    plugins: Vec<String> = Vec::new(), "run" "plugins" list;
    /// Whether paths are stored relative to the current directory.
    relative_files: bool = false, "run" "relative_files" boolean;
    /// Patterns of the files to measure.
    run_include: Vec<String> = Vec::new(), "run" "include" list;
    /// Patterns of the files not to measure.
    run_omit: Vec<String> = Vec::new(), "run" "omit" list;
    /// Whether data is saved on SIGTERM.
    sigterm: bool = false, "run" "sigterm" boolean;
    /// Packages or directories to measure; `None` measures everything.
    source: Option<Vec<String>> = None, "run" "source" list;
    /// Packages to measure.
    source_pkgs: Vec<String> = Vec::new(), "run" "source_pkgs" list;
    /// Directories to measure.
    source_dirs: Vec<String> = Vec::new(), "run" "source_dirs" list;
    /// Whether the simplest trace function is used.
    timid: bool = false, "run" "timid" boolean;

    // [report]
    /// Regular expressions of lines to exclude; [`exclude_also`](Config::exclude_also) is already part of it.
    exclude_list: Vec<String> = strings(DEFAULT_EXCLUDE), "report" "exclude_lines" regexes;
    /// What was added to the list above.
    exclude_also: Vec<String> = Vec::new(), "report" "exclude_also" regexes;
    /// The threshold of the total, in percent; 0 when none is set.
    fail_under: f64 = 0.0, "report" "fail_under" float;
    /// The format of the report: `text`, `markdown` or `total`; `None` is text.
    format: Option<String> = None, "report" "format" string;
    /// Whether files that can't be analysed are left out without an error.
    ignore_errors: bool = false, "report" "ignore_errors" boolean;
    /// Whether directories without `__init__.py` are searched for files that never ran.
    include_namespace_packages: bool = false, "report" "include_namespace_packages" boolean;
    /// Regular expressions of branches that can't be taken on both sides.
    partial_always_list: Vec<String> = strings(DEFAULT_PARTIAL_ALWAYS), "report" "partial_branches_always" regexes;
    /// Regular expressions of branches that need not be taken on both sides; [`partial_also`](Config::partial_also) is
    /// already part of it.
    partial_list: Vec<String> = strings(DEFAULT_PARTIAL), "report" "partial_branches" regexes;
    /// What was added to the list above.
    partial_also: Vec<String> = Vec::new(), "report" "partial_also" regexes;
    /// Digits after the decimal point of percentages.
    precision: i64 = 0, "report" "precision" int;
    /// Regular expressions of the contexts to report on; `None` takes all.
    report_contexts: Option<Vec<String>> = None, "report" "contexts" list;
    /// Patterns of the files to report on; `None` or an empty list takes all.
    report_include: Option<Vec<String>> = None, "report" "include" list;
    /// Patterns of the files to leave out of reports.
    report_omit: Option<Vec<String>> = None, "report" "omit" list;
    /// Whether the report lists missing lines.
    show_missing: bool = false, "report" "show_missing" boolean;
    /// Whether fully covered files are left out of the report.
    skip_covered: bool = false, "report" "skip_covered" boolean;
    /// Whether files without statements are left out of the report.
    skip_empty: bool = false, "report" "skip_empty" boolean;
    /// The column that the report is sorted by, with `-` in front for descending; `None` is by name.
    sort: Option<String> = None, "report" "sort" string;

    // [html]
    /// A file of additional styles.
    extra_css: Option<String> = None, "html" "extra_css" string;
    /// The directory of the HTML report.
    html_dir: String = "htmlcov".to_owned(), "html" "directory" file;
    /// [`skip_covered`](Config::skip_covered) for HTML; `None` takes that of the report.
    html_skip_covered: Option<bool> = None, "html" "skip_covered" boolean;
    /// [`skip_empty`](Config::skip_empty) for HTML; `None` takes that of the report.
    html_skip_empty: Option<bool> = None, "html" "skip_empty" boolean;
    /// The title of the HTML report; `None` is `Coverage report`.
    html_title: Option<String> = None, "html" "title" string;
    /// Whether HTML shows contexts.
    show_contexts: bool = false, "html" "show_contexts" boolean;

    // [xml]
    /// The XML report's file.
    xml_output: String = "coverage.xml".to_owned(), "xml" "output" file;
    /// How many directories deep XML's packages go.
    xml_package_depth: i64 = 99, "xml" "package_depth" int;

    // [json]
    /// The JSON report's file.
    json_output: String = "coverage.json".to_owned(), "json" "output" file;
    /// Whether JSON is indented.
    json_pretty_print: bool = false, "json" "pretty_print" boolean;
    /// Whether JSON has contexts.
    json_show_contexts: bool = false, "json" "show_contexts" boolean;

    // [lcov]
    /// The lcov report's file.
    lcov_output: String = "coverage.lcov".to_owned(), "lcov" "output" file;
    /// Whether lcov has checksums of lines.
    lcov_line_checksums: bool = false, "lcov" "line_checksums" boolean;
}

/// `exclude_lines` unless a file sets it: the pragma, bodies that are `...`, and `if TYPE_CHECKING:`.
pub const DEFAULT_EXCLUDE: &[&str] = &[
    r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)",
    r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)",
    r"^\s*if (typing\.)?TYPE_CHECKING:",
];

/// `partial_branches` unless a file sets it: the pragma.
pub const DEFAULT_PARTIAL: &[&str] = &[r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(branch|BRANCH)"];

/// `partial_branches_always` unless a file sets it: constant tests.
pub const DEFAULT_PARTIAL_ALWAYS: &[&str] = &[r"^\s*while (True|1|False|0):", r"^\s*if (True|1|False|0):"];

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
