//! Patterns and what they find, and such that are errors.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

/// All matches, as text.
fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    let mut found = Vec::new();
    let regex = Regex::new(pattern, true).expect(pattern);
    regex.each_match(text, |start, end| found.push(text.get(start..end).expect(pattern))).expect(pattern);
    found
}

/// Checked with Python 3.13: `[m[0] for m in re.finditer(pattern, text, re.MULTILINE)]`.
#[test]
fn patterns_mean_what_they_mean_in_python() {
    for (pattern, text, expected) in [
        ("a{,2}b", "aaab", vec!["aab"]),
        ("a{x}", "a{x}", vec!["a{x}"]),
        ("a{}", "a{}", vec!["a{}"]),
        ("[]a]+", "x]a", vec!["]a"]),
        ("[[]", "[", vec!["["]),
        ("[a&&b]+", "a&b", vec!["a&b"]),
        ("[a-]+", "a-", vec!["a-"]),
        (r"[\w-]+", "a-b", vec!["a-b"]),
        (r"[^\S\n]+", " \n\t", vec![" ", "\t"]),
        (r"\s", "\x1c\u{85}x", vec!["\x1c", "\u{85}"]),
        (r"\w+", "a\u{bd}_\u{301}", vec!["a\u{bd}_"]),
        (r"\ba\b", "a \u{e9}a ba a", vec!["a", "a"]),
        (r"(?a)a\B", "a\u{e9} ab", vec!["a"]),
        (r"(?a)a\b", "a\u{e9} ab", vec!["a"]),
        (r"(?a)\w+", "a\u{e9}b", vec!["a", "b"]),
        ("a.c", "a\nc a c", vec!["a c"]),
        ("(?s)a.c", "a\nc a c", vec!["a\nc", "a c"]),
        ("(?s:a.)c.", "a\nc\na\ncx", vec!["a\ncx"]),
        (r"^b\Z", "b\nb", vec!["b"]),
        ("b$", "b\nb\n", vec!["b", "b"]),
        ("(?-m:b$)", "b\nb\n", vec!["b"]),
        ("(?i)AB|c", "ab C", vec!["ab", "C"]),
        ("(?i:a)b", "Ab AB", vec!["Ab"]),
        ("(?i)stra\u{df}e", "STRA\u{1e9e}E", vec!["STRA\u{1e9e}E"]),
        ("(?i)k[^k]", "\u{212a}a kk", vec!["\u{212a}a"]),
        ("(?i)[\u{3b1}-\u{3b3}]+", "\u{391}\u{3b2}\u{393}\u{394}", vec!["\u{391}\u{3b2}\u{393}"]),
        ("(?ai)k", "\u{212a}K", vec!["K"]),
        (r"(?i)(a)\1", "aA", vec!["aA"]),
        (r"\d+\D", "1\u{660}\u{b2}", vec!["1\u{660}\u{b2}"]),
        (r"\W", "\u{aa}\u{2460}\u{200d}", vec!["\u{200d}"]),
        ("(?x) a b # c\n c", "abc", vec!["abc"]),
        (r"(?x)a\ [ ]b", "a  b", vec!["a  b"]),
        (r"(?P<q>['\x22])x(?P=q)", "'x' 'x\"", vec!["'x'"]),
        (r"(a)|(b)\2", "bba", vec!["bb", "a"]),
        (r"(a)?(?(1)b|c)", "ab c", vec!["ab", "c"]),
        (r"(?<!x)a(?=b)", "xab ab", vec!["a"]),
        ("a*+a|b", "aab", vec!["b"]),
        ("(?:a{1,3}+)b", "aaab", vec!["aaab"]),
        ("(?>a|ab)c|d", "abcd", vec!["d"]),
        (r"\x41\u0042\U00000043\0\101", "ABC\0A", vec!["ABC\0A"]),
        (r"[\101-\103\b]+", "ABC\x08", vec!["ABC\x08"]),
        (r"a\#\ \-\'\{", "a# -'{", vec!["a# -'{"]),
        ("a(?#comment)+", "aa", vec!["aa"]),
        ("a#b c", "a#b c", vec!["a#b c"]),
        ("<a>&~-", "<a>&~-", vec!["<a>&~-"]),
        ("\u{e9}+", "\u{e9}\u{e9}", vec!["\u{e9}\u{e9}"]),
    ] {
        assert_eq!(found(pattern, text), expected, "{pattern}");
    }
}

#[test]
fn pythons_errors_are_errors() {
    for pattern in [
        "*a",
        "a**",
        "^*",
        "(a",
        "a)",
        "[a",
        "a{3,2}",
        r"\q",
        r"\1",
        r"(\1)",
        "(?P=x)",
        "(?P<a>b)(?P<a>c)",
        "(?z)",
        "a(?i)",
        "(?i",
        "(?L)a",
        "[b-a]",
        r"[\d-z]",
        r"\x4",
        "(?<a)",
        "(?(2)a|b",
        r"a\",
        "(?#",
        "(?P",
        "(?P<",
        r"\400",
        r"\N{DASH}",
    ] {
        assert!(Regex::new(pattern, true).is_err(), "{pattern}");
    }
    assert!(Regex::new(&"(".repeat(5_000), true).is_err());
}

#[test]
fn what_only_we_refuse_is_no_refusal_of_pythons() {
    for pattern in [r"\N{DASH}", "(?a)(?u)b", "a{4294967295}", &"(".repeat(5_000), &"(?:".repeat(101)] {
        assert!(Regex::new(pattern, true).is_err() && refusal(pattern).is_none(), "{pattern}");
    }
    assert!(Regex::new(&format!("{}{}", "(?:".repeat(99), ")".repeat(99)), true).is_ok());
    // The first thing that Python notices is told: look-behinds only when all is read, the outer ones first.
    assert_eq!(refusal("(?<=a*)(").as_deref(), Some("missing ), unterminated subpattern at position 7"));
    assert_eq!(refusal("(?<=(?<=a{65536}|)b*)").as_deref(), Some("look-behind requires fixed-width pattern"));
    assert_eq!(refusal("(?<=(?:a{65536}){65537})").as_deref(), Some("looks too much behind"));
}

#[test]
fn too_many_ways_are_given_up() {
    for pattern in ["(x+x+)+y", "(x|x)*y", r"(x+)+\1\1y", "(?:.|\n)*y"] {
        assert_eq!(
            Regex::new(pattern, true).unwrap().each_match(&"x".repeat(5_000), |_, _| {}),
            Err(TooLong),
            "{pattern}"
        );
    }
}

#[test]
fn long_texts_take_no_longer_than_their_lines() {
    let text = "    value = compute(value)  # a line of a program\n".repeat(20_000);
    for (pattern, count) in [
        (".*foo", 0),
        (".*?program$", 20_000),
        (r"^\s*return", 0),
        (r"^\s*(a|value) =", 20_000),
        (r"(?i)\bfoo\b", 0),
        ("(?s).*", 2),
        (r"(?:[^\n]*\n)*+", 2),
    ] {
        let mut found = 0;
        assert_eq!(Regex::new(pattern, true).unwrap().each_match(&text, |_, _| found += 1), Ok(()), "{pattern}");
        assert_eq!(found, count, "{pattern}");
    }
}

#[test]
fn what_is_kept_of_groups_does_not_pile_up() {
    // Four groups are told anew at each of 900,000 places where the run could end.
    let text = "ab".repeat(450_000);
    let regex = Regex::new(r"\A[^x]*(.)(.)(.)(.)\4x", true).unwrap();
    assert_eq!(regex.each_match(&text, |_, _| {}), Ok(()));
}

#[test]
fn without_multiline_the_ends_are_those_of_the_text() {
    let found = |pattern, text: &str| Regex::new(pattern, false).unwrap().is_match(text).unwrap();
    assert!(found("^a$", "a") && found("a$", "a\n") && found("(?m)^b", "a\nb"));
    assert!(!found("^b", "a\nb") && !found("a$", "a\nb"));
}
