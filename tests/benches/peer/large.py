"""Django as pip has it, one tree and ten of them. The data are made up: of each file a random half of its arcs, by a fixed seed."""

import platform
import random
import shutil
import subprocess
import sys
from pathlib import Path

import coverage
from coverage.parser import PythonParser

from table import PROGRAMS, both

CORPUS = Path(__file__).parents[2] / "parity" / "corpus.txt"
COPIES = 10
LANES = 4


def arcs_of(file):
    parser = PythonParser(filename=str(file))
    parser.parse_source()
    return sorted(parser.arcs())


def half(arcs, seed):
    return random.Random(seed).sample(arcs, len(arcs) // 2)


def write_data(path, tree, arcs, lane=0):
    """A data file about all copies below a folder."""
    data = coverage.CoverageData(str(path))
    data.erase()
    copies = sorted(tree.iterdir())
    files = {str(copy / name): half(own, f"{name} {lane}") for copy in copies for name, own in arcs.items()}
    data.add_arcs(files)
    data.touch_files(files)
    data.write()


def prepare(folder):
    pin = next(line.strip() for line in CORPUS.read_text().splitlines() if line.startswith("django=="))
    stamp = folder / "complete"
    made_for = f"{folder} {pin} {coverage.__version__} {platform.python_version()}\n"
    if stamp.exists() and stamp.read_text() == made_for:
        return
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"]
    if subprocess.run([*pip, "--target", folder / "wheel", pin], check=False).returncode != 0:
        sys.exit(f"large.py: pip can't fetch {pin}: nothing to compare over. It needs the network once.")
    wheel = folder / "wheel" / "django"
    arcs = {str(file.relative_to(wheel)): arcs_of(file) for file in sorted(wheel.rglob("*.py"))}
    for name, count in (("one", 1), ("ten", COPIES)):
        for number in range(count):
            for file in arcs:
                target = folder / name / "trees" / f"copy{number}" / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(wheel / file, target)
        write_data(folder / name / ".coverage", folder / name / "trees", arcs)
    (folder / "ten" / "lanes").mkdir()
    for lane in range(LANES):
        write_data(folder / "ten" / "lanes" / f"combined.{lane}", folder / "ten" / "trees", arcs, lane)
    stamp.write_text(made_for)


def measure(table, folder):
    few, once = {"coverage": 3, "covscope": 15}, {"coverage": 1, "covscope": 5}
    one, ten = folder / "one", folder / "ten"
    table.row("json, Django", one, both(["json", "-q", "-o", "out.json"]), few)
    table.row("report, Django", one, both(["report"]), few)
    table.row(f"report, Django {COPIES} times", ten, both(["report"]), once)
    combine = ["combine", "-q", "--keep", "--data-file=combined", "lanes"]
    report = ["report", "--data-file=combined"]
    table.row(f"combine {LANES} lanes of that, and report", ten, both(combine, report), once)
    for program in PROGRAMS:
        ratio = table.peaks[f"report, Django {COPIES} times", program] / table.peaks["report, Django", program]
        print(f"{program}: peak memory of report on {COPIES} copies is {ratio:.2f} times that on one")
