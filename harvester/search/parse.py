"""A query as typed → what it asks.

Words and ``"phrases"`` stand side by side and must all be met. A name before a colon
asks one field, ``-`` or ``NOT`` before a clause excludes, ``OR`` between two joins
these, brackets group. Whatever else is typed is read as words; nothing is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harvester.model import DOI, PMCID, PMID, Value
from harvester.normalize.identifiers import normalize_identifier
from harvester.search.query import (
    Clause,
    Either,
    Every,
    Field,
    Node,
    Not,
    Query,
    build_text,
)
from harvester.search.values import FIELD_NAMES, explain_unread

LONGEST = 5_000
"""Characters of a query that are read."""

MOST_CLAUSES = 100
DEEPEST = 10
"""Brackets within brackets."""

_SIGNS = {"AND", "OR", "NOT"}
_QUOTES = str.maketrans({**dict.fromkeys("“”„‟«»＂", '"'), "\x00": " "})
_FIELDS = "|".join(sorted(FIELD_NAMES, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<minus>-(?=[^\s\-)]))?
    (?:(?P<field>{_FIELDS}):\s*(?=[^\s)]))?
    (?:(?P<open>\() | "(?P<phrase>[^"]*)"(?P<behind>[*+]*) | (?P<word>[^\s"]+))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNKNOWN_FIELD = re.compile(r"([A-Za-z]{2,}):(.*)")
_PMID = re.compile(r"[1-9][0-9]{5,7}")
_PMCID = re.compile(r"PMC[0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:dx\.)?doi\.org/)?10\.[0-9]{4,}[0-9.]*/.+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://.+", re.IGNORECASE)


class _Token(Value, frozen=True, kw_only=True):
    """A sign (``(``, ``)``, ``OR``, ``NOT``) or a node; the other is None."""

    sign: str | None = None
    node: Node | None = None


def parse_query(text: str) -> Query:
    """Read a query; every text is one.

    Examples:
        >>> for typed in ('mesh:"Liver Neoplasms"+ surg* -au:Smith', "a b OR c", ""):
        ...     print(build_text(parse_query(typed).root))
        mesh:"Liver Neoplasms"+ surg* -au:Smith
        a (b OR c)
        <BLANKLINE>
    """
    notes: list[str] = []
    tokens = list(_cut(_prepare(text, notes), notes))
    root = Every(parts=tuple(_read_parts(_Tokens(tokens), notes)))
    if not root.parts and text.strip():
        notes.append("There is nothing in it to search for: it asks for all articles.")
    return Query(root=root, notes=tuple(dict.fromkeys(notes)))


def _prepare(text: str, notes: list[str]) -> str:
    # What is no character (half of one, of a broken terminal) is read as a sign.
    text = text.encode(errors="replace").decode().translate(_QUOTES)
    if len(text) > LONGEST:
        notes.append(f"Only the first {LONGEST:,} characters were read.")
        text = text[:LONGEST]
    if text.count('"') % 2:
        notes.append("A quotation mark is not closed; it was left out.")
        start, _, end = text.rpartition('"')
        text = f"{start} {end}"
    return text


def _cut(text: str, notes: list[str]) -> Iterator[_Token]:
    """Cut a text into signs and clauses.

    A field before a bracket is that of all clauses within that name none.
    """
    fields: list[Field | None] = []
    clause_count = 0
    for match in _TOKEN.finditer(text):
        field = FIELD_NAMES[match["field"].lower()] if match["field"] else None
        inherited = fields[-1] if fields else None
        if match["minus"]:
            yield _Token(sign="NOT")
        if match["open"]:
            fields.append(field or inherited)
            yield from _bracket("(", len(fields))
            continue
        word, closing_count = _without_brackets(match["word"] or "", len(fields))
        if match["phrase"] is None and field is None and word in _SIGNS:
            yield _Token(sign=word)
        elif clause_count == MOST_CLAUSES:
            notes.append(f"Only the first {MOST_CLAUSES} clauses were read.")
        elif match["phrase"] is not None or word:
            _note_field(text, match, notes)
            node = _read_clause(match, word, field or inherited, notes)
            clause_count += node is not None
            yield from [_Token(node=node)] if node else []
        for _ in range(closing_count):
            yield from _bracket(")", len(fields))
            fields.pop()
    if fields:
        notes.append("A bracket is not closed; it was read as closed at the end.")


def _bracket(sign: str, depth: int) -> Iterator[_Token]:
    if depth <= DEEPEST:
        yield _Token(sign=sign)


def _without_brackets(word: str, open_count: int) -> tuple[str, int]:
    """Part a word from the brackets that close behind it; ``p53(R175H)`` has none."""
    count = 0
    while (
        count < open_count and word.endswith(")") and word.count(")") > word.count("(")
    ):
        word, count = word[:-1], count + 1
    return word, count


def _note_field(text: str, match: re.Match[str], notes: list[str]) -> None:
    """Note what looks like a field and is none, or has no value."""
    unknown = _UNKNOWN_FIELD.match(match["word"] or "")
    if unknown is None or match["field"]:
        return
    name, value = unknown.groups()
    if name.lower() in FIELD_NAMES:
        notes.append(f"{name}: has no value; it was read as a word.")
    elif (value or text[match.end() : match.end() + 1] == '"') and not _ADDRESS.match(
        unknown[0]
    ):
        notes.append(f"There is no field {name}:; it was read as a word.")


def _read_clause(
    match: re.Match[str], word: str, field: Field | None, notes: list[str]
) -> Node | None:
    """Return what one clause asks; None where it asks nothing."""
    is_phrase = match["phrase"] is not None
    value, behind = (match["phrase"], match["behind"]) if is_phrase else (word, "")
    if not is_phrase:
        if field is None and (named := _read_identifier(word)):
            return named
        value = word.rstrip("*+" if field is Field.MESH else "*")
        behind = word[len(value) :]
    value = " ".join(value.split())
    if not any(map(str.isalnum, value)):
        return None
    if field is Field.MESH:
        value += "*" * ("*" in behind)  # a major topic
    elif field and (reason := explain_unread(field, value)):
        notes.append(reason)
        return None
    return Clause(
        text=value,
        field=field,
        is_phrase=is_phrase,
        is_prefix="*" in behind and field is not Field.MESH,
        with_narrower="+" in behind and field is Field.MESH,
    )


def _read_identifier(word: str) -> Node | None:
    """Return what a bare identifier asks; a number may be a word as well."""
    schemes = {
        Field.DOI: (DOI, _DOI.fullmatch(word) or _ADDRESS.fullmatch(word)),
        Field.PMID: (PMID, _PMID.fullmatch(word) or _ADDRESS.fullmatch(word)),
        Field.PMCID: (PMCID, _PMCID.fullmatch(word) or _ADDRESS.fullmatch(word)),
    }
    for field, (scheme, is_likely) in schemes.items():
        if is_likely and (one := normalize_identifier(scheme, word)):
            clause = Clause(text=one.value, field=field)
            is_number = field is Field.PMID and word.isdigit()
            return Either(parts=(clause, Clause(text=word))) if is_number else clause
    return None


class _Tokens:
    """Tokens, read one after the other."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def sign(self) -> str | None:
        """The sign that comes next; ``""`` at the end, None before a node."""
        at_end = self._place == len(self._tokens)
        return "" if at_end else self._tokens[self._place].sign

    def take(self) -> _Token:
        """Go on to the next token."""
        self._place += 1
        return self._tokens[self._place - 1]


def _read_parts(tokens: _Tokens, notes: list[str]) -> list[Node]:
    """Read up to the bracket that closes, or the end."""
    parts: list[Node] = []
    is_joined = False
    while tokens.sign not in {"", ")"}:
        joined = [part for part in [_read_part(tokens, notes)] if part]
        while tokens.sign == "OR":
            tokens.take()
            following = _read_part(tokens, notes)
            if not joined or not following:
                notes.append("An OR has nothing to join; it was left out.")
            joined += [following] if following else []
        parts += [Either(parts=tuple(joined))] if len(joined) > 1 else joined
        is_joined |= len(joined) > 1
    if is_joined and len(parts) > 1:
        read = build_text(Every(parts=tuple(parts)))
        notes.append(f"OR joins what stands next to it: it was read as {read}.")
    return parts


def _read_part(tokens: _Tokens, notes: list[str]) -> Node | None:
    """Read a clause or a bracket, with the NOTs before it; None where none follows."""
    is_wanted = True
    while tokens.sign in {"NOT", "AND"}:
        is_wanted ^= tokens.take().sign == "NOT"
    part: Node | None = None
    if tokens.sign == "(":
        tokens.take()
        within = _read_parts(tokens, notes)
        if tokens.sign == ")":
            tokens.take()
        if within:
            part = within[0] if len(within) == 1 else Every(parts=tuple(within))
    elif tokens.sign is None:
        part = tokens.take().node
    if part is None and not is_wanted:
        notes.append("A NOT has nothing to exclude; it was left out.")
    return Not(part=part) if part and not is_wanted else part
