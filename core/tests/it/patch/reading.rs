//! Diffs as git and diff write them, and what is refused.

use covscope_core::diff::Diff;
use covscope_core::error::Code;
use serde::Deserialize;

use super::read;
use crate::support::project;

/// A case of `core/tests/cases/patch/`. Texts are Latin-1 there, and stand for bytes.
#[derive(Deserialize)]
struct Case {
    name: String,
    diff: String,
    files: Vec<File>,
}

/// Name, status, old name, and the lines added with their texts.
type File = (String, String, Option<String>, Vec<(u32, String)>);

impl Case {
    fn all() -> Vec<Case> {
        let path = project().join("core/tests/cases/patch/cases.json");
        let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert!(cases.len() > 60);
        cases
    }

    fn bytes(&self) -> Vec<u8> {
        bytes(&self.diff)
    }
}

fn bytes(latin: &str) -> Vec<u8> {
    latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn named(latin: &str) -> String {
    String::from_utf8_lossy(&bytes(latin)).into_owned()
}

#[test]
fn the_lines_added_are_those_that_git_blame_tells() {
    for case in Case::all() {
        let text = case.bytes();
        let diff = read(&text);
        let mut expected: Vec<_> = case.files.iter().collect();
        expected.sort_by_key(|file| named(&file.0));
        let names: Vec<_> = diff.files.iter().map(|file| file.name.clone()).collect();
        assert_eq!(names, expected.iter().map(|file| named(&file.0)).collect::<Vec<_>>(), "{}", case.name);
        for (file, (_, status, old, added)) in diff.files.iter().zip(expected) {
            let lines: Vec<_> =
                file.lines.iter().filter(|line| line.is_added).map(|line| (line.number, line.text.to_vec())).collect();
            assert_eq!(
                lines,
                added.iter().map(|(number, text)| (*number, bytes(text))).collect::<Vec<_>>(),
                "{}",
                case.name
            );
            assert_eq!(
                (file.status.as_str(), &file.old_name),
                (status.as_str(), &old.as_deref().map(named)),
                "{}",
                case.name
            );
            assert!(file.lines.is_sorted_by(|a, b| a.number < b.number), "{}", case.name);
        }
    }
}

#[test]
fn every_part_and_every_altered_byte_is_read_or_refused() {
    for case in Case::all() {
        let whole = case.bytes();
        for end in 0..whole.len() {
            _ = Diff::read(&whole[..end]);
            _ = Diff::read(&whole[end..]);
        }
        let mut altered = whole.clone();
        for at in 0..whole.len() {
            altered[at] = b"\n @9+-\"\0\xff"[at % 9];
            if let Err(error) = Diff::read(&altered) {
                assert_eq!(error.code, Code::DiffInvalid);
            }
            altered[at] = whole[at];
        }
    }
}

#[test]
fn a_diff_that_is_cut_off_is_refused() {
    let whole = "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,3 @@\n a\n+b\n c\n";
    read(whole.as_bytes());
    for lines in 3..6 {
        let cut: String = whole.split_inclusive('\n').take(lines).collect();
        let cause = Diff::read(cut.as_bytes()).unwrap_err().cause;
        assert!(cause.starts_with("The hunk in line 3 has ") && cause.ends_with("it is over at the end."), "{cause}");
    }
}

#[test]
fn what_is_no_diff_is_said() {
    let hunk = "@@ -1 +1 @@\n-a\n+b\n";
    for (text, cause) in [
        ("hello\n".to_owned(), "It is no unified diff: expected"),
        (
            "*** a\n--- b\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n".to_owned(),
            "It is no unified diff: expected",
        ),
        (hunk.to_owned(), "Line 1: no file is named before \"@@ -1 +1 @@\""),
        (format!("--- a/x\n+++ b/x\n@@ -1 +x @@\n{hunk}"), "Line 3: \"@@ -1 +x @@\" is no header of a hunk"),
        (format!("--- a/x\n+++ b/x\n@@ -5 +5 @@\n a\n{hunk}"), "Line 5: the hunk \"@@ -1 +1 @@\" begins before"),
        (
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\nb\n".to_owned(),
            "The hunk in line 3 has 1 lines more by its header than are here: it is over at line 5.",
        ),
        (format!("\x1b[1m--- a/x\x1b[m\n\x1b[1m+++ b/x\x1b[m\n\x1b[36m{hunk}"), "It is coloured for a terminal"),
        (format!("--- /dev/null\n+++ /dev/null\n{hunk}"), "It changes a file that it does not name."),
        (format!("commit {0}\n\n--- a/x\n+++ b/x\n{hunk}\ncommit {0}\n", "a".repeat(40)), "It holds several commits"),
        (
            "--- a/x\n+++ b/x\n@@ -1 +1,4000000000 @@\n-a\n+b\n".to_owned(),
            "The hunk in line 3 has 3999999999 lines more",
        ),
        (
            "--- a/x\n+++ b/x\n@@ -1 +99999999999 @@\n-a\n+b\n".to_owned(),
            "Line 3: \"@@ -1 +99999999999 @@\" is no header",
        ),
    ] {
        let error = Diff::read(text.as_bytes()).unwrap_err();
        assert!(error.cause.starts_with(cause), "{text}\n{error}");
    }
    let one = "ab12cd3 A subject\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    let two = one.replace("ab12cd3", "0f9e8d7 (HEAD -> main)");
    let full = one.replace("ab12cd3", &format!("commit {}", "a".repeat(40)));
    let short = one.replace("ab12cd3 A subject\n", "commit ab12cd3\n\n    A subject\n\n");
    for log in [
        format!("{two}{one}"),
        format!("{two}12345678 A merge\n{one}"),
        format!("{full}\n{full}"),
        format!("{short}\n{short}"),
    ] {
        let error = Diff::read(log.as_bytes()).unwrap_err();
        assert!(error.cause.starts_with("It holds several commits, as git log tells them"), "{log}\n{error}");
    }
    // git show --oneline, and a mail about other commits.
    assert_eq!(read(one.as_bytes()).files.len(), 1);
    let mail = format!(
        "From {0} Mon Sep 17 00:00:00 2001\nSubject: x\n\ncommit {0}\ncommit {0}\nab12cd3 A\nab12cd4 B\n---\n{1}",
        "a".repeat(40),
        one.split_once('\n').unwrap().1
    );
    assert_eq!(read(mail.as_bytes()).files.len(), 1);
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain("--- a".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(Diff::read(&utf16).unwrap_err().cause.starts_with("It is UTF-16"));
    assert_eq!(read(b"\n \r\n"), Diff::default());
}

#[test]
fn what_the_diff_shows_is_told_in_parts() {
    let diff = read(b"--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n+b\n c\n@@ -9 +10,2 @@\n j\n+k\n");
    assert_eq!(diff.files[0].shown(), [(1, 3), (10, 11)]);
    assert_eq!(diff.files[0].added().collect::<Vec<_>>(), [2, 11]);
}

/// 100,000 hunks in one file, in files of their own, and in patches of their own take time by their number.
#[test]
fn a_large_diff_is_read_in_little_time() {
    use std::fmt::Write;
    let (mut one, mut many, mut mails) = ("--- a/x\n+++ b/x\n".to_owned(), String::new(), String::new());
    for n in 0..100_000_u32 {
        let line = n * 10 + 1;
        write!(one, "@@ -{line},3 +{line},3 @@\n a\n-b\n+c\n d\n").unwrap();
        write!(many, "--- a/x{n}\n+++ b/x{n}\n@@ -1 +1 @@\n-a\n+b\n").unwrap();
        write!(
            mails,
            "From {:040x} Mon Sep 17 00:00:00 2001\n--- a/x{1}\n+++ b/x{1}\n@@ -{line} +{line} @@\n-a\n+b\n",
            n,
            n % 100
        )
        .unwrap();
    }
    let start = std::time::Instant::now();
    assert_eq!(read(one.as_bytes()).files[0].lines.len(), 300_000);
    assert_eq!(read(many.as_bytes()).files.len(), 100_000);
    assert_eq!(read(mails.as_bytes()).files.len(), 100);
    // Two seconds, and much less when optimized; by the square of the hunks it would be hours.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
