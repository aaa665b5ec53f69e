"""When two sources say the same: each field's form for comparison."""

from __future__ import annotations

from typing import Any

from harvester.model import Contributor, Identifier, Text


def comparable(field: str, value: Any) -> Any:
    """Return what two equal values of ``field`` have in common.

    For one entry of a list as well as for a whole value. Comparison only: what is
    stored is always a value as some source gives it.
    """
    match value:
        case Identifier():
            return value.key
        case Text():
            return value.plain.rstrip(".").casefold()
        case Contributor():
            given = (value.given or "").replace(".", "")
            return (value.role, value.family or value.literal, given)
        case tuple():
            return tuple(comparable(field, entry) for entry in value)
        case str():
            return value.casefold()
        case _:
            return value
