"""All figures of speed, one table after the other.

Run: python -m benchmarks [--quick] [NAME…]

``--quick`` takes the small form of each, a few minutes in all. Ratios (to a peer or a
limit in the same run; lines ``ratio NAME: NUMBER``) are appended to ``results.jsonl``
with commit and machine; one that is half of the median of those noted on such a machine
before is a regression, and the exit code is 1. Of what is counted, not timed (``exact
ratio``: bytes, requests), a twentieth less is one. Seconds are never compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.jsonl"
SUITE: dict[str, tuple[list[str], list[str] | None]] = {
    # name: arguments, arguments of the quick form if there is one
    "startup": ([], []),
    "parse": ([], ["--runs", "1", "--records", "2000"]),
    "crossref": ([], []),
    "bulk": ([], ["--runs", "1", "--records", "1000"]),
    "content": ([], ["--records", "1000"]),
    "growth": ([], None),
    "lake": ([], ["--records", "1000"]),
    "requests": ([], []),
    "clients": ([], ["--peer-ids", "20"]),
    "refresh": ([], ["--quick"]),
}
WORSE = 2.0
WORSE_EXACT = 1.05
_RATIO = re.compile(r"^(exact )?ratio (.+): ([0-9.]+)", re.MULTILINE)


def run(name: str, arguments: list[str]) -> tuple[str, int]:
    """Run a benchmark; return what it printed and its exit code."""
    done = subprocess.run(
        [sys.executable, HERE / f"{name}.py", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        cwd=HERE.parent,
    )
    return done.stdout, done.returncode


def describe_machine() -> str:
    """Return what figures depend on."""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}"
    )


def commit() -> str:
    """Return the commit that is measured; a plus for what is not committed."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE,
    )
    return done.stdout.strip() or "unknown"


def known_ratios(*, quick: bool) -> dict[str, list[float]]:
    """Return the ratios noted on such a machine, by name."""
    found: dict[str, list[float]] = {}
    if RESULTS.exists():
        for line in RESULTS.read_text("utf-8").splitlines():
            noted = json.loads(line)
            if noted["machine"] == describe_machine() and noted["quick"] == quick:
                for name, value in noted["ratios"].items():
                    found.setdefault(name, []).append(value)
    return found


def is_worse(name: str, value: float, known: float) -> bool:
    """Whether a ratio is a regression, beside what was noted before."""
    factor = WORSE_EXACT if name.startswith("exact ") else WORSE
    return value * factor < known


def note(ratios: dict[str, float], *, quick: bool) -> None:
    """Append what was measured."""
    line = {
        "at": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit(),
        "machine": describe_machine(),
        "quick": quick,
        "ratios": ratios,
    }
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def main() -> int:
    """Print all tables; return 1 where a ratio is half of what it was."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("names", nargs="*", choices=[*SUITE, []])
    arguments.add_argument("--quick", action="store_true")
    given = arguments.parse_args()
    before = known_ratios(quick=given.quick)
    ratios: dict[str, float] = {}
    failed = []
    for name in given.names or SUITE:
        form = SUITE[name][given.quick]
        if form is None:
            continue
        print(f"\n== {name}", flush=True)
        text, code = run(name, form)
        print(text, flush=True)
        if code:
            failed.append(name)
        for exact, what, value in _RATIO.findall(text):
            ratios[f"{exact}{what}"] = float(value)
    worse = [
        f"{name}: {value:.2f}, was {statistics.median(before[name]):.2f}"
        for name, value in ratios.items()
        if name in before and is_worse(name, value, statistics.median(before[name]))
    ]
    note(ratios, quick=given.quick)
    for line in worse:
        print(f"WORSE {line}")
    for name in failed:
        print(f"FAILED {name}")
    return int(bool(worse or failed))


if __name__ == "__main__":
    sys.exit(main())
