"""Many new articles at once: the rows that saving them one by one would leave.

It is for articles that one record makes and nothing in the library speaks of yet, as
a file of PubMed brings them by the ten thousands. What each article becomes is worked
out before (``build_addition``, which needs no library); here it only gets its numbers.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from harvester.changes import STATUS_OF, ChangeKind, Judgement
from harvester.link import build_reference_set
from harvester.model import (
    Article,
    Container,
    Finding,
    Key,
    SourceRecord,
    Value,
)
from harvester.store.added_people import add_people
from harvester.store.article_headings import HEADINGS, number_headings
from harvester.store.attach import add_citing, attach, attach_relations
from harvester.store.bylines import People, build_people
from harvester.store.counting import count_in
from harvester.store.encoding import fingerprint, timestamp, to_bytes, to_json
from harvester.store.findings import insert_findings
from harvester.store.history import log_changes
from harvester.store.journals import intern_journal
from harvester.store.learnt import Learnt, learn_keywords, learn_names
from harvester.store.parts import (
    build_identifiers,
    build_parts,
    describe_article,
    describe_further,
    learnable_names,
)
from harvester.store.places import Place, save_bodies
from harvester.store.reference_lists import (
    ReferenceList,
    add_reference_lists,
    build_reference_list,
)
from harvester.store.rows import Row, insert_rows, next_number
from harvester.store.schema import table_named
from harvester.store.schema.base import build_indexing
from harvester.store.short_records import read_record, shorten
from harvester.store.status import build_events, describe_status, examine

_TAKEN = """
    SELECT k.value ->> 0, k.value ->> 1 FROM json_each(:keys) k
    WHERE EXISTS (SELECT 1 FROM record_keys o
        WHERE o.scheme = k.value ->> 0 AND o.value = k.value ->> 1)
      OR EXISTS (SELECT 1 FROM identifiers o
        WHERE o.scheme = k.value ->> 0 AND o.value = k.value ->> 1)
      OR EXISTS (SELECT 1 FROM link_sets o
        WHERE o.owner_scheme = k.value ->> 0 AND o.owner_value = k.value ->> 1)
      OR EXISTS (SELECT 1 FROM corrections o
        WHERE o.scheme = k.value ->> 0 AND o.value = k.value ->> 1)
      OR EXISTS (SELECT 1 FROM lookups o WHERE o.source = :source
        AND o.scheme = k.value ->> 0 AND o.value = k.value ->> 1)
"""
_NAMED = f"""
    SELECT DISTINCT other_article_id FROM relations
    WHERE (article_id BETWEEN :first AND :last
      OR other_article_id BETWEEN :first AND :last)
      AND article_id <> other_article_id AND direction = 'of'
      AND tie IN {tuple(STATUS_OF)}
    ORDER BY 1
"""
_NOWHERE = (None, None)
_FIELDS = ("source", "source_id", "version", "content_hash", "json", "is_short")


class Addition(Value, frozen=True, kw_only=True):
    """An article that one record makes by itself, as rows that lack their numbers.

    Attributes:
        record: source, source_id, version, content_hash, json, is_short.
        keys: Its article keys, each once.
        columns: Of ``articles``.
        container: The journal or book.
        identifiers: scheme, value, validity, printed form.
        parts: Rows by table.
        people: Its contributors.
        terms: (ui, name) of descriptors and qualifiers, by table.
        keywords: Plain.
        events: Rows of ``editorial_events``.
        references: Its reference list, where the record has one.
        findings: What is odd about it.
        place: Where the record stands in a file.
    """

    record: Row
    keys: tuple[Key, ...]
    columns: dict[str, Any]
    container: Container | None
    identifiers: list[Row]
    parts: dict[str, list[Row]]
    people: People
    terms: dict[str, list[tuple[str, str]]]
    keywords: tuple[str, ...]
    events: list[Row]
    references: ReferenceList | None = None
    findings: tuple[Finding, ...] = ()
    place: Place | None = None

    def restore(self) -> SourceRecord:
        """Return the record that it was built from."""
        source, source_id, version, _, content, _ = self.record
        return read_record((source, source_id, version, content, self.columns["json"]))


def build_addition(  # noqa: PLR0913 - what an addition is made of
    record: SourceRecord,
    article: Article,
    *,
    citation: str,
    judgement: Judgement,
    findings: Iterable[Finding] = (),
    place: Place | None = None,
) -> Addition:
    """Return what is kept of an article that is new.

    Args:
        record: The one record that it was merged from.
        article: What came of it.
        citation: The article in one line.
        judgement: What has become of it, as far as the record says.
        findings: What is odd about it.
        place: Where the record stands in a file.
    """
    said = to_bytes(article)
    references = build_reference_set(record)
    described = {"citation": citation, **describe_article(article)}
    own = ((record.source, record),)
    return Addition(
        record=(
            *(record.source, record.source_id, record.version),
            *(fingerprint(to_bytes(record)), shorten(record, article), 1),
        ),
        keys=tuple(dict.fromkeys(record.article_keys)),
        columns={
            **described,
            **describe_further(article),
            "content_hash": fingerprint(to_bytes(described), said),
            "json": said.decode(),
            **describe_status(judgement),
        },
        container=article.container,
        identifiers=build_identifiers(article),
        parts={
            table: rows
            for table, rows in build_parts(article, lambda _: record.source).items()
            if rows
        },
        people=build_people(article, own),
        terms=learnable_names(article),
        keywords=tuple(keyword.text.plain for keyword in article.keywords),
        events=build_events(judgement),
        references=build_reference_list(references) if references else None,
        findings=tuple(findings),
        place=place,
    )


def find_taken(
    db: sqlite3.Connection, source: str, keys: Iterable[Key]
) -> frozenset[Key]:
    """Return those of ``keys`` that the library knows anything of.

    Args:
        db: The library.
        source: Whose records bear them; what it said to have no more counts, too.
        keys: (scheme, value).
    """
    given = {"source": source, "keys": to_json(list(keys))}
    return frozenset((scheme, value) for scheme, value in db.execute(_TAKEN, given))


def add_articles(  # noqa: PLR0913 - what a batch is kept with
    db: sqlite3.Connection,
    batch: Sequence[Addition],
    *,
    payload_id: int | None,
    run_id: int,
    now: datetime,
    learnt: Learnt | None = None,
) -> tuple[int, ...]:
    """Keep articles none of whose keys is taken, in the library or by one another.

    Args:
        db: The library.
        batch: The articles.
        payload_id: From what they were read.
        run_id: The run that does it.
        now: The clock.
        learnt: What was learnt from earlier batches within the transaction.

    Returns:
        The numbers of articles that a notice names, where either of the two is new:
        what is odd about them is to be looked at again.
    """
    if not batch:
        return ()
    first = next_number(db, "articles")
    numbers = range(first, first + len(batch))
    moment = timestamp(now)
    _add_rows(db, batch, numbers, moment, learnt or Learnt())
    _add_records(db, batch, numbers, payload_id, moment)
    add_people(db, [(n, one.people) for n, one in zip(numbers, batch, strict=True)])
    told = (moment, ChangeKind.ADDED, "article")
    insert_rows(
        db,
        "changes",
        [
            (run_id, number, number, *told, one.columns["citation"])
            for number, one in zip(numbers, batch, strict=True)
        ],
        (
            *("run_id", "article_id", "known_as", "changed_at", "kind", "field"),
            "new_value",
        ),
    )
    pairs = zip(numbers, batch, strict=True)
    lists = [(number, one.references) for number, one in pairs if one.references]
    tie = add_reference_lists(db, lists, run_id, now)
    insert_findings(db, [found for one in batch for found in one.findings], now)
    keys = [(row[0], row[1]) for one in batch for row in one.identifiers]
    add_citing(db, tie, numbers, attach(db, keys, before=tie))
    attach_relations(db, numbers[0], numbers[-1])
    count_in(db, numbers[0], numbers[-1])
    return _examine(db, numbers, run_id, now)


def _add_rows(
    db: sqlite3.Connection,
    batch: Sequence[Addition],
    numbers: Sequence[int],
    moment: str,
    learnt: Learnt,
) -> None:
    """Keep the articles themselves and the rows of their parts."""
    journals: dict[Container | None, int | None] = {}
    for one in batch:
        if one.container not in journals:
            journals[one.container] = intern_journal(db, one.container)
    columns = ("id", "journal_id", "first_seen_at", "updated_at", *batch[0].columns)
    insert_rows(
        db,
        "articles",
        [
            (number, journals[one.container], moment, moment, *one.columns.values())
            for number, one in zip(numbers, batch, strict=True)
        ],
        columns,
    )
    db.execute(build_indexing(table_named("articles")), (numbers[0], numbers[-1]))
    for table in batch[0].terms:
        names = dict.fromkeys(name for one in batch for name in one.terms[table])
        learn_names(db, table, names, learnt.names[table])
    learn_keywords(db, dict.fromkeys(word for one in batch for word in one.keywords))
    insert_rows(
        db,
        "identifiers",
        [
            (scheme, value, number, *rest)
            for number, one in zip(numbers, batch, strict=True)
            for scheme, value, *rest in one.identifiers
        ],
    )
    rows: dict[str, list[Row]] = defaultdict(list)
    for number, one in zip(numbers, batch, strict=True):
        for table, entries in one.parts.items():
            rows[table] += [(number, *entry) for entry in entries]
        rows["editorial_events"] += [(number, *event) for event in one.events]
    rows[HEADINGS] = number_headings(db, rows[HEADINGS], learnt.numbers)
    for table, entries in rows.items():
        insert_rows(db, table, entries)


def _add_records(
    db: sqlite3.Connection,
    batch: Sequence[Addition],
    numbers: Sequence[int],
    payload_id: int | None,
    moment: str,
) -> None:
    """Keep the records, the keys that they are found by, and where they stand."""
    first = next_number(db, "records")
    records = list(zip(range(first, first + len(batch)), batch, strict=True))
    insert_rows(
        db,
        "records",
        [
            (
                *(record_id, number, payload_id, moment, moment),
                *((place.offset, place.length) if (place := one.place) else _NOWHERE),
                *one.record,
            )
            for number, (record_id, one) in zip(numbers, records, strict=True)
        ],
        (
            *("id", "article_id", "payload_id", "first_seen_at", "updated_at"),
            *("payload_offset", "payload_length", *_FIELDS),
        ),
    )
    save_bodies(db, [(number, one.place) for number, one in records if one.place])
    insert_rows(
        db,
        "record_keys",
        [(*key, number) for number, one in records for key in one.keys],
    )


def _examine(
    db: sqlite3.Connection, numbers: Sequence[int], run_id: int | None, now: datetime
) -> tuple[int, ...]:
    """Judge again whom notices name: those that are new, and those that were here."""
    given = {"first": numbers[0], "last": numbers[-1]}
    named = [number for (number,) in db.execute(_NAMED, given)]
    for number in named:
        judged = examine(db, number)
        if judged and number < numbers[0]:
            log_changes(db, number, [judged], run_id, now)
    return tuple(named)
