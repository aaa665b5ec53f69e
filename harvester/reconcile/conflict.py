"""What kind of difference lies between two values of one field.

- **formatting**: the same, written otherwise: case, punctuation, accents, markup,
  dashes, elided pages (``1000-4`` and ``1000-1004``), leading zeros, an abbreviation
  of the same journal, a name with its parts elsewhere.
- **precision**: nothing contradicts, but one says more: ``2024`` and ``2024-05-01``,
  initials and given names, a title and the same with its subtitle or its translation,
  pages and an article number (two places of one article).
- **real**: both cannot be right.

How sure anybody is of either value does not count here, only what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

import msgspec

from harvester.model import (
    Abstract,
    Article,
    Container,
    Locator,
    Numbering,
    RecordDate,
    Reference,
    Text,
)
from harvester.normalize.journals import issns_of, journals_agree
from harvester.normalize.languages import normalize_language
from harvester.normalize.numbering import comparable_number, normalize_numbering
from harvester.normalize.pages import normalize_pages
from harvester.normalize.titles import normalize_title, title_key
from harvester.reconcile.byline_conflict import judge_contributors
from harvester.reconcile.conflict_kind import ConflictKind, Verdict, worst

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_ONLINE = re.compile(r"[A-Za-z]\d{3,6}")
_SEASONS = range(20, 42)
_AFTER = re.compile(r"\s*[:=;/]\s*|\.\s*(?=[A-Z]\w{2})")
_NAMES = ("title", "iso_abbreviation", "medline_abbreviation")
_BROAD_TYPES = frozenset({"article", "document", "other"})


def classify_conflict(field: str, one: Any, other: Any) -> Verdict:
    """Return the kind of difference between two values of ``field``.

    Symmetric, and None only where they are printed alike in every character. Of
    people only the names count, not what stands around them.

    Args:
        field: A field of ``Work``, or ``published`` (two ``RecordDate``).
        one: A value of it, never absent.
        other: Another one.

    Examples:
        >>> classify_conflict("page", "1000-4", "1000-1004")
        <ConflictKind.FORMATTING: 'formatting'>
        >>> classify_conflict("volume", "38", "31")
        <ConflictKind.REAL: 'real'>
        >>> classify_conflict("issue", "8", "8 Pt 1")
        <ConflictKind.PRECISION: 'precision'>
    """
    if one == other:
        return None
    return _JUDGES.get(field, _judge_any)(one, other)


def find_conflicts(article: Article) -> tuple[str, ...]:
    """Return the kind of every value that was not chosen for ``article``."""
    return tuple(
        lost.kind
        for origin in article.origins
        for lost in origin.rejected
        if lost.kind is not None
    )


def _nested(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether the shorter stands whole at the beginning or the end of the longer."""
    shorter, longer = sorted((one, other), key=len)
    size = len(shorter)
    return bool(size) and shorter in (longer[:size], longer[-size:])


def _judge_words(first: str, second: str) -> ConflictKind:
    """Compare two texts by their folded words."""
    one, other = title_key(first), title_key(second)
    if one.replace(" ", "") == other.replace(" ", ""):
        return ConflictKind.FORMATTING
    if _nested(one.split(), other.split()):
        return ConflictKind.PRECISION
    return ConflictKind.REAL


def _judge_title(one: Text, other: Text) -> ConflictKind:
    """Compare two titles; a translation and the original are both right."""
    told = _judge_words(one.plain, other.plain)
    if told is ConflictKind.REAL and is_translated(one) is not is_translated(other):
        return ConflictKind.PRECISION
    return told


def is_translated(title: Text) -> bool:
    """Whether a title stands in square brackets, as NLM prints translated ones."""
    read = normalize_title(title.plain)
    return read is not None and read.is_translated


def _judge_abstract(one: Abstract, other: Abstract) -> ConflictKind:
    """Compare what is said; labels may stand in the text of the other."""
    first, second = map(_letters, (one, other))
    if first == second:
        return ConflictKind.FORMATTING
    return ConflictKind.PRECISION if _nested(first, second) else ConflictKind.REAL


def _letters(abstract: Abstract) -> str:
    words = [f"{s.label or ''} {s.text.plain}" for s in abstract.sections]
    text = title_key(" ".join(words)).replace(" ", "")
    return text.removeprefix("abstract").removeprefix("summary")


def _judge_numbering(field: str, one: str, other: str) -> ConflictKind:
    """Compare a volume or an issue by its parts."""
    first, second = (
        _parts(normalize_numbering(*((v, None) if field == "volume" else (None, v))))
        for v in (one, other)
    )
    if first is None or second is None:
        return _judge_words(one, other)
    told = _judge_parts(first, second)
    if told is ConflictKind.FORMATTING or _run_on(first) == _run_on(second):
        return ConflictKind.FORMATTING
    shorter, longer = sorted(
        (title_key(one).split(), title_key(other).split()), key=len
    )
    added = longer[len(shorter) :]
    if shorter and longer[: len(shorter)] == shorter and all(map(str.isalpha, added)):
        return ConflictKind.PRECISION  # 12933 LNCS
    return told


def _run_on(parts: Sequence[str | None]) -> object:
    """Return number and part as ``12-1``, the way some print ``12 Pt 1``.

    With a supplement there is no such way; the result equals nothing else.
    """
    volume, issue, supplement, part = parts
    if supplement:
        return object()
    told = (volume or issue, part and part.removeprefix("pt "))
    return "-".join(filter(None, told))


def _parts(numbering: Numbering | None) -> tuple[str | None, ...] | None:
    if numbering is None:
        return None
    parts = (numbering.volume, numbering.issue, numbering.supplement, numbering.part)
    return tuple(part and comparable_number(part) for part in parts)


def _judge_parts(
    one: Sequence[str | None], other: Sequence[str | None]
) -> ConflictKind:
    """Compare part by part: what only one side has is no contradiction."""
    both = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
    if not both or any(a != b for a, b in both):
        return ConflictKind.REAL
    same = all(bool(a) == bool(b) for a, b in zip(one, other, strict=True))
    return ConflictKind.FORMATTING if same else ConflictKind.PRECISION


def _judge_pages(one: str, other: str) -> ConflictKind:
    first, second = normalize_pages(one), normalize_pages(other)
    if first is None or second is None:
        return _judge_words(one, other)
    if _is_number(first) is not _is_number(second):
        # Pages of the issue and a number of the article: two places of one article.
        return ConflictKind.PRECISION
    return _judge_parts(_places(first), _places(second))


def _is_number(locator: Locator) -> bool:
    """Whether it is a number of the article; a lone ``c1804`` is one, too."""
    page = locator.first_page
    return page is None or bool(locator.last_page is None and _ONLINE.fullmatch(page))


def _places(locator: Locator) -> tuple[str | None, ...]:
    places = (
        locator.first_page or locator.article_number,
        locator.last_page,
        ", ".join(locator.segments) or None,
        locator.note,
    )
    return tuple(place and comparable_number(place) for place in places)


def _judge_article_number(one: str, other: str) -> ConflictKind:
    """``e105`` and ``105`` are one number, as are ``CD 0123`` and ``CD0123``."""
    first, second = (
        "".join(_WORD.findall(value)).casefold().lstrip("e0") for value in (one, other)
    )
    return ConflictKind.FORMATTING if first == second else ConflictKind.REAL


def _judge_date(one: RecordDate, other: RecordDate) -> Verdict:
    """Compare by EDTF, not as printed.

    A season, an interval or a year may hold the other date.
    """
    first, second = one.edtf, other.edtf
    if first is None or second is None:
        return _judge_words(one.printed, other.printed)
    if first == second:
        return None
    if _holds(first, second) or _holds(second, first):
        return ConflictKind.PRECISION
    return ConflictKind.REAL


def _holds(wider: str, narrower: str) -> bool:
    """Whether the wider date says nothing against the narrower one."""
    if narrower.startswith(wider.rstrip("?~%")):
        return True
    begin, slash, end = wider.partition("/")
    if slash:
        size = max(len(begin), 4)
        inner = narrower.partition("/")
        return begin <= inner[0][:size] and (inner[2] or inner[0])[: len(end)] <= end
    months = [_MONTH.match(date) for date in (wider, narrower)]
    if not (months[0] and months[1]) or int(months[0][2]) not in _SEASONS:
        return False
    # Where a season lies depends on the hemisphere: only the year can contradict.
    return months[0][1] == months[1][1] and int(months[1][2]) not in _SEASONS


def _judge_type(one: str, other: str) -> ConflictKind:
    """A journal article is an article; a chapter is none."""
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(f"{shorter}-") or {one, other} & _BROAD_TYPES:
        return ConflictKind.PRECISION
    return ConflictKind.REAL


def _judge_language(one: Sequence[str], other: Sequence[str]) -> ConflictKind:
    names = [
        {(read.value if (read := normalize_language(name)) else name) for name in names}
        for names in (one, other)
    ]
    return _judge_sets(*names)


def _judge_container(one: Container, other: Container) -> Verdict:
    """Compare two descriptions; one journal has many names and several ISSNs."""
    same = _judge_journal(one, other)
    return worst(
        same
        if _judge_any(mine, theirs) is not ConflictKind.FORMATTING
        else ConflictKind.FORMATTING
        for name in one.__struct_fields__
        if (mine := getattr(one, name)) not in (None, ())
        and (theirs := getattr(other, name)) not in (None, ())
        and mine != theirs
    )


def _judge_journal(one: Container, other: Container) -> ConflictKind:
    """Tell the same journal by its numbers, else by its names."""
    if one.nlm_id and other.nlm_id:
        same = one.nlm_id == other.nlm_id
        return ConflictKind.FORMATTING if same else ConflictKind.REAL
    if set(issns_of(one)) & set(issns_of(other)) or set(one.isbns) & set(other.isbns):
        return ConflictKind.FORMATTING
    names = list(product(_names_of(one), _names_of(other)))
    if any(journals_agree(mine, theirs) for mine, theirs in names):
        return ConflictKind.FORMATTING
    # NLM's full titles go on: ``: official journal of …``, ``= parallel title``.
    if any(
        journals_agree(_AFTER.split(mine)[0], _AFTER.split(theirs)[0])
        for mine, theirs in names
    ):
        return ConflictKind.PRECISION
    return ConflictKind.REAL


def _names_of(container: Container) -> list[str]:
    names = [getattr(container, name) for name in _NAMES]
    return [name for name in (*names, *container.short_titles) if name]


def _judge_references(
    one: Sequence[Reference], other: Sequence[Reference]
) -> ConflictKind:
    """Two lists of one article; each knows other identifiers of the same works."""
    same = len(one) == len(other)
    return ConflictKind.FORMATTING if same else ConflictKind.PRECISION


def _judge_sets(one: set[Any], other: set[Any]) -> ConflictKind:
    if one == other:
        return ConflictKind.FORMATTING
    is_more = one <= other or other <= one
    return ConflictKind.PRECISION if is_more else ConflictKind.REAL


def _judge_any(one: Any, other: Any) -> ConflictKind:
    if isinstance(one, str) and isinstance(other, str):
        return _judge_words(one, other)
    if isinstance(one, Text) and isinstance(other, Text):
        return _judge_words(one.plain, other.plain)
    if isinstance(one, tuple) and isinstance(other, tuple):
        folded = [
            {msgspec.json.encode(v).lower() for v in side} for side in (one, other)
        ]
        return _judge_sets(*folded)
    return ConflictKind.REAL


_JUDGES: dict[str, Callable[[Any, Any], Verdict]] = {
    "title": _judge_title,
    "type": _judge_type,
    "container": _judge_container,
    "volume": partial(_judge_numbering, "volume"),
    "issue": partial(_judge_numbering, "issue"),
    "page": _judge_pages,
    "article_number": _judge_article_number,
    "published": _judge_date,
    "languages": _judge_language,
    "contributors": judge_contributors,
    "abstract": _judge_abstract,
    "references": _judge_references,
}
"""By field; any other is compared by its words, or as a set of entries."""
