"""Crossref's ``/works`` as a list: filters, queries, sorting, paging."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from harvester.mirror.answer import Asked
from harvester.mirror.folder import Folder, Json
from harvester.mirror.reading import fold

_MAX_ROWS = 1_000
_MAX_OFFSET = 10_000
_MAX_SAMPLE = 100
_PARAMETERS = (
    *("cursor", "facet", "filter", "mailto", "offset", "order"),
    *("rows", "sample", "select", "sort"),
)
# Query parameter -> the fields of a work whose words it is matched against.
_QUERIES: dict[str, tuple[str, ...]] = {
    "query": ("title", "subtitle", "container-title", "author", "published", "page"),
    "query.title": ("title", "subtitle"),
    "query.author": ("author",),
    "query.editor": ("editor",),
    "query.container-title": ("container-title", "short-container-title"),
    "query.publisher-name": ("publisher",),
    "query.affiliation": ("author",),
    "query.bibliographic": (
        *("title", "subtitle", "container-title", "short-container-title", "author"),
        *("published", "issued", "volume", "issue", "page", "ISSN", "ISBN", "DOI"),
    ),
}
SELECTABLE = frozenset(
    re.findall(
        r"\S+",
        """
        DOI ISBN ISSN URL abstract accepted alternative-id approved archive
        article-number assertion author chair clinical-trial-number
        container-title content-created content-domain created degree deposited
        editor event funder group-title indexed is-referenced-by-count issn-type
        issue issued license link member original-title page posted prefix
        published published-online published-print publisher publisher-location
        reference references-count relation score short-container-title
        short-title standards-body subject subtitle title translator type
        update-policy update-to updated-by volume
        """,
    )
)

Values = frozenset[str]
"""What a filter is given, in lower case: one of them must hold."""
Test = Callable[[Json, Values], bool]


class RefusalError(Exception):
    """A request that the service refuses.

    Args:
        details: One object per thing that is wrong.
        status: 400, or 404 for a cursor that is none.
    """

    def __init__(self, details: list[dict[str, str]], status: int = 400) -> None:
        super().__init__(details)
        self.details = details
        self.status = status


def list_works(asked: Asked, folder: Folder) -> Json:
    """Return the message of a list of works.

    Raises:
        RefusalError: A parameter, filter, number, field or cursor is wrong.
    """
    wrong = _wrong_parameters(asked)
    filters, wrong_filters = _filters(asked.get("filter"))
    if wrong or wrong_filters:
        raise RefusalError([*wrong, *wrong_filters])
    named = folder.works(filters.get("doi"))  # no other work passes that filter
    works = [work for work in named if _passes(work, filters)]
    scored = _scored(asked, works)
    found = _sorted(asked, scored)
    rows = asked.number("rows", 20)
    start = _start(asked)
    if asked.number("sample", 0):
        found = found[: asked.number("sample", 0)]
        start, rows = 0, _MAX_SAMPLE
    fields = [name for name in asked.get("select").split(",") if name]
    items = [_item(work, score, fields) for work, score in found[start : start + rows]]
    message: Json = {"facets": {}}
    if asked.get("cursor"):
        message["next-cursor"] = _cursor(start + len(items))
    return message | {
        "total-results": len(found),
        "items": items,
        "items-per-page": asked.number("rows", 20),
        "query": {
            "start-index": asked.number("offset", 0),
            "search-terms": asked.get("query") or None,
        },
    }


def _wrong_parameters(asked: Asked) -> list[dict[str, str]]:
    """Check names, numbers, fields; return one object per fault."""
    wrong = [
        _fault(
            "unknown-parameter",
            name,
            f"Parameter {name} specified but there is no such parameter available "
            "on any route",
        )
        for name, _ in asked.params
        if name not in _PARAMETERS and name not in _QUERIES
    ]
    for name, most in (
        ("rows", _MAX_ROWS),
        ("offset", _MAX_OFFSET),
        ("sample", _MAX_SAMPLE),
    ):
        value = asked.get(name)
        if value and not (value.isdecimal() and int(value) <= most):
            wrong.append(
                _fault(
                    "integer-not-valid",
                    value,
                    f"Integer specified as {value} but must be a positive integer "
                    f"less than or equal to {most}. ",
                )
            )
    if not wrong and asked.number("offset", 0) + asked.number("rows", 20) > _MAX_OFFSET:
        message = f"The sum of offset and rows must not be more than {_MAX_OFFSET}. "
        wrong.append(_fault("integer-not-valid", asked.get("offset"), message))
    wrong += [
        _fault(
            "select-not-available",
            name,
            f"Select {name} specified but there is no such select for this route. "
            f"Valid selects for this route are: {', '.join(sorted(SELECTABLE))}",
        )
        for name in asked.get("select").split(",")
        if name and name not in SELECTABLE
    ]
    if asked.get("sort") and asked.get("sort") not in _SORTS:
        message = f"Sort specified as {asked.get('sort')} but there is no such sort"
        wrong.append(_fault("sort-not-available", asked.get("sort"), message))
    return wrong


def _fault(kind: str, value: str, message: str) -> dict[str, str]:
    return {"type": kind, "value": value, "message": message}


def _filters(given: str) -> tuple[dict[str, Values], list[dict[str, str]]]:
    """Read ``a:1,a:2,b:3`` into values by name, and the names that are none.

    A piece without a colon belongs to the value before it: DOIs hold commas.
    """
    pieces: list[str] = []
    for piece in given.split(",") if given else []:
        if pieces and ":" not in piece:
            pieces[-1] += f",{piece}"
        else:
            pieces.append(piece)
    values: dict[str, set[str]] = {}
    for piece in pieces:
        name, _, value = piece.partition(":")
        values.setdefault(name, set()).add(value.lower())
    wrong = [
        _fault(
            "filter-not-available",
            name,
            f"Filter {name} specified but there is no such filter for this route. "
            f"Valid filters for this route are: {', '.join(_FILTERS)}",
        )
        for name in values
        if name not in _FILTERS
    ]
    return {name: frozenset(given) for name, given in values.items()}, wrong


def _passes(work: Json, filters: dict[str, Values]) -> bool:
    """One of the values of every filter must hold."""
    return all(_FILTERS[name](work, values) for name, values in filters.items())


def _date(work: Json, field: str) -> str:
    """Return a date as ``YYYY-MM-DD``; what is missing counts as the first."""
    parts = (work.get(field) or {}).get("date-parts") or [[]]
    numbers = [part for part in parts[0] if part is not None]
    if not numbers:
        return ""
    year, month, day = (*numbers, 1, 1)[:3]
    return f"{year:04d}-{month:02d}-{day:02d}"


def _since(field: str) -> Test:
    return lambda work, values: _date(work, field) >= min(values)


def _until(field: str) -> Test:
    return lambda work, values: "" < _date(work, field) <= f"{max(values)}~"


def _has(field: str) -> Test:
    return lambda work, values: any(
        bool(work.get(field)) == (value in ("1", "true", "t")) for value in values
    )


def _equals(field: str) -> Test:
    def test(work: Json, values: Values) -> bool:
        held = work.get(field)
        members = held if isinstance(held, list) else [held]
        return any(str(one).lower() in values for one in members)

    return test


def _within(field: str, key: str) -> Test:
    """One of the objects of a list has the value under ``key``, perhaps as a URL."""

    def test(work: Json, values: Values) -> bool:
        held = (str(part.get(key, "")).lower() for part in work.get(field) or ())
        return any(
            one == value or one.endswith(f"/{value}")
            for one in held
            for value in values
        )

    return test


_DATES = {
    "index": "indexed",
    "deposit": "deposited",
    "update": "deposited",
    "created": "created",
    "issued": "issued",
    "pub": "published",
    "online-pub": "published-online",
    "print-pub": "published-print",
    "posted": "posted",
    "accepted": "accepted",
}
_FILTERS: dict[str, Test] = {
    "doi": _equals("DOI"),
    "type": _equals("type"),
    "prefix": _equals("prefix"),
    "member": _equals("member"),
    "issn": _equals("ISSN"),
    "isbn": _equals("ISBN"),
    "container-title": _equals("container-title"),
    "orcid": _within("author", "ORCID"),
    "updates": _within("update-to", "DOI"),
    "update-type": _within("update-to", "type"),
    "is-update": _has("update-to"),
    "has-update": _has("updated-by"),
    "has-abstract": _has("abstract"),
    "has-references": _has("reference"),
    "has-license": _has("license"),
    "has-full-text": _has("link"),
    "has-funder": _has("funder"),
    "has-relation": _has("relation"),
    **{f"from-{name}-date": _since(field) for name, field in _DATES.items()},
    **{f"until-{name}-date": _until(field) for name, field in _DATES.items()},
}


def _scored(asked: Asked, works: list[Json]) -> list[tuple[Json, float]]:
    """Keep works that share words with the queries; the score counts the share.

    Not Crossref's scoring, but of its kind: the more of the asked words a work has
    and the fewer others, the higher. Without a query every score is 0.
    """
    queries = [(name, value) for name, value in asked.params if name in _QUERIES]
    if not queries:
        return [(work, 0.0) for work in works]
    scored = []
    for work in works:
        score = 0.0
        for name, value in queries:
            wanted = set(fold(value).split())
            held = set(fold(" ".join(_words(work, _QUERIES[name]))).split())
            shared = len(wanted & held)
            score += 40.0 * shared / (len(wanted | held) or 1) + shared
        if score:
            scored.append((work, round(score, 4)))
    return scored


def _words(work: Json, fields: tuple[str, ...]) -> list[str]:
    """Return the texts below some fields, names without their addresses."""
    return [text for field in fields for text in _texts(work.get(field))]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        parts = (value.get(key) for key in ("given", "family", "name", "date-parts"))
        return [text for part in parts for text in _texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [] if value is None else [str(value)]


def _count(name: str) -> Callable[[Json, float], Any]:
    return lambda work, _: work.get(name) or 0


def _when(field: str) -> Callable[[Json, float], Any]:
    return lambda work, _: _date(work, field)


def _score(_work: Json, score: float) -> Any:
    return score


_SORTS: dict[str, Callable[[Json, float], Any]] = {
    "relevance": _score,
    "score": _score,
    "indexed": _when("indexed"),
    "deposited": _when("deposited"),
    "updated": _when("deposited"),
    "created": _when("created"),
    "issued": _when("issued"),
    "published": _when("published"),
    "published-online": _when("published-online"),
    "published-print": _when("published-print"),
    "is-referenced-by-count": _count("is-referenced-by-count"),
    "references-count": _count("references-count"),
}


def _sorted(asked: Asked, scored: list[tuple[Json, float]]) -> list[tuple[Json, float]]:
    """Sort by what is asked, best first where nothing is; equals keep their order."""
    key = _SORTS[asked.get("sort") or "score"]
    descending = asked.get("order") != "asc"
    return sorted(scored, key=lambda pair: key(*pair), reverse=descending)


def _item(work: Json, score: float, fields: list[str]) -> Json:
    """Return the work with its score in this list, or only the selected fields."""
    whole = work | {"score": score}
    return {name: whole[name] for name in fields if name in whole} if fields else whole


def _cursor(position: int) -> str:
    """Make an opaque cursor that stays valid, even past the end."""
    return urlsafe_b64encode(b"mirror:%d" % position).decode()


def _start(asked: Asked) -> int:
    """Return where the page begins: by cursor, or by offset."""
    cursor = asked.get("cursor")
    if cursor in ("", "*"):
        return asked.number("offset", 0)
    try:
        found = re.fullmatch(rb"mirror:(\d+)", urlsafe_b64decode(cursor))
    except ValueError:
        found = None
    if found is None:
        message = f"Cursor specified as {cursor} but it is not a valid cursor"
        raise RefusalError([_fault("cursor-invalid", cursor, message)], 404)
    return int(found[1])
