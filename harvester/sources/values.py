"""Reading JSON of unsure type: what is none of the expected is absent."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from harvester.model import DOI, Identifier
from harvester.normalize.markup import read_markup
from harvester.xml import fold


def decode(body: bytes) -> object:
    """Return the JSON of a body.

    Raises:
        ValueError: It is none, or is cut off, not UTF-8 or nested beyond reason.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def words(value: object) -> str | None:
    """Return a string with its white space folded, a number as its digits.

    Anything else is None, and so is a string without content.
    """
    if type(value) is str:
        return fold(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(value)


def count(value: object) -> int | None:
    """Return a number that counts something, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag(value: object) -> bool | None:
    """Return true or false, or None."""
    return value if isinstance(value, bool) else None


def listed(value: object) -> list[object]:
    """Return the members of a list, or the one value that stands in its place."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a list, or the one object that stands in its place."""
    if value is None:
        return []
    return [member for member in listed(value) if isinstance(member, dict)]


def child(value: object) -> Mapping[str, object]:
    """Return an object; ``{}`` for anything else."""
    return value if isinstance(value, dict) else {}


def strings(value: object) -> tuple[str, ...]:
    """Return the strings of a list that have content, as printed."""
    if value is None:
        return ()
    return tuple([text for member in listed(value) if (text := words(member))])


def plain(value: object) -> str | None:
    """Return a string with entities read and markup dropped, or None."""
    raw = words(value)
    text = read_markup(raw) if raw else None
    return text.plain if text else None


def spell(value: object) -> str | None:
    """Return a value as text: words as they are, everything else as compact JSON.

    None where it says nothing (``null``, ``""``, ``[]``, ``{}``).
    """
    if isinstance(value, str):
        return fold(value)
    if value is None or value in ([], {}):
        return None
    return msgspec.json.encode(value).decode()


def snake(name: str) -> str:
    """Return Crossref's word in snake case: ``is-version-of``, ``New-Version``."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def typed_identifier(id_type: object, printed: object) -> Identifier | None:
    """Return the identifier of an ``id`` with its ``id-type``, as printed.

    The scheme is the type in lower case (``DOI``, ``ROR``, ``ISSN``, ``uri``);
    ``id`` where it is not stated. None without a value.
    """
    value = words(printed)
    if value is None:
        return None
    return Identifier(scheme=(words(id_type) or "id").lower(), value=value)


def doi(printed: object) -> Identifier | None:
    """Return the DOI of a ``DOI`` field as printed, or None."""
    return typed_identifier(DOI, printed)
