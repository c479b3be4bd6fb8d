//! What the page saves is what coverage.py wrote, byte for byte.

use covscope_core::data::CoverageData;
use covscope_core::input::Input;
use covscope_core::link;
use covscope_core::numbers::count;
use covscope_core::pace::{Unhurried, run};
use covscope_core::python::PythonVersion;
use covscope_core::reason::Unknown;
use covscope_core::session::{Moment, Session};
use covscope_core::view::{Choices, DefaultExclusions, ExportFormat, Listing, Query};

use crate::sample;
use crate::support::{dropped, dropped_folder, overview, project, session, union};

fn export(session: &Session, format: ExportFormat, now: &Moment) -> String {
    let exported = session.export(format, &Query::default(), now).unwrap();
    assert_eq!(exported.left_out, [""; 0]);
    String::from_utf8(exported.bytes).unwrap()
}

/// What follows the first of these words, up to the next quote.
fn quoted<'a>(text: &'a str, word: &str) -> &'a str {
    text.split(word).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[test]
fn the_reports_of_the_sample() {
    let session = sample::whole();
    let folder = project().join("tests/sample/expected/union");
    for format in ExportFormat::ALL {
        let name = match format {
            ExportFormat::Text => "report.txt",
            ExportFormat::Markdown => "report.md",
            ExportFormat::Total => "total.txt",
            ExportFormat::Json | ExportFormat::Xml | ExportFormat::Lcov => format.file_name(),
            ExportFormat::Data | ExportFormat::Csv | ExportFormat::Picture | ExportFormat::Badge => continue,
        };
        let theirs = std::fs::read_to_string(folder.join(name)).unwrap();
        let now = Moment {
            local: quoted(&theirs, "\"timestamp\": \"").to_owned(),
            millis: quoted(&theirs, "timestamp=\"").parse().unwrap_or_default(),
        };
        assert!(export(&session, format, &now) == theirs, "{name} differs");
    }
}

/// However `[run] source` says it, it is the folder that the first lane ran in.
#[test]
fn a_source_may_be_written_in_several_ways() {
    let theirs = std::fs::read_to_string(project().join("tests/sample/expected/union/coverage.xml")).unwrap();
    let now = Moment { millis: quoted(&theirs, "timestamp=\"").parse().unwrap(), ..Moment::default() };
    for source in ["/home/runner/work/sample/sample/backend", "/home/runner//work/sample/sample/backend/", "./backend/"]
    {
        let mut inputs = sample::inputs();
        for config in inputs.iter_mut().filter(|input| input.name == "pyproject.toml") {
            let text = String::from_utf8(std::mem::take(&mut config.bytes)).unwrap();
            config.bytes = text.replace("source = [\"backend\"]", &format!("source = [\"{source}\"]")).into_bytes();
        }
        assert!(export(&session(inputs), ExportFormat::Xml, &now) == theirs, "{source}");
    }
}

#[test]
fn contexts_are_told_where_the_project_asks_for_them() {
    let folder = project().join("tests/sample/variants/contexts");
    let theirs = std::fs::read_to_string(folder.join("contexts.json")).unwrap();
    let mut config = dropped("pyproject.toml", &folder.join("pyproject.toml"));
    config.bytes.extend_from_slice(b"\n[tool.coverage.json]\nshow_contexts = true\n");
    let data = dropped(".coverage", &folder.join(".coverage.contexts"));
    let sources = dropped_folder("backend", &project().join("tests/sample/project/backend"));
    let session = session([vec![data, config], sources].concat());
    let now = Moment { local: quoted(&theirs, "\"timestamp\": \"").to_owned(), millis: 0 };
    let (ours, theirs): (serde_json::Value, serde_json::Value) = (
        serde_json::from_str(&export(&session, ExportFormat::Json, &now)).unwrap(),
        serde_json::from_str(&theirs).unwrap(),
    );
    assert!(theirs["meta"]["show_contexts"].as_bool().unwrap());
    // The order of contexts in a list is not coverage.py's own to say.
    for (name, file) in theirs["files"].as_object().unwrap() {
        let sorted = |file: &serde_json::Value| {
            let mut contexts = file["contexts"].as_object().unwrap().clone();
            for names in contexts.values_mut() {
                names.as_array_mut().unwrap().sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            }
            contexts
        };
        assert_eq!(sorted(&ours["files"][name]), sorted(file), "{name}");
        assert_eq!(ours["files"][name]["summary"], file["summary"], "{name}");
    }
}

#[test]
fn the_combined_data_is_read_again_as_the_union() {
    let before = sample::whole();
    let exported = before.export(ExportFormat::Data, &Query::default(), &Moment::default()).unwrap();
    let data = run(CoverageData::read(&exported.bytes, &Unhurried)).unwrap().unwrap();
    assert_eq!(data.files.len(), exported.n_files);
    assert!(data.files.keys().all(|path| path.starts_with("/home/runner/work/sample/sample/backend/")));
    let mut inputs = sample::inputs();
    inputs.retain(|input| !input.name.starts_with(".coverage."));
    inputs.push(Input { name: ".coverage".to_owned(), bytes: exported.bytes });
    let after = session(inputs);
    assert_eq!(union(&overview(&after)), union(&overview(&before)));
}

#[test]
fn a_filter_narrows_the_report_as_include_does() {
    let session = sample::whole();
    let query = Query { filter: "orders/".to_owned(), ..Query::default() };
    let json = session.export(ExportFormat::Json, &query, &Moment::default()).unwrap();
    let shown = session.overview(&query).unwrap();
    assert_eq!(json.n_files, shown.rows.len());
    let json: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    assert_eq!(json["totals"]["percent_covered"].as_f64().unwrap(), shown.shown.percent);
    let nothing = Query { filter: "no such file".to_owned(), ..Query::default() };
    for format in [ExportFormat::Text, ExportFormat::Json, ExportFormat::Xml, ExportFormat::Lcov] {
        let refused = session.export(format, &nothing, &Moment::default());
        assert_eq!(refused.unwrap_err(), "No data to report.");
    }
}

#[test]
fn without_sources_only_what_is_known_is_written() {
    let mut inputs = sample::inputs();
    inputs.retain(|input| !input.name.starts_with("backend"));
    let folder = project().join("tests/sample/expected/union");
    inputs.push(dropped("coverage.json", &folder.join("coverage.json")));
    let exact = session(inputs.clone());
    let theirs = std::fs::read_to_string(folder.join("report.txt")).unwrap();
    assert_eq!(export(&exact, ExportFormat::Text, &Moment::default()), theirs);
    let refused = exact.export(ExportFormat::Xml, &Query::default(), &Moment::default()).unwrap_err();
    assert!(refused.starts_with("This format needs the sources"), "{refused}");
    // Of one lane, the union's report tells only nearly the numbers.
    inputs.retain(|input| input.name != ".coverage.heavy");
    let refused = session(inputs).export(ExportFormat::Text, &Query::default(), &Moment::default()).unwrap_err();
    assert!(refused.contains("estimated"), "{refused}");
}

#[test]
fn the_rules_can_be_chosen() {
    let mut session = sample::whole();
    let as_it_is = overview(&session);
    let rules = as_it_is.rules.clone().unwrap();
    assert_eq!((rules.python, rules.defaults), (PythonVersion::V3_13, DefaultExclusions::InForce));
    let choices = Choices { python: Some(PythonVersion::V3_11), no_default_exclusions: true, ..Choices::default() };
    run(session.choose(choices.clone(), &Unhurried, &mut |_| {})).unwrap();
    let query = Query { choices, ..Query::default() };
    let chosen = session.overview(&query).unwrap();
    let rules = chosen.rules.clone().unwrap();
    assert_eq!((rules.python, rules.project_python), (PythonVersion::V3_11, PythonVersion::V3_13));
    assert_eq!(rules.defaults, DefaultExclusions::SwitchedOff);
    assert_eq!(rules.exclude, ["raise NotImplementedError", "if __name__ == .__main__.:"]);
    assert!(chosen.union.n_excluded < as_it_is.union.n_excluded);
    assert!(chosen.union.n_statements > as_it_is.union.n_statements);
    // What is dropped next is analysed by them too; and all is as before when they are taken back.
    run(session.add(vec![dropped("a.txt", &project().join("README.md"))], &Unhurried, &mut |_| {})).unwrap();
    assert_eq!(session.overview(&query).unwrap().union, chosen.union);
    run(session.choose(Choices::default(), &Unhurried, &mut |_| {})).unwrap();
    assert_eq!(overview(&session).union, as_it_is.union);
}

#[test]
fn no_name_in_the_csv_is_a_formula() {
    let file = |path: &str| link::File { path: path.to_owned(), result: Err(Unknown::NoSource), changed: None };
    let files = ["=1+1", "+a.py", "-a.py", "@SUM(1).py", "=a,b", "a=b.py"].map(file).into();
    let mut session = Session::new();
    session.open(&link::write(&link::Payload { files, ..Default::default() }, 60_000).unwrap().text);
    let exported = session.export(ExportFormat::Csv, &Query::default(), &Moment::default()).unwrap();
    let text = String::from_utf8(exported.bytes).unwrap();
    let starts: Vec<&str> = text.split("\r\n").skip(1).filter_map(|line| line.get(..4)).collect();
    assert_eq!(starts, ["'=1+", "'+a.", "'-a.", "'@SU", "\"'=a", "a=b."]);
}

#[test]
fn the_table_is_saved_as_csv() {
    let session = sample::whole();
    let query = Query { filter: "api/".to_owned(), ..Query::default() };
    let exported = session.export(ExportFormat::Csv, &query, &Moment::default()).unwrap();
    let text = String::from_utf8(exported.bytes).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "file,name,line,statements,missing,excluded,branches,partial branches,cover,cover of unit,cover of heavy"
    );
    assert_eq!((lines.len(), lines[5], exported.n_files), (6, "", 4));
    let shown = session.overview(&query).unwrap();
    for (line, row) in lines[1..].iter().zip(shown.rows.iter()) {
        let totals = row.totals.as_ref().unwrap();
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(
            (cells[0], cells[3], cells[8]),
            (&*row.path, &*totals.n_statements.to_string(), &*totals.percent_exact)
        );
        assert_eq!(cells[10], row.lanes[1].as_ref().unwrap().percent_exact);
    }
    let functions = Query { listing: covscope_core::view::Listing::Functions, ..query };
    let functions =
        String::from_utf8(session.export(ExportFormat::Csv, &functions, &Moment::default()).unwrap().bytes).unwrap();
    assert!(
        functions.contains("backend/api/router.py,\"") || functions.contains("backend/api/router.py,Router"),
        "{functions}"
    );
}

#[test]
fn pictures_are_of_all_files_and_name_the_lanes_that_are_off() {
    let session = sample::whole();
    let drawn = |format: ExportFormat, query: &Query| {
        let exported = session.export(format, query, &Moment::default()).unwrap();
        assert_eq!(exported.n_files, 35);
        String::from_utf8(exported.bytes).unwrap()
    };
    let all = Query { filter: "api/".to_owned(), below: true, ..Query::default() };
    let changes = Query { changes: true, listing: Listing::Functions, ..Query::default() };
    let off = |lanes: &[&str]| Query { off: lanes.iter().map(|&lane| lane.to_owned()).collect(), ..all.clone() };
    for format in [ExportFormat::Picture, ExportFormat::Badge] {
        let plain = drawn(format, &Query::default());
        assert!(!plain.contains("without") && !plain.contains("would"));
        assert_eq!(drawn(format, &all), plain);
        assert_eq!(drawn(format, &changes), plain);
        let half = drawn(format, &off(&["heavy"]));
        assert_eq!(half, drawn(format, &Query { filter: String::new(), below: false, ..off(&["heavy"]) }));
        assert!(half.contains("without heavy") && half.contains("64"), "{half}");
        assert!(drawn(format, &off(&["unit", "heavy"])).contains("without unit, heavy"));
    }
    let picture = drawn(ExportFormat::Picture, &off(&["heavy"]));
    assert!(picture.contains("what if: without heavy") && picture.contains("coverage.py would show 64 %"), "{picture}");
    // The points of all who cover something, and of none.
    let shares = session.overview(&off(&["heavy"])).unwrap().shares;
    let whole = session.overview(&Query { filter: String::new(), below: false, ..off(&["heavy"]) }).unwrap().shares;
    assert!(
        shares != whole && whole.iter().all(|share| picture.contains(&format!(">{}<", count(share.points)))),
        "{picture}"
    );
}

#[test]
fn pictures_are_xml_whatever_lanes_are_called() {
    let mut inputs = sample::inputs();
    let heavy = inputs.iter_mut().find(|input| input.name == ".coverage.heavy").unwrap();
    heavy.name = ".coverage.<b>&\"lane\"\u{1}".to_owned();
    let session = session(inputs);
    for format in [ExportFormat::Picture, ExportFormat::Badge] {
        let picture = session.export(format, &Query::default(), &Moment::default()).unwrap();
        let text = String::from_utf8(picture.bytes).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut n_elements = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(_) | quick_xml::events::Event::Empty(_) => n_elements += 1,
                _ => {}
            }
        }
        assert!(n_elements > 5 && text.contains("82"), "{text}");
    }
}
