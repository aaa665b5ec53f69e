"""What a query asks, as a tree."""

from __future__ import annotations

import re
from enum import StrEnum

from harvester.model import Value


class Field(StrEnum):
    """The fields that a clause may ask; their values are what people type."""

    AUTHOR = "au"
    TITLE = "ti"
    ABSTRACT = "ab"
    KEYWORD = "kw"
    MESH = "mesh"
    YEAR = "year"
    JOURNAL = "journal"
    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ORCID = "orcid"
    TYPE = "type"
    LANGUAGE = "lang"
    SOURCE = "source"
    IS = "is"
    HAS = "has"


class State(StrEnum):
    """What an article may be: the values of ``is:``."""

    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    CONCERN = "concern"
    NOTICE = "notice"
    CORRECTED = "corrected"
    OK = "ok"
    UNVERIFIED = "unverified"
    PREPRINT = "preprint"
    QUARANTINED = "quarantined"
    DUPLICATE = "duplicate"
    DELETED = "deleted"
    WATCHED = "watched"


class Property(StrEnum):
    """What an article may have: the values of ``has:``."""

    ABSTRACT = "abstract"
    DOI = "doi"
    PMID = "pmid"
    PMCID = "pmcid"
    ORCID = "orcid"
    MESH = "mesh"
    KEYWORDS = "keywords"
    REFERENCES = "references"
    CITED_BY = "cited-by"
    SIMILAR = "similar"
    RELATIONS = "relations"
    FUNDING = "funding"
    CHEMICALS = "chemicals"
    CONFLICTS = "conflicts"
    CORRECTIONS = "corrections"
    FINDINGS = "findings"
    DOCUMENTS = "documents"


class Clause(Value, frozen=True, kw_only=True):
    """One condition.

    Attributes:
        text: The word or phrase, without quotation marks.
        field: Where it must stand; None for anywhere.
        is_phrase: It stood in quotation marks.
        is_prefix: It is the beginning of a word, or its last word is.
        with_narrower: What is narrower in MeSH is asked for, too.
    """

    text: str
    field: Field | None = None
    is_phrase: bool = False
    is_prefix: bool = False
    with_narrower: bool = False


class Every(Value, frozen=True, kw_only=True):
    """All parts must be met; none at all: every article meets it."""

    parts: tuple[Node, ...] = ()


class Either(Value, frozen=True, kw_only=True):
    """One of two or more parts must be met."""

    parts: tuple[Node, ...]


class Not(Value, frozen=True, kw_only=True):
    """The part must not be met."""

    part: Node


_PLAIN_WORD = re.compile(r"(?!(?:AND|OR|NOT|PMC\d+)$)[^\W\d_][\w'’.-]*|[0-9]{1,5}")
_PLAIN_VALUE = re.compile(r"[^\s()*+]+")
"""What is read alike without quotation marks: other words look like signs, fields or
identifiers."""

Node = Clause | Every | Either | Not


class Query(Value, frozen=True, kw_only=True):
    """What is asked.

    Attributes:
        root: What an article must meet.
        notes: How what was typed was understood, where that may surprise; a sentence
            each.
    """

    root: Every = Every()
    notes: tuple[str, ...] = ()


def narrow(query: Query, other: Query) -> Query:
    """Return what both queries ask for."""
    return Query(
        root=Every(parts=(*query.root.parts, *other.root.parts)),
        notes=(*query.notes, *other.notes),
    )


def build_text(node: Node) -> str:
    """Return a node as it may be typed, with all its brackets.

    Examples:
        >>> either = Either(parts=(Clause(text="a"), Not(part=Clause(text="b"))))
        >>> build_text(Every(parts=(either, Clause(text="x y", field=Field.TITLE))))
        '(a OR -b) ti:"x y"'
    """
    match node:
        case Clause():
            return _clause_text(node)
        case Not(part=part):
            return f"-{_bracketed(part)}"
        case Every(parts=parts):
            return (
                " ".join(map(_bracketed, parts))
                if len(parts) != 1
                else build_text(parts[0])
            )
        case Either(parts=parts):
            return " OR ".join(map(_bracketed, parts))


def _bracketed(node: Node) -> str:
    is_group = isinstance(node, Every | Either)
    return f"({build_text(node)})" if is_group else build_text(node)


def build_clause(field: Field, value: str) -> str:
    """Return the clause that asks for ``value`` in a field, as it may be typed.

    Examples:
        >>> build_clause(Field.YEAR, "2015"), build_clause(Field.MESH, "Liver Diseases")
        ('year:2015', 'mesh:"Liver Diseases"')
    """
    return _clause_text(Clause(text=value, field=field))


def _clause_text(clause: Clause) -> str:
    text = clause.text.replace('"', " ")
    pattern = _PLAIN_VALUE if clause.field else _PLAIN_WORD
    is_plain = not clause.is_phrase and pattern.fullmatch(text)
    quoted = text if is_plain else f'"{text}"'
    field = f"{clause.field}:" if clause.field else ""
    return f"{field}{quoted}{'*' * clause.is_prefix}{'+' * clause.with_narrower}"
