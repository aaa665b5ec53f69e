"""How long a user waits for `harvest --help`, and for one article without a network.

Run: python benchmarks/startup.py

Wall seconds of the whole process, from a library that does not exist yet; median of
nine runs in turn, beside a Python that does nothing.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 9
HARVEST = Path(sys.executable).with_name("harvest")
COMMANDS: dict[str, tuple[list[str | Path], float | None]] = {
    "python -c pass": ([sys.executable, "-c", "pass"], None),
    "harvest --help": ([HARVEST, "--help"], 0.3),
    "harvest --offline --pmid 38689169": (
        [HARVEST, "--offline", "--pmid", "38689169", "--db", "x.db"],
        1.5,
    ),
}


def measure(command: list[str | Path]) -> float:
    """Return the seconds of one call in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return time.perf_counter() - started


def main() -> int:
    """Print the table; return 1 where a bar is missed."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}")
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, (command, _) in COMMANDS.items():
            taken[name].append(measure(command))
    missed = False
    for name, (_, bar) in COMMANDS.items():
        seconds = statistics.median(taken[name])
        told = "" if bar is None else f"  bar {bar} s"
        if bar is not None and seconds > bar:
            missed, told = True, f"{told} MISSED"
        print(f"{name:<36}{seconds:>7.2f} s{told}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
