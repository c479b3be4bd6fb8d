//! Times in the built site: `make bench`. What a person waits for once the bytes are there, as the worker measures it, and
//! from the choice of files to the drawn report.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::PathBuf;
use std::time::Instant;

use covscope_e2e::journey::{journey, project};
use covscope_e2e::page::Page;

const RUNS: usize = 9;

fn main() {
    println!(
        "{:<60} {:>10} {:>10} {:>10}",
        "in the worker, median of 9 (and chosen to drawn)", "least ms", "median ms", "drawn ms"
    );
    let sample = project().join("tests/sample/data");
    measure(
        "sample: two lanes without sources",
        [".coverage.unit", ".coverage.heavy"].map(|name| sample.join(name)).into(),
    );
    let relyloop = project().join("../shared/relyloop");
    if relyloop.is_dir() {
        for report in ["coverage.json", "coverage.xml", "coverage.lcov"] {
            let own = [".coverage.unit", ".coverage.heavy", "pyproject.toml"].map(|name| relyloop.join(name));
            let files = own.into_iter().chain([relyloop.join("expected/combined").join(report)]).collect();
            measure(&format!("191 files: two lanes of 740 KB from {report}"), files);
        }
    }
}

fn measure(what: &str, files: Vec<PathBuf>) {
    journey(|page| {
        let mut runs: Vec<(f64, f64)> = (0..RUNS).map(|_| once(page, &files)).collect();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut drawn: Vec<f64> = runs.iter().map(|run| run.1).collect();
        drawn.sort_by(f64::total_cmp);
        println!("{what:<60} {:>10.1} {:>10.1} {:>10.1}", runs[0].0, runs[RUNS / 2].0, drawn[RUNS / 2]);
    });
}

fn once(page: &Page, files: &[PathBuf]) -> (f64, f64) {
    page.open("");
    page.wait("[data-test=landing]");
    let paths: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    let start = Instant::now();
    page.pick("[data-test=pick-files-input]", &paths);
    page.wait("[data-test=took]");
    let drawn = start.elapsed().as_secs_f64() * 1_000.0;
    (page.attribute("[data-test=took]", "data-ms").unwrap().parse().unwrap(), drawn)
}
