"""Made-up works to choose from."""

from __future__ import annotations

import pytest

from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    Identifier,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.normalize.record import normalize_record


@pytest.fixture
def work():
    """Make a record; what is not said is as in the first willow paper."""

    def make(number: int, **changed) -> SourceRecord:
        told = {
            "title": "Grafting of willow on oak in a cold climate",
            "authors": (("Alder", "AB"), ("Birch", "C")),
            "journal": "Archives of Trees",
            "short": "Arch Trees",
            "year": "2006",
            "volume": "141",
            "issue": "10",
            "page": "1000-4",
            "abstract": None,
            "doi": f"10.5555/tree.{number}",
        } | changed
        abstract = told["abstract"]
        identifiers = [Identifier(scheme="pmid", value=str(99000000 + number))]
        if told["doi"]:
            identifiers.append(Identifier(scheme="doi", value=told["doi"]))
        return normalize_record(
            SourceRecord(
                source="pubmed",
                source_id=str(99000000 + number),
                identifiers=tuple(identifiers),
                title=Text(plain=told["title"]) if told["title"] else None,
                contributors=tuple(
                    Contributor(family=family, initials=initials)
                    for family, initials in told["authors"]
                ),
                container=Container(
                    title=told["journal"], medline_abbreviation=told["short"]
                ),
                dates=(RecordDate(kind="issue", printed=told["year"]),),
                volume=told["volume"],
                issue=told["issue"],
                page=told["page"],
                abstract=Abstract(
                    sections=(AbstractSection(text=Text(plain=abstract)),)
                )
                if abstract
                else None,
            )
        )

    return make
