//! The normal form NFKC, which Python gives the identifiers of a source.
//!
//! The tables are 65 KB of gzip. JavaScript has them, in `String.prototype.normalize`, so in WebAssembly that is asked.
//! Only what the Python parser calls is here.

/// Text that can be normalised.
pub trait UnicodeNormalization {
    /// Its characters in the form NFKC.
    fn nfkc(self) -> std::vec::IntoIter<char>;
}

impl UnicodeNormalization for &str {
    fn nfkc(self) -> std::vec::IntoIter<char> {
        normalized(self).chars().collect::<Vec<_>>().into_iter()
    }
}

/// Whether `text` is in the form NFKC.
pub fn is_nfkc(text: &str) -> bool {
    text.is_ascii() || normalized(text) == text
}

#[cfg(target_family = "wasm")]
fn normalized(text: &str) -> String {
    String::from(js_sys::JsString::from(text).normalize("NFKC"))
}

#[cfg(not(target_family = "wasm"))]
fn normalized(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{UnicodeNormalization, is_nfkc};
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn identifiers_are_normalised_as_python_does() {
        for (text, normal) in [("name", "name"), ("ﬁne", "fine"), ("𝐱", "x"), ("e\u{301}", "é"), ("ªº²", "ao2")]
        {
            assert_eq!(text.nfkc().collect::<String>(), normal);
        }
        assert!(!is_nfkc("ﬁ") && is_nfkc("é"));
    }
}
