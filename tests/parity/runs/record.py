"""Writes ../cli/runs.json.gz: two of the real runs, for `make test`. It is run by `make parity-record`, and needs a CPython 3.13.

Sources and licences of the packages stand in it; what machine it was written on does not.
"""

import json
import os
import pathlib
import re
import sys

from lanes import HERE, installed, recorded
from suites import H11, ITSDANGEROUS

sys.path[:0] = [str(HERE.parent), str(HERE.parent / "cli")]

from rows import rows

RECORDED = [(ITSDANGEROUS, 1), (H11, 0)]
# Those that are not much like another.
LINES = {
    "combined": [
        "report -m",
        "report --sort=-miss --include=*/*[a-m].py --precision=2",
        "report --contexts=.*[a-m]$ --skip-covered --skip-empty",
        "report --format=markdown -m --omit=*/__init__.py",
        "report --format=total --fail-under=99.5 --precision=3",
        "json --pretty-print --omit=*/*[r-s].py",
        "json --show-contexts",
        "xml -q --fail-under=99",
        "lcov --include=*/*[n-z].py",
    ],
    "lanes": ["combine --keep", "combine", "report --skip-covered", "xml -o -"],
    "one": ["combine --append --keep"],
}


def files(lanes, data):
    """The texts that the reports need: configuration, licence, and what was measured."""
    measured = {path for lane in data.values() for path in lane["files"]}
    names = {re.sub(r"^/builds/\w+/build/[^/]*/|^/project/", "", path) for path in measured}
    top = [path.name for path in lanes.project.iterdir() if re.match(r"LICENSE|pyproject.toml$|setup.cfg$|\.coveragerc", path.name)]
    return {name: (lanes.project / name).read_text(encoding="utf-8") for name in sorted({*names, *top})}


def told(lanes, python, path):
    """The rows of a data file, without the names of this machine."""
    text = json.dumps(rows(path)).replace(str(lanes.project), "/project").replace(str(lanes.folder), "/builds")
    return json.loads(text.replace(str(pathlib.Path(python).parent.parent), "/venv"))


def add(lanes, python):
    """Cases of one variant: with the lanes side by side, with one of them combined, and with all."""
    from transcripts import PROJECTS, case, run
    name = lanes.suite.package.partition("==")[0]
    data = {re.sub(r"^\.coverage\.[\w-]+\.pid", ".coverage.ci.pid", path.name): told(lanes, python, path) for path in sorted(lanes.data.iterdir())}
    texts = files(lanes, data)
    combined = lanes.folder / "recorded"
    done = run(["combine", "--keep", "--data-file", str(combined), *map(str, sorted(lanes.data.iterdir()))], lanes.project)
    assert done.returncode == 0, done
    merged = told(lanes, python, combined)
    first = min(data)
    starts = {"lanes": data, "combined": {".coverage": merged}, "one": {".coverage" if lane == first else lane: one for lane, one in data.items()}}
    for start, found in starts.items():
        PROJECTS[f"{name}, {start}"] = {"files": texts, "data": found}
        for line in LINES[start]:
            case(f"{name}, {start}", line)


def main():
    _, python = installed("3.13")
    if pathlib.Path(sys.prefix) != python.parent.parent:
        # The one that has coverage.py.
        os.execv(python, [python, *sys.argv])
    from transcripts import save
    for suite, variant in RECORDED:
        add(recorded(suite, suite.variants[variant], python), python)
    save(HERE.parent / "cli" / "runs.json.gz")


if __name__ == "__main__":
    main()
