//! What a person waits for once the bytes are there, as the worker measures it, and from the choice of files to the drawn
//! report.

use std::path::PathBuf;
use std::time::Instant;

use covscope_e2e::journey::{journey, project};
use covscope_e2e::page::Page;

/// How often the page is opened anew.
const PAGES: usize = 5;
/// How often the same files are picked again in one page, after "start over".
const AGAIN: usize = 4;

pub(crate) fn run() {
    println!("In the page: what the worker takes once the bytes are there, and from the choice to the drawn report.");
    println!(
        "First: the browser still compiles the engine's functions as they are called. Medians in ms; the least in brackets."
    );
    println!("{:<56} {:>16} {:>16} {:>16}", "what", "worker, first", "worker, again", "drawn, again");
    let sample = project().join("tests/sample/data");
    let lanes = [".coverage.unit", ".coverage.heavy"];
    measure("sample: two lanes without sources", lanes.map(|name| sample.join(name)).into());
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
        let (mut first, mut again, mut drawn) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PAGES {
            page.open("");
            first.push(pick(page, &files).0);
            for _ in 0..AGAIN {
                page.click("[data-test=start-over]");
                let (worker, all) = pick(page, &files);
                again.push(worker);
                drawn.push(all);
            }
            page.reload();
        }
        println!("{what:<56} {:>16} {:>16} {:>16}", shown(first), shown(again), shown(drawn));
    });
}

/// Picks files and waits for their report: what the worker took, and the whole.
fn pick(page: &Page, files: &[PathBuf]) -> (f64, f64) {
    page.wait("[data-test=landing]");
    let paths: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    let start = Instant::now();
    page.pick("[data-test=pick-files-input]", &paths);
    page.wait("[data-test=took]");
    let drawn = start.elapsed().as_secs_f64() * 1_000.0;
    (page.attribute("[data-test=took]", "data-ms").unwrap().parse().unwrap(), drawn)
}

fn shown(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("{:.1} ({:.1})", times[times.len() / 2], times[0])
}
