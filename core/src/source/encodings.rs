//! The encodings that a source may declare, by Python's names for them.

/// The encodings that are read here. Others are named in the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Latin9,
    Windows1252,
    /// One of the web's, by its label there.
    Labelled(&'static str),
    /// Units of two or four bytes. Nothing that declares one in ASCII is Python when it is read by it.
    Wide(Wide),
    /// One byte a character, and the first half is ASCII: enough for all that is analysed.
    OtherSingleByte,
}

/// What a source in UTF-16 or UTF-32 is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide {
    /// Bytes of a unit: 2 or 4.
    bytes: usize,
    is_big_endian: bool,
}

/// Why a declared encoding is none to read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoEncoding {
    /// Python has no codec of that name.
    Unknown,
    /// Python has one, this program has not.
    NotReadHere,
}

impl Encoding {
    /// Python's names and aliases, after `encodings.normalize_encoding`.
    pub(super) fn named(name: &str) -> Result<Encoding, NoEncoding> {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
        // `_get_normal_name` of the tokenize module.
        if name == "utf_8" || name.starts_with("utf_8_") {
            return Ok(Encoding::Utf8);
        }
        if ["latin_1", "iso_8859_1", "iso_latin_1"]
            .iter()
            .any(|latin| name.strip_prefix(latin).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
        {
            return Ok(Encoding::Latin1);
        }
        let wide = |bytes, is_big_endian| Encoding::Wide(Wide { bytes, is_big_endian });
        Ok(match name.as_str() {
            "utf8" | "utf" | "u8" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Encoding::Utf8,
            "ascii" | "us_ascii" | "us" | "646" | "iso646_us" | "ansi_x3.4_1968" | "ansi_x3.4_1986"
            | "ansi_x3_4_1968" | "cp367" | "csascii" | "ibm367" | "iso_646.irv_1991" | "iso_ir_6" => Encoding::Ascii,
            "latin1" | "latin" | "l1" | "8859" | "cp819" | "csisolatin1" | "ibm819" | "iso8859" | "iso8859_1"
            | "iso_8859_1_1987" | "iso_ir_100" => Encoding::Latin1,
            "iso8859_15" | "iso_8859_15" | "latin9" | "l9" => Encoding::Latin9,
            "cp1252" | "1252" | "windows_1252" => Encoding::Windows1252,
            // Without a byte order mark: that of the machine, which is little-endian nearly everywhere.
            "utf_16" | "utf16" | "u16" | "utf_16_le" | "utf_16le" | "unicodelittleunmarked" => wide(2, false),
            "utf_16_be" | "utf_16be" | "unicodebigunmarked" => wide(2, true),
            "utf_32" | "utf32" | "u32" | "utf_32_le" | "utf_32le" => wide(4, false),
            "utf_32_be" | "utf_32be" => wide(4, true),
            other => match label(other) {
                Some(label) => Encoding::Labelled(label),
                None if SINGLE_BYTE.split(' ').any(|name| name == other) => Encoding::OtherSingleByte,
                None if NOT_READ.split(' ').any(|name| name == other) => return Err(NoEncoding::NotReadHere),
                None => return Err(NoEncoding::Unknown),
            },
        })
    }

    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let table: fn(u8) -> char = match self {
            Encoding::Utf8 => {
                let whole = std::str::from_utf8(bytes).map(str::to_owned);
                return whole.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
            }
            // A label that this host does not know is read as far as it is ASCII.
            // In Python's, the escapes of a line end with it.
            Encoding::Labelled(label @ "iso-2022-jp") => {
                let lines = bytes.split_inclusive(|byte| *byte == b'\n');
                return lines.filter_map(|line| covscope_text_decoder::decode(label, line)).collect();
            }
            Encoding::Labelled(label) => match covscope_text_decoder::decode(label, bytes) {
                Some(text) => return text,
                None => ascii,
            },
            Encoding::Wide(wide) => return wide.decode(bytes),
            Encoding::Ascii | Encoding::OtherSingleByte => ascii,
            Encoding::Latin1 => char::from,
            Encoding::Latin9 => latin9,
            Encoding::Windows1252 => windows1252,
        };
        bytes.iter().map(|&byte| table(byte)).collect()
    }
}

impl Wide {
    fn decode(self, bytes: &[u8]) -> String {
        let units = bytes.chunks_exact(self.bytes);
        let cut_off = (!units.remainder().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
        let units = units.map(|unit| {
            let join = |number, byte: &u8| number << 8 | u32::from(*byte);
            if self.is_big_endian { unit.iter().fold(0, join) } else { unit.iter().rev().fold(0, join) }
        });
        if self.bytes == 4 {
            let chars = units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
            return chars.chain(cut_off).collect();
        }
        let chars = char::decode_utf16(units.map(|unit| unit as u16));
        chars.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).chain(cut_off).collect()
    }
}

fn ascii(byte: u8) -> char {
    if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER }
}

/// The label of a codec of Python's that the web knows, too. The few characters in which the two differ are in no one's names.
fn label(name: &str) -> Option<&'static str> {
    LABELS.iter().find(|(_, names)| names.split(' ').any(|known| known == name)).map(|(label, _)| *label)
}

/// Labels, and the names and aliases of Python's codecs.
const LABELS: &[(&str, &str)] = &[
    ("iso-8859-2", "iso8859_2 iso_8859_2 iso_8859_2_1987 latin2 l2 iso_ir_101 csisolatin2"),
    ("iso-8859-3", "iso8859_3 iso_8859_3 iso_8859_3_1988 latin3 l3 iso_ir_109 csisolatin3"),
    ("iso-8859-4", "iso8859_4 iso_8859_4 iso_8859_4_1988 latin4 l4 iso_ir_110 csisolatin4"),
    ("iso-8859-5", "iso8859_5 iso_8859_5 iso_8859_5_1988 cyrillic iso_ir_144 csisolatincyrillic"),
    ("iso-8859-6", "iso8859_6 iso_8859_6 iso_8859_6_1987 arabic asmo_708 ecma_114 iso_ir_127 csisolatinarabic"),
    ("iso-8859-7", "iso8859_7 iso_8859_7 iso_8859_7_1987 greek greek8 ecma_118 elot_928 iso_ir_126 csisolatingreek"),
    ("iso-8859-8", "iso8859_8 iso_8859_8 iso_8859_8_1988 hebrew iso_ir_138 csisolatinhebrew"),
    ("iso-8859-10", "iso8859_10 iso_8859_10 iso_8859_10_1992 latin6 l6 iso_ir_157 csisolatin6"),
    ("iso-8859-13", "iso8859_13 iso_8859_13 latin7 l7"),
    ("iso-8859-14", "iso8859_14 iso_8859_14 iso_8859_14_1998 latin8 l8 iso_celtic iso_ir_199"),
    ("iso-8859-16", "iso8859_16 iso_8859_16 iso_8859_16_2001 latin10 l10 iso_ir_226"),
    ("windows-1250", "cp1250 1250 windows_1250"),
    ("windows-1251", "cp1251 1251 windows_1251"),
    ("windows-1253", "cp1253 1253 windows_1253"),
    ("windows-1254", "cp1254 1254 windows_1254 iso8859_9 iso_8859_9 iso_8859_9_1989 latin5 l5 iso_ir_148 csisolatin5"),
    (
        "windows-874",
        "cp874 iso8859_11 iso_8859_11 iso_8859_11_2001 thai tis620 tis_620 tis_620_0 tis_620_2529_0 tis_620_2529_1",
    ),
    ("windows-1255", "cp1255 1255 windows_1255"),
    ("windows-1256", "cp1256 1256 windows_1256"),
    ("windows-1257", "cp1257 1257 windows_1257"),
    ("windows-1258", "cp1258 1258 windows_1258"),
    ("koi8-r", "koi8_r cskoi8r"),
    ("koi8-u", "koi8_u"),
    ("ibm866", "cp866 866 ibm866 csibm866"),
    ("macintosh", "mac_roman macroman macintosh"),
    ("x-mac-cyrillic", "mac_cyrillic maccyrillic"),
    (
        "gbk",
        "gbk 936 cp936 ms936 gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 \
         x_mac_simp_chinese",
    ),
    ("gb18030", "gb18030 gb18030_2000"),
    ("big5", "big5 big5_tw csbig5 cp950 950 ms950 big5hkscs big5_hkscs hkscs x_mac_trad_chinese"),
    ("euc-jp", "euc_jp eucjp ujis u_jis euc_jis2004 euc_jis_2004 eucjis2004 jisx0213 euc_jisx0213 eucjisx0213"),
    (
        "shift_jis",
        "shift_jis csshiftjis shiftjis sjis s_jis cp932 932 ms932 mskanji ms_kanji windows_31j x_mac_japanese \
         s_jis_2004 shift_jis_2004 shiftjis2004 sjis_2004 s_jisx0213 shift_jisx0213 shiftjisx0213 sjisx0213",
    ),
    (
        "iso-2022-jp",
        "iso2022_jp csiso2022jp iso_2022_jp iso2022jp iso2022_jp_1 iso2022jp_1 iso_2022_jp_1 iso2022_jp_2 \
         iso2022jp_2 iso_2022_jp_2 iso2022_jp_2004 iso2022jp_2004 iso_2022_jp_2004 iso2022_jp_3 iso2022jp_3 \
         iso_2022_jp_3 iso2022_jp_ext iso2022jp_ext iso_2022_jp_ext",
    ),
    (
        "euc-kr",
        "euc_kr euckr korean ksc5601 ks_c_5601 ks_c_5601_1987 ksx1001 ks_x_1001 cp949 949 ms949 uhc x_mac_korean",
    ),
];

/// The names and aliases of Python's other codecs that read each byte as a character, those below 128 as ASCII.
const SINGLE_BYTE: &str = "\
    1125 437 775 850 852 855 857 858 860 861 862 863 865 869 charmap cp1006 cp1051 cp1125 cp154 cp437 cp720 cp737 \
    cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp865 cp866u cp869 cp_gr cp_is \
    csibm855 csibm857 csibm858 csibm860 csibm861 csibm863 csibm865 csibm869 cspc775baltic \
    cspc850multilingual cspc862latinhebrew cspc8codepage437 cspcp852 csptcp154 cyrillic_asian hp_roman8 ibm1051 \
    ibm1125 ibm437 ibm775 ibm850 ibm852 ibm855 ibm857 ibm858 ibm860 ibm861 ibm862 ibm863 ibm865 ibm869 \
    iso_ir_166 koi8_t kz1048 kz_1048 \
    mac_arabic mac_centeuro mac_croatian mac_farsi mac_greek mac_iceland mac_latin2 mac_romanian \
    mac_turkish maccentraleurope macgreek maciceland maclatin2 macturkish palmos pt154 ptcp154 r8 rk1048 roman8 \
    ruscii strk1048_2002 ";

/// The names and aliases of what else Python has: other bytes for ASCII, states, and no text at all.
const NOT_READ: &str = "\
    037 cp037 csibm037 ebcdic_cp_ca ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt ibm037 ibm039 1026 cp1026 csibm1026 ibm1026 \
    1140 cp1140 ibm1140 273 cp273 csibm273 ibm273 424 cp424 csibm424 ebcdic_cp_he ibm424 500 cp500 csibm500 \
    ebcdic_cp_be ebcdic_cp_ch ibm500 864 cp864 csibm864 ibm864 cp875 cp1361 johab ms1361 csiso2022kr iso2022_kr \
    iso2022kr iso_2022_kr hz hz_gb hz_gb_2312 hzgb utf_7 utf7 u7 unicode_1_1_utf_7 unicode_escape raw_unicode_escape \
    punycode idna undefined base64 base64_codec base_64 bz2 bz2_codec hex hex_codec quopri quopri_codec \
    quoted_printable quotedprintable rot13 rot_13 uu uu_codec zip zlib zlib_codec";

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
