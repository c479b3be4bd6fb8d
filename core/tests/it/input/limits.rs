//! Bombs end in words.

use super::*;

fn nested(depth: usize) -> Vec<u8> {
    (1..depth)
        .fold(zip_of(&[(".coverage", DATA), ("a.py", b"")]), |inner, _| zip_of(&[("in.zip", &inner), ("a.py", b"")]))
}

#[test]
fn archives_too_deep_are_left_closed() {
    let (entries, problems) = drop_all(&[("x.zip", &nested(4))]);
    assert_eq!(names(&entries)[0], "x.zip › in.zip › in.zip › in.zip › .coverage");
    assert_eq!(problems, []);

    let (entries, problems) = drop_all(&[("x.zip", &nested(5))]);
    assert_eq!(entries.len(), 4);
    check_problem(&problems, "archive-too-deep x.zip › in.zip › in.zip › in.zip › in.zip", "4 deep is the most");
}

#[test]
fn a_bomb_ends_at_its_ratio_and_the_next_input_is_read() {
    let zeros = vec![0; 40 << 20];
    let bomb = [DATA, &zeros].concat();
    let good = zip_of(&[("b.py", b"")]);
    let archives = [
        ("x.zip", zip_of(&[("a.py", b""), (".coverage", &bomb), ("z.py", b"")]), "x.zip › .coverage"),
        ("x.tar.gz", gzip(&tar_of(&[("a.py", b""), ("a.png", &zeros), ("z.py", b"")])), "x.tar.gz › a.png"),
    ];
    for (name, bytes, input) in archives {
        let (entries, problems) = drop_all(&[(name, &bytes), ("good.zip", &good)]);
        assert_eq!(names(&entries), [format!("{name} › a.py"), "good.zip › b.py".to_owned()]);
        check_problem(&problems, &format!("archive-too-large {input}"), "more than 200 times its size");
    }
    // What is of no use by its first bytes is not unpacked, and no bomb.
    let (entries, problems) = drop_all(&[("x.zip", &zip_of(&[("zeros", &zeros), ("a.py", b"")]))]);
    assert_eq!(names(&entries), ["x.zip › a.py"]);
    assert_eq!(problems, []);
}

#[test]
fn a_bomb_of_many_small_ones_in_each_other_ends_too() {
    let core = zip_of(&[(".coverage", &[DATA, &vec![0; 1 << 20]].concat())]);
    let copies = |inner: &[u8]| {
        let names: Vec<_> = (0..16).map(|i| format!("{i}.zip")).collect();
        zip_of(&names.iter().map(|name| (name.as_str(), inner)).collect::<Vec<_>>())
    };
    let (entries, problems) = drop_all(&[("42.zip", &copies(&copies(&core)))]);
    assert!((8..16).contains(&entries.len()), "{}", entries.len());
    check_problem(&problems, "archive-too-large 42.zip › 0.zip › 15.zip › .coverage", "16 MiB");
}

#[test]
fn the_caps_on_entries_and_bytes_hold() {
    let noise: Vec<u8> = (0..100_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let data = [DATA, &noise].concat();
    let files: &[(&str, &[u8])] = &[("a.py", b""), (".coverage.1", &data), (".coverage.2", &data), ("b.py", b"")];
    for (name, bytes) in [("x.zip", zip_of(files)), ("x.tar.gz", gzip(&tar_of(files)))] {
        let drop = |limits: Limits| {
            let (entries, problems) = drop_within(&limits, &[(name, &bytes), ("last.py", b"")]);
            let paths: Vec<_> = entries.into_iter().map(|entry| entry.path).collect();
            (paths, problems)
        };
        let (paths, problems) = drop(Limits { max_entries: 2, ..Limits::default() });
        assert_eq!(paths, ["a.py", ".coverage.1", "last.py"]);
        check_problem(&problems, &format!("archive-too-large {name}"), "more than 2 entries");

        let (paths, problems) = drop(Limits { max_total_bytes: 150_000, ..Limits::default() });
        assert_eq!(paths, ["a.py", ".coverage.1", "last.py"]);
        check_problem(&problems, &format!("archive-too-large {name} › .coverage.2"), "146.4 KiB");

        let (paths, problems) = drop(Limits { max_entry_bytes: 50_000, ..Limits::default() });
        assert_eq!(paths, ["a.py", "b.py", "last.py"]);
        let expected = [1, 2].map(|i| format!("archive-entry-too-large {name} › .coverage.{i}"));
        assert_eq!(said(&problems), expected);
    }
}

/// A size that is declared and not there costs no memory, and a small one lets no more through.
#[test]
fn declared_sizes_are_not_trusted() {
    let good = zip_of(&[(".coverage", &DATA.repeat(100)), ("a.py", b"")]);
    for declared in [u32::MAX - 1, 200 << 20, 5, 0] {
        let mut bytes = good.clone();
        let at = central(&good, 0) + 24;
        bytes[at..at + 4].copy_from_slice(&declared.to_le_bytes());
        let mut found = None;
        let used = allocation_counter::measure(|| found = Some(drop_all(&[("x.zip", &bytes)])));
        let (entries, problems) = found.unwrap();
        assert_eq!(names(&entries), ["x.zip › a.py"], "{declared}");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].input, "x.zip › .coverage");
        assert!(used.bytes_max < 1 << 20, "{declared}: {}", used.bytes_max);
    }
}

/// The name of a tar's entry may be megabytes of zeros that take no room packed.
#[test]
fn a_tar_header_can_not_hold_a_bomb() {
    let mut long = tar::Header::new_gnu();
    long.set_path("././@LongLink").unwrap();
    long.set_entry_type(tar::EntryType::GNULongName);
    long.set_size(64 << 20);
    long.set_cksum();
    let bytes = gzip(&[&tar_of(&[("a.py", b"")])[..1024][..512], long.as_bytes(), &vec![b'a'; 64 << 20]].concat());
    let mut found = None;
    let used = allocation_counter::measure(|| found = Some(drop_all(&[("x.tar.gz", &bytes)])));
    let (entries, problems) = found.unwrap();
    assert_eq!(names(&entries), ["x.tar.gz › a.py"]);
    check_problem(&problems, "archive-damaged x.tar.gz", "header is too long");
    assert!(used.bytes_max < 4 << 20, "{}", used.bytes_max);
}
