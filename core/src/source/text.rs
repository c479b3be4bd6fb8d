//! From the bytes of a source file to its text, as coverage.py 7.17.3 reads it (`get_python_source`): one kind of
//! newline, form feeds as spaces, and the encoding that PEP 263 tells.

use std::borrow::Cow;

use memchr::memchr2;

use super::SyntaxError;
use super::encodings::{Encoding, NoEncoding};
use crate::line::LineNo;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text of a file. It ends in a newline unless it is empty, and `\n` is its only line separator.
pub(super) fn decode(bytes: &[u8]) -> Result<String, SyntaxError> {
    let bytes = one_newline(bytes);
    let (encoding, bytes) = detect_encoding(&bytes)?;
    let mut text = encoding.decode(bytes);
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text)
}

/// For display when [`decode`] fails: whatever can be read as UTF-8.
pub(super) fn decode_lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&one_newline(bytes)).into_owned()
}

fn one_newline(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr2(b'\r', b'\x0c', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' => {
                rest.next_if_eq(&b'\n');
                out.push(b'\n');
            }
            b'\x0c' => out.push(b' '),
            _ => out.push(byte),
        }
    }
    Cow::Owned(out)
}

/// Whether the tokenizer takes this name for UTF-8 (`_get_normal_name`), as a byte order mark demands: `utf8` is not one.
fn is_normal_utf8(name: &str) -> bool {
    let name: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    name == "utf-8" || name.starts_with("utf-8-")
}

/// PEP 263, as `tokenize.detect_encoding` does it and words it: the encoding, and the bytes without a byte order mark.
fn detect_encoding(bytes: &[u8]) -> Result<(Encoding, &[u8]), SyntaxError> {
    let (bom, bytes) = match bytes.strip_prefix(BOM) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n');
    for number in 1..=2 {
        let Some(line) = lines.next() else { break };
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(error(number, "invalid or missing encoding declaration".to_owned()));
        };
        let error = |message| error(number, message);
        if let Some(name) = coding(line) {
            return match Encoding::named(name) {
                Ok(_) | Err(NoEncoding::NotReadHere) if bom && !is_normal_utf8(name) => {
                    Err(error("encoding problem: utf-8".to_owned()))
                }
                Ok(encoding) => Ok((encoding, bytes)),
                Err(NoEncoding::Unknown) => Err(error(format!("unknown encoding: {name}"))),
                Err(NoEncoding::NotReadHere) => {
                    Err(error(format!("the file declares the encoding {name}, which covscope does not read")))
                }
            };
        }
        if !is_blank(line) {
            break;
        }
    }
    Ok((Encoding::Utf8, bytes))
}

fn error(line: LineNo, message: String) -> SyntaxError {
    SyntaxError { is_of_encoding: true, ..SyntaxError::new(Some(line), message) }
}

/// The encoding that a comment line declares: `^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`.
fn coding(line: &str) -> Option<&str> {
    let mut rest = line.trim_start_matches([' ', '\t']).strip_prefix('#')?;
    while let Some((_, after)) = rest.split_once("coding") {
        if let Some(value) = after.strip_prefix([':', '=']) {
            let value = value.trim_start_matches([' ', '\t']);
            let end = value
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'))
                .unwrap_or(value.len());
            if end > 0 {
                return Some(&value[..end]);
            }
        }
        rest = after;
    }
    None
}

/// Nothing but white space or a comment.
fn is_blank(line: &str) -> bool {
    matches!(line.trim_start_matches([' ', '\t']).chars().next(), None | Some('#' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap_or_else(|error| format!("{error:?}"))
    }

    #[test]
    fn newlines_and_form_feeds_become_one_kind() {
        assert_eq!(text(b"a\r\nb\rc\n\rd\x0c\n\n"), "a\nb\nc\n\nd \n\n");
        assert_eq!(text(b"a"), "a\n");
        assert_eq!(text(b""), "");
        assert_eq!(text("a\u{2028}b\u{85}c\x0bd".as_bytes()), "a\u{2028}b\u{85}c\x0bd\n");
    }

    #[test]
    fn the_encoding_is_the_declared_one() {
        assert_eq!(text(b"# coding: latin-1\nx = '\xe9'"), "# coding: latin-1\nx = '\u{e9}'\n");
        assert_eq!(
            text(b"#!x\n# -*- coding: ISO-8859-15 -*-\n'\xa4'"),
            "#!x\n# -*- coding: ISO-8859-15 -*-\n'\u{20ac}'\n"
        );
        assert_eq!(text(b"# vim: fileencoding=cp1252\n'\x80\x81'"), "# vim: fileencoding=cp1252\n'\u{20ac}\u{fffd}'\n");
        assert_eq!(text(b"# coding=us-ascii\n'\xe9'"), "# coding=us-ascii\n'\u{fffd}'\n");
        for (name, bytes, read) in [
            ("koi8-r", &b"\xc1"[..], "а"),
            ("cp1251", b"\xc1", "Б"),
            ("windows-1251", b"\xc1", "Б"),
            ("iso-8859-2", b"\xb1", "ą"),
            ("latin2", b"\xb1", "ą"),
            ("mac_cyrillic", b"\xc1", "Ѕ"),
            ("macintosh", b"\xc1", "¡"),
            ("1250", b"\xb9", "ą"),
            // No label of the web's: read as far as it is ASCII.
            ("hp--roman8", b"\xc1", "\u{fffd}"),
            // The second byte may be a backslash or a quote of ASCII.
            ("shift-jis", b"\x95\\", "表"),
            ("cp932", b"\x95\\", "表"),
            ("gbk", b"\x81\\", "乗"),
            ("GB2312", b"\xd6\xd0", "中"),
            ("big5", b"\xa5\\", "功"),
            ("euc_kr", b"\xc7\xd1", "한"),
            ("euc-jp", b"\xa4\xa2", "あ"),
            ("iso-8859-9", b"\xfe", "ş"),
            ("tis-620", b"\xa1", "ก"),
            ("iso-2022-jp", b"\x1b$B$\"\x1b(B", "あ"),
        ] {
            let source = [format!("# coding: {name}\nx = '").as_bytes(), bytes, b"'\n"].concat();
            assert_eq!(text(&source), format!("# coding: {name}\nx = '{read}'\n"));
        }
        assert_eq!(text(b"#coding:utf-16\nx"), "挣摯湩㩧瑵ⵦ㘱砊\n");
        assert_eq!(text(b"#coding:utf-16-be\n"), "⍣潤楮机畴昭ㄶⵢ攊\n");
        assert_eq!(text(b"#coding:utf-32\nx=1"), format!("{}\n", "\u{fffd}".repeat(5)));
        assert_eq!(text(b"\xef\xbb\xbfx = 1\n"), "x = 1\n");
        assert_eq!(text(b"x = 1\n# coding: latin-1\n'\xe9'"), "x = 1\n# coding: latin-1\n'\u{fffd}'\n");
        assert_eq!(text(b"# coding: Utf_8-unix\n"), "# coding: Utf_8-unix\n");
        assert_eq!(text(b"# coding coding=! coding: l1\n'\xe9'"), "# coding coding=! coding: l1\n'\u{e9}'\n");
    }

    #[test]
    fn what_cannot_be_decoded_is_said() {
        let error = |bytes: &[u8]| decode(bytes).expect_err("must not decode");
        assert_eq!(error(b"\n# coding: utf-7\n").line, Some(2));
        assert!(error(b"# coding: utf-7\n").message.contains("utf-7"));
        for (source, message) in [
            (&b"\xef\xbb\xbf# coding: latin-1\n"[..], "encoding problem: utf-8"),
            (b"\xef\xbb\xbf# coding: utf-7\n", "encoding problem: utf-8"),
            (b"\xef\xbb\xbf# coding: utf8\n", "encoding problem: utf-8"),
            (b"\xef\xbb\xbf# coding: Latin-9\n", "unknown encoding: Latin-9"),
            (b"# coding: uft-8\n", "unknown encoding: uft-8"),
        ] {
            assert_eq!(error(source).message, message);
        }
        assert_eq!(error(b"'\xe9'\n").message, "invalid or missing encoding declaration");
    }
}
