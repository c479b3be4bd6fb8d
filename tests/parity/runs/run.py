"""The command line against coverage.py's, on real runs of packages' own tests.

    python3 tests/parity/runs/run.py [--python 3.13] [--only attrs]...

The packages of suites.py are fetched by pip, their tests run in lanes under coverage.py in a virtual environment, and the command lines of commands.py
by both programs. What is recorded is kept in tests/parity/work/runs, so that a second run compares alone. Exit code 1 if anything differs.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

from check import Check
from lanes import HERE, PYTHONS, installed, recorded, run
from suites import SUITES

ROOT = HERE.parent.parent.parent


def built():
    """The path of covscope, built for release."""
    run(["cargo", "build", "--quiet", "--release", "--package", "covscope-core", "--features", "cli", "--bin", "covscope"], cwd=ROOT)
    told = subprocess.run(["cargo", "metadata", "--format-version", "1", "--no-deps"], cwd=ROOT, check=True, capture_output=True)
    return pathlib.Path(json.loads(told.stdout)["target_directory"], "release", "covscope")


def checked(suite, python, version, covscope):
    """Runs and compares a package's variants, and prints each as soon as it is done."""
    checks = [Check(recorded(suite, variant, python), python, version, covscope) for variant in suite.variants]
    for check in checks:
        check.run()
        lines = [f"{suite.package}, {check.lanes.variant.name}: {check.summary()}"]
        lines.append(f"    {len(list(check.lanes.data.iterdir()))} data files; " + "; ".join(check.lanes.verdicts))
        lines += [f"  DIFFERS {difference}" for difference in check.differences]
        print("\n".join(lines), flush=True)
    return checks


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--python", choices=PYTHONS)
    arguments.add_argument("--only", action="append", help="a package's name")
    chosen = arguments.parse_args()
    covscope = built()
    version, python = installed(chosen.python)
    suites = [suite for suite in SUITES if not chosen.only or suite.package.partition("==")[0] in chosen.only]
    checks = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in pool.map(lambda suite: checked(suite, python, version, covscope), suites):
            checks += done
    compared, equal = collections.Counter(), collections.Counter()
    for check in checks:
        compared.update(check.compared)
        equal.update(check.equal)
    for format, count in compared.items():
        print(f"{format:>10}: {equal[format]} of {count} equal ({100 * equal[format] / count:.2f} %)")
    print(f"{len(suites)} packages, {len(checks)} variants under CPython {version}: {equal.total()} of {compared.total()} equal, {sum(check.rows for check in checks)} rows")
    return 0 if equal == compared else 1


if __name__ == "__main__":
    sys.exit(main())
