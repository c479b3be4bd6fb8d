//! No source ends the program: deep ones, damaged ones, and regular expressions that never end.

use covscope_core::source::{PythonVersion, Rules, SourceFile};

use crate::source_experiments::{bytes, snippets};

/// The stack of a browser's worker, with room for the larger frames of a build without optimisation.
const STACK: usize = if cfg!(debug_assertions) { 16 << 20 } else { 1 << 20 };

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

/// Analyses `start`, `count` times `part`, `end`, again `count` times `back`; it must be one of both: analysed, or words.
fn grow(start: &str, part: &str, end: &str, back: &str) {
    for count in [1, 50, 90, 190, 900, 5_000, 20_000] {
        let text = format!("{start}{}{end}{}\n", part.repeat(count), back.repeat(count));
        let source = SourceFile::parse(text.as_bytes(), &Rules::default());
        match &source.syntax_error {
            Some(error) => assert!(!error.message.is_empty() && source.statements.is_empty()),
            None => assert!(!source.statements.is_empty(), "{part}"),
        }
        if count == 50 {
            assert_eq!(source.syntax_error, None, "{part}");
        }
    }
}

#[test]
fn deep_sources_work_or_give_words() {
    on_a_small_stack(|| {
        for (part, back) in [("(", ")"), ("[", "]"), ("{1:", "}"), ("f(", ")"), ("[x for x in ", "]"), ("f(*", ")")] {
            grow("x = ", part, "1", back);
        }
        for part in ["not ", "-", "~", "lambda: ", "lambda a, b=1: ", "x if y else ", "x ** ", "x if y else lambda: "] {
            grow("x = ", part, "x", "");
        }
        for part in [".a", "()", "[0]", " + x", " * x", " | x", " and x", " < x", ", x", " 'a'", " if x else y"] {
            grow("x = 'x'", part, "", "");
        }
        grow("x = ", "f'{", "1", "}'");
        grow("x = f'{1:", "{x}", "}'", "");
        grow("if x: pass\n", "elif x: pass\n", "else: pass", "");
        grow("", "if x: pass\nelse: pass\n", "x", "");
        grow("", "@x\n", "def f(): pass", "");
        grow("x = ", "a = ", "1", "");
        grow("with a", ", a", ": pass", "");
        grow("try: pass\n", "except x: pass\n", "", "");
    });
}

#[test]
fn deep_blocks_work_or_give_words() {
    on_a_small_stack(|| {
        for head in ["if x:", "def f():", "class A:", "while x:", "with x:", "match x:\n{}case y:", "async def f():"] {
            for depth in [1, 15, 45, 99, 100, 1_000] {
                let mut text = String::new();
                for at in 0..depth {
                    let indent = " ".repeat(2 * at);
                    text += &format!("{indent}{}\n", head.replace("{}", &format!("{indent} ")));
                }
                text += &format!("{}x\n", " ".repeat(2 * depth));
                let source = SourceFile::parse(text.as_bytes(), &Rules::default());
                assert_eq!(source.syntax_error.is_none(), source.statements.len() > depth, "{head} {depth}");
                assert!(source.syntax_error.is_none() || depth > 20, "{head} {depth}: {:?}", source.syntax_error);
            }
        }
        for depth in [1, 50, 99, 5_000] {
            let text = format!("match x:\n case {}1{}: pass\n", "[".repeat(depth), "]".repeat(depth));
            let source = SourceFile::parse(text.as_bytes(), &Rules::default());
            assert_eq!(source.syntax_error.is_none(), depth < 200, "{depth}");
        }
        // A `finally` in a `finally`: the compiler copies each of them, which must not be followed twice each.
        let mut text = String::from("def f():\n");
        for depth in 1..20 {
            let indent = " ".repeat(depth);
            text += &format!("{indent}try:\n{indent} return\n{indent}finally:\n");
        }
        text += &format!("{}def g(): pass\n", " ".repeat(20));
        assert_eq!(SourceFile::parse(text.as_bytes(), &Rules::default()).syntax_error, None);
    });
}

/// Mutated snippets: no panic, and what is told is consistent.
#[test]
fn damaged_sources_are_analysed_or_refused() {
    let texts: Vec<Vec<u8>> = snippets().values().map(bytes).collect();
    let mut random = Random(20_240_613);
    let rules: Vec<_> = PythonVersion::ALL.map(|python| Rules { python, ..Rules::default() }).into();
    let parts: [&[u8]; 24] = [
        b"(",
        b")",
        b"[",
        b"{",
        b"}",
        b":",
        b"\"\"\"",
        b"'",
        b"f'",
        b"f\"{",
        b"\\",
        b"\\\n",
        b"\n",
        b"\t",
        b"  ",
        b"\x0c",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r",
        b"# pragma: no cover",
        b"lambda:",
        b"match x:\n case _:",
        "\u{1f600}".as_bytes(),
    ];
    let mut analysed = 0;
    for round in 0..6_000 {
        let mut text = texts[random.below(texts.len())].clone();
        for _ in 0..=random.below(3) {
            let at = random.below(text.len() + 1);
            match random.below(5) {
                0 => text.truncate(at),
                1 => drop(text.drain(at..text.len().min(at + random.below(8)))),
                2 => {
                    let part = parts[random.below(parts.len())];
                    text.splice(at..at, part.iter().copied());
                }
                3 => {
                    let other = &texts[random.below(texts.len())];
                    let from = random.below(other.len() + 1);
                    text.splice(at..at, other[from..].iter().copied());
                }
                _ if at < text.len() => text[at] = u8::try_from(random.below(256)).unwrap(),
                _ => {}
            }
        }
        let source = SourceFile::parse(&text, &rules[round % rules.len()]);
        if source.syntax_error.is_none() {
            analysed += 1;
            let last = u32::try_from(source.lines().count()).unwrap() + 1;
            let lines = source.statements.iter().chain(&source.excluded).chain(&source.no_branch);
            assert!(lines.chain(source.exit_counts.keys()).all(|line| (1..=last).contains(line)), "{text:?}");
            assert!(
                source.statements.is_disjoint(&source.excluded) && source.statements.is_disjoint(&source.docstrings)
            );
            assert_eq!(source.translate_lines(source.statements.iter().copied()), source.statements, "{text:?}");
        }
    }
    assert!(analysed > 500, "{analysed}");
}

/// A small generator of numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn lines_are_counted_as_python_splits_them() {
    // `len(text.splitlines())` in Python 3.13.
    for (text, count) in [
        ("", 0),
        ("\n", 1),
        ("a", 1),
        ("a\n\nb\n", 3),
        ("a\x0bb\x1c\x1d\x1ec\n", 5),
        ("# \u{85}\u{2028}\u{2029}\u{e9}\u{2027}\n#\n", 5),
        ("#\u{2028}\n", 2),
        ("# \r\n#\x0c\n", 2),
    ] {
        let source = SourceFile::parse(text.as_bytes(), &Rules::default());
        assert_eq!((source.count_splitlines(), source.splitlines().count()), (count, count), "{text:?}");
    }
}
