//! Writes the tables of a data file (coverage.py's schema 7, told in `sqlite.rs`).
//!
//! Plain SQL only: the page's SQLite is compiled without the rest.

use rusqlite::{Connection, MAIN_DB, params};

use super::numbits::nums_to_numbits;
use super::sqlite::SCHEMA_VERSION;
use super::{CoverageData, MeasuredFile};
use crate::error::{Code, Error, Result};

const TABLES: &str = "
    CREATE TABLE coverage_schema (version integer);
    CREATE TABLE meta (key text, value text, unique (key));
    CREATE TABLE file (id integer primary key, path text, unique (path));
    CREATE TABLE context (id integer primary key, context text, unique (context));
    CREATE TABLE line_bits (
        file_id integer, context_id integer, numbits blob,
        foreign key (file_id) references file (id),
        foreign key (context_id) references context (id),
        unique (file_id, context_id)
    );
    CREATE TABLE arc (
        file_id integer, context_id integer, fromno integer, tono integer,
        foreign key (file_id) references file (id),
        foreign key (context_id) references context (id),
        unique (file_id, context_id, fromno, tono)
    );
    CREATE TABLE tracer (file_id integer primary key, tracer text, foreign key (file_id) references file (id));
";

pub(super) fn write(data: &CoverageData) -> Result<Vec<u8>> {
    written(data).map_err(|error| Error::new(Code::DataDamaged, format!("SQLite can't write the database: {error}.")))
}

fn written(data: &CoverageData) -> rusqlite::Result<Vec<u8>> {
    let mut connection = Connection::open_in_memory()?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute("INSERT INTO coverage_schema (version) VALUES (?1)", [SCHEMA_VERSION])?;
    {
        let mut meta = transaction.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
        for (key, value) in &data.meta {
            meta.execute([key, value])?;
        }
        if let Some(has_arcs) = data.has_arcs {
            meta.execute(["has_arcs", if has_arcs { "1" } else { "0" }])?;
        }
        let mut contexts = transaction.prepare("INSERT INTO context (id, context) VALUES (?1, ?2)")?;
        for (id, context) in (1_i64..).zip(&data.contexts) {
            contexts.execute(params![id, context])?;
        }
        let mut files = transaction.prepare("INSERT INTO file (id, path) VALUES (?1, ?2)")?;
        let mut rows = Rows::new(&transaction)?;
        for (id, (path, file)) in (1_i64..).zip(&data.files) {
            files.execute(params![id, path])?;
            rows.insert(id, file)?;
        }
    }
    transaction.commit()?;
    Ok(connection.serialize(MAIN_DB)?.to_vec())
}

/// The statements that write the rows of one file.
struct Rows<'a> {
    lines: rusqlite::Statement<'a>,
    arcs: rusqlite::Statement<'a>,
    tracers: rusqlite::Statement<'a>,
}

impl Rows<'_> {
    fn new(connection: &Connection) -> rusqlite::Result<Rows<'_>> {
        Ok(Rows {
            lines: connection.prepare("INSERT INTO line_bits (file_id, context_id, numbits) VALUES (?1, ?2, ?3)")?,
            arcs: connection.prepare("INSERT INTO arc (file_id, context_id, fromno, tono) VALUES (?1, ?2, ?3, ?4)")?,
            tracers: connection.prepare("INSERT INTO tracer (file_id, tracer) VALUES (?1, ?2)")?,
        })
    }

    fn insert(&mut self, id: i64, file: &MeasuredFile) -> rusqlite::Result<()> {
        let context_id = |index: usize| i64::try_from(index + 1).unwrap_or(i64::MAX);
        for (context, lines) in file.lines.iter() {
            self.lines.execute(params![id, context_id(context), nums_to_numbits(lines)])?;
        }
        for (context, arcs) in file.arcs.iter() {
            for arc in arcs.iter() {
                let (from, to) = arc.signed();
                self.arcs.execute(params![id, context_id(context), from, to])?;
            }
        }
        if let Some(tracer) = &file.tracer {
            self.tracers.execute(params![id, tracer])?;
        }
        Ok(())
    }
}
