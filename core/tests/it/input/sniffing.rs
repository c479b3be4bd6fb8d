//! What a file is, by content first and name second.

use covscope_core::input::{Kind, sniff};

#[test]
fn content_first_name_second() {
    let cases: &[(&str, &[u8], Kind)] = &[
        // Data files.
        (".coverage", b"SQLite format 3\0...", Kind::Data),
        ("a/b/data.bin", b"SQLite format 3\0...", Kind::Data),
        ("odd.py", b"SQLite format 3\0...", Kind::Data),
        (".coverage.unit.host.123.Xabc", b"no data at all", Kind::Data),
        ("x/.coverage", b"<!doctype html>", Kind::Data),
        (".coverage.unit", b"!coverage.py: This is a private format, don't read it directly!{}", Kind::DataVersion4),
        ("data", b"!coverage.py: This is a private format, don't read it directly!{}", Kind::DataVersion4),
        (".coverage", b"", Kind::DataEmpty),
        ("x/.coverage.heavy", b"", Kind::DataEmpty),
        (".coverage-heavy", b"", Kind::DataEmpty),
        ("data.db", b"", Kind::Other),
        (".coverage-journal", b"", Kind::DataJournal),
        (".coverage.unit-journal", b"\0\0\0\0", Kind::DataJournal),
        (".coverage.unit-journal", b"SQLite format 3\0", Kind::DataJournal),
        ("x.db-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\0\0", Kind::DataJournal),
        ("my-journal", b"dear diary", Kind::Other),
        // Configuration.
        ("pyproject.toml", b"", Kind::Config),
        ("x/.coveragerc", b"[run]", Kind::Config),
        (".coveragerc", b"", Kind::Config),
        (".coveragerc.toml", b"", Kind::Config),
        ("setup.cfg", b"", Kind::Config),
        ("tox.ini", b"", Kind::Config),
        ("x/covscope-bundle.json", b"nonsense", Kind::Bundle),
        ("my-pyproject.toml", b"", Kind::Other),
        ("setup.cfg.orig", b"", Kind::Other),
        // Reports.
        ("coverage.json", br#"{"meta": {"format": 3, "version": "7.17.3"}, "files": {}, "totals": {}}"#, Kind::JsonReport),
        ("r", b"\xef\xbb\xbf \n{\n \"meta\": {\n\"branch_coverage\": true\n},\n\"files\": {}}", Kind::JsonReport),
        ("sorted.json", br#"{"files": {"a.py": {"meta": 1}}, "meta": {"format": 3}, "totals": {}}"#, Kind::JsonReport),
        ("cut.json", br#"{"meta": {"format": 3, "branch_coverage": true}, "files": {"a.py": {"exec"#, Kind::JsonReport),
        ("coverage.json", br#"{"meta": {"form"#, Kind::JsonReport),
        ("coverage.json", b"", Kind::JsonReport),
        ("coverage.json", br#"{"src/a.js": {"path": "src/a.js"}}"#, Kind::Other),
        ("tsconfig.json", br#"{"files": ["a.ts"]}"#, Kind::Other),
        ("api.json", br#"{"meta": {"format": 1}, "data": []}"#, Kind::Other),
        ("api.json", br#"{"meta": {"page": 1}, "files": []}"#, Kind::Other),
        ("files.json", br#"{"files": {}, "meta": {"page": 1}}"#, Kind::Other),
        ("coverage.xml", b"<?xml version=\"1.0\" ?>\n<coverage version=\"7.17.3\">", Kind::XmlReport),
        (
            "report",
            b"\xef\xbb\xbf<?xml version='1.0'?><!-- <a> --><!DOCTYPE coverage [ <!ENTITY x \">\"> ] >\n<!-- b --><coverage>",
            Kind::XmlReport,
        ),
        ("a.xml", b"<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>\n<coverage/>", Kind::XmlReport),
        ("coverage.xml", b"not xml", Kind::XmlReport),
        ("junit.xml", b"<?xml version=\"1.0\"?><testsuites>", Kind::Other),
        ("a.xml", b"<coverages>", Kind::Other),
        ("a.xml", b"<!-- <coverage>", Kind::Other),
        ("coverage.lcov", b"SF:a.py\nDA:1,1\nend_of_record\n", Kind::LcovReport),
        ("lcov.info", b"TN:\nSF:/x/a.py\nFN:1,f\n", Kind::LcovReport),
        ("empty.info", b"TN:\r\nSF:a.py\r\nend_of_record\r\n", Kind::LcovReport),
        ("coverage.lcov", b"", Kind::LcovReport),
        ("prose.txt", b"SF: science fiction\nand more of it", Kind::Other),
        // Diffs.
        ("changes.txt", b"\xef\xbb\xbfdiff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n", Kind::Diff),
        ("merge", b"diff --cc a.py\nindex 1,2..3\n", Kind::Diff),
        ("u", b"--- a.py\t2026\n+++ b.py\t2026\n@@ -1 +1 @@\n", Kind::Diff),
        ("m.eml", b"From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n", Kind::Diff),
        ("show.txt", b"commit 0123456789abcdef0123456789abcdef01234567 (HEAD)\n", Kind::Diff),
        ("changes.diff", b"", Kind::Diff),
        ("1.patch", b"what?", Kind::Diff),
        ("letter", b"From here on\n", Kind::Other),
        ("list.md", b"--- a\n--- b\n", Kind::Other),
        // Sources.
        ("pkg/__init__.py", b"", Kind::Source),
        ("gui.pyw", b"import tkinter", Kind::Source),
        ("bin/tool", b"#!/usr/bin/env python3\n", Kind::Source),
        ("bin/tool", b"#!/usr/bin/python -u\nx", Kind::Source),
        ("bin/tool", b"#!/bin/sh\npython x\n", Kind::Other),
        ("tool.sh", b"#!/usr/bin/env python3\n", Kind::Other),
        ("stub.pyi", b"", Kind::Other),
        // Others.
        ("coverage.zip", b"PK\x03\x04", Kind::Other),
        ("README", b"", Kind::Other),
        ("", b"", Kind::Other),
    ];
    for (path, bytes, kind) in cases {
        assert_eq!(sniff(path, bytes), *kind, "{path}: {:?}", String::from_utf8_lossy(bytes));
    }
}
