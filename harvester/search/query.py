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
    (?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))
    (?P<behind>[^\s"]*)
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
    clauses = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _CLAUSE.match(text, position)
        if match is None:
            raise QueryError(f"{text[position:].strip()}: cannot be read as a query.")
        clauses.append(_clause(match))
        position = match.end()
    if not clauses:
        raise QueryError('The query is empty; give words, or mesh:"a heading".')
    return Query(clauses=tuple(clauses))


def _clause(match: re.Match[str]) -> Clause:
    name = match["field"]
    if name is None:
        value = match["phrase"] if match["word"] is None else match["word"]
        return Clause(text=(value + match["behind"]).strip())
    field = _field(name, match[0].strip())
    if match["phrase"] is None:
        value = match["word"] + match["behind"]
        with_narrower = field in NARROWING and value.endswith("+")
        value = value[:-1] if with_narrower else value
    else:
        value, with_narrower = match["phrase"], match["behind"] == "+"
        if match["behind"] and not (with_narrower and field in NARROWING):
            raise QueryError(f"{match[0].strip()}: leave a space behind the quotes.")
    if not value.strip():
        raise QueryError(f'{name}: has no value; write {name}:word or {name}:"words".')
    return Clause(text=value.strip(), field=field, with_narrower=with_narrower)


def _field(name: str, typed: str) -> Field:
    try:
        return Field(name.lower())
    except ValueError:
        known = ", ".join(f"{field}:" for field in Field)
        raise QueryError(
            f"{typed}: there is no field {name}: (there is {known}); to search for "
            f'the words, put them in quotes: "{typed}".'
        ) from None
