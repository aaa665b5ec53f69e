"""What is measured of reconciling: ``python benchmarks/reconcile.py [DATA]``.

Runs, one after the other, who is joined (identity), how bylines are aligned (authors),
what disagrees and who is believed (conflicts), and which records are double
(duplicates), each with its figures, bars and misses.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data"


def main() -> int:
    """Run all four; return 1 where one of them misses a bar."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    parts = {
        "identity": [data],
        "authors": [data],
        "conflicts": [data, HERE.parent / "fixtures"],
        "duplicates": [data / "eval" / "dedup-benchmarks"],
    }
    missed = []
    for name, folders in parts.items():
        print(f"\n=== {name}", flush=True)
        command = [sys.executable, str(HERE / f"{name}.py"), *map(str, folders)]
        if subprocess.run(command, check=False).returncode:
            missed.append(name)
    print("\nbars missed in: " + (", ".join(missed) or "none"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
