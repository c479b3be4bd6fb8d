//! sql.js (SQLite for JavaScript) opens what is written here, and what its `Database.export()` writes opens here.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use covscope_core::data::CoverageData;
use covscope_core::pace::{Unhurried, run};

use crate::folder::Folder;
use crate::rows::Rows;

fn recorded(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/sqljs").join(name)
}

fn rows_of(bytes: &[u8]) -> Rows {
    Rows::of(&run(CoverageData::read(bytes, &Unhurried)).unwrap().unwrap())
}

#[test]
fn what_sql_js_exported_opens_here() {
    let mut bytes = Vec::new();
    let packed = fs::File::open(recorded("exported.gz")).unwrap();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    let expected: Rows = serde_json::from_slice(&fs::read(recorded("exported.json")).unwrap()).unwrap();
    assert!(expected.arcs.len() > 3 && expected.contexts == ["a context"]);
    assert_eq!(rows_of(&bytes), expected);
}

/// With sql.js itself, where `scripts/install-npm.sh` has put it: `make test` says so.
#[test]
fn the_merged_file_goes_through_sql_js() {
    let Some(module) = env::var_os("SQL_JS_MODULE") else {
        eprintln!("not compared with sql.js itself: SQL_JS_MODULE does not name it");
        return;
    };
    let expected: Rows = serde_json::from_slice(&fs::read(recorded("exported.json")).unwrap()).unwrap();
    let folder = Folder::new();
    let second = Rows { contexts: vec!["another".to_owned()], tracers: vec![], ..expected.clone() };
    folder.write_rows(".coverage.1", &expected);
    folder.write_rows(".coverage.2", &second);
    let combined = folder.covscope(&["combine"], &BTreeMap::new());
    assert!(combined.status.success(), "{combined:?}");
    let output = Command::new("node")
        .arg(recorded("exchange.cjs"))
        .arg(module)
        .args([folder.path().to_owned() + "/.coverage", folder.path().to_owned() + "/exported"])
        .output()
        .expect("node is there");
    assert!(output.status.success(), "{output:?}");
    let theirs: Rows = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(theirs.contexts, ["a context", "another"]);
    assert_eq!(theirs, rows_of(&folder.read(".coverage")));
    assert_eq!(theirs, rows_of(&folder.read("exported")));
}
