//! Bad input: it gets words that name the input, the cause and the fix, and loses nothing of what is good.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use covscope_e2e::journey::{core_journey, journey, project};
use covscope_e2e::page::Page;

use crate::archives::zip;
use crate::support::{Row, expected, expected_rows, judged, percent, problems, rows, sample, sources};

fn drop_all(page: &Page, paths: &[PathBuf]) {
    page.drop_onto("[data-test=drop-area]", &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
}

/// Drops the sample with something bad; the report must be the sample's all the same, unless it has no verdict, and the
/// problem must have that code, name the input, and say what is in `words`.
#[track_caller]
fn assert_told(bad: impl FnOnce(&Page) -> PathBuf, code: &str, words: &[&str]) {
    journey(|page| assert_told_on(page, bad, code, words));
}

#[track_caller]
fn assert_told_on(page: &Page, bad: impl FnOnce(&Page) -> PathBuf, code: &str, words: &[&str]) {
    page.open("");
    let bad = bad(page);
    let lanes = ["data/.coverage.unit", "data/.coverage.heavy"].map(sample);
    page.drop_onto("[data-test=drop-area]", &[&lanes[0], &lanes[1], &sources(page), &bad]);
    page.wait("[data-test=report]");
    let [union, unit, heavy] = ["union", "unit", "heavy"].map(expected);
    assert_eq!(page.attribute("[data-test=total]", "data-percent").unwrap(), percent(&union["totals"]));
    // A data file that can't be used may hold what decides.
    let verdict = if code.starts_with("data-") && code != "data-journal" { "INCOMPLETE" } else { "PASS" };
    let wanted = expected_rows(&union, &[&unit, &heavy], 80.0);
    assert_eq!(rows(page), if verdict == "PASS" { wanted } else { so_far(wanted) });

    let all = problems(page);
    let name = bad.file_name().unwrap().to_str().unwrap();
    let found = all.iter().find(|[other, input, _]| other == code && input.contains(name));
    let Some([_, _, card]) = found else { panic!("no {code} for {name}: {all:#?}") };
    for word in words {
        assert!(card.contains(word), "{word:?} is not in {card}");
    }
    assert_eq!(page.text("[data-test=verdict]"), verdict);
    if verdict == "INCOMPLETE" {
        assert!(page.text("[data-test=gate-reasons]").contains(&format!("{name} can't be used.")));
    }
}

/// The same rows where there is no verdict.
fn so_far(mut rows: BTreeMap<String, Row>) -> BTreeMap<String, Row> {
    for word in rows.values_mut().filter_map(|row| row.get_mut("gate")).filter(|word| *word == "below") {
        *word = "below so far".to_owned();
    }
    rows
}

fn data(lane: &str) -> Vec<u8> {
    std::fs::read(sample(&format!("data/.coverage.{lane}"))).unwrap()
}

/// A data file that SQL was run on.
fn changed(page: &Page, name: &str, sql: &str) -> PathBuf {
    let path = page.file(name, data("unit"));
    rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    path
}

#[test]
fn not_sqlite() {
    let bad = |page: &Page| page.file(".coverage.text", "<html>502 Bad Gateway");
    core_journey(|page| assert_told_on(page, bad, "data-not-sqlite", &["Fix: "]));
}

#[test]
fn truncated_sqlite() {
    assert_told(|page| page.file(".coverage.cut", &data("unit")[..50_000]), "data-damaged", &["run the lane again"]);
}

#[test]
fn sqlite_without_coverages_tables() {
    let make = |page: &Page| {
        let path = page.file(".coverage.other", "");
        rusqlite::Connection::open(&path).unwrap().execute_batch("create table cookies (host text)").unwrap();
        path
    };
    assert_told(make, "data-not-coverage", &["coverage run"]);
}

#[test]
fn another_schema_number() {
    let sql = "update coverage_schema set version = 99";
    assert_told(|page| changed(page, ".coverage.future", sql), "data-schema", &["99", "7"]);
}

#[test]
fn a_data_file_of_coverage_4() {
    let text = "!coverage.py: This is a private format, don't read it directly!{\"lines\":{\"/a.py\":[1,2]}}";
    assert_told(|page| page.file(".coverage.old", text), "data-version-4", &["pip install --upgrade coverage"]);
}

#[test]
fn an_empty_file_of_a_worker_that_died() {
    assert_told(|page| page.file(".coverage.host.4711.XaBcdEfx", ""), "data-empty", &["died"]);
}

#[test]
fn a_journal() {
    let magic = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0];
    assert_told(|page| page.file(".coverage.unit-journal", magic), "data-journal", &["rollback journal"]);
}

#[test]
fn an_encrypted_zip() {
    let encrypted = project().join("core/tests/cases/input/encrypted.zip");
    assert_told(|_| encrypted, "archive-encrypted", &[".coverage.unit", "password"]);
}

#[test]
fn a_zip_with_a_bad_checksum() {
    let make = |page: &Page| {
        let mut bytes = zip(&vec![("notes/.coverage.more".to_owned(), data("unit"))]);
        // The packed bytes follow the name; one of the last of them is turned.
        let at = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap() - 40;
        bytes[at] ^= 0x40;
        page.file("bad-crc.zip", bytes)
    };
    assert_told(make, "archive-damaged", &["bad-crc.zip", "Download the archive again"]);
}

#[test]
fn a_zip_bomb() {
    let make = |page: &Page| page.file("bomb.zip", zip(&vec![("zeros.py".to_owned(), vec![0; 200 << 20])]));
    assert_told(make, "archive-too-large", &["bomb.zip", "drop only the data files"]);
}

#[test]
fn branches_mixed_with_lines() {
    let lines = sample("variants/lines/.coverage.lines");
    assert_told(|_| lines, "data-mixed", &[".coverage.lines", ".coverage.unit", "can't combine"]);
}

/// A copy of the sample's project, to be changed.
fn copy(page: &Page) -> PathBuf {
    let files = crate::archives::folder("project", "project/");
    let copied: Vec<_> = files.iter().map(|(name, content)| page.file(name, content)).collect();
    copied[0].ancestors().find(|path| path.ends_with("project")).unwrap().to_owned()
}

/// Checks a report in which one file has no numbers, under whichever names it was measured: its rows say so, and all
/// others are as they were.
#[track_caller]
fn assert_without(page: &Page, path: &str, reason: &str) {
    let _ = judged(page, "incomplete");
    assert_eq!(page.text("[data-test=gate-reasons]"), reason);
    let [union, unit, heavy] = ["union", "unit", "heavy"].map(expected);
    let mut wanted = so_far(expected_rows(&union, &[&unit, &heavy], 80.0));
    let mut shown = rows(page);
    assert!(wanted.remove(path).is_some());
    let without: Vec<_> = shown.extract_if(.., |shown, _| shown.ends_with(path)).collect();
    assert!(!without.is_empty());
    for (column, cell) in without.iter().flat_map(|(_, row)| row) {
        assert_eq!(cell, if column == "gate" { "unknown" } else { "–" }, "{column}");
    }
    assert_eq!(shown, wanted);
    let totals = [&union["totals"], &union["files"][path]["summary"]].map(|it| it["num_statements"].as_i64().unwrap());
    let statements = page.text("[data-test=total-row] [data-column=statements]").replace(',', "");
    assert_eq!(statements, (totals[0] - totals[1]).to_string());
}

#[test]
fn a_source_that_does_not_parse() {
    let path = "backend/core/text.py";
    journey(|page| {
        page.open("");
        let project = copy(page);
        std::fs::write(project.join(path), "def broken(:\n    pass\n").unwrap();
        drop_all(page, &[sample("data"), project]);
        assert_without(page, path, "1 measured file can't be parsed.");
        let all = problems(page);
        let found = all.iter().find(|[code, ..]| code == "source-syntax").expect("the problem");
        assert!(found[1].contains(path) && found[2].contains("Python 3.13"), "{found:?}");
    });
}

#[test]
fn a_file_without_a_source() {
    let path = Path::new("backend/search/ranking.py");
    // As in coverage.py, a rule of [paths] holds only where it leads to a file: each lane's own name stays.
    journey(|page| {
        page.open("");
        let project = copy(page);
        std::fs::remove_file(project.join(path)).unwrap();
        drop_all(page, &[sample("data"), project]);
        assert_without(page, path.to_str().unwrap(), "2 measured files have no source here.");
        let all = problems(page);
        let found = all.iter().find(|[code, ..]| code == "source-missing").expect("the problem");
        assert!(found[1].contains("ranking.py") && found[2].contains("Drop the project's sources"), "{found:?}");
    });
}

#[test]
fn bad_input_alone_is_told_on_the_landing_page() {
    journey(|page| {
        page.open("");
        let files = [page.file(".coverage.dead", ""), page.file("photo.txt", "nothing")];
        page.drop_onto("[data-test=drop-area]", &files.each_ref().map(|file| file.as_path()));
        page.wait("[data-test=landing] [data-test=problem][data-code=data-empty]");
        // And good input after it is read as ever.
        page.drop_onto("[data-test=drop-area]", &[&sample("data"), &sample("project")]);
        page.wait("[data-test=report]");
        assert_eq!(page.attribute("[data-test=total]", "data-percent").unwrap(), percent(&expected("union")["totals"]));
    });
}
