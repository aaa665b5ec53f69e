"""Empty libraries, made once and copied: to make one takes longer than most tests."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from harvester.store import Library


def make_empty_library(path: Path) -> Path:
    """Put an empty library at ``path``; return it."""
    path.write_bytes(_empty())
    return path


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Library.open(path).close()
        return path.read_bytes()
