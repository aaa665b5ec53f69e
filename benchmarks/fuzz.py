"""Spoil input for a while and count what nobody classed.

Run: python benchmarks/fuzz.py [--minutes 10] [--seed 0] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from tests.fuzzing import fuzz, save


def main() -> None:
    """Print how much was read and what was found (bar: nothing)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    end = time.monotonic() + options.minutes * 60
    count: Counter[str] = Counter()
    found: Counter[str] = Counter()
    slowest = 0.0
    began = time.monotonic()
    for name, body, problem in fuzz(options.seed):
        now = time.monotonic()
        slowest, began = max(slowest, now - began), now
        count[name] += 1
        if problem is not None:
            found[f"{name}: {type(problem).__name__}: {problem}"[:120]] += 1
            if options.keep:
                save(options.keep, name, body)
        if now > end:
            break
    for name, number in sorted(count.items()):
        print(f"{name:<18}{number:>9} inputs")
    print(f"slowest {slowest:.2f} s; unclassified errors: {found.total()} (bar: 0)")
    for problem, number in found.most_common():
        print(f"{number:>6}  {problem}")


if __name__ == "__main__":
    main()
