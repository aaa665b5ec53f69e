"""Made-up records and articles, and an empty library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.store import Library
from tests.libraries import make_empty_library
from tests.store.conftest import article, record

__all__ = ["article", "library", "record"]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(make_empty_library(tmp_path / "literature.db")) as opened:
        yield opened
