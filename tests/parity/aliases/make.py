"""Writes cases.json: file patterns, path rules and report selections, and what coverage.py 7.17.3 makes of them.

Run it on Linux with a Python 3.13 that has coverage 7.17.3:

    python tests/parity/aliases/make.py

`{root}` stands for the current directory and `{up}` for the one above. Paths are recorded as `coverage combine` stores them, relative to the current
directory when they are in it; "exists" lists the files that exist, relative in the same way (null: every file exists).
"""

import functools
import json
import os
import pathlib
import random
import re
import sys
import tempfile

import coverage
from coverage import files
from coverage.exceptions import ConfigError

assert coverage.__version__ == "7.17.3" and sys.version_info[:2] == (3, 13) and os.sep == "/"

HERE = pathlib.Path(__file__).parent
ROOT = ""

# ---- Globs: each pattern against each path, with and without case, whole and at the start.

GLOB_PATHS = [
    "", "/", "a", "a.py", "A.PY", "x.py", "x.pyc", "foo", "foo/", "/foo", "foo/bar.py", "FOO/Bar.py", "foo\\bar.py", "foo/bar/baz.py", "foo/bar/qux/baz.py", "/foo/bar/baz.py",
    "foobar/baz.py", "x/foo/y.py", "x/y/foo/z.py", "src/a.py", "./src/a.py", "/home/me/src/a.py", "C:\\proj\\src\\a.py", "c:/Proj/SRC/a.py", "c:\\proj\\src\\pkg\\b.py",
    "\\\\host\\share\\a.py", "a-b_c.py", "a+b.py", "a.b.py", "axb.py", "a b.py", "b.py", "f.py", "g.py", "-.py", "^.py", "!.py", "].py", "[.py", "{x}.py", "a$b.py", "a\nb.py", "foo\n/bar.py", "foo/\nbar.py",
    "\u00fc.py", "\u00dc.py", "stra\u00dfe/a.py", "STRASSE/a.py", "\u0130.py", "\u0131.py", "i.py", "I.py", "\u017f.py", "s.py", "S.py", "\u212a.py", "k.py", "K.py", "\u03c3.py", "\u03c2.py", "\u03a3.py",
    "\U0001f40d.py", "a/b/a/b/a/b.py", "a//b.py", "a/./b.py", "a/../b.py", "foo/bar.py/", "foo/x/foo/y/foo/z.py", "1.py", "a1.py", "a12.py",
]
GLOBS = [
    "*", "*.py", "?.py", "a.py", "A.py", "foo", "foo/", "/foo", "foo/*", "foo/**", "foo/***", "*/foo/*", "**/foo/*", "**/foo/**", "foo/**/baz.py", "foo/*/baz.py", "foo/?ar/*.py",
    "foo/bar", "foo\\bar.py", "FOO\\*", "*\\foo\\*", "/", "//", "\\", "*/", "**/", "/*", "/**", "/**/", "*/*", "*/*/*", "**", "***", "****", "a**", "**a", "**/**", "**/*", "*/**", "a/**/b", "a/**b", "a/b**/c",
    "a**/b", "**a/b", "x***y", "a/***/b", "a/*/**", "a/**/*", "a/**/**", "**/**/a", "*/**/a", "*/a/**/b.py", "[a-f].py", "[!a].py", "[^a].py", "[a].py", "[ab", "ab]", "[]", "[^]", "[a-].py", "[-a].py", "[--/].py",
    "[z-a].py", "[a-c-e].py", "[[].py", "[[a].py", "[a/b].py", "foo[/]bar.py", "foo[^a]bar.py", "[]a].py", "[^]a].py", "[*].py", "[**].py", "[?].py", "[a\nb].py", "[.].py", "a[.]py", "[A-Z].py", "[\u00e0-\u00ff].py", "[i].py", "[I].py", "[^i].py", "[H-J].py", "[\u0131].py", "[k].py",
    "a+b.py", "a.b.py", "a b.py", "a-b_c.py", "{x}.py", "a$b.py", "a\nb.py", "^.py", "(a).py", "a|b.py", "a\\nb.py", "foo\n/*", "foo/*\n", "foo/**\n", "*\n", "foo/?bar.py", "a?b.py", "a*b.py",
    "\u00fc.py", "\u00dc.py", "i.py", "I.py", "\u0130.py", "\u0131.py", "s.py", "\u017f.py", "k.py", "\u212a.py", "\u03c3.py", "\u03c2.py", "\u03a3.py", "stra\u00dfe/*", "STRASSE/*", "\U0001f40d.py", "?/b.py", "",
    "c:\\proj", "C:/proj/", "c:\\proj\\*", "*/src", "*/src/", "*\\src\\", "**/src/", "*/proj/*/", "\\\\host\\share\\", "//host/share/", "./src/*", "src/../src/*", "a//b.py", "a/*/b", "*/a/b/", "**/a/", "foo/*.py/", "*foo/", "*oo/*", "?oo/*", "f*/", "*/f*/*",
]
rng = random.Random(20240607)
for _ in range(400):
    GLOBS.append("".join(rng.choice(["a", "b", "foo", "/", "/", "*", "*", "**/", "?", "[a-f]", "[^b]", ".py", "\\", ".", "]", "[", "src"]) for _ in range(rng.randint(1, 6))))


def record_glob(pattern):
    try:
        exact = files.GlobMatcher([pattern])
        nocase = files.globs_to_regex([pattern], case_insensitive=True)
        start = files.globs_to_regex([pattern], case_insensitive=True, partial=True)
    except (ConfigError, re.error) as error:
        return {"pattern": pattern, "error": str(error)}
    lengths = {}
    for number, path in enumerate(GLOB_PATHS):
        if found := start.match(path):
            lengths[number] = len(found[0])
    return {
        "pattern": pattern,
        "exact": [n for n, path in enumerate(GLOB_PATHS) if exact.match(path)],
        "nocase": [n for n, path in enumerate(GLOB_PATHS) if nocase.match(path)],
        "start": lengths,
    }


# ---- Which characters are the same when case is ignored.


def record_case():
    """Pairs of characters with one uppercase but another lowercase, and whether they are the same."""
    by_upper = {}
    for c in map(chr, range(0x110000)):
        if c.lower() != c.upper():
            by_upper.setdefault(c.upper(), set()).add(c)
            by_upper.setdefault(c.lower().upper(), set()).add(c)
    pairs = {(a, b) for group in by_upper.values() for a in group for b in group if a < b and a.lower() != b.lower()}
    return [[a, b, bool(re.fullmatch(re.escape(a), b, re.I))] for a, b in sorted(pairs)]


# ---- Aliases.

ALIASES = []


def aliases(rules, paths, exists=None, relative=False):
    ALIASES.append({"relative": relative, "rules": rules, "exists": exists, "paths": paths})


CI = "/home/runner/work/r/r"
# The plain ones.
aliases([], ["a.py", "/x/a.py", "{root}/a.py", "./a.py", "a/../b.py", "C:\\x\\a.py", "a\\b.py", ""])
aliases([[f"{CI}/backend", "backend"]], [f"{CI}/backend/app/x.py", f"{CI}/backend2/app/x.py", f"{CI}/backend", f"{CI}/Backend/app/x.py", "{root}/backend/app/x.py", "backend/app/x.py", f"x{CI}/backend/a.py"])
aliases([[f"{CI}/backend", "backend"]], [f"{CI}/backend/app/x.py", f"{CI}/backend/app/y.py"], ["backend/app/x.py"])
aliases([[f"{CI}/backend", "backend"]], [f"{CI}/backend/app/x.py", f"{CI}/backend/app/y.py"], [])
# Prefixes are whole components; only the leading part is replaced.
aliases([["/foo", "./mysrc"]], ["/foo/a.py", "/foobar/a.py", "/x/foo/a.py", "/foo/foo/a.py", "/foo/x/foo/y.py", "/FOO/a.py", "\\foo\\a.py", "/foo"])
aliases([["foo", "bar"]], ["foo/a.py", "{root}/foo/a.py", "/foo/a.py", "foo\\a.py", "{root}/foo\\a.py", "{root}/Foo/a.py"])
aliases([["/a/b", "x"], ["/a", "y"]], ["/a/b/c.py", "/a/c.py", "/a/bb/c.py"])
aliases([["/a", "y"], ["/a/b", "x"]], ["/a/b/c.py", "/a/c.py"])
# The first whose result exists wins.
aliases([["/lib/*/src", "one"], ["/lib/*/src", "two"], ["*/src", "three"]], ["/lib/x/src/a.py", "/lib/x/src/b.py", "/lib/x/src/c.py", "/lib/x/src/d.py"], ["one/a.py", "two/a.py", "two/b.py", "three/c.py"])
aliases([["*/src", "{root}/src"], ["*/lib", "/opt/lib"]], ["/x/src/a.py", "/x/lib/a.py", "src/a.py", "lib/a.py", "/y/src/lib/a.py", "/y/lib/src/a.py"], ["src/a.py", "/opt/lib/a.py", "src/lib/a.py"])
# Slashes at the ends, and of the other kind.
for pattern in ["/foo/", "/foo//", "/foo\\", "/foo/\\/", "/foo", "\\foo", "\\foo\\", "foo/", "foo\\", "/", "\\", "//", "\\\\", "c:", "c:\\", "c:/", "C:\\Foo", "c:/foo/", "*", "*/", "*\\", "/foo/*", "/foo/*/", "/foo/**", "**/foo", "*/foo", "*foo", "foo*", "/f?o", "/[f]oo", "/[a-f]oo", "/[^a]oo", "/f[", "/f]", "/**x/foo", "/x**/foo", "/***/foo", "/a/**/foo", "", "?", ".", "..", "./foo", "../foo", ".\\foo", "~", "~/foo", "\\\\host\\foo", "//host/foo", "/foo.", "/f.o", "/foo+", "/\u00fc", "/\u00dc", "/i", "/s", "/foo bar", "/\nfoo"]:
    for result in ["src", "C:\\src"]:
        paths = ["/foo/a.py", "/Foo/b/a.py", "\\foo\\a.py", "\\foo/a.py", "/x/foo/a.py", "/x/y/foo/z/foo/a.py", "foo/a.py", "{root}/foo/a.py", "{root}/a.py", "c:\\a.py", "C:/Foo\\a.py", "c:\\foo\\x\\a.py", "\\\\host\\foo\\a.py", "//host/foo/a.py", "/fo/a.py", "/fxo/a.py", "/foo./a.py", "/foo+/a.py", "/\u00fc/a.py", "/I/a.py", "/\u0130/a.py", "/\u017f/a.py", "/foo bar/a.py", "./foo/a.py", "../foo/a.py", "/a/b/foo/a.py", "/a/foo/a.py", "a.py", "/a.py", "/\nfoo/a.py"]
        for relative in [False, True]:
            aliases([[pattern, result]], paths, relative=relative)
for result in ["src", "src/", "src//", "src\\", "./src", "./src/", ".\\src", ".", "./", ".\\", "..", "../src", "/", "\\", "", "{root}", "{root}/", "{root}/src/../lib", "/opt/src", "/opt/./src//x", "C:\\src", "c:/src", "C:\\src\\", "src/x\\y", "src\\x/y", "\\src", "\\\\host\\src", "//host/src", "*/src", "src*", "\u00fcber", "a b", "~/src"]:
    for pattern in ["/ci/build", "*/build", "c:\\ci", "build"]:
        for relative in [False, True]:
            aliases([[pattern, result]], ["/ci/build/a.py", "/ci/build/x/a.py", "/ci/build\\x\\a.py", "/ci/x/build/./a.py", "/ci/x/build/../a.py", "C:\\ci\\a.py", "c:\\CI\\x/y\\a.py", "build/a.py", "{root}/build/a.py", "./build/a.py", "build\\x\\a.py", "other/a.py", "/ci/build//a.py"], relative=relative)
# Relative files: rules made up for the names seen, in the order they are seen.
aliases([], ["src/a.py", "/ci/src/a.py", "/ci/SRC/a.py", "C:\\ci\\src\\a.py", "pkg/src/b.py", "src/pkg/src/a.py"], relative=True)
aliases([], ["/ci/src/a.py", "src/a.py", "/ci/src/a.py", "/ci/src/b.py"], relative=True)
aliases([], ["features/x.py", "pkg/features/x.py", "pkg/y.py", "other/pkg/y.py", "other/features/pkg/y.py"], relative=True)
aliases([], ["pkg/features/x.py", "features/x.py", "other/pkg/features/x.py"], relative=True)
aliases([], ["features/x.py", "pkg/features/x.py"], ["features/x.py", "pkg/features/x.py"], relative=True)
aliases([], ["features/x.py", "pkg/features/y.py", "pkg/features/x.py"], ["features/x.py", "pkg/features/y.py"], relative=True)
aliases([], ["features/x.py", "pkg/features/y.py"], [], relative=True)
aliases([], ["{root}/src/a.py", "/ci/src/a.py", "src/a.py", "{root}/a.py", "a.py"], relative=True)
aliases([], ["a/b/a/x.py", "a/x.py", "b/a/b/x.py"], relative=True)
aliases([], ["a/b/a/x.py", "a/x.py", "b/a/b/x.py"], ["a/x.py"], relative=True)
aliases([], ["./src/a.py", "src/a.py", "../src/a.py", ".\\src\\a.py", "src\\a.py", "\\src\\a.py", "a.py", ".", "", "src/", "c:a/b.py", "c:\\a\\b.py", "//a/b.py"], relative=True)
aliases([], ["src\\pkg\\a.py", "src/pkg/a.py", "/x/src/pkg/a.py", "D:\\a\\src\\pkg\\a.py"], relative=True)
aliases([], ["a+b/x.py", "/ci/a+b/x.py", "a.b/x.py", "/ci/a.b/x.py", "/ci/axb/x.py", "[a]/x.py", "/ci/[a]/x.py", "\u00fc/x.py", "/ci/\u00dc/x.py", "a\nb/x.py", "/c\ni/a\nb/x.py"], relative=True)
aliases([["*/src", "src"]], ["src/a.py", "/ci/src/a.py", "ci/src/a.py", "lib/a.py", "x/lib/a.py", "SRC/a.py"], relative=True)
aliases([["*/src", "lib"]], ["src/a.py", "/ci/src/a.py", "lib/a.py", "x/lib/src/a.py"], ["lib/a.py"], relative=True)
aliases([["src", "lib"]], ["src/a.py", "{root}/src/a.py", "/ci/src/a.py", "x/src/a.py"], relative=True)
aliases([["/ci", "."]], ["/ci/a.py", "/ci/src/a.py", "src/a.py", "/ci/./a.py", "/CI/x/src/a.py"], relative=True)
aliases([["/ci", "./"]], ["/ci/a.py", "/ci/src/a.py", "src/a.py"], ["a.py", "src/a.py"], relative=True)
aliases([["/ci", "./lib"]], ["/ci/a.py", "/ci/src/a.py", "lib/a.py", "./lib/a.py"], relative=True)
aliases([["/ci", "{root}/lib"]], ["/ci/a.py", "{root}/lib/a.py", "lib/a.py"], relative=True)

# Any combination.
PARTS = ["a", "b", "src", "pack", "SRC", "x y"]  # none is a link in /, as lib often is
for _ in range(400):
    relative = rng.random() < 0.5

    def some_path(low=1, high=4):
        slash = rng.choice(["/", "/", "/", "\\"])
        lead = rng.choice(["", "", "/", "{root}/", "C:\\", "./", "/ci/"])
        return lead + slash.join(rng.choice(PARTS) for _ in range(rng.randint(low, high)))

    rules = []
    for _ in range(rng.randint(0, 4)):
        pattern = some_path(1, 3)
        if rng.random() < 0.4:
            pattern = rng.choice(["*/", "**/", "*\\"]) + pattern.lstrip("/\\").replace("{root}/", "")
        if rng.random() < 0.2:
            pattern = pattern.replace(rng.choice(PARTS), rng.choice(["*", "?", "[a-s]", "**"]))
        rules.append([pattern + rng.choice(["", "", "/", "\\"]), some_path(1, 2) + rng.choice(["", "", "/", "\\"])])
    paths = [some_path(1, 5) + rng.choice(["/", "/", "\\"]) + rng.choice(["m.py", "n.py"]) for _ in range(8)]
    paths.append(paths[0])
    exists = None
    if rng.random() < 0.5:
        exists = sorted({"/".join([rng.choice(PARTS) for _ in range(rng.randint(1, 3))] + [rng.choice(["m.py", "n.py"])]) for _ in range(12)})
    aliases(rules, paths, exists, relative)


def here(text):
    return text.replace("{root}", ROOT)


def there(text):
    up = os.path.dirname(ROOT)
    return text.replace(ROOT, "{root}").replace(up, "{up}").replace(os.path.dirname(up) + "/", "/")


def stored(path):
    """As CoverageData.update stores it, relative to the current directory."""
    return there(files.relative_filename(re.sub(r"[/\\]", re.escape(os.sep), path)))


def record_aliases(one):
    log = []
    these = files.PathAliases(debugfn=log.append, relative=one["relative"])
    errors = []
    for number, (pattern, result) in enumerate(one["rules"]):
        try:
            these.add(here(pattern), here(result))
        except (ConfigError, re.error) as error:
            errors.append([number, there(str(error))])
    one["errors"] = errors
    known = None if one["exists"] is None else set(map(here, one["exists"]))
    asked = []

    def exists(path):
        name = files.relative_filename(files.abs_file(path))
        asked.append(there(name))
        return known is None or name in known

    mapper = functools.cache(functools.partial(these.map, exists=exists))
    answers = {}
    mapped = []
    for path in one["paths"]:
        log.clear()
        asked.clear()
        new = mapper(here(path))
        if log:
            # The last run of the rules: a made-up rule starts another one.
            made_up = [n for n, line in enumerate(log) if line.startswith("Generating rule")]
            last = log[made_up[-1] + 1 :] if made_up else log
            tried = [line for line in last if "which doesn't exist" in line]
            matched = [line for line in last if line.startswith("Matched path")]
            names = asked[len(asked) - len(tried) - len(matched) :][: len(tried)]
            rule = None
            if matched:
                shown = [i for i, (p, _, r) in enumerate(these.aliases) if f" to rule {p!r} -> {r!r}, " in matched[0]]
                rule = shown[0]
            answers[path] = [stored(new), rule, names]
        mapped.append(answers[path])
    one["mapped"] = mapped
    return one


# ---- Selections of reports.

SELECTIONS = []
FILES = ["a.py", "src/a.py", "src/pkg/b.py", "src/pkg/test_b.py", "tests/test_a.py", "SRC/a.py", "/opt/lib/c.py", "/opt/src/a.py", "C:\\x\\src\\a.py", "srcs/a.py", "src.py", "\u00fc/\u00fc.py", "a b/c.py"]
PATTERNS = ["*", "src", "src/", "src/*", "src/**", "./src/*", "*/src/*", "**/src/**", "a.py", "*/a.py", "test_*.py", "*/test_*", "tests/*", "tests\\*", "{root}/src/*", "{root}/*", "{root}", "/opt/*", "/opt/lib/c.py", "src/../tests/*", "src/pkg/?.py", "src/[ab].py", "?.py", "C:\\x\\*", "*\\src\\*", "Src/*", "src/a.py", "", "../*", "*.py", "\u00fc/*", "a b/*", "src*", "/"]
for pattern in PATTERNS:
    for relative in [False, True]:
        SELECTIONS.append([[pattern], [], relative])
        SELECTIONS.append([[], [pattern], relative])
for _ in range(200):
    SELECTIONS.append([rng.sample(PATTERNS, rng.randint(0, 2)), rng.sample(PATTERNS, rng.randint(0, 2)), rng.random() < 0.5])


def record_selection(include, omit, relative):
    names = [file if relative else files.canonical_filename(file) for file in FILES]
    included = files.GlobMatcher(files.prep_patterns(map(here, include))) if include else None
    omitted = files.GlobMatcher(files.prep_patterns(map(here, omit))) if omit else None
    selected = [
        n for n, name in enumerate(names) if (not included or included.match(name)) and not (omitted and omitted.match(name))
    ]
    return {"include": include, "omit": omit, "relative": relative, "selected": selected}


# ---- Trees.

TREES = [["src"], ["src/"], ["./src"], ["{root}"], ["{root}/src", "tests"], ["/opt"], ["/opt/"], ["src/a.py"], ["src/.."], [""], [], ["/opt/src/../lib"], ["sr"], ["C:\\x"], ["C:\\x\\src"]]


def record_tree(trees):
    matcher = files.TreeMatcher(map(here, trees))
    return {"trees": trees, "matched": [n for n, file in enumerate(FILES) if matcher.match(file)]}


def main():
    global ROOT
    with tempfile.TemporaryDirectory() as temporary:
        ROOT = os.path.join(os.path.realpath(temporary), "up", "root")
        os.makedirs(ROOT)
        os.chdir(ROOT)
        # The directory of this script must not be searched for relative names.
        sys.path[:] = []
        files.set_relative_directory()
        sections = {
            "globs": [record_glob(pattern) for pattern in dict.fromkeys(GLOBS)],
            "case": record_case(),
            "aliases": [record_aliases(one) for one in ALIASES],
            "selections": [record_selection(*one) for one in SELECTIONS],
            "trees": [record_tree(one) for one in TREES],
        }
        os.chdir("/")
    lines = [f'{{"glob_paths": {json.dumps(GLOB_PATHS)}, "files": {json.dumps(FILES)}']
    for name, cases in sections.items():
        lines.append(f',"{name}": [\n' + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]")
    (HERE / "cases.json").write_text("\n".join(lines) + "}\n")
    print({name: len(cases) for name, cases in sections.items()})
    print(sum(len(one["paths"]) for one in ALIASES), "paths mapped")


if __name__ == "__main__":
    main()
