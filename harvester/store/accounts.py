"""Who said what of the fields of an article, and whom we believed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from harvester.model import Article, Origin, Rejected, Value
from harvester.reconcile import print_value
from harvester.store import articles, corrections, payloads

_Readings = Mapping[tuple[str, str], payloads.Reading]


class Against(Value, frozen=True, kw_only=True):
    """A value that was not taken.

    Attributes:
        source, source_id: Whose it is.
        value: As it is shown to people.
        kind: How far it is from the one taken: ``formatting``, ``precision``, ``real``.
        payload_id, fetched_at: The reply it was read from, and when that last came.
    """

    source: str
    source_id: str
    value: str
    kind: str | None = None
    payload_id: int | None
    fetched_at: str | None


class Account(Value, frozen=True, kw_only=True):
    """Who said what of one field.

    Attributes:
        field: Its name.
        source, source_id: Whose value was taken (``user``: a correction); None where
            nobody gives one.
        rule: The rule that chose it.
        agreeing: Other sources that say the same.
        rejected: The values that were not taken, in the order of the policy.
        payload_id, fetched_at: The reply it was read from, and when that last came.
        value: The value; None where there is none.
        shown: The same for people.
        why: The reason that a person gave for a correction.
    """

    field: str
    source: str | None
    source_id: str | None
    rule: str | None
    agreeing: tuple[str, ...] = ()
    rejected: tuple[Against, ...]
    payload_id: int | None
    fetched_at: str | None
    value: Any
    shown: str
    why: str | None


def load_accounts(db: sqlite3.Connection, article_id: int) -> dict[str, Account]:
    """Return who said what of every field that has an origin, by field.

    Raises:
        KeyError: There is no such article.
    """
    article = articles.load_article(db, article_id)
    readings = payloads.load_readings(db, article_id)
    reasons = {
        (kept.correction.field, kept.correction.set_at): kept.correction.why
        for kept in corrections.list_corrections(db, article_id)
    }
    return {
        origin.field: _account(
            article, origin, readings, reasons.get((origin.field, origin.source_id))
        )
        for origin in article.origins
    }


def no_account(field: str) -> Account:
    """Return the account of a field that nobody gives: all is None."""
    return Account(
        field=field,
        source=None,
        source_id=None,
        rule=None,
        rejected=(),
        payload_id=None,
        fetched_at=None,
        value=None,
        shown="(none)",
        why=None,
    )


def _account(
    article: Article, origin: Origin, readings: _Readings, why: str | None
) -> Account:
    value = getattr(article, origin.field)
    reading = readings.get((origin.source, origin.source_id))
    return Account(
        field=origin.field,
        source=origin.source,
        source_id=origin.source_id,
        rule=origin.rule,
        agreeing=origin.agreeing,
        rejected=tuple(_against(one, readings) for one in origin.rejected),
        payload_id=reading.payload_id if reading else None,
        fetched_at=reading.fetched_at if reading else None,
        value=None if value == () else value,
        shown="(none)" if value is None else print_value(value),
        why=why,
    )


def _against(rejected: Rejected, readings: _Readings) -> Against:
    reading = readings.get((rejected.source, rejected.source_id))
    return Against(
        source=rejected.source,
        source_id=rejected.source_id,
        value=rejected.value,
        kind=rejected.kind,
        payload_id=reading.payload_id if reading else None,
        fetched_at=reading.fetched_at if reading else None,
    )
