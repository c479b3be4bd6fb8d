"""Both programs on the same work, and what it took them."""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAMS = ("coverage", "covscope")


class Table:
    def __init__(self, covscope):
        self.commands = {"coverage": [sys.executable, "-m", "coverage"], "covscope": [covscope]}
        self.peaks = {}
        print(f"{'what':<44} {'program':<10} {'least ms':>9} {'median ms':>9} {'CPU ms':>9} {'peak MB':>8} {'times':>6}")

    def row(self, what, folder, lines, runs):
        """Runs command lines, one after the other, so many times. `lines` and `runs` are by program."""
        least, printed = {}, {}
        for program, command in self.commands.items():
            results = []
            for _ in range(runs[program]):
                all_of = [run([*command, *line], folder) for line in lines[program]]
                results.append((sum(it[0] for it in all_of), sum(it[1] for it in all_of), max(it[2] for it in all_of)))
                printed[program] = all_of[-1][3]
            least[program], cpu = min(it[0] for it in results), min(it[1] for it in results)
            median = statistics.median(it[0] for it in results)
            peak = self.peaks[what, program] = max(it[2] for it in results)
            factor = f"{least['coverage'] / least[program]:.0f} x" if program == "covscope" else ""
            numbers = f"{least[program] * 1000:>9.0f} {median * 1000:>9.0f} {cpu * 1000:>9.0f} {peak:>8.1f}"
            print(f"{what:<44} {program:<10} {numbers} {factor:>6}", flush=True)
        if printed["coverage"] != printed["covscope"]:
            sys.exit(f"{what}: the two do not print the same in {folder}")


def both(*lines):
    """The same command lines for both programs."""
    return {program: lines for program in PROGRAMS}


def run(command, folder):
    """Wall and CPU time in seconds, peak memory in MB, and what was printed, of a process that must end well."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    env["COVSCOPE_PYTHON"] = ".".join(platform.python_version_tuple()[:2])
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=said)
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
        output.seek(0)
        said.seek(0)
        printed = output.read()
        if status != 0:
            words = (printed + said.read()).decode(errors="replace")[-2000:]
            sys.exit(f"{command} ended with status {os.waitstatus_to_exitcode(status)}\n{words}")
    return wall, usage.ru_utime + usage.ru_stime, peak / 1024, printed
