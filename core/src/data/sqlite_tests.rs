#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::pace::{Unhurried, run};

const SCHEMA: &str = "
    CREATE TABLE coverage_schema (version integer);
    CREATE TABLE meta (key text, value text, unique (key));
    CREATE TABLE file (id integer primary key, path text, unique (path));
    CREATE TABLE context (id integer primary key, context text, unique (context));
    CREATE TABLE line_bits (file_id integer, context_id integer, numbits blob, unique (file_id, context_id));
    CREATE TABLE arc (file_id integer, context_id integer, fromno integer, tono integer, unique (file_id, context_id, fromno, tono));
    CREATE TABLE tracer (file_id integer primary key, tracer text);
    INSERT INTO coverage_schema VALUES (7);
    INSERT INTO meta VALUES ('version', '7.17.3');";

fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

fn read(bytes: &[u8]) -> Result<CoverageData> {
    run(super::read(bytes, &Unhurried)).unwrap()
}

#[track_caller]
fn refused(bytes: &[u8], code: Code, words: &str) {
    let error = read(bytes).expect_err("must be refused");
    assert_eq!(error.code, code, "{error}");
    assert!(error.cause.contains(words), "{error}");
}

#[test]
fn arcs_contexts_tracers_and_touched_files() {
    let data = read(&database(&format!(
        "{SCHEMA} INSERT INTO meta VALUES ('has_arcs', '1');
         INSERT INTO file VALUES (1, '/p/a.py'), (2, '/p/never.py'), (3, '/p/t.html');
         INSERT INTO context VALUES (1, ''), (4, 'test_one');
         INSERT INTO tracer VALUES (3, 'django_coverage_plugin');
         INSERT INTO arc VALUES (1, 1, -1, 2), (1, 4, 2, -1), (1, 4, 2, 3), (9, 1, 5, 6);"
    )))
    .unwrap();
    assert_eq!(data.has_arcs, Some(true));
    assert_eq!(data.meta["version"], "7.17.3");
    assert_eq!(data.contexts, ["", "test_one"]);
    assert_eq!(data.measured_files().collect::<Vec<_>>(), ["/p/a.py", "/p/never.py", "/p/t.html"]);
    let a = &data.files["/p/a.py"];
    assert_eq!(a.executed_lines(true).into_iter().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(a.arcs.get(1).unwrap().iter().map(|arc| arc.signed()).collect::<Vec<_>>(), [(2, -1), (2, 3)]);
    assert_eq!(data.files["/p/never.py"], MeasuredFile::default());
    assert_eq!(data.files["/p/t.html"].tracer.as_deref(), Some("django_coverage_plugin"));
}

#[test]
fn lines() {
    let data = read(&database(&format!(
        "{SCHEMA} INSERT INTO meta VALUES ('has_arcs', '0');
         INSERT INTO file VALUES (1, 'a.py'); INSERT INTO context VALUES (1, '');
         INSERT INTO line_bits VALUES (1, 1, x'0601');"
    )))
    .unwrap();
    assert_eq!(data.has_arcs, Some(false));
    assert_eq!(data.files["a.py"].executed_lines(false).into_iter().collect::<Vec<_>>(), [1, 2, 8]);
}

#[test]
fn nothing_measured_is_neither_lines_nor_arcs() {
    let data = read(&database(SCHEMA)).unwrap();
    assert_eq!((data.has_arcs, data.has_rows(), data.files.len()), (None, false, 0));
}

#[test]
fn what_is_no_data_file_is_refused_with_words() {
    refused(b"", Code::DataEmpty, "0 bytes");
    refused(b"<!doctype html><html lang=en>", Code::DataNotSqlite, "<!doctype html>");
    refused(&[0xff, 0, 3], Code::DataNotSqlite, "other bytes");
    refused(MAGIC, Code::DataDamaged, "SQLite");
    refused(&database("CREATE TABLE t (x);"), Code::DataNotCoverage, "coverage_schema");
    refused(
        &database("CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (8);"),
        Code::DataSchema,
        "schema 8",
    );
    refused(&database("CREATE TABLE coverage_schema (version);"), Code::DataNotCoverage, "empty");
    refused(
        &database("CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (7), (7);"),
        Code::DataNotCoverage,
        "2 rows",
    );
    refused(
        &database("CREATE TABLE coverage_schema (version); INSERT INTO coverage_schema VALUES (7);"),
        Code::DataNotCoverage,
        "meta",
    );
    refused(&database(&format!("{SCHEMA} INSERT INTO meta VALUES ('has_arcs', 'yes');")), Code::DataNotCoverage, "yes");
    refused(&database(&format!("{SCHEMA} INSERT INTO file VALUES (1, NULL);")), Code::DataDamaged, "SQLite");
}

#[test]
fn a_cut_off_or_damaged_database_is_refused() {
    let mut bytes = database(&format!(
        "{SCHEMA} INSERT INTO file VALUES (1, 'a.py'); INSERT INTO context VALUES (1, '');
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO arc SELECT 1, 1, i, i + 1 FROM n;"
    ));
    refused(&bytes[..bytes.len() / 2], Code::DataDamaged, "cut off");
    for at in (100..bytes.len()).step_by(7) {
        bytes[at] = 0x5a;
    }
    assert!(read(&bytes).is_err());
}

#[test]
fn a_database_in_wal_mode_is_read() {
    let mut bytes = database(&format!("{SCHEMA} INSERT INTO file VALUES (1, 'a.py');"));
    bytes[18..20].fill(2);
    assert_eq!(read(&bytes).unwrap().files.len(), 1);
}
