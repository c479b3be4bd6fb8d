//! Texts in the encodings of the web (the WHATWG's Encoding Standard).
//!
//! Their tables are 300 KB. A browser has them, in `TextDecoder`, so in WebAssembly that is asked.

/// The text of `bytes` in the encoding of that label (`shift_jis`, `koi8-r`); what can't be read is U+FFFD. `None`: there is no
/// encoding of that label.
#[cfg(not(target_family = "wasm"))]
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The text of `bytes` in the encoding of that label (`shift_jis`, `koi8-r`); what can't be read is U+FFFD. `None`: there is no
/// encoding of that label.
#[cfg(target_family = "wasm")]
pub fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    let decoder = web_sys::TextDecoder::new_with_label(label).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn texts_are_read() {
        for (label, bytes, text) in [
            ("shift_jis", &b"\x83\\\x95\\"[..], "ソ表"),
            ("gbk", b"\xd6\xd0\x81\x5c", "中乗"),
            ("euc-kr", b"\xc7\xd1", "한"),
            ("koi8-r", b"\xc1", "а"),
            ("big5", b"\xa4\xa4", "中"),
            ("iso-2022-jp", b"\x1b$B$\"\x1b(B", "あ"),
            ("euc-kr", b"a\xff", "a\u{fffd}"),
        ] {
            assert_eq!(decode(label, bytes).as_deref(), Some(text), "{label}");
        }
        assert_eq!(decode("no such", b"a"), None);
    }
}
