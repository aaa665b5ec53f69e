"""How long a user waits for `harvest --help`, and for one article without a network.

Run: python benchmarks/startup.py [HARVEST]

HARVEST is the command to time, as a user installs it; without it, the one beside this
Python. sqlite-utils imports pandas where there is one, as in an environment that has
the extras for development: half a second of the second figure.

Wall seconds of the whole process, from a library that does not exist yet; median of
nine runs in turn, beside a Python that does nothing. Byte code is kept, as it is where
Python is not told otherwise; the first run, which makes it, does not count.
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
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}


def commands(harvest: Path) -> dict[str, tuple[list[str | Path], float | None]]:
    """Return what is timed, with the seconds that it may take."""
    return {
        "python -c pass": ([sys.executable, "-c", "pass"], None),
        "harvest --help": ([harvest, "--help"], 0.3),
        "harvest --offline --pmid 38689169": (
            [harvest, "--offline", "--pmid", "38689169", "--db", "x.db"],
            1.5,
        ),
    }


def measure(command: list[str | Path]) -> float:
    """Return the seconds of one call in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True
        )
        return time.perf_counter() - started


def main(arguments: list[str]) -> None:
    """Print the table."""
    beside = Path(sys.executable).with_name("harvest")
    timed = commands(Path(arguments[0]).absolute() if arguments else beside)
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}")
    taken: dict[str, list[float]] = {name: [] for name in timed}
    for command, _ in timed.values():
        measure(command)
    for _ in range(RUNS):
        for name, (command, _) in timed.items():
            taken[name].append(measure(command))
    for name, (_, bar) in timed.items():
        seconds = statistics.median(taken[name])
        told = "" if bar is None else f"  bar {bar} s"
        if bar is not None and seconds > bar:
            told += " MISSED"
        print(f"{name:<36}{seconds:>7.2f} s{told}")


if __name__ == "__main__":
    main(sys.argv[1:])
