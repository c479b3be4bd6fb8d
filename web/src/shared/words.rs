//! Numbers and names as people read them.

pub use covscope_core::numbers::count;

/// A count with its noun: `1 file`, `1,249 files`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A number of bytes: `740 kB`.
pub fn bytes(number: f64) -> String {
    // What is no such number becomes the nearest one: that is what `as` does for floats.
    match number.round() as u64 {
        n if n < 1_000 => format!("{n} B"),
        n if n < 1_000_000 => format!("{} kB", (n + 500) / 1_000),
        n => tenths(n + 50_000, 100_000, " MB"),
    }
}

/// A part of a whole in percent: `43.1 %`; nothing of nothing.
pub fn share(part: usize, all: usize) -> String {
    if all == 0 { String::new() } else { tenths((part * 2_000 + all) as u64, 2 * all as u64, " %") }
}

/// `number / one_tenth` tenths: `43.1`.
fn tenths(number: u64, one_tenth: u64, unit: &str) -> String {
    let tenths = number / one_tenth;
    format!("{}.{}{unit}", tenths / 10, tenths % 10)
}

/// Names as a sentence lists them: `unit, heavy and e2e`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A text in lower case, to find something in it. In the page the browser knows how: the tables are large.
#[cfg(target_arch = "wasm32")]
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// A text in lower case, to find something in it.
#[cfg(not(target_arch = "wasm32"))]
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// A number as typed: `80`, `79.5`. In the page the browser writes it: Rust's own way is a tenth of the page's size.
#[cfg(target_arch = "wasm32")]
pub fn number(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// The same without a browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn number(number: f64) -> String {
    format!("{number}")
}

/// The number that was typed, if it is one.
#[cfg(target_arch = "wasm32")]
pub fn parse(text: &str) -> Option<f64> {
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    (!text.trim().is_empty() && number.is_finite()).then_some(number)
}

/// The same without a browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn parse(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_nouns() {
        assert_eq!(counted(1_249, "file", "files"), "1,249 files");
        assert_eq!(counted(1, "file", "files"), "1 file");
        assert_eq!(counted(0, "file", "files"), "0 files");
    }

    #[test]
    fn sizes_and_shares_are_rounded() {
        let texts = [0.4, 999.0, 1_499.0, 739_600.0, 999_499.0, 1_000_000.0, 57_671_680.0, f64::NAN].map(bytes);
        assert_eq!(texts, ["0 B", "999 B", "1 kB", "740 kB", "999 kB", "1.0 MB", "57.7 MB", "0 B"]);
        assert_eq!(
            [(824, 1914), (1, 3), (1, 1), (0, 7), (0, 0)].map(|(part, all)| share(part, all)),
            ["43.1 %", "33.3 %", "100.0 %", "0.0 %", ""]
        );
        assert_eq!(
            (number(79.5), number(80.0), parse(" 80"), parse("x")),
            ("79.5".to_owned(), "80".to_owned(), Some(80.0), None)
        );
    }

    #[test]
    fn names_are_listed() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["unit"]), "unit");
        assert_eq!(list(&["unit", "heavy", "e2e"]), "unit, heavy and e2e");
    }
}
