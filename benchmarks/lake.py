"""How fast a lake is built, here and on Dask, by one worker and two; how large it is.

Run: python benchmarks/lake.py [--records 20000] [FILE.xml.gz …]

The files are cut into pieces of equal length, so that two workers have equal work. Each
build begins with nothing; records a second are by the wall's time, without the start of
the workers; milliseconds a record are those of the processor, inside the tasks.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.files import choose, find_records, read_head, write
from harvester.lake.build import STEPS, Built, build_lake
from harvester.lake.engine import Engine, open_engine

PIECES = 4
BUCKETS = 4
SETTINGS = (("local", 1), ("local", 2), ("dask", 1), ("dask", 2))
BAR = 1.6
"""How much more two workers are to do than one, where two cores are free."""


def cut(path: Path, folder: Path, count: int) -> int:
    """Write the first records of a file as files of their own; return their bytes."""
    left, head, size = find_records(path), read_head(path), 0
    for number in range(PIECES):
        piece = folder / f"pubmed26n{number + 1:04}.xml.gz"
        write(islice(left, count // PIECES), piece, head)
        size += piece.stat().st_size
    return size


def timed(function: Callable[[Any], Any], item: Any) -> tuple[Any, float]:
    """Do a task; return its result and how long the processor was at it."""
    began = time.process_time()
    return function(item), time.process_time() - began


def import_tasks(_: int) -> None:
    """Import what the tasks import."""
    import_module("harvester.lake.build")


class Timing:
    """An engine that adds up the processor's seconds by kind of task."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.seconds: Counter[str] = Counter()

    def map(
        self, function: Callable[[Any], Any], items: Sequence[Any]
    ) -> Iterator[Any]:
        """Run the tasks."""
        for result, seconds in self._engine.map(partial(timed, function), items):
            self.seconds[function.__name__] += seconds
            yield result


def measure(
    inputs: Path, engine: str, workers: int
) -> tuple[Built, dict[str, float], dict[str, float]]:
    """Build a lake; return it, the wall's seconds by step, and the processor's."""
    walls: dict[str, float] = {}

    @contextmanager
    def progress(step: str, _: int) -> Iterator[Callable[[int], None]]:
        began = time.perf_counter()
        yield lambda _: None
        walls[step] = time.perf_counter() - began

    with (
        tempfile.TemporaryDirectory() as folder,
        open_engine(engine, workers, None) as running,
    ):
        timing = Timing(running)
        list(running.map(import_tasks, range(4 * workers)))
        built = build_lake(
            f"{folder}/lake",
            [str(inputs)],
            timing,
            bucket_count=BUCKETS,
            progress=progress,
        )
    return built, walls, dict(timing.seconds)


def print_size(built: Built, read_bytes: int) -> None:
    """Print the bytes of each table, by record."""
    records = sum(built.manifest.record_counts.values())
    sizes: Counter[str] = Counter()
    for part in built.manifest.parts:
        sizes[part.table] += part.bytes
    print(f"bytes per record: {read_bytes / records:.0f} read (gzip),", end=" ")
    print(f"{built.manifest.bytes / records:.0f} in all tables; of these", end=" ")
    print(", ".join(f"{name} {size / records:.0f}" for name, size in sizes.items()))


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--records", type=int, default=20_000, help="of each file")
    given = arguments.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python", end=" ")
    print(f"{platform.python_version()}, load {os.getloadavg()[0]:.1f} at the start")
    for path in choose(given.files):
        with tempfile.TemporaryDirectory() as folder:
            read_bytes = cut(path, Path(folder), given.records)
            print(f"\n{path.name}: its first {given.records} records, {PIECES} files")
            rates: dict[tuple[str, int], float] = {}
            told: list[str] = []
            for engine, workers in SETTINGS:
                built, seconds, processor = measure(Path(folder), engine, workers)
                records = sum(
                    one.record_counts["pubmed"] for one in built.manifest.inputs
                )
                rate = rates[engine, workers] = records / sum(seconds.values())
                ratio = rate / rates[engine, 1]
                steps = ", ".join(f"{step} {seconds[step]:.1f} s" for step in STEPS)
                if workers > 1:
                    told.append(f"ratio {path.name} lake, {engine} by two: {ratio:.2f}")
                load = os.getloadavg()[0]
                print(f"{engine:<6} {workers}  {rate:>6.0f} records/s", end="  ")
                print(f"({steps}; load {load:.1f})")
                costs = (f"{n} {1000 * s / records:.3f}" for n, s in processor.items())
                print(f"{'':<10}ms of the processor a record: {', '.join(costs)}")
            print_size(built, read_bytes)
            for ratio_line in told:
                print(f"{ratio_line} (bar {BAR})")
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"\nthe largest process: {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()
