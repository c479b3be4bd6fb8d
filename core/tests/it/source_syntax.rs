//! What is Python and what is not: some 570 snippets, and which CPythons accept them: `tests/parity/syntax/`.

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
