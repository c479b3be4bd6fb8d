//! What the source view says beside the numbers: sides, reasons, the outline, and texts that are unfit to be shown.

use std::io::{Cursor, Write};

use covscope_core::input::Input;
use covscope_core::view::{File, LineState, Query};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sample;
use crate::support::{overview, project, session};

const FILE: &str = "backend/orders/service.py";

/// The file, with another text in its place.
fn with_text(text: &str) -> File {
    let mut inputs = sample::inputs();
    inputs.retain(|input| input.name != FILE);
    inputs.push(Input { name: FILE.to_owned(), bytes: text.into() });
    session(inputs).file(FILE, &Query::default()).unwrap()
}

#[test]
fn the_outline_has_coverage_pys_numbers() {
    let json = std::fs::read(project().join("tests/sample/expected/union/coverage.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let session = sample::whole();
    let mut n_regions = 0;
    for row in overview(&session).rows.iter() {
        let file = session.file(&row.path, &Query::default()).unwrap();
        assert!(file.outline.is_sorted_by_key(|region| region.line));
        for region in &file.outline {
            let kind = if region.is_class { "classes" } else { "functions" };
            let told = &json["files"][&row.path][kind][&region.name];
            let summary = &told["summary"];
            let expected = ["num_statements", "missing_lines", "num_partial_branches"]
                .map(|key| summary[key].as_u64().unwrap() as usize);
            assert_eq!(
                [region.n_statements, region.n_missing, region.n_partial],
                expected,
                "{} in {}",
                region.name,
                row.path
            );
            assert_eq!(summary["percent_covered_display"], region.percent_text.as_str());
            assert_eq!(told["start_line"], region.line);
            n_regions += 1;
        }
        let counts = ["functions", "classes"].map(|kind| json["files"][&row.path][kind].as_object().unwrap());
        let named = counts.iter().flat_map(|regions| regions.keys()).filter(|name| !name.is_empty()).count();
        assert_eq!(file.outline.len(), named, "{}", row.path);
    }
    assert!(n_regions > 100, "{n_regions}");
}

#[test]
fn the_outline_goes_to_the_end_of_the_file() {
    for text in ["def f():\n    a = 1\n    return a", "def f():\n    a = 1\n    return a\n"] {
        let numbers: Vec<usize> = with_text(text).outline.iter().map(|region| region.n_statements).collect();
        assert_eq!(numbers, [2], "{text:?}");
    }
}

#[test]
fn sides_are_told_with_coverage_pys_sentences() {
    let session = sample::whole();
    let mut n_untaken = 0;
    for row in overview(&session).rows.iter() {
        let file = session.file(&row.path, &Query::default()).unwrap();
        for line in &file.lines {
            for branch in &line.branches {
                let start = format!("line {} didn't ", line.number);
                assert_eq!(branch.why.starts_with(&start), branch.lanes.is_empty(), "{} {branch:?}", row.path);
                assert_eq!(branch.by == "no lane", branch.lanes.is_empty());
                n_untaken += usize::from(branch.lanes.is_empty());
            }
        }
        for arrow in &file.arrows {
            let states = [arrow.from, arrow.to].map(|line| file.lines[line as usize - 1].state);
            assert_eq!(states[0], LineState::Partial, "{} {arrow:?}", row.path);
            assert_ne!(arrow.from, arrow.to);
        }
        let count = |is_partial| file.misses.iter().filter(|miss| miss.is_partial == is_partial).count();
        let partial = file.lines.iter().filter(|line| line.state == LineState::Partial && line.first == line.number);
        assert_eq!(count(true), partial.count(), "{}", row.path);
    }
    assert!(n_untaken > 20, "{n_untaken}");

    let file = with_text("def f(a):\n    if a:\n        b\n    while a:\n        c\n    for b in a:\n        d\n");
    let told: Vec<String> = file
        .lines
        .iter()
        .flat_map(|line| &line.branches)
        .map(|branch| format!("{} | {}", branch.says, branch.why))
        .collect();
    assert_eq!(
        told,
        [
            "true side, to line 3 | line 2 didn't jump to line 3 because the condition on line 2 was never true",
            "false side, to line 4 | line 2 didn't jump to line 4 because the condition on line 2 was always true",
            "true side, to line 5 | line 4 didn't jump to line 5 because the condition on line 4 was never true",
            "false side, to line 6 | line 4 didn't jump to line 6 because the condition on line 4 was always true",
            "loop body, to line 7 | line 6 didn't jump to line 7 because the loop on line 6 never started",
            "loop end, to exit | line 6 didn't return from function 'f' because the loop on line 6 didn't complete",
        ]
    );
}

#[test]
fn a_line_whose_sides_are_pieced_together_from_lanes_tells_who_took_which() {
    let file = sample::whole().file("backend/orders/service.py", &Query::default()).unwrap();
    let line = &file.lines[74];
    assert_eq!((line.number, line.state, line.lanes.as_slice()), (75, LineState::Run, &[0, 1][..]));
    assert!(line.note.contains("unit only: → ") && line.note.contains("heavy only: → "), "{line:?}");
    let says = &file.sentences[line.says.unwrap()];
    assert_eq!(*says, format!("ran in unit and heavy, {}", line.note));
    // Where one lane took all of them nothing is to be said.
    let runs = |line: &&covscope_core::view::Line| line.state == LineState::Run && !line.branches.is_empty();
    for line in file.lines.iter().filter(runs) {
        let took_all = |lane: &usize| line.branches.iter().all(|branch| branch.lanes.contains(lane));
        assert_eq!(line.lanes.iter().any(took_all), line.note.is_empty(), "{line:?}");
    }
}

#[test]
fn every_excluded_line_tells_its_pattern() {
    let session = sample::whole();
    let mut n_excluded = 0;
    for row in overview(&session).rows.iter() {
        let file = session.file(&row.path, &Query::default()).unwrap();
        for line in file.lines.iter().filter(|line| line.state == LineState::Excluded) {
            let says = line.says.and_then(|says| file.sentences.get(says)).unwrap();
            assert!(says.starts_with("excluded: it matches ") || says.starts_with("excluded with line "), "{says}");
            n_excluded += 1;
        }
    }
    assert!(n_excluded > 10, "{n_excluded}");
    let file = with_text("def f():  # pragma: no cover\n    x\n\ny = (\n  1)\n");
    let says = |line: usize| file.lines[line - 1].says.map_or("", |says| file.sentences[says].as_str());
    let pattern = r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)";
    assert_eq!(says(1), format!("excluded: it matches {pattern}"));
    assert_eq!(says(2), format!("excluded with line 1, which matches {pattern}"));
    assert_eq!(says(3), "");
    assert_eq!(says(5), "continues line 4");
}

#[test]
fn texts_that_are_unfit_are_shown_all_the_same() {
    let empty = with_text("");
    assert_eq!((empty.lines.len(), empty.has_text, empty.misses.len(), empty.stripes.len()), (0, true, 0, 0));

    let long = with_text(&format!("x = '{}'\ny = 1\n", "a".repeat(1_000_000)));
    assert_eq!(long.lines.iter().map(|line| line.text.len()).collect::<Vec<_>>(), [2_000, 5]);
    assert!(long.lines[0].note.starts_with("… 998"), "{}", long.lines[0].note);

    let hidden = with_text("a\0b\n# \u{202e}x\u{2066}\n");
    assert_eq!(hidden.row.totals, None, "it is no Python");
    assert_eq!(hidden.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["a␀b", "# ⟨U+202E⟩x⟨U+2066⟩"]);
}

#[test]
fn a_line_opens_at_the_commit_of_the_source_archive() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let archive = |comment: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for input in sample::inputs().iter().filter(|input| !input.name.contains(".coverage")) {
            zip.start_file(format!("shop-main/{}", input.name), SimpleFileOptions::default()).unwrap();
            let text = String::from_utf8(input.bytes.clone()).unwrap();
            zip.write_all(text.replace("[tool.covscope]", "[tool.covscope]\nrepository = \"o/n\"").as_bytes()).unwrap();
        }
        zip.set_comment(comment).unwrap();
        Input { name: "source.zip".to_owned(), bytes: zip.finish().unwrap().into_inner() }
    };
    let data = || sample::inputs().into_iter().filter(|input| input.name.contains(".coverage"));
    let address = |sources: Vec<Input>| {
        let session = session(data().chain(sources).collect());
        session.file(FILE, &Query::default()).unwrap().host.unwrap().address
    };
    let at = |revision: &str| format!("https://github.com/o/n/blob/{revision}/{FILE}");
    assert_eq!(address(vec![archive(commit)]), at(commit));
    assert_eq!(address(vec![archive("made by hand")]), at("HEAD"));
    // Beside them is another file, which may be of any commit.
    let other = Input { name: "other.py".to_owned(), bytes: b"a = 1\n".into() };
    assert_eq!(address(vec![archive(commit), other]), at("HEAD"));
}
