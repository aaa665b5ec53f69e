"""sqlite-utils, taken in without pandas.

It imports pandas and NumPy wherever they are installed, which takes half a second and
is for nothing here. Import this module when it is needed: who only reads needs none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Let modules that are not imported yet seem not to be installed."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type] # None: is not
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


with _without("pandas", "numpy"):
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

__all__ = ["Database", "Migrations"]
