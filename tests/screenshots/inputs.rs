//! What is dropped for the screens that the sample alone does not have.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use covscope_e2e::journey::project;
use covscope_e2e::page::Page;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Where the unit lane of the sample ran.
const ROOT: &str = "/home/runner/work/sample/sample/";

/// Names as nobody has them, by whoever wants to deceive.
const MARKUP: &str = "<b onclick=x>bold<b> & \"quotes\" 'ticks'";

/// A file or folder of the sample.
pub(crate) fn sample(path: &str) -> PathBuf {
    project().join("tests/sample").join(path)
}

/// Opens the page and drops files onto it.
pub(crate) fn drop(page: &Page, paths: &[PathBuf]) {
    page.open("");
    page.wait("[data-engine=running]");
    page.drop_onto("[data-test=drop-area]", &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
}

/// Drops files, and waits for their report; the question whether to keep them is answered already.
pub(crate) fn report(page: &Page, paths: &[PathBuf]) {
    before_scripts(page, "localStorage.setItem('covscope.keep', 'off')");
    drop(page, paths);
    page.wait("[data-test=report]");
}

/// A copy of a lane's data file under another name, changed by SQL.
pub(crate) fn changed(page: &Page, lane: &str, name: &str, sql: &str) -> PathBuf {
    let path = page.file(name, fs::read(sample(&format!("data/.coverage.{lane}"))).unwrap());
    rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    path
}

/// Fourteen lanes, each with other files than the next.
pub(crate) fn many(page: &Page) -> Vec<PathBuf> {
    let names = "unit heavy api orders search warehouse jobs migrations contract e2e-chromium e2e-firefox windows macos
        nightly-against-the-staging-cluster-with-all-features";
    let lane = |(number, name): (usize, &str)| {
        let from = if number % 2 == 0 { "unit" } else { "heavy" };
        // The first two are as they were, so that the union is.
        let sql = if number < 2 {
            String::new()
        } else {
            format!("delete from arc where (file_id * 7 + {number}) % 17 > {number};")
        };
        changed(page, from, &format!(".coverage.{name}"), &sql)
    };
    names.split_whitespace().enumerate().map(lane).chain([sample("project")]).collect()
}

/// Files and a lane with markup, quotes, a right-to-left mark, two lines and 4,000 characters in their names.
pub(crate) fn hostile(page: &Page) -> Vec<PathBuf> {
    let long = "an-even-longer-folder/".repeat(180);
    let names = [
        ("core/clock.py", format!("{MARKUP}.py")),
        ("core/errors.py", "right-to-left-\u{202e}txt.py".to_owned()),
        ("core/events.py", format!("{long}events.py")),
        ("core/retry.py", "two\nlines.py".to_owned()),
        ("cli.py", format!("{}.py", "x".repeat(300))),
    ];
    let mut sql = String::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: Vec<u8>| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    };
    for path in files(&sample("project")) {
        let name = path.strip_prefix(sample("project")).unwrap().to_str().unwrap().to_owned();
        add(&name, fs::read(path).unwrap());
    }
    for (path, name) in names {
        add(&format!("backend/{name}"), fs::read(sample("project/backend").join(path)).unwrap());
        let quoted = name.replace('\'', "''");
        sql += &format!("update file set path = '{ROOT}backend/{quoted}' where path = '{ROOT}backend/{path}';");
    }
    let project = page.file("project.zip", zip.finish().unwrap().into_inner());
    let lane = format!(".coverage.{MARKUP} \u{202e}{}", "endless".repeat(20));
    vec![
        changed(page, "unit", ".coverage.unit", &sql),
        changed(page, "heavy", ".coverage.heavy", ""),
        changed(page, "heavy", &lane, "delete from arc where file_id % 3 = 0;"),
        project,
    ]
}

/// The files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// The sample's project without one of its files.
pub(crate) fn project_without(page: &Page, missing: &str) -> PathBuf {
    let root = sample("project");
    let kept = files(&root).into_iter().filter(|path| !path.ends_with(missing));
    for path in kept {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        page.file(&format!("project/{name}"), fs::read(&path).unwrap());
    }
    page.folder.join("files/project")
}

/// Runs a script before those of every page opened from now on.
pub(crate) fn before_scripts(page: &Page, source: &str) {
    page.cdp("Page.addScriptToEvaluateOnNewDocument", serde_json::json!({ "source": source }));
}
