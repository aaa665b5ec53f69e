"""The reference lists that come with many new articles at once.

The rows that ``links.save_link_set`` would leave, a list at a time; see ``adding``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from harvester.model import Key, LinkKind, LinkSet, Value
from harvester.store.attach import BEARER
from harvester.store.encoding import timestamp
from harvester.store.links import find_words, tell_apart
from harvester.store.rows import Row, insert_rows, next_number

_BEARER = BEARER.format(scheme="cited_scheme", value="cited_value")
_FIND_CITED = f"""
    UPDATE citations SET cited_article_id = {_BEARER}
    WHERE id >= ? AND {_BEARER} IS NOT NULL
"""


class ReferenceList(Value, frozen=True, kw_only=True):
    """A reference list as rows that lack their numbers.

    Attributes:
        owner: The identifier of the citing work.
        provider: Who says so.
        state: How much of the list there is.
        count: How many entries the provider says that there are.
        reason: Why there are fewer.
        ties: cited_scheme, cited_value, citation in words, rank; each work once.
    """

    owner: Key
    provider: str
    state: str
    count: int
    reason: str | None
    ties: list[Row]


def build_reference_list(link_set: LinkSet) -> ReferenceList:
    """Return a list of references as rows."""
    links = {key: k for k in reversed(link_set.links) if (key := tell_apart(k))}
    count = link_set.expected_count
    return ReferenceList(
        owner=link_set.owner,
        provider=link_set.provider,
        state=link_set.state,
        count=len(link_set.links) if count is None else count,
        reason=link_set.reason,
        ties=[
            (*(k.target or (None, None)), find_words(link_set, k), k.rank)
            for k in reversed(links.values())
        ],
    )


def add_reference_lists(
    db: sqlite3.Connection,
    lists: Sequence[tuple[int, ReferenceList]],
    run_id: int,
    now: datetime,
) -> int:
    """Keep the lists of articles that had none.

    Args:
        db: The library.
        lists: Each with the number of its article.
        run_id: The run that found them.
        now: The clock.

    Returns:
        The number of the first citation, or of the next one if there is none.
    """
    _add_sets(db, lists, run_id, timestamp(now))
    return _add_ties(db, lists, timestamp(now))


def _add_sets(
    db: sqlite3.Connection,
    lists: Sequence[tuple[int, ReferenceList]],
    run_id: int,
    moment: str,
) -> None:
    """Keep that there are lists, and how far they are known."""
    first = next_number(db, "link_sets")
    insert_rows(
        db,
        "link_sets",
        [
            (
                *(first + place, number, *one.owner, LinkKind.REFERENCES),
                *(one.provider, one.state, one.count, one.reason, moment),
            )
            for place, (number, one) in enumerate(lists)
        ],
        (
            *("id", "article_id", "owner_scheme", "owner_value", "kind", "provider"),
            *("state", "expected_count", "reason", "first_seen_at"),
        ),
    )
    insert_rows(
        db,
        "run_link_sets",
        [
            (run_id, first + place, moment, one.state, one.reason)
            for place, (_, one) in enumerate(lists)
        ],
        ("run_id", "link_set_id", "checked_at", "state", "reason"),
    )
    insert_rows(
        db,
        "link_counts",
        [
            (first + place, moment, run_id, one.count)
            for place, (_, one) in enumerate(lists)
        ],
        ("link_set_id", "checked_at", "run_id", "count"),
    )


def _add_ties(
    db: sqlite3.Connection, lists: Sequence[tuple[int, ReferenceList]], moment: str
) -> int:
    """Keep who cites whom; return the number of the first citation."""
    first = next_number(db, "citations")
    insert_rows(
        db,
        "citations",
        [
            (*one.owner, number, one.provider, moment, *tie)
            for number, one in lists
            for tie in one.ties
        ],
        (
            *("citing_scheme", "citing_value", "citing_article_id", "provider"),
            *("first_seen_at", "cited_scheme", "cited_value", "citation"),
            "reference_rank",
        ),
    )
    db.execute(_FIND_CITED, (first,))
    return first
