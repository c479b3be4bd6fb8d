//! json as Python's `json.dump` writes it: ASCII, a space behind `,` and `:`, and Python's `repr` of fractions.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// How lines are broken.
pub(super) struct Style {
    /// Whether each item has a line of its own, as with `indent=4`.
    is_pretty: bool,
    depth: usize,
    has_items: bool,
}

impl Style {
    pub(super) fn new(is_pretty: bool) -> Style {
        Style { is_pretty, depth: 0, has_items: false }
    }

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

/// A value as json. What is written here has texts and numbers as keys, so that nothing can fail.
pub(super) fn write(value: &impl Serialize, style: Style) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, style));
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_as_python_writes_it() {
        // `json.dumps` of the same in Python 3.13.
        let value = serde_json::json!([{}, [], "a\"\\/\n\t\u{8}\u{c}\r\u{1}\u{7f}é\u{1f600}", [1, -2], true, null]);
        let plain = r#"[{}, [], "a\"\\/\n\t\b\f\r\u0001\u007f\u00e9\ud83d\ude00", [1, -2], true, null]"#;
        assert_eq!(write(&value, Style::new(false)), plain);
        let fractions =
            [100.0, 81.57674285714286, 0.0, 0.1, 0.0001, 0.00005, 0.0000123, 1e-9, 1.5e-10, 66.666_666_666_666_67];
        let plain = "[100.0, 81.57674285714286, 0.0, 0.1, 0.0001, 5e-05, 1.23e-05, 1e-09, 1.5e-10, 66.66666666666667]";
        assert_eq!(write(&fractions, Style::new(false)), plain);
        let value = serde_json::json!({"a": [], "b": {"c": [[1, 2], {}], "d": 1}});
        let pretty = "{\n    \"a\": [],\n    \"b\": {\n        \"c\": [\n            [\n                1,\n                2\n            ],\n            {}\n        ],\n        \"d\": 1\n    }\n}";
        assert_eq!(write(&value, Style::new(true)), pretty);
    }
}
