"""JSON-LD of a saved page: what schema.org's words say of its article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

_ARTICLES = re.compile(r"article|creativework$|^publication$", re.IGNORECASE)
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_IDENTIFIERS = ("@id", "identifier", "sameAs", "url", "doi")
_OWN = ("headline", "name", "datePublished", "pageStart", "pageEnd", "pagination",
        "keywords", "abstract", "description", "publisher")  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_DEEPEST = 6


def read_linked_data(source: str) -> Iterator[tuple[str, str]]:
    """Yield what a JSON-LD block says of the articles at its top, as (name, value).

    The block may be an article, a list, or a graph; an article may be what a page is
    about. What an article cites or is related to is no statement about itself. The
    issue, volume and journal that it is part of are read from the inside out.
    """
    try:
        loaded = msgspec.json.decode(source.strip().rstrip(";").encode())
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return
    things = list(_dicts(loaded))
    for thing in things:
        for holder in _HOLDERS:
            things.extend(_dicts(thing.get(holder)))
    by_id = {one["@id"]: one for one in things if isinstance(one.get("@id"), str)}
    for thing in things:
        kinds = _strings(thing.get("@type"))
        if any(_ARTICLES.search(kind) for kind in kinds):
            yield from _article(thing, by_id)


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each


def _article(
    thing: dict[str, Any], by_id: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    for name in _IDENTIFIERS:
        yield from ((f"json-ld.{name.casefold()}", v) for v in _values(thing.get(name)))
    for name in _OWN:
        # Keywords may be a list; of all else the first value is the article's.
        values = list(_names(thing.get(name)))
        for value in values if name == "keywords" else values[:1]:
            yield f"json-ld.{name.casefold()}", value
    for person in (
        thing.get("author", ())
        if isinstance(thing.get("author"), list)
        else [thing.get("author")]
    ):
        for name in _names(person):
            yield "json-ld.author", name
        if isinstance(person, dict):
            for place in _names(person.get("affiliation")):
                yield "json-ld.affiliation", place
    yield from _around(thing.get("isPartOf"), by_id, 0)


def _around(
    part_of: Any, by_id: dict[str, dict[str, Any]], depth: int
) -> Iterator[tuple[str, str]]:
    """Yield the numbers and the name of what an article is part of."""
    if depth > _DEEPEST:
        return
    for outer in _dicts(part_of):
        whole = by_id.get(str(outer.get("@id")), {}) | outer
        for name in ("volumeNumber", "issueNumber", "issn"):
            for value in _names(whole.get(name)):
                yield f"json-ld.{name.casefold()}", value
        kinds = " ".join(_strings(whole.get("@type"))).casefold()
        if "periodical" in kinds or "journal" in kinds:
            for name in list(_names(whole.get("name")))[:1]:
                yield "json-ld.journal", name
        yield from _around(whole.get("isPartOf"), by_id, depth + 1)


def _strings(value: Any) -> list[str]:
    return [each for each in _listed(value) if isinstance(each, str)]


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _names(value: Any) -> Iterator[str]:
    """Yield texts and numbers, and of things their names."""
    for each in _listed(value):
        said = each.get("name") if isinstance(each, dict) else each
        for one in _listed(said):
            if isinstance(one, str | int) and not isinstance(one, bool):
                text = _SPACE.sub(" ", str(one)).strip()
                if text:
                    yield text


def _values(value: Any) -> Iterator[str]:
    """Yield identifiers, with their scheme before them where it stands apart."""
    for each in _listed(value):
        if isinstance(each, dict):
            scheme = each.get("propertyID") or each.get("name") or ""
            inner = each.get("value") or each.get("@id") or ""
            if isinstance(inner, str | int) and isinstance(scheme, str) and inner:
                told = f"{scheme}: {inner}" if scheme else str(inner)
                yield _SPACE.sub(" ", told).strip()
        elif isinstance(each, str) and each.strip():
            yield _SPACE.sub(" ", each).strip()
