//! The report's screen: what is switched off, filtered, folded into folders, and split into functions and classes.

use std::collections::BTreeMap;
use std::rc::Rc;

use covscope_core::numbers::{Numbers, Verdict};
use covscope_core::session::Session;
use covscope_core::view::{Listing, Overview, Query, Row, Share};
use serde_json::Value;

use crate::sample::{coverage_py, folder, inputs, whole};
use crate::support::{numbers, session, union};

fn asked(session: &Session, change: impl FnOnce(&mut Query)) -> Overview {
    let mut query = Query::default();
    change(&mut query);
    session.overview(&query).unwrap()
}

fn filtered(session: &Session, filter: &str) -> (Vec<String>, Vec<String>) {
    let overview = asked(session, |query| query.filter = filter.to_owned());
    (overview.rows.iter().map(|row| row.path.clone()).collect(), overview.filter_problems)
}

#[test]
fn a_lane_switched_off_leaves_the_other_lanes_numbers_and_no_verdict() {
    let session = whole();
    for (off, on) in [("unit", "heavy"), ("heavy", "unit")] {
        let overview = asked(&session, |query| query.off = vec![off.to_owned()]);
        assert_eq!(union(&overview), coverage_py(on));
        assert_eq!(overview.gate.verdict, Verdict::Incomplete);
        assert_eq!(overview.gate.reasons, [format!("The lane {off} is switched off here.")]);
        let on: Vec<bool> = overview.lanes.iter().map(|lane| lane.on).collect();
        assert_eq!(on, [off != "unit", off != "heavy"]);
        // Each lane's own total stays.
        assert_eq!(overview.lanes[0].totals.percent_exact, "63.64");
    }
    let both = asked(&session, |query| query.off = vec!["unit".to_owned(), "heavy".to_owned()]);
    // What coverage.py counts as covered without any data, branches of no-branch lines, is told as it is in the total.
    let shares: Vec<_> = both.shares.iter().map(|share| (&*share.lanes, share.points)).collect();
    let missing = both.union.n_missing + both.union.n_missing_branches;
    assert_eq!(shares, [(&[][..], missing), (&[0, 1], 2)]);
    assert_eq!(missing + 2, both.union.n_statements + both.union.n_branches);
    assert_eq!((both.bar.missing, both.bar.shared, both.union.percent_exact.as_str()), (missing, 2, "0.10"));
    assert_eq!(union(&asked(&session, |query| query.off = vec!["no such lane".to_owned()])), coverage_py("union"));
}

#[test]
fn shares_say_who_covers_what() {
    let overview = asked(&whole(), |_| {});
    let union = &overview.union;
    let share = |lanes: &[usize]| overview.shares.iter().find(|share| share.lanes == lanes).unwrap();
    let sum = |count: fn(&Share) -> usize| overview.shares.iter().map(count).sum::<usize>();
    assert_eq!(sum(|share| share.lines), union.n_statements);
    assert_eq!(sum(|share| share.points), union.n_statements + union.n_branches);
    let neither = share(&[]);
    assert_eq!((neither.lines, neither.points), (union.n_missing, union.n_missing + union.n_missing_branches));
    for lane in [0, 1] {
        let totals = &overview.lanes[lane].totals;
        let (lines, both) = (share(&[lane]).lines, share(&[0, 1]).lines);
        assert_eq!(lines + both, totals.n_statements - totals.n_missing);
        assert_eq!(overview.bar.only[lane], share(&[lane]).points);
    }
}

#[test]
fn many_lanes_are_told_by_the_largest_shares() {
    let mut many = inputs();
    let unit = many.iter().position(|input| input.name == ".coverage.unit").unwrap();
    for lane in 0..40 {
        // Other bytes, or it would be the same file.
        let mut copy = many[unit].clone();
        copy.name = format!(".coverage.lane{lane}");
        let version = copy
            .bytes
            .windows(7)
            .position(|bytes| bytes == b"7.17.3\0")
            .or_else(|| copy.bytes.windows(6).position(|it| it == b"7.17.3"));
        copy.bytes[version.unwrap() + 5] = b'0' + u8::try_from(lane % 10).unwrap();
        copy.bytes[version.unwrap() + 3] = b'0' + u8::try_from(lane / 10).unwrap();
        many.push(copy);
    }
    let session = session(many);
    let overview = asked(&session, |_| {});
    assert_eq!(overview.lanes.len(), 42);
    let off: Vec<String> = overview.lanes.iter().skip(1).map(|lane| lane.name.clone()).collect();
    let one = asked(&session, |query| query.off = off);
    assert_eq!(one.gate.reasons.len(), 1, "{:?}", one.gate.reasons);
    assert!(one.gate.reasons[0].starts_with("41 lanes are switched off here: "), "{:?}", one.gate.reasons);
    assert!(one.gate.reasons[0].ends_with(" and 38 more."), "{:?}", one.gate.reasons);
    assert_eq!(union(&overview), coverage_py("union"));
    assert!(overview.shares.len() <= 14, "{:?}", overview.shares);
    let points: usize = overview.shares.iter().map(|share| share.points).sum();
    assert_eq!(points, overview.union.n_statements + overview.union.n_branches);
}

#[test]
fn filters_leave_what_they_say() {
    let session = whole();
    let by = |filter: &str| {
        let (paths, problems) = filtered(&session, filter);
        assert_eq!(problems, [""; 0], "{filter}");
        paths
    };
    assert_eq!(by("API/").len(), 4);
    assert_eq!(by("api"), by("\"api\""));
    assert_eq!(by("orders/ !service !__init__").len(), 5);
    assert_eq!(
        by("s*.py"),
        [
            "backend/core/settings.py",
            "backend/orders/service.py",
            "backend/orders/sqlite.py",
            "backend/warehouse/stock.py"
        ]
    );
    assert_eq!(by("jobs/*.py"), by("jobs/"));
    assert_eq!(by("backend/*/q*.py"), ["backend/jobs/queue.py", "backend/search/query.py"]);
    assert_eq!(by("/\\/q[a-z]+\\.py$/"), ["backend/jobs/queue.py", "backend/search/query.py"]);
    assert_eq!(by("!/_/ /^backend.c/").len(), 9);
    assert_eq!(by("<50").len(), 3);
    assert_eq!(by("cover<50%"), by("<50"));
    assert_eq!(
        [by("missing>=38"), by("statements=38"), by("stmts==38")],
        [["backend/jobs/legacy_export.py"], ["backend/jobs/legacy_export.py"], ["backend/jobs/legacy_export.py"]]
    );
    assert_eq!(by("missing>10 missing<12"), ["backend/warehouse/importer.py"]);
    for spaced in ["missing > 10 missing < 12", "missing> 10  missing <\t12", " missing  >=  11 < 100 missing = 11"] {
        assert_eq!(by(spaced), ["backend/warehouse/importer.py"], "{spaced}");
    }
    assert_eq!(by("partial>0").len() + by("!partial>0").len(), 35);
    // Terms that are still being typed.
    for unfinished in ["", "!", "\"", "/", "missing>", "  ", "!/"] {
        assert_eq!(by(unfinished).len(), 35, "{unfinished:?}");
    }
    assert_eq!(filtered(&session, "no such file").0, [""; 0]);
}

#[test]
fn filters_ask_about_lanes() {
    let session = whole();
    let overview = asked(&session, |_| {});
    let by = |filter: &str, holds: &dyn Fn(&Row) -> bool| {
        let expected: Vec<String> = overview.rows.iter().filter(|row| holds(row)).map(|row| row.path.clone()).collect();
        let (paths, problems) = filtered(&session, filter);
        assert_eq!((&paths, problems), (&expected, vec![]), "{filter}");
        assert!(!paths.is_empty() && paths.len() < overview.rows.len(), "{filter} tells nothing");
    };
    by("lane:heavy-only", &|row| row.bar.only[1] > 0);
    by("lane:unit+heavy", &|row| row.bar.shared > 0);
    by("lane:none", &|row| row.bar.missing > 0);
    by("lane:heavy", &|row| row.bar.only[1] + row.bar.shared > 0);
    by("!lane:unit-only", &|row| row.bar.only[0] == 0);
    by("lane:unit<50", &|row| row.lanes[0].as_ref().unwrap().percent < 50.0);
}

#[test]
fn a_filter_says_what_it_does_not_understand_and_goes_on() {
    let session = whole();
    let (paths, problems) = filtered(&session, "foo>3 /(/ lane:nightly missing>x api/");
    assert_eq!(paths.len(), 4);
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(problems[0].starts_with("foo in foo>3 is no column"), "{problems:?}");
    assert!(problems[1].contains("missing )"), "{problems:?}");
    assert_eq!(problems[2], "There is no lane nightly; the lanes are unit, heavy.");
    // A pattern that would never end is left out.
    let (paths, problems) = filtered(&session, r"/(.*)(.*)(.*)(.*)(.*)(.*)(.*)\1\2\3\4\5\6\7x$/ api/");
    assert_eq!((paths.len(), problems.len()), (4, 1), "{problems:?}");
    assert!(problems[0].ends_with("takes too long; it is left out."), "{problems:?}");
}

#[test]
fn totals_follow_the_filter() {
    let session = whole();
    let overview = asked(&session, |query| query.filter = "orders/".to_owned());
    let expected = coverage_py("union").into_iter().filter(|(path, _)| path.contains("/orders/")).map(|(_, it)| it);
    assert_eq!(numbers(&overview.shown), expected.sum::<Numbers>());
    for (index, lane) in ["unit", "heavy"].into_iter().enumerate() {
        let expected = coverage_py(lane).into_iter().filter(|(path, _)| path.contains("/orders/")).map(|(_, it)| it);
        assert_eq!(numbers(&overview.lanes[index].shown), expected.sum::<Numbers>());
    }
    assert_eq!((overview.n_shown, overview.n_files), (7, 35));
    // The gate is about all files, whatever is filtered.
    assert_eq!(overview.union.percent_exact, "81.87");
}

#[test]
fn folders_hold_the_sums_of_what_is_in_them() {
    let session = whole();
    let tree = asked(&session, |query| query.listing = Listing::Tree);
    let files = coverage_py("union");
    let folders: Vec<Rc<Row>> = tree.rows.iter().filter(|row| row.path.ends_with('/')).collect();
    assert_eq!(folders.len(), 7, "{:?}", folders.iter().map(|row| &row.path).collect::<Vec<_>>());
    for folder in folders {
        let inside = files.iter().filter(|(path, _)| path.starts_with(&folder.path)).map(|(_, it)| *it);
        assert_eq!(numbers(folder.totals.as_ref().unwrap()), inside.sum::<Numbers>(), "{}", folder.path);
    }
    // Each row is below the folder above it.
    let mut open: Vec<String> = Vec::new();
    for row in tree.rows.iter() {
        open.truncate(row.depth);
        assert!(open.last().is_none_or(|folder| row.path.starts_with(folder)), "{}", row.path);
        assert_eq!(open.len(), row.depth, "{}", row.path);
        open.push(row.path.clone());
    }
    assert_eq!(tree.rows.len(), 42);
    assert_eq!(tree.n_shown, 35);
}

#[test]
fn the_map_shows_what_is_missing_where() {
    let session = whole();
    let (folder, tiles) = asked(&session, |_| {}).map;
    assert_eq!(folder, "backend/");
    let overview = asked(&session, |_| {});
    let missing: usize = tiles.iter().map(|tile| tile.missing).sum();
    assert_eq!(missing, overview.union.n_missing + overview.union.n_missing_branches);
    assert!(tiles.is_sorted_by(|a, b| a.missing >= b.missing));
    assert!(
        tiles.iter().any(|tile| tile.path == "backend/cli.py") && tiles.iter().any(|tile| tile.path == "backend/core/")
    );
    let (folder, tiles) = asked(&session, |query| query.filter = "search/ missing>0".to_owned()).map;
    assert_eq!((folder.as_str(), tiles.len()), ("backend/search/", 3));
}

/// What coverage.py's json says of each function or class: its numbers by file and name.
fn regions(part: &str, key: &str) -> BTreeMap<(String, String), [u64; 6]> {
    let json = std::fs::read(folder().join("expected").join(part).join("coverage.json")).unwrap();
    let json: Value = serde_json::from_slice(&json).unwrap();
    let mut regions = BTreeMap::new();
    for (path, file) in json["files"].as_object().unwrap() {
        for (name, region) in file[key].as_object().unwrap() {
            let summary = &region["summary"];
            let count = |name: &str| summary[name].as_u64().unwrap();
            let counts = [
                "num_statements",
                "missing_lines",
                "excluded_lines",
                "num_branches",
                "num_partial_branches",
                "missing_branches",
            ];
            regions.insert((path.clone(), name.clone()), counts.map(count));
        }
    }
    regions
}

#[test]
fn functions_and_classes_are_coverage_pys() {
    let session = whole();
    for (listing, key, outside) in
        [(Listing::Functions, "functions", "(no function)"), (Listing::Classes, "classes", "(no class)")]
    {
        let overview = asked(&session, |query| query.listing = listing);
        let named = |row: &Row| (row.path.clone(), row.name.clone().filter(|name| name != outside).unwrap_or_default());
        let counts = |totals: &covscope_core::view::Totals| {
            [
                totals.n_statements,
                totals.n_missing,
                totals.n_excluded,
                totals.n_branches,
                totals.n_partial_branches,
                totals.n_missing_branches,
            ]
            .map(|it| it as u64)
        };
        let union: BTreeMap<_, _> =
            overview.rows.iter().map(|row| (named(&row), counts(row.totals.as_ref().unwrap()))).collect();
        assert_eq!(union, regions("union", key));
        for (lane, name) in ["unit", "heavy"].into_iter().enumerate() {
            let of_lane: BTreeMap<_, _> =
                overview.rows.iter().map(|row| (named(&row), counts(row.lanes[lane].as_ref().unwrap()))).collect();
            assert_eq!(of_lane, regions(name, key), "{name}");
        }
        for row in overview.rows.iter() {
            let totals = row.totals.as_ref().unwrap();
            let points = row.bar.shared + row.bar.only.iter().sum::<usize>() + row.bar.missing;
            assert_eq!(points, totals.n_statements + totals.n_branches, "{} {:?}", row.path, row.name);
            assert_eq!(row.bar.missing, totals.n_missing + totals.n_missing_branches, "{} {:?}", row.path, row.name);
        }
    }
    let found = asked(&session, |query| {
        query.listing = Listing::Functions;
        query.filter = r"/:Money\./".to_owned();
    });
    assert!(!found.rows.is_empty() && found.rows.iter().all(|row| row.name.as_ref().unwrap().starts_with("Money.")));
}
