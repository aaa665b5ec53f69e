"""The contributors of many new articles at once.

The rows that ``people.save_people`` would leave, an article at a time; see ``adding``.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from harvester.store.bylines import People
from harvester.store.people import choose_name, count_people, find_authors
from harvester.store.rows import Row, insert_rows, next_number


def add_people(db: sqlite3.Connection, bylines: Sequence[tuple[int, People]]) -> None:
    """Keep the contributors, each with its author; who has none gets one.

    Args:
        db: The library.
        bylines: The numbers of the articles, which have none yet, and their people.
    """
    authors: dict[str, Row] = {}
    works: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    folded: dict[tuple[str, str], str | None] = {}
    for _, people in bylines:
        authors |= {k: a for k, a in people.authors.items() if k not in authors}
        works.update(people.authors.keys())
        for key, name, name_key in people.names:
            if key and name:
                forms[key][name] += 1
                folded.setdefault((key, name), name_key)
    known = find_authors(db, authors)
    new = [key for key in authors if key not in known]
    fresh = dict(zip(new, range(next_number(db, "authors"), 2**63), strict=False))
    chosen = {key: choose_name(forms[key]) for key in new}
    insert_rows(
        db,
        "authors",
        [
            (
                *(fresh[key], key, *authors[key][:2], name),
                *(folded.get((key, name or "")), works[key]),
            )
            for key, name in chosen.items()
        ],
        ("id", "key", "kind", "orcid", "name", "name_key", "work_count"),
    )
    ids = known | fresh
    _add_bylines(db, bylines, ids)
    names = {
        (ids[key], name, folded[key, name]): count
        for key, counts in forms.items()
        for name, count in counts.items()
    }
    born = set(fresh.values())
    insert_rows(
        db,
        "author_names",
        [(*form, count) for form, count in names.items() if form[0] in born],
    )
    count_people(
        db,
        {form: count for form, count in names.items() if form[0] not in born},
        {number: works[key] for key, number in known.items()},
    )


def _add_bylines(
    db: sqlite3.Connection,
    bylines: Sequence[tuple[int, People]],
    authors: Mapping[str, int],
) -> None:
    """Keep who stands in the bylines of articles, where, and who says so.

    Args:
        db: The library.
        bylines: The numbers of the articles, and their people.
        authors: The numbers of authors by key.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for number, people in bylines:
        for table, entries in people.number(authors).items():
            rows[table] += [(number, *entry) for entry in entries]
    for table, entries in rows.items():
        insert_rows(db, table, entries)
