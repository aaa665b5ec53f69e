"""An account of what a work says and the parser does not read.

The parser is run on objects that remember what was asked of them, so the account
cannot say more than the parser does, and costs nothing where it is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from harvester.errors import RecordError
from harvester.sources.crossref.parse import KEPT_WHOLE, parse_work

LEFT_OUT = {
    "score": "is of the query, not of the work",
    "*.timestamp": "is the moment of date-time once more",
    "*.timestamp.$numberLong": "the same, out of a dump",
    "license[].start.date-time": "is midnight of date-parts",
    "update*[].updated.date-time": "is midnight of date-parts",
    "*[].role[].vocabulary": "is always crossref for the role of the list",
    "*[].affiliation[].id[].asserted-by": "is who added an identifier that is kept",
    "_id.$oid": "is of the database that a dump was made from",
}
"""Paths that the parser leaves out on purpose, and why; ``*`` is any text."""

_WHOLE = frozenset({*KEPT_WHOLE, "content-domain", "event"})
"""Fields that ``other`` holds as JSON."""


class _Watched(dict[str, object]):
    """An object that remembers which of its fields were asked for."""

    def __init__(self, fields: Iterable[tuple[str, object]]) -> None:
        super().__init__(fields)
        self.asked: set[str] = set()

    def get(self, key: str, default: object = None) -> object:
        self.asked.add(key)
        return super().get(key, default)

    def items(self) -> Any:
        self.asked.update(self)
        return super().items()


def count_unread(works: Iterable[object]) -> Counter[str]:
    """Count the paths of works that say something and are not read.

    Args:
        works: Decoded messages; those without a DOI are passed over.

    Returns:
        How often each path occurs: ``author[].name``. A field that the parser does
        not know is counted, though ``other`` keeps it. Paths of ``LEFT_OUT`` and
        empty values are not counted.
    """
    unread: Counter[str] = Counter()
    for work in works:
        watched = _watch(work)
        try:
            parse_work(watched)
        except RecordError:
            continue
        unread.update(_unread(watched))
    return unread


def _watch(value: object) -> object:
    if isinstance(value, dict):
        return _Watched((name, _watch(member)) for name, member in value.items())
    if isinstance(value, list):
        return [_watch(member) for member in value]
    return value


def _unread(value: object, path: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for member in value:
            yield from _unread(member, f"{path}[]")
    if not isinstance(value, _Watched):
        return
    for name in value:
        member = value[name]
        inner = f"{path}.{name}" if path else name
        if name not in value.asked:
            yield from (leaf for leaf in _leaves(member, inner) if not _is_left(leaf))
        elif path or name not in _WHOLE:
            yield from _unread(member, inner)


def _leaves(value: object, path: str) -> Iterator[str]:
    """Yield the path of every value below that says something."""
    if isinstance(value, dict):
        for name, member in dict.items(value):
            yield from _leaves(member, f"{path}.{name}")
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, f"{path}[]")
    elif value not in (None, ""):
        yield path


def _is_left(path: str) -> bool:
    # In a pattern brackets would be a set of characters.
    flat = path.replace("[]", "")
    return any(fnmatchcase(flat, left.replace("[]", "")) for left in LEFT_OUT)
