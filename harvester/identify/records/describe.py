"""What a record says of its article, as a source record."""

from __future__ import annotations

from collections import defaultdict

from harvester.identify.fields import page_range, split_keywords
from harvester.identify.records.base import Entry
from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    PublicationType,
    RecordDate,
    SourceRecord,
    Text,
)
from harvester.xml import fold


def build_record(name: str, entry: Entry) -> SourceRecord | None:
    """Return what an entry says, values as printed; None where it says nothing.

    The names of fields are ``title journal short_journal issn publisher volume issue
    page first_page last_page date author group abstract keyword kind``. An ``author``
    is divided at its first comma into family and given name.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for field, printed in entry.fields:
        if text := fold(printed):
            values[field].append(text)
    if not values:
        return None
    one = {field: printed[0] for field, printed in values.items()}
    container = Container(
        title=one.get("journal"),
        short_titles=tuple(values.get("short_journal", ())),
        issns=tuple(dict.fromkeys(values.get("issn", ()))),
        publisher=one.get("publisher"),
    )
    abstract = one.get("abstract")
    return SourceRecord(
        source="document",
        source_id=name,
        title=Text(plain=one["title"]) if "title" in one else None,
        container=container if container != Container() else None,
        volume=one.get("volume"),
        issue=one.get("issue"),
        page=one.get("page") or page_range(one.get("first_page"), one.get("last_page")),
        dates=(RecordDate(kind="published", printed=one["date"]),)
        if "date" in one
        else (),
        contributors=tuple(
            _contributor(field, printed)
            for field, printed in entry.fields
            if field in {"author", "group"} and printed.strip()
        ),
        abstract=Abstract(sections=(AbstractSection(text=Text(plain=abstract)),))
        if abstract
        else None,
        keywords=split_keywords(values.get("keyword", ())),
        publication_types=tuple(
            PublicationType(name=name) for name in values.get("kind", ())
        ),
    )


def _contributor(field: str, printed: str) -> Contributor:
    text = " ".join(printed.split())
    family, comma, given = text.partition(",")
    if field == "author" and comma and family.strip() and given.strip():
        return Contributor(family=family.strip(), given=given.strip())
    return Contributor(literal=text)
