//! What a file is, told by its content first and its name second.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// What a file is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// SQLite, or named `.coverage` or `.coverage.NAME`: a data file, or something the data reader has words for.
    Data,
    /// A data file of coverage.py 4, which was JSON behind a line of its own.
    DataVersion4,
    /// Named as a data file and without a byte.
    DataEmpty,
    /// A rollback journal of SQLite, which `coverage combine` passes over.
    DataJournal,
    /// A configuration file of coverage.py's.
    Config,
    /// The index of a bundle.
    Bundle,
    /// `coverage json`.
    JsonReport,
    /// `coverage xml`, or another report in Cobertura's format.
    XmlReport,
    /// `coverage lcov`, or another report in that format.
    LcovReport,
    /// A unified diff, or named as one.
    Diff,
    /// A Python source.
    Source,
    /// None of these.
    Other,
}

/// Tells the kind of the file at `path` from its whole content.
pub fn sniff(path: &str, bytes: &[u8]) -> Kind {
    let name = path.rsplit('/').next().unwrap_or(path);
    RULES.iter().find(|(_, fits)| fits(name, bytes)).map_or(Kind::Other, |(kind, _)| *kind)
}

/// Whether a file that begins so may turn out to be of a kind other than [`Kind::Other`].
pub fn may_be_useful(path: &str, start: &[u8]) -> bool {
    sniff(path, start) != Kind::Other || matches!(first_key(start), Some(b"files" | b"totals"))
}

/// Whether the name alone says that this is data, configuration or a report.
pub(super) fn is_telling(path: &str) -> bool {
    !matches!(sniff(path, b""), Kind::Other | Kind::Source | Kind::Diff)
}

/// From the start of a file, past a byte order mark and white space.
pub(super) fn text_start(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start()
}

type Rule = fn(name: &str, bytes: &[u8]) -> bool;

/// The first rule that fits tells the kind.
const RULES: &[(Kind, Rule)] = &[
    (Kind::DataJournal, is_journal),
    (Kind::Data, |_, bytes| bytes.starts_with(SQLITE)),
    (Kind::DataVersion4, |_, bytes| {
        bytes.starts_with(b"!coverage.py: This is a private format, don't read it directly!")
    }),
    (Kind::Bundle, |name, _| name == "covscope-bundle.json"),
    (Kind::Config, |name, _| CONFIG_NAMES.contains(&name)),
    (Kind::Source, |name, _| name.ends_with(".py") || name.ends_with(".pyw")),
    (Kind::JsonReport, |_, bytes| is_json_report(bytes)),
    (Kind::XmlReport, |_, bytes| is_xml_report(bytes)),
    (Kind::LcovReport, |_, bytes| is_lcov(bytes)),
    (Kind::Diff, |_, bytes| is_diff(bytes)),
    (Kind::Source, is_script),
    (Kind::DataEmpty, |name, bytes| bytes.is_empty() && name.starts_with(".coverage")),
    // What has the name and not the content goes to the reader, which says what is wrong with it.
    (Kind::Data, |name, _| name == ".coverage" || name.starts_with(".coverage.")),
    (Kind::JsonReport, |name, bytes| name == "coverage.json" && serde_json::from_slice::<IgnoredAny>(bytes).is_err()),
    (Kind::XmlReport, |name, _| name == "coverage.xml"),
    (Kind::LcovReport, |name, _| name == "coverage.lcov"),
    (Kind::Diff, |name, _| name.ends_with(".diff") || name.ends_with(".patch")),
];

const SQLITE: &[u8] = b"SQLite format 3\0";

/// The start of a rollback journal: SQLite's file format, 3.0.
const JOURNAL: &[u8] = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";

/// Where coverage.py 7.17.3 looks for its configuration, and which Python a project uses.
const CONFIG_NAMES: &[&str] =
    &[".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini", "pyproject.toml", ".python-version"];

fn is_journal(name: &str, bytes: &[u8]) -> bool {
    let named = name.ends_with("-journal") && (name.starts_with(".coverage") || bytes.starts_with(SQLITE));
    named || bytes.starts_with(JOURNAL)
}

/// coverage.py writes an object of "meta", "files" and "totals", in that order; other programs may have sorted the keys.
fn is_json_report(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Report {
        meta: Meta,
        #[serde(rename = "files")]
        _files: IgnoredAny,
    }
    #[derive(Deserialize)]
    struct Meta {
        format: Option<IgnoredAny>,
        /// Older reports of coverage.py's have no format number; this they have.
        branch_coverage: Option<IgnoredAny>,
    }
    match first_key(bytes) {
        // Its values are plain ones, so the first brace ends it. Enough also for a report that is cut off.
        Some(b"meta") => {
            let end = bytes.iter().position(|&byte| byte == b'}').unwrap_or(bytes.len());
            let (meta, rest) = bytes.split_at(end);
            let next = rest.strip_prefix(b"}").and_then(|rest| rest.trim_ascii_start().strip_prefix(b","));
            next.is_some_and(|next| matches!(key_at(next), Some(b"files" | b"totals")))
                && [&b"\"format\""[..], b"\"branch_coverage\""].into_iter().any(|key| after(meta, key).is_some())
        }
        Some(b"files" | b"totals") => serde_json::from_slice::<Report>(bytes)
            .is_ok_and(|report| report.meta.format.is_some() || report.meta.branch_coverage.is_some()),
        _ => false,
    }
}

/// The first key of a JSON object, if this begins as one.
fn first_key(bytes: &[u8]) -> Option<&[u8]> {
    key_at(text_start(bytes).strip_prefix(b"{")?)
}

/// The key that stands next.
fn key_at(bytes: &[u8]) -> Option<&[u8]> {
    bytes.trim_ascii_start().strip_prefix(b"\"")?.split(|&byte| byte == b'"').next()
}

/// Whether the root element is `<coverage>`, after a declaration, comments and a document type.
fn is_xml_report(bytes: &[u8]) -> bool {
    let mut rest = text_start(bytes);
    loop {
        let end = match rest {
            [b'<', b'?', ..] => after(rest, b"?>"),
            [b'<', b'!', b'-', b'-', ..] => after(rest, b"-->"),
            [b'<', b'!', ..] => after_doctype(rest),
            _ => break,
        };
        let Some(end) = end else { return false };
        rest = end.trim_ascii_start();
    }
    let root = rest.strip_prefix(b"<coverage");
    root.and_then(|root| root.first()).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// Past a document type, which may have declarations of its own in brackets.
fn after_doctype(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().position(|byte| matches!(byte, b'>' | b'['))?;
    let rest = &bytes[end + 1..];
    if bytes[end] == b'>' { Some(rest) } else { after(after(rest, b"]")?, b">") }
}

/// Whether it begins with a test's or a source file's name, and goes on with a record that only this format has.
fn is_lcov(bytes: &[u8]) -> bool {
    const RECORDS: &[&[u8]] = &[
        b"SF:",
        b"VER:",
        b"DA:",
        b"FN:",
        b"FNL:",
        b"FNDA:",
        b"FNF:",
        b"BRDA:",
        b"BRF:",
        b"LF:",
        b"LH:",
        b"end_of_record",
    ];
    let mut lines = text_start(bytes).split(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    (first.starts_with(b"TN:") || first.starts_with(b"SF:"))
        && lines.next().is_some_and(|second| RECORDS.iter().any(|record| second.starts_with(record)))
}

/// Whether it begins as a diff of git's, a mail or a commit with one, or the output of `diff -u`.
fn is_diff(bytes: &[u8]) -> bool {
    let start = text_start(bytes);
    let second = || start.split(|&byte| byte == b'\n').nth(1).unwrap_or_default();
    let is_commit = |word: &[u8]| {
        let number = start.strip_prefix(word).unwrap_or_default();
        matches!(number.iter().take_while(|byte| byte.is_ascii_hexdigit()).count(), 40 | 64)
    };
    [&b"diff --git "[..], b"diff --cc ", b"diff --combined "].iter().any(|word| start.starts_with(word))
        || (start.starts_with(b"--- ") && second().starts_with(b"+++ "))
        || is_commit(b"From ")
        || is_commit(b"commit ")
}

/// Whether this is a script without a suffix whose first line names Python.
fn is_script(name: &str, bytes: &[u8]) -> bool {
    let first = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    !name.contains('.') && first.starts_with(b"#!") && after(first, b"python").is_some()
}

/// What follows the first occurrence of `mark`.
fn after<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some(&bytes[at + mark.len()..])
}
