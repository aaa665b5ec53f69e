"""The files of Crossref's public data file, found.

Its forms over the years: ``.json.gz`` with ``items``, ``.jsonl.gz`` with a work a line;
either may be unpacked. https://www.crossref.org/learning/public-data-file/
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from harvester.bulk.folder import find_paths

ENDINGS = (".json", ".jsonl", ".ndjson")


def find_crossref_files(arguments: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the files that are named: alone, by folders or by patterns.

    Returns:
        Each once, in the order given; those of a folder by name, numbers in it as
        numbers: ``9.json.gz`` before ``10.json.gz``.

    Raises:
        DocumentError: An argument names no such file; the text says which.
    """
    paths = (path for argument in arguments for path in find_paths(argument, ENDINGS))
    return tuple(dict.fromkeys(paths))
