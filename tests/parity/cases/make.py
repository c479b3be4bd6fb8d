"""Writes NAME.json beside each NAME.py here: what coverage.py 7.17.3 tells about that source under Python 3.13.

    python tests/parity/cases/make.py

The sources were written for this, to be awkward. OPTIONS has the settings of those that are analysed with other than the default patterns.
"""

import json
import pathlib
import sys
import warnings

import coverage
from coverage.python import PythonFileReporter

assert coverage.__version__ == "7.17.3" and sys.version_info[:2] == (3, 13)
warnings.simplefilter("ignore")

HERE = pathlib.Path(__file__).parent

OPTIONS = {
    "custom": {
        "exclude": [
            r"# pragma: no cover",
            r"^\s*@(abc\.)?abstractmethod",
            r"def __(repr|str)__\(",
            r"if \w+\.debug:",
            r"(?s:# start skip.*?# end skip)",
            r"raise (?P<e>Assertion|NotImplemented)Error\b",
            r"(?P<q>['\"])quoted (?!\1)",
            r"^(?P<indent>[^\S\n]*)assert_never\(",
        ],
        "partial": [r"if \w+\.fast\b", r"while [^:\n]{1,20}: \w+\(\)$"],
    },
}


def record(path):
    cov = coverage.Coverage(config_file=False)
    options = OPTIONS.get(path.stem)
    if options:
        cov.config.exclude_list = options["exclude"]
        cov.config.partial_list = options["partial"]
        cov.config.partial_always_list = []
    answer = {"options": options, "error": None}
    try:
        reporter = PythonFileReporter(str(path), cov)
        answer["statements"] = sorted(reporter.lines())
        answer["excluded"] = sorted(reporter.excluded_lines())
        answer["docstrings"] = sorted(reporter.parser.raw_docstrings)
        answer["no_branch"] = sorted(reporter.no_branch_lines())
        answer["arcs"] = sorted(reporter.arcs())
        answer["exit_counts"] = sorted(reporter.exit_counts().items())
        firsts = {}
        for line, first in reporter.parser.multiline_map.items():
            firsts[first] = max(line, firsts.get(first, 0))
        answer["multiline"] = sorted(firsts.items())
        answer["regions"] = sorted([r.kind, r.name, r.start, sorted(r.lines)] for r in reporter.code_regions())
        # What measured lines and arcs become: every line, and every pair of lines near each other.
        count = len(reporter.source().splitlines())
        pairs = [(a, b) for a in range(1, count + 1) for b in range(max(1, a - 6), min(count, a + 6) + 1)]
        pairs += [(-a, a) for a in range(1, count + 1)] + [(a, -b) for a, b in pairs]
        answer["translated"] = [[pair, sorted(reporter.translate_arcs([pair]))] for pair in pairs]
        answer["translated"] = [[a, b] for a, b in answer["translated"] if [a] != b]
    except Exception as error:  # coverage.py's NotPython, and what ends its report
        answer = {"options": options, "error": type(error).__name__}
    return answer


for path in sorted(HERE.glob("*.py")):
    if path.name != "make.py":
        lines = [f'  {json.dumps(key)}: {json.dumps(value, separators=(",", ":"))}' for key, value in record(path).items()]
        path.with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
