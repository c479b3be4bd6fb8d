"""Runs command lines with coverage.py and with covscope in the same folder, and compares all they leave behind."""

import dataclasses
import json
import re
import shutil
import subprocess

import commands
from lanes import environment, is_data
from rows import rows
from texts import ordered, unstamped

# Which of several nested <source>s a file of xml belongs to depends on the hash of texts: any of coverage.py's answers is right.
HASH_SEEDS = ["1", "2", "3", "4", "5", "6", "7"]


@dataclasses.dataclass
class Outcome:
    """What a command line left behind."""

    stdout: str
    stderr: str
    code: int
    # Files written in the project's folder, but for data files.
    written: dict
    # The bytes of data files by name.
    data: dict


class Project:
    """A folder in which command lines run, each from the same start."""

    def __init__(self, lanes, python, version, covscope):
        self.folder, self.python, self.version, self.covscope = lanes.project, python, version, covscope
        self.kept = {path.name for path in self.folder.iterdir() if not is_data(path)}

    def start(self, data):
        """Leaves the project's own files and these data files: name to path."""
        for path in self.folder.iterdir():
            if path.name not in self.kept and path.is_file():
                path.unlink()
        for name, path in data.items():
            shutil.copyfile(path, self.folder / name)

    def left(self, done):
        new = [path for path in sorted(self.folder.iterdir()) if path.name not in self.kept and path.is_file()]
        written = {path.name: unstamped(path.read_text(encoding="utf-8")) for path in new if not is_data(path)}
        data = {path.name: path.read_bytes() for path in new if is_data(path)}
        # coverage.py's warnings name its modules by where they are installed.
        stderr = re.sub(r"/\S*/site-packages/coverage/", "coverage/", done.stderr.decode())
        return Outcome(unstamped(done.stdout.decode()), stderr, done.returncode, written, data)

    def run(self, command, env):
        return self.left(subprocess.run(command, cwd=self.folder, env=environment(env), capture_output=True, check=False))

    def theirs(self, line, data, seed="0"):
        self.start(data)
        return self.run([self.python, "-m", "coverage", *line.split()], {"PYTHONHASHSEED": seed})

    def ours(self, line, data):
        self.start(data)
        return self.run([self.covscope, *line.split()], {"COVSCOPE_PYTHON": self.version})


def shown(ours, theirs):
    """The first line in which two texts differ."""
    pairs = zip((ours + "\n<end>").split("\n"), (theirs + "\n<end>").split("\n"))
    number, (one, other) = next((number, pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    start = max(next((at for at, (a, b) in enumerate(zip(one, other)) if a != b), 0) - 60, 0)
    return f"line {number}\n      covscope:    {one[start:start + 200]}\n      coverage.py: {other[start:start + 200]}"


def text_difference(name, ours, theirs):
    """The first line in which two texts differ, or None."""
    if ours == theirs or ordered(ours) == ordered(theirs):
        return None
    return f"{name}, {shown(ordered(ours), ordered(theirs))}"


def difference(ours, theirs):
    """What differs between two outcomes of a report, or None. Data files are another matter: covscope's reports leave them alone."""
    if ours.code != theirs.code:
        return f"exit code {ours.code} instead of {theirs.code}"
    if ours.written.keys() != theirs.written.keys():
        return f"wrote {sorted(ours.written)} instead of {sorted(theirs.written)}"
    said = [text_difference(what, getattr(ours, what), getattr(theirs, what)) for what in ["stderr", "stdout"]]
    written = [text_difference(name, ours.written[name], theirs.written[name]) for name in theirs.written]
    return next(filter(None, [*said, *written]), None)


def row_difference(name, ours, theirs):
    """What differs between the rows of two data files, or None."""
    for table, expected in theirs.items():
        got = ours[table]
        if got != expected:
            one, other = ({json.dumps(row) for row in rows} for rows in [got, expected])
            only = f"only covscope {sorted(one - other)[:5]}, only coverage.py {sorted(other - one)[:5]}"
            return f"{name}, {table}: {only} ({len(got)} and {len(expected)} rows)"
    return None


class Check:
    """The comparison of one variant: counts of what was compared and equal, by format, and the differences."""

    def __init__(self, lanes, python, version, covscope):
        self.lanes = lanes
        self.project = Project(lanes, python, version, covscope)
        self.compared, self.equal, self.differences = {}, {}, []
        self.rows = self.other_seeds = 0
        self.merged = {whose: lanes.folder / f"merged.{whose}" for whose in ["ours", "theirs"]}

    def count(self, format, line, difference):
        self.compared[format] = self.compared.get(format, 0) + 1
        self.equal[format] = self.equal.get(format, 0) + (difference is None)
        if difference:
            self.differences.append(f"{line}: {difference}")

    def report(self, format, line, data, start):
        ours = self.project.ours(line, data)
        untouched = {name: path.read_bytes() for name, path in data.items()} == ours.data
        found = difference(ours, self.project.theirs(line, data))
        if found and format == "xml":
            for seed in HASH_SEEDS:
                if not difference(ours, self.project.theirs(line, data, seed)):
                    found, self.other_seeds = None, self.other_seeds + 1
                    break
        self.count(format, f"{line} ({start})", found or (None if untouched else "data files were touched"))

    def combine(self, line, data, start):
        """Compares what is combined, and how coverage.py reads it."""
        theirs, ours = self.project.theirs(line, data), self.project.ours(line, data)
        self.count("combine", f"{line} ({start})", difference(ours, theirs))
        same_names = ours.data.keys() == theirs.data.keys()
        found = None if same_names else f"left {sorted(ours.data)} instead of {sorted(theirs.data)}"
        for name in theirs.data if same_names else []:
            if data.get(name) and theirs.data[name] == ours.data[name] == data[name].read_bytes():
                continue
            tables = [self.rows_of(whose, outcome.data[name]) for whose, outcome in [("ours", ours), ("theirs", theirs)]]
            self.rows += sum(map(len, tables[1].values()))
            found = found or row_difference(name, *tables)
        self.count("rows", f"{line} ({start})", found)

    def rows_of(self, whose, content):
        """The rows of a data file, which is kept for a look at it."""
        path = self.merged[whose]
        path.write_bytes(content)
        return rows(path)

    def reading(self):
        """Whether coverage.py reports the same from our merged file as from its own."""
        for line in commands.READING:
            answers = [self.project.theirs(line, {".coverage": self.merged[whose]}) for whose in ["ours", "theirs"]]
            self.count("read back", line, difference(*answers))

    def run(self):
        lanes = {path.name: path for path in sorted(self.lanes.data.iterdir())}
        assert len(lanes) >= 2, f"{self.lanes.folder}: {self.lanes.verdicts}"
        first, *others = lanes
        appended = {".coverage": lanes[first], **{name: lanes[name] for name in others}}
        self.combine("combine", lanes, "lanes")
        self.reading()
        # Later commands write over what was kept.
        combined = {".coverage": shutil.copyfile(self.merged["theirs"], self.lanes.folder / "combined")}
        starts = [(commands.COMBINED, combined, "combined"), (commands.LANES, lanes, "lanes"), (commands.APPENDED, appended, "one combined")]
        for table, data, start in starts:
            for format, lines in table.items():
                for line in lines:
                    if format == "combine":
                        self.combine(line, data, start)
                    else:
                        self.report(format, line, data, start)
        self.project.start({})
        return self

    def summary(self):
        total, equal = sum(self.compared.values()), sum(self.equal.values())
        seeds = f", {self.other_seeds} of them under another hash seed" if self.other_seeds else ""
        return f"{equal} of {total} equal{seeds}; {self.rows} rows"


