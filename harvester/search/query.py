"""A query as typed → its clauses.

A query is a row of clauses, all of which an article must meet. A clause is a word or a
``"phrase"``; with the name of a field before it, ``mesh:word`` or ``mesh:"a phrase"``,
it asks that field alone. A ``+`` right behind a clause with a field asks for what is
narrower, too. A new field is a member of ``Field`` and a condition in the store.
"""

from __future__ import annotations

import re
from enum import StrEnum

from harvester.errors import QueryError
from harvester.model import Value


class Field(StrEnum):
    """The fields that a clause may ask; their values are what people type."""

    MESH = "mesh"


NARROWING = frozenset({Field.MESH})
"""Fields whose values have narrower ones."""


class Clause(Value, frozen=True, kw_only=True):
    """One condition.

    Attributes:
        text: The word or phrase, without quotation marks.
        field: Where it must stand; None for anywhere.
        with_narrower: A ``+`` stands behind it.
    """

    text: str
    field: Field | None = None
    with_narrower: bool = False


class Query(Value, frozen=True, kw_only=True):
    """What is asked.

    Attributes:
        clauses: All must be met, in the order typed.
    """

    clauses: tuple[Clause, ...]


_CLAUSE = re.compile(
    r"""\s*
    (?:(?P<field>[A-Za-z]+):(?=\S))?
    (?:"(?P<phrase>[^"]*)"(?P<plus>\+?)(?P<behind>[^\s"]*)|(?P<word>[^\s"]+))
    """,
    re.VERBOSE,
)


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: A quotation mark is not closed, a field is unknown or has no
            value, or nothing is asked.

    Examples:
        >>> for clause in parse_query('mesh:"Liver Neoplasms"+ "p53" surgery').clauses:
        ...     print(clause.field, clause.text, clause.with_narrower)
        mesh Liver Neoplasms True
        None p53 False
        None surgery False
    """
    if text.count('"') % 2:
        raise QueryError(f"{text}: a quotation mark is not closed.")
    clauses = [clause for match in _CLAUSE.finditer(text) if (clause := _clause(match))]
    if not clauses:
        raise QueryError('The query is empty; give words, or mesh:"a heading".')
    return Query(clauses=tuple(clauses))


def _clause(match: re.Match[str]) -> Clause | None:
    """Return what a piece of a query asks; None for empty quotes."""
    typed, name = match[0].strip(), match["field"]
    field = _field(name, typed) if name else None
    value, with_narrower = match["word"] or match["phrase"], bool(match["plus"])
    if match["phrase"] is None and field in NARROWING and value.endswith("+"):
        value, with_narrower = value[:-1], True
    if match["behind"] or (match["plus"] and field not in NARROWING):
        raise QueryError(f"{typed}: leave a space behind the quotes.")
    if field is None:
        _check_value(match["word"] or "")
    elif not value.strip():
        _check_value(f"{name}:")
    if not value.strip():
        return None
    return Clause(text=value.strip(), field=field, with_narrower=with_narrower)


def _check_value(word: str) -> None:
    """Refuse a field with nothing behind it."""
    name = word.lower().removesuffix(":")
    if word.endswith(":") and name in list(Field):
        raise QueryError(f'{name}: has no value; write {name}:word or {name}:"words".')


def _field(name: str, typed: str) -> Field:
    try:
        return Field(name.lower())
    except ValueError:
        known = ", ".join(f"{field}:" for field in Field)
        raise QueryError(
            f"{typed}: there is no field {name}: (there is {known}); to search for "
            f'the words, put them in quotes: "{typed}".'
        ) from None
