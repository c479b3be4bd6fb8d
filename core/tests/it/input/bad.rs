//! Bad input gets words and loses nothing.

use covscope_core::error::{Code, Severity};

use super::*;

type Dropped<'a> = (&'a str, &'a [u8]);

/// Drops it between two good files, which must come through.
fn drop_between(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<Problem>) {
    let (entries, problems) = drop_all(&[("first.py", b""), (name, bytes), ("last.zip", &zip_of(&[("z.py", b"")]))]);
    let mut names = names(&entries);
    assert_eq!(names.remove(0), "first.py");
    assert_eq!(names.pop().unwrap(), "last.zip › z.py");
    (names, problems)
}

#[test]
fn encrypted_entries_are_named_and_the_others_read() {
    let mut bytes = real("encrypted.zip");
    let (found, problems) = drop_between("encrypted.zip", &bytes);
    assert_eq!(found, [""; 0]);
    let expected = ["archive-encrypted encrypted.zip › .coverage.unit", "archive-encrypted encrypted.zip › pkg/a.py"];
    assert_eq!(said(&problems), expected);
    assert!(problems[0].fix.as_ref().unwrap().contains("password"));

    // The same in a zip in a zip, beside a good one.
    bytes = zip_of(&[("inner.zip", &bytes), ("a.py", b"")]);
    let (found, problems) = drop_between("outer.zip", &bytes);
    assert_eq!(found, ["outer.zip › a.py"]);
    assert_eq!(
        said(&problems),
        [
            "archive-encrypted outer.zip › inner.zip › .coverage.unit",
            "archive-encrypted outer.zip › inner.zip › pkg/a.py"
        ]
    );
}

#[test]
fn the_same_trouble_many_times_is_told_a_few_times() {
    let names: Vec<_> = (0..40).map(|i| format!("{i:02}.py")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"secret"[..])).collect();
    let bytes = replaced(stored(&files), b"secret", b"public");
    let (found, problems) = drop_between("x.zip", &bytes);
    assert_eq!(found, [""; 0]);
    let mut expected: Vec<_> = (0..5).map(|i| format!("archive-damaged x.zip › {i:02}.py")).collect();
    expected.push("archive-damaged x.zip".to_owned());
    assert_eq!(said(&problems), expected);
    assert_eq!(problems[5].cause, "35 more of its entries have the same problem.");
}

#[test]
fn a_wrong_checksum_costs_one_entry() {
    let files: &[(&str, &[u8])] = &[("a.py", b"a = 1"), (".coverage", b"SQLite format 3\0 secret"), ("b.py", b"b = 1")];
    let (found, problems) = drop_between("x.zip", &replaced(stored(files), b"secret", b"public"));
    assert_eq!(found, ["x.zip › a.py", "x.zip › b.py"]);
    check_problem(&problems, "archive-damaged x.zip › .coverage", "checksum");
}

#[test]
fn a_wrong_size_or_broken_deflate_costs_one_entry() {
    let text = b"abcdefgh = 1\n".repeat(50);
    let good = zip_of(&[("a.py", &text), ("b.py", b"b = 1\n")]);
    let mut sized = good.clone();
    let at = central(&sized, 0) + 24;
    sized[at] ^= 1;
    let (found, problems) = drop_between("x.zip", &sized);
    assert_eq!(found, ["x.zip › b.py"]);
    check_problem(&problems, "archive-damaged x.zip › a.py", "651");

    let mut broken = good;
    broken[34] = 0xff;
    let (found, problems) = drop_between("x.zip", &broken);
    assert_eq!(found, ["x.zip › b.py"]);
    check_problem(&problems, "archive-damaged x.zip › a.py", "It ");
}

#[test]
fn a_zip_that_is_cut_off_says_so() {
    let good = zip_of(&[("a.py", b"a = 1\n"), (".coverage", DATA)]);
    for length in [5, 40, good.len() - 10] {
        let (found, problems) = drop_between("x.zip", &good[..length]);
        assert_eq!(found, [""; 0]);
        check_problem(&problems, "archive-damaged x.zip", "cut off");
    }
}

#[test]
fn a_bogus_table_of_contents_costs_what_comes_after_it() {
    let good = zip_of(&[("a.py", b"a = 1\n"), ("b.py", b"b = 1\n"), ("c.py", b"c = 1\n")]);
    let mut bytes = good.clone();
    let at = central(&good, 1);
    bytes[at] = b'Q';
    let (found, problems) = drop_between("x.zip", &bytes);
    assert_eq!(found, ["x.zip › a.py"]);
    check_problem(&problems, "archive-damaged x.zip", "table of contents");

    // An entry that is not where the table says.
    let mut bytes = good.clone();
    let at = central(&good, 1) + 42;
    bytes[at] += 1;
    let (found, problems) = drop_between("x.zip", &bytes);
    assert_eq!(found, ["x.zip › a.py", "x.zip › c.py"]);
    check_problem(&problems, "archive-damaged x.zip › b.py", "no entry");

    // A table that is said to be elsewhere.
    let mut bytes = good.clone();
    let end = find(&good, b"PK\x05\x06");
    bytes[end + 16..end + 20].copy_from_slice(&u32::MAX.to_le_bytes());
    let (found, problems) = drop_between("x.zip", &bytes);
    assert_eq!(found, [""; 0]);
    assert_eq!(said(&problems), ["archive-damaged x.zip"]);
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let good = stored(&[("a.py", b"a = 1"), ("b.py", b"a = 1"), ("c.py", b"c = 1")]);
    let mut bytes = good.clone();
    let (first, second) = (central(&good, 0) + 42, central(&good, 1) + 42);
    bytes.copy_within(first..first + 4, second);
    let (found, problems) = drop_between("x.zip", &bytes);
    assert_eq!(found, ["x.zip › a.py", "x.zip › c.py"]);
    check_problem(&problems, "archive-damaged x.zip › b.py", "shares its bytes");
}

#[test]
fn methods_and_formats_that_are_not_read_are_named() {
    for (name, method) in [("bzip2.zip", "bzip2"), ("lzma.zip", "lzma")] {
        let (found, problems) = drop_between(name, &real(name));
        assert_eq!(found, [format!("{name} › pkg/a.py")]);
        check_problem(&problems, &format!("archive-unsupported {name} › .coverage.unit"), method);
    }
    for (method, name) in [(93_u16, "zstd"), (9, "deflate64"), (1234, "method 1234")] {
        let mut bytes = stored(&[("a.py", b"a = 1")]);
        let at = central(&bytes, 0) + 10;
        bytes[at..at + 2].copy_from_slice(&method.to_le_bytes());
        check_problem(&drop_between("x.zip", &bytes).1, "archive-unsupported x.zip › a.py", name);
    }
    let formats: [(&[u8], &str); 5] = [
        (b"\xfd7zXZ\0...", "xz"),
        (b"\x28\xb5\x2f\xfd...", "zstd"),
        (b"BZh91AY&SY...", "bzip2"),
        (b"7z\xbc\xaf\x27\x1c...", "7-Zip"),
        (b"Rar!\x1a\x07...", "RAR"),
    ];
    for (bytes, name) in formats {
        check_problem(&drop_between("x.bin", bytes).1, "archive-unsupported x.bin", name);
        let inside = zip_of(&[("x.bin", bytes)]);
        check_problem(&drop_between("x.zip", &inside).1, "archive-unsupported x.zip › x.bin", name);
    }
}

#[test]
fn a_tar_that_is_damaged_or_cut_off_gives_what_came_before() {
    let body = "a = 1\n".repeat(200);
    let good = tar_of(&[("a.py", b"a = 1\n"), (".coverage", body.as_bytes()), ("c.py", b"c = 1\n")]);
    let second = find(&good, b".coverage");

    let mut bytes = good.clone();
    bytes[second + 100] ^= 1;
    let (found, problems) = drop_between("x.tar", &bytes);
    assert_eq!(found, ["x.tar › a.py"]);
    check_problem(&problems, "archive-damaged x.tar", "checksum");

    // In its content, in the padding after it, in the next header.
    let cases = [(512 + 600, "x.tar › .coverage"), (512 + 1300, "x.tar"), (512 + 1536 + 80, "x.tar")];
    for (length, input) in cases {
        let (found, problems) = drop_between("x.tar", &good[..second + length]);
        let whole = input == "x.tar";
        assert_eq!(found, if whole { vec!["x.tar › a.py", "x.tar › .coverage"] } else { vec!["x.tar › a.py"] });
        check_problem(&problems, &format!("archive-damaged {input}"), "cut off");
    }

    // Packed: cut off, and with a wrong checksum at the very end.
    let noise: Vec<u8> = (0..200_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let packed = gzip(&tar_of(&[("a.py", b"a = 1\n"), (".coverage", &noise), ("c.py", b"")]));
    let (found, problems) = drop_between("x.tar.gz", &packed[..packed.len() / 2]);
    assert_eq!(found, ["x.tar.gz › a.py"]);
    check_problem(&problems, "archive-damaged x.tar.gz › .coverage", "cut off");
    let mut wrong = packed.clone();
    let at = wrong.len() - 6;
    wrong[at] ^= 1;
    let (found, problems) = drop_between("x.tar.gz", &wrong);
    assert_eq!(found, ["x.tar.gz › a.py", "x.tar.gz › .coverage", "x.tar.gz › c.py"]);
    check_problem(&problems, "archive-damaged x.tar.gz", "checksum");
}

#[test]
fn a_damaged_gz_is_named() {
    let good = gzip(&b"SQLite format 3\0 secret".repeat(1000));
    let (found, problems) = drop_between(".coverage.unit.gz", &good[..good.len() - 9]);
    assert_eq!(found, [""; 0]);
    check_problem(&problems, "archive-damaged .coverage.unit.gz › .coverage.unit", "cut off");
}

#[test]
fn of_entries_with_one_name_the_last_is_used() {
    let zip = replaced(stored(&[("aa.py", b"1"), ("ab.py", b"2"), ("b.py", b"")]), b"ab.py", b"aa.py");
    let tar = tar_of(&[("./aa.py", b"1"), ("b.py", b""), ("aa.py", b"2")]);
    for (name, bytes) in [("x.zip", zip), ("x.tar", tar)] {
        let (entries, problems) = drop_all(&[(name, &bytes)]);
        assert_eq!(names(&entries), ["aa.py", "b.py"].map(|path| format!("{name} › {path}")));
        assert_eq!(entries[0].bytes, b"2");
        check_problem(&problems, &format!("archive-duplicate {name} › aa.py"), "more than one");
        assert_eq!(problems[0].severity(), Severity::Warning);
    }
}

#[test]
fn what_was_saved_in_place_of_an_archive_is_told() {
    let cases: [(&[u8], &str, &str); 7] = [
        (b"\n<!DOCTYPE html>\n<html><title>Sign in to GitHub</title>", "web page", "Sign in"),
        (b"<html>", "web page", "Sign in"),
        (br#"{"message": "Not Found", "status": "404"}"#, "in JSON: \u{201c}Not Found\u{201d}", "actions: read"),
        (br#"{"error": 1}"#, "in JSON.", "actions: read"),
        (
            b"\xef\xbb\xbf<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>Signature fields not well formed.\nRequestId:1</Message></Error>",
            "in XML: \u{201c}Signature fields not well formed.\u{201d}",
            "expired",
        ),
        (b"", "an empty file", "Download"),
        (b"hello", "something else", "Download"),
    ];
    for (bytes, cause, fix) in cases {
        for name in ["coverage-data-unit.zip", "data.tar.gz", "DATA.TGZ", "x.tar"] {
            let (found, problems) = drop_between(name, bytes);
            assert_eq!(found, [""; 0]);
            check_problem(&problems, &format!("archive-in-name {name}"), cause);
            assert!(problems[0].fix.as_ref().unwrap().contains(fix), "{problems:?}");
        }
        let (_, problems) = drop_between("all.zip", &zip_of(&[("unit.zip", bytes)]));
        check_problem(&problems, "archive-in-name all.zip › unit.zip", cause);
    }
}

#[test]
fn useless_files_are_told_once_for_a_drop() {
    let (entries, problems) = drop_all(&[
        ("a.png", b"\x89PNG"),
        (".coverage", DATA),
        ("b.js", b""),
        ("folder/c.txt", b"in a folder: not worth words"),
        ("d.txt", b""),
        ("e.txt", b""),
        ("x.zip", &zip_of(&[("y.py", b""), ("z.txt", b"")])),
    ]);
    assert_eq!(names(&entries), [".coverage", "x.zip › y.py"]);
    check_problem(&problems, "input-ignored a.png, b.js, d.txt and 1 more", "4 files: none is a data file");
    assert_eq!(problems[0].severity(), Severity::Note);
    let (_, problems) = drop_all(&[(".coverage", DATA), ("a.png", b"\x89PNG")]);
    check_problem(&problems, "input-ignored a.png", "It is neither");
}

#[test]
fn a_drop_without_anything_useful_tells_the_hidden_files() {
    let empty_zip = zip_of(&[]);
    let only_folders = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    assert_eq!(empty_zip, only_folders);
    let cases: [(&[Dropped], &str, &str); 7] = [
        (&[], "the drop", "empty"),
        (&[("coverage-data-unit.zip", &empty_zip)], "coverage-data-unit.zip", "empty"),
        (&[("data.tar", &[0; 10240])], "data.tar", "empty"),
        (&[("x.zip", &zip_of(&[("junit.xml", b"<testsuites/>")]))], "x.zip", "one file, which is neither"),
        (&[("x.zip", &zip_of(&[("a.png", b""), ("b", b"")]))], "x.zip", "None of its 2 files is a data file"),
        (&[("a.png", b""), ("b.txt", b"")], "the drop", "a.png, b.txt"),
        (&[("site/a.png", b""), ("site/x/b.txt", b""), ("log/c", b"")], "log/, site/", "None of its 3 files"),
    ];
    for (inputs, input, cause) in cases {
        let (entries, problems) = drop_all(inputs);
        assert_eq!(entries, []);
        check_problem(&problems, &format!("nothing-found {input}"), cause);
        assert!(problems[0].fix.as_ref().unwrap().contains("include-hidden-files: true"));
        assert_eq!(problems[0].severity(), Severity::Error);
    }
    // One lane's artifact is empty and the other's is not; and the same a level deeper.
    let (found, problems) = drop_between("heavy.zip", &empty_zip);
    assert_eq!(found, [""; 0]);
    check_problem(&problems, "nothing-found heavy.zip", "empty");
    let (found, problems) = drop_between("all.zip", &zip_of(&[(".coverage.unit", DATA), ("heavy.zip", &empty_zip)]));
    assert_eq!(found, ["all.zip › .coverage.unit"]);
    check_problem(&problems, "nothing-found all.zip › heavy.zip", "empty");
    assert_eq!(problems[0].code, Code::NothingFound);
}
