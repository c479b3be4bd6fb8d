#!/usr/bin/env python3.13
"""Makes `data/`, `expected/` and `variants/` anew, with the real coverage.py. See README.md.

Each lane runs in a directory of its own, as in CI: the hosted runner's, and that of a job in a container. Data files
hold absolute paths, so these directories have to exist under these very names while the lanes run. They are made here
and taken away at the end, which needs the right to write in `/` and `/home`: a container's root has it. The data file
of one process of several holds its command line too, so the environment has such a place as well.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "project"
ROOTS = {
    "unit": Path("/home/runner/work/sample/sample"),
    "heavy": Path("/__w/sample/sample"),
}
GATE = ROOTS["unit"]
ENVIRONMENT = Path("/home/runner/work/venv")

REQUIREMENTS = [
    "coverage==7.17.3",
    "iniconfig==2.3.1",
    "packaging==26.3",
    "pluggy==1.7.0",
    "Pygments==2.21.0",
    "pytest==9.0.1",
]

# The total of each report, in percent: at least, below. The page tells a story with these numbers.
TOTALS = {"unit": (63.5, 64.5), "heavy": (60.5, 61.5), "union": (81.5, 82.5)}

REPORTS = {
    "coverage.json": ["json", "-q", "-o", "coverage.json"],
    "coverage.xml": ["xml", "-q", "-o", "coverage.xml"],
    "coverage.lcov": ["lcov", "-q", "-o", "coverage.lcov"],
    "report.txt": ["report"],
    "report.md": ["report", "--format=markdown"],
    "total.txt": ["report", "--format=total"],
}
ONLY_JSON = {"coverage.json": REPORTS["coverage.json"]}

# What differs from one run to the next and says nothing: a report with no other news is left as it is.
CLOCK = re.compile(rb'"timestamp": "[^"]*"|timestamp="\d*"|when\d{4}-\d\d-\d\d \d\d:\d\d:\d\d')

# The part of a data file's name that coverage.py makes up for each process.
PROCESS = re.compile(r"\.[^.]+\.pid\d+\.X\w{6}x")

Change = Callable[[str], str]
Files = dict[str, bytes]


def main() -> None:
    if sys.version_info[:2] != (3, 13):
        sys.exit("The sample is made by Python 3.13, whose rules its reports follow.")
    with made(ENVIRONMENT):
        venv.create(ENVIRONMENT, with_pip=True)
        coverage = Coverage(ENVIRONMENT / "bin" / "python")
        coverage.python("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS)
        make_lanes(coverage)
        make_variants(coverage)
    look_for_paths()


def make_lanes(coverage: "Coverage") -> None:
    """The two lanes, and each alone and both together at the gate."""
    unit = coverage.run("unit", ["tests_unit"])
    heavy = coverage.run("heavy", ["tests_heavy"])
    write(HERE / "data", unit | heavy)
    for name, data in (("union", unit | heavy), ("unit", unit), ("heavy", heavy)):
        reports = coverage.report(data, REPORTS)
        total = float(re.findall(rb'"percent_covered": ([\d.]+)', reports["coverage.json"])[-1])
        lowest, highest = TOTALS[name]
        if not lowest <= total < highest:
            sys.exit(f"{name} has {total:.2f} %, which is not from {lowest} to {highest}")
        print(f"{name:<6}{total:6.2f} %")
        write(HERE / "expected" / name, reports)


def make_variants(coverage: "Coverage") -> None:
    """Other ways to write and name the data of the same project."""
    lines = run_setting("branch = false")
    data = coverage.run("unit", ["tests_unit"], name="lines", change=lines)
    variant("lines", data, lines, coverage.report(data, ONLY_JSON, lines))

    # Two processes of one lane. Names are coverage.py's own but for host, process and random letters.
    tests = sorted(f"tests_unit/{path.name}" for path in PROJECT.glob("tests_unit/test_*.py"))
    data = {}
    for process, some in ((".runner-1.pid2101.XaBcdEfx", tests[0::2]), (".runner-1.pid2102.XGhiJklx", tests[1::2])):
        for name, content in coverage.run("unit", some, parallel=True).items():
            data[PROCESS.sub(process, name)] = content
    variant("parallel", data, None, coverage.report(data, ONLY_JSON))

    contexts = run_setting('branch = true\ndynamic_context = "test_function"')
    data = coverage.run("unit", ["tests_unit/test_search.py"], name="contexts", change=contexts)
    show = {
        **ONLY_JSON,
        "contexts.json": ["json", "-q", "--show-contexts", "--include=backend/search/*", "-o", "contexts.json"],
    }
    variant("contexts", data, contexts, coverage.report(data, show, contexts))

    relative = run_setting("branch = true\nrelative_files = true")
    data = {}
    for lane in ROOTS:
        data |= coverage.run(lane, [f"tests_{lane}"], change=relative)
    variant("relative", data, relative, coverage.report(data, ONLY_JSON, relative))


def run_setting(text: str) -> Change:
    """Puts other settings in place of `branch = true`."""
    return lambda config: config.replace("branch = true", text)


def variant(name: str, data: Files, change: Change | None, reports: Files) -> None:
    """One folder of `variants/`; it has a pyproject.toml where that differs from the project's."""
    config = {}
    if change is not None:
        config["pyproject.toml"] = change((PROJECT / "pyproject.toml").read_text("utf-8")).encode()
    write(HERE / "variants" / name, {**data, **config, **reports})


class Coverage:
    """The real coverage.py, in an environment of its own."""

    def __init__(self, interpreter: Path) -> None:
        self.interpreter = interpreter
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        # A fixed seed: the order of contexts in a report is the order of a set.
        self.environment = {**kept, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}

    def python(self, *arguments: str, directory: Path = HERE, codes: tuple[int, ...] = (0,)) -> bytes:
        """What a Python command prints. pip alone sees the caller's whole environment."""
        environment = {**os.environ} if "pip" in arguments else self.environment
        done = subprocess.run(
            [self.interpreter, *arguments],
            cwd=directory,
            env=environment,
            stdout=subprocess.PIPE,
            check=False,
        )
        if done.returncode not in codes:
            sys.exit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stdout.decode()}")
        return done.stdout

    def run(
        self,
        lane: str,
        tests: list[str],
        *,
        name: str | None = None,
        change: Change | None = None,
        parallel: bool = False,
    ) -> Files:
        """The data file of some tests, measured in a lane's directory; it has the lane's name if no other is given."""
        with checkout(ROOTS[lane], change) as root:
            mode = ["--parallel-mode"] if parallel else []
            data_file = f"--data-file=.coverage.{name or lane}"
            self.python("-m", "coverage", "run", *mode, data_file, "-m", "pytest", *tests, directory=root)
            (written,) = root.glob(".coverage.*")
            return {written.name: written.read_bytes()}

    def report(self, data: Files, reports: dict[str, list[str]], change: Change | None = None) -> Files:
        """What coverage.py reports of data files that come together at the gate."""
        with checkout(GATE, change) as root:
            for name, content in data.items():
                (root / name).write_bytes(content)
            self.python("-m", "coverage", "combine", "-q", directory=root)
            result = {}
            for name, arguments in reports.items():
                # 2 says that the total is below `fail_under`.
                printed = self.python("-m", "coverage", *arguments, directory=root, codes=(0, 2))
                result[name] = (root / name).read_bytes() if "-o" in arguments else printed
            return result


@contextlib.contextmanager
def checkout(root: Path, change: Change | None) -> Iterator[Path]:
    """A copy of the project."""
    with made(root):
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(PROJECT, root, ignore=ignored, dirs_exist_ok=True)
        if change is not None:
            config = root / "pyproject.toml"
            config.write_text(change(config.read_text("utf-8")), "utf-8")
        yield root


@contextlib.contextmanager
def made(directory: Path) -> Iterator[None]:
    """A directory that is not there before and not there after, nor what was made to hold it."""
    if directory.exists():
        sys.exit(f"{directory} is there already; this script makes and removes it, so take it out of the way")
    missing = [path for path in (directory, *directory.parents) if not path.exists()][-1]
    try:
        directory.mkdir(parents=True)
        yield
    except PermissionError as error:
        sys.exit(f"{error}\nRun this as root of a container: README.md has the line to type.")
    finally:
        if missing.exists():
            shutil.rmtree(missing)


def write(folder: Path, files: Files) -> None:
    """Makes a folder hold these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for present in folder.iterdir():
        if present.name not in files:
            present.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.exists() or CLOCK.sub(b"", path.read_bytes()) != CLOCK.sub(b"", content):
            path.write_bytes(content)


def look_for_paths() -> None:
    """No file may tell where it was made."""
    strange = [f"{HERE.parent.parent}/", f"{tempfile.gettempdir()}/", f"{Path.home()}/"]
    strange = [text for text in strange if not any(f"{root}/".startswith(text) for root in ROOTS.values())]
    for path in sorted(HERE.rglob("*")):
        if path.is_file():
            for text in strange:
                if text.encode() in path.read_bytes():
                    sys.exit(f"{path} holds {text}")


if __name__ == "__main__":
    main()
