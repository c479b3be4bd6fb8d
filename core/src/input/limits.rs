//! How much may come out of archives. Sizes that an archive declares are never trusted: bytes are counted as they come.

/// Caps on what one call of [`expand`](super::expand()) unpacks. Files that were dropped as they are count for none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Archives in archives, the dropped one included. A `.tar.gz` is one. Default 4: a "download all" zip, the artifact
    /// in it, what CI packed into the artifact, and one to spare.
    pub max_depth: usize,
    /// Entries in one dropped archive with all archives in it, useful or not. Default 500,000: the largest source trees
    /// have about 100,000 files.
    pub max_entries: u64,
    /// Unpacked bytes of one entry. Default 256 MiB: large data files are about 55 MiB, and an artifact that is itself an
    /// entry may hold several.
    pub max_entry_bytes: u64,
    /// Unpacked bytes held at one time: everything that was kept, and the archives that are open. Default 1 GiB, since a
    /// 32-bit WebAssembly memory ends at 4 GiB and holds the dropped files and the report's own data too.
    pub max_total_bytes: u64,
    /// Bytes unpacked from one dropped archive, for each of its own; tested from 16 MiB on. Default 200: data files pack
    /// to a half or a third, reports and sources to a fifteenth, while a bomb reaches deflate's 1,032.
    pub max_ratio: u64,
}

impl Limits {
    /// Up to here an archive may unpack to, whatever its ratio: small things of one repeated byte do no harm.
    const FREE_BYTES: u64 = 16 << 20;

    /// The bytes that a dropped archive of that size may unpack to.
    pub(super) fn allowed(&self, packed: usize) -> u64 {
        self.max_ratio.saturating_mul(packed as u64).max(Limits::FREE_BYTES)
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_depth: 4,
            max_entries: 500_000,
            max_entry_bytes: 256 << 20,
            max_total_bytes: 1 << 30,
            max_ratio: 200,
        }
    }
}

/// A number of bytes as people read it: `1 GiB`, `2.5 MiB`, `700 bytes`.
pub(super) fn size(bytes: u64) -> String {
    let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)];
    match units.into_iter().find(|(_, shift)| bytes >> shift > 0) {
        Some((unit, shift)) => {
            let tenths = (u128::from(bytes) * 10) >> shift;
            match tenths % 10 {
                0 => format!("{} {unit}", tenths / 10),
                tenth => format!("{}.{tenth} {unit}", tenths / 10),
            }
        }
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_read_them() {
        let said: Vec<_> = [700, 1 << 10, (5 << 20) / 2, 1 << 30, u64::MAX].into_iter().map(size).collect();
        assert_eq!(said, ["700 bytes", "1 KiB", "2.5 MiB", "1 GiB", "17179869183.9 GiB"]);
    }
}
