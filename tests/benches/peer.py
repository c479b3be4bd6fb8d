"""Times and memory of the command line beside coverage.py's, over Django: `scripts/bench.sh` runs it, under a Python that has
coverage.py.

    peer.py prepare FOLDER            Django as pip has it, one tree and ten of them, with data files; made once
    peer.py measure FOLDER COVSCOPE   the table

The data are made up: of each file a random half of its arcs, by a fixed seed. Times are those of the whole process; CPU is user
and system time together, peak memory what /proc says. Of several runs the least counts, the median stands beside it.
"""

import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import coverage
from coverage.parser import PythonParser

CORPUS = Path(__file__).parent.parent / "parity" / "corpus.txt"
COPIES = 10
LANES = 4


def arcs_of(file):
    parser = PythonParser(filename=str(file))
    parser.parse_source()
    return sorted(parser.arcs())


def half(arcs, seed):
    return random.Random(seed).sample(arcs, len(arcs) // 2)


def write_data(path, tree, arcs, lane=0):
    """A data file about all copies below a folder."""
    data = coverage.CoverageData(str(path))
    data.erase()
    copies = sorted(tree.iterdir())
    files = {str(copy / name): half(own, f"{name} {lane}") for copy in copies for name, own in arcs.items()}
    data.add_arcs(files)
    data.touch_files(files)
    data.write()


def prepare(folder):
    pin = next(line.strip() for line in CORPUS.read_text().splitlines() if line.startswith("django=="))
    stamp = folder / "complete"
    made_for = f"{folder} {pin} {coverage.__version__} {platform.python_version()}\n"
    if stamp.exists() and stamp.read_text() == made_for:
        return
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile"]
    if subprocess.run([*pip, "--target", folder / "wheel", pin], check=False).returncode != 0:
        sys.exit(f"peer.py: pip can't fetch {pin}: nothing to compare over. It needs the network once.")
    wheel = folder / "wheel" / "django"
    arcs = {str(file.relative_to(wheel)): arcs_of(file) for file in sorted(wheel.rglob("*.py"))}
    for name, count in (("one", 1), ("ten", COPIES)):
        for number in range(count):
            for file in arcs:
                target = folder / name / "trees" / f"copy{number}" / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(wheel / file, target)
        write_data(folder / name / ".coverage", folder / name / "trees", arcs)
    (folder / "ten" / "lanes").mkdir()
    for lane in range(LANES):
        write_data(folder / "ten" / "lanes" / f"combined.{lane}", folder / "ten" / "trees", arcs, lane)
    stamp.write_text(made_for)


def run(command, folder):
    """Wall and CPU time in seconds, peak memory in MB of a process that must end well."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    env["COVSCOPE_PYTHON"] = ".".join(platform.python_version_tuple()[:2])
    start = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as null:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=null)
    peak = 0
    # The system's own count of a child begins with the memory of the process that started it; so the child is asked.
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        try:
            with open(f"/proc/{process.pid}/status", encoding="utf-8") as lines:
                peak = max(peak, *(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
        except (OSError, TypeError):
            pass
        time.sleep(0.001)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"peer.py: {command} ended with status {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, peak / 1024


def measure(folder, covscope):
    load = os.getloadavg()[0]
    print(
        f"coverage.py {coverage.__version__} (C tracer: {'yes' if has_extension() else 'no'}), "
        f"{platform.python_implementation()} {platform.python_version()}; {os.cpu_count()} CPUs, load {load:.1f}"
    )
    print(f"{'what':<44} {'program':<10} {'least ms':>9} {'median ms':>9} {'CPU ms':>9} {'peak MB':>8} {'times':>6}")
    programs = {"coverage": [sys.executable, "-m", "coverage"], "covscope": [covscope]}
    peaks = {}

    def row(what, where, arguments, runs):
        times = {}
        for program, command in programs.items():
            results = []
            for _ in range(runs[program]):
                all_of = [run([*command, *line], folder / where) for line in arguments]
                results.append((sum(it[0] for it in all_of), sum(it[1] for it in all_of), max(it[2] for it in all_of)))
            least, cpu = min(it[0] for it in results), min(it[1] for it in results)
            median = statistics.median(it[0] for it in results)
            peaks[what, program] = max(it[2] for it in results)
            times[program] = least
            factor = f"{times['coverage'] / least:.0f} x" if program == "covscope" else ""
            numbers = f"{least * 1000:>9.0f} {median * 1000:>9.0f} {cpu * 1000:>9.0f} {peaks[what, program]:>8.1f}"
            print(f"{what:<44} {program:<10} {numbers} {factor:>6}", flush=True)

    few, once = {"coverage": 3, "covscope": 15}, {"coverage": 1, "covscope": 5}
    row("json, Django", "one", [["json", "-q", "-o", "out.json"]], few)
    row("report, Django", "one", [["report"]], few)
    row(f"report, Django {COPIES} times", "ten", [["report"]], once)
    combine = ["combine", "-q", "--keep", "--data-file=combined", "lanes"]
    report = ["report", "--data-file=combined"]
    row(f"combine {LANES} lanes of that, and report", "ten", [combine, report], once)
    for program in programs:
        ratio = peaks[f"report, Django {COPIES} times", program] / peaks["report, Django", program]
        print(f"{program}: peak memory of report on {COPIES} copies is {ratio:.2f} times that on one")


def has_extension():
    try:
        import coverage.tracer  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]).resolve())
    else:
        measure(Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve())
