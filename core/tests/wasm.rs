//! The libraries beneath the engine, in a browser: that SQLite's C and the Python parser work in WebAssembly.

#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used)]

use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};
use rusqlite::{Connection, MAIN_DB};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[wasm_bindgen_test]
fn sqlite_opens_bytes_and_reads_them() {
    let mut written = Connection::open_in_memory().unwrap();
    written
        .execute_batch("CREATE TABLE file (id integer primary key, path text); INSERT INTO file VALUES (1, 'a.py')")
        .unwrap();
    let bytes = written.serialize(MAIN_DB).unwrap().to_vec();

    let mut read = Connection::open_in_memory().unwrap();
    read.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true).unwrap();
    let path: String = read.query_row("SELECT path FROM file WHERE id = 1", [], |row| row.get(0)).unwrap();
    assert_eq!(path, "a.py");
}

#[wasm_bindgen_test]
fn sqlite_has_no_more_than_is_needed() {
    let db = Connection::open_in_memory().unwrap();
    assert!(db.execute_batch("CREATE VIRTUAL TABLE t USING fts5(a)").is_err());
}

#[wasm_bindgen_test]
fn the_parser_takes_unicode_names_for_known() {
    let parse = |text: &str| parse_unchecked(text, ParseOptions::from(Mode::Module));
    assert!(parse("x = '\\N{SNOWMAN}'\n").errors().is_empty());
    assert!(parse("x = '\\N{NO SUCH CHARACTER}'\n").errors().is_empty());
    assert_eq!(parse("x = '\\N{SNOW_MAN}'\n").errors().len(), 1);
}
