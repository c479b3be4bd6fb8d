//! What the report leaves to Python: paths (`posixpath`), slices, the format `.4g`, and minidom's escapes.

use std::borrow::Cow;

/// `os.path.dirname`.
pub(super) fn dirname(path: &str) -> &str {
    let head = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default();
    match head.trim_end_matches('/') {
        "" => head,
        folder => folder,
    }
}

/// `os.path.relpath` of a path from a folder on, both in the current directory unless they are absolute.
pub(super) fn relpath(path: &str, start: &str, directory: &str) -> String {
    let absolute = |path: &str| {
        let mut parts: Vec<String> = Vec::new();
        let whole = if path.starts_with('/') { path.to_owned() } else { format!("{directory}/{path}") };
        for part in whole.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part.to_owned()),
            }
        }
        parts
    };
    let (path, start) = (absolute(path), absolute(start));
    let shared = path.iter().zip(&start).take_while(|(a, b)| a == b).count();
    let up = start.iter().skip(shared).map(|_| "..");
    let parts: Vec<&str> = up.chain(path.iter().skip(shared).map(String::as_str)).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// `items[:count]`.
pub(super) fn first<'a, 'b>(items: &'b [&'a str], count: i64) -> &'b [&'a str] {
    let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(items.len());
    let end = if count < 0 { items.len() - size } else { size };
    items.get(..end).unwrap_or_default()
}

/// A number from 0.0001 to 0.9999 in the format `.4g`: four digits that count, without zeros at the end.
pub(super) fn four_digits(number: f64) -> String {
    let exponent = format!("{number:.3e}").rsplit_once('-').and_then(|(_, exponent)| exponent.parse().ok());
    let decimals = 3 + exponent.unwrap_or(0usize).min(4);
    let text = format!("{number:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text between tags.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// The value of an attribute.
pub(super) fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_pythons() {
        // (path, dirname, and relpath of it from there) under CPython 3.13.
        for (path, folder, name) in [
            ("a.py", "", "a.py"),
            ("a/b.py", "a", "b.py"),
            ("a//b.py", "a", "b.py"),
            ("/a.py", "/", "a.py"),
            ("/a/b/c.py", "/a/b", "c.py"),
            ("//a.py", "//", "a.py"),
            ("../a/b.py", "../a", "b.py"),
            ("./b.py", ".", "b.py"),
            ("a/", "a", "."),
        ] {
            assert_eq!(
                (dirname(path), relpath(path, dirname(path), "/project/here").as_str()),
                (folder, name),
                "{path}"
            );
        }
        assert_eq!(relpath("/other/b.py", "", "/project/here"), "../../other/b.py");
        assert_eq!(relpath("b.py", "a/c", "/project/here"), "../../b.py");
        assert_eq!(relpath("/project/here", "", "/project/here"), ".");
    }

    #[test]
    fn slices_are_pythons() {
        let items = ["a", "b", "c"];
        let all: Vec<_> = [0, 1, 3, 9, -1, -3, -9].map(|count| first(&items, count).len()).into();
        assert_eq!(all, [0, 1, 3, 3, 2, 0, 0]);
        assert_eq!(first(&items, i64::MIN).len(), 0);
    }

    #[test]
    fn four_digits_count() {
        // `f"{number:.4g}"` of CPython.
        for (number, shown) in [
            (0.9999, "0.9999"),
            (0.5, "0.5"),
            (1.0 / 3.0, "0.3333"),
            (2.0 / 3.0, "0.6667"),
            (0.09999999, "0.1"),
            (0.012345, "0.01235"),
            (0.0123450001, "0.01235"),
            (0.00123449, "0.001234"),
            (0.0001, "0.0001"),
            (0.00012345, "0.0001234"),
            (0.062525, "0.06252"),
        ] {
            assert_eq!(four_digits(number), shown, "{number}");
        }
    }

    #[test]
    fn what_xml_has_for_itself_is_escaped() {
        assert_eq!(text("a & b's \"<c>\""), "a &amp; b's \"&lt;c&gt;\"");
        assert_eq!(attribute("a & b's \"<c>\""), "a &amp; b's &quot;&lt;c&gt;&quot;");
    }
}
