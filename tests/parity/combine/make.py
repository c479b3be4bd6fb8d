"""Writes cases.json: data files, and the rows that `coverage combine` of coverage.py 7.17.3 writes from them.

Run it with a Python that has coverage 7.17.3:

    python tests/parity/combine/make.py

Each case is a folder with some source files, data files, `[paths]` and `relative_files`. Recorded are the rows of the
data file that combining leaves, coverage.py's messages, and which data files are there afterwards. The folder is called
/project in what is recorded.
"""

import json
import os
import pathlib
import random
import shutil
import sys
import tempfile

import coverage
from coverage.exceptions import CoverageException
from coverage.sqldata import CoverageData

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from rows import rows

assert coverage.__version__ == "7.17.3"
CASES = []


def data(arcs=None, contexts=None, lines=None, touched=(), tracers=None, kind=None):
    """One data file: `lines` and `arcs` are {context: {path: [...]}}, `kind` says which if there are no rows."""
    return {
        "lines": lines or {}, "arcs": arcs or {}, "contexts": contexts or [], "touched": list(touched),
        "tracers": tracers or {}, "kind": kind,
    }


def case(name, inputs, exists=(), paths=(), relative=False, append=None, keep=False):
    CASES.append({
        "name": name, "exists": list(exists), "paths": [list(p) for p in paths], "relative_files": relative,
        "append": append, "keep": keep, "inputs": inputs,
    })


def write(path, content):
    d = CoverageData(path)
    for context in content["contexts"]:
        d.set_context(context)
        d.add_lines({}) if content["lines"] or content["kind"] == "lines" else d.add_arcs({})
        d._set_context_id()
    if content["kind"] == "lines":
        d.add_lines({})
    if content["kind"] == "arcs":
        d.add_arcs({})
    for context, files in content["lines"].items():
        d.set_context(context)
        d.add_lines(files)
    for context, files in content["arcs"].items():
        d.set_context(context)
        d.add_arcs({f: [tuple(arc) for arc in arcs] for f, arcs in files.items()})
    if not (content["lines"] or content["arcs"] or content["kind"]):
        d._start_using()
        with d._connect():
            pass
    if content["touched"]:
        d.touch_files(content["touched"])
    if content["tracers"]:
        d.add_file_tracers(content["tracers"])
    d.close(force=True)


def record(one):
    home = os.getcwd()
    root = os.path.realpath(tempfile.mkdtemp())
    os.chdir(root)
    try:
        fix = lambda value: json.loads(json.dumps(value).replace("/project", root))
        unfix = lambda value: json.loads(json.dumps(value).replace(root, "/project"))
        for path in one["exists"]:
            pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
            pathlib.Path(path).touch()
        if one["append"]:
            write(".coverage", fix(one["append"]))
        for name, content in one["inputs"].items():
            if isinstance(content, str):
                # A copy of another one, or text.
                if content in one["inputs"]:
                    shutil.copy(content, name)
                else:
                    pathlib.Path(name).write_text(content)
            else:
                write(name, fix(content))
        before = {name: rows(name) for name, content in one["inputs"].items() if not isinstance(content, str)}
        started = rows(".coverage") if one["append"] else None
        lines = ["[run]", f"relative_files = {one['relative_files']}", "[paths]"]
        for number, paths in enumerate(fix(one["paths"])):
            lines.append(f"p{number} =")
            lines.extend(f"  {path}" for path in paths)
        pathlib.Path("rc").write_text("\n".join(lines) + "\n")
        cov = coverage.Coverage(config_file="rc")
        messages, error = [], None
        cov._message = messages.append
        cov._warn = lambda msg, **more: messages.append(msg)
        try:
            if one["append"]:
                cov.load()
            cov.combine(strict=True, keep=one["keep"])
            cov.save()
        except CoverageException as e:
            error = e.args[0]
        cov._data.close(force=True)
        left = sorted(name for name in os.listdir() if name.startswith(".coverage"))
        merged = rows(".coverage") if ".coverage" in left else None
        texts = {name: content for name, content in one["inputs"].items() if isinstance(content, str)}
        return unfix({
            "name": one["name"], "exists": one["exists"], "relative_files": one["relative_files"],
            "paths": one["paths"], "keep": one["keep"], "append": started, "inputs": {**before, **texts},
            "merged": merged, "error": error, "messages": messages, "left": left,
        })
    finally:
        os.chdir(home)
        shutil.rmtree(root)


A, B = ".coverage.a", ".coverage.b"
here = "/project/src/m.py"

case("two of lines", {A: data(lines={"": {here: [1, 2]}}), B: data(lines={"": {here: [2, 40]}})}, [here[9:]])
case("two of arcs", {A: data(arcs={"": {here: [[-1, 1], [1, -1]]}}), B: data(arcs={"": {here: [[1, -1], [1, 2]]}})})
case("odd arcs", {A: data(arcs={"": {here: [[-1, -7], [0, 3], [5, 5], [3, 0], [2, -900000]]}})})
case("arcs, then lines", {A: data(arcs={"": {here: [[1, 2]]}}), B: data(lines={"": {here: [1]}})})
case("lines, then arcs", {A: data(lines={"": {here: [1]}}), B: data(arcs={"": {here: [[1, 2]]}})})
case("lines, arcs, lines", {A: data(lines={"": {here: [1]}}), B: data(arcs={"": {here: [[1, 2]]}}), ".coverage.c": data(lines={"": {here: [9]}})})
case("arcs without rows, then lines", {A: data(kind="arcs"), B: data(lines={"": {here: [1]}})})
case("lines, then arcs without rows", {A: data(lines={"": {here: [1]}}), B: data(kind="arcs")})
case("nothing at all", {A: data(), B: data()})
case("touched files only", {A: data(kind="lines", touched=[here, "/project/z.py"])})
case("touched files of the other kind", {A: data(kind="lines", touched=[here]), B: data(arcs={"": {here: [[1, 2]]}})})
case("touched files beside rows", {A: data(arcs={"": {here: [[1, 2]]}}, touched=["/project/t.py"]), B: data(kind="arcs", touched=["/project/u.py", here])})
case("an empty set of lines", {A: data(lines={"": {here: []}}), B: data(lines={"": {"/project/z.py": []}})})
case("contexts", {A: data(lines={"": {here: [1]}, "t1": {here: [2]}, "t2": {here: [1, 3]}}), B: data(lines={"t2": {here: [9]}, "": {here: [4]}, "t0": {"/project/n.py": [4]}})})
case("contexts of arcs", {A: data(arcs={"t1": {here: [[1, 2]]}, "": {here: [[1, 2]]}}), B: data(arcs={"t0": {here: [[1, 2]]}, "t1": {here: [[2, 3]]}})})
case("contexts without rows", {A: data(lines={"": {here: [1]}}, contexts=["x", "y"]), B: data(contexts=["y", "z"], kind="lines")})
case("contexts with odd names", {A: data(lines={"a\u0000b": {here: [1]}, "ä|": {here: [2]}, "\n": {here: [3]}})})
case("tracers", {A: data(lines={"": {"/project/t.html": [1]}}, tracers={"/project/t.html": "django"}), B: data(lines={"": {"/project/t.html": [2]}}, tracers={"/project/t.html": "django"})})
case("tracer against Python", {A: data(lines={"": {"/project/t.html": [1]}}), B: data(lines={"": {"/project/t.html": [2]}}, tracers={"/project/t.html": "django"})})
case("Python against tracer", {A: data(lines={"": {"/project/t.html": [1]}}, tracers={"/project/t.html": "django"}), B: data(lines={"": {"/project/t.html": [2]}})})
case("tracer against tracer", {A: data(lines={"": {here: [1], "/project/t.html": [1]}}, tracers={"/project/t.html": "django"}), B: data(lines={"": {"/project/t.html": [2]}}, tracers={"/project/t.html": "ji'nja"}), ".coverage.c": data(lines={"": {here: [9]}})})
two = {"/project/1.html": [1], "/project/2.html": [1]}
case("two conflicts", {A: data(lines={"": two}, tracers={"/project/2.html": "x", "/project/1.html": "x"}), B: data(lines={"": dict(reversed(two.items()))}, tracers={"/project/1.html": "y", "/project/2.html": "y"})})
case("two tracers become one file", {A: data(lines={"": {"/a/t.html": [1], "/b/t.html": [2]}}, tracers={"/b/t.html": "x", "/a/t.html": "y"})}, ["t.html"], [["/project", "/a", "/b"]])
case("a file and a tracer become one file", {A: data(lines={"": {"/a/t.html": [1], "/b/t.html": [2]}}, tracers={"/b/t.html": "x"}), B: data(lines={"": {"/a/t.html": [1]}})}, ["t.html"], [["/project", "/a", "/b"]])
case("the same file twice", {A: data(lines={"": {here: [1]}}), B: A})
case("the same hash in the name", {".coverage.h.pid1.Xabcdefx.H0123456789h": data(lines={"": {here: [1]}}), ".coverage.h.pid2.Xabcdefx.H0123456789h": data(lines={"": {here: [7]}})})
case("a hash in a name that is none", {".coverage.h.pid1.X.H0123456789h": data(lines={"": {here: [1]}}), ".coverage.h.pid2.X.H0123456789h": data(lines={"": {here: [7]}})})
case("keep", {A: data(lines={"": {here: [1]}}), B: data(lines={"": {here: [3]}})}, keep=True)
case("keep with a duplicate", {A: data(lines={"": {here: [1]}}), B: A}, keep=True)
case("junk", {A: "junk", B: data(lines={"": {here: [3]}})})
case("junk only", {A: "junk", B: ""})
case("an empty one", {A: "", B: data(lines={"": {here: [3]}})})
case("a journal", {A + "-journal": "junk", B: data(lines={"": {here: [3]}})})
case("append", {A: data(lines={"": {here: [3]}}), B: data(lines={"t": {"/project/n.py": [3]}})}, append=data(lines={"": {"/project/0.py": [8], here: [1]}}))
case("append lines to arcs", {A: data(lines={"": {here: [3]}})}, append=data(arcs={"": {here: [[1, 2]]}}))
case("append to nothing measured", {A: data(arcs={"": {here: [[1, 2]]}})}, append=data())
case("aliases", {A: data(lines={"": {"/ci/build/src/m.py": [1], "/ci/build/src/n.py": [1]}}), B: data(lines={"": {"c:\\ci\\src\\m.py": [2]}})}, ["src/m.py"], [["src/", "/ci/*/src", "c:\\ci\\src"]])
case("the first whose result exists", {A: data(lines={"": {"/ci/src/m.py": [1], "/ci/src/n.py": [1], "/ci/src/o.py": [2]}})}, ["one/m.py", "two/n.py", "two/m.py"], [["one", "/ci/src"], ["two", "/ci/src"]])
case("an alias ends with a star", {A: data(lines={"": {here: [1]}})}, paths=[["src", "/ci/*"]])
case("several become one", {A: data(lines={"": {"/x/1/m.py": [1], "/x/2/m.py": [2]}, "t": {"/x/2/m.py": [70]}})}, ["src/m.py"], [["src", "/x/*"], ["src", "/x/1", "/x/2"]])
case("several become one, arcs", {A: data(arcs={"": {"/x/1/m.py": [[1, 2]], "/x/2/m.py": [[1, 2], [2, 3]]}})}, ["src/m.py"], [["src", "/x/1", "/x/2"]])
case("relative files", {A: data(lines={"": {"src/m.py": [1], "src\\n.py": [1], "m.py": [3]}}), B: data(lines={"": {"/ci/src/m.py": [2]}})}, ["src/m.py", "src/n.py", "m.py"], relative=True)
case("relative files folded (#2072)", {A: data(lines={"": {"features/x.py": [1], "pkg/features/x.py": [2]}})}, ["features/x.py", "pkg/features/x.py"], relative=True)
case("relative files folded, other order", {A: data(lines={"": {"pkg/features/x.py": [2], "features/x.py": [1]}})}, ["features/x.py", "pkg/features/x.py"], relative=True)
case("relative files folded over two", {A: data(lines={"": {"features/y.py": [1]}}), B: data(lines={"": {"pkg/features/x.py": [2]}})}, ["features/x.py", "features/y.py", "pkg/features/x.py"], relative=True)
case("relative and absolute", {A: data(lines={"": {here: [1], "src/m.py": [2]}})}, ["src/m.py"], relative=True)
case("odd file names", {A: data(lines={"": {"": [1], "é'\".py": [1], "a\\b.py": [2], "<string>": [3], "x\ny.py": [4]}})}, [])
case("no data", {})

rng = random.Random(3)
DIRS = ["/project/src", "/project/lib", "/ci/a/src", "/ci/b/src", "C:\\ci\\src", "/home/x/lib", "src", "pkg/src", "lib\\sub", "lib"]
NAMES = ["m.py", "n.py", "sub/o.py", "src/m.py", "lib/m.py"]
RULES = [["src", "/ci/*/src"], ["src/", "C:\\ci\\src", "/ci/a/src"], ["lib", "/home/*/lib", "*/lib"], ["./src", "*/src"], ["pkg/src", "/ci/b/src"]]
for number in range(140):
    arcs = rng.random() < 0.5
    inputs = {}
    for letter in "abcd"[: rng.randint(1, 4)]:
        content = data(kind="arcs" if arcs else "lines")
        for context in rng.sample(["", "t1", "t2", "t3|run"], rng.randint(1, 3)):
            files = {}
            for _ in range(rng.randint(1, 4)):
                path = rng.choice(DIRS)
                path += ("\\" if path.startswith("C:") else "/") + rng.choice(NAMES)
                if arcs:
                    files[path] = [[rng.randint(-9, 90), rng.randint(-9, 90)] for _ in range(rng.randint(0, 5))]
                else:
                    files[path] = [rng.randint(1, 90) for _ in range(rng.randint(0, 5))]
            content["arcs" if arcs else "lines"][context] = files
        if rng.random() < 0.3:
            content["touched"] = [rng.choice(DIRS) + "/" + rng.choice(NAMES)]
        if rng.random() < 0.15:
            some = rng.choice([p for files in [*content["arcs"].values(), *content["lines"].values()] for p in files])
            content["tracers"] = {some: rng.choice("pq")}
        inputs[".coverage." + letter] = content
    exists = [p for p in ("src/m.py", "src/n.py", "lib/m.py", "src/sub/o.py", "pkg/src/m.py", "lib/sub/m.py", "src/src/m.py") if rng.random() < 0.6]
    case(f"random {number}", inputs, exists, rng.sample(RULES, rng.randint(0, 4)), rng.random() < 0.5, keep=rng.random() < 0.2)

recorded = [record(one) for one in CASES]
with open(HERE / "cases.json", "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in recorded) + "\n]\n")
print(len(recorded), "cases")
