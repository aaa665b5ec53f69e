"""NLM's list of serials: since when each journal is published."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime

from harvester.errors import DocumentError
from harvester.model import Value
from harvester.store.encoding import timestamp, to_json
from harvester.vocabulary import Serial

_ISSNS = ("issn_print", "issn_electronic", "issn_linking")
_COLUMNS = (
    *("nlm_id", "title", "medline_abbreviation"),
    *_ISSNS,
    *("first_year", "last_year"),
)
_SAVE = f"""
    INSERT INTO serials ({", ".join(_COLUMNS)}, file, loaded_at)
    VALUES ({", ".join("?" * len(_COLUMNS))}, ?, ?)
    ON CONFLICT (nlm_id) DO UPDATE SET
    {", ".join(f"{c} = excluded.{c}" for c in (*_COLUMNS[1:], "file", "loaded_at"))}
    WHERE ({", ".join(_COLUMNS)})
    IS NOT ({", ".join(f"excluded.{c}" for c in _COLUMNS)})
"""
_YEARS = " UNION ALL ".join(
    f"SELECT {name} AS key, first_year FROM serials WHERE {name} IS NOT NULL"
    for name in ("nlm_id", *_ISSNS)
)
_EARLY = """
    SELECT a.id FROM journals j
    JOIN serials s ON s.nlm_id = j.nlm_id
    JOIN articles a ON a.journal_id = j.id AND a.year < s.first_year
    UNION
    SELECT a.id FROM journals j
    JOIN journal_keys k ON k.journal_id = j.id AND k.scheme = 'issn'
    JOIN serials s ON s.issn_print = k.value OR s.issn_electronic = k.value
      OR s.issn_linking = k.value
    JOIN articles a ON a.journal_id = j.id AND a.year < s.first_year
    WHERE j.nlm_id IS NULL
    UNION
    SELECT article_id FROM findings
    WHERE code = ? AND resolved_at IS NULL AND article_id IS NOT NULL
    ORDER BY 1
"""


class LoadedSerials(Value, frozen=True, kw_only=True):
    """What loading a list of serials did.

    Attributes:
        serial_count: Journals that were read.
        year_count: Those of them whose first year is known.
        problem: Why the list was not read to its end; those before are kept.
    """

    serial_count: int
    year_count: int
    problem: str | None = None


def save_serials(
    db: sqlite3.Connection, serials: Iterable[Serial], *, file: str, now: datetime
) -> LoadedSerials:
    """Keep a list of serials; see ``Library.save_serials``."""
    count = with_year = 0
    problem = None
    try:
        for serial in serials:
            values = (getattr(serial, name) for name in _COLUMNS)
            db.execute(_SAVE, (*values, file, timestamp(now)))
            count += 1
            with_year += serial.first_year is not None
    except DocumentError as error:
        if not count:
            raise
        problem = str(error)
    return LoadedSerials(serial_count=count, year_count=with_year, problem=problem)


def load_first_years(
    db: sqlite3.Connection, keys: Collection[str] | None = None
) -> dict[str, int]:
    """Return first years by NLM ID and ISSN; see ``Library.load_first_years``."""
    where = "" if keys is None else "AND key IN (SELECT value FROM json_each(?))"
    given = () if keys is None else (to_json(sorted(keys)),)
    rows = db.execute(
        f"SELECT key, min(first_year) FROM ({_YEARS}) "
        f"WHERE first_year IS NOT NULL {where} GROUP BY key",
        given,
    )
    return dict(rows.fetchall())


def find_early(db: sqlite3.Connection, code: str) -> list[int]:
    """Return the articles that a new list may concern; see ``Library.find_early``."""
    return [number for (number,) in db.execute(_EARLY, (code,))]
