"""Runs a package's tests in lanes under coverage.py, and keeps the data files."""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from pythons import PYTHONS, native, run

WORK = HERE.parent / "work" / "runs"
# A suite that hangs is stopped; what it has written by then counts.
PATIENCE = 600


class Lanes:
    """A project with its configuration, and the data files of its lanes."""

    def __init__(self, suite, variant, python):
        name = hashlib.sha256(f"{suite} {variant} {python}".encode()).hexdigest()[:12]
        self.suite, self.variant = suite, variant
        self.folder = WORK / f"{suite.package.partition('==')[0]}-{name}"
        self.project = self.folder / "project"
        self.data = self.folder / "data"
        # What the tests said, one line for each lane.
        self.verdicts = []


def installed(python):
    """The command of a CPython with coverage.py and what the suites need, and its version; without a wish the first of these that is installed."""
    wished = [python] if python else ["3.13", *PYTHONS]
    found = [(version, native(version)) for version in wished if native(version)]
    if not found:
        sys.exit(f"no CPython of {', '.join(dict.fromkeys(wished))}: say where one is by PYTHON313=…")
    version, command = found[0]
    needed = (HERE / "requirements.txt").read_bytes()
    venv = WORK / f"venv-{version}-{hashlib.sha256(needed).hexdigest()[:12]}"
    if not (venv / "ready").exists():
        run([command, "-m", "venv", "--clear", venv])
        run([venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"])
        (venv / "ready").touch()
    return version, venv / "bin" / "python"


def fetched(package, python):
    """The folder of a package's sources, as it is on PyPI."""
    folder = WORK / "sdists" / package
    if not folder.exists():
        got = WORK / "sdists" / f"{package}.got"
        name = package.partition("==")[0]
        run([python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-binary", name, "-d", got, package])
        (archive,) = got.glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(got / "out", filter="data")
        (out,) = (got / "out").iterdir()
        out.rename(folder)
    return folder


def without_coverage(text):
    """A configuration file without its sections about coverage."""
    sections = re.split(r"(?m)^(?=\[)", text)
    return "".join(section for section in sections if not re.match(r"\[(tool\.)?coverage[.:\]]", section))


def configure(folder, config):
    if config is None:
        return
    (folder / ".coveragerc").unlink(missing_ok=True)
    for name in {"pyproject.toml", "setup.cfg", "tox.ini", *config}:
        path = folder / name
        rest = without_coverage(path.read_text(encoding="utf-8")) + "\n" if path.exists() else ""
        if rest or name in config:
            path.write_text(rest + config.get(name, ""), encoding="utf-8")


def is_data(path):
    """By its name: a process that is killed may leave an empty one."""
    return path.name.startswith(".coverage.") or path.name.endswith(".coverage")


def move_data(folder, to):
    for path in filter(is_data, sorted(folder.iterdir())):
        path.rename(to / path.name)


def environment(extra):
    """Ours, without what steers coverage.py and pytest."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("COV", "PYTEST", "PYTHON"))}
    return {**clean, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", **extra}


def run_lane(lanes, lane, python):
    suite, variant = lanes.suite, lanes.variant
    folder = lanes.project
    if variant.elsewhere:
        folder = lanes.folder / lane / "build" / lanes.project.parent.name.rpartition("-")[0]
        shutil.copytree(lanes.project, folder)
    env = environment({"PYTHONPATH": str(folder / suite.path), **suite.env})
    if not variant.parallel:
        env["COVERAGE_FILE"] = f".coverage.{lane}"
    command = suite.lanes[lane].split()
    how = ["-m", *command] if command[0] == "pytest" else ["-m", "coverage", "run", *command]
    log = lanes.folder / f"{lane}.log"
    with open(log, "w", encoding="utf-8") as out:
        try:
            subprocess.run([python, *how], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            print(f"stopped after {PATIENCE} s", file=out)
    move_data(folder, lanes.data)


def verdict(lanes, lane):
    """What the tests of a lane said at their end: how many passed and failed."""
    lines = (lanes.folder / f"{lane}.log").read_text(encoding="utf-8", errors="replace").splitlines()
    said = [line.strip("= ") for line in lines if re.search(r"\d (passed|failed|error)|^Ran \d|^FAILED \(|^stopped after", line)]
    return f"{lane}: " + (", ".join(said[-2:]) or "no tests")


def recorded(suite, variant, python):
    """The lanes of one variant, run unless they were before."""
    lanes = Lanes(suite, variant, python)
    ready = lanes.folder / "ready"
    if not ready.exists():
        shutil.rmtree(lanes.folder, ignore_errors=True)
        lanes.data.mkdir(parents=True)
        shutil.copytree(fetched(suite.package, python), lanes.project)
        configure(lanes.project, variant.config)
        for lane in suite.lanes:
            run_lane(lanes, lane, python)
        ready.touch()
    lanes.verdicts = [verdict(lanes, lane) for lane in suite.lanes]
    return lanes
