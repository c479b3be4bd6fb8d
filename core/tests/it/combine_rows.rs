//! Combined rows against those that `coverage combine` wrote; `tests/parity/combine/make.py` recorded them.

use covscope_core::combine::aliases::PathAliases;
use covscope_core::combine::merge::Merged;
use covscope_core::combine::root::Root;
use covscope_core::config::Config;
use covscope_core::data::CoverageData;
use covscope_core::pace::{Unhurried, run};

use crate::rows::{Case, Input, Rows};

/// Written and read again, so that the tables are part of the test.
fn round_trip(data: &CoverageData) -> CoverageData {
    let bytes = data.write().unwrap();
    run(CoverageData::read(&bytes, &Unhurried)).unwrap().unwrap()
}

fn check(case: &Case) -> Result<(), String> {
    let mut config = Config::default();
    config.relative_files = case.relative_files;
    config.paths = case.paths.iter().map(|paths| (String::new(), paths.clone())).collect();
    let root = Root::new("/project");
    let (mut aliases, problems) = PathAliases::from_config(&config, root);
    let exists = |path: &str| case.exists.iter().any(|file| file == path);
    let started = case.append.as_ref().map(|rows| round_trip(&rows.to_data()));
    let mut merged =
        started.map_or_else(|| Merged::new("/project/.coverage"), |data| Merged::from("/project/.coverage", data));
    let mut error = problems.first().map(|problem| problem.cause.clone());
    let mut combined = 0;
    for (name, input) in &case.inputs {
        let rows = match input {
            Input::Rows(rows) if error.is_none() => rows,
            Input::Rows(_) => break,
            // What can't be combined, and what was combined before.
            Input::Text(text) => {
                assert!(text.is_empty() || text == "junk" || case.inputs.contains_key(text));
                continue;
            }
        };
        let data = round_trip(&rows.to_data());
        if Rows::of(&data) != *rows {
            return Err(format!("{}: {name} is written as {:?}, not {rows:?}", case.name, Rows::of(&data)));
        }
        match merged.add(&format!("/project/{name}"), &data, &mut aliases, &exists) {
            Ok(()) => combined += 1,
            Err(refused) => error = Some(refused.message.unwrap().into_string()),
        }
    }
    // Words of the path rules are compared elsewhere; a link is no part of the recorded words.
    let theirs = case.error.as_deref().filter(|words| words.starts_with("C") && words.contains('\''));
    let ours = error.as_deref().filter(|_| problems.is_empty()).map(|words| words.split("; see ").next().unwrap());
    if ours != theirs {
        return Err(format!("{}: the error is {ours:?}, with coverage.py {theirs:?}", case.name));
    }
    let ours = (combined > 0 || case.append.is_some()).then(|| Rows::of(&round_trip(&merged.data)));
    if ours != case.merged {
        return Err(format!("{}: the rows are\n  {ours:?}, with coverage.py\n  {:?}", case.name, case.merged));
    }
    if case.name.contains("#2072") && merged.folded.is_empty() {
        return Err(format!("{}: not reported", case.name));
    }
    Ok(())
}

#[test]
#[cfg_attr(not(feature = "cli"), ignore = "only the command line has coverage.py's own messages")]
fn rows_are_combined_as_coverage_py_combines_them() {
    let cases = Case::all();
    // The same content under two names with one hash: the command line tells such apart, see tests/cli.
    let by_hash = |case: &&Case| !case.name.starts_with("the same hash");
    let failures: Vec<_> = cases.iter().filter(by_hash).filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
