//! From the bytes of a source file to its text, as coverage.py 7.17.3 reads it (`get_python_source`): one kind of
//! newline, form feeds as spaces, and the encoding that PEP 263 tells.

use std::borrow::Cow;

use super::SyntaxError;

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
    if !bytes.contains(&b'\r') && !bytes.contains(&b'\x0c') {
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

/// The encodings that are read here. Others are named in the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Latin9,
    Windows1252,
    /// One byte a character, and the first half is ASCII: enough for all that is analysed.
    OtherSingleByte,
}

impl Encoding {
    /// Python's names and aliases, after `encodings.normalize_encoding`.
    fn named(name: &str) -> Option<Encoding> {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
        // `_get_normal_name` of the tokenize module.
        if name == "utf_8" || name.starts_with("utf_8_") {
            return Some(Encoding::Utf8);
        }
        if ["latin_1", "iso_8859_1", "iso_latin_1"]
            .iter()
            .any(|latin| name.strip_prefix(latin).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
        {
            return Some(Encoding::Latin1);
        }
        Some(match name.as_str() {
            "utf8" | "utf" | "u8" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Encoding::Utf8,
            "ascii" | "us_ascii" | "us" | "646" | "iso646_us" | "ansi_x3.4_1968" | "ansi_x3.4_1986"
            | "ansi_x3_4_1968" | "cp367" | "csascii" | "ibm367" | "iso_646.irv_1991" | "iso_ir_6" => Encoding::Ascii,
            "latin1" | "latin" | "l1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1"
            | "iso_8859_1_1987" | "iso_ir_100" => Encoding::Latin1,
            "iso8859_15" | "iso_8859_15" | "latin9" | "l9" => Encoding::Latin9,
            "cp1252" | "1252" | "windows_1252" => Encoding::Windows1252,
            other if SINGLE_BYTE.split(' ').any(|name| name == other) => Encoding::OtherSingleByte,
            _ => return None,
        })
    }

    fn decode(self, bytes: &[u8]) -> String {
        let table: fn(u8) -> char = match self {
            Encoding::Utf8 => {
                let whole = std::str::from_utf8(bytes).map(str::to_owned);
                return whole.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
            }
            Encoding::Ascii | Encoding::OtherSingleByte => {
                |byte| if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER }
            }
            Encoding::Latin1 => char::from,
            Encoding::Latin9 => latin9,
            Encoding::Windows1252 => windows1252,
        };
        bytes.iter().map(|&byte| table(byte)).collect()
    }
}

/// The names and aliases of Python's codecs that read each byte as a character, those below 128 as ASCII, beside those
/// that [`Encoding::named`] knows.
const SINGLE_BYTE: &str = "\
    1125 1250 1251 1253 1254 1255 1256 1257 1258 437 775 850 852 855 857 858 860 861 862 863 865 866 869 arabic \
    asmo_708 charmap cp1006 cp1051 cp1125 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp154 cp437 cp720 \
    cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp865 cp866 cp866u cp869 cp874 cp_gr \
    cp_is csibm855 csibm857 csibm858 csibm860 csibm861 csibm863 csibm865 csibm866 csibm869 csisolatin2 csisolatin3 \
    csisolatin4 csisolatin5 csisolatin6 csisolatinarabic csisolatincyrillic csisolatingreek csisolatinhebrew cskoi8r \
    cspc775baltic cspc850multilingual cspc862latinhebrew cspc8codepage437 cspcp852 csptcp154 cyrillic cyrillic_asian \
    ecma_114 ecma_118 elot_928 greek greek8 hebrew hp_roman8 ibm1051 ibm1125 ibm437 ibm775 ibm850 ibm852 ibm855 \
    ibm857 ibm858 ibm860 ibm861 ibm862 ibm863 ibm865 ibm866 ibm869 iso8859_10 iso8859_11 iso8859_13 iso8859_14 \
    iso8859_16 iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso_8859_10 \
    iso_8859_10_1992 iso_8859_11 iso_8859_11_2001 iso_8859_13 iso_8859_14 iso_8859_14_1998 iso_8859_16 \
    iso_8859_16_2001 iso_8859_2 iso_8859_2_1987 iso_8859_3 iso_8859_3_1988 iso_8859_4 iso_8859_4_1988 iso_8859_5 \
    iso_8859_5_1988 iso_8859_6 iso_8859_6_1987 iso_8859_7 iso_8859_7_1987 iso_8859_8 iso_8859_8_1988 iso_8859_9 \
    iso_8859_9_1989 iso_celtic iso_ir_101 iso_ir_109 iso_ir_110 iso_ir_126 iso_ir_127 iso_ir_138 iso_ir_144 \
    iso_ir_148 iso_ir_157 iso_ir_166 iso_ir_199 iso_ir_226 koi8_r koi8_t koi8_u kz1048 kz_1048 l10 l2 l3 l4 l5 l6 l7 \
    l8 latin10 latin2 latin3 latin4 latin5 latin6 latin7 latin8 mac_arabic mac_centeuro mac_croatian mac_cyrillic \
    mac_farsi mac_greek mac_iceland mac_latin2 mac_roman mac_romanian mac_turkish maccentraleurope maccyrillic \
    macgreek maciceland macintosh maclatin2 macroman macturkish palmos pt154 ptcp154 r8 rk1048 roman8 ruscii \
    strk1048_2002 thai tis620 tis_620 tis_620_0 tis_620_2529_0 tis_620_2529_1 windows_1250 windows_1251 windows_1253 \
    windows_1254 windows_1255 windows_1256 windows_1257 windows_1258";

/// Whether the tokenizer takes this name for UTF-8 (`_get_normal_name`), as a byte order mark demands: `utf8` is not one.
fn is_normal_utf8(name: &str) -> bool {
    let name: String = name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    name == "utf-8" || name.starts_with("utf-8-")
}

/// ISO 8859-15.
fn latin9(byte: u8) -> char {
    match byte {
        0xa4 => '\u{20ac}',
        0xa6 => '\u{160}',
        0xa8 => '\u{161}',
        0xb4 => '\u{17d}',
        0xb8 => '\u{17e}',
        0xbc => '\u{152}',
        0xbd => '\u{153}',
        0xbe => '\u{178}',
        _ => char::from(byte),
    }
}

/// Windows code page 1252, from 0x80 to 0x9f.
const WINDOWS_1252: [char; 32] = [
    '\u{20ac}', '\u{fffd}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{fffd}', '\u{17d}', '\u{fffd}', '\u{fffd}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{fffd}', '\u{17e}', '\u{178}',
];

fn windows1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// PEP 263, as `tokenize.detect_encoding` does it: the encoding, and the bytes without a byte order mark.
fn detect_encoding(bytes: &[u8]) -> Result<(Encoding, &[u8]), SyntaxError> {
    let (bom, bytes) = match bytes.strip_prefix(BOM) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n');
    for number in 1..=2 {
        let Some(line) = lines.next() else { break };
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(SyntaxError::new(Some(number), "invalid or missing encoding declaration"));
        };
        let error = |message: String| SyntaxError { is_of_encoding: true, ..SyntaxError::new(Some(number), message) };
        if let Some(name) = coding(line) {
            return match Encoding::named(name) {
                Some(_) if bom && !is_normal_utf8(name) => Err(error(format!(
                    "the file starts with a byte order mark of utf-8 and declares the encoding {name}"
                ))),
                Some(encoding) => Ok((encoding, bytes)),
                None => Err(error(format!(
                    "the file declares the encoding {name}; only utf-8 and encodings of one byte a character are read here"
                ))),
            };
        }
        if !is_blank(line) {
            break;
        }
    }
    Ok((Encoding::Utf8, bytes))
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
        for name in [
            "koi8-r",
            "cp1251",
            "windows-1251",
            "iso-8859-2",
            "latin2",
            "mac_cyrillic",
            "1250",
            "macintosh",
            "hp--roman8",
        ] {
            let source = [format!("# coding: {name}\nx = '").as_bytes(), b"\xc1'\n"].concat();
            assert_eq!(text(&source), format!("# coding: {name}\nx = '\u{fffd}'\n"));
        }
        assert_eq!(text(b"\xef\xbb\xbfx = 1\n"), "x = 1\n");
        assert_eq!(text(b"x = 1\n# coding: latin-1\n'\xe9'"), "x = 1\n# coding: latin-1\n'\u{fffd}'\n");
        assert_eq!(text(b"# coding: Utf_8-unix\n"), "# coding: Utf_8-unix\n");
        assert_eq!(text(b"# coding coding=! coding: l1\n'\xe9'"), "# coding coding=! coding: l1\n'\u{e9}'\n");
    }

    #[test]
    fn what_cannot_be_decoded_is_said() {
        let error = |bytes: &[u8]| decode(bytes).expect_err("must not decode");
        assert_eq!(error(b"\n# coding: gbk\n").line, Some(2));
        assert!(error(b"# coding: gbk\n").message.contains("gbk"));
        assert!(error(b"\xef\xbb\xbf# coding: latin-1\n").message.contains("byte order mark"));
        assert!(error(b"# coding: latin-9\n").message.contains("latin-9"));
        assert!(error(b"\xef\xbb\xbf# coding: utf8\n").message.contains("byte order mark"));
        assert_eq!(error(b"'\xe9'\n").message, "invalid or missing encoding declaration");
    }
}
