//! A diff of the sample, as a pull request has it.

use std::fs;
use std::io;
use std::path::Path;

/// How many lines stand around a change.
const CONTEXT: usize = 3;

/// A diff that fits the sample's project in the folder `project`: changed files, a new one, a renamed one, and some that nobody
/// measures.
pub fn of_sample(project: &Path) -> io::Result<String> {
    let read = |name: &str| fs::read_to_string(project.join(name));
    let clock = "backend/core/clock.py";
    let export = "backend/jobs/legacy_export.py";
    let added: String = read(export)?.lines().map(|line| format!("+{line}\n")).collect();
    Ok([
        changed("backend/orders/service.py", &read("backend/orders/service.py")?, &[(36, 41), (75, 80)]),
        changed("backend/core/settings.py", &read("backend/core/settings.py")?, &[(38, 43)]),
        changed(clock, &read(clock)?, &[(1, 2)]).replacen(
            &format!("diff --git a/{clock} b/{clock}\n--- a/{clock}\n"),
            &format!("diff --git a/backend/time.py b/{clock}\nsimilarity index 90%\nrename from backend/time.py\nrename to {clock}\n--- a/backend/time.py\n"),
            1,
        ),
        format!("diff --git a/{export} b/{export}\nnew file mode 100644\n--- /dev/null\n+++ b/{export}\n@@ -0,0 +1,{} @@\n{added}", added.lines().count()),
        "diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-old\n+new\n".to_owned(),
        "diff --git a/backend/gone.py b/backend/gone.py\ndeleted file mode 100644\n--- a/backend/gone.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n".to_owned(),
    ]
    .concat())
}

/// A file of which the stretches from one line to another are new, each in place of one line.
fn changed(name: &str, text: &str, stretches: &[(usize, usize)]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut diff = format!("diff --git a/{name} b/{name}\n--- a/{name}\n+++ b/{name}\n");
    let mut more = 0;
    for &(first, last) in stretches {
        let (from, to) = (first.saturating_sub(CONTEXT).max(1), (last + CONTEXT).min(lines.len()));
        let count = to + 1 - from;
        let n_added = last + 1 - first;
        let old = count + 1 - n_added;
        diff += &format!("@@ -{},{old} +{from},{count} @@\n", from - more);
        let shown = (from..).zip(lines.iter().skip(from - 1).take(count));
        for (number, line) in shown {
            if number == first {
                diff += "-what was here before\n";
            }
            let sign = if (first..=last).contains(&number) { '+' } else { ' ' };
            diff += &format!("{sign}{line}\n");
        }
        more += n_added - 1;
    }
    diff
}
