"""What of a query can be told without reading a record."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import DOI, PMCID, PMID, Key, Value
from harvester.normalize.identifiers import normalize_identifier
from harvester.reconcile import YearRule
from harvester.search import Clause, Either, Field, Node, Query
from harvester.search.values import Years, read_years

_SCHEMES = {Field.PMID: PMID, Field.DOI: DOI, Field.PMCID: PMCID}


class Narrowing(Value, frozen=True, kw_only=True):
    """What records must be like, as far as Parquet itself can tell.

    Attributes:
        first_year, last_year: The span of the year that they are cited under.
        keys: (scheme, value) of identifiers, one of which they must bear; None: any.
    """

    first_year: int | None = None
    last_year: int | None = None
    keys: frozenset[Key] | None = None


def build_narrowing(query: Query, year_rule: YearRule = YearRule.ISSUE) -> Narrowing:
    """Return what every record that meets a query is like, and others may be.

    Years and identifiers that must be met, alone or as one of several joined by OR,
    narrow; everything else is left to who reads the records.

    Args:
        query: What is asked.
        year_rule: Which date a work is cited under; the lake's years are those of the
            issue, and narrow under no other rule.
    """
    first: int | None = None
    last: int | None = None
    keys: frozenset[Key] | None = None
    for part in query.root.parts:
        years = _years(part) if year_rule is YearRule.ISSUE else None
        if years:
            first = max(filter(None, (first, years.first)), default=None)
            last = min(filter(None, (last, years.last)), default=None)
        elif found := _keys(part):
            # One record may bear identifiers of both: the shorter list, no less.
            keys = found if keys is None else min(keys, found, key=len)
    return Narrowing(first_year=first, last_year=last, keys=keys)


def _years(node: Node) -> Years | None:
    match node:
        case Clause(field=Field.YEAR):
            return read_years(node.text)
        case _:
            return None


def _keys(node: Node) -> frozenset[Key] | None:
    """Return the identifiers one of which a node asks for; None where it may not."""
    if isinstance(node, Clause):
        return _key(node)
    if isinstance(node, Either):
        return _all(node.parts)
    return None


def _all(parts: Iterable[Node]) -> frozenset[Key] | None:
    found: set[Key] = set()
    for part in parts:
        keys = _keys(part)
        if keys is None:
            return None
        found |= keys
    return frozenset(found)


def _key(clause: Clause) -> frozenset[Key] | None:
    scheme = _SCHEMES.get(clause.field) if clause.field else None
    if scheme is None or clause.is_prefix:
        return None
    identifier = normalize_identifier(scheme, clause.text)
    return frozenset({identifier.key}) if identifier else None
