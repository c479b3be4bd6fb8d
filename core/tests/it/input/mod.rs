//! From what was dropped to named entries.

mod bad;
mod limits;
mod mutation;
mod opens;
mod sniffing;

use std::io::{Cursor, Write};
use std::path::Path;

use covscope_core::error::Problem;
use covscope_core::input::{Entry, Input, Limits, expand};
use covscope_core::pace::{Unhurried, run};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const DATA: &[u8] = b"SQLite format 3\0 and so on";

fn drop_all(inputs: &[(&str, &[u8])]) -> (Vec<Entry>, Vec<Problem>) {
    drop_within(&Limits::default(), inputs)
}

fn drop_within(limits: &Limits, inputs: &[(&str, &[u8])]) -> (Vec<Entry>, Vec<Problem>) {
    let inputs = inputs.iter().map(|(name, bytes)| Input { name: (*name).to_owned(), bytes: bytes.to_vec() }).collect();
    run(expand(inputs, limits, &Unhurried)).unwrap()
}

/// The display names of what was found.
fn names(entries: &[Entry]) -> Vec<String> {
    entries.iter().map(Entry::display_name).collect()
}

/// `code input` of each problem.
fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{} {}", problem.code.as_str(), problem.input)).collect()
}

/// The one problem that there must be: its code and input, and some words of its cause.
#[track_caller]
fn check_problem(problems: &[Problem], code_and_input: &str, words: &str) {
    assert_eq!(said(problems), [code_and_input], "{problems:#?}");
    assert!(problems[0].cause.contains(words), "{}", problems[0].cause);
}

/// An archive that a real program wrote; see `make.sh` beside it.
fn real(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/input").join(name)).unwrap()
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(CompressionMethod::Deflated, files)
}

/// Stored, so that a test can find and change the content in it.
fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(CompressionMethod::Stored, files)
}

fn zip_with(method: CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *content).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(content).unwrap();
    gzip.finish().unwrap()
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

/// With every `from` replaced, of the same length.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..=bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
    bytes
}

/// Where the nth entry begins in a zip's table of contents.
fn central(zip: &[u8], n: usize) -> usize {
    let marks = zip.windows(4).enumerate().filter(|(_, window)| window == b"PK\x01\x02");
    marks.map(|(at, _)| at).nth(n).unwrap()
}
