"""Cycles of objects are looked for when a batch is through, and again ever after."""

from __future__ import annotations

import gc
import weakref

import pytest

from harvester.cycles import collect, collecting_by_hand


class Ring:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.other = self


def test_a_cycle_is_freed_when_the_batch_is_through() -> None:
    """Not before, and without waiting for the end of the statement."""
    with collecting_by_hand():
        assert not gc.isenabled()
        ring = Ring()
        seen = weakref.ref(ring)
        del ring
        assert seen() is not None
        collect()
        assert seen() is None
    assert gc.isenabled()


def test_python_looks_again_after_an_error() -> None:
    """Whatever happens within, also in a statement within another."""

    def fail() -> None:
        with collecting_by_hand():
            raise LookupError

    with collecting_by_hand():
        with pytest.raises(LookupError):
            fail()
        assert not gc.isenabled()
    assert gc.isenabled()
