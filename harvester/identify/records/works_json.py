"""JSON: CSL-JSON of reference managers, and works as Crossref sends them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from harvester.identify.found import Found
from harvester.identify.records.base import (
    Entry,
    Format,
    first_of_each,
    locate,
    read_field,
)
from harvester.model import DOI, PMCID, PMID

_SCHEMES: tuple[tuple[str, str | None], ...] = (
    ("doi", DOI),
    ("pmid", PMID),
    ("pmcid", PMCID),
    ("url", None),
    ("note", None),
)
_MARKS = frozenset({"doi", "pmid", "pmcid"})
_CROSSREF = frozenset({"indexed", "prefix", "member", "is-referenced-by-count"})
_FIELDS = {
    "title": "title", "container-title": "journal", "publisher": "publisher",
    "container-title-short": "short_journal", "short-container-title": "short_journal",
    "ISSN": "issn", "volume": "volume", "issue": "issue", "page": "page",
    "abstract": "abstract",
}  # fmt: skip
_MOST_LEVELS = 8
_HEAD = 300

_Work = Mapping[str, Any]


def _works(text: str) -> list[_Work]:
    """Return the works of a text; [] where it is no JSON or JSON of other things."""
    if not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return []
    try:
        decoded = [_decode(text)]
    except ValueError:
        try:
            decoded = [_decode(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            return []
    works = [work for value in decoded for work in _unwrap(value, _MOST_LEVELS)]
    return works if any(_is_work(work) for work in works) else []


def _decode(text: str) -> object:
    try:
        return msgspec.json.decode(text.lstrip("\ufeff"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _unwrap(value: object, levels: int) -> Iterator[_Work]:
    """Yield the objects of lists, and of the replies around them."""
    if isinstance(value, list) and levels:
        for member in value:
            yield from _unwrap(member, levels - 1)
    elif isinstance(value, dict):
        inner = next(
            (
                value[k]
                for k in ("message", "items")
                if isinstance(value.get(k), (dict, list))
            ),
            None,
        )
        if inner is not None and levels and not _is_work(value):
            yield from _unwrap(inner, levels - 1)
        else:
            yield value


def _is_work(value: _Work) -> bool:
    return any(key.lower() in _MARKS and value[key] for key in value) or (
        isinstance(value.get("type"), str) and "title" in value and "id" in value
    )


def _is_crossref(text: str, works: list[_Work]) -> bool:
    """Tell whether works bear Crossref's own fields, or lie in one of its replies."""
    is_reply = '"message-type"' in text[:_HEAD]
    return bool(works) and (
        is_reply or any(not _CROSSREF.isdisjoint(work) for work in works)
    )


def _read(text: str) -> Iterator[Entry]:
    position = 0
    for work in _works(text):
        found: list[Found] = []
        for field, scheme in _SCHEMES:
            for name, value in work.items():
                if name.lower() == field:
                    found += _identifiers(text, position, name, value, scheme)
        entry = Entry(found=first_of_each(found), fields=tuple(_describe(work)))
        if entry.found:
            position = entry.found[-1].end
        yield entry


def _identifiers(
    text: str, position: int, name: str, value: object, scheme: str | None
) -> Iterator[Found]:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return
    printed = str(value)
    escaped = msgspec.json.encode(value).decode().strip('"')
    place = locate(text, escaped, position)
    if place == position and "\\/" in text:
        place = locate(text, escaped.replace("/", "\\/"), position)
    yield from read_field(scheme, printed, offset=place, label=name)


def _describe(work: _Work) -> Iterator[tuple[str, str]]:
    for name, field in _FIELDS.items():
        for value in _strings(work.get(name)):
            yield field, value
    for author in _objects(work.get("author")):
        yield from _author(author)
    for issued in _objects(work.get("issued"))[:1]:
        yield from _date(issued)


def _author(author: _Work) -> Iterator[tuple[str, str]]:
    family, given = author.get("family"), author.get("given")
    literal = author.get("literal") or author.get("name")
    if isinstance(family, str):
        yield "author", f"{family}, {given}" if isinstance(given, str) else family
    elif isinstance(literal, str):
        yield "group", literal


def _date(issued: _Work) -> Iterator[tuple[str, str]]:
    for printed in map(issued.get, ("raw", "literal", "date-parts")):
        if isinstance(printed, str):
            yield "date", printed
        elif isinstance(printed, list) and printed and isinstance(printed[0], list):
            yield "date", "-".join(str(p).zfill(2) for p in printed[0] if p)


def _strings(value: object) -> Iterator[str]:
    for member in value if isinstance(value, list) else [value]:
        if isinstance(member, str) or type(member) is int:
            yield str(member)


def _objects(value: object) -> list[_Work]:
    members = value if isinstance(value, list) else [value]
    return [member for member in members if isinstance(member, dict)]


CROSSREF = Format(
    name="crossref",
    called="Crossref file",
    recognises=lambda text: _is_crossref(text, _works(text)),
    read=_read,
)
CSL_JSON = Format(
    name="csl-json",
    called="CSL-JSON file",
    recognises=lambda text: bool(_works(text)),
    read=_read,
)
