"""Writes answers.json.gz: what diff-cover says about the lines that diffs change, for `make test`.

    python3 tests/parity/patch/make.py

`make parity-record` runs it. Needed are CPython 3.13, pip and git. The diffs are those from earlier versions of h11 and itsdangerous (wheels of PyPI) to the ones
whose runs are recorded in ../cli/runs.json.gz, and from sources made of the sample's by taking away and changing lines. diff-cover reads
the xml of each lane, as CI jobs that do not combine data have it; once as it does by itself, and once with `--branch-coverage`.
"""

import gzip
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from pythons import native

SAMPLE = HERE.parents[1] / "sample"
NEEDED = ["coverage==7.17.3", "diff-cover==11.0.1"]
WORK = HERE.parent / "work" / "patch"

# The package, the folder that its sources are in, and the versions before the one that ran.
PACKAGES = [
    ("itsdangerous", "src", ["1.1.0", "2.0.0", "2.0.1", "2.1.0", "2.1.1", "2.1.2"]),
    ("h11", "", ["0.8.1", "0.9.0", "0.10.0", "0.11.0", "0.12.0", "0.13.0", "0.14.0", "0.15.0"]),
]
# The options of git diff, by turns.
WAYS = ["", "-U0", "-U12 -M", "--minimal", "--histogram -U1", "--no-renames"]
SEEDS = range(8)
# Branch lines of the sample of which each lane takes another side.
SIDES = {"backend/api/http.py": [51, 90], "backend/core/settings.py": [38], "backend/orders/service.py": [75]}


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    assert done.returncode in (0, 2), (command, done.stdout, done.stderr)
    return done.stdout


def python():
    """The interpreter that has what is needed."""
    venv = WORK / "venv"
    if not (venv / "ready").exists():
        run(native("3.13") or sys.exit("no CPython 3.13: say where one is by PYTHON313=…"), "-m", "venv", "--clear", venv)
        run(venv / "bin" / "python", "-m", "pip", "install", "--quiet", *NEEDED)
        (venv / "ready").touch()
    return venv / "bin" / "python"


def earlier(package, version):
    """The sources of a version, by their names in the wheel."""
    folder = WORK / f"{package}-{version}"
    if not folder.exists():
        got = WORK / "got"
        shutil.rmtree(got, ignore_errors=True)
        run(python(), "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "-d", got, f"{package}=={version}")
        zipfile.ZipFile(next(got.iterdir())).extractall(folder)
    names = sorted(path.relative_to(folder) for path in folder.rglob("*.py"))
    names = [path for path in names if "tests" not in path.parts and path.parts[0] in (package, f"{package}.py")]
    assert names, (package, version)
    return {str(path): (folder / path).read_text(encoding="utf-8") for path in names}


def changed(text, chance):
    """A source that this one may have been made of: without some runs of lines, and with others in place of some."""
    lines, out, at = text.splitlines(True), [], 0
    while at < len(lines):
        what, length = chance.random(), chance.randint(1, 6)
        if what < 0.04:
            at += length
            continue
        if what < 0.08:
            out.extend(f"# {chance.randint(0, 9)}\n" for _ in range(length))
        out.append(lines[at].replace("=", "= ", 1) if 0.08 < what < 0.12 else lines[at])
        at += 1
    return "".join(out)


def write(folder, texts):
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def diff(before, after, way):
    """From one set of sources to another, as git tells it."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false"]
        run(*git, "init", "--quiet")
        write(pathlib.Path(folder), before)
        run(*git, "add", "--all")
        run(*git, "commit", "--quiet", "--allow-empty", "-m", "before")
        for name in before:
            os.remove(pathlib.Path(folder, name))
        write(pathlib.Path(folder), after)
        run(*git, "add", "--all")
        return run(*git, "diff", "--cached", "--src-prefix=a/", "--dst-prefix=b/", *way.split())


def told(folder, text, lanes, *options):
    """What diff-cover says: of each file the lines covered, and those that are not."""
    (folder / "x.diff").write_text(text, encoding="utf-8")
    run(python().with_name("diff-cover"), *lanes, "--diff-file", "x.diff", "--format", "json:x.json", *options, cwd=folder)
    stats = json.loads((folder / "x.json").read_text())["src_stats"]
    return {name: {"covered": one["covered_lines"], "missing": one["violation_lines"]} for name, one in sorted(stats.items()) if name.endswith(".py")}


def measured(folder, lanes):
    """The lanes' xml, of data files in the folder."""
    coverage = [python(), "-m", "coverage"]
    for lane, files in lanes.items():
        run(*coverage, "combine", "--keep", f"--data-file=.{lane}", *files, cwd=folder)
        run(*coverage, "xml", f"--data-file=.{lane}", "-o", f"{lane}.xml", cwd=folder)
    return [f"{lane}.xml" for lane in lanes]


def projects():
    """Of each project a folder as it ran, its lanes' xml, its sources, and earlier ones with their names."""
    recorded = json.loads(gzip.decompress((HERE.parent / "cli" / "runs.json.gz").read_bytes()))["projects"]
    for package, root, versions in PACKAGES:
        project = recorded[f"{package}, lanes"]
        folder = WORK / "projects" / package
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, project["files"])
        run("git", "init", "--quiet", folder)
        lanes = {}
        for name, rows in project["data"].items():
            path = folder / f"data{len(list(folder.glob('data*')))}"
            rows = json.loads(json.dumps(rows).replace("/project", str(folder)))
            run(python(), "-c", STORE, input=json.dumps({"path": str(path), "rows": rows}))
            lanes.setdefault(name.removeprefix(".coverage.").partition(".")[0], []).append(path.name)
        sources = {name: text for name, text in project["files"].items() if name.endswith(".py")}
        under = {version: {str(pathlib.PurePath(root, name)): text for name, text in earlier(package, version).items()} for version in versions}
        yield package, folder, measured(folder, lanes), sources, [(version, before) for version, before in under.items()]
    folder = WORK / "projects" / "sample"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SAMPLE / "project", folder)
    run("git", "init", "--quiet", folder)
    for path in (SAMPLE / "data").iterdir():
        shutil.copy(path, folder / path.name.replace(".coverage.", "data-"))
    sources = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))}
    def made(seed):
        chance = random.Random(seed)
        return {name: changed(text, chance) if kept > 0.6 else text for name, text in sources.items() if (kept := chance.random()) > 0.05}
    whole = {name: text.splitlines(True) for name, text in sources.items()}
    for name, lines in SIDES.items():
        for line in lines:
            whole[name][line - 1] = "# another\n"
    versions = [("sides", {name: "".join(lines) for name, lines in whole.items()}), *((f"seed {seed}", made(seed)) for seed in SEEDS)]
    yield "sample", folder, measured(folder, {"unit": ["data-unit"], "heavy": ["data-heavy"]}), sources, versions


# Writes a data file of recorded rows.
STORE = """
import json, sys
from coverage import CoverageData
given = json.load(sys.stdin)
rows, data = given["rows"], CoverageData(given["path"])
arcs = {path: [] for path in rows["files"]}
for file, _, *arc in rows["arcs"]:
    arcs[rows["files"][file]].append(tuple(arc))
data.add_arcs(arcs)
"""


def main():
    cases = []
    for package, folder, lanes, sources, versions in projects():
        for version, before in versions:
            way = WAYS[len(cases) % len(WAYS)]
            text = diff(before, sources, way)
            cases.append({
                "project": package,
                "name": f"{package} {version} {way}".strip(),
                "diff": text,
                "lines": told(folder, text, lanes),
                "branches": told(folder, text, lanes, "--branch-coverage"),
            })
            print(cases[-1]["name"], len(text), {name: len(one["missing"]) for name, one in cases[-1]["lines"].items()})
    text = json.dumps({"needed": NEEDED, "cases": cases}, ensure_ascii=False, sort_keys=True)
    with open(HERE / "answers.json.gz", "wb") as out, gzip.GzipFile(filename="", fileobj=out, mode="wb", mtime=0) as packed:
        packed.write(text.encode())


if __name__ == "__main__":
    main()
