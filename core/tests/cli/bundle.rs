//! `covscope bundle`: what is in the zip, and that it is read as what it was made of.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use covscope_core::{data, link};
use serde_json::Value;

use crate::comment::named;
use crate::folder::Folder;
use crate::patch::{run, sample};
use crate::rows::Rows;

/// The files of a zip, in their order.
fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = zip.len();
    let read = |at| {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// A zip of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn names(folder: &Folder) -> Vec<String> {
    unzipped(&folder.read("covscope-bundle.zip")).into_iter().map(|(name, _)| name).collect()
}

fn git(folder: &Folder, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    // Nobody's own settings.
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let git = git.args(arguments).current_dir(folder.path()).output().unwrap();
    assert!(git.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&git.stderr));
    String::from_utf8(git.stdout).unwrap()
}

/// Runs `covscope` on a bundle and on the folder, and compares.
#[track_caller]
fn says_the_same(folder: &Folder, of_folder: &str, code: i32) {
    let bundle = Folder::new();
    bundle.write("bundle.zip", folder.read("covscope-bundle.zip"));
    let told = |folder: &Folder, command: &str, inputs: &str, code| {
        run(folder, format!("{command} {inputs}").trim_end(), code).0
    };
    let gate = "gate --json --fail-under-file 50";
    assert_eq!(told(&bundle, gate, "bundle.zip", code), told(folder, gate, of_folder, code));
    let files = |link: String| {
        let payload = link::read(link.trim().split("d=").nth(1).unwrap()).unwrap();
        let digests = |lane: &link::Lane| lane.files.iter().map(|file| file.digest.clone()).collect::<Vec<_>>();
        let lanes: Vec<_> = payload.lanes.iter().map(|lane| (lane.name.clone(), digests(lane))).collect();
        (payload.files, lanes, payload.reasons, payload.expected)
    };
    let link = "link --base https://host/";
    assert_eq!(files(told(&bundle, link, "bundle.zip", 0)), files(told(folder, link, of_folder, 0)));
}

#[test]
fn it_holds_what_the_report_needs() {
    let folder = sample();
    folder.write("notes.txt", "mine");
    folder.write(".env", "TOKEN=1");
    folder.write(
        "coverage.json",
        "{\"meta\": {\"format\": 3, \"branch_coverage\": true}, \"files\": {}, \"totals\": {}}",
    );
    let (out, err) = run(&folder, "bundle --diff x.diff --repo o/r --pr 7 --sha aa11 --base-sha bb22 --run 9 .", 0);
    assert_eq!(out, "");
    assert!(err.ends_with(" KB\n") && err.contains("Wrote covscope-bundle.zip: 2 lanes, "), "{err}");
    let files = unzipped(&folder.read("covscope-bundle.zip"));
    let named: BTreeMap<&str, &[u8]> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let first: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).take(3).collect();
    assert_eq!(first, ["covscope-bundle.json", ".coverage.unit", ".coverage.heavy"]);
    for name in [".coverage.unit", ".coverage.heavy", "pyproject.toml", "backend/cli.py", "coverage.json"] {
        assert_eq!(named[name], folder.read(name), "{name}");
    }
    assert_eq!(named["changes.diff"], folder.read("x.diff"));
    assert!(!named.contains_key("notes.txt") && !named.contains_key(".env"), "{:?}", named.keys());
    let index: Value = serde_json::from_slice(named["covscope-bundle.json"]).unwrap();
    let keys = ["repository", "pull_request", "head", "base", "run", "format"].map(|key| index[key].clone());
    assert_eq!(Value::from(keys.to_vec()), serde_json::json!(["o/r", 7, "aa11", "bb22", 9, 1]));
    assert_eq!((&index["lanes"][0]["name"], &index["diff"]), (&"unit".into(), &"changes.diff".into()));
    let digest = data::sha256(&folder.read(".coverage.heavy"));
    assert_eq!(index["lanes"][1]["files"], serde_json::json!({ ".coverage.heavy": digest }));
    // Of the sources the names that git itself has for them.
    git(&folder, &["init", "-q"]);
    assert_eq!(index["sources"]["backend/cli.py"], git(&folder, &["hash-object", "backend/cli.py"]).trim());
    let described = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bundle.md")).unwrap();
    for key in index.as_object().unwrap().keys() {
        assert!(described.contains(&format!("`{key}`")), "docs/bundle.md does not say what {key} is");
    }
    // The same again, whenever.
    let before = folder.read("covscope-bundle.zip");
    std::fs::remove_dir_all(Path::new(folder.path()).join(".git")).unwrap();
    std::fs::remove_file(Path::new(folder.path()).join("covscope-bundle.zip")).unwrap();
    run(&folder, "bundle --diff x.diff --repo o/r --pr 7 --sha aa11 --base-sha bb22 --run 9 -o again/b.zip .", 0);
    assert_eq!(folder.read("again/b.zip"), before);
}

#[test]
fn it_says_what_its_inputs_say() {
    let folder = sample();
    let rename = |from: &str, to: &str| folder.write(to, folder.read(from));
    for (line, inputs, code) in [
        ("bundle", "", 2),
        // A lane is missing, and is expected by the line alone.
        ("bundle --expect unit,slow .coverage.unit", "--expect unit,slow .coverage.unit", 3),
        ("bundle .coverage.unit backend pyproject.toml", ".coverage.unit backend pyproject.toml", 3),
    ] {
        run(&folder, line, 0);
        says_the_same(&folder, inputs, code);
    }
    // Lanes by artifacts' folders, one of them of two files, one file that can't be used, and one that is there twice.
    rename(".coverage.unit", "lanes/coverage-data-fast/.coverage");
    rename(".coverage.heavy", "lanes/coverage-data-fast/.coverage.host.7.123456");
    rename(".coverage.heavy", "lanes/once-more/.coverage");
    folder.write("lanes/coverage-data-slow/.coverage", "SQLite format 3\0");
    let inputs = "lanes backend pyproject.toml tests_unit";
    run(&folder, &format!("bundle {inputs}"), 0);
    let names = names(&folder);
    assert!(names.contains(&"coverage-data-fast/2.coverage".to_owned()), "{names:?}");
    assert!(names.contains(&"unusable/.coverage".to_owned()), "{names:?}");
    says_the_same_but_for_names(&folder, inputs);
}

/// The data files have other names in the bundle.
#[track_caller]
fn says_the_same_but_for_names(folder: &Folder, inputs: &str) {
    let bundle = Folder::new();
    bundle.write("bundle.zip", folder.read("covscope-bundle.zip"));
    let told = |folder: &Folder, inputs: &str| -> Value {
        serde_json::from_str(&run(folder, &format!("gate --json {inputs}"), 3).0).unwrap()
    };
    let (whole, bundled) = (told(folder, inputs), told(&bundle, "bundle.zip"));
    assert_eq!((&bundled["lanes"], &bundled["total"]["totals"]), (&whole["lanes"], &whole["total"]["totals"]));
    assert_eq!(
        bundled["total"]["reasons"].as_array().unwrap().len(),
        whole["total"]["reasons"].as_array().unwrap().len()
    );
}

#[test]
fn a_folder_that_all_sources_share_is_no_root() {
    let folder = Folder::new();
    let rows = Rows {
        schema: vec![(7,)],
        meta: vec![("has_arcs".to_owned(), "0".to_owned()), ("version".to_owned(), "7.17.3".to_owned())],
        files: vec!["/project/pkg/app/a.py".to_owned(), "/usr/lib/other/app/a.py".to_owned()],
        contexts: vec![String::new()],
        lines: vec![(0, 0, "02".to_owned()), (1, 0, "02".to_owned())],
        arcs: Vec::new(),
        tracers: Vec::new(),
    };
    folder.write_rows(".coverage", &rows);
    folder.write("pkg/app/a.py", "x = 1\ny = 2\n");
    folder.write("pyproject.toml", "[tool.coverage.run]\nsource = [\"pkg\"]\n");
    folder.write("setup.py", "");
    run(&folder, "bundle", 0);
    assert!(names(&folder).contains(&"setup.py".to_owned()), "{:?}", names(&folder));
    says_the_same(&folder, "", 3);
}

#[test]
fn of_folders_it_takes_what_git_knows() {
    let folder = sample();
    folder.write("backend/secret_settings.py", "TOKEN = 1\n");
    folder.write(".gitignore", "backend/cli.py\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["rm", "-q", "--cached", "backend/secret_settings.py"]);
    // Measured, and not git's: left out, and that is said.
    let (_, err) = run(&folder, "bundle", 0);
    assert!(err.contains("covscope: 2 files are left out, which git does not know; name those"), "{err}");
    assert!(err.contains("backend/cli.py"), "{err}");
    let in_bundle = names(&folder);
    assert!(in_bundle.contains(&"backend/api/http.py".to_owned()), "{in_bundle:?}");
    assert!(!in_bundle.iter().any(|name| name.contains("secret") || name == "backend/cli.py"), "{in_bundle:?}");
    // What is named is meant.
    run(&folder, "bundle . backend/cli.py", 0);
    assert!(names(&folder).contains(&"backend/cli.py".to_owned()));
    says_the_same(&folder, ".", 2);
    // Git that can't say is no reason to take everything.
    folder.write(".git/HEAD", "nonsense");
    let (out, _) = run(&folder, "bundle", 1);
    assert!(out.starts_with("git can't say which files of /project are its: fatal: "), "{out}");
}

#[test]
fn an_index_of_another_format_is_said() {
    let folder = sample();
    for index in [r#"{"format": 2}"#, "nonsense", "[]"] {
        folder.write("covscope-bundle.json", index);
        let (_, err) =
            run(&folder, "gate .coverage.unit .coverage.heavy backend pyproject.toml covscope-bundle.json", 3);
        assert!(err.contains("covscope-bundle.json") && err.contains("expected JSON of format 1."), "{err}");
    }
}

#[test]
fn of_archives_that_git_does_not_know_it_takes_data_and_reports() {
    let folder = sample();
    folder.write(".gitignore", "/dist/\n/lanes/\nbackend/cli.py\n");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "-A"]);
    let source = folder.read("backend/cli.py");
    let config = b"[coverage:run]\nbranch = true\n";
    folder.write(
        "dist/proj-1.0.zip",
        zipped(&[
            ("proj-1.0/backend/cli.py", &source),
            ("proj-1.0/setup.cfg", config),
            ("proj-1.0/x.diff", b"--- a\n+++ b\n"),
        ]),
    );
    // As artifacts are, one of them with another in it.
    let heavy = folder.read(".coverage.heavy");
    let lane = zipped(&[(".coverage", &heavy), ("setup.cfg", config)]);
    let report = b"{\"meta\": {\"format\": 3, \"branch_coverage\": true}, \"files\": {}, \"totals\": {}}";
    folder.write("lanes/all.zip", zipped(&[("coverage-data-heavy.zip", &lane), ("coverage.json", report)]));
    fs::remove_file(Path::new(folder.path()).join(".coverage.heavy")).unwrap();
    let (_, err) = run(&folder, "bundle .", 0);
    let in_bundle = names(&folder);
    for name in [".coverage.unit", ".coverage.heavy", "coverage.json", "pyproject.toml", "backend/api/http.py"] {
        assert!(in_bundle.iter().any(|it| it == name), "{name}: {in_bundle:?}");
    }
    assert!(
        !in_bundle.iter().any(|name| name.contains("backend/cli.py") || name.contains("setup.cfg")),
        "{in_bundle:?}"
    );
    // The source in the folder, source and settings in the first archive, settings in the other.
    assert!(err.contains("covscope: 4 files are left out, which git does not know; name those"), "{err}");
    // What is named is meant, and what git knows is known.
    run(&folder, "bundle . dist/proj-1.0.zip", 0);
    assert!(names(&folder).contains(&"backend/cli.py".to_owned()), "{:?}", names(&folder));
    git(&folder, &["add", "-f", "dist/proj-1.0.zip"]);
    run(&folder, "bundle .", 0);
    assert!(names(&folder).contains(&"backend/cli.py".to_owned()), "{:?}", names(&folder));
}

#[test]
fn a_bundle_that_lies_in_a_folder_is_no_input() {
    let folder = sample();
    run(&folder, "bundle .", 0);
    fs::remove_file(Path::new(folder.path()).join(".coverage.heavy")).unwrap();
    let (said, _) = run(&folder, "gate .", 3);
    assert!(said.contains("The lane heavy is expected and not here."), "{said}");
    // One that is named is meant.
    run(&folder, "gate covscope-bundle.zip", 0);
    fs::remove_file(Path::new(folder.path()).join("covscope-bundle.zip")).unwrap();
    let absolute = format!("{}/b.zip", folder.path());
    for inputs in [".", "b.zip .coverage.unit backend pyproject.toml"] {
        run(&folder, "bundle -o b.zip .coverage.unit backend pyproject.toml", 0);
        let first = folder.read("b.zip");
        folder.write(".coverage.unit", [folder.read(".coverage.unit"), vec![0]].concat());
        for output in ["b.zip", "./b.zip", "backend/../b.zip", &absolute] {
            run(&folder, &format!("bundle -o {output} {inputs}"), 0);
            let count = unzipped(&folder.read("b.zip")).iter().filter(|(name, _)| name.contains("coverage")).count();
            assert_eq!(count, 1, "{output}: the data");
            assert_ne!(folder.read("b.zip"), first, "{output}");
        }
    }
}

/// A device that was replaced by a file would be gone for all others.
#[test]
fn a_pipe_is_written_into() {
    let folder = named(&["unit"], &["pkg/a.py".to_owned()]);
    let pipe = Path::new(folder.path()).join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Open at both ends nobody waits, and what is written is small enough to stay in it.
    let mut file = fs::OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    run(&folder, "bundle -q -o pipe .coverage.unit pkg/a.py", 0);
    assert!(!fs::symlink_metadata(&pipe).unwrap().is_file(), "the pipe is a file now");
    let mut start = [0; 4];
    file.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"PK\x03\x04");
}

#[test]
#[cfg(target_os = "linux")]
fn of_files_that_are_of_no_use_only_the_start_is_read() {
    let folder = sample();
    let large = fs::File::create(Path::new(folder.path()).join("weights.bin")).unwrap();
    large.set_len(8 << 30).unwrap();
    let line = format!("ulimit -v 2000000 && COVSCOPE_PYTHON=3.13 exec {} gate .", env!("CARGO_BIN_EXE_covscope"));
    let output = Command::new("sh").args(["-c", &line]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn a_project_in_a_folder_of_its_repository_has_its_files_there() {
    let (repository, elsewhere) = (Folder::new(), Folder::new());
    for (name, bytes) in sample().files() {
        repository.write(&format!("services/orders/{name}"), bytes);
    }
    git(&repository, &["init", "-q"]);
    git(&repository, &["add", "-A"]);
    let sha = "1".repeat(40);
    let told = |folder: &Folder, inside: &str, line: &str| {
        let line = line.replace("OF", &format!("--repo o/r --sha {sha} --quiet"));
        let told = folder.covscope_in(inside, &line.split(' ').collect::<Vec<_>>(), &BTreeMap::new());
        String::from_utf8(told.stdout).unwrap()
    };
    told(&repository, "services/orders", "bundle OF -o bundle.zip");
    let bundle = repository.read("services/orders/bundle.zip");
    let index: Value = serde_json::from_slice(&unzipped(&bundle)[0].1).unwrap();
    assert_eq!(index["folder"], "services/orders/");
    elsewhere.write("bundle.zip", bundle);
    // Also of the bundle alone, where there is no repository.
    let places = [
        (&repository, "services/orders", ""),
        (&repository, "", " services/orders"),
        (&repository, "services", " bundle.zip"),
        (&elsewhere, "", " bundle.zip"),
    ];
    repository.write("services/bundle.zip", elsewhere.read("bundle.zip"));
    for (folder, inside, inputs) in places {
        let comment = told(folder, inside, &format!("comment OF --fail-under-file 90{inputs}"));
        let place = format!("https://github.com/o/r/blob/{sha}/services/orders/backend/cli.py");
        assert!(comment.contains(&place), "{comment}");
        let text = told(folder, inside, &format!("link OF{inputs}"));
        let payload = link::read(text.trim().split("d=").nth(1).unwrap()).unwrap();
        assert_eq!(payload.provenance.folder, "services/orders/");
    }
}
