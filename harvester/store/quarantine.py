"""Identities in doubt: kept with their evidence until they agree or are decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from harvester.model import Article, Key, SourceRecord, Value
from harvester.reconcile import Doubt, Name, Pair
from harvester.store.encoding import lines, timestamp, to_json
from harvester.store.short_records import RECORD, read_record


class CaseState(StrEnum):
    """How a case stands."""

    OPEN = "open"
    JOINED = "joined"
    """A person decided that the two records are of one work."""
    APART = "apart"
    """A person decided that they are of two."""
    GONE = "gone"
    """It resolved itself: they came to agree, or nothing ties them any more."""


class Case(Value, frozen=True, kw_only=True):
    """A doubt, and what became of it.

    Attributes:
        number: By which it is settled.
        doubt: What was noticed last.
        state: How it stands.
        first_seen_at: When it was first noticed (UTC, ISO 8601).
        decided_at: When it was decided, or resolved itself.
        why: The person's reason, or how it resolved itself.
        records: The two records, as they are now, in the order of the doubt's pair.
    """

    number: int
    doubt: Doubt
    state: CaseState
    first_seen_at: str
    decided_at: str | None = None
    why: str | None = None
    records: tuple[SourceRecord, ...] = ()


_PAIR = "source, source_id, other_source, other_source_id"
_COLUMNS = (
    f"id, {_PAIR}, scheme, value, agreeing, differing, reason, state, first_seen_at, "
    "decided_at, why"
)
_ABOUT = """
    (source, source_id) IN (SELECT json_extract(value, '$[0]'),
      json_extract(value, '$[1]') FROM json_each(:names))
    OR (other_source, other_source_id) IN (SELECT json_extract(value, '$[0]'),
      json_extract(value, '$[1]') FROM json_each(:names))
"""
_AGREE = "The two records agree now, and were joined."
_UNTIED = "No identifier ties the two records any more."
_PLACED = "Another decision says where the record belongs."


class Quarantine:
    """The identities in doubt of a library; to be written to within a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def settled(self, records: Iterable[SourceRecord]) -> Mapping[Pair, bool]:
        """Return what a person decided of ``records`` and others: one work, or two."""
        return {
            case.doubt.pair: case.state is CaseState.JOINED
            for case in self._about(map(_name, records))
            if case.state in {CaseState.JOINED, CaseState.APART}
        }

    def keep(
        self,
        records: Sequence[SourceRecord],
        articles: Iterable[Article],
        doubts: Iterable[Doubt],
        now: datetime,
    ) -> None:
        """Keep the doubts about ``records``; what is no doubt any more is closed.

        Args:
            records: All that were reconciled together.
            articles: What they were merged into.
            doubts: What came of it.
            now: The clock.
        """
        found = {doubt.pair: doubt for doubt in doubts}
        names = [*map(_name, records), *(name for pair in found for name in pair)]
        known = {case.doubt.pair: case for case in self._about(names)}
        for pair, doubt in found.items():
            case = known.get(pair)
            if not (case and case.state is CaseState.OPEN and case.doubt == doubt):
                self._write(doubt, now)
        homes = {name: at for at, one in enumerate(articles) for name in one.sources}
        for pair, case in known.items():
            if case.state is CaseState.OPEN and pair not in found:
                is_joined = homes.get(pair[0], -1) == homes.get(pair[1], -2)
                why = _AGREE if is_joined else _resolution(records, pair)
                self._decide(case, CaseState.GONE, why, now)

    def settle(
        self, number: int, state: CaseState, why: str | None, now: datetime
    ) -> Case | None:
        """Keep what a person decided of a case; ``OPEN`` takes a decision back.

        The reason given with the same decision stays where ``why`` is None.

        Returns:
            The case as it was before; None where there is none of that number.
        """
        cases = self._load("WHERE id = :number", {"number": number})
        for case in cases:
            kept = case.why if case.state is state else None
            self._decide(case, state, why or kept, now)
        return self._with_records(cases)[0] if cases else None

    def cases(
        self, states: Collection[CaseState], *, first: int = 0, limit: int = -1
    ) -> tuple[Case, ...]:
        """Return the cases of these states with their records, by number.

        Args:
            states: How they stand.
            first: The lowest number.
            limit: How many at most; -1: all.
        """
        where = (
            "WHERE state IN (SELECT value FROM json_each(:states)) AND id >= :first "
            "ORDER BY id LIMIT :limit"
        )
        given = {"states": to_json(sorted(states)), "first": first, "limit": limit}
        return self._with_records(self._load(where, given))

    def cases_of(self, article_id: int) -> tuple[Case, ...]:
        """Return the open cases that a record of an article is in, by number."""
        own = "SELECT source, source_id FROM records WHERE article_id = :article"
        where = (
            f"WHERE state = 'open' AND ((source, source_id) IN ({own}) "
            f"OR (other_source, other_source_id) IN ({own})) ORDER BY id"
        )
        return self._with_records(self._load(where, {"article": article_id}))

    def _write(self, doubt: Doubt, now: datetime) -> None:
        self._db.execute(
            f"INSERT INTO quarantine ({_PAIR}, scheme, value, agreeing, differing, "
            "reason, state, first_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            f"ON CONFLICT ({_PAIR}) DO UPDATE SET scheme = excluded.scheme, "
            "value = excluded.value, agreeing = excluded.agreeing, "
            "differing = excluded.differing, reason = excluded.reason, "
            "state = excluded.state, decided_at = NULL, why = NULL",
            (
                *(*doubt.pair[0], *doubt.pair[1], *doubt.key),
                *(lines(doubt.agreeing), lines(doubt.differing)),
                *(doubt.reason, CaseState.OPEN, timestamp(now)),
            ),
        )

    def _decide(
        self, case: Case, state: CaseState, why: str | None, now: datetime
    ) -> None:
        decided_at = None if state is CaseState.OPEN else timestamp(now)
        self._db.execute(
            "UPDATE quarantine SET state = ?, decided_at = ?, why = ? WHERE id = ?",
            (state, decided_at, why, case.number),
        )

    def _about(self, names: Iterable[Name]) -> list[Case]:
        """Return the cases that one of the records named is in."""
        return self._load(f"WHERE {_ABOUT}", {"names": to_json(list(names))})

    def _load(self, where: str, values: Mapping[str, object]) -> list[Case]:
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM quarantine {where}", values)
        return [_case(row) for row in rows.fetchall()]

    def _with_records(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        return tuple(
            msgspec.structs.replace(
                case,
                records=tuple(
                    read_record(row)
                    for name in case.doubt.pair
                    for row in self._db.execute(
                        f"SELECT {RECORD} FROM records r "
                        "WHERE r.source = ? AND r.source_id = ?",
                        name,
                    )
                ),
            )
            for case in cases
        )


def _name(record: SourceRecord) -> Name:
    return (record.source, record.source_id)


def _resolution(records: Iterable[SourceRecord], pair: Pair) -> str:
    """Return how a doubt about two records that are not joined was resolved."""
    keys = [set(record.article_keys) for record in records if _name(record) in pair]
    return _PLACED if len(keys) == len(pair) and keys[0] & keys[1] else _UNTIED


def _case(row: Sequence[str]) -> Case:
    number, one, one_id, other, other_id, scheme, value, *rest = row
    agreeing, differing, reason, state, first_seen_at, decided_at, why = rest
    key: Key = (scheme, value)
    return Case(
        number=int(number),
        doubt=Doubt(
            pair=((one, one_id), (other, other_id)),
            key=key,
            agreeing=tuple((agreeing or "").splitlines()),
            differing=tuple((differing or "").splitlines()),
            reason=reason,
        ),
        state=CaseState(state),
        first_seen_at=first_seen_at,
        decided_at=decided_at,
        why=why,
    )
