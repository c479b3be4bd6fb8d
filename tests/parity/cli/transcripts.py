"""Recording what command lines of coverage.py 7.17.3 print, write and answer; for Pythons 3.13 that have it.

A project is a folder of text files and data files, the latter as rows. Each command line runs in a fresh copy of it, with
the word `coverage` before it. The folder is called /project in what is recorded, and coverage.py's own modules coverage/….
"""

import concurrent.futures
import gzip
import io
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import coverage
from coverage.sqldata import SCHEMA

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))

from rows import rows
from texts import ordered, unstamped

assert coverage.__version__ == "7.17.3" and sys.version_info[:2] == (3, 13)

PACKAGE = os.path.dirname(os.path.dirname(coverage.__file__))
PROJECTS = {}
CASES = []


def run(arguments, folder, env=None):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-m", "coverage", *arguments], cwd=folder, env={**clean, **(env or {})},
        capture_output=True, text=True, check=False,
    )
    return done


def project(name, files, lanes, data=".coverage"):
    """A folder with those files, and the data files that running the lanes in it leaves: suffix to arguments of `run`."""
    folder = os.path.realpath(tempfile.mkdtemp())
    write(folder, files)
    found = {}
    for lane, arguments in lanes.items():
        path = os.path.join(folder, data + lane)
        done = run(["run", "--data-file", path, *arguments], folder)
        assert "Traceback" not in done.stderr, done.stderr
        found[data + lane] = json.loads(json.dumps(rows(path)).replace(folder, "/project"))
    shutil.rmtree(folder)
    PROJECTS[name] = {"files": files, "data": found}


def write(folder, files):
    for name, text in files.items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def restore(folder, project):
    """The project's files in a folder; the data files are made from their rows."""
    write(folder, project["files"])
    for name, content in project["data"].items():
        content = json.loads(json.dumps(content).replace("/project", folder))
        with sqlite3.connect(os.path.join(folder, name)) as con:
            con.executescript(SCHEMA)
            con.execute("insert into coverage_schema values (7)")
            con.executemany("insert into meta values (?, ?)", content["meta"])
            con.executemany("insert into file values (?, ?)", enumerate(content["files"], 1))
            con.executemany("insert into context values (?, ?)", enumerate(content["contexts"], 1))
            con.executemany("insert into line_bits values (?, ?, ?)", [(f + 1, c + 1, bytes.fromhex(n)) for f, c, n in content["lines"]])
            con.executemany("insert into arc values (?, ?, ?, ?)", [(f + 1, c + 1, a, b) for f, c, a, b in content["arcs"]])
            con.executemany("insert into tracer values (?, ?)", [(f + 1, t) for f, t in content["tracers"]])
        con.close()


def listing(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file() and "__pycache__" not in str(path)
    }


def case(project, line, env=None, **files):
    """A command line in a project, with more files; `rc` is .coveragerc, and a name with __ has a dot there."""
    names = {"rc": ".coveragerc", "toml": "pyproject.toml", "setup": "setup.cfg", "tox": "tox.ini"}
    files = {names.get(name, name.replace("__", ".")): text for name, text in files.items()}
    CASES.append({"project": project, "line": line, "env": env or {}, "files": files})


def record(one):
    folder = os.path.realpath(tempfile.mkdtemp())
    try:
        restore(folder, PROJECTS[one["project"]])
        write(folder, one["files"])
        before = listing(folder)
        done = run(one["line"].replace("/project", folder).split(), folder, one["env"])
        if "Traceback" in done.stderr:
            # What covscope makes of that is tested without a record.
            print(one, done.stderr.splitlines()[-1])
            return None
        after = listing(folder)
        unfix = lambda text: text.replace(PACKAGE + "/", "").replace(folder, "/project")
        stamp = lambda text: ordered(unstamped(text))
        written, merged = {}, {}
        for name, content in after.items():
            if content == before.get(name):
                continue
            if content.startswith(b"SQLite"):
                merged[name] = json.loads(unfix(json.dumps(rows(os.path.join(folder, name)))))
            else:
                written[name] = stamp(unfix(content.decode()))
        return {
            **one, "stdout": stamp(unfix(done.stdout)), "stderr": unfix(done.stderr), "code": done.returncode,
            "written": written, "merged": merged, "removed": sorted(set(before) - set(after)),
        }
    finally:
        shutil.rmtree(folder)


def save(path):
    """Runs all that `case` was told, and writes it."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        recorded = [one for one in pool.map(record, CASES) if one]
    with gzip.GzipFile(path, "wb", mtime=0) as packed, io.TextIOWrapper(packed) as out:
        projects = ",\n".join(f"{json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}" for name, one in PROJECTS.items())
        cases = ",\n".join(json.dumps(one, separators=(",", ":")) for one in recorded)
        out.write('{"projects": {\n' + projects + '\n}, "cases": [\n' + cases + "\n]}\n")
    print(len(recorded), "cases")
