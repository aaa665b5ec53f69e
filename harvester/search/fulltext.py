"""The words of a query → an expression of SQLite's full-text index (FTS5).

What is typed only ever stands within quotation marks there, so that no operator of
FTS5 gets through.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from anyascii import anyascii

from harvester.normalize.name_forms import parse_name
from harvester.normalize.names import sort_name
from harvester.search.query import Clause, Either, Every, Field, Node, Not

COLUMNS: dict[Field | None, tuple[str, ...]] = {
    None: (),
    Field.AUTHOR: ("authors", "names"),
    Field.TITLE: ("title", "original_title"),
    Field.ABSTRACT: ("abstract",),
    Field.KEYWORD: ("keywords",),
}
"""Fields of words → the columns of the index that they ask; none: all of them."""

_LONGEST_INITIALS = 2
_HIGHLIGHTED = 30


def build_match(node: Node) -> str | None:
    """Return the expression for a node; None where it asks for more than words.

    Examples:
        >>> build_match(Every(parts=(Clause(text="liver"), Not(part=Clause(text="x")))))
        '("liver") NOT ("x")'
        >>> build_match(Clause(text="Sjögren", field=Field.TITLE, is_prefix=True))
        '{title original_title} : ("Sjögren"* OR "Sjogren"*)'
    """
    match node:
        case Clause(field=field) if field in COLUMNS:
            return _clause(node)
        case Either(parts=parts):
            return _joined(" OR ", map(build_match, parts))
        case Every(parts=parts):
            wanted = [part for part in parts if not isinstance(part, Not)]
            excluded = [part.part for part in parts if isinstance(part, Not)]
            found = _joined(" AND ", map(build_match, wanted))
            if not excluded or found is None:
                return found
            left_out = _joined(" OR ", map(build_match, excluded))
            return left_out and f"({found}) NOT ({left_out})"
        case _:
            return None


def build_highlight(node: Node) -> str | None:
    """Return the expression for whatever words of a query may be marked in a text."""
    expressions = map(_clause, _wanted(node))
    listed = [one for one, _ in zip(expressions, range(_HIGHLIGHTED), strict=False)]
    return _joined(" OR ", listed)


def _wanted(node: Node) -> Iterator[Clause]:
    match node:
        case Clause(field=field) if field in COLUMNS:
            yield node
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _wanted(part)


def _joined(operator: str, expressions: Iterable[str | None]) -> str | None:
    found = list(expressions)
    listed = [one for one in found if one]
    if len(listed) < len(found) or not listed:
        return None
    return operator.join(f"({one})" for one in listed) if listed[1:] else listed[0]


def _clause(clause: Clause) -> str:
    phrases = [f'"{text}"' + "*" * is_begun for text, is_begun in spell_clause(clause)]
    columns = COLUMNS[clause.field]
    expression = " OR ".join(phrases)
    if not columns:
        return expression
    return f"{{{' '.join(columns)}}} : ({expression})"


def spell_clause(clause: Clause) -> tuple[tuple[str, bool], ...]:
    """Return the phrases that a clause of words may stand for: any of them meets it.

    Returns:
        Each phrase, and whether its last word may go on.
    """
    is_person = clause.field is Field.AUTHOR
    texts = _author_names(clause.text) if is_person else [clause.text]
    spelled = dict.fromkeys(one for text in texts for one in (text, fold_latin(text)))
    return tuple(
        (text, clause.is_prefix or (is_person and _ends_short(text)))
        for text in spelled
    )


def _author_names(text: str) -> list[str]:
    """Return a name as typed and, of several words, surname first."""
    name = sort_name(parse_name(text)) if " " in text else None
    return [text, name.replace('"', " ")] if name else [text]


def _ends_short(text: str) -> bool:
    """Whether a name ends with initials, which may be the first of several."""
    *before, last = text.replace(".", " ").split() or [""]
    return bool(before) and len(last) <= _LONGEST_INITIALS


def fold_latin(text: str) -> str:
    """Return ``text`` with Latin letters in ASCII; other letters stay.

    The index folds accents itself, but not letters of their own (ø, ß, æ).

    Examples:
        >>> fold_latin("Ørsted TGF-β Weiß")
        'Orsted TGF-β Weiss'
    """
    if text.isascii():
        return text
    return "".join(anyascii(char) if _is_latin(char) else char for char in text)


def _is_latin(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN ")
