//! Some 900 snippets with what coverage.py 7.17.3 says about them, under each Python: `tests/parity/experiments/`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use covscope_core::source::{PythonVersion, Rules, SourceFile};
use serde_json::Value;

use crate::source_records::differences;

/// Where we knowingly differ: a snippet under some Pythons, or under all.
const KNOWN: &[(&str, &str)] = &[
    // CPython 3.11.3, of which these were recorded, keeps dead code at the end of a `case` that is not the last; 3.11.4
    // and later do not.
    ("match dead return in if False", "3.11"),
    ("match case if false pass", "3.11"),
    ("match case last if not debug raise", "3.11"),
    ("loop in match dead return", "3.11"),
    ("match ends with global", "3.11"),
];

/// The recorded answers, by name.
pub(crate) fn snippets() -> BTreeMap<String, Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/parity/experiments/expected.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// The bytes of a snippet.
pub(crate) fn bytes(snippet: &Value) -> Vec<u8> {
    match snippet["base64"].as_str() {
        Some(text) => base64(text),
        None => snippet["text"].as_str().unwrap().as_bytes().to_vec(),
    }
}

#[test]
fn every_snippet_is_analysed_as_coverage_py_does() {
    let snippets = snippets();
    assert!(snippets.len() > 900);
    let (mut checked, mut wrong) = (0, Vec::new());
    for python in PythonVersion::ALL {
        let rules = Rules { python, ..Rules::default() };
        for (name, snippet) in &snippets {
            let answers = snippet["answers"].as_array().unwrap();
            let has = |answer: &&Value| answer["pythons"].as_array().unwrap().iter().any(|of| of == python.as_str());
            let Some(answer) = answers.iter().find(has) else { continue };
            let source = SourceFile::parse(&bytes(snippet), &rules);
            let differences = differences(answer, &source);
            checked += 1;
            let is_known = KNOWN.iter().any(|(known, of)| known == name && python.as_str().starts_with(of));
            if differences.is_empty() == is_known {
                wrong.push(format!("{name} under {python} {}", differences.join("\n    ")));
            }
        }
    }
    assert!(checked > 4_000, "{checked}");
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => panic!("not base64: {text}"),
    };
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        bits = bits << 6 | u32::from(digit(byte));
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}
