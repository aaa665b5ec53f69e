"""The journal, book or series of a work, and where in it the work stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harvester.model import Container, Value
from harvester.normalize.markup import read_markup
from harvester.sources.values import (
    child,
    objects,
    plain,
    strings,
    words,
)

_SERIES = re.compile(
    r"(?:Lecture Notes|Studies in|Advances in|Progress in|Topics in|Communications in"
    r"|Contemporary|SpringerBriefs|IFIP|Methods in|Proceedings of SPIE)\b"
    r"|.*\b(?:Series|Schriften|Monographs|Colloquia)\b",
)
"""Words by which a title is known to be that of a series."""

_ISSN_TYPES = {
    "print": "print",
    "pissn": "print",
    "electronic": "electronic",
    "eissn": "electronic",
    "link": "link",
}
"""The types of ``issn-type``, and the older words for them."""

_LOCATING = ("volume", "issue", "page", "article-number")
_NO_VALUE = "null"


def parse_container(work: Mapping[str, object]) -> Container | None:
    """Return what a work stands in; None where nothing is said of it.

    Of several ``container-title`` the last is the title and the others are of the
    series around it; where only the last one is known to be a series, it changes
    places with the first.
    """
    *series, title = _titles(work) or [""]
    text = read_markup(title)
    issns, untyped = _issns(work)
    container = Container(
        title=text.plain if text else None,
        title_markup=text.markup if text else None,
        series_titles=tuple(name for raw in series if (name := plain(raw))),
        short_titles=tuple(
            name
            for raw in strings(work.get("short-container-title"))
            if (name := plain(raw))
        ),
        issns=untyped,
        isbns=_isbns(work),
        publisher=plain(work.get("publisher")),
        publisher_place=plain(work.get("publisher-location")),
        edition=words(work.get("edition-number")),
        event=plain(child(work.get("event")).get("name")),
        issn_print=issns.get("print"),
        issn_electronic=issns.get("electronic"),
        issn_linking=issns.get("link"),
    )
    return container if container != Container() else None


class Place(Value, frozen=True, kw_only=True):
    """Where in its container a work stands, as printed."""

    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    article_number: str | None = None


def parse_place(work: Mapping[str, object]) -> Place:
    """Return volume, issue, page and article number.

    A ``page`` that repeats the article number is none. The issue is that of
    ``journal-issue`` where the work itself has none. The word ``null`` is no value;
    ``unplaced`` keeps it.
    """
    article_number = _number(work.get("article-number"))
    page = _number(work.get("page"))
    return Place(
        volume=_number(work.get("volume")),
        issue=_number(work.get("issue"))
        or _number(child(work.get("journal-issue")).get("issue")),
        page=None if page == article_number else page,
        article_number=article_number,
    )


def _number(value: object) -> str | None:
    text = words(value)
    return None if text == _NO_VALUE else text


def unplaced(work: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what is said of the container and has no place in the record."""
    for name in _LOCATING:
        if words(work.get(name)) == _NO_VALUE:
            yield name, _NO_VALUE
    issue = _number(child(work.get("journal-issue")).get("issue"))
    if issue and issue != (_number(work.get("issue")) or issue):
        yield "journal-issue.issue", issue


def _titles(work: Mapping[str, object]) -> list[str]:
    titles = list(strings(work.get("container-title")))
    if len(titles) > 1 and _SERIES.match(titles[-1]) and not _SERIES.match(titles[0]):
        titles[0], titles[-1] = titles[-1], titles[0]
    return titles


def _issns(work: Mapping[str, object]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the first ISSN of each type, and all others."""
    typed: dict[str, str] = {}
    rest: list[str] = []
    for entry in objects(work.get("issn-type")):
        if value := _bare(entry.get("value")):
            kind = _ISSN_TYPES.get(words(entry.get("type")) or "")
            if kind is None or typed.setdefault(kind, value) != value:
                rest.append(value)
    for raw in strings(work.get("ISSN")):
        value = _bare(raw)
        if value and value not in typed.values():
            rest.append(value)
    return typed, tuple(dict.fromkeys(rest))


def _isbns(work: Mapping[str, object]) -> tuple[str, ...]:
    typed = [entry.get("value") for entry in objects(work.get("isbn-type"))]
    found = (_bare(value) for value in (*strings(work.get("ISBN")), *typed))
    return tuple(dict.fromkeys(value for value in found if value))


def _bare(value: object) -> str | None:
    """Return an ISSN or ISBN without the address that old records put before it."""
    printed = words(value)
    return printed.rpartition("/")[2] or printed if printed else None
