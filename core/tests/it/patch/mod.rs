//! Patch coverage: how diffs are read, what is counted, and what diff-cover says.

mod diff_cover;
mod numbers;
mod reading;
mod view;

use covscope_core::diff::Diff;

/// Reads a diff that is well.
#[track_caller]
fn read(text: &[u8]) -> Diff<'_> {
    Diff::read(text).unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(text)))
}

/// The diff that adds a file, all of it.
fn adding(name: &str, text: &str) -> String {
    let count = text.lines().count();
    let lines: String = text.lines().map(|line| format!("+{line}\n")).collect();
    let hunk =
        if count == 0 { String::new() } else { format!("--- /dev/null\n+++ b/{name}\n@@ -0,0 +1,{count} @@\n{lines}") };
    format!("diff --git a/{name} b/{name}\nnew file mode 100644\nindex 0000000..1111111\n{hunk}")
}
