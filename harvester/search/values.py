"""The values of fields: how they are read, and what is said where they cannot be."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from harvester.model import Value
from harvester.search.query import Field, Property, State

_Known = TypeVar("_Known", bound=StrEnum)

FIELD_NAMES = {
    **{field.value: field for field in Field},
    "author": Field.AUTHOR,
    "title": Field.TITLE,
    "abstract": Field.ABSTRACT,
    "keyword": Field.KEYWORD,
    "mh": Field.MESH,
    "dp": Field.YEAR,
    "ta": Field.JOURNAL,
    "pmc": Field.PMCID,
    "pt": Field.TYPE,
    "language": Field.LANGUAGE,
    "la": Field.LANGUAGE,
}
"""What may stand before a colon → the field: our names, whole words, PubMed's tags."""

_OTHER_NAMES = {
    "expression-of-concern": State.CONCERN,
    "retraction": State.RETRACTED,
    "correction": State.CORRECTED,
    "duplicates": State.DUPLICATE,
    "quarantine": State.QUARANTINED,
    "reference": Property.REFERENCES,
    "citations": Property.CITED_BY,
    "conflict": Property.CONFLICTS,
    "finding": Property.FINDINGS,
    "document": Property.DOCUMENTS,
}
_YEARS = re.compile(
    r"(?P<first>[0-9]{4})?\s*(?P<dash>-|–|—|\.\.|:|/)?\s*(?P<last>[0-9]{4})?"
)


class Years(Value, frozen=True, kw_only=True):
    """A span of years.

    Attributes:
        first: The first one; None: since ever.
        last: The last one; None: until today and later.
    """

    first: int | None = None
    last: int | None = None


def read_years(text: str) -> Years | None:
    """Return the years that ``text`` spells; None where it spells none.

    Examples:
        >>> for text in ("2015", "2010-2020", "2020–2010", "2010-", "-2020", "MMXV"):
        ...     print(read_years(text))
        Years(first=2015, last=2015)
        Years(first=2010, last=2020)
        Years(first=2010, last=2020)
        Years(first=2010)
        Years(last=2020)
        None
    """
    match = _YEARS.fullmatch(text.strip())
    if match is None or not (match["first"] or match["last"]):
        return None
    if match["first"] and match["last"] and not match["dash"]:
        return None
    first, last = (int(one) if one else None for one in match.group("first", "last"))
    if not match["dash"]:
        return Years(first=first or last, last=first or last)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return Years(first=first, last=last)


def read_state(text: str) -> State | None:
    """Return what ``is:text`` asks for, or None."""
    return _read(State, text)


def read_property(text: str) -> Property | None:
    """Return what ``has:text`` asks for, or None."""
    return _read(Property, text)


def _read(known: type[_Known], text: str) -> _Known | None:
    name = re.sub(r"[\s_-]+", "-", text.strip().lower())
    if name in list(known):
        return known(name)
    other = _OTHER_NAMES.get(name)
    return other if isinstance(other, known) else None


def explain_unread(field: Field, text: str) -> str | None:
    """Return why a value of a field means nothing; None where it does, or may."""
    if field is Field.YEAR and read_years(text) is None:
        return f"year:{text} is no year (2015, 2010-2020, 2010-)"
    known: type[StrEnum] | None = None
    if field is Field.IS and read_state(text) is None:
        known = State
    if field is Field.HAS and read_property(text) is None:
        known = Property
    if known is None:
        return None
    return f"There is no {field}:{text} (there is {', '.join(known)})"
