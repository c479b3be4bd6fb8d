//! Real lane data of a large project, with coverage.py's own reports and without the sources. It is not part of this
//! repository; where it is not there, these tests pass.

use std::path::PathBuf;

use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{Arrangement, Choices, Distance, Overview, Query, Verdict};

use crate::support::{dropped, expected, lane, overview, project, session, union};

pub(crate) fn folder() -> Option<PathBuf> {
    let folder = project().join("../shared/relyloop");
    folder.is_dir().then_some(folder)
}

/// Both lanes, each part by its own json.
pub(crate) fn whole() -> Option<Session> {
    let folder = folder()?;
    let jsons = ["unit-only", "heavy-only", "combined"].map(|part| format!("expected/{part}/coverage.json"));
    let names = [".coverage.unit", ".coverage.heavy", "pyproject.toml"].into_iter();
    let names = names.chain(jsons.iter().map(String::as_str));
    Some(session(names.map(|name| dropped(name, &folder.join(name))).collect()))
}

fn load(names: &[&str]) -> Option<Overview> {
    let folder = folder()?;
    let inputs: Vec<Input> = names.iter().map(|name| dropped(name, &folder.join(name))).collect();
    Some(overview(&session(inputs)))
}

pub(crate) fn json_of(part: &str) -> Option<std::collections::BTreeMap<String, Numbers>> {
    Some(expected(&folder()?.join(format!("expected/{part}/coverage.json"))))
}

#[test]
fn each_part_by_its_own_json() {
    let union_of = |lanes: &[&str], part: &str| {
        let json = format!("expected/{part}/coverage.json");
        load(&[lanes, &["pyproject.toml", &json]].concat())
    };
    for (lanes, part, shown, exact, verdict, distance) in [
        (&[".coverage.unit"][..], "unit-only", "64", "63.52", Verdict::Incomplete, Distance::Short(2_685)),
        (&[".coverage.heavy"], "heavy-only", "59", "58.62", Verdict::Incomplete, Distance::Short(3_507)),
        (&[".coverage.unit", ".coverage.heavy"], "combined", "82", "81.58", Verdict::Pass, Distance::Spare(348)),
    ] {
        let Some(overview) = union_of(lanes, part) else { return };
        assert_eq!(
            (overview.union.percent_text.as_str(), overview.union.percent_exact.as_str()),
            (shown, exact),
            "{part}"
        );
        assert_eq!((overview.gate.verdict, overview.gate.distance), (verdict, Some(distance)), "{part}");
        assert!(!overview.union.estimated, "{part}");
        assert_eq!(overview.problems, [], "{part}");
        assert_eq!(union(&overview), json_of(part).unwrap(), "{part}");
        assert_eq!(overview.n_files, 191);
    }
}

#[test]
fn all_parts_at_once_each_by_its_own_json() {
    let Some(overview) = whole().map(|session| overview(&session)) else { return };
    assert_eq!(union(&overview), json_of("combined").unwrap());
    assert_eq!(lane(&overview, "unit"), json_of("unit-only").unwrap());
    assert_eq!(lane(&overview, "heavy"), json_of("heavy-only").unwrap());
    assert!(overview.lanes.iter().all(|lane| !lane.totals.estimated));
    let lanes: Vec<_> = overview.lanes.iter().map(|lane| lane.totals.percent_exact.as_str()).collect();
    assert_eq!(lanes, ["63.52", "58.62"]);
}

#[track_caller]
fn lanes_are_close(overview: &Overview, statements: usize, branches: usize) {
    for (name, part) in [("unit", "unit-only"), ("heavy", "heavy-only")] {
        let own = lane(overview, name);
        let coverage_py = json_of(part).unwrap();
        let equal = |key: fn(&Numbers) -> (usize, usize, usize)| {
            own.iter().filter(|(path, numbers)| key(numbers) == key(&coverage_py[*path])).count()
        };
        let n_statements = equal(|numbers| (numbers.n_statements, numbers.n_missing, 0));
        let n_branches = equal(|numbers| (numbers.n_branches, numbers.n_partial_branches, numbers.n_missing_branches));
        println!("{name}: statements equal in {n_statements} files, branches in {n_branches}");
        assert!(n_statements >= statements, "{name}: {n_statements}");
        assert!(n_branches >= branches, "{name}: {n_branches}");
        let total: Numbers = coverage_py.into_values().sum();
        let lane = overview.lanes.iter().find(|lane| lane.name == name).unwrap();
        assert!((lane.totals.percent - total.pc_covered()).abs() < 0.1, "{name}: {}", lane.totals.percent);
        assert!(lane.totals.estimated);
    }
}

#[test]
fn lanes_by_the_combined_json() {
    let names = [".coverage.unit", ".coverage.heavy", "pyproject.toml", "expected/combined/coverage.json"];
    let Some(overview) = load(&names) else { return };
    assert_eq!(union(&overview), json_of("combined").unwrap());
    assert_eq!(overview.union.percent_exact, "81.58");
    let [agreement] = overview.agreements.as_slice() else { panic!("{:?}", overview.agreements) };
    assert_eq!((agreement.n_agree, agreement.n_files), (191, 191));
    lanes_are_close(&overview, 190, 185);
}

#[test]
fn lanes_by_the_combined_xml_or_lcov() {
    for report in ["expected/combined/coverage.xml", "expected/combined/coverage.lcov"] {
        let Some(overview) = load(&[".coverage.unit", ".coverage.heavy", "pyproject.toml", report]) else { return };
        let mut coverage_py = json_of("combined").unwrap();
        for numbers in coverage_py.values_mut() {
            numbers.n_excluded = 0; // neither format tells them
        }
        assert_eq!(union(&overview), coverage_py, "{report}");
        assert_eq!(overview.union.percent_exact, "81.58");
        lanes_are_close(&overview, 190, 185);
    }
}

#[test]
fn without_path_mapping_each_file_is_there_twice() {
    let Some(overview) = load(&[".coverage.unit", ".coverage.heavy", "expected/combined/coverage.json"]) else {
        return;
    };
    assert_eq!(overview.n_files, 382);
    let (covered, all) = overview.union.numbers().ratio_covered();
    assert_eq!((covered, all), (20_512, 33_588));
    assert_eq!(overview.union.percent_exact, "61.07");
    let problem = overview.problems.iter().find(|problem| problem.code == Code::PathUnmapped).unwrap();
    let rules = "    \"backend\",\n    \"/__w/relyloop/relyloop/backend\",\n    \"/home/runner/work/relyloop/relyloop/backend\",\n";
    assert!(problem.fix.as_ref().unwrap().contains(rules), "{problem:?}");
}

#[test]
fn the_suggested_rules_make_it_whole() {
    let Some(folder) = folder() else { return };
    let names = [".coverage.unit", ".coverage.heavy", "expected/combined/coverage.json"];
    let mut session = session(names.iter().map(|name| dropped(name, &folder.join(name))).collect());
    let review = session.review(&Query::default()).unwrap();
    assert_eq!((review.paths.len(), review.n_doubtful), (382, 382));
    let arrangement = Arrangement { paths: Some(review.suggestions[0].rules.clone()), ..Arrangement::default() };
    let choices = Choices { arrangement, ..Choices::default() };
    run(session.choose(choices, &Unhurried, &mut |_| {})).unwrap();
    let overview = overview(&session);
    assert_eq!(union(&overview), json_of("combined").unwrap());
    assert_eq!((overview.union.percent_exact.as_str(), overview.gate.verdict), ("81.58", Verdict::Pass));
}

#[test]
fn one_lane_by_a_report_about_all() {
    let coverage_py: Numbers = match json_of("unit-only") {
        Some(files) => files.into_values().sum(),
        None => return,
    };
    for name in ["coverage.json", "coverage.xml", "coverage.lcov"] {
        let overview = load(&[".coverage.unit", "pyproject.toml", &format!("expected/combined/{name}")]).unwrap();
        assert!(overview.union.estimated, "{name}");
        let off = overview.union.percent - coverage_py.pc_covered();
        assert!(off.abs() < 0.5, "{name}: {}", overview.union.percent);
    }
}
