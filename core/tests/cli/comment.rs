//! `covscope comment`: what it says, that names stay names, and that it is never longer than its place.

use std::collections::BTreeMap;
use std::path::Path;

use covscope_core::data::sha256;
use covscope_core::link;

use crate::folder::Folder;
use crate::patch::{run, sample};
use crate::rows::Rows;

const SHA: &str = "0123456789abcdef0123456789abcdef01234567";

fn comment(folder: &Folder, options: &str) -> String {
    let line = format!("comment --quiet --base https://host/page/ --repo o/r --pr 7 --sha {SHA} {options}");
    let (text, err) = run(folder, line.trim_end(), 0);
    assert_eq!(err, "");
    text
}

/// The text of the link, which is cut out of the comment.
fn link_of(comment: &mut String) -> String {
    let start = comment.find("https://host/page/#/?d=").unwrap();
    let end = start + comment[start..].find(')').unwrap();
    let link = comment[start..end].to_owned();
    comment.replace_range(start..end, "LINK");
    link
}

fn payload(link: &str) -> link::Payload {
    link::read(link.split("d=").nth(1).unwrap()).unwrap()
}

#[test]
fn it_says_the_verdict_the_lanes_and_what_is_missing() {
    let folder = sample();
    let mut text = comment(&folder, "--diff x.diff --fail-under-patch 80 --fail-under-file 40");
    let link = link_of(&mut text);
    let (anchor, blob) = (sha256(b"backend/core/settings.py"), format!("https://github.com/o/r/blob/{SHA}"));
    let expected = format!(
        "\
<!-- covscope:covscope -->

### Coverage: FAIL, 82%

PASS: 82% (81.87%) reaches 80% (`[tool.coverage.report] fail_under in pyproject.toml`); 45 covered lines or branches to spare.

**[Open the report](LINK)** The report is in the link: nothing of it is fetched.

| Lane | Coverage |
| :-- | --: |
| `unit` | 63.64% |
| `heavy` | 61.29% |
| **together** | **81.87%** |

#### Changed lines

FAIL: 71% (71.43%) of what was changed ran (5 of 7); the threshold is 80% (`--fail-under-patch`).

| File | Changed lines covered | Missing |
| :-- | --: | :-- |
| [`backend/core/settings.py`]({blob}/backend/core/settings.py) | 50.00% | [41](https://github.com/o/r/pull/7/files#diff-{anchor}R41) |

Of 1 changed file all that counts ran.

#### Each file

FAIL: 2 files are below 40% (`--fail-under-file`):

| File | Coverage |
| :-- | --: |
| [`backend/cli.py`]({blob}/backend/cli.py) | 37.66% |
| [`backend/jobs/legacy_export.py`]({blob}/backend/jobs/legacy_export.py) | 0.00% |

<sub>covscope {}, with the numbers of coverage.py 7.17.3; commit `0123456789ab`</sub>
",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(text, expected);
    let payload = payload(&link);
    assert_eq!((payload.provenance.pull_request, payload.patch.is_some()), (7, true));
    // Where there is no pull request, lines are looked at in the file.
    let pushed = comment(&folder, "--diff x.diff --pr 0 --key push");
    assert!(pushed.starts_with("<!-- covscope:push -->\n"), "{pushed}");
    assert!(pushed.contains(&format!("[41]({blob}/backend/core/settings.py#L41)")), "{pushed}");
    let bundled = comment(&folder, "--bundle https://host/b.zip");
    assert!(bundled.contains("[Data and sources](https://host/b.zip) of it"), "{bundled}");
}

#[test]
fn a_lane_that_is_not_here_is_in_the_table() {
    let folder = sample();
    let config = String::from_utf8(folder.read("pyproject.toml")).unwrap();
    folder.write("pyproject.toml", config.replace("[tool.covscope]\n", "[tool.covscope]\nskipped = [\"slow\"]\n"));
    let text = comment(&folder, "--expect unit,heavy,slow .coverage.unit backend pyproject.toml");
    for part in [
        "### Coverage: INCOMPLETE, 64%\n",
        "- The lane `heavy` is expected and not here.\n",
        "the total ends between 63.64% and 100.00%;",
        "| `heavy` | **missing** |\n| `slow` | **skipped** |\n| **together** | **63.64%** |\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn what_is_asked_wrongly_is_said() {
    let folder = sample();
    for (options, why) in [
        ("--format text", "--format is text; expected comment or summary.\n"),
        ("--key a-->b", "--key is a-->b; expected letters, digits, dots and dashes.\n"),
        ("--base javascript:x", "The page's address is javascript:x; expected https://…\n"),
        ("--bundle file:///x", "--bundle is file:///x; expected https://…\n"),
    ] {
        assert_eq!(run(&folder, &format!("comment {options}"), 1).0, why);
    }
    let (text, err) = run(&folder, "comment", 0);
    assert!(!text.contains("Open the report") && err.contains("There is no link to the report"), "{text}{err}");
}

/// Lanes and sources of these names, of which half ran.
pub(crate) fn named(lanes: &[&str], files: &[String]) -> Folder {
    let folder = Folder::new();
    let rows = Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: files.iter().map(|name| format!("/project/{name}")).collect(),
        contexts: vec![String::new()],
        lines: (0..files.len()).map(|file| (file, 0, "02".to_owned())).collect(),
        arcs: Vec::new(),
        tracers: Vec::new(),
    };
    for (at, lane) in lanes.iter().enumerate() {
        let mut rows = rows.clone();
        // No two data files are the same.
        rows.meta.push(("x".to_owned(), at.to_string()));
        folder.write_rows(&format!(".coverage.{lane}"), &rows);
    }
    for name in files {
        folder.write(name, "x = 1\ny = 2\n");
    }
    folder
}

/// What is no code.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

#[test]
fn names_stay_names() {
    let hostile = "<script>x</script> @team #123 GH-1 https:x [a](b) *c* |d| ``e`` \\| \n\n# f \u{202e}.py";
    // In a path a backslash is the mark of another system.
    let file = hostile.replace('\\', "");
    let files: Vec<String> = ["pkg/a.py".to_owned(), format!("pkg/{file}")].into();
    let lane = hostile.replace('/', "");
    let folder = named(&["unit", &lane], &files);
    folder.write("pyproject.toml", "[tool.coverage.run]\n");
    let added = "@@ -0,0 +1,2 @@\n+x = 1\n+y = 2\n";
    let quoted = file.replace('\n', "\\n").replace('\u{202e}', "\\342\\200\\256");
    folder.write("x.diff", format!("--- /dev/null\n+++ \"b/pkg/{quoted}\"\n{added}"));
    let missing = format!("unit,{}", lane.replace("team", "other"));
    let line = ["comment", "--quiet", "--base", "https://host/page/", "--repo", "o/r", "--pr", "7", "--sha", SHA];
    let line = [&line[..], &["--diff", "x.diff", "--fail-under-file", "90", "--expect", &missing]].concat();
    let output = folder.covscope(&line, &BTreeMap::new());
    let mut text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    link_of(&mut text);
    assert_eq!(text.matches("@other").count(), 2, "the lane is missing twice\n{text}");
    assert_eq!(text.matches("@team").count(), 3, "the lane, the diff and the file\n{text}");
    let rest = without_code(&text);
    for mark in ["<script", "@", "#1", "GH-1 ", "https:x", "*c*", "d|", "# f", "\u{202e}"] {
        assert!(!rest.contains(mark), "{mark}\n{text}");
    }
    assert!(!text.contains('\u{202e}'), "{text}");
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let cells = row.matches('|').count();
        assert!(matches!(cells, 3 | 4), "{row}");
    }
}

#[test]
fn a_comment_is_as_long_as_it_may_be() {
    let files: Vec<String> = (0..600).map(|number| format!("pkg/{}/{number:03}.py", "long".repeat(30))).collect();
    let folder = named(&["unit", "heavy"], &files);
    let text = comment(&folder, "--fail-under-file 90");
    assert!(text.len() <= 65_536 && text.len() > 60_000, "{}", text.len());
    let n_shown = text.matches(".py`]").count();
    let left_out = format!("**{} more files are not shown: a text here holds 65536 characters.**\n", 600 - n_shown);
    assert!(n_shown > 100 && text.contains(&left_out), "{n_shown} {}", &text[text.len() - 300..]);
    assert!(text.ends_with("</sub>\n"));
    let mut summary = comment(&folder, "--format summary --fail-under-file 90");
    assert_eq!(summary.matches(".py`]").count(), 600);
    assert!(link_of(&mut summary).len() <= 60_000);
}

#[test]
fn reasons_leave_room_for_the_rest() {
    let folder = named(&["unit"], &["pkg/a.py".to_owned()]);
    for number in 0..400 {
        folder.write(&format!(".coverage.{}{number}", "x".repeat(200)), format!("SQLite format 3\0{number}"));
    }
    let (text, _) = run(&folder, "comment --base https://host/page/ --fail-under-file 90", 0);
    assert!(text.len() <= 65_536, "{}", text.len());
    assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), 20, "{text}");
    assert!(text.contains("\n\nAnd 381 more reasons.\n\n"), "{text}");
    assert!(text.contains("[Open the report](") && text.contains("| File | Coverage |"), "{text}");
}

#[test]
fn many_data_files_leave_a_link() {
    let lanes: Vec<String> = (0..150).map(|number| format!("host.pid{number}.Xabcde{}x", 100 + number)).collect();
    let lanes: Vec<&str> = lanes.iter().map(String::as_str).collect();
    let folder = named(&lanes, &["pkg/a.py".to_owned()]);
    let mut text = comment(&folder, "");
    let payload = payload(&link_of(&mut text));
    assert_eq!((payload.lanes.len(), payload.lanes[0].files.len(), payload.files[0].path.as_str()), (1, 0, ""));
    // Where not even that fits, all is said but the link.
    let base = format!("https://host/{}", "x".repeat(8_000));
    let (bare, err) = run(&folder, &format!("comment --base {base} --repo o/r --pr 7 --sha {SHA}"), 0);
    assert!(bare.contains("### Coverage: ") && !bare.contains("Open the report"), "{bare}");
    assert!(err.starts_with("covscope: There is no link to the report: The totals alone need "), "{err}");
}

#[test]
fn a_project_in_a_folder_of_the_repository() {
    let folder = named(&["unit"], &["pkg/a.py".to_owned(), "pkg/b.py".to_owned()]);
    folder.write("x.diff", "--- a/backend/pkg/a.py\n+++ b/backend/pkg/a.py\n@@ -1 +1,2 @@\n x = 1\n+y = 2\n");
    let text = comment(&folder, "--diff x.diff --fail-under-file 90");
    let blob = format!("https://github.com/o/r/blob/{SHA}");
    for file in ["a", "b"] {
        let place = format!("| [`pkg/{file}.py`]({blob}/backend/pkg/{file}.py) |");
        assert_eq!(text.matches(&place).count(), if file == "a" { 2 } else { 1 }, "{place}\n{text}");
    }
}

#[test]
fn a_large_project() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/relyloop");
    if !shared.is_dir() {
        println!("skipped: the project is not here");
        return;
    }
    let folder = Folder::new();
    let parts = ["unit-only", "heavy-only", "combined"].map(|part| format!("expected/{part}/coverage.json"));
    for name in
        [".coverage.unit", ".coverage.heavy", "pyproject.toml"].into_iter().chain(parts.iter().map(String::as_str))
    {
        folder.write(name, std::fs::read(shared.join(name)).unwrap());
    }
    let inputs = format!(".coverage.unit .coverage.heavy pyproject.toml {}", parts.join(" "));
    let mut text = comment(&folder, &inputs);
    let link = link_of(&mut text);
    for part in [
        "### Coverage: PASS, 82%\n",
        "PASS: 82% (81.58%) reaches 80%",
        "| `unit` | 63.52% |\n| `heavy` | 58.62% |\n| **together** | **81.58%** |\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(link.len() <= 8_000, "{}", link.len());
    assert_eq!(payload(&link).files.len(), 191);
    // The bundle of the same says the same.
    run(&folder, &format!("bundle -o made/bundle.zip {inputs}"), 0);
    let mut of_bundle = comment(&folder, "made/bundle.zip");
    assert_eq!(payload(&link_of(&mut of_bundle)).files, payload(&link).files);
    assert_eq!(of_bundle, text);
}
