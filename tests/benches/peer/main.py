"""Times and memory of the command line beside coverage.py's, in one run: `scripts/bench.sh` runs it, under a Python that has
coverage.py.

    main.py prepare FOLDER            what is measured over, made once: Django, and RelyLoop's lanes where they are
    main.py measure FOLDER COVSCOPE   the table

Times are those of the whole process; CPU is user and system time together, peak memory what /proc says. Of several runs the least
counts, the median stands beside it. What both print has to be the same, or the run ends.
"""

import os
import platform
import sys
from pathlib import Path

import coverage

import large
import relyloop
from table import Table


def measure(folder, covscope):
    load = os.getloadavg()[0]
    print(
        f"coverage.py {coverage.__version__} (C tracer: {'yes' if has_extension() else 'no'}), "
        f"{platform.python_implementation()} {platform.python_version()}; {os.cpu_count()} CPUs, load {load:.1f}"
    )
    table = Table(covscope)
    large.measure(table, folder)
    relyloop.measure(table, folder / "relyloop")


def has_extension():
    try:
        import coverage.tracer  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    place = Path(sys.argv[2]).resolve()
    if sys.argv[1] == "prepare":
        large.prepare(place)
        relyloop.prepare(place / "relyloop")
    else:
        measure(place, Path(sys.argv[3]).resolve())
