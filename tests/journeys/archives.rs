//! Archives as CI and GitHub make them: the numbers are those of the files inside.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use covscope_e2e::journey::journey;
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{assert_sample, sample};

/// Names and contents, in the order in which they are packed.
pub(crate) type Entries = Vec<(String, Vec<u8>)>;

/// A zip of these entries.
pub(crate) fn zip(entries: &Entries) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The files below a folder of the sample, each with `prefix` before its path in it.
pub(crate) fn folder(path: &str, prefix: &str) -> Entries {
    let root = sample(path);
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let entry = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
        (format!("{prefix}{name}"), std::fs::read(path).unwrap())
    };
    files.iter().map(entry).collect()
}

fn data(lane: &str) -> Vec<u8> {
    std::fs::read(sample(&format!("data/.coverage.{lane}"))).unwrap()
}

/// What actions/upload-artifact makes of a lane's `.coverage`, a hidden file.
fn artifact(lane: &str) -> (String, Vec<u8>) {
    (format!("coverage-data-{lane}.zip"), zip(&vec![(".coverage".to_owned(), data(lane))]))
}

fn assert_sample_from(files: &[(String, Vec<u8>)], and: &[&Path]) {
    journey(|page| {
        page.open("");
        let mut paths: Vec<_> = files.iter().map(|(name, content)| page.file(name, content)).collect();
        paths.extend(and.iter().map(|path| path.to_path_buf()));
        page.drop_onto("[data-test=drop-area]", &paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
        assert_sample(page);
    });
}

#[test]
fn a_zip_for_each_lane_is_named_by_its_artifact() {
    assert_sample_from(&[artifact("unit"), artifact("heavy")], &[&sample("project")]);
}

#[test]
fn zips_in_a_zip_are_the_same() {
    let all = zip(&vec![artifact("unit"), artifact("heavy")]);
    assert_sample_from(&[("artifacts.zip".to_owned(), all)], &[&sample("project")]);
}

#[test]
fn a_source_zip_of_githubs_has_a_folder_on_top() {
    let top = "sample-0f3c1d2e4b5a69788796a5b4c3d2e1f001122334";
    let source = (format!("{top}.zip"), zip(&folder("project", &format!("{top}/"))));
    assert_sample_from(&[artifact("unit"), artifact("heavy"), source], &[]);
}

#[test]
fn a_tar_gz_holds_everything() {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, content) in folder("data", "").into_iter().chain(folder("project", "")) {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, content.as_slice()).unwrap();
    }
    let packed = tar.into_inner().unwrap().finish().unwrap();
    // The content says what it is, whatever the name.
    assert_sample_from(&[("coverage.bin".to_owned(), packed.clone())], &[]);
    assert_sample_from(&[("everything.tar.gz".to_owned(), packed)], &[]);
}

#[test]
fn an_artifact_that_left_hidden_files_out_is_told_so() {
    journey(|page| {
        page.open("");
        let empty = page.file("coverage-data-unit.zip", zip(&vec![("README.md".to_owned(), b"no data".to_vec())]));
        page.drop_onto("[data-test=drop-area]", &[&empty]);
        page.wait("[data-test=problem][data-code=nothing-found]");
        assert!(page.text("[data-test=problem-input]").contains("coverage-data-unit.zip"));
        assert!(page.text("[data-test=problem-fix]").contains("include-hidden-files: true"));
        page.wait("[data-test=landing]");
    });
}
