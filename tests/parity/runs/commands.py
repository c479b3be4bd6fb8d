"""The command lines that are compared. A key is the format that the line is counted under; each starts from a copy of the same files."""

# After `coverage combine`: what a job that gathers the lanes asks.
COMBINED = {
    "text": [
        "report",
        "report -m",
        "report -m --skip-covered --skip-empty --precision=3",
        "report --sort=cover",
        "report --sort=-miss -m",
        "report --sort=-stmts --skip-covered",
        "report --include=*/*[a-m].py",
        "report --omit=*/__init__.py,*/_*,*/t*/*",
        "report --include=nothing/*",
        "report --contexts=.*[a-m]$ -m",
        "report --contexts=^$",
        "report --fail-under=100",
        "report --fail-under=1 --precision=1",
        "report -i --skip-empty",
    ],
    "markdown": [
        "report --format=markdown",
        "report --format=markdown -m --sort=-cover",
        "report --format=markdown --skip-covered --precision=2",
    ],
    "total": [
        "report --format=total",
        "report --format=total --precision=4 --omit=*/*[a-f].py",
        "report --format=total --fail-under=99.5",
    ],
    "json": [
        "json",
        "json --pretty-print",
        "json --show-contexts",
        "json --show-contexts --pretty-print --include=*/*[a-m].py",
        "json -o - --omit=*/*[r-s].py",
        "json -q -o other.json --fail-under=99",
        "json --contexts=.*[n-z]$",
    ],
    "xml": ["xml", "xml -o -", "xml --skip-empty --include=*/*[a-m].py", "xml -q -o other.xml --fail-under=99", "xml --omit=*/*[r-s].py"],
    "lcov": ["lcov", "lcov -o -", "lcov --omit=*/*[r-s].py -q", "lcov --include=*/*[n-z].py --fail-under=30"],
}

# With the lanes' data files side by side, which coverage.py's reports combine, too.
LANES = {
    "text": ["report", "report -m --skip-covered", "report --keep-combined"],
    "markdown": ["report --format=markdown -m"],
    "total": ["report --format=total"],
    "json": ["json", "json --show-contexts --pretty-print"],
    "xml": ["xml"],
    "lcov": ["lcov"],
    "combine": ["combine", "combine --keep", "combine -q --keep", "combine --keep .", "combine --data-file=both.coverage --keep"],
}

# With one lane's data file called .coverage, and the others beside it.
APPENDED = {"combine": ["combine --append", "combine --append --keep"], "text": ["report -m"]}

# What coverage.py makes of a merged data file, be it ours or its own.
READING = ["report -m --skip-empty", "json --show-contexts --pretty-print -o -", "xml -o -", "lcov -o -"]
