"""Python's search for cycles, done when a batch is through and not within it.

Records become many small containers that live until their batch is kept: to look
through them every few hundred takes a twentieth of a load, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 1


@contextmanager
def collecting_by_hand() -> Iterator[None]:
    """Leave the search for cycles to ``collect`` within the ``with`` statement."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect() -> None:
    """Free what a batch left in cycles."""
    gc.collect(_YOUNG)
