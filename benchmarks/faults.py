"""Every fault at every endpoint, first, middle and last: what becomes of it.

Run: python benchmarks/faults.py [FAULT]...

Each run harvests six made-up articles through a misbehaving mirror, in batches of
two; no time passes. A fault is played once, and whenever one article is named.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.fault_matrix import (  # the tests share the table
    ALWAYS,
    ENDPOINTS,
    KINDS,
    ONCE,
    POSITIONS,
    build_folder,
    harvest,
    kind_of,
    script,
)
from tests.fault_promises import CLASSES, complaints


def main(faults: list[str]) -> int:
    """Print the table; return how many runs broke a promise."""
    started = time.perf_counter()
    runs = 0
    failures = []
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folders = {kind: build_folder(root / f"records-{kind}", kind) for kind in KINDS}
        clean = {
            endpoint: harvest(
                folders[kind_of(endpoint)], root / f"{endpoint}.db", endpoint
            )
            for endpoint in ENDPOINTS
        }
        print(f"{'fault':<17}" + "".join(f"{e:>22}" for e in ENDPOINTS))
        print(f"{'(none)':<17}" + "".join(f"{clean[e].total:>22}" for e in ENDPOINTS))
        for fault in faults or CLASSES:
            line = f"{fault:<17}"
            for endpoint in ENDPOINTS:
                cell = []
                for how in (ONCE, ALWAYS):
                    worst, codes = 0, set()
                    for position in POSITIONS:
                        runs += 1
                        result = harvest(
                            folders[kind_of(endpoint)],
                            root / f"{runs}.db",
                            endpoint,
                            script(fault, endpoint, position, how),
                        )
                        worst = max(worst, result.total)
                        codes.add(result.exit_code)
                        broken = complaints(
                            fault, endpoint, position, how, clean[endpoint], result
                        )
                        if broken:
                            failures.append(
                                (fault, endpoint, position, how, broken, result.reasons)
                            )
                    cell.append(f"{worst}/{','.join(map(str, sorted(codes)))}")
                line += f"{CLASSES[fault][endpoint][:7] + ' ' + ' '.join(cell):>22}"
            print(line, flush=True)
    print(f"\n{runs} runs in {time.perf_counter() - started:.0f} s; class, then most")
    print("requests / exit codes with the fault once, and for one article always.")
    for failure in failures:
        print("BROKEN", *failure)
    print(f"promises broken in {len(failures)} runs")
    return len(failures)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1:])))
