//! Text and numbers as Python's `repr` shows them, for coverage.py's messages.

/// `'text'`: in single quotes, or in double ones if it holds single and no double quotes; what can't be printed is escaped.
pub fn repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push(quote);
    for c in text.chars() {
        match c {
            '\\' => shown.push_str("\\\\"),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if c == quote => shown.extend(['\\', c]),
            c if is_printable(c) => shown.push(c),
            c => shown.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02x}"),
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    shown.push(quote);
    shown
}

/// Python's `str.isprintable`: no control or format character, no separator but the space, nothing unassigned. Rust asks
/// the same when it escapes, but not of a text's first character, and not of characters that only change others.
pub fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let changes_others = matches!(c, '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180d}'
        | '\u{180f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}');
    changes_others || String::from_iter(['-', c]).escape_debug().nth(1) == Some(c)
}

/// A number as Python shows it.
pub fn float(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && number.is_finite() && !(1e-4..1e16).contains(&size) {
        let text = format!("{number:e}");
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        return format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
    }
    match number {
        number if number.is_nan() => "nan".to_owned(),
        number if number.is_infinite() => if number > 0.0 { "inf" } else { "-inf" }.to_owned(),
        number => format!("{number:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_python_shows_it() {
        // Recorded from CPython 3.13.
        for (text, shown) in [
            ("a.py", "'a.py'"),
            ("it's", "\"it's\""),
            ("it's \"so\"", "'it\\'s \"so\"'"),
            ("a\\b\n\t\r\0\x7f\u{a0}", "'a\\\\b\\n\\t\\r\\x00\\x7f\\xa0'"),
            ("ü\u{301}漢😀", "'ü\u{301}漢😀'"),
            ("a\\\n\r\t\x01é\u{ad}\u{2028}\u{e0001}", "'a\\\\\\n\\r\\t\\x01é\\xad\\u2028\\U000e0001'"),
            ("\u{200b}\u{e000}\u{10ffff}", "'\\u200b\\ue000\\U0010ffff'"),
        ] {
            assert_eq!(repr(text), shown);
        }
    }

    #[test]
    fn numbers_are_shown_as_python_shows_them() {
        for (number, shown) in [
            (101.0, "101.0"),
            (-0.5, "-0.5"),
            (1e16, "1e+16"),
            (1.5e-7, "1.5e-07"),
            (123_456_789.125, "123456789.125"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(float(number), shown);
        }
    }
}
