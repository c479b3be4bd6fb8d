"""RelyLoop's two lanes, as its CI measured them, where they lie beside the project. Its sources do not: in their place stand sources
that have the same files, statements and branches in the same lines by coverage.json, and no other code.
"""

import json
import shutil
from pathlib import Path

from table import both, run

LANES = Path(__file__).parents[4] / "shared" / "relyloop"
EXPECTED = LANES / "expected/combined/coverage.json"
DATA = [".coverage.unit", ".coverage.heavy"]


def stand_in(file):
    """A source with a file's statements, excluded lines and branches."""
    branching = {line for line, _ in file["executed_branches"] + file["missing_branches"]}
    excluded = set(file["excluded_lines"])
    lines = sorted({*file["executed_lines"], *file["missing_lines"]} | excluded)
    text = [""] * max(lines, default=0)
    depth = 0
    for line, later in zip(lines, [*lines[1:], None]):
        # What follows an `if` is its body, as far as the next statement that is none.
        is_if = line in branching and later is not None
        if line in excluded:
            text[line - 1] = "    " * depth + "x = 1  # pragma: no cover"
        else:
            text[line - 1] = "    " * depth + ("if x:" if is_if else "x = 1")
            depth = depth + 1 if is_if else 0
    return "".join(f"{line}\n" for line in text)


def prepare(folder):
    if not LANES.is_dir():
        return
    shutil.rmtree(folder, ignore_errors=True)
    files = json.loads(EXPECTED.read_text())["files"]
    for name, file in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(stand_in(file))
    for name in [*DATA, "pyproject.toml"]:
        shutil.copy(LANES / name, folder / name)


def measure(table, folder):
    if not LANES.is_dir():
        print(f"skipped: RelyLoop's lanes, which are not in {LANES}")
        return
    runs = {"coverage": 5, "covscope": 25}
    combine = ["combine", "-q", "--keep", "--data-file=combined", *DATA]
    # The stand-ins have not all of the real branches: what they reach is no matter.
    report = ["report", "--fail-under=0"]
    of_combined = [*report, "--data-file=combined"]
    table.row("combine, RelyLoop's 2 lanes", folder, both(combine), runs)
    table.row("report of that (stand-in sources)", folder, both(of_combined), runs)
    table.row("combine and report (stand-in sources)", folder, both(combine, of_combined), runs)
    at_once = {"coverage": [combine, of_combined], "covscope": [[*report, *DATA]]}
    table.row("the same, covscope report LANES in one", folder, at_once, runs)
    json_report = ["json", "-q", "--fail-under=0", "--data-file=combined", "-o", "out.json"]
    run([*table.commands["coverage"], *json_report], folder)
    (real, own) = (json.loads(path.read_text())["totals"] for path in (EXPECTED, folder / "out.json"))
    told = (f"{own[f'num_{what}']} of {real[f'num_{what}']} {what}" for what in ("statements", "branches"))
    print(f"RelyLoop's sources are not here; their stand-ins have {' and '.join(told)}, in the same lines")
