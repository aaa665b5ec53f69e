"""A query as typed → what it asks.

Words and ``"phrases"`` stand side by side and must all be met. A name before a colon
asks one field, ``-`` or ``NOT`` before a clause excludes, ``OR`` between two joins
these, brackets group; ``year>=2020`` is ``year:2020-``. Whatever else is typed is read
as words; nothing is an error.

A selection is the same language, read strictly: nobody sees its hits before much work
is done on them, so that whatever is not surely understood is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harvester.errors import SelectionError
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
    (?:(?:year|dp)\s*:?\s*(?P<compared>>=|=>|≥|<=|=<|≤|==?|>|<)\s*
       (?P<number>[0-9]{{4}})(?=[\s)]|$) |
    (?:(?P<field>{_FIELDS}):\s*(?=[^\s)]))?
    (?:(?P<open>\() | "(?P<phrase>[^"]*)"(?P<behind>[*+]*) | (?P<word>[^\s"]+)))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AT_LEAST, _AT_MOST = {">=", "=>", "≥"}, {"<=", "=<", "≤"}
_UNKNOWN_FIELD = re.compile(r"([A-Za-z]{2,}):(.*)")
_PMID = re.compile(r"[1-9][0-9]{5,7}")
_PMCID = re.compile(r"PMC[0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:dx\.)?doi\.org/)?10\.[0-9]{4,}[0-9.]*/.+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://.+", re.IGNORECASE)


_STARLESS = {Field.YEAR, Field.IS, Field.HAS, Field.ORCID, Field.LANGUAGE}
"""Fields whose values nobody finds by their beginning."""


class _Notes(list[str]):
    """How a query is understood, a sentence each.

    Attributes:
        is_strict: It is a selection: ``doubt`` notes what in a query surprises nobody
            who sees what it finds.
    """

    def __init__(self, *, is_strict: bool) -> None:
        super().__init__()
        self.is_strict = is_strict

    def add(self, what: str, taken: str) -> None:
        """Note what is wrong, and how it was taken; a selection is not taken at all."""
        self.append(f"{what}." if self.is_strict else f"{what}; {taken}.")

    def doubt(self, note: str) -> None:
        """Note what only a selection must not leave open."""
        if self.is_strict:
            self.append(note)


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
    return _read(text, _Notes(is_strict=False))


def parse_selection(text: str) -> Query:
    """Read a selection: a query in which every part must be understood.

    Beside the language of queries, ``and``, ``or`` and ``not`` are signs in lower case,
    too: those who mean the words put them in quotation marks.

    Raises:
        SelectionError: A field or value is unknown, what OR joins is left open, or
            something would have to be left out or guessed; the text says what.

    Examples:
        >>> typed = 'year >= 2020 and not (mesh:"Liver Diseases"+ or ti:surg*)'
        >>> print(build_text(parse_selection(typed).root))
        year:2020- -(mesh:"Liver Diseases"+ OR ti:surg*)
        >>> parse_selection("years:2020 and liver")
        Traceback (most recent call last):
        harvester.errors.SelectionError: years:2020 and liver: There is no field years:.
    """
    query = _read(text, _Notes(is_strict=True))
    if query.notes or not query.root.parts:
        said = " ".join(query.notes) or "It asks nothing."
        raise SelectionError(f"{text}: {said}")
    return query


def _read(text: str, notes: _Notes) -> Query:
    tokens = list(_cut(_prepare(text, notes), notes))
    root = Every(parts=tuple(_read_parts(_Tokens(tokens), notes)))
    if not root.parts and text.strip():
        notes.append("There is nothing in it to search for: it asks for all articles.")
    return Query(root=root, notes=tuple(dict.fromkeys(notes)))


def _prepare(text: str, notes: _Notes) -> str:
    # What is no character (half of one, of a broken terminal) is read as a sign.
    text = text.encode(errors="replace").decode().translate(_QUOTES)
    if len(text) > LONGEST:
        notes.append(f"Only the first {LONGEST:,} characters were read.")
        text = text[:LONGEST]
    if text.count('"') % 2:
        notes.add("A quotation mark is not closed", "it was left out")
        start, _, end = text.rpartition('"')
        text = f"{start} {end}"
    return text


def _cut(text: str, notes: _Notes) -> Iterator[_Token]:
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
            if len(fields) > DEEPEST:
                notes.doubt(f"Only {DEEPEST} brackets may stand within each other.")
            yield from _bracket("(", len(fields))
            continue
        word, closing_count = _without_brackets(match["word"] or "", len(fields))
        sign = word.upper() if notes.is_strict else word
        if match["phrase"] is None and field is None and sign in _SIGNS:
            yield _Token(sign=sign)
        elif clause_count == MOST_CLAUSES:
            notes.append(f"Only the first {MOST_CLAUSES} clauses were read.")
        elif match["phrase"] is not None or match["compared"] or word:
            _note_field(text, match, notes)
            _note_doubts(match, word, field or inherited, notes)
            node = _read_clause(match, word, field or inherited, notes)
            clause_count += node is not None
            yield from [_Token(node=node)] if node else []
        for _ in range(closing_count):
            yield from _bracket(")", len(fields))
            fields.pop()
    if fields:
        notes.add("A bracket is not closed", "it was read as closed at the end")


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


def _note_field(text: str, match: re.Match[str], notes: _Notes) -> None:
    """Note what looks like a field and is none, or has no value."""
    unknown = _UNKNOWN_FIELD.match(match["word"] or "")
    if unknown is None or match["field"]:
        return
    name, value = unknown.groups()
    if name.lower() in FIELD_NAMES:
        notes.add(f"{name}: has no value", "it was read as a word")
    elif (value or text[match.end() : match.end() + 1] == '"') and not _ADDRESS.match(
        unknown[0]
    ):
        notes.add(f"There is no field {name}:", "it was read as a word")


def _note_doubts(
    match: re.Match[str], word: str, field: Field | None, notes: _Notes
) -> None:
    """Note what a selection must not leave open."""
    shown = word or f'"{match["phrase"]}"'
    behind = match["behind"] or word[len(word.rstrip("*")) :]
    if "+" in (match["behind"] or "") and field is not Field.MESH:
        notes.doubt(f"{shown}+: only headings of MeSH (mesh:) have narrower ones.")
    if "*" in behind and field in _STARLESS:
        notes.doubt(f"{field}:{shown}: no star may stand behind it.")
    if field is not Field.MESH and "*" in word.rstrip("*"):
        notes.doubt(f"{shown}: a star stands at the end of a word only.")
    if not match["compared"] and not any(map(str.isalnum, shown)):
        notes.doubt(f"{shown} asks nothing.")
    if field is None and re.search("[<>=≤≥|&]", word):
        notes.doubt(
            f"{shown} is no comparison that is known (year>=2020), nor a sign (and, "
            "or, not); a word with such signs in it needs quotation marks."
        )
    if word.count(")") > word.count("("):
        notes.doubt(f"{shown}: a bracket is closed that is not open.")


def _read_comparison(match: re.Match[str]) -> str:
    """Return the years that ``year>=2020`` asks for as ``year:`` spells them."""
    sign, number = match["compared"], int(match["number"])
    if sign in _AT_LEAST | {">"}:
        return f"{number + (sign == '>'):04d}-"
    if sign in _AT_MOST | {"<"}:
        return f"-{number - (sign == '<'):04d}"
    return match["number"]


def _read_clause(
    match: re.Match[str], word: str, field: Field | None, notes: _Notes
) -> Node | None:
    """Return what one clause asks; None where it asks nothing."""
    is_phrase = match["phrase"] is not None
    value, behind = (match["phrase"], match["behind"]) if is_phrase else (word, "")
    if match["compared"]:
        field, value = Field.YEAR, _read_comparison(match)
    elif not is_phrase:
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
        notes.add(reason, "it was left out")
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


def _read_parts(tokens: _Tokens, notes: _Notes) -> list[Node]:
    """Read up to the bracket that closes, or the end."""
    parts: list[Node] = []
    is_joined = False
    while tokens.sign not in {"", ")"}:
        joined = [part for part in [_read_part(tokens, notes)] if part]
        while tokens.sign == "OR":
            tokens.take()
            following = _read_part(tokens, notes)
            if not joined or not following:
                notes.add("An OR has nothing to join", "it was left out")
            joined += [following] if following else []
        parts += [Either(parts=tuple(joined))] if len(joined) > 1 else joined
        is_joined |= len(joined) > 1
    if is_joined and len(parts) > 1:
        read = build_text(Every(parts=tuple(parts)))
        taken = f"it was read as {read}"
        if notes.is_strict:
            notes.append(f"Set brackets around what OR joins; else {taken}.")
        else:
            notes.append(f"OR joins what stands next to it: {taken}.")
    return parts


def _read_part(tokens: _Tokens, notes: _Notes) -> Node | None:
    """Read a clause or a bracket, with the NOTs before it; None where none follows."""
    is_wanted, is_joined = True, False
    while tokens.sign in {"NOT", "AND"}:
        sign = tokens.take().sign
        is_wanted, is_joined = is_wanted ^ (sign == "NOT"), sign == "AND"
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
    if part is None and is_joined:
        notes.doubt("An AND has nothing to join.")
    if part is None and not is_wanted:
        notes.add("A NOT has nothing to exclude", "it was left out")
    return Not(part=part) if part and not is_wanted else part
