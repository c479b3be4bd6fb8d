//! Functions and classes where there is no source: those that a report lists.

use std::collections::BTreeMap;
use std::path::Path;

use covscope_core::input::Input;
use covscope_core::numbers::Numbers;
use covscope_core::session::Session;
use covscope_core::view::{Listing, Overview, Query, Row, Totals};
use serde_json::Value;

use crate::relyloop;
use crate::sample::{self, folder};
use crate::support::{dropped, numbers, session};

const KINDS: [(Listing, &str, &str); 2] =
    [(Listing::Functions, "functions", "(no function)"), (Listing::Classes, "classes", "(no class)")];

/// By path, name and line.
type Known = BTreeMap<(String, String, u32), Numbers>;

/// The numbers of every region in a json of coverage.py's.
fn told(json: &Path, key: &str) -> Known {
    let json: Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let mut known = Known::new();
    for (path, file) in json["files"].as_object().unwrap() {
        for (name, region) in file[key].as_object().unwrap() {
            let count = |key: &str| usize::try_from(region["summary"][key].as_u64().unwrap()).unwrap();
            let numbers = Numbers {
                n_files: 1,
                n_statements: count("num_statements"),
                n_excluded: count("excluded_lines"),
                n_missing: count("missing_lines"),
                n_branches: count("num_branches"),
                n_partial_branches: count("num_partial_branches"),
                n_missing_branches: count("missing_branches"),
            };
            let line = u32::try_from(region["start_line"].as_u64().unwrap()).unwrap();
            let name = name.split('@').next().unwrap().to_owned();
            known.insert((path.clone(), name, line), numbers);
        }
    }
    known
}

fn listed(session: &Session, listing: Listing) -> Overview {
    session.overview(&Query { listing, ..Query::default() }).unwrap()
}

fn shown(overview: &Overview, outside: &str, totals: impl Fn(&Row) -> Totals) -> Known {
    let row = |row: std::rc::Rc<Row>| {
        let name = row.name.clone().filter(|name| name != outside).unwrap_or_default();
        ((row.path.clone(), name, row.line.unwrap()), numbers(&totals(&row)))
    };
    overview.rows.iter().map(row).collect()
}

fn of_union(overview: &Overview, outside: &str) -> Known {
    shown(overview, outside, |row| row.totals.clone().unwrap())
}

/// Where each part has its own json, each number is that json's.
#[track_caller]
fn each_part_is_its_jsons(session: &Session, jsons: &Path, parts: [&str; 3], count: [usize; 2]) {
    for ((listing, key, outside), count) in KINDS.into_iter().zip(count) {
        let overview = listed(session, listing);
        let json = |part: &str| told(&jsons.join(part).join("coverage.json"), key);
        assert_eq!(overview.filter_problems, [""; 0]);
        assert_eq!(of_union(&overview, outside), json(parts[0]), "{key}");
        assert_eq!(overview.rows.len(), count, "{key}");
        for (lane, part) in [(0, parts[1]), (1, parts[2])] {
            let own = shown(&overview, outside, |row| row.lanes[lane].clone().unwrap());
            assert_eq!(own, json(part), "{part} {key}");
        }
        for row in overview.rows.iter() {
            let (totals, bar) = (row.totals.as_ref().unwrap(), &row.bar);
            assert!(!totals.estimated && row.lanes.iter().flatten().all(|lane| !lane.estimated));
            let points = bar.shared + bar.only.iter().sum::<usize>() + bar.missing;
            assert_eq!(points, totals.n_statements + totals.n_branches, "{} {:?}", row.path, row.name);
        }
    }
}

#[test]
fn a_large_projects_are_its_jsons() {
    let (Some(folder), Some(session)) = (relyloop::folder(), relyloop::whole()) else {
        println!("skipped: there is no large project");
        return;
    };
    each_part_is_its_jsons(&session, &folder.join("expected"), ["combined", "unit-only", "heavy-only"], [970, 460]);
    // The union's json alone tells the union.
    let names = [".coverage.unit", ".coverage.heavy", "pyproject.toml", "expected/combined/coverage.json"];
    let session = crate::support::session(names.iter().map(|name| dropped(name, &folder.join(name))).collect());
    for (listing, key, outside) in KINDS {
        let overview = listed(&session, listing);
        assert_eq!(of_union(&overview, outside), told(&folder.join(names[3]), key));
        assert!(
            overview.lanes[0].totals.estimated
                && overview.rows.iter().next().unwrap().lanes[0].as_ref().unwrap().estimated
        );
    }
}

/// The sample's data and configuration with some of its reports.
fn by_reports(reports: &[&str]) -> Vec<Input> {
    let is_source = |input: &Input| input.name.ends_with(".py");
    let mut inputs: Vec<_> = sample::inputs().into_iter().filter(|input| !is_source(input)).collect();
    inputs.extend(reports.iter().map(|name| dropped(name, &folder().join("expected").join(name))));
    inputs
}

#[test]
fn the_samples_are_the_same_by_json_and_by_sources() {
    let jsons = ["union", "unit", "heavy"].map(|part| format!("{part}/coverage.json"));
    let whole = session(by_reports(&jsons.each_ref().map(String::as_str)));
    let [n_functions, n_classes] = KINDS.map(|(listing, ..)| listed(&sample::whole(), listing).rows.len());
    each_part_is_its_jsons(&whole, &folder().join("expected"), ["union", "unit", "heavy"], [n_functions, n_classes]);

    let (by_source, by_json) = (sample::whole(), session(by_reports(&["union/coverage.json"])));
    for (listing, ..) in KINDS {
        let of = |session: &Session| -> Vec<_> {
            let rows = listed(session, listing).rows;
            rows.iter()
                .map(|row| (row.path.clone(), row.name.clone(), row.line, row.totals.clone(), row.bar.missing))
                .collect()
        };
        assert_eq!(of(&by_json), of(&by_source));
    }
    for row in by_source.overview(&Query::default()).unwrap().rows.iter() {
        let outline = |session: &Session| session.file(&row.path, &Query::default()).unwrap().outline;
        assert_eq!(outline(&by_json), outline(&by_source), "{}", row.path);
    }
}

#[test]
fn what_a_report_does_not_tell_is_said() {
    let mut json: Value =
        serde_json::from_slice(&std::fs::read(folder().join("expected/union/coverage.json")).unwrap()).unwrap();
    json["meta"]["format"] = 2.into();
    for file in json["files"].as_object_mut().unwrap().values_mut() {
        file.as_object_mut().unwrap().retain(|key, _| key != "functions" && key != "classes");
    }
    let mut of_format_2 = by_reports(&[]);
    of_format_2.push(Input { name: "coverage.json".to_owned(), bytes: json.to_string().into() });
    for inputs in [of_format_2, by_reports(&["union/coverage.xml"]), by_reports(&["union/coverage.lcov"])] {
        let session = session(inputs);
        for (listing, key, _) in KINDS {
            let overview = listed(&session, listing);
            let words =
                format!("The {key} of 35 of 35 files are not told: drop the sources, or a coverage.json of format 3.");
            assert_eq!((overview.rows.len(), overview.filter_problems), (0, vec![words]));
        }
        assert_eq!(listed(&session, Listing::Files).filter_problems, [""; 0]);
    }
}
