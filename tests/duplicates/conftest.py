"""Records made by hand, said in few words."""

from __future__ import annotations

import msgspec
import pytest

from harvester.identify.records import Entry, build_record
from harvester.model import Identifier, PublicationType, SourceRecord
from harvester.normalize.identifiers import normalize_identifier
from harvester.normalize.record import normalize_record


@pytest.fixture(scope="session")
def record():
    """Make a record of a title, "Family, Given; …", a journal and a place.

    The place is written as in a citation: ``2010;5(2):1-6``.
    """

    def make(title="", authors="", journal="", place="", **more) -> SourceRecord:
        year, _, rest = place.partition(";")
        numbering, _, page = rest.partition(":")
        volume, _, issue = numbering.partition("(")
        fields = [
            ("title", title),
            ("journal", journal),
            ("date", year),
            ("volume", volume),
            ("issue", issue.rstrip(")")),
            ("page", page),
            ("abstract", more.get("abstract", "")),
            *(("author", name) for name in authors.split("; ")),
        ]
        entry = Entry(fields=tuple(pair for pair in fields if pair[1]))
        built = build_record("made", entry) or SourceRecord(
            source="document", source_id="made"
        )
        return normalize_record(
            _with(
                built,
                [(s, more[s]) for s in ("doi", "pmid") if s in more],
                more.get("types", ()),
            )
        )

    return make


def _with(built, identifiers, types) -> SourceRecord:
    found = [normalize_identifier(scheme, value) for scheme, value in identifiers]
    assert all(isinstance(one, Identifier) for one in found)
    return msgspec.structs.replace(
        built,
        identifiers=tuple(found),
        publication_types=tuple(PublicationType(name=name) for name in types),
    )
