//! What the index of a bundle tells the report.

use covscope_core::input::Input;
use covscope_core::link::Provenance;
use covscope_core::view::{Query, Verdict};

use crate::sample::{folder, sources};
use crate::support::{dropped, overview, session};

/// The sample in a bundle with that index.
fn bundle(index: &str) -> Vec<Input> {
    let data = |lane: &str| dropped(&format!(".coverage.{lane}"), &folder().join(format!("data/.coverage.{lane}")));
    let config = dropped("pyproject.toml", &folder().join("project/pyproject.toml"));
    let index = Input { name: "covscope-bundle.json".to_owned(), bytes: index.into() };
    [sources(), vec![data("heavy"), data("unit"), config, index]].concat()
}

#[test]
fn it_tells_lanes_rules_and_where_the_sources_are() {
    let session = session(bundle(
        r#"{"format": 1, "expected": ["unit", "heavy", "slow"], "python": "3.11", "repository": "o/r", "head": "aa11", "new": 1}"#,
    ));
    assert_eq!(session.problems(), []);
    let overview = overview(&session);
    assert_eq!(
        (overview.gate.verdict, overview.rules.as_ref().unwrap().python.as_str()),
        (Verdict::Incomplete, "3.11")
    );
    assert_eq!(overview.gate.reasons, ["The lane slow is expected and not here."]);
    let lanes: Vec<_> = overview.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(lanes, ["unit", "heavy"]);
    let provenance = session.payload(&Query::default(), Provenance::default(), None).unwrap().provenance;
    assert_eq!((provenance.repository.as_str(), provenance.head.as_str()), ("o/r", "aa11"));
}

#[test]
fn what_it_does_not_tell_is_as_without_it() {
    for index in [r#"{"format": 1}"#, r#"{"format": 1, "python": "nonsense", "head": 3, "expected": [1, ""]}"#] {
        let mut without = bundle(index);
        without.pop();
        let (with, without) = (overview(&session(bundle(index))), overview(&session(without)));
        assert_eq!((with.gate, with.rules, with.problems), (without.gate, without.rules, without.problems), "{index}");
    }
}
