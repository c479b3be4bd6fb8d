//! Damage of every kind: never a panic, never much memory.

use super::*;

/// Marsaglia's xorshift; the same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        match numbers.below(6) {
            0 => bytes.truncate(at + 1),
            1 => bytes[at] = numbers.below(256) as u8,
            2 => bytes[at] ^= 1 << numbers.below(8),
            3 => {
                let value = [u32::MAX, 0, 1 << 31, u32::MAX >> 1][numbers.below(4)].to_le_bytes();
                let end = bytes.len().min(at + 4);
                bytes[at..end].copy_from_slice(&value[..end - at]);
            }
            4 => {
                let end = at + numbers.below(bytes.len() - at).min(64);
                let part = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, part);
            }
            _ => {
                let end = at + numbers.below(bytes.len() - at).min(64);
                if end - at < bytes.len() {
                    bytes.drain(at..end);
                }
            }
        }
    }
}

#[test]
fn damaged_archives_never_panic_and_never_take_much_memory() {
    let files: &[(&str, &[u8])] = &[
        ("a/b.py", b"b = 1\n"),
        (".coverage", &DATA.repeat(9)),
        ("pyproject.toml", b""),
        ("notes", b"x"),
        ("c.png", b""),
    ];
    let inner = zip_of(files);
    let seeds = [
        ("x.zip", zip_of(&[("inner.zip", &inner), ("in.tgz", &gzip(&tar_of(files))), ("a.py", b"")])),
        ("stored.zip", stored(&[("inner.zip", &stored(files)), ("in.tar", &tar_of(files))])),
        ("artifact.zip", real("coverage-data-unit.zip")),
        ("zip64.zip", real("zip64-streamed.zip")),
        ("x.tar", tar_of(files)),
        ("pax.tar", real("pax.tar")[..6144].to_vec()),
        ("x.tar.gz", real("long-names.tar.gz")),
        ("sparse.tar.gz", real("sparse.tar.gz")),
        ("x.gz", gzip(&DATA.repeat(9))),
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut whole, mut with_problems) = (0, 0);
    for round in 0..5000 {
        let (name, seed) = &seeds[round % seeds.len()];
        let mut bytes = seed.clone();
        mutate(&mut bytes, &mut numbers);
        let mut found = None;
        let used = allocation_counter::measure(|| found = Some(drop_all(&[(name, &bytes)])));
        assert!(used.bytes_max < 12 << 20, "round {round}, {name}: {} bytes", used.bytes_max);
        let (entries, problems) = found.unwrap();
        assert!(!entries.is_empty() || !problems.is_empty(), "round {round}, {name}: not a word");
        for entry in &entries {
            assert!(!entry.path.starts_with('/') && entry.path.split('/').all(|part| part != ".."), "{}", entry.path);
        }
        for problem in &problems {
            assert!(problem.input.starts_with(name), "{problem:?}");
        }
        with_problems += usize::from(!problems.is_empty());
        whole += usize::from(!entries.is_empty());
    }
    // The damage is neither always fatal nor never seen.
    assert!(with_problems > 1000 && whole > 1000, "{with_problems} {whole}");
}
