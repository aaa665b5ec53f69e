"""Made-up records of a journal's issue, as different sources print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harvester.model import (
    Container,
    Contributor,
    Identifier,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record

TITLE = "Recurrence of hepatic adenoma after resection"


def paper(
    source: str,
    *ids: str,
    title: str | None = TITLE,
    authors: Sequence[str] = ("Musunuru S", "Chen H"),
    journal: str | None = "Annals of Made-up Surgery",
    issn: str | None = "1234-5679",
    year: str | None = "2006",
    volume: str | None = "141",
    page: str | None = "1000-4",
    **fields: Any,
) -> SourceRecord:
    """Return a record; its key is its first identifier (``scheme:value``).

    A name with a space is family name and initials, any other one a group.
    """
    pairs = [name.partition(":") for name in ids]
    identifiers = tuple(Identifier(scheme=s, value=v) for s, _, v in pairs)
    people = [name.rpartition(" ") for name in authors]
    return normalize_record(
        SourceRecord(
            source=source,
            source_id=identifiers[0].value,
            identifiers=identifiers,
            title=Text(plain=title) if title else None,
            contributors=tuple(
                Contributor(family=family, initials=initials)
                if family
                else Contributor(literal=initials)
                for family, _, initials in people
            ),
            container=(
                Container(title=journal, issn_print=issn) if journal or issn else None
            ),
            volume=volume,
            page=page,
            dates=(RecordDate(kind="issue", printed=year),) if year else (),
            **fields,
        )
    )


def bare(source: str, *ids: str) -> SourceRecord:
    """Return a record of identifiers alone, as a converter gives it."""
    return paper(
        source,
        *ids,
        title=None,
        authors=(),
        journal=None,
        issn=None,
        year=None,
        volume=None,
        page=None,
    )
