"""compare.py ORACLE.jsonl OURS.jsonl: in how many files of each package, and in which fields, two files of records differ; exit status 1 if any does.

A package is the first part of a path.
"""

import collections
import json
import sys

FIELDS = ["statements", "excluded", "docstrings", "no_branch", "arcs", "exit_counts", "multiline"]
SHOWN = 20


def records(path):
    with open(path, encoding="utf-8") as lines:
        return {record["path"]: record for record in map(json.loads, lines)}


def differing(theirs, ours):
    if ours is None or bool(theirs["error"]) != bool(ours["error"]):
        return ["error"]
    return [] if theirs["error"] else [field for field in FIELDS if theirs[field] != ours[field]]


def show(path, fields, theirs, ours):
    print(f"{path}: {', '.join(fields)}")
    if fields == ["error"]:
        print(f"    coverage.py: {theirs['error']}\n    ours:        {ours and ours['error']}")
        return
    for field in fields:
        one, other = ({json.dumps(item) for item in record[field]} for record in (theirs, ours))
        print(f"    {field}: only coverage.py {sorted(one - other)[:8]}, only ours {sorted(other - one)[:8]}")


def main(oracle, mine):
    oracle, mine = records(oracle), records(mine)
    files, wrong = collections.Counter(), collections.defaultdict(collections.Counter)
    shown = 0
    for path, theirs in oracle.items():
        package = path.split("/")[0]
        files[package] += 1
        fields = differing(theirs, mine.get(path))
        wrong[package].update(fields)
        if fields:
            wrong[package]["any"] += 1
            shown += 1
            if shown <= SHOWN:
                show(path, fields, theirs, mine.get(path))
    print("%-16s %6s %6s %s" % ("package", "files", "equal", "differing"))
    for package, count in sorted(files.items()):
        differing_fields = ", ".join(f"{field} {n}" for field, n in wrong[package].items() if field != "any")
        print("%-16s %6d %6d %s" % (package, count, count - wrong[package]["any"], differing_fields))
    bad = sum(fields["any"] for fields in wrong.values())
    print("%-16s %6d %6d" % ("total", sum(files.values()), sum(files.values()) - bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
