//! Awkward sources with what coverage.py 7.17.3 tells about them: `tests/parity/cases/`.

use std::path::PathBuf;

use covscope_core::line::LineArc;
use covscope_core::source::{Patterns, Rules, SourceFile};
use serde_json::{Value, json};

use crate::source_records::differences;

/// Encodings that coverage.py reads and we do not; the error names them.
const OTHER_ENCODINGS: [&str; 1] = ["utf7"];

#[test]
fn every_case_is_analysed_as_coverage_py_does() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/cases");
    let (mut cases, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_none_or(|extension| extension != "py") || name == "make" {
            continue;
        }
        let expected: Value = serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
        let source = SourceFile::parse(&std::fs::read(&path).unwrap(), &rules(&expected["options"]));
        cases += 1;
        if OTHER_ENCODINGS.contains(&name.as_str()) {
            assert!(source.syntax_error.unwrap().message.contains("utf-7"));
            continue;
        }
        let mut differences = differences(&expected, &source);
        if expected["error"].is_null() {
            differences.extend(regions(&expected["regions"], &source));
            differences.extend(translated(&expected["translated"], &source));
        }
        assert_eq!(source.pattern_errors, [""; 0], "{name}");
        if !differences.is_empty() {
            wrong.push(format!("{name}: {}", differences.join("\n    ")));
        }
    }
    assert!(cases > 15, "{cases}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn rules(options: &Value) -> Rules {
    if options.is_null() {
        return Rules::default();
    }
    let patterns = |name: &str| {
        let list: Vec<String> = serde_json::from_value(options[name].clone()).unwrap();
        let (patterns, errors) = Patterns::new(&list);
        assert_eq!(errors, [], "{name}");
        patterns
    };
    Rules { exclude: patterns("exclude"), partial: patterns("partial"), ..Rules::default() }
}

fn regions(expected: &Value, source: &SourceFile) -> Option<String> {
    let mut regions = source.regions.clone();
    regions.sort_by(|a, b| (a.kind.as_str(), &a.name, a.start).cmp(&(b.kind.as_str(), &b.name, b.start)));
    let ours: Vec<_> =
        regions.iter().map(|region| json!([region.kind.as_str(), region.name, region.start, region.lines])).collect();
    (json!(ours) != *expected).then(|| format!("regions: coverage.py {expected}; ours {}", json!(ours)))
}

/// coverage.py's two numbers of an arc.
type Signed = (i64, i64);

/// All pairs of near lines as measured arcs; recorded are those that change.
fn translated(expected: &Value, source: &SourceFile) -> Vec<String> {
    let recorded: Vec<(Signed, Vec<Signed>)> = serde_json::from_value(expected.clone()).unwrap();
    let count = i64::try_from(source.lines().count()).unwrap();
    let near = |a: i64| (a - 6).max(1)..=(a + 6).min(count);
    let lines = (1..=count).flat_map(|a| near(a).flat_map(move |b| [(a, b), (a, -b)]));
    lines
        .chain((1..=count).map(|a| (-a, a)))
        .filter_map(|(from, to)| {
            let changed = recorded.iter().find(|(pair, _)| *pair == (from, to));
            let theirs = changed.map_or(vec![(from, to)], |(_, translated)| translated.clone());
            let ours: Vec<_> =
                source.translate_arcs(LineArc::from_signed(from, to)).into_iter().map(LineArc::signed).collect();
            (ours != theirs).then(|| format!("({from}, {to}) becomes {ours:?}, for coverage.py {theirs:?}"))
        })
        .collect()
}
