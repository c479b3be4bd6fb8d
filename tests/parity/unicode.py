"""Writes core/src/regex/unicode_tables.rs: what Python's `re` knows of characters. Run by the newest Python compared with.

python3.13 tests/parity/unicode.py > core/src/regex/unicode_tables.rs
"""

import _sre
import re
import sys
import unicodedata
from re._casefix import _EXTRA_CASES

CHARACTERS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def ranges(pattern):
    """First and last code point of each run of characters that match."""
    found = []
    for c in CHARACTERS:
        if re.fullmatch(pattern, chr(c)):
            if found and found[-1][1] == c - 1:
                found[-1][1] = c
            else:
                found.append([c, c])
    return found


def gaps(found):
    """Each run as its distance from the end of the one before, and its length."""
    end = 0
    for first, last in found:
        yield first - end
        yield last + 1 - first
        end = last + 1


def lowered():
    """(first, count, step, distance): `count` characters, each `step` behind the one before, and how far their lower case is."""
    runs, latest = [], {}
    for c in CHARACTERS:
        distance = _sre.unicode_tolower(c) - c
        if not distance:
            continue
        if run := latest.get(distance):
            first, count, step, _ = run
            behind = c - (first + (count - 1) * step)
            if behind <= 2 and (count == 1 or behind == step):
                run[1:3] = count + 1, behind
                continue
        latest[distance] = [c, 1, 1, distance]
        runs.append(latest[distance])
    return runs


def same():
    """Characters in lower case that IGNORECASE takes for the same, in groups."""
    return sorted({tuple(sorted((c, *others))) for c, others in _EXTRA_CASES.items()})


def const(doc, name, kind, items):
    lines, line = [], ""
    for item in items:
        if len(line) + len(item) > 116:
            lines.append(line)
            line = ""
        line += ("" if not line else " ") + item + ","
    body = "\n    ".join([*lines, line])
    return f"\n/// {doc}\npub(super) const {name}: &[{kind}] = &[\n    {body}\n];\n"


print(f"//! Characters as Python {sys.version_info[0]}.{sys.version_info[1]}'s `re` sees them (Unicode {unicodedata.unidata_version}). Written by tests/parity/unicode.py.")
doc = r"What `\d` matches: for each run of characters, its distance from the end of the one before, and its length."
print(const(doc, "DIGIT", "u16", map(str, gaps(ranges(r"\d")))), end="")
print(const(r"What `\w` matches, likewise.", "WORD", "u16", map(str, gaps(ranges(r"\w")))), end="")
doc = "Characters that have a lower case: the first, how many, their step, and the distance to it."
print(const(doc, "LOWER", "(u32, u16, u8, i32)", (f"({a}, {n}, {s}, {d})" for a, n, s, d in lowered())), end="")
doc = "Characters in lower case that `IGNORECASE` takes for the same, besides."
print(const(doc, "SAME", "&[u32]", (f"&[{', '.join(map(str, group))}]" for group in same())), end="")
