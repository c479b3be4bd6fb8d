//! json as Python's `json.dump` writes it: ASCII, a space behind `,` and `:`, and Python's `repr` of fractions.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// How lines are broken.
#[derive(Clone, Copy)]
struct Style {
    /// Whether each item has a line of its own, as with `indent=4`.
    is_pretty: bool,
    /// How many brackets are open.
    depth: usize,
    has_items: bool,
}

impl Style {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_items = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_items {
            self.line(writer)?;
        }
        // What was closed is an item of what is around it.
        self.has_items = true;
        writer.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.has_items = true;
        match (is_first, self.is_pretty) {
            (true, _) => {}
            (false, true) => writer.write_all(b",")?,
            (false, false) => writer.write_all(b", ")?,
        }
        self.line(writer)
    }

    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> io::Result<()> {
        if !self.is_pretty {
            return Ok(());
        }
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"    "))
    }
}

impl Formatter for Style {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        // Rust turns to exponents one digit later than Python, and writes them without a zero in front.
        if value.abs() < 1e-4 && value != 0.0 {
            return writer.write_all(
                format!("{value:e}").replace("e-", if value.abs() < 1e-9 { "e-" } else { "e-0" }).as_bytes(),
            );
        }
        if value.fract() == 0.0 && value.abs() < 1e9 && value.is_sign_positive() {
            // The same, and it is most of what is written.
            self.write_u64(writer, value as u64)?;
            return writer.write_all(b".0");
        }
        write!(writer, "{value:?}")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.item(writer, is_first)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, is_first: bool) -> io::Result<()> {
        self.item(writer, is_first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Most are, which is told faster than where they are not.
        if fragment.bytes().fold(true, |is_plain, byte| is_plain & matches!(byte, b' '..=b'~')) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| !matches!(c, ' '..='~')) {
            let (plain, others) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut others = others.chars();
            for unit in others.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = others.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// A value as json, within so many brackets. What is written here has texts and numbers as keys, so that nothing can fail.
pub(super) fn write(value: &impl Serialize, is_pretty: bool, depth: usize) -> String {
    let mut bytes = Vec::with_capacity(4096);
    append(&mut bytes, value, Style { is_pretty, depth, has_items: false });
    String::from_utf8(bytes).unwrap_or_default()
}

fn append(bytes: &mut Vec<u8>, value: &impl Serialize, style: Style) {
    let written = value.serialize(&mut Serializer::with_formatter(bytes, style));
    debug_assert!(written.is_ok(), "{written:?}");
}

/// An object that is written one entry after the other.
pub(super) struct Object {
    bytes: Vec<u8>,
    style: Style,
}

impl Object {
    /// With room for so many bytes.
    pub(super) fn new(is_pretty: bool, size: usize) -> Object {
        let mut object =
            Object { bytes: Vec::with_capacity(size), style: Style { is_pretty, depth: 0, has_items: false } };
        object.open();
        object
    }

    /// A value by its key.
    pub(super) fn entry(&mut self, key: &str, value: &impl Serialize) {
        self.key(key);
        append(&mut self.bytes, value, Style { has_items: false, ..self.style });
    }

    /// By its key an object of entries whose values [`write()`] wrote, within two brackets.
    pub(super) fn object<'a>(&mut self, key: &str, entries: impl IntoIterator<Item = (&'a str, &'a str)>) {
        self.key(key);
        self.open();
        for (key, value) in entries {
            self.key(key);
            self.bytes.extend_from_slice(value.as_bytes());
        }
        self.close();
    }

    /// The whole.
    pub(super) fn finish(mut self) -> String {
        self.close();
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    // Writing to memory can't fail.

    fn open(&mut self) {
        _ = self.style.begin_object(&mut self.bytes);
    }

    fn key(&mut self, key: &str) {
        _ = self.style.begin_object_key(&mut self.bytes, !self.style.has_items);
        append(&mut self.bytes, &key, self.style);
        _ = self.style.begin_object_value(&mut self.bytes);
    }

    fn close(&mut self) {
        _ = self.style.end_object(&mut self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_python_writes_it() {
        // `json.dumps` of the same in Python 3.13.
        let value = serde_json::json!([{}, [], "a\"\\/\n\t\u{8}\u{c}\r\u{1}\u{7f}é\u{1f600}", [1, -2], true, null]);
        let plain = r#"[{}, [], "a\"\\/\n\t\b\f\r\u0001\u007f\u00e9\ud83d\ude00", [1, -2], true, null]"#;
        assert_eq!(write(&value, false, 0), plain);
        let fractions =
            [100.0, 81.57674285714286, 0.0, 0.1, 0.0001, 0.00005, 0.0000123, 1e-9, 1.5e-10, 66.666_666_666_666_67];
        let plain = "[100.0, 81.57674285714286, 0.0, 0.1, 0.0001, 5e-05, 1.23e-05, 1e-09, 1.5e-10, 66.66666666666667]";
        assert_eq!(write(&fractions, false, 0), plain);
        let value = serde_json::json!({"a": [], "b": {"c": [[1, 2], {}], "d": 1}});
        let pretty = "{\n    \"a\": [],\n    \"b\": {\n        \"c\": [\n            [\n                1,\n                2\n            ],\n            {}\n        ],\n        \"d\": 1\n    }\n}";
        assert_eq!(write(&value, true, 0), pretty);
    }
}
