"""What a document prints of its article, value by value, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from harvester.identify.head import STATED
from harvester.identify.headings import heading_key
from harvester.identify.page import Page, clean
from harvester.model import Container, Contributor, DocumentValue, SourceRecord

_LABELS = {
    "title": ("title",),
    "journal": ("journal", "published in", "source", "publication", "journal title"),
    "publisher": ("publisher",),
    "issn": ("issn", "international standard serial number (issn)"),
    "volume": ("volume", "vol"),
    "issue": ("issue", "number", "no"),
    "pages": ("pages", "page", "start page", "pagination", "pp"),
    "article_number": ("article number", "article no"),
    "date": (
        "publication date", "date/time value", "date", "published", "published online",
        "epub",
    ),
    "author": ("authors", "author", "author list", "by"),
    "affiliation": ("affiliations", "author affiliations", "affiliation"),
    "keyword": ("keywords", "key words", "author keywords"),
    "abstract": ("abstract", "summary"),
    "type": ("type", "publication types", "publication type"),
}  # fmt: skip
"""Field → the words that a page labels it with."""

_STATED = {
    "pages": (*STATED["first_page"], *STATED["pages"]),
    "date": (*STATED["published"], *STATED["online"]),
    "author": (*STATED["author"], *STATED["authors"]),
    "title": (*STATED["title"], *STATED["headline"]),
}
_WORDS = 8
"""Words by which a long value is found: the rest may be broken otherwise."""
_CANDIDATES = 200
_EVIDENCE = 90
_SHORT = 200
_DASHES = r"[-\u2010-\u2015\u2212]"
_LABEL_END = " \t\u00a0:.=-–#"


class _Place(NamedTuple):
    start: int
    end: int


def find_values(page: Page, record: SourceRecord | None) -> Iterator[DocumentValue]:
    """Yield every value that a record has from a page, with its place there.

    A value may be printed in many places (``19`` is a volume and a number of
    patients): the one is taken that the page labels with the field's name, else the
    one in whose line most of the other values stand, never one in a list of other
    articles while there is another.
    """
    if record is None:
        return
    values = tuple(dict.fromkeys(_values(record)))
    for field, value in values:
        pattern = _pattern(field, value)
        others = {v for f, v in values if f != field and len(v) < _SHORT}
        place = _stated(page, field, pattern) or _printed(page, field, pattern, others)
        yield DocumentValue(
            field=field,
            value=value,
            offset=place.start if place else None,
            evidence=_evidence(page.text, place) if place else None,
        )


def _values(record: SourceRecord) -> Iterator[tuple[str, str]]:
    """Yield field and printed value, in the order in which people cite."""
    container = record.container or Container()
    places = [place.name for author in record.authors for place in author.affiliations]
    sections = record.abstract.sections if record.abstract else ()
    given: tuple[tuple[str, Iterable[str | None]], ...] = (
        ("title", [record.title.plain if record.title else None]),
        ("journal", [container.title]),
        ("publisher", [container.publisher]),
        ("issn", container.issns),
        ("volume", [record.volume]),
        ("issue", [record.issue]),
        ("pages", [record.page]),
        ("article_number", [record.article_number]),
        ("date", [date.printed for date in record.dates]),
        ("author", map(_name, record.authors)),
        ("affiliation", [name.plain for name in places if name]),
        ("affiliation", [text for name, text in record.other if name == "affiliation"]),
        ("keyword", [word.text.plain for word in record.keywords]),
        ("abstract", ["\n".join(section.text.plain for section in sections)]),
        ("type", [kind.name for kind in record.publication_types]),
    )
    for field, values in given:
        yield from ((field, value) for value in values if value)


def _name(person: Contributor) -> str:
    parts = (person.family, person.given or person.initials)
    return person.literal or ", ".join(part for part in parts if part)


def _pattern(field: str, value: str) -> re.Pattern[str]:
    """Return what finds a value whatever the white space and dashes in it.

    Of pages the first is enough: where each has its own line there is no range.
    """
    words = value.partition("\n")[0].split()[:_WORDS]
    text = r"[\s\u00ad\u200b]+".join(
        _DASHES.join(map(re.escape, re.split(_DASHES, word))) for word in words
    )
    first = re.split(_DASHES, value)[0].strip()
    if field == "pages" and first:
        text = f"(?:{text}|{re.escape(first)})"
    return re.compile(rf"(?<!\w){text}" if value[:1].isalnum() else text)


def _stated(page: Page, field: str, pattern: re.Pattern[str]) -> _Place | None:
    """Return the statement of the page's head that holds a value."""
    names = _STATED.get(field) or STATED.get(field, ())
    for meta in page.metas:
        if meta.name in names and (match := pattern.search(meta.content)):
            return _Place(meta.offset + match.start(), meta.offset + match.end())
    return None


def _printed(
    page: Page, field: str, pattern: re.Pattern[str], others: Collection[str]
) -> _Place | None:
    """Return where the page itself prints a value, the likeliest of its places."""
    ranked = []
    for match in islice(pattern.finditer(page.text, page.body), _CANDIDATES):
        place = _Place(*match.span())
        if page.text[place.end : place.end + 1].isalnum() and match[0][-1].isdigit():
            continue  # 19 is no part of 1992
        line = _line_at(page, place.start)
        section = _section_at(page, place.start)
        rank = (
            page.sections[section].role is None,
            _is_labelled(page, line, section, place.start, _LABELS.get(field, ())),
            len(match[0]),
            sum(other in page.lines[line].text for other in others),
            -place.start,
        )
        ranked.append((rank, place))
    return max(ranked)[1] if ranked else None


def _line_at(page: Page, offset: int) -> int:
    return max(bisect_right(page.lines, offset, key=lambda line: line.offset) - 1, 0)


def _section_at(page: Page, offset: int) -> int:
    return max(bisect_right(page.sections, offset, key=lambda s: s.offset) - 1, 0)


def _is_labelled(
    page: Page, line: int, section: int, start: int, labels: Collection[str]
) -> bool:
    """Tell whether a label stands before a value, above it, or over its section."""
    before = page.text[page.lines[line].offset : start]
    words = clean(before).casefold().strip(_LABEL_END)
    if words:
        return any(re.search(rf"(?<!\w){re.escape(one)}$", words) for one in labels)
    texts = (page.lines[at].text for at in range(line - 1, -1, -1))
    above = next(filter(None, texts), "")
    return heading_key(above) in labels or page.sections[section].key in labels


def _evidence(text: str, place: _Place) -> str:
    """Return the words around a value, on one line."""
    start = max(0, place.start - _EVIDENCE)
    return " ".join(text[start : place.end + _EVIDENCE].split())
