//! What the person arranges: lanes, data files and path rules, and what that does to the numbers.

use covscope_core::data::CoverageData;
use covscope_core::error::{Code, Problem};
use covscope_core::input::Input;
use covscope_core::numbers::Numbers;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::view::{Arrangement, Bounds, Choices, Overview, PathRule, PathState, Query, Review, Verdict};

use crate::sample::{inputs, whole};
use crate::support::{dropped, expected, numbers, project, session};

/// The same data arranged.
#[track_caller]
fn arranged(session: &mut Session, arrangement: Arrangement) -> (Overview, Review) {
    let choices = Choices { arrangement, ..Choices::default() };
    run(session.choose(choices.clone(), &Unhurried, &mut |_| {})).unwrap();
    let query = Query { choices, all: true, ..Query::default() };
    (session.overview(&query).unwrap(), session.review(&query).unwrap())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn unit() -> Vec<String> {
    texts(&[".coverage.unit"])
}

fn union_of_sample() -> Numbers {
    expected(&project().join("tests/sample/expected/union/coverage.json")).into_values().sum()
}

fn rule(paths: &[&str]) -> PathRule {
    PathRule { name: "source".to_owned(), paths: texts(paths) }
}

fn count(review: &Review, state: PathState) -> usize {
    review.paths.iter().filter(|row| row.state == state).count()
}

#[test]
fn what_was_dropped_is_told() {
    let (overview, review) = arranged(&mut whole(), Arrangement::default());
    assert_eq!(review.union, overview.union);
    assert_eq!(review.gate, overview.gate);
    assert_eq!(review.gate.bounds, None);
    let names: Vec<_> = review.lanes.iter().map(|lane| lane.name.as_str()).collect();
    assert_eq!(names, ["unit", "heavy"]);
    let [file] = review.lanes[0].files.as_slice() else { panic!("{:?}", review.lanes) };
    assert_eq!((file.input.as_str(), file.schema, file.version.as_str()), (".coverage.unit", 7, "7.17.3"));
    let bytes = std::fs::metadata(project().join("tests/sample/data/.coverage.unit")).unwrap().len();
    assert_eq!((file.size as u64, file.has_arcs, file.n_contexts), (bytes, Some(true), 0));
    assert_eq!(file.n_files, file.n_mapped);
    assert_eq!((file.n_unmapped, file.n_folded), (0, 0));
    assert!(review.expected.iter().all(|lane| lane.is_here) && review.expected.len() == 2);
    assert_eq!((review.n_doubtful, review.suggestions.len(), review.mixed.is_none()), (0, 0, true));
    assert_eq!(review.rules[0].paths[0], "backend");
    let mapped: usize = review.patterns.iter().map(|pattern| pattern.n_paths).sum();
    assert_eq!(mapped, review.paths.len());
    assert!(review.paths.iter().all(|row| row.result.starts_with("backend/") && row.pattern.is_some()));
}

#[test]
fn a_missing_lane_bounds_the_total() {
    let mut session = whole();
    let (overview, review) = arranged(&mut session, Arrangement { removed: unit(), ..Arrangement::default() });
    assert_eq!(review.gate.verdict, Verdict::Incomplete);
    let heavy = &overview.union;
    let n_missing = heavy.n_missing + heavy.n_missing_branches;
    let bounds = Bounds { low: "61.29".to_owned(), high: "100.00".to_owned(), n_missing, low_passes: false };
    assert_eq!(review.gate.bounds, Some(bounds));
    assert_eq!(review.removed[0].input, ".coverage.unit");
    // A lane that is not known yet, though those here pass.
    let expected = Some(texts(&["unit", "heavy", "e2e"]));
    let (_, review) = arranged(&mut session, Arrangement { expected, ..Arrangement::default() });
    let bounds = review.gate.bounds.unwrap();
    assert_eq!((review.gate.verdict, bounds.low.as_str(), bounds.low_passes), (Verdict::Incomplete, "81.87", true));
    assert_eq!(review.gate.reasons, ["The lane e2e is expected and not here."]);
    assert!(!review.expected[2].is_here);
    // What is unknown can take away, too.
    let data = inputs().into_iter().filter(|input| input.name != ".coverage.unit" && !input.name.ends_with("money.py"));
    let (_, review) = arranged(&mut crate::support::session(data.collect()), Arrangement::default());
    assert_eq!((review.gate.verdict, review.gate.bounds), (Verdict::Incomplete, None));
}

#[test]
fn lanes_are_renamed_and_merged() {
    let mut session = whole();
    let mut arrangement = Arrangement::default();
    arrangement.rename(&unit(), "quick");
    let (overview, _) = arranged(&mut session, arrangement.clone());
    assert_eq!(overview.gate.reasons, ["The lane unit is expected and not here."]);
    arrangement.expected = Some(Vec::new());
    let (overview, review) = arranged(&mut session, arrangement.clone());
    assert_eq!((overview.gate.verdict, review.lanes[0].name.as_str()), (Verdict::Pass, "quick"));
    arrangement.rename(&unit(), "heavy");
    let (overview, review) = arranged(&mut session, arrangement.clone());
    assert_eq!((review.lanes.len(), review.lanes[0].files.len()), (1, 2));
    assert_eq!(review.lanes[0].totals.percent_exact, "81.87");
    // It is no part of something: it is all that was here.
    assert_eq!(overview.gate.verdict, Verdict::Pass);
    arrangement.rename(&unit(), "");
    assert_eq!(arranged(&mut session, arrangement).1.lanes.len(), 2);
}

#[test]
fn without_any_lane_there_is_nothing_to_count() {
    let mut session = whole();
    let removed = texts(&[".coverage.unit", ".coverage.heavy"]);
    let (overview, review) = arranged(&mut session, Arrangement { removed, ..Arrangement::default() });
    assert_eq!((overview.union.n_files, overview.gate.verdict), (0, Verdict::Incomplete));
    assert_eq!((review.lanes.len(), review.removed.len(), review.gate.bounds), (0, 2, None));
    let (overview, _) = arranged(&mut session, Arrangement::default());
    assert_eq!(overview.union.percent_exact, "81.87");
}

#[test]
fn statements_rescue_what_can_not_be_combined() {
    let lines = dropped(".coverage.unit", &project().join("tests/sample/variants/lines/.coverage.lines"));
    let with_lines =
        inputs().into_iter().map(|input| if input.name == ".coverage.unit" { lines.clone() } else { input });
    let mut session = session(with_lines.collect());
    let (overview, review) = arranged(&mut session, Arrangement::default());
    let mixed = review.mixed.unwrap();
    assert_eq!(review.left_out[0].input, ".coverage.heavy");
    assert_eq!((mixed.branches, mixed.statements, mixed.is_rescued), (texts(&[".coverage.heavy"]), unit(), false));
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
    // It is here, though not combined.
    assert_eq!(overview.gate.reasons, [".coverage.heavy can't be used."]);
    assert!(review.expected.iter().all(|lane| lane.is_here) && overview.gate.bounds.is_some());
    let (overview, _) = arranged(&mut session, Arrangement { expected: Some(Vec::new()), ..Arrangement::default() });
    assert_eq!(overview.gate.reasons, [".coverage.heavy can't be used."]);
    let removed = texts(&[".coverage.heavy"]);
    let (overview, _) = arranged(&mut session, Arrangement { removed, ..Arrangement::default() });
    assert_eq!(overview.gate.reasons, ["The lane heavy is expected and not here."]);
    let (overview, review) = arranged(&mut session, Arrangement { lines_only: true, ..Arrangement::default() });
    assert!(review.mixed.unwrap().is_rescued && review.left_out.is_empty() && !overview.has_branches);
    assert!(overview.problems.iter().all(|problem| problem.code != Code::DataMixed));
    let json = expected(&project().join("tests/sample/variants/lines/coverage.json"));
    let lines: Numbers = json.into_values().sum();
    assert_eq!(overview.lanes[0].totals.n_missing, lines.n_missing);
    // Of data with branches, statements count as they did with branches.
    let (overview, _) = arranged(&mut whole(), Arrangement { lines_only: true, ..Arrangement::default() });
    let union = union_of_sample();
    let own = numbers(&overview.union);
    assert_eq!((own.n_statements, own.n_missing, own.n_branches), (union.n_statements, union.n_missing, 0));
}

#[test]
fn suggested_rules_make_lanes_one_again() {
    let mut session = whole();
    let (overview, review) = arranged(&mut session, Arrangement { paths: Some(Vec::new()), ..Arrangement::default() });
    assert_eq!(overview.n_files, 70);
    assert_eq!((review.n_doubtful, count(&review, PathState::Apart)), (review.paths.len(), review.paths.len()));
    let [suggestion] = review.suggestions.as_slice() else { panic!("{:?}", review.suggestions) };
    assert!(suggestion.why.contains("70 of 70 measured files are the same source"), "{}", suggestion.why);
    let roots = ["backend", "/__w/sample/sample/backend", "/home/runner/work/sample/sample/backend"];
    assert_eq!(suggestion.added, texts(&roots));
    let paths = Some(suggestion.rules.clone());
    let (overview, review) = arranged(&mut session, Arrangement { paths, ..Arrangement::default() });
    assert_eq!(numbers(&overview.union), union_of_sample());
    assert_eq!((overview.gate.verdict, review.suggestions.len(), review.n_doubtful), (Verdict::Pass, 0, 0));
    let [(own, toml), (other, ini)] = review.written.as_slice() else { panic!("{:?}", review.written) };
    assert_eq!((own.as_str(), other.as_str()), ("pyproject.toml", ".coveragerc"));
    assert!(toml.starts_with("[tool.coverage.paths]\nsource = [\n    \"backend\",\n"), "{toml}");
    assert!(ini.starts_with("[paths]\nsource =\n    backend\n    /__w/"), "{ini}");
}

#[test]
fn a_pattern_that_is_missing_joins_its_rule() {
    let paths = Some(vec![rule(&["backend", "/home/runner/work/sample/sample/backend"])]);
    let mut session = whole();
    let (overview, review) = arranged(&mut session, Arrangement { paths, ..Arrangement::default() });
    assert_eq!(overview.n_files, 70);
    let suggestion = &review.suggestions[0];
    assert_eq!((suggestion.rules.len(), suggestion.rules[0].paths.len()), (1, 3));
    let paths = Some(suggestion.rules.clone());
    let (overview, _) = arranged(&mut session, Arrangement { paths, ..Arrangement::default() });
    assert_eq!(overview.union.percent_exact, "81.87");
}

#[test]
fn a_pattern_that_is_none_says_what_coverage_py_says() {
    let paths = Some(vec![rule(&["backend", "/home/*", "/__w/***/backend", "/__w/sample/sample/backend"]), rule(&[])]);
    let (overview, review) = arranged(&mut whole(), Arrangement { paths, ..Arrangement::default() });
    let errors: Vec<_> = review.patterns.iter().map(|pattern| pattern.error.as_deref()).collect();
    let expected = [Some("Pattern must not end with wildcards."), Some("File pattern can't include '***'"), None];
    assert_eq!(errors, expected);
    assert!(review.patterns[2].n_paths > 0);
    assert_eq!(overview.gate.verdict, Verdict::Incomplete);
}

#[test]
fn files_folded_onto_one_are_flagged() {
    let paths = Some(vec![
        PathRule { name: "wrong".to_owned(), paths: texts(&["backend/orders", "*/jobs"]) },
        rule(&["backend", "/home/runner/work/sample/sample/backend", "/__w/sample/sample/backend"]),
    ]);
    let (overview, review) = arranged(&mut whole(), Arrangement { paths, ..Arrangement::default() });
    let folded: Vec<_> = review.paths.iter().filter(|row| row.state == PathState::Folded).collect();
    assert_eq!(folded.len(), 4, "{folded:?}");
    assert!(folded.iter().all(|row| row.result == "backend/orders/__init__.py"), "{folded:?}");
    assert_eq!(review.paths[0].state, PathState::Folded);
    assert!(review.lanes.iter().all(|lane| lane.files[0].n_folded == 2));
    assert!(overview.problems.iter().any(|problem| problem.code == Code::PathCollision));
}

/// A data file of these files.
fn data(name: &str, files: &[&str]) -> Input {
    let files = files.iter().map(|path| ((*path).to_owned(), Default::default())).collect();
    let data = CoverageData { has_arcs: Some(true), files, ..Default::default() };
    Input { name: name.to_owned(), bytes: data.write().unwrap() }
}

#[test]
fn files_of_different_lanes_that_a_rule_makes_one_are_flagged_at_the_report_too() {
    let source = |path: &str| Input { name: format!("p/{path}"), bytes: b"a = 1\n".to_vec() };
    let sources = ["src/app.py", "services/orders/src/app.py", "services/search/src/app.py"].map(source);
    for (start, relative) in [("", "true"), ("/ci/work/p/", "false")] {
        let paths = ["orders", "search"].map(|lane| format!("{start}services/{lane}/src/app.py"));
        let lanes = [(".coverage.orders", &paths[0]), (".coverage.search", &paths[1])];
        let lanes = lanes.map(|(name, path)| data(name, &[path]));
        let load = |rules: &str| {
            let toml = format!("[tool.coverage.run]\nrelative_files = {relative}\n{rules}");
            let config = Input { name: "p/pyproject.toml".to_owned(), bytes: toml.into_bytes() };
            let mut session = session([&lanes[..], &[config], &sources].concat());
            arranged(&mut session, Arrangement::default())
        };
        let (overview, review) = load("[tool.coverage.paths]\nsource = ['src', '*/src']\n");
        let problems: Vec<_> = overview.problems.iter().filter(|it| it.code == Code::PathCollision).collect();
        let [problem] = problems.as_slice() else { panic!("{:?}", overview.problems) };
        assert_eq!(problem.input, "src/app.py");
        assert!(problem.cause.contains("services/orders/src/app.py and 1 more too,"), "{}", problem.cause);
        assert!(review.paths.iter().all(|row| row.state == PathState::Folded), "{:?}", review.paths);
        // With a result of their own they are what they are.
        let own = "orders = ['services/orders/src', '*/services/orders/src']\nsearch = ['services/search/src', '*/services/search/src']\n";
        let (overview, _) = load(&format!("[tool.coverage.paths]\n{own}source = ['src', '*/src']\n"));
        assert_eq!(overview.problems, [], "{start}");
        assert_eq!(
            overview.rows.paths().collect::<Vec<_>>(),
            ["services/orders/src/app.py", "services/search/src/app.py"]
        );
    }
}

#[test]
fn two_names_in_one_data_file_are_not_made_one() {
    let source = |path: &str| Input { name: format!("p/{path}"), bytes: b"a = 1\n".to_vec() };
    let toml = b"[tool.coverage.paths]\nsource = ['src', '/r/one/src']\n".to_vec();
    let config = Input { name: "p/pyproject.toml".to_owned(), bytes: toml };
    let load = |data: Vec<Input>| {
        let mut session = session([data, vec![config.clone(), source("src/a.py"), source("src/b.py")]].concat());
        let (overview, review) = arranged(&mut session, Arrangement::default());
        let is_it = |problem: &&Problem| problem.code == Code::PathUnmapped;
        (review.suggestions, overview.problems.iter().find(is_it).unwrap().clone())
    };
    let (one, two) = (["/r/one/src/a.py", "/r/one/src/b.py"], ["/r/two/src/a.py", "/r/two/src/b.py"]);
    // In two data files they can be the files of two runs.
    let (suggestions, problem) = load(vec![data(".coverage.x", &one), data(".coverage.y", &two)]);
    assert_eq!(suggestions[0].added, texts(&["src", "/r/two/src"]));
    assert!(problem.fix.unwrap().contains("/r/two/src"));
    // In one they are two files: such a rule would be coverage.py's issue 2072.
    for files in [vec![one[0], two[0]], [one, two].concat()] {
        let (suggestions, problem) = load(vec![data(".coverage.x", &files)]);
        assert_eq!(suggestions, []);
        assert!(problem.fix.is_none_or(|fix| !fix.contains("/r/two")));
        assert!(problem.cause.ends_with("so they may be different files."), "{}", problem.cause);
    }
    // Nor if others, which are in two, have the same roots.
    let (suggestions, _) = load(vec![data(".coverage.x", &[one[0], two[0], one[1]]), data(".coverage.y", &[two[1]])]);
    assert_eq!(suggestions, []);
}

#[test]
fn ten_thousand_paths_are_reviewed() {
    let files = (0..10_000).map(|i| format!("/w/shop/pkg{}/mod{i}.py", i % 100));
    let files = files.map(|path| (path, Default::default())).collect();
    let data = CoverageData { has_arcs: Some(true), files, ..Default::default() };
    let input = Input { name: ".coverage".to_owned(), bytes: data.write().unwrap() };
    let mut session = session(vec![input]);
    let paths = Some(vec![rule(&[".", "/w/shop"])]);
    let (_, review) = arranged(&mut session, Arrangement { paths, ..Arrangement::default() });
    assert_eq!((review.paths.len(), review.patterns[0].n_paths), (10_000, 10_000));
    // Whether they are there is not known without sources.
    assert_eq!(count(&review, PathState::Unchecked), 10_000);
    // A rule that folds them names few of them.
    let paths = Some(vec![rule(&[".", "/w/shop/*"])]);
    let (overview, _) = arranged(&mut session, Arrangement { paths, ..Arrangement::default() });
    assert!(overview.problems.iter().all(|problem| problem.cause.len() < 2_000));
}
