"""compare.py ORACLE.jsonl OURS.jsonl: which files differ between two files of records, and how many are equal in each field; exit status 1 if any differs."""

import collections
import json
import sys

from pythons import records

FIELDS = ["statements", "excluded", "docstrings", "no_branch", "arcs", "exit_counts", "multiline"]
SHOWN = 20


def differing(theirs, ours):
    """The fields in which two records differ."""
    if ours is None or bool(theirs["error"]) != bool(ours["error"]):
        return ["error"]
    return [] if theirs["error"] else [field for field in FIELDS if theirs[field] != ours[field]]


def show(path, fields, theirs, ours):
    print(f"  {path}: {', '.join(fields)}")
    if fields == ["error"]:
        print(f"    coverage.py: {theirs['error']}\n    ours:        {ours and ours['error']}")
        return
    for field in fields:
        one, other = ({json.dumps(item) for item in record[field]} for record in (theirs, ours))
        print(f"    {field}: only coverage.py {sorted(one - other)[:8]}, only ours {sorted(other - one)[:8]}")


def compare(name, oracle, mine):
    """Prints the differences and the shares, and returns how many files differ."""
    counts, bad = collections.Counter(), 0
    for path, theirs in oracle.items():
        fields = differing(theirs, mine.get(path))
        counts.update(fields)
        bad += bool(fields)
        if fields and bad <= SHOWN:
            show(path, fields, theirs, mine.get(path))
    total = len(oracle)
    refused = sum(bool(record["error"]) for record in oracle.values())
    print(f"{name}: {total - bad} of {total} equal ({100 * (total - bad) / max(total, 1):.3f} %), {refused} of them refused by both")
    shares = (f"{field} {100 * (total - counts[field] - counts['error']) / max(total, 1):.3f} %" for field in FIELDS)
    print("  " + ", ".join(shares))
    return bad


if __name__ == "__main__":
    sys.exit(1 if compare("all", *map(records, sys.argv[1:3])) else 0)
