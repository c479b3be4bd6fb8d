//! The sample project: its data, its sources, and what coverage.py wrote about them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use covscope_core::data::CoverageData;
use covscope_core::error::Code;
use covscope_core::input::Input;
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{Distance, LineState, Overview, Query, Verdict};

use crate::support::{dropped, dropped_folder, expected, lane, overview, project, session, union};

pub(crate) fn folder() -> PathBuf {
    project().join("tests/sample")
}

fn data(lane: &str) -> Input {
    dropped(&format!(".coverage.{lane}"), &folder().join("data").join(format!(".coverage.{lane}")))
}

fn config() -> Input {
    dropped("pyproject.toml", &folder().join("project/pyproject.toml"))
}

pub(crate) fn sources() -> Vec<Input> {
    dropped_folder("backend", &folder().join("project/backend"))
}

fn report(part: &str, name: &str) -> Input {
    dropped(name, &folder().join("expected").join(part).join(name))
}

pub(crate) fn coverage_py(part: &str) -> BTreeMap<String, Numbers> {
    expected(&folder().join("expected").join(part).join("coverage.json"))
}

/// Both lanes, the configuration and the sources.
pub(crate) fn inputs() -> Vec<Input> {
    [vec![data("unit"), data("heavy"), config()], sources()].concat()
}

/// A session that has read them.
pub(crate) fn whole() -> Session {
    session(inputs())
}

fn percents(overview: &Overview) -> Vec<&str> {
    let lanes = overview.lanes.iter().map(|lane| lane.totals.percent_exact.as_str());
    std::iter::once(overview.union.percent_exact.as_str()).chain(lanes).collect()
}

#[test]
fn from_the_sources_alone_every_number_is_coverage_pys() {
    let overview = overview(&whole());
    assert_eq!(overview.problems, []);
    assert_eq!(union(&overview), coverage_py("union"));
    assert_eq!(lane(&overview, "unit"), coverage_py("unit"));
    assert_eq!(lane(&overview, "heavy"), coverage_py("heavy"));
    assert_eq!(percents(&overview), ["81.87", "63.64", "61.29"]);
    assert_eq!(overview.union.percent_text, "82");
    assert_eq!(overview.gate.verdict, Verdict::Pass);
    assert_eq!(overview.gate.threshold_from, "[tool.coverage.report] fail_under in pyproject.toml");
    assert!(!overview.union.estimated && !overview.lanes.iter().any(|lane| lane.totals.estimated));
}

#[test]
fn the_bars_add_up_to_all_points() {
    let overview = overview(&whole());
    for row in overview.rows.iter() {
        let totals = row.totals.as_ref().unwrap();
        let points = row.bar.shared + row.bar.only.iter().sum::<usize>() + row.bar.missing;
        assert_eq!(points, totals.n_statements + totals.n_branches, "{}", row.path);
        for (lane, totals) in row.lanes.iter().enumerate() {
            let totals = totals.as_ref().unwrap();
            let covered = totals.n_statements - totals.n_missing + totals.n_branches - totals.n_missing_branches;
            assert!(row.bar.only[lane] <= covered && covered <= row.bar.shared + row.bar.only[lane], "{}", row.path);
        }
    }
}

#[test]
fn one_lane_alone_is_no_verdict() {
    for (lane, exact, short) in [("unit", "63.64", 304), ("heavy", "61.29", 349)] {
        let overview = overview(&session([vec![data(lane), config()], sources()].concat()));
        assert_eq!(union(&overview), coverage_py(lane));
        assert_eq!(overview.union.percent_exact, exact);
        assert_eq!(overview.gate.verdict, Verdict::Incomplete);
        assert_eq!(overview.gate.distance, Some(Distance::Short(short)));
    }
}

#[test]
fn a_plain_data_file_is_the_union_and_is_judged() {
    let mut plain = data("unit");
    plain.name = ".coverage".to_owned();
    let config = Input {
        name: "pyproject.toml".to_owned(),
        bytes: b"[tool.coverage.paths]\nsource = ['backend', '/home/runner/work/sample/sample/backend']\n[tool.coverage.report]\nexclude_also = ['raise NotImplementedError', 'if __name__ == .__main__.:']\n".to_vec(),
    };
    let overview = overview(&session([vec![plain, config], sources()].concat()));
    assert_eq!((overview.gate.verdict, overview.gate.threshold), (Verdict::Fail, 80.0));
    assert_eq!(overview.gate.threshold_from, "covscope's default: no fail_under is set");
    assert_eq!(overview.lanes[0].name, "data");
}

#[test]
fn from_reports_alone() {
    for name in ["coverage.json", "coverage.xml", "coverage.lcov"] {
        let overview = overview(&session(vec![data("unit"), data("heavy"), config(), report("union", name)]));
        let mut numbers = coverage_py("union");
        if name != "coverage.json" {
            numbers.values_mut().for_each(|numbers| numbers.n_excluded = 0); // they don't tell them
        }
        assert_eq!(union(&overview), numbers, "{name}");
        assert_eq!(overview.union.percent_exact, "81.87", "{name}");
        for part in ["unit", "heavy"] {
            let own = lane(&overview, part);
            let theirs = coverage_py(part);
            let statements = |(path, own): (&String, &Numbers)| own.n_missing == theirs[path].n_missing;
            let branches = |(path, own): (&String, &Numbers)| own.n_missing_branches == theirs[path].n_missing_branches;
            let (n_statements, n_branches) =
                (own.iter().filter(|it| statements(*it)).count(), own.iter().filter(|it| branches(*it)).count());
            println!("{name} {part}: statements of {n_statements}, branches of {n_branches} files of {}", own.len());
            assert_eq!(n_statements, own.len(), "{name} {part}");
            assert!(n_branches >= own.len() - 2, "{name} {part}");
            let total: Numbers = theirs.values().copied().sum();
            let lane = overview.lanes.iter().find(|lane| lane.name == part).unwrap();
            assert!((lane.totals.percent - total.pc_covered()).abs() < 0.1, "{name} {part} {}", lane.totals.percent);
            assert!(lane.totals.estimated);
        }
    }
}

#[test]
fn each_part_by_its_own_json() {
    let jsons = ["union", "unit", "heavy"].map(|part| {
        let mut json = report(part, "coverage.json");
        json.name = format!("{part}.json");
        json
    });
    let overview = overview(&session([vec![data("unit"), data("heavy"), config()], jsons.into()].concat()));
    assert_eq!(union(&overview), coverage_py("union"));
    assert_eq!(lane(&overview, "unit"), coverage_py("unit"));
    assert_eq!(lane(&overview, "heavy"), coverage_py("heavy"));
    assert!(overview.lanes.iter().all(|lane| !lane.totals.estimated));
}

#[test]
fn rules_that_do_not_hold_for_what_was_dropped_give_no_verdict() {
    // Without the folder `backend` that the rules lead to.
    let inner = sources().into_iter().filter_map(|mut source| {
        source.name = source.name.split_once("backend/")?.1.to_owned();
        Some(source)
    });
    let dropped = [data("unit"), data("heavy"), config()].into_iter().chain(inner).collect();
    let overview = overview(&session(dropped));
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    assert!(overview.gate.reasons.iter().any(|reason| reason.contains("root folder")), "{:?}", overview.gate.reasons);
}

#[test]
fn a_single_lane_is_as_sure_as_the_union_and_a_sum_as_unsure_as_its_parts() {
    let alone = overview(&session(vec![data("unit"), config(), report("unit", "coverage.json")]));
    assert!(!alone.union.estimated && !alone.lanes[0].totals.estimated && !alone.shown.estimated);
    let other = overview(&session(vec![data("heavy"), config(), report("unit", "coverage.json")]));
    assert!(other.union.estimated && other.shown.estimated);
}

#[test]
fn beside_the_sources_a_report_is_a_cross_check() {
    let files = vec![data("unit"), data("heavy"), config(), report("union", "coverage.json")];
    let mut session = session([files, sources()].concat());
    let [agreement] = overview(&session).agreements.try_into().unwrap();
    assert_eq!((agreement.report.as_str(), agreement.n_agree, agreement.n_files), ("coverage.json", 35, 35));
    assert_eq!((agreement.lane, agreement.first), (None, None));
    assert_eq!(overview(&session).problems, []);
    // A report of another state of the project: a statement more.
    let mut json: serde_json::Value = serde_json::from_slice(&report("union", "coverage.json").bytes).unwrap();
    for file in ["backend/core/money.py", "backend/core/text.py"] {
        json["files"][file]["missing_lines"].as_array_mut().unwrap().push(1_000.into());
    }
    let stale = Input { name: "old.json".to_owned(), bytes: json.to_string().into_bytes() };
    run(session.add(vec![stale], &Unhurried, &mut |_| {})).unwrap();
    let problems = overview(&session).problems;
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.code, problem.input.as_str()), (Code::ReportDisagrees, "old.json"));
    let first = "backend/core/money.py line 1000: CI counts it as a statement; here it is none.";
    assert_eq!(problem.cause, format!("2 of 35 files differ. The first is {first}"));
    assert_eq!(union(&overview(&session)), coverage_py("union"), "the sources' numbers stay");
}

#[test]
fn the_first_line_that_differs_from_cis_report_is_told() {
    let json: serde_json::Value = serde_json::from_slice(&report("union", "coverage.json").bytes).unwrap();
    let file = "backend/core/money.py";
    let known = |list: &str| json["files"][file][list].as_array().unwrap().clone();
    let [ran, missing, excluded] = ["executed_lines", "missing_lines", "excluded_lines"].map(known);
    let without_first = |list: &[serde_json::Value]| serde_json::Value::from(list[1..].to_vec());
    let and_first =
        |list: &[serde_json::Value], other: &[serde_json::Value]| serde_json::Value::from([&other[..1], list].concat());
    let none = || serde_json::Value::from(Vec::<u32>::new());
    for (changes, line, why) in [
        (vec![("executed_lines", without_first(&ran))], &ran[0], "It is a statement here, and none for CI."),
        (
            vec![("executed_lines", and_first(&ran, &missing)), ("missing_lines", without_first(&missing))],
            &missing[0],
            "It ran in CI's report, and not in the data here.",
        ),
        (
            vec![("executed_lines", without_first(&ran)), ("missing_lines", and_first(&missing, &ran))],
            &ran[0],
            "It ran here, and not in CI's report.",
        ),
        (vec![("excluded_lines", none())], &excluded[0], "It is excluded here, and not in CI."),
        (
            vec![("missing_branches", none())],
            &json["files"][file]["missing_branches"][0][0],
            "CI's report has other missing branches.",
        ),
    ] {
        let mut other = json.clone();
        for (list, value) in changes {
            other["files"][file][list] = value;
        }
        let other = Input { name: "ci.json".to_owned(), bytes: other.to_string().into_bytes() };
        let overview = overview(&session([inputs(), vec![other]].concat()));
        let [agreement] = overview.agreements.as_slice() else { panic!("{:?}", overview.agreements) };
        assert_eq!((agreement.n_agree, agreement.n_files), (34, 35));
        let first = agreement.first.as_ref().unwrap();
        let line = line.as_u64().and_then(|line| u32::try_from(line).ok());
        assert_eq!((first.path.as_str(), first.line, first.why.as_str()), (file, line, why));
    }
}

#[test]
fn what_coverage_py_itself_fails_on_is_told() {
    let found = std::fs::read_to_string(project().join("tests/parity/found.txt")).unwrap();
    let program = found.split("=== a with that leads to itself\n").nth(1).unwrap().split("=== ").next().unwrap();
    let config = |more: &str| {
        let text = format!("[tool.covscope]\npython = '3.13'\n{more}");
        Input { name: "pyproject.toml".to_owned(), bytes: text.into_bytes() }
    };
    let mut changed = sources();
    let money = changed.iter_mut().find(|source| source.name == "backend/core/money.py").unwrap();
    money.bytes = program.as_bytes().to_vec();
    let rules = String::from_utf8(super::sample::config().bytes).unwrap();
    let rules = rules.split("[tool.covscope]").next().unwrap().to_owned();
    let overview = overview(&session([vec![data("unit"), data("heavy"), config(&rules)], changed].concat()));
    let told: Vec<_> = overview.problems.iter().filter(|problem| problem.code == Code::SourceArcs).collect();
    let [problem] = told.as_slice() else { panic!("{:?}", overview.problems) };
    assert_eq!(problem.input, "backend/core/money.py");
    assert!(problem.cause.contains("Expected one arc"), "{problem}");
}

#[test]
fn what_a_plugin_measured_is_shown_with_what_a_report_tells() {
    let file = "backend/core/money.py";
    let measured = |lane: &str| {
        let mut input = data(lane);
        let mut data = run(CoverageData::read(&input.bytes, &Unhurried)).unwrap().unwrap();
        let path = data.files.keys().find(|path| path.ends_with(file)).unwrap().clone();
        data.files.get_mut(&path).unwrap().tracer = Some("templates.Plugin".to_owned());
        input.bytes = data.write().unwrap();
        input
    };
    let dropped = [vec![measured("unit"), measured("heavy"), config()], sources()].concat();
    let without = overview(&session(dropped.clone()));
    let row = without.rows.iter().find(|row| row.path == file).unwrap();
    assert!(row.totals.is_none() && row.note.as_ref().unwrap().contains("templates.Plugin"), "{row:?}");
    assert_eq!(without.gate.verdict, Verdict::Incomplete);
    let with = overview(&session([dropped, vec![report("union", "coverage.json")]].concat()));
    assert_eq!(union(&with), coverage_py("union"));
    assert_eq!(with.gate.verdict, Verdict::Pass);
}

#[test]
fn without_path_mapping_the_fix_is_told() {
    let session = session([vec![data("unit"), data("heavy")], sources()].concat());
    let overview = overview(&session);
    assert_eq!(overview.n_files, 70);
    let problem = overview.problems.iter().find(|problem| problem.code == Code::PathUnmapped).unwrap();
    let fix = problem.fix.as_deref().unwrap();
    let rules = "source = [\n    \"backend\",\n    \"/__w/sample/sample/backend\",\n    \"/home/runner/work/sample/sample/backend\",\n]";
    assert!(fix.contains(rules), "{fix}");
}

#[test]
fn the_source_view_tells_who_ran_what() {
    let session = whole();
    let query = Query::default();
    for row in overview(&session).rows.iter() {
        let file = session.file(&row.path, &query).unwrap();
        assert!(file.has_text, "{}", row.path);
        let totals = row.totals.as_ref().unwrap();
        let statements = file.lines.iter().filter(|line| line.number == line.first);
        let count = |state| statements.clone().filter(|line| line.state == state).count();
        assert_eq!(count(LineState::Missing), totals.n_missing, "{}", row.path);
        let ran = count(LineState::Run) + count(LineState::Partial);
        assert_eq!(ran + totals.n_missing, totals.n_statements, "{}", row.path);
        assert!(file.lines.iter().all(|line| line.state != LineState::Missing || line.lanes.is_empty()));
        let untaken = |line: &&covscope_core::view::Line| line.branches.iter().any(|branch| branch.lanes.is_empty());
        assert!(file.lines.iter().filter(untaken).all(|line| line.state != LineState::Run), "{}", row.path);
    }
    assert!(session.file("backend/none.py", &query).is_none());
}

#[test]
fn lanes_of_several_files_contexts_and_relative_paths() {
    let variant = |name: &str| folder().join("variants").join(name);
    let load = |name: &str| {
        let mut inputs = dropped_folder("v", &variant(name));
        inputs.retain(|input| !input.name.ends_with(".json"));
        for input in &mut inputs {
            input.name = input.name.trim_start_matches("v/").to_owned();
        }
        if !inputs.iter().any(|input| input.name == "pyproject.toml") {
            inputs.push(config());
        }
        overview(&session([inputs, sources()].concat()))
    };
    for name in ["parallel", "contexts", "relative", "lines"] {
        let overview = load(name);
        assert_eq!(union(&overview), expected(&variant(name).join("coverage.json")), "{name}");
        assert_eq!(overview.has_branches, name != "lines");
    }
    let parallel = load("parallel");
    assert_eq!(parallel.lanes.len(), 1, "one name is one lane");
    assert!(parallel.lanes[0].files.len() > 1);
}

#[test]
fn a_dropped_folder_may_be_called_as_the_one_the_lanes_ran_in() {
    // As GitHub has it: /home/runner/work/sample/sample. The rules are relative to where the configuration is.
    let renamed = |mut input: Input| {
        input.name = format!("sample/{}", input.name);
        input
    };
    let dropped = [vec![data("unit"), data("heavy"), renamed(config())], sources().into_iter().map(renamed).collect()];
    let whole = overview(&session(dropped.concat()));
    assert_eq!(whole.problems, []);
    assert_eq!(union(&whole), coverage_py("union"));
    let mut rules = config();
    let text = String::from_utf8(rules.bytes).unwrap();
    rules.bytes = text.replace("fail_under = 80", "omit = [\"backend/core/*\"]").into_bytes();
    let dropped = [vec![data("unit"), renamed(rules)], sources().into_iter().map(renamed).collect()];
    let narrowed = overview(&session(dropped.concat()));
    assert!(narrowed.rows.len() > 10);
    assert!(narrowed.rows.iter().all(|row| row.path.starts_with("backend/") && !row.path.starts_with("backend/core/")));
}
