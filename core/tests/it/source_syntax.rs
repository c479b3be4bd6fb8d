//! What is Python and what is not: some 570 snippets, and which CPythons accept them: `tests/parity/syntax/`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use covscope_core::source::{PythonVersion, Rules, SourceFile};

/// The Pythons under which the snippets were tried.
const TRIED: [PythonVersion; 3] = [PythonVersion::V3_11, PythonVersion::V3_12, PythonVersion::V3_13];

/// Where the parser differs: in a field of an f-string with single quotes, a newline in the format (from 3.12 on).
const KNOWN: &str = "f'{a:\n}'\n";

#[test]
fn the_same_sources_are_python() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/syntax/cases.json");
    let cases: Vec<(String, Vec<String>)> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(cases.len() > 550);
    let mut wrong = Vec::new();
    for python in TRIED {
        let rules = Rules { python, ..Rules::default() };
        for (text, pythons) in &cases {
            let accepted = pythons.iter().any(|of| of == python.as_str());
            let error = SourceFile::parse(text.as_bytes(), &rules).syntax_error;
            if accepted != error.is_none() && text != KNOWN {
                let message = error.map_or("accepted".to_owned(), |error| error.message);
                wrong.push(format!("{python} {text:?}: {message}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of the snippets of `messages.json`, those that CPython refuses, and of these those told in its words, on its line.
const TOLD: [(PythonVersion, usize, usize); 3] =
    [(PythonVersion::V3_13, 233, 213), (PythonVersion::V3_11, 233, 211), (PythonVersion::V3_12, 233, 213)];

#[test]
fn what_is_wrong_is_told_in_cpythons_words() {
    type Answers = BTreeMap<String, Option<(u32, String)>>;
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/syntax/messages.json");
    let cases: Vec<(String, Answers)> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for (python, n_refused, n_told) in TOLD {
        let rules = Rules { python, ..Rules::default() };
        let (mut refused, mut told) = (0, 0);
        for (text, answers) in &cases {
            let theirs = answers[python.as_str()].clone();
            let ours = SourceFile::parse(text.as_bytes(), &rules).syntax_error;
            let ours = ours.map(|error| (error.line.unwrap_or_default(), error.message));
            assert_eq!(ours.is_some(), theirs.is_some(), "{python} {text:?}");
            refused += usize::from(theirs.is_some());
            told += usize::from(theirs.is_some() && ours == theirs);
            if ours != theirs {
                println!("{python} {text:?}: {theirs:?}, here {ours:?}");
            }
        }
        assert_eq!((refused, told), (n_refused, n_told), "{python}");
    }
}

#[test]
fn defaults_of_type_parameters_came_with_313() {
    for (text, first) in [
        ("class A[*Ts = *tuple[int]]: pass", PythonVersion::V3_13),
        ("def f[*Ts = *x](*a: *Ts): pass", PythonVersion::V3_13),
        ("type X[*Ts = *y, **P = [int]] = Z", PythonVersion::V3_13),
        ("class A[*Ts = x]: pass", PythonVersion::V3_13),
        ("class A[**P = x]: pass", PythonVersion::V3_13),
        ("class A[T = x]: pass", PythonVersion::V3_13),
        ("class A[T, *Ts, **P]: pass", PythonVersion::V3_12),
    ] {
        for python in [PythonVersion::V3_12, PythonVersion::V3_13, PythonVersion::V3_14, PythonVersion::V3_15] {
            let rules = Rules { python, ..Rules::default() };
            let error = SourceFile::parse(format!("{text}\n").as_bytes(), &rules).syntax_error;
            assert_eq!(error.is_none(), python >= first, "{python} {text}: {error:?}");
        }
    }
    let starred = SourceFile::parse(b"class A[T = *x]: pass\nclass B[**P = *x]: pass\n", &Rules::default());
    assert!(starred.syntax_error.is_some());
}
