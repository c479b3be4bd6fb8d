//! The tables of a data file (coverage.py's schema 7), read. `sqlite_writer.rs` writes them; no other file knows them.
//!
//! ```text
//! coverage_schema(version)          one row: 7
//! meta(key, value)                  has_arcs: "0" or "1"; version: coverage.py's; others are kept
//! file(id, path)                    every measured file, also those that never ran
//! context(id, context)              "" where none was set
//! line_bits(file_id, context_id, numbits)     when lines were measured
//! arc(file_id, context_id, fromno, tono)      when branches were measured
//! tracer(file_id, tracer)           the plugin of a file that is not Python's
//! ```

use std::collections::BTreeMap;
use std::io::Read;

use indexmap::IndexMap;
#[cfg(feature = "cli")]
use rusqlite::OpenFlags;
use rusqlite::{Connection, MAIN_DB, OptionalExtension, Row};

use super::{CoverageData, MeasuredFile, numbits_to_nums};
use crate::error::{Code, Error, Result};
use crate::line::LineArc;
use crate::pace::{Cancelled, Pace};

/// The length of a database's header.
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The only schema number that is read.
pub const SCHEMA_VERSION: i64 = 7;
/// coverage.py's message about a damaged data file.
const MALFORMED: &str = "Couldn't use data file {file}: database disk image is malformed: (SQLITE_CORRUPT)";
/// Rows read between two ticks: some milliseconds of work.
const ROWS_PER_TICK: usize = 4096;

pub(super) async fn read<P: Pace>(bytes: &[u8], pace: &P) -> std::result::Result<Result<CoverageData>, Cancelled> {
    match in_memory(bytes) {
        Ok(connection) => read_from(&connection, pace).await,
        Err(error) => Ok(Err(error)),
    }
}

/// Reads the file at `path`, of that size, of which `source` gives the first bytes.
#[cfg(feature = "cli")]
pub(super) async fn read_file<P: Pace>(
    path: &str,
    source: &mut dyn Read,
    size: u64,
    pace: &P,
) -> std::result::Result<Result<CoverageData>, Cancelled> {
    match on_disk(path, source, size) {
        Ok(connection) => read_from(&connection, pace).await,
        Err(error) => Ok(Err(error)),
    }
}

async fn read_from<P: Pace>(connection: &Connection, pace: &P) -> std::result::Result<Result<CoverageData>, Cancelled> {
    pace.tick().await?;
    let mut data = match read_head(connection) {
        Ok(data) => data,
        Err(error) => return Ok(Err(error)),
    };
    match read_rows(connection, &mut data, pace).await {
        Ok(()) => Ok(Ok(data)),
        Err(Stop::Cancelled) => Err(Cancelled),
        Err(Stop::Failed(error)) => Ok(Err(error)),
    }
}

/// Why reading rows ended early.
enum Stop {
    Cancelled,
    Failed(Error),
}

impl From<Cancelled> for Stop {
    fn from(_: Cancelled) -> Stop {
        Stop::Cancelled
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Stop {
        Stop::Failed(damaged(&error))
    }
}

/// Refuses what is no database in one piece, by its first bytes and its size.
fn check(start: &[u8], size: u64) -> Result<()> {
    if size == 0 {
        let cause = "Expected a SQLite database and found a file of 0 bytes.";
        return Err(Error::new(Code::DataEmpty, cause).with_message(|| no_table("coverage_schema")));
    }
    if !start.starts_with(MAGIC) {
        let cause =
            format!("Expected a SQLite database, which starts with “SQLite format 3”, and found {}.", start_of(start));
        let message = "Couldn't use data file {file}: file is not a database: (SQLITE_NOTADB)";
        return Err(Error::new(Code::DataNotSqlite, cause).with_message(|| message));
    }
    if let Some(expected) = size_in_header(start).filter(|&expected| expected > size) {
        let cause = format!("The database is cut off: its header counts {expected} bytes and {size} are here.");
        return Err(Error::new(Code::DataDamaged, cause).with_message(|| MALFORMED));
    }
    Ok(())
}

fn in_memory(bytes: &[u8]) -> Result<Connection> {
    check(bytes, bytes.len() as u64)?;
    let (start, rest) = bytes.split_at(bytes.len().min(HEADER));
    let mut start = start.to_vec();
    // `deserialize` does not open a database in WAL mode; in one piece without its log, it reads the same in rollback mode.
    if let Some(modes) = start.get_mut(18..20) {
        modes.fill(1);
    }
    let mut connection = Connection::open_in_memory().map_err(|error| damaged(&error))?;
    let whole = start.as_slice().chain(rest);
    connection.deserialize_read_exact(MAIN_DB, whole, bytes.len(), true).map_err(|error| damaged(&error))?;
    Ok(connection)
}

/// Opens a file as it is, without a look at a log or journal beside it: as [`in_memory`] does, but no more than a few of its
/// pages are in memory at once.
#[cfg(feature = "cli")]
fn on_disk(path: &str, source: &mut dyn Read, size: u64) -> Result<Connection> {
    let mut start = Vec::with_capacity(HEADER);
    let read = source.take(HEADER as u64).read_to_end(&mut start);
    read.map_err(|error| Error::new(Code::DataDamaged, format!("It can't be read: {error}.")))?;
    check(&start, size)?;
    let escaped = |byte: u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let uri = format!("file:{}?immutable=1", path.bytes().map(escaped).collect::<String>());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(uri, flags).map_err(|error| damaged(&error))
}

/// The bytes of all pages as the header tells them, when it is known to be up to date (SQLite's file format, 1.3.7).
fn size_in_header(bytes: &[u8]) -> Option<u64> {
    let word = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let page_size = match u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?) {
        1 => 65_536,
        size => u64::from(size),
    };
    (word(24)? == word(92)?).then_some(page_size * u64::from(word(28)?))
}

fn start_of(bytes: &[u8]) -> String {
    let start = String::from_utf8_lossy(bytes.get(..24.min(bytes.len())).unwrap_or_default()).into_owned();
    if start.chars().all(|character| !character.is_control() && character != '\u{fffd}') {
        format!("“{start}…”")
    } else {
        "other bytes".to_owned()
    }
}

fn damaged(error: &rusqlite::Error) -> Error {
    Error::new(Code::DataDamaged, format!("SQLite can't read the database: {error}.")).with_message(|| MALFORMED)
}

/// coverage.py's message when a table is not there.
fn no_table(table: &str) -> String {
    let message = format!("Couldn't use data file {{file}}: no such table: {table}: (SQLITE_ERROR)");
    if table == "coverage_schema" {
        format!("Data file {{file}} isn't a coverage data file: {message}")
    } else {
        message
    }
}

fn read_head(connection: &Connection) -> Result<CoverageData> {
    check_schema(connection)?;
    let meta = |key: &str| {
        let mut query = connection.prepare("SELECT value FROM meta WHERE key = ?1")?;
        query.query_row([key], |row| row.get::<_, String>(0)).optional()
    };
    let has_arcs = meta("has_arcs").map_err(|error| damaged(&error))?;
    let has_arcs = match has_arcs.as_deref().map(str::trim) {
        None => None,
        Some("0") => Some(false),
        Some("1") => Some(true),
        Some(other) => {
            return Err(Error::new(
                Code::DataNotCoverage,
                format!("Expected “0” or “1” as has_arcs in its table meta and found “{other}”."),
            ));
        }
    };
    let rest = || -> rusqlite::Result<BTreeMap<String, String>> {
        let texts = "typeof(key) = 'text' AND typeof(value) = 'text'";
        let mut query =
            connection.prepare(&format!("SELECT key, value FROM meta WHERE key <> 'has_arcs' AND {texts}"))?;
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let meta = rest().map_err(|error| damaged(&error))?;
    Ok(CoverageData { meta, has_arcs, ..CoverageData::default() })
}

fn check_schema(connection: &Connection) -> Result<()> {
    let mut names = connection
        .prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        .map_err(|error| damaged(&error))?;
    for table in ["coverage_schema", "meta", "file", "context", "line_bits", "arc", "tracer"] {
        let count: i64 = names.query_row([table], |row| row.get(0)).map_err(|error| damaged(&error))?;
        // The schema's number comes first: a later schema may have other tables, and its number says more.
        if table == "coverage_schema" && count > 0 {
            check_version(connection)?;
        }
        if count == 0 {
            let cause =
                format!("It is a SQLite database, but without the table {table} that coverage.py's data files have.");
            return Err(Error::new(Code::DataNotCoverage, cause).with_message(|| no_table(table)));
        }
    }
    Ok(())
}

/// The most rows of `coverage_schema` that are looked at.
const MOST_VERSIONS: usize = 1_000;

fn check_version(connection: &Connection) -> Result<()> {
    let versions: rusqlite::Result<Vec<i64>> = connection
        .prepare("SELECT version FROM coverage_schema")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.take(MOST_VERSIONS).collect());
    let versions = versions.map_err(|error| damaged(&error))?;
    match versions.as_slice() {
        [SCHEMA_VERSION] => Ok(()),
        [other] => Err(Error::new(
            Code::DataSchema,
            format!("Expected schema {SCHEMA_VERSION}, which coverage.py 5.0 to 7.17 write, and found schema {other}."),
        )
        .with_message(|| {
            format!("Couldn't use data file {{file}}: wrong schema: {other} instead of {SCHEMA_VERSION}")
        })),
        [] => Err(Error::new(Code::DataNotCoverage, "Its table coverage_schema is empty.")
            .with_message(|| "Data file {file} isn't a coverage data file: ")),
        many => Err(Error::new(
            Code::DataNotCoverage,
            format!("Its table coverage_schema has {} rows, where coverage.py writes one.", many.len()),
        )
        .with_message(|| {
            let sql = "select version from coverage_schema";
            format!("Data file {{file}} isn't a coverage data file: SQL '{sql}' shouldn't return {} rows", many.len())
        })),
    }
}

async fn read_rows<P: Pace>(
    connection: &Connection,
    data: &mut CoverageData,
    pace: &P,
) -> std::result::Result<(), Stop> {
    let mut contexts = BTreeMap::new();
    each(connection, "SELECT id, context FROM context ORDER BY id", pace, |row| {
        contexts.insert(row.get::<_, i64>(0)?, data.contexts.len());
        data.contexts.push(row.get(1)?);
        Ok(())
    })
    .await?;

    let files = &mut data.files;
    let mut places = BTreeMap::new();
    each(connection, "SELECT id, path FROM file ORDER BY id", pace, |row| {
        let (place, _) = files.insert_full(row.get(1)?, MeasuredFile::default());
        places.insert(row.get::<_, i64>(0)?, place);
        Ok(())
    })
    .await?;

    each(connection, "SELECT file_id, tracer FROM tracer", pace, |row| {
        if let Some(file) = places.get(&row.get(0)?).and_then(|&place| files.get_index_mut(place)).map(|(_, file)| file)
        {
            file.tracer = Some(row.get::<_, String>(1)?).filter(|tracer| !tracer.is_empty());
        }
        Ok(())
    })
    .await?;

    // Rows of files or contexts that are not there are passed over, as coverage.py's joins do.
    each(connection, "SELECT file_id, context_id, numbits FROM line_bits", pace, |row| {
        if let (Some(&place), Some(&context)) = (places.get(&row.get(0)?), contexts.get(&row.get(1)?))
            && let Some((_, file)) = files.get_index_mut(place)
        {
            let numbits = row.get_ref(2)?.as_blob()?;
            file.lines.change(context, |lines| lines.extend(numbits_to_nums(numbits)));
        }
        Ok(())
    })
    .await?;

    // In the order of their index: those of a file and context come together, and take just the room that they need.
    let (mut arcs, mut current, mut target) = (Vec::new(), None, None);
    each(connection, "SELECT file_id, context_id, fromno, tono FROM arc ORDER BY file_id, context_id", pace, |row| {
        let (file, context) = (row.get(0)?, row.get(1)?);
        if current != Some((file, context)) {
            keep_arcs(files, target, &mut arcs);
            current = Some((file, context));
            target = places.get(&file).copied().zip(contexts.get(&context).copied());
        }
        if target.is_some() {
            arcs.extend(LineArc::from_signed(row.get(2)?, row.get(3)?));
        }
        Ok(())
    })
    .await?;
    keep_arcs(files, target, &mut arcs);
    Ok(())
}

/// Puts arcs to the file and context that they are of, if any.
fn keep_arcs(files: &mut IndexMap<String, MeasuredFile>, of: Option<(usize, usize)>, arcs: &mut Vec<LineArc>) {
    if let Some((file, context)) = of
        && let Some((_, file)) = files.get_index_mut(file)
    {
        file.arcs.insert(context, arcs.iter().copied().collect());
    }
    arcs.clear();
}

/// Calls `take` with each row of a query.
async fn each<P: Pace>(
    connection: &Connection,
    query: &str,
    pace: &P,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> std::result::Result<(), Stop> {
    let mut query = connection.prepare(query)?;
    let mut rows = query.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        take(row)?;
        count += 1;
        if count % ROWS_PER_TICK == 0 {
            pace.tick().await?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "sqlite_tests.rs"]
mod tests;
