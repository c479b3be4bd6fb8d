"""coverage.py itself under a chosen CPython: a native one where `python3.N` is installed, else the one of pyodide (see oracle.mjs)."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
COVERAGE = "7.17.3"
# Before these, CPython 3.11 compiled the end of a `match` otherwise, and 3.12.1 refuses two files of its own tests that 3.12.7 accepts.
OLDEST = {"3.11": (3, 11, 4), "3.12": (3, 12, 7)}


def native(python):
    """The command of a native CPython of this version, or None."""
    command = os.environ.get("PYTHON" + python.replace(".", "")) or shutil.which("python" + python)
    if not command:
        return None
    asked = subprocess.run([command, "-c", "import sys; print(*sys.version_info[:3], sys.implementation.name)"], capture_output=True, text=True)
    version = asked.stdout.split()
    if asked.returncode or version[3] != "cpython" or version[:2] != python.split("."):
        return None
    return command if tuple(map(int, version[:3])) >= OLDEST.get(python, (0,)) else None


def prepare():
    """Fetches coverage.py's wheel, and the interpreters if one is needed."""
    subprocess.run(["sh", str(HERE / "fetch-wheels.sh")], check=True, stdout=subprocess.DEVNULL)
    if not (HERE / "node_modules").exists() and not all(map(native, PYTHONS)):
        subprocess.run(["npm", "ci"], cwd=HERE, check=True, stdout=subprocess.DEVNULL)


def asked(python, out, *, programs=None, root=None, files=None):
    """Writes coverage.py's records to `out`, of a file of programs or of the `files` (a list in a file) under `root`."""
    command = native(python)
    if command:
        wheel = HERE / "wheels" / f"coverage-{COVERAGE}-py3-none-any.whl"
        which = ["--programs", programs] if programs else ["--root", root, "--list", files]
        run([command, HERE / "oracle_worker.py", "--wheel", wheel, "--out", out, *which])
    elif programs:
        with open(programs) as lines:
            run(["node", HERE / "oracle.mjs", "--python", python, "--stdin", "--out", out], stdin=lines)
    else:
        run(["node", HERE / "oracle.mjs", "--python", python, "--root", root, "--list", files, "--out", out])


def ours(python, out, *, programs=None, root=None):
    """Writes the records of the engine, of a file of programs or of all Python files under `root`."""
    cargo = ["cargo", "run", "--quiet", "--release", "--package", "covscope-core", "--features", "cli", "--bin", "covscope", "--"]
    # No configuration: coverage.py's defaults.
    analysis = [*cargo, "debug", "analysis", "--rcfile", os.devnull, "--python", python]
    with open(out, "w") as lines, open(programs or os.devnull) as stdin:
        run([*analysis, "-"] if programs else [*analysis, "--root", root, "."], stdin=stdin, stdout=lines, cwd=HERE.parent.parent)


def run(command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def records(path):
    """A file of records, one JSON object a line, by path."""
    with open(path, encoding="utf-8") as lines:
        return {record["path"]: record for record in map(json.loads, lines)}


if __name__ == "__main__":
    for version in PYTHONS:
        print(version, native(version) or "pyodide", file=sys.stdout)
