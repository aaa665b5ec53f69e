"""Batches of which a part fails."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import (
    BlockedError,
    IncompleteError,
    NotFoundError,
    ProtocolError,
    SourceError,
    TransientError,
)
from harvester.sources.batches import ask_in_parts
from harvester.wire import Payload, Request


class Service:
    """Answers every request but those that name a bad id; counts."""

    def __init__(self, bad=(), error=ProtocolError, omits=()) -> None:
        self.bad, self.error, self.omits = set(bad), error, set(omits)
        self.answered: set[str] = set()
        self.asked: list[tuple[str, ...]] = []

    def ask(self, ids):
        payload = yield Request(
            source="s", route="r", method="GET", url="u", asked=tuple(ids)
        )
        assert payload.request.asked == tuple(ids)
        return tuple(one for one in ids if one in self.omits and len(ids) > 1)

    def converse(self, ids) -> list[tuple[str, SourceError]]:
        """Run the flow to its end, as the client does."""
        flow = ask_in_parts("s", "x", ids, self.ask)
        try:
            request = next(flow)
            while True:
                self.asked.append(request.asked)
                if self.bad & set(request.asked):
                    request = flow.throw(self.error("no", source="s"))
                    continue
                self.answered |= set(request.asked) - self.omits
                request = flow.send(
                    Payload(
                        request=request, status=200, body=b"", content_type="",
                        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
                    )
                )  # fmt: skip
        except StopIteration:
            return []
        except IncompleteError as error:
            return list(error.failures)


IDS = tuple(str(n) for n in range(200))


def test_a_batch_that_succeeds_is_one_request():
    """Nothing is asked twice."""
    service = Service()
    assert service.converse(IDS) == []
    assert service.asked == [IDS]


@pytest.mark.parametrize("error", [ProtocolError, TransientError, NotFoundError])
@pytest.mark.parametrize("bad", ["0", "99", "100", "199"])
def test_one_bad_id_is_found_by_halving(bad, error):
    """Two requests for each halving; the 199 others are answered."""
    service = Service({bad}, error)
    ((name, why),) = service.converse(IDS)

    assert name == f"x:{bad}"
    assert isinstance(why, error)
    assert service.answered == set(IDS) - {bad}
    assert len(service.asked) <= 1 + 2 * math.ceil(math.log2(200))


@given(
    st.sets(st.sampled_from(IDS), max_size=200),
    st.sets(st.sampled_from(IDS), max_size=200),
    st.integers(1, 200),
)
def test_every_id_is_answered_or_named(bad, omitted, count):
    """Whatever fails: no id is lost, none is blamed for another, the work ends."""
    ids = IDS[:count]
    service = Service(bad, omits=omitted)
    failures = service.converse(ids)

    assert {name for name, _ in failures} == {f"x:{one}" for one in bad & set(ids)}
    assert len(failures) == len(bad & set(ids))
    alone = {asked[0] for asked in service.asked if len(asked) == 1}
    assert (omitted & set(ids)) - bad <= alone | service.answered
    assert service.answered == set(ids) - bad - omitted
    assert len(service.asked) <= 2 * len(ids) + 3


def test_a_block_ends_the_conversation():
    """No further request; all that is not answered is named."""
    service = Service({"3"}, BlockedError)
    failures = service.converse(IDS)

    assert len(service.asked) == 1
    assert len(failures) == 200


def test_what_is_left_out_is_asked_for_singly():
    """And only that."""
    service = Service(omits={"5", "7"})
    assert service.converse(IDS) == []
    assert service.asked == [IDS, ("5",), ("7",)]
