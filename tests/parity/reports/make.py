"""Writes what coverage.py 7.17.3 reports about two projects, in all formats and under many settings.

    python3.13 tests/parity/reports/make.py

The projects are `project/`, which was written for this to be awkward, and `tests/sample`. Needed are CPython 3.13 and
coverage.py in it. `data/` holds what was measured of the first, `answers.json.gz` the reports and
`sentences.json.gz` what coverage.py says about each possible arc. Directories are put at ROOT; times are taken out.
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import coverage
from coverage.parser import PythonParser

assert coverage.__version__ == "7.17.3" and sys.version_info[:2] == (3, 13)

HERE = pathlib.Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "sample"
ROOT = "/home/runner/work/project"

AWKWARD = "[run]\nbranch = true\nsource = .\n"
NO_SOURCE = "[run]\nbranch = true\n"

# Settings, and the command whose report they change.
REPORTS = [
    ("report", ""),
    ("report", "[report]\nshow_missing = true\n"),
    *(("report", f"[report]\nsort = {sort}\n") for sort in ["name", "-name", "+Name", "Stmts", "-miss", "cover", "-cover"]),
    ("report", "[report]\nskip_covered = true\n"),
    ("report", "[report]\nskip_empty = true\n"),
    ("report", "[report]\nskip_covered = true\nskip_empty = true\nshow_missing = true\nsort = -stmts\n"),
    *(("report", f"[report]\nprecision = {precision}\n") for precision in (1, 2, 3, 7)),
    ("report", "[report]\ninclude = */full.py\nskip_covered = true\n"),
    ("report", "[report]\ninclude = */full.py\nskip_covered = true\nformat = markdown\n"),
    ("report", "[report]\ninclude = */__init__.py\nskip_empty = true\nshow_missing = true\n"),
    ("report", "[report]\nformat = markdown\n"),
    ("report", "[report]\nformat = markdown\nshow_missing = true\nprecision = 2\n"),
    ("report", "[report]\nformat = markdown\nskip_covered = true\nskip_empty = true\nsort = -cover\n"),
    ("report", "[report]\nformat = total\n"),
    ("report", "[report]\nformat = total\nprecision = 3\n"),
    ("report", "[report]\nformat = html\n"),
    ("report", "[report]\nsort = it's\n"),
    ("report", "[report]\nprecision = -1\n"),
    ("json", ""),
    ("json", "[json]\npretty_print = true\n"),
    ("json", "[json]\nshow_contexts = true\n"),
    ("json", "[json]\nshow_contexts = true\npretty_print = true\n[report]\nprecision = 2\ninclude = */mod2.py\n"),
    ("json", "[report]\nprecision = -2\n"),
    ("xml", ""),
    ("xml", "[report]\nskip_empty = true\n"),
    *(("xml", f"[xml]\npackage_depth = {depth}\n") for depth in (0, 1, 2, -1)),
    ("lcov", ""),
    ("lcov", "[lcov]\nline_checksums = true\n"),
    ("lcov", "[report]\nskip_empty = true\n"),
]
BRANCHES = [
    *(("report", f"[report]\nsort = {sort}\n") for sort in ["branch", "-brpart"]),
    ("json", "[report]\nexclude_lines = return\npartial_branches = if a\n"),
    ("lcov", "[report]\nexclude_lines = return\npartial_branches = if a\n"),
    ("xml", "[report]\nexclude_lines =\npartial_branches =\npartial_branches_always =\n"),
]
EACH = [("report", "[report]\nshow_missing = true\n"), ("json", ""), ("xml", ""), ("lcov", "")]
# Of sources in one another, the hash of their names decides.
SOURCES = [
    ("xml", f"source = {source}\n[report]\ninclude = {include}\n")
    for source, include in [("pkg", "*/pkg/*"), ("pkg/\n\tnowhere", "pkg/*"), ("pkg.sub", "*"), ("pkg/sub", "*/pkg/sub/*")]
]
SETTINGS = {
    "branch": [(AWKWARD, *it) for it in REPORTS + BRANCHES]
    + [(NO_SOURCE, *it) for it in EACH]
    + [(NO_SOURCE + source, command, "") for command, source in SOURCES],
    "lines": [("[run]\nsource = .\n", *it) for it in REPORTS + BRANCHES[:1]],
    "relative": [(settings + "relative_files = true\n", *it) for settings in (AWKWARD, NO_SOURCE) for it in EACH]
    + [(NO_SOURCE + "relative_files = true\n" + source, command, "") for command, source in SOURCES],
}
OF_SAMPLE = [
    ("report", "show_missing = true\nsort = '-cover'\nskip_covered = true\n"),
    ("report", "format = 'markdown'\nshow_missing = true\nprecision = 1\nskip_empty = true\n"),
    ("report", "format = 'total'\nprecision = 2\n"),
    ("json", "precision = 3\n[tool.coverage.json]\npretty_print = true\n"),
    ("xml", "skip_empty = true\n[tool.coverage.xml]\npackage_depth = 2\n"),
    ("lcov", "[tool.coverage.lcov]\nline_checksums = true\n"),
]
OTHERWISE = re.compile(r"(show_missing|fail_under) = .*\n")
CLOCK = [(r'"timestamp": "[^"]*"', '"timestamp": "2020-01-01T00:00:00"'), (r'timestamp="\d*"', 'timestamp="0"')]


def main():
    answers = []
    (HERE / "data").mkdir(exist_ok=True)
    for name, settings in SETTINGS.items():
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder).resolve()
            shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
            rc = folder / "gather.ini"
            relative = "relative_files = true\n" if name == "relative" else ""
            rc.write_text(f"[run]\nsource = .\nbranch = {name != 'lines'}\n{relative}")
            for context in ("some", "more"):
                run(folder, "run", f"--rcfile={rc}", f"--context={context}", "--append", "run.py", context)
            for config, command, more in settings:
                answer = ask(folder, name, ".coveragerc", config + more, command)
                answers.append({"project": "project", **answer})
            (HERE / "data" / f"{name}.gz").write_bytes(packed(at_root(folder / ".coverage", str(folder))))
    for name, folder in {"unit": "data", "lines": "variants/lines", "contexts": "variants/contexts"}.items():
        answers += of_sample(name, SAMPLE / folder / f".coverage.{name}")
    write("answers", answers)
    paths = sorted((HERE / "project").rglob("*.py"))
    write("sentences", {str(path.relative_to(HERE / "project")): sentences(path) for path in paths})


def of_sample(name, data):
    """The sample with its own settings and some more."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        shutil.copytree(SAMPLE / "project", folder, dirs_exist_ok=True)
        variant = data.parent / "pyproject.toml"
        config = (variant if variant.exists() else SAMPLE / "project/pyproject.toml").read_text()
        (folder / "pyproject.toml").write_text(config)
        shutil.copy(data, folder)
        run(folder, "combine", "-q")
        for command, more in OF_SAMPLE:
            before, after = OTHERWISE.sub("", config).split("[tool.coverage.report]\n")
            report, *others = more.split("[tool.", 1)
            changed = f"{before}[tool.coverage.report]\n{report}{after}"
            changed += "".join("[tool." + other for other in others)
            yield {"project": "sample", **ask(folder, name, "pyproject.toml", changed, command)}


def ask(folder, data, name, config, command):
    """What a command prints under some settings."""
    (folder / name).write_text(config)
    output = [] if command == "report" else ["-q", "-o", "-"]
    done = run(folder, command, *output, codes=(0, 1, 2))
    text = done.stdout.decode().replace(str(folder), ROOT)
    for pattern, fixed in CLOCK:
        text = re.sub(pattern, fixed, text)
    return {"data": data, "config": [name, config], "command": command, "code": done.returncode, "text": text}


def run(folder, *arguments, codes=(0,)):
    environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=folder, env=environment, capture_output=True)
    if done.returncode not in codes:
        sys.exit(f"{arguments}: exit code {done.returncode}\n{done.stdout.decode()}\n{done.stderr.decode()}")
    return done


def at_root(path, folder):
    """A data file as if it had been measured at ROOT."""
    with sqlite3.connect(path) as database:
        database.execute("update file set path = ? || substr(path, ?) where path like ?", (ROOT, len(folder) + 1, folder + "/%"))
        database.execute("delete from meta where key in ('when', 'sys_argv')")
    database.execute("vacuum")
    database.close()
    return path.read_bytes()


def sentences(path):
    parser = PythonParser(filename=str(path), exclude=coverage.Coverage(config_file=False)._exclude_regex("exclude"))
    parser.parse_source()
    arcs = parser.arcs() | set(parser._missing_arc_fragments or {}) | {(1, -1), (2, 7)}
    return [[a, b, parser.arc_description(a, b), parser.missing_arc_description(a, b)] for a, b in sorted(arcs)]


def packed(content):
    return gzip.compress(content, 9, mtime=0)


def write(name, value):
    (HERE / f"{name}.json.gz").write_bytes(packed(json.dumps(value, indent=0).encode()))


if __name__ == "__main__":
    main()
