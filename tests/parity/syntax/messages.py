"""Notes in messages.json what the Python that runs this says of each of its snippets: the line, and the words.

    for python in python3.11 python3.12 python3.13; do $python tests/parity/syntax/messages.py; done

A snippet is a line of the file: its text, and what each Python says. To add one, add its line with `{}` and run this.
"""

import ast
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
CASES = pathlib.Path(__file__).with_name("messages.json")
VERSION = "%d.%d" % sys.version_info[:2]


def told(text):
    try:
        ast.parse(text)
        compile(text, "<snippet>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return [error.lineno, error.args[0]]
    return None


cases = json.loads(CASES.read_text(encoding="utf-8"))
for text, answers in cases:
    answers[VERSION] = told(text)
lines = [json.dumps(case, ensure_ascii=True, sort_keys=True) for case in cases]
CASES.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
