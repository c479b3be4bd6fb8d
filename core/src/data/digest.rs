//! What makes two data files the same (coverage.py 7.17.3's `DataFileClassifier`), and what names one elsewhere.

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read};

use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The hash that ends the name of a parallel data file, else the one of its bytes. Data files with the same are combined once.
///
/// # Errors
/// The bytes can't be read.
pub fn digest(name: &str, bytes: &mut dyn Read) -> io::Result<String> {
    if let Some(hash) = hash_in_name(name) {
        return Ok(hash.to_owned());
    }
    // 128 bits, as nothing but chance makes two of these few files alike.
    let mut hashers = [0, 1].map(|seed| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(seed);
        hasher
    });
    let mut buffer = [0; 8192];
    loop {
        match bytes.read(&mut buffer)? {
            0 => return Ok(hashers.map(|hasher| format!("{:016x}", hasher.finish())).concat()),
            length => hashers.iter_mut().for_each(|hasher| hasher.write(buffer.get(..length).unwrap_or_default())),
        }
    }
}

/// The SHA-256 of some bytes in hex: the digest by which CI and its artifacts name a file.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The name that git has for a content, in hex: the SHA-1 of a blob.
pub fn git_blob(bytes: &[u8]) -> String {
    hex(&Sha1::new().chain_update(format!("blob {}\0", bytes.len())).chain_update(bytes).finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `1234567890h` in `.coverage.host.pid7.Xabcdefx.H1234567890h`.
fn hash_in_name(name: &str) -> Option<&str> {
    let is_word =
        |text: &str, length| text.chars().count() == length && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    let mut parts = name.rsplit('.');
    let hash = parts.next()?.strip_prefix('H')?;
    let random = parts.next()?.strip_prefix('X')?.strip_suffix('x')?;
    let pid = parts.next()?.strip_prefix("pid")?;
    let host = parts.next()?;
    let is_number = !pid.is_empty() && pid.chars().all(char::is_numeric);
    // The host must have a dot before it.
    let fits = is_word(hash.strip_suffix('h')?, 10) && is_word(random, 6) && is_number && !host.is_empty();
    (fits && parts.next().is_some()).then_some(hash)
}

#[cfg(test)]
mod tests {
    fn digest(name: &str, bytes: &[u8]) -> String {
        super::digest(name, &mut &bytes[..]).unwrap_or_default()
    }

    #[test]
    fn sha256_is_that_of_others() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256(b"abc"), expected);
    }

    #[test]
    fn a_blob_has_the_name_that_git_gives_it() {
        assert_eq!(super::git_blob(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(super::git_blob(b"hello world\n"), "3b18e512dba79e4c8300dd08aeb37f8e728b8dad");
    }

    #[test]
    fn the_name_tells_only_in_full() {
        assert_eq!(digest(".coverage.vm.pid1.Xabcdefx.H1234567890h", b"a"), "1234567890h");
        assert_eq!(digest("/a/.coverage.vm.pid1.Xabcdefx.H1234567890h", b"a"), "1234567890h");
        let of_bytes = digest(".coverage", b"a");
        assert_eq!(of_bytes.len(), 32);
        for name in [
            ".coverage.unit.H1234567890h",
            ".coverage.vm.pid1.Xabcdefx.H123456789h",
            ".coverage.vm.pid.Xabcdefx.H1234567890h",
            "vm.pid1.Xabcdefx.H1234567890h",
        ] {
            assert_eq!(digest(name, b"a"), of_bytes, "{name}");
        }
    }
}
