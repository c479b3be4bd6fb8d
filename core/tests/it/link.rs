//! The report in a link: what it holds of real reports, how long it is, and what comes of links that are none.

use std::path::PathBuf;

use covscope_core::diff::Diff;
use covscope_core::error::Code;
use covscope_core::link::limits::{MOST_BYTES, MOST_COUNTED};
use covscope_core::link::{self, Covered, Detail, File, Lane, Part, Payload, Provenance, Span};
use covscope_core::numbers::{Numbers, Threshold, Verdict};
use covscope_core::reason::{Absence, Reason, Unknown};
use covscope_core::session::Session;
use covscope_core::share::Share;
use covscope_core::view::{self, Column, Listing, Overview, Query, Sort};

use crate::support::{dropped, lane, project, session, union};
use crate::{link_random, relyloop, sample};

/// What CI knows of a run.
fn provenance() -> Provenance {
    Provenance {
        repository: "owner/repository".to_owned(),
        pull_request: 531,
        head: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        base: "89abcdef0123456789abcdef0123456789abcdef".to_owned(),
        run: 12_345_678_901,
        folder: String::new(),
    }
}

fn payload(session: &Session) -> Payload {
    session.payload(&Query::default(), provenance(), None).unwrap()
}

/// The sample, and the large project where it is here.
fn sessions() -> Vec<(&'static str, Session)> {
    let relyloop = relyloop::whole();
    if relyloop.is_none() {
        println!("skipped: the large project, whose data is not here");
    }
    [("the sample", sample::whole())]
        .into_iter()
        .chain(relyloop.map(|session| ("the large project", session)))
        .collect()
}

const DETAILS: [Detail; 7] = [
    Detail::All,
    Detail::NoLaneBranches,
    Detail::NoLaneLines,
    Detail::NoBranches,
    Detail::NoLines,
    Detail::Folded(1),
    Detail::Total,
];

#[test]
fn every_detail_comes_back_and_less_is_shorter() {
    for (name, session) in sessions() {
        let whole = payload(&session);
        let mut longest = usize::MAX;
        for detail in DETAILS {
            let less = whole.with(detail);
            let written = link::write(&less, 60_000).unwrap();
            println!("{name}: {detail:?}: {} characters of {} bytes", written.text.len(), link::encode(&less).len());
            assert_eq!(link::read(&written.text).as_ref(), Ok(&less));
            assert_eq!((written.detail, less.union(), less.verdict()), (detail, whole.union(), Verdict::Pass));
            assert!(written.text.len() < longest, "{detail:?}");
            longest = written.text.len();
        }
    }
}

#[test]
fn a_comment_holds_all_numbers_and_the_missing_lines_of_a_large_project() {
    let Some(session) = relyloop::whole() else { return println!("skipped: its data is not here") };
    let whole = payload(&session);
    let written = link::write(&whole, 8_000).unwrap();
    assert!(written.text.len() <= 8_000 && written.detail <= Detail::NoLaneLines, "{:?}", written.detail);
    // Each file's numbers are those of coverage.py, of the union and of each lane.
    let linked = view::of_link(&link::read(&written.text).unwrap(), &Query::default());
    assert_eq!(linked.n_files, 191);
    assert_eq!(union(&linked), relyloop::json_of("combined").unwrap());
    for (name, part) in [("unit", "unit-only"), ("heavy", "heavy-only")] {
        assert_eq!(lane(&linked, name), relyloop::json_of(part).unwrap(), "{name}");
    }
    assert_eq!(link::write(&whole, 60_000).unwrap().detail, Detail::All);
    // Far below: what a link must hold has room to grow.
    assert!(link::write(&whole.with(Detail::NoBranches), 8_000).unwrap().text.len() < 5_000);
}

#[test]
fn detail_goes_in_its_order_as_the_budget_shrinks() {
    for (_, session) in sessions() {
        let whole = payload(&session);
        let mut before = Detail::All;
        let most = link::write(&whole, usize::MAX).unwrap().text.len();
        let totals = [Detail::Folded(0), Detail::Total].map(|detail| link::write(&whole.with(detail), most).unwrap());
        let least = totals.iter().map(|written| written.text.len()).min().unwrap();
        for budget in (least..=most).rev().step_by((most - least) / 12) {
            let written = link::write(&whole, budget).unwrap();
            assert!(written.text.len() <= budget && written.detail >= before);
            assert_eq!(link::read(&written.text), Ok(whole.with(written.detail)));
            before = written.detail;
        }
        let refused = link::write(&whole, least - 1).unwrap_err();
        assert_eq!(refused, format!("The totals alone need {least} characters, and {} are allowed.", least - 1));
    }
}

/// What of a report's screen a link does not hold.
fn without_the_rest(overview: Overview) -> Overview {
    let mut shares = overview.shares;
    shares.iter_mut().for_each(|share| share.filter = None);
    let (basis, rules, config) = (String::new(), None, None);
    let (run, is_of_link) = (None, false);
    Overview { shares, basis, rules, config, agreements: Vec::new(), run, is_of_link, problems: Vec::new(), ..overview }
}

#[test]
fn the_overview_of_a_link_is_that_of_the_data() {
    let sort = |column, descending| Some(Sort { column, descending });
    let queries = [
        Query::default(),
        Query { listing: Listing::Tree, ..Query::default() },
        Query { sort: sort(Column::Missing, true), below: true, ..Query::default() },
        Query { sort: sort(Column::Lane(1), false), listing: Listing::Tree, threshold: Some(91.5), ..Query::default() },
        Query { all: true, threshold: Some(100.0), ..Query::default() },
    ];
    for (name, session) in sessions() {
        // What the lanes and the union miss line by line is no part of this screen.
        for detail in [Detail::All, Detail::NoLines] {
            let text = link::write(&payload(&session).with(detail), 60_000).unwrap().text;
            let linked = link::read(&text).unwrap();
            for query in &queries {
                let of_data = without_the_rest(session.overview(query).unwrap());
                assert_eq!(without_the_rest(view::of_link(&linked, query)), of_data, "{name}: {query:?}");
            }
        }
    }
}

#[test]
fn folded_files_are_their_folders_sums() {
    for (name, session) in sessions() {
        let whole = payload(&session);
        let mut n_folders = 0;
        for depth in 0..4 {
            let folded = whole.with(Detail::Folded(depth));
            for folder in folded.files.iter().filter(|file| file.path.ends_with('/') || file.path.is_empty()) {
                let is_in = |file: &&File| {
                    file.path.starts_with(&folder.path) && file.path.matches('/').count() > depth as usize
                };
                let numbers = |file: &File| file.result.as_ref().unwrap().union.numbers;
                let sum: Numbers = whole.files.iter().filter(is_in).map(numbers).sum();
                assert_eq!(numbers(folder), sum, "{name}: {}", folder.path);
                n_folders += 1;
            }
            let (whole, folded) = (view::of_link(&whole, &Query::default()), view::of_link(&folded, &Query::default()));
            assert_eq!((folded.union, folded.gate, folded.n_files), (whole.union, whole.gate, whole.n_files));
            assert_eq!((folded.lanes, folded.bar, folded.shares), (whole.lanes, whole.bar, whole.shares));
        }
        assert!(n_folders > 1, "{name}");
    }
}

#[test]
fn folded_files_stand_in_the_tree_and_on_the_map() {
    for (name, session) in sessions() {
        let whole = payload(&session);
        let details = (0..4).map(Detail::Folded).chain([Detail::Total]);
        for folded in details.map(|detail| whole.with(detail)) {
            let query = Query { listing: Listing::Tree, ..Query::default() };
            let tree = view::of_link(&folded, &query);
            assert!(tree.rows.len() >= folded.files.len(), "{name}");
            for row in tree.rows.iter() {
                assert!(!row.name.as_ref().unwrap().is_empty(), "{name}: {:?}", row.path);
            }
            let rows: Vec<_> = tree.rows.iter().filter(|row| row.name.as_deref() == Some("several files")).collect();
            let is_several = |file: &&File| file.path.is_empty() || file.path.ends_with('/');
            // One that is alone in its folder is that folder.
            assert!(rows.len() <= folded.files.iter().filter(is_several).count(), "{name}");
            let flat = view::of_link(&folded, &Query::default());
            assert!(flat.rows.iter().all(|row| !row.path.is_empty() || row.name.as_deref() == Some("several files")));
            // What has a path leads further down.
            let (folder, tiles) = &flat.map;
            assert!(tiles.iter().all(|tile| tile.path.is_empty() || tile.path.len() > folder.len()), "{name}");
            let missing: usize = tiles.iter().map(|tile| tile.missing).sum();
            assert_eq!(missing, flat.union.n_missing + flat.union.n_missing_branches, "{name}");
        }
    }
}

#[test]
fn what_is_missing_is_that_of_the_report() {
    let reports = ["tests/sample/expected/union", "../shared/relyloop/expected/combined"];
    for ((name, session), folder) in sessions().into_iter().zip(reports) {
        let whole = payload(&session);
        let report = std::fs::read_to_string(project().join(folder).join("report.txt")).unwrap();
        for file in &whole.files {
            let covered = file.result.as_ref().unwrap();
            let of = |span: &Span| match span.first == span.last {
                true => span.first.to_string(),
                false => format!("{}-{}", span.first, span.last),
            };
            let line = report.lines().find(|line| line.split(' ').next() == Some(&file.path)).unwrap();
            let items = line.rsplit('%').next().unwrap().split(',').map(str::trim);
            // Branches stand among the lines.
            let items: Vec<_> = items.filter(|item| !item.is_empty() && !item.contains("->")).collect();
            let missing: Vec<String> = covered.union.missing.iter().map(of).collect();
            assert_eq!(missing, items, "{name}: {}", file.path);
            assert_eq!(covered.union.missing_branches.len(), covered.union.numbers.n_partial_branches);
            assert!(covered.lanes.iter().all(|lane| lane.missing_branches.len() == lane.numbers.n_partial_branches));
        }
    }
}

#[test]
fn a_link_says_why_there_is_no_verdict_and_what_was_changed() {
    let lane =
        |lane: &str| dropped(&format!(".coverage.{lane}"), &sample::folder().join(format!("data/.coverage.{lane}")));
    let broken = covscope_core::input::Input { name: ".coverage.e2e".to_owned(), bytes: b"not SQLite".to_vec() };
    let mut manifest = dropped("pyproject.toml", &sample::folder().join("project/pyproject.toml"));
    let mut settings = String::from_utf8(manifest.bytes).unwrap();
    settings = settings.split("[tool.covscope]").next().unwrap().to_owned();
    settings.push_str(
        "[tool.covscope]\nlanes = [\"unit\", \"heavy\", \"slow\"]\nskipped = [\"slow\"]\nfail_under_patch = 90.5\n",
    );
    manifest.bytes = settings.into_bytes();
    let session = session([vec![lane("unit"), broken, manifest], sample::sources()].concat());
    let of_data = session.overview(&Query::default()).unwrap();
    let first = of_data.rows.get(0).unwrap().path.clone();
    let source = std::fs::read_to_string(sample::folder().join("project").join(&first)).unwrap();
    let added: String = source.lines().map(|line| format!("+{line}\n")).collect();
    let n_lines = source.lines().count();
    let diff = format!(
        "--- /dev/null\n+++ b/{first}\n@@ -0,0 +1,{n_lines} @@\n{added}--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-a\n+b\n"
    );
    let patch = session.patch(&Diff::read(diff.as_bytes()).unwrap(), &Query::default()).unwrap();
    let payload = session.payload(&Query::default(), Provenance::default(), Some(&patch)).unwrap();
    let linked = link::read(&link::write(&payload, 60_000).unwrap().text).unwrap();
    assert_eq!(linked, payload);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let reasons = [
        Reason::Lanes(Absence::Skipped, names(&["slow"])),
        Reason::Lanes(Absence::Missing, names(&["heavy"])),
        Reason::DataUnusable(".coverage.e2e".to_owned()),
    ];
    assert_eq!((linked.verdict(), linked.reasons.as_slice()), (Verdict::Incomplete, &reasons[..]));
    assert_eq!((linked.expected, linked.skipped), (names(&["unit", "heavy", "slow"]), names(&["slow"])));
    assert_eq!(view::of_link(&payload, &Query::default()).gate, of_data.gate);
    assert_eq!(linked.patch.unwrap().fail_under, Some(90.5));
    // All of the first file is changed, and nothing of any other.
    let changed: Vec<_> = linked.files.iter().filter_map(|file| Some((file, file.changed.as_ref()?))).collect();
    let [(file, changed)] = changed.as_slice() else { panic!("{changed:?}") };
    let union = &file.result.as_ref().unwrap().union.numbers;
    assert_eq!((file.path.as_str(), changed.numbers.n_statements), (first.as_str(), union.n_statements));
    assert_eq!((changed.numbers.pc_covered(), changed.lines.len()), (union.pc_covered(), 1));
    // It stays a row of its own as long as there are rows.
    let folded = payload.with(Detail::Folded(0));
    assert!(folded.files.iter().any(|file| file.path == first && file.changed.is_some()));
}

#[test]
fn payloads_of_any_shape_come_back() {
    for seed in 0..300 {
        let payload = link_random::payload(seed);
        assert_eq!(link::decode(&link::encode(&payload)).as_ref(), Ok(&payload), "seed {seed}");
        for detail in DETAILS {
            let less = payload.with(detail);
            assert_eq!(link::decode(&link::encode(&less)).as_ref(), Ok(&less), "seed {seed}, {detail:?}");
            assert_eq!(less.union(), payload.union());
        }
    }
}

/// A body with its checksum: what is behind that is met by whoever writes a link to do harm.
fn sealed(body: &[u8]) -> Vec<u8> {
    let crc = !body.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 0 { crc >> 1 } else { crc >> 1 ^ 0xEDB8_8320 })
    });
    [body, &crc.to_le_bytes()].concat()
}

#[test]
fn a_link_that_was_cut_or_changed_is_refused_in_words() {
    let whole = payload(&sample::whole());
    let text = link::write(&whole, 60_000).unwrap().text;
    let refused = |text: &str| match link::read(text) {
        Ok(read) => {
            // Some of the last bits are no content.
            assert!(read == whole, "{text}");
            0
        }
        Err(error) => {
            assert!(matches!(error.code, Code::LinkDamaged | Code::LinkVersion | Code::LinkTooLarge), "{error:?}");
            assert!(error.cause.ends_with('.') && error.cause.len() > 15, "{error:?}");
            1
        }
    };
    let n_refused: usize = (0..text.len()).map(|end| refused(&text[..end])).sum();
    assert!(n_refused + 1 >= text.len(), "{n_refused}");
    let changes = (0..text.len()).flat_map(|at| ["A", "_", "é"].map(|letter| (at, letter)));
    let changed = changes.map(|(at, letter)| format!("{}{letter}{}", &text[..at], &text[at + 1..]));
    let changed: Vec<String> = changed.filter(|changed| *changed != text).collect();
    let n_refused: usize = changed.iter().map(|changed| refused(changed)).sum();
    assert!(n_refused + 9 >= changed.len() && n_refused > 4_000, "{n_refused} of {}", changed.len());
    for text in [format!("2{}", &text[1..]), "1".repeat(200_000), "A".repeat(200_000), "1A".repeat(100_000)] {
        assert_eq!(refused(&text), 1);
    }
}

#[test]
fn no_bytes_are_too_much_for_the_decoder() {
    // Every byte of a body changed, its checksum right again, and every cut.
    let whole = link::encode(&payload(&sample::whole()));
    let body = &whole[..whole.len() - 4];
    let mut n_read = 0;
    for at in 0..body.len() {
        assert!(link::decode(&sealed(&body[..at])).is_err());
        for byte in [0xFF, body[at] ^ 1] {
            let mut changed = body.to_vec();
            changed[at] = byte;
            let read = link::decode(&sealed(&changed));
            n_read += usize::from(read.is_ok());
            if let (Ok(payload), 0) = (read, at % 7) {
                // It is another report, and one that can be shown and written.
                let overview = view::of_link(&payload, &Query { listing: Listing::Tree, ..Query::default() });
                assert!(overview.gate.bounds.is_none_or(|bounds| bounds.n_missing <= 2 * MOST_COUNTED));
                assert_eq!(link::decode(&link::encode(&payload)), Ok(payload));
            }
        }
    }
    assert!(n_read > 500, "{n_read}");
}

#[test]
fn more_than_there_can_be_is_refused_before_it_is_there() {
    let refused = |body: &[u8], code: Code| {
        let mut result = None;
        let sealed = sealed(body);
        let allocated = allocation_counter::measure(|| result = Some(link::decode(&sealed)));
        let error = result.unwrap().unwrap_err();
        assert_eq!(error.code, code, "{}", error.cause);
        assert!(allocated.bytes_max < 64 << 20, "{} bytes for {}", allocated.bytes_max, error.cause);
        error.cause
    };
    let empty = link::encode(&Payload::default());
    // Behind the header: how many files there are, then nothing but checksum and the counts of no shares.
    let header = &empty[..empty.len() - 4 - 4];
    assert!(link::decode(&sealed(&[header, &[0, 0, 0, 0]].concat())).is_ok());
    let billion = [0x80, 0x94, 0xEB, 0xDC, 0x03];
    let cause = refused(&[header, &billion].concat(), Code::LinkDamaged);
    assert_eq!(cause, "It says that 1000000000 items follow, and is too short for them.");
    // One file of a billion statements.
    let file = [&[1, 0][..], b"a.py", &[0xFF, 0, 1], &billion, &[0; 40]].concat();
    let cause = refused(&[header, &file].concat(), Code::LinkTooLarge);
    assert_eq!(cause, "It says that there are 1000000000 lines or branches; at most 100000000 are read here.");
    // Many files of many statements each: their sum is too large.
    let many = 2_000;
    let column = |number: &[u8]| number.repeat(many);
    let names = [column(&[0]), column(b"a\xFF")].concat();
    let million = [0xC0, 0x84, 0x3D];
    let numbers =
        [column(&[0]), column(&[1]), column(&million), column(&[0]).repeat(5), vec![0; 3], column(&[0; 2])].concat();
    refused(&[header, &[0xD0, 0x0F], &names, &numbers].concat(), Code::LinkTooLarge);
    // A long folder that very many files share.
    let long = [vec![b'x'; 1_000_000], b"/\xFF".to_vec()].concat();
    let names = [vec![0], column(&[1])[1..].to_vec(), long, b"a\xFF".repeat(many - 1)].concat();
    refused(&[header, &[0xD0, 0x0F], &names, &[0; 2_000]].concat(), Code::LinkTooLarge);
    // More bytes than are read.
    refused(&vec![0; MOST_BYTES + 1], Code::LinkTooLarge);
    // A bomb: few characters that inflate to very many bytes.
    let bomb = Payload { threshold_from: "a".repeat(MOST_BYTES), ..Payload::default() };
    assert!(link::write(&bomb, 60_000).is_err());
}

#[test]
fn what_grows_by_being_told_briefly_is_bounded() {
    let spans: Vec<Span> = (0..40_000).map(|at| Span { first: at * 3, last: at * 3 }).collect();
    let part = Part { missing: spans, ..Part::default() };
    let named =
        |files: Vec<Covered>| files.into_iter().map(|it| File { path: "a".to_owned(), result: Ok(it), changed: None });
    // Each lane misses what the union does: a byte for a hundred thousand bounds.
    let lanes = vec![Lane { on: true, ..Lane::default() }; 60];
    let files = named(vec![Covered { lanes: vec![part.clone(); 60], union: part, shares: Vec::new() }]).collect();
    let lines = Payload { lanes, files, ..Payload::default() };
    // Each file is covered by many sets of many lanes.
    let set = |without: usize| (0..100).filter(|lane| *lane != without % 99 && *lane != 99 - without / 99).collect();
    let mut sets: Vec<Vec<usize>> = (0..200).map(set).collect();
    sets.sort();
    sets.dedup();
    let shares = sets.into_iter().map(|lanes| Share { lanes, lines: 1, branches: 0 }).collect();
    let covered = Covered { shares, lanes: vec![Part::default(); 100], ..Covered::default() };
    let lanes = vec![Lane::default(); 100];
    let shares = Payload { lanes, files: named(vec![covered; 300]).collect(), ..Payload::default() };
    for payload in [lines, shares] {
        let body = link::encode(&payload);
        assert!(body.len() < MOST_BYTES, "{}", body.len());
        let error = link::decode(&body).unwrap_err();
        assert_eq!(
            (error.code, &*error.cause),
            (Code::LinkTooLarge, "Its lists and paths grow beyond what is read here.")
        );
        // It is written with less.
        let written = link::write(&payload, 60_000).unwrap();
        assert_eq!(link::read(&written.text), Ok(payload.with(written.detail)));
    }
}

#[test]
fn many_lanes_of_many_files_without_numbers_are_refused() {
    let unknown = |at: usize| File { path: format!("{at}"), result: Err(Unknown::NoSource), changed: None };
    let payload = |n_files: usize| Payload {
        lanes: vec![Lane::default(); 1_000],
        files: (0..n_files).map(unknown).collect(),
        ..Payload::default()
    };
    assert!(link::decode(&link::encode(&payload(1_000))).is_ok());
    assert_eq!(link::decode(&link::encode(&payload(10_000))).unwrap_err().code, Code::LinkTooLarge);
}

#[test]
fn a_threshold_that_is_no_number_is_refused() {
    for fail_under in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let threshold = Threshold { fail_under, precision: 0 };
        let of_all = Payload { threshold, ..Payload::default() };
        let of_changes = Payload { patch: Some(link::Patch { fail_under: Some(fail_under) }), ..Payload::default() };
        for payload in [of_all, of_changes] {
            assert_eq!(link::decode(&link::encode(&payload)).unwrap_err().code, Code::LinkDamaged, "{fail_under}");
        }
    }
}

#[test]
fn a_pattern_that_takes_long_in_every_row_is_left_out() {
    let of =
        |at: usize| File { path: format!("{}{at}", "a".repeat(120)), result: Err(Unknown::NoSource), changed: None };
    let payload = Payload { files: (0..3_000).map(of).collect(), ..Payload::default() };
    let mut session = Session::new();
    session.open(&link::write(&payload, 200_000).unwrap().text);
    let overview = session.overview(&Query { filter: "/.*.*.*!/".to_owned(), ..Query::default() }).unwrap();
    assert_eq!(overview.filter_problems, ["/.*.*.*!/ takes too long; it is left out."]);
    let overview = session.overview(&Query { filter: "/7$/".to_owned(), ..Query::default() }).unwrap();
    assert_eq!((overview.n_shown, overview.filter_problems.len()), (300, 0));
}

/// Payloads that version 1 wrote, and what they are. They decode for ever.
#[test]
fn links_of_version_1_are_read_for_ever() {
    let folder: PathBuf = project().join("core/tests/cases/link");
    for name in ["v1-sample", "v1-random"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let payload = link::read(text.trim()).unwrap();
        let json = serde_json::to_value(&payload).unwrap();
        let expected = std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        assert_eq!(json, serde_json::from_str::<serde_json::Value>(&expected).unwrap(), "{name}");
    }
}
