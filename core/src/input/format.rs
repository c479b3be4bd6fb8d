//! The formats of archives, told apart by content first and name second.

use rawzip::ZipArchive;

use super::sniff::{Kind, sniff, text_start};
use crate::error::{Code, Error};

/// What an archive is, or fails to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A zip; its table of contents stands at the end.
    Zip,
    /// A tar, unpacked already.
    Tar,
    /// One packed file, which may be a tar.
    Gzip,
    /// An archive of a format that is not opened here.
    Foreign(&'static str),
    /// Has the name of an archive and not the content.
    InName,
}

impl Format {
    /// Tells the format, by content first. `None`: no archive, neither in content nor in name.
    pub(super) fn of(path: &str, bytes: &[u8]) -> Option<Format> {
        const MAGIC: &[(&[u8], Format)] = &[
            (b"PK\x03\x04", Format::Zip),
            (b"PK\x05\x06", Format::Zip),
            (b"PK\x07\x08", Format::Zip),
            (b"\x1f\x8b", Format::Gzip),
            (b"\xfd7zXZ\0", Format::Foreign("xz")),
            (b"\x28\xb5\x2f\xfd", Format::Foreign("zstd")),
            (b"7z\xbc\xaf\x27\x1c", Format::Foreign("7-Zip")),
            (b"Rar!\x1a\x07", Format::Foreign("RAR")),
        ];
        if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Some(*format);
        }
        // Its fourth byte is a level; the first three alone may begin a text.
        if bytes.starts_with(b"BZh") && bytes.get(4..10) == Some(b"1AY&SY") {
            return Some(Format::Foreign("bzip2"));
        }
        let name = path.to_ascii_lowercase();
        let suffix = |suffix| name.ends_with(suffix);
        if is_tar(bytes) || (suffix(".tar") && is_empty_tar(bytes)) {
            Some(Format::Tar)
        } else if suffix(".zip") && ZipArchive::from_slice(bytes).is_ok() {
            // Behind something else, as in a zip that unpacks itself.
            Some(Format::Zip)
        } else {
            let named = [".zip", ".tar", ".tgz", ".gz"].into_iter().any(suffix);
            (named && sniff("", bytes) == Kind::Other).then_some(Format::InName)
        }
    }
}

/// What a file is that has an archive's name, with the fix where there is a better one than to download it again.
pub(super) fn not_an_archive(bytes: &[u8]) -> (Error, Option<&'static str>) {
    const SIGN_IN: &str =
        "Sign in to GitHub and download the artifact from the run's page, or:\ngh run download RUN_ID";
    const TOKEN: &str = "The artifact may have expired, or the token may lack `actions: read`. With a token that has it:\ngh run download RUN_ID";
    let text = text_start(bytes);
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()));
    let (found, fix) = if bytes.is_empty() {
        ("an empty file".to_owned(), None)
    } else if begins("<!doctype html") || begins("<html") {
        ("a web page, saved in its place: a sign-in page perhaps".to_owned(), Some(SIGN_IN))
    } else if begins("{") {
        (format!("an answer in JSON{}", quoted(message(text))), Some(TOKEN))
    } else if begins("<?xml") || begins("<error") {
        (format!("an answer in XML{}", quoted(between(text, "<Message>", "</Message>"))), Some(TOKEN))
    } else {
        ("something else".to_owned(), None)
    };
    (Error::new(Code::ArchiveInName, format!("It has the name of an archive, but it is {found}.")), fix)
}

/// GitHub's word for what went wrong.
fn message(json: &[u8]) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_slice(json.get(..json.len().min(64 << 10))?).ok()?;
    Some(answer.get("message")?.as_str()?.to_owned())
}

fn between(text: &[u8], start: &str, end: &str) -> Option<String> {
    let text = String::from_utf8_lossy(text.get(..text.len().min(64 << 10))?);
    Some(text.split_once(start)?.1.split_once(end)?.0.to_owned())
}

fn quoted(message: Option<String>) -> String {
    let line = message.as_deref().and_then(|message| message.lines().next()).map(|line| line.chars().take(200));
    line.map_or_else(String::new, |line| format!(": “{}”", line.collect::<String>()))
}

/// Whether this begins with the header of a tar: its mark, or for the oldest kind, which has none, a right checksum.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..512) else { return false };
    let sum: u32 =
        block.iter().enumerate().map(|(i, &byte)| if (148..156).contains(&i) { 32 } else { u32::from(byte) }).sum();
    let header = tar::Header::from_byte_slice(block);
    block[257..].starts_with(b"ustar") || (block[0] != 0 && header.cksum().is_ok_and(|stated| stated == sum))
}

/// Whether this is the end mark of a tar and nothing before it.
fn is_empty_tar(bytes: &[u8]) -> bool {
    bytes.get(..512).is_some_and(|block| block.iter().all(|&byte| byte == 0))
}
