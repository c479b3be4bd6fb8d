"""How much of the source analysis is equal to coverage.py's, per Python and per field.

    python3 tests/parity/parity.py [corpus] [programs] [--python 3.13]... [--count 1000] [--seed 1]
    python3 tests/parity/parity.py --folder DIR [--python 3.13]...
    python3 tests/parity/parity.py record

`corpus` compares on the packages of corpus.txt, which pip fetches, and on the standard library of the native CPython 3.13 with its `test`
package; `programs` on random ones (programs.py). Without either it does both. `record` writes what `make test` compares with (recorded.jsonl.gz).
All that is fetched or written on the way is in tests/parity/work.
"""

import argparse
import gzip
import json
import pathlib
import shutil
import subprocess
import sys
import zipfile

from compare import compare
from programs import Programs
from pythons import HERE, PYTHONS, asked, native, ours, prepare, records, run

WORK = HERE / "work"
CORPUS = WORK / "corpus"
RECORDED = HERE / "recorded.jsonl.gz"
RECORDED_PROGRAMS = 500


def fetch():
    """Brings the corpus, once, and returns the list of its files."""
    listed = WORK / "corpus.list"
    if listed.exists():
        return listed
    wheels = WORK / "wheels"
    platform = ["--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64", "--platform", "any"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.13", *platform]
    run([*pip, "-r", HERE / "corpus.txt", "-d", wheels])
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            members = [name for name in archive.namelist() if name.endswith(".py")]
            archive.extractall(CORPUS / wheel.name.split("-")[0], members)
    python = native("3.13") or sys.executable
    asks = "import sysconfig; print(sysconfig.get_path('stdlib'))"
    stdlib = subprocess.run([python, "-c", asks], check=True, capture_output=True, text=True).stdout.strip()
    skipped = shutil.ignore_patterns("site-packages", "__pycache__", "*.so", "*.a", "*.pyc")
    shutil.copytree(stdlib, CORPUS / "stdlib", ignore=skipped, symlinks=True)
    listed.write_text(sources(CORPUS), encoding="utf-8")
    return listed


def sources(root):
    return "".join(str(path.relative_to(root)) + "\n" for path in sorted(root.rglob("*.py")) if path.is_file())


def folder(python, root):
    """Compares on all Python files under a folder."""
    files, theirs, mine = WORK / "folder.list", WORK / "asked.jsonl", WORK / "ours.jsonl"
    files.write_text(sources(root), encoding="utf-8")
    asked(python, theirs, root=root, files=files)
    ours(python, mine, root=root)
    return compare(f"{root} under {python}", records(theirs), records(mine))


def corpus(python):
    files = fetch()
    theirs, mine = WORK / f"corpus-{python}.jsonl", WORK / "ours.jsonl"
    if not theirs.exists():
        asked(python, WORK / "asked.jsonl", root=CORPUS, files=files)
        (WORK / "asked.jsonl").rename(theirs)
    ours(python, mine, root=CORPUS)
    return compare(f"corpus under {python}", records(theirs), records(mine))


def written(python, texts):
    path = WORK / f"programs-{python}.jsonl"
    path.write_text("".join(json.dumps({"path": name, "text": text}) + "\n" for name, text in texts), encoding="utf-8")
    return path


def random_programs(python, seeds):
    return [(str(seed), Programs(python, seed).program()) for seed in seeds]


def programs(python, count, seed):
    path = written(python, random_programs(python, range(seed, seed + count)))
    theirs, mine = WORK / "asked.jsonl", WORK / "ours.jsonl"
    asked(python, theirs, programs=path)
    ours(python, mine, programs=path)
    return compare(f"programs {seed} to {seed + count - 1} under {python}", records(theirs), records(mine))


def snippets():
    """What found.txt holds: texts below lines of the form `=== name`."""
    parts = (HERE / "found.txt").read_text(encoding="utf-8").split("=== ")[1:]
    return [part.split("\n", 1) for part in parts]


def record():
    """One line each: the Pythons, the text, and coverage.py's record."""
    answers = {}
    for python in PYTHONS:
        texts = dict(snippets() + random_programs(python, range(1, RECORDED_PROGRAMS + 1)))
        asked(python, WORK / "asked.jsonl", programs=written(python, texts.items()))
        for name, answer in records(WORK / "asked.jsonl").items():
            del answer["path"]
            answer.pop("numbers", None)
            if answer["error"]:
                answer["error"]["message"] = ""
            key = json.dumps({"name": name, "text": texts[name], "answer": answer}, separators=(",", ":"))
            answers.setdefault(key, []).append(python)
    lines = "".join(f'{{"pythons":{json.dumps(pythons)},{key[1:]}\n' for key, pythons in answers.items())
    RECORDED.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(f"{RECORDED.name}: {len(answers)} answers, {RECORDED.stat().st_size // 1000} kB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", nargs="*", choices=["corpus", "programs", "record", []])
    arguments.add_argument("--python", action="append", choices=PYTHONS)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--folder", type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    WORK.mkdir(exist_ok=True)
    prepare()
    if "record" in chosen.what:
        return record()
    bad = 0
    for python in chosen.python or PYTHONS:
        if chosen.folder:
            bad += folder(python, chosen.folder.resolve())
            continue
        if "programs" not in chosen.what or "corpus" in chosen.what:
            bad += corpus(python)
        if "corpus" not in chosen.what or "programs" in chosen.what:
            bad += programs(python, chosen.count, chosen.seed)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
