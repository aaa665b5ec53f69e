"""Asking what changed in whole journals."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from urllib.parse import urlencode

import pytest

from harvester.errors import (
    BlockedError,
    ProtocolError,
    SourceError,
    TransientError,
)
from harvester.sources.base import ChangeSource, Inquiry, JournalChangeSource
from harvester.sources.crossref import CROSSREF
from harvester.sources.pubmed import PUBMED
from harvester.wire import Request
from tests.sources.replies import reply

DAY = date(2026, 11, 2)
ISSN = "1234-5679"
HELD = {f"10.5555/{number}": (ISSN,) for number in range(1_000)}
"""A thousand DOIs of one journal: twenty lists, or at most ten pages."""


def page(dois: Iterable[str], total: int, cursor: str | None = "next") -> str:
    items = [{"DOI": doi} for doi in dois]
    message = {"total-results": total, "items": items, "next-cursor": cursor}
    return json.dumps({"status": "ok", "message": message})


def made_up(count: int) -> list[str]:
    """Return DOIs that are nobody's."""
    return [f"10.5555/other.{number}" for number in range(count)]


def converse(inquiry: Inquiry, *replies: str | SourceError) -> list[Request]:
    """Return the requests of an inquiry; lists get an empty answer at the end."""
    request = next(inquiry.flow)
    requests = [request]
    given = iter(replies)
    with suppress(StopIteration):
        while True:
            answer = next(given, "{}")
            if isinstance(answer, str):
                request = inquiry.flow.send(reply(request, answer))
            else:
                request = inquiry.flow.throw(answer)
            requests.append(request)
    return requests


def is_page(request: Request) -> bool:
    return "cursor" in dict(request.params)


def test_who_knows_journals() -> None:
    """Crossref; PubMed tells changes record by record."""
    assert isinstance(CROSSREF, JournalChangeSource)
    assert isinstance(PUBMED, ChangeSource)
    assert not isinstance(PUBMED, JournalChangeSource)


def test_one_page_stands_for_twenty_lists() -> None:
    """A journal and a day are asked for, and as little as can be of a thousand."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)
    named = ["10.5555/7", "10.5555/OTHER"]
    (request,) = converse(inquiry, page(named, total=2))

    assert dict(request.params) == {
        "filter": "issn:1234-5679,from-index-date:2026-11-02",
        "rows": "1000",
        "select": "DOI,indexed,deposited",
        "cursor": "*",
    }
    assert (request.route, request.asked) == ("list", ())
    told = CROSSREF.parse_changed(reply(request, page(named, total=2)))
    assert sorted(told.changed) == ["10.5555/7", "10.5555/other"]
    assert told.unchanged == ()


def test_its_price_is_told_beforehand() -> None:
    """The page, and the twenty lists that it may lead to."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)

    assert inquiry.routes == ("list",) * 21
    assert inquiry.is_most
    assert sorted(inquiry.ids) == sorted(HELD)


def test_pages_follow_the_cursor_to_the_last_one() -> None:
    """A page with less than a thousand is the last."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)
    whole, rest = page(made_up(1_000), 1_500, "c1"), page(made_up(500), 1_500, "c2")

    first, second = converse(inquiry, whole, rest)

    assert [dict(r.params)["cursor"] for r in (first, second)] == ["*", "c1"]
    assert first.params[0] == second.params[0]


@pytest.mark.parametrize(
    "first",
    [
        page(made_up(1_000), total=10_001),
        page(made_up(20), total=1_500),
        page(made_up(1_000), total=1_500, cursor=None),
        '{"status":"ok","message":{"items":[]}}',
        ProtocolError("there is no such filter", source="crossref"),
        TransientError("the answer took too long", source="crossref"),
    ],
    ids=["too many", "short pages", "no cursor", "no number", "refused", "slow"],
)
def test_what_pages_do_not_tell_is_asked_in_lists(first: str | SourceError) -> None:
    """More than ten pages, and whatever else is in the way."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)

    opening, *others = converse(inquiry, first)

    assert is_page(opening)
    assert [len(r.asked) for r in others] == [50] * 20
    assert not any(map(is_page, others))


def test_pages_that_never_end_are_left() -> None:
    """The service said that there are few, and goes on: ten pages, then lists."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)
    endless = [page(made_up(1_000), total=9_000)] * 10

    requests = converse(inquiry, *endless)

    assert [is_page(r) for r in requests] == [True] * 10 + [False] * 20


def test_a_block_ends_it() -> None:
    """Nothing more is asked of a service that wants to be left alone."""
    (inquiry,) = CROSSREF.changed_in_journals(HELD, DAY)

    with pytest.raises(BlockedError):
        converse(inquiry, BlockedError("blocked", source="crossref"))


def test_few_dois_and_those_without_a_journal_are_not_asked_so() -> None:
    """Nine lists are sent as they are; an ISSN that is none would spoil the filter."""
    few = dict(list(HELD.items())[:450])
    none = dict.fromkeys(HELD, ("1234-5678, 9999", "0028"))

    assert CROSSREF.changed_in_journals(few, DAY) == ()
    assert CROSSREF.changed_in_journals(dict.fromkeys(HELD, ()), DAY) == ()
    assert CROSSREF.changed_in_journals(none, DAY) == ()


def test_a_journal_is_asked_by_the_number_that_most_share() -> None:
    """Print and online together are one journal; the largest journals come first."""
    held = {
        **{f"10.5555/a.{n}": ("1111-1119", "2222-2220") for n in range(400)},
        **{f"10.5555/b.{n}": ("2222-2220",) for n in range(100)},
        **{f"10.5555/c.{n}": ("3333-333X",) for n in range(600)},
    }
    (inquiry,) = CROSSREF.changed_in_journals(held, DAY)

    assert dict(next(inquiry.flow).params)["filter"] == (
        "issn:3333-333X,issn:2222-2220,from-index-date:2026-11-02"
    )


def test_every_address_fits_its_line() -> None:
    """1,000 journals: some groups, each with room for a long cursor."""
    held = {
        f"10.5555/{issn}.{number}": (f"{issn:04}-0000",)
        for issn in range(1_000)
        for number in range(10)
    }
    inquiries = CROSSREF.changed_in_journals(held, DAY)
    cursor = "x" * 600

    assert sum(len(inquiry.ids) for inquiry in inquiries) == 10_000
    assert len(inquiries) == 7
    for inquiry in inquiries:
        _, second = converse(inquiry, page(made_up(1_000), 1_000, cursor), page([], 0))
        assert len("/works?" + urlencode(second.params)) <= 3_500
