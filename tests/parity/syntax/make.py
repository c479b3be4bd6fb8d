"""Notes in cases.json which of its snippets the Python that runs this accepts, as coverage.py asks it: ast.parse, tokenize, compile.

    for python in python3.11 python3.12 python3.13; do $python tests/parity/syntax/make.py; done

A snippet is a line of the file: its text, and the Pythons that accept it. To add one, add its line with an empty list and run this.
"""

import ast
import io
import json
import pathlib
import sys
import tokenize
import warnings

warnings.simplefilter("ignore")
CASES = pathlib.Path(__file__).with_name("cases.json")
VERSION = "%d.%d" % sys.version_info[:2]


def accepts(text):
    text = text.removeprefix("\ufeff")  # a byte order mark is not in the text
    try:
        ast.parse(text)
        list(tokenize.generate_tokens(io.StringIO(text).readline))
        compile(text, "<snippet>", "exec", dont_inherit=True)
    except (SyntaxError, tokenize.TokenError):
        return False
    return True


cases = json.loads(CASES.read_text(encoding="utf-8"))
for text, pythons in cases:
    pythons[:] = sorted(set(pythons) - {VERSION} | ({VERSION} if accepts(text) else set()))
lines = [json.dumps(case, ensure_ascii=True) for case in cases]
CASES.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
