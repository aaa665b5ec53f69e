"""Values of fields as they are shown to people, and kept where they lost."""

from __future__ import annotations

from typing import Any

import msgspec

from harvester.model import (
    Abstract,
    Container,
    Contributor,
    RecordDate,
    Reference,
    Text,
)


def print_value(value: Any) -> str:
    """Return a value as it is shown to people.

    Of a byline the names with ORCID iDs, of a journal its name, of a list of
    references its length; what has no words of its own, as JSON.
    """
    return _words(value) or msgspec.json.encode(value).decode()


def _words(value: Any) -> str | None:
    words: str | None = None
    match value:
        case str():
            words = value
        case Text():
            words = value.markup or value.plain
        case Abstract():
            words = "\n\n".join(
                f"{s.label}: {s.text.plain}" if s.label else s.text.plain
                for s in value.sections
            )
        case RecordDate():
            words = value.edtf or value.printed
        case Container():
            words = value.title or value.medline_abbreviation
        case {"title": str(title), **others} if not others:
            words = title  # of a journal, the one part that differs
        case (Contributor(), *_):
            words = "; ".join(map(_name, value))
        case (Reference(), *_):
            words = f"{len(value)} entries"
    return words


def _name(person: Contributor) -> str:
    parts = (person.family, person.given or person.initials, person.suffix)
    name = person.literal or ", ".join(part for part in parts if part)
    return f"{name} ({person.orcid})" if person.orcid else name
