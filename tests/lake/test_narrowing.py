"""What a query tells of years and identifiers."""

from __future__ import annotations

import pytest

from harvester.lake.narrowing import Narrowing, build_narrowing
from harvester.reconcile import YearRule
from harvester.search import parse_query

A, B = ("pmid", "99000001"), ("doi", "10.5555/a")


@pytest.mark.parametrize(
    ("typed", "narrowing"),
    [
        ("year:2020- mesh:Liver", Narrowing(first_year=2020)),
        ("year:2010-2020 year:2015-", Narrowing(first_year=2015, last_year=2020)),
        ("year:-2020 liver", Narrowing(last_year=2020)),
        ("year:2020- OR liver", Narrowing()),
        ("-year:2020 -pmid:99000001", Narrowing()),
        ("liver", Narrowing()),
        ("pmid:99000001", Narrowing(keys=frozenset({A}))),
        ("pmid:99000001 OR doi:10.5555/A", Narrowing(keys=frozenset({A, B}))),
        (
            "(pmid:99000001 OR doi:10.5555/a) pmid:99000001",
            Narrowing(keys=frozenset({A})),
        ),
        ("pmid:99000001 OR liver", Narrowing()),
        ("pmid:99000001 doi:10.5555/a", Narrowing(keys=frozenset({A}))),
    ],
)
def test_only_what_must_be_met_narrows(typed: str, narrowing: Narrowing) -> None:
    """Years and identifiers at the top; never what is excluded or one of others."""
    assert build_narrowing(parse_query(typed)) == narrowing


def test_years_are_those_of_the_issue() -> None:
    """Who cites by the day online finds years by reading the records."""
    query = parse_query("year:2020- pmid:99000001")

    narrowing = build_narrowing(query, YearRule.ONLINE)

    assert narrowing == Narrowing(keys=frozenset({A}))
