"""How values become columns: times, JSON, hashes, lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

import msgspec

from harvester.errors import LibraryError
from harvester.model import Article

_Article = TypeVar("_Article", bound=Article)

Change = Literal["added", "updated", "unchanged"]
"""What saving did to a row."""


def timestamp(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, to the second.

    Examples:
        >>> timestamp(datetime(2026, 11, 20, 9, 5, 1, 500, tzinfo=UTC))
        '2026-11-20T09:05:01Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


to_bytes = msgspec.json.encode
"""A value as JSON in UTF-8, the same bytes for equal values."""


def to_json(value: Any) -> str:
    """Return a value as JSON, the same text for equal values."""
    return to_bytes(value).decode()


def fingerprint(*contents: bytes | str) -> str:
    """Return the SHA-256 of ``contents``, one after the other, in hexadecimal."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content.encode() if isinstance(content, str) else content)
    return digest.hexdigest()


def lines(values: Iterable[object]) -> str | None:
    """Return ``values`` one per line, or None where there are none."""
    return "\n".join(str(value) for value in values) or None


def read_article(content: str | bytes) -> Article:
    """Return the article that a library holds as ``content``."""
    return read_as(Article, content)


def read_as(kind: type[_Article], content: str | bytes) -> _Article:
    """Return the article that a library holds as ``content``, as a kind of it.

    Raises:
        LibraryError: It cannot be read.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as error:
        raise LibraryError(
            f"An article of the library is damaged ({error}); `harvest rebuild` makes "
            "it again from the replies."
        ) from error
