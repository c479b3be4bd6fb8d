//! The names in a diff: quoted as in C, with prefixes, and two in one line.

/// The letters that git puts before the names: `diff.mnemonicPrefix` has the others. Either may stand first (`-R`).
const LETTERS: [(u8, u8); 6] = [(b'a', b'b'), (b'i', b'w'), (b'c', b'i'), (b'c', b'w'), (b'o', b'w'), (b'1', b'2')];

/// Two names in one line are told apart up to this length of the line; no file system has longer ones.
const LONGEST: usize = 16 << 10;

/// How many places between them are tried.
const MOST_SPACES: usize = 64;

/// The name in a line such as `+++ b/a.py`, from its start: `diff -u` has the time behind a tab, and git a tab alone.
pub(super) fn in_line(text: &[u8]) -> Vec<u8> {
    match unquoted(text) {
        Some((name, _)) => name,
        None => text.split(|&byte| byte == b'\t').next().unwrap_or_default().to_vec(),
    }
}

/// The name at the end of a line such as `rename to a.py`.
pub(super) fn whole(text: &[u8]) -> Vec<u8> {
    unquoted(text).map_or_else(|| text.to_vec(), |(name, _)| name)
}

/// Both names of `diff --git a/x b/x`. Unquoted ones may hold spaces: then it is the space between names that end alike.
pub(super) fn both(text: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    if let Some((old, rest)) = unquoted(text) {
        return Some((old, whole(rest.strip_prefix(b" ")?)));
    }
    if text.len() > LONGEST {
        return None;
    }
    let split = |at: usize| Some((text.get(..at)?, text.get(at + 1..)?));
    if text.ends_with(b"\"") {
        let (old, new) = split(text.windows(2).position(|two| two == b" \"")?)?;
        return Some((old.to_vec(), whole(new)));
    }
    let spaces = (0..).zip(text).filter(|(_, byte)| **byte == b' ').map(|(at, _)| at);
    // Prefixes of one length have it in the middle.
    let middle = Some(text.len() / 2).filter(|at| text.get(*at) == Some(&b' '));
    let mut best: Option<(usize, &[u8], &[u8])> = None;
    for (old, new) in middle.into_iter().chain(spaces.take(MOST_SPACES)).filter_map(split) {
        let length = common_end(old, new);
        if best.is_none_or(|best| best.0 < length) {
            best = Some((length, old, new));
        }
    }
    best.map(|(_, old, new)| (old.to_vec(), new.to_vec()))
}

/// The names without prefixes. A side that is not there is `None`.
pub(super) fn without_prefixes(old: Option<&[u8]>, new: Option<&[u8]>) -> (Option<String>, Option<String>) {
    let Some((before, after)) = old.zip(new) else {
        let own = |name: &[u8], letter: u8| text(name.strip_prefix(&[letter, b'/']).unwrap_or(name));
        return (old.map(|name| own(name, b'a')), new.map(|name| own(name, b'b')));
    };
    if let ([first, b'/', old @ ..], [second, b'/', new @ ..]) = (before, after)
        && LETTERS.iter().any(|&(a, b)| (*first, *second) == (a, b) || (*first, *second) == (b, a))
    {
        return (Some(text(old)), Some(text(new)));
    }
    // Prefixes of the person's choice, or two folders that were compared.
    let end = |name: &[u8]| match common_end(before, after) {
        0 => text(name),
        length => text(name.get(name.len().saturating_sub(length)..).unwrap_or(name)),
    };
    (Some(end(before)), Some(end(after)))
}

/// How long the end is that two names have in common, in whole parts.
fn common_end(a: &[u8], b: &[u8]) -> usize {
    let length = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let is_start = |name: &[u8]| name.len() == length || name.get(name.len() - length - 1) == Some(&b'/');
    if is_start(a) && is_start(b) {
        return length;
    }
    // Behind the first slash of what they share a part begins in both.
    let end = a.get(a.len() - length..).unwrap_or_default();
    end.iter().position(|&byte| byte == b'/').map_or(0, |at| length - at - 1)
}

/// As text, relative to the folder that all names are relative to.
pub(super) fn text(name: &[u8]) -> String {
    let mut name = name;
    while let Some(rest) = name.strip_prefix(b"./") {
        name = rest;
    }
    String::from_utf8_lossy(name).into_owned()
}

/// A name in quotes, with C's escapes as git writes them, and what follows it.
fn unquoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut name = Vec::new();
    loop {
        match rest {
            [b'"', rest @ ..] => return Some((name, rest)),
            [b'\\', a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] => {
                name.push((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'));
                rest = after;
            }
            [b'\\', escaped, after @ ..] => {
                name.push(match escaped {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    other => *other,
                });
                rest = after;
            }
            [byte, after @ ..] => {
                name.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: (&str, &str)) {
        let (old, new) = without_prefixes(Some(old.as_bytes()), Some(new.as_bytes()));
        assert_eq!((old.as_deref(), new.as_deref()), (Some(expected.0), Some(expected.1)));
    }

    #[test]
    fn prefixes_are_taken_away() {
        check("a/x.py", "b/x.py", ("x.py", "x.py"));
        check("w/p/x.py", "i/p/x.py", ("p/x.py", "p/x.py"));
        check("a/old/x.py", "b/new/x.py", ("old/x.py", "new/x.py"));
        check("a/x.py", "a/x.py", ("a/x.py", "a/x.py"));
        check("before/p/x.py", "after/p/x.py", ("p/x.py", "p/x.py"));
        check("v1-x.py", "v2-x.py", ("v1-x.py", "v2-x.py"));
        check("/t/1/p/x.py", "./p/x.py", ("p/x.py", "p/x.py"));
        assert_eq!(without_prefixes(None, Some(b"b/x.py")), (None, Some("x.py".to_owned())));
    }

    #[test]
    fn two_names_in_a_line() {
        let split = |line: &str| both(line.as_bytes()).map(|(a, b)| (text(&a), text(&b)));
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(split("a/x.py b/x.py"), pair("a/x.py", "b/x.py"));
        assert_eq!(split("a/x y.py b/x y.py"), pair("a/x y.py", "b/x y.py"));
        assert_eq!(split("x x x"), pair("x", "x x"), "what ends alike");
        assert_eq!(split("\"a/\\303\\274.py\" \"b/\\303\\274.py\""), pair("a/ü.py", "b/ü.py"));
        assert_eq!(split("a/x.py \"b/\\t\\\"\\\\.py\""), pair("a/x.py", "b/\t\"\\.py"));
        assert_eq!(split("a"), None);
        assert_eq!(split("\"a"), None);
    }

    #[test]
    fn a_time_is_no_part_of_a_name() {
        assert_eq!(in_line(b"p/x y.py\t2026-01-01 00:00:00 +0000"), b"p/x y.py");
        assert_eq!(in_line(b"\"b/x\\ty.py\"\t"), b"b/x\ty.py");
    }
}
