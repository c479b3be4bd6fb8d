//! Times of the whole line, natively: `make bench`. Each is the median of several runs, with the least and the most beside
//! it. Beside our own stands coverage.py, when the Python on PATH has it.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use covscope_core::input::Input;
use covscope_core::pace::{Unhurried, run};
use covscope_core::session::Session;
use covscope_core::source::{Rules, SourceFile};
use covscope_core::view::Query;
use ruff_python_parser::{Mode, ParseOptions, parse_unchecked};

fn main() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sample = project.join("tests/sample");
    println!("{:<72} {:>10} {:>10} {:>10}", "what", "least ms", "median ms", "most ms");

    let mut sources = Vec::new();
    collect(&sample.join("project"), "", &mut sources);
    let data = ["unit", "heavy"].map(|lane| read(&sample.join(format!("data/.coverage.{lane}"))));
    let from_sources: Vec<Input> = data.iter().cloned().chain(sources.iter().cloned()).collect();
    time("sample: two lanes from 35 sources", || report(from_sources.clone()));

    let relyloop = project.join("../shared/relyloop");
    if relyloop.is_dir() {
        let lanes = [".coverage.unit", ".coverage.heavy", "pyproject.toml"].map(|name| read(&relyloop.join(name)));
        for name in ["coverage.json", "coverage.xml", "coverage.lcov"] {
            let report_of_ci = read(&relyloop.join("expected/combined").join(name));
            let inputs: Vec<Input> = lanes.iter().cloned().chain([report_of_ci]).collect();
            time(&format!("191 files: two lanes of 740 KB from {name}"), || report(inputs.clone()));
        }
        let contexts = vec![read(&relyloop.join(".coverage.unit-contexts")), lanes[2].clone()];
        time("191 files: one lane with 2,134 contexts, 4.6 MB", || report(contexts.clone()));
    }

    let rules = Rules::default();
    let files: Vec<&Input> = sources.iter().filter(|input| input.name.ends_with(".py")).collect();
    let lines: usize = files.iter().map(|input| input.bytes.iter().filter(|&&byte| byte == b'\n').count()).sum();
    time(&format!("source analysis of {} files, {lines} lines", files.len()), || {
        for input in &files {
            std::hint::black_box(SourceFile::parse(&input.bytes, &rules));
        }
    });

    match std::env::var("COVSCOPE_BENCH_TREE") {
        Ok(tree) => analysis(Path::new(&tree)),
        Err(_) => {
            println!("COVSCOPE_BENCH_TREE names no folder of sources: the analysis is not compared with the parser")
        }
    }
    peer(&sample);
}

/// The analysis of a tree beside the parser alone, in one thread. Reading the files is not timed; dropping the result is, for
/// both, and decoding the bytes is for the analysis.
fn analysis(tree: &Path) {
    let mut sources = Vec::new();
    collect(tree, "", &mut sources);
    let texts: Vec<String> = sources
        .into_iter()
        .filter(|input| input.name.ends_with(".py"))
        .filter_map(|input| String::from_utf8(input.bytes).ok())
        .collect();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    let what = format!("{} files, {lines} lines", texts.len());
    let rules = Rules::default();
    let parser = || {
        for text in &texts {
            std::hint::black_box(parse_unchecked(text, ParseOptions::from(Mode::Module)));
        }
    };
    let analysis = || {
        for text in &texts {
            std::hint::black_box(SourceFile::parse(text.as_bytes(), &rules));
        }
    };
    time(&format!("{what}: parse_unchecked alone"), parser);
    time(&format!("{what}: the analysis with parsing"), analysis);
    // In turns, so that whatever else the machine does meets both.
    let mut ratios: Vec<f64> =
        (0..11).map(|_| 1.0 / timed(parser).as_secs_f64() * timed(analysis).as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "the analysis with parsing takes {:.2} times as long as the parser (median; least {:.2})",
        ratios[5], ratios[0]
    );
}

/// coverage.py itself: combine and json in one process each, as a CI job runs them.
fn peer(sample: &Path) {
    let has_coverage = Command::new("python3").args(["-m", "coverage", "--version"]).output();
    if !has_coverage.is_ok_and(|output| output.status.success()) {
        println!("coverage.py is not on PATH: no peer to compare with");
        return;
    }
    let folder = std::env::temp_dir().join(format!("covscope-bench-{}", std::process::id()));
    copy(&sample.join("project"), &folder);
    let coverage = |arguments: &[&str]| {
        let done =
            Command::new("python3").args(["-m", "coverage"]).args(arguments).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    time("sample: coverage.py, `combine --keep` and `json`, two processes", || {
        for lane in ["unit", "heavy"] {
            let name = format!(".coverage.{lane}");
            std::fs::copy(sample.join("data").join(&name), folder.join(&name)).unwrap();
        }
        coverage(&["combine", "-q"]);
        coverage(&["json", "-q", "-o", "coverage.json"]);
    });
    std::fs::remove_dir_all(folder).unwrap();
}

fn report(inputs: Vec<Input>) {
    let mut session = Session::new();
    run(session.add(inputs, &Unhurried, &mut |_| {})).unwrap();
    std::hint::black_box(session.overview(&Query::default()).unwrap());
}

fn time(what: &str, mut work: impl FnMut()) {
    work();
    let mut times: Vec<Duration> = (0..11).map(|_| timed(&mut work)).collect();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    println!("{what:<72} {:>10.1} {:>10.1} {:>10.1}", ms(times[0]), ms(times[5]), ms(times[10]));
}

fn timed(mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn read(path: &Path) -> Input {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Input { name, bytes: std::fs::read(path).unwrap() }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries
}

fn collect(folder: &Path, prefix: &str, inputs: &mut Vec<Input>) {
    for path in entries(folder) {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), inputs);
        } else {
            inputs.push(Input { name, bytes: std::fs::read(path).unwrap() });
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for path in entries(from) {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}
