//! Archives as they come in real life.

use std::cell::Cell;
use std::io::{Cursor, Write};

use covscope_core::input::{Input, Limits, expand};
use covscope_core::pace::{Cancelled, Pace, run};
use covscope_core::worth::can_matter;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

#[test]
fn an_artifact_of_github_gives_its_files_and_nothing_else() {
    let (entries, problems) = drop_all(&[("coverage-data-unit.zip", &real("coverage-data-unit.zip"))]);
    assert_eq!(
        names(&entries),
        [
            "coverage-data-unit.zip › .coverage.unit",
            "coverage-data-unit.zip › pyproject.toml",
            "coverage-data-unit.zip › pkg/a.py"
        ]
    );
    assert!(entries[0].bytes.starts_with(b"SQLite format 3\0"));
    assert_eq!(entries[0].bytes.len(), 66);
    assert_eq!(entries[2].bytes, b"print(\"hello\")\n");
    assert_eq!(problems, []);
}

#[test]
fn dropped_files_stay_as_they_are_and_in_order() {
    let (entries, problems) =
        drop_all(&[("b/.coverage.heavy", DATA), ("a.zip", &zip_of(&[("x.py", b"x = 1\n")])), ("pyproject.toml", b"")]);
    assert_eq!(names(&entries), ["b/.coverage.heavy", "a.zip › x.py", "pyproject.toml"]);
    assert_eq!(entries[0].bytes, DATA);
    assert_eq!(problems, []);
}

#[test]
fn archives_in_archives_are_opened_in_every_mixture() {
    let unit = zip_of(&[(".coverage.unit", DATA)]);
    let heavy = gzip(&tar_of(&[("./data/.coverage.heavy", DATA), ("inner.zip", &unit)]));
    let all = zip_of(&[("unit.zip", &unit), ("x/heavy.tgz", &heavy), (".coverage.slow.gz", &gzip(DATA))]);
    let (entries, problems) = drop_all(&[("all.zip", &all)]);
    assert_eq!(
        names(&entries),
        [
            "all.zip › unit.zip › .coverage.unit",
            "all.zip › x/heavy.tgz › data/.coverage.heavy",
            "all.zip › x/heavy.tgz › inner.zip › .coverage.unit",
            "all.zip › .coverage.slow.gz › .coverage.slow"
        ]
    );
    assert!(entries.iter().all(|entry| entry.bytes == DATA));
    assert_eq!(problems, []);
}

#[test]
fn archives_are_told_by_content_and_not_by_name() {
    let zip = zip_of(&[("a.py", b"")]);
    let mut behind = b"#!/bin/sh\n# unpacks itself\n".to_vec();
    behind.extend(&zip);
    let tar = tar_of(&[("b.py", b"")]);
    let (entries, problems) = drop_all(&[
        ("artifact", &zip),
        ("download.tar", &gzip(&tar)),
        ("download.gz", &tar),
        ("self.zip", &behind),
        ("data.zip", DATA),
        ("c.py", b"BZhandler = 1\n"),
    ]);
    assert_eq!(
        names(&entries),
        ["artifact › a.py", "download.tar › b.py", "download.gz › b.py", "self.zip › a.py", "data.zip", "c.py"]
    );
    assert_eq!(problems, []);
}

#[test]
fn every_kind_of_tar_is_read_and_links_in_it_are_not() {
    for name in ["v7.tar", "ustar.tar", "pax.tar", "gnu.tar"] {
        let (entries, problems) = drop_all(&[(name, &real(name))]);
        assert_eq!(
            names(&entries),
            ["project/.coverage.unit", "project/pkg/a.py", "project/pyproject.toml"]
                .map(|path| format!("{name} › {path}"))
        );
        check_problem(&problems, &format!("archive-link {name} › project/.coverage.heavy"), "link");
    }
    let (entries, problems) = drop_all(&[("links.zip", &real("links.zip"))]);
    assert_eq!(names(&entries), ["links.zip › .coverage.unit", "links.zip › pyproject.toml", "links.zip › pkg/a.py"]);
    check_problem(&problems, "archive-link links.zip › .coverage.heavy", "link");
}

#[test]
fn long_names_and_sparse_files_in_tars_are_read() {
    let (entries, problems) =
        drop_all(&[("long.tar.gz", &real("long-names.tar.gz")), ("s.tgz", &real("sparse.tar.gz"))]);
    let folder = "folder/".repeat(40);
    assert_eq!(
        names(&entries),
        [
            format!("long.tar.gz › {folder}form1.py"),
            format!("long.tar.gz › {folder}form2.py"),
            "s.tgz › holes.py".to_owned()
        ]
    );
    assert_eq!(entries[2].bytes.len(), (1 << 20) + 6);
    assert!(entries[2].bytes.starts_with(b"a = 1\n\0") && entries[2].bytes.ends_with(b"\0b = 2\n"));
    assert_eq!(problems, []);
}

#[test]
fn large_and_streamed_zips_are_read() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.py", SimpleFileOptions::default().large_file(true)).unwrap();
    zip.write_all(b"a = 1\n").unwrap();
    let zip64 = zip.finish().unwrap().into_inner();
    let mut zip = ZipWriter::new_stream(Vec::new());
    zip.start_file("b.py", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"b = 2\n").unwrap();
    let streamed = zip.finish().unwrap().into_inner();
    let both = real("zip64-streamed.zip");
    let (entries, problems) = drop_all(&[("64.zip", &zip64), ("streamed.zip", &streamed), ("both.zip", &both)]);
    assert_eq!(names(&entries), ["64.zip › a.py", "streamed.zip › b.py", "both.zip › pkg/a.py"]);
    let contents: Vec<_> = entries.iter().map(|entry| entry.bytes.as_slice()).collect();
    assert_eq!(contents, [&b"a = 1\n"[..], b"b = 2\n", b"print(\"hello\")\n"]);
    assert_eq!(problems, []);
}

/// More than 65,535 entries: the number no longer fits the zip's first end record.
#[test]
fn a_source_zip_of_100_000_files_gives_the_few_that_matter() {
    let names_of_all: Vec<_> =
        (0..100_000).map(|i| format!("project-main/web/file{i}.{}", ["js", "txt"][i % 2])).collect();
    let mut files: Vec<(&str, &[u8])> = names_of_all.iter().map(|name| (name.as_str(), &b"text"[..])).collect();
    files.push(("project-main/src/app.py", b"app = 1\n"));
    let (entries, problems) = drop_all(&[("project-main.zip", &stored(&files))]);
    assert_eq!(names(&entries), ["project-main.zip › project-main/src/app.py"]);
    assert_eq!(problems, []);
}

#[test]
fn paths_in_archives_are_made_safe() {
    let cases = [
        ("..\\..\\up.py", "up.py"),
        ("/etc/absolute.py", "etc/absolute.py"),
        ("C:\\Users\\x\\drive.py", "Users/x/drive.py"),
        ("./here/./dot.py", "here/dot.py"),
        ("a/../../b.py", "b.py"),
        ("a//double.py", "a/double.py"),
        ("bell\u{7}.py", "bell\u{fffd}.py"),
        ("käse/ü.py", "käse/ü.py"),
    ];
    let files = cases.map(|(raw, _)| (raw, &b""[..]));
    let (entries, problems) = drop_all(&[("x.zip", &zip_of(&files))]);
    let paths: Vec<_> = entries.into_iter().map(|entry| entry.path).collect();
    assert_eq!(paths, cases.map(|(_, safe)| safe));
    assert_eq!(problems, []);
}

#[test]
fn folders_that_are_never_the_projects_are_passed_over() {
    let files: &[(&str, &[u8])] = &[
        ("__MACOSX/._a.py", b""),
        ("p/.git/hooks/x.py", b""),
        ("p/node_modules/gyp/gyp.py", b""),
        ("p/.venv/lib/python3.13/site-packages/django/a.py", b""),
        ("p/.tox/.coverage.py313", DATA),
        ("p/a.py", b""),
    ];
    let (entries, problems) = drop_all(&[("p.zip", &zip_of(files))]);
    assert_eq!(names(&entries), ["p.zip › p/.tox/.coverage.py313", "p.zip › p/a.py"]);
    assert_eq!(problems, []);

    let (entries, problems) = drop_all(files);
    assert_eq!(names(&entries), ["p/.tox/.coverage.py313", "p/a.py"]);
    assert_eq!(problems, []);

    // Who drops `site-packages` itself means it.
    assert!(can_matter("site-packages/mine/a.py"));
    assert!(!can_matter("lib/site-packages/mine/a.py"));
    assert!(!can_matter("img/LOGO.PNG"));
    assert!(can_matter("p/.coverage.a") && can_matter(".coverage.lib") && can_matter(".coverage.sql"), "lanes' names");
    assert!(can_matter(".coverage") && can_matter("data.db") && can_matter("bin/tool"));
}

/// Counts ticks, and cancels after a number of them.
struct Counting {
    ticks: Cell<usize>,
    most: usize,
}

impl Pace for Counting {
    async fn tick(&self) -> Result<(), Cancelled> {
        self.ticks.set(self.ticks.get() + 1);
        if self.ticks.get() > self.most { Err(Cancelled) } else { Ok(()) }
    }
}

#[test]
fn the_host_can_breathe_and_cancel() {
    let noise: Vec<u8> = (0..4_u32 << 20).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let data = [DATA, &noise].concat();
    let many: Vec<_> = (0..500).map(|i| format!("{i}.py")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let archives = [
        ("kept.zip", zip_of(&[(".coverage", &data)]), 16),
        ("passed-over.tar.gz", gzip(&tar_of(&[("a.png", &noise), ("a.py", b"")])), 16),
        ("kept.tar.gz", gzip(&tar_of(&[(".coverage", &data)])), 16),
        ("many.zip", zip_of(&many), 500),
    ];
    for (name, bytes, at_least) in archives {
        let drop = |most| {
            let pace = Counting { ticks: Cell::new(0), most };
            let inputs = vec![Input { name: name.to_owned(), bytes: bytes.clone() }];
            (run(expand(inputs, &Limits::default(), &pace)), pace.ticks.get())
        };
        let (result, ticks) = drop(usize::MAX);
        assert_eq!(result.unwrap().1, [], "{name}");
        assert!(ticks >= at_least, "{name}: {ticks}");
        assert_eq!(drop(at_least / 2).0, Err(Cancelled), "{name}");
    }
}
