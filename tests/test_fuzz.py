"""Whatever comes in, what goes wrong is one of our errors."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.fuzzing import READERS, fuzz, seeds


def test_good_input_is_read() -> None:
    """What is spoiled is read without complaint while whole; every reader has some."""
    for name, body in seeds():
        READERS[name](body)

    assert {name for name, _ in seeds()} == READERS.keys()


@pytest.mark.parametrize("seed", range(4))
def test_spoiled_input_is_refused_by_one_of_our_errors(seed: int) -> None:
    """No reader fails in a way that nobody thought of."""
    found = [
        (name, repr(problem), body[:200])
        for name, body, problem in islice(fuzz(seed), 1500)
        if problem is not None
    ]

    assert found == []
