"""Whether two records that share an identifier describe one work.

An identifier may be wrong: a DOI of the neighbouring letter, an erratum's DOI in the
record of the article. Hence a second witness: title, first author and first page tell
the articles of a journal apart; journal, volume and year only say that nothing is
against it, and count where the others are silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from harvester.model import Contributor, SourceRecord, Value
from harvester.normalize.journals import issns_of, journals_agree
from harvester.normalize.name_agreement import names_agree
from harvester.normalize.name_words import fold_name, is_group
from harvester.normalize.names import name_key, short_name
from harvester.normalize.numbering import comparable_number
from harvester.normalize.places import journals_of, pages_of, volume_of, years_of
from harvester.reconcile.titles import is_latin, weigh_titles

TELLING = frozenset({"title", "first author", "first page"})
"""What tells the articles of one volume apart."""


class Verdict(StrEnum):
    """What the witnesses come to."""

    SAME = "same"
    """A second witness agrees, and what disagrees weighs less."""
    DIFFERENT = "different"
    """What disagrees weighs as much, or more."""
    UNKNOWN = "unknown"
    """Both say something, but nothing that can be compared."""
    BARE = "bare"
    """One of them consists of identifiers alone: there is nothing to disagree."""


class Witness(Value, frozen=True, kw_only=True):
    """What one part of two records says.

    Attributes:
        part: ``title``, ``first author``, ``first page``, ``volume``, ``journal``,
            ``year``, or an identifier's scheme.
        weight: How much it speaks for (above zero) or against; 0: compared, and
            neither.
        values: What each of the two has, as people read it.
    """

    part: str
    weight: int
    values: tuple[str, str]

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one work; journal, volume and year weigh nothing."""
        return self.weight > 0 or (self.weight == 0 and self.part not in TELLING)

    def __str__(self) -> str:
        """Return the part and its values: ``volume 14``, ``volume 14 / 15``."""
        return f"{self.part} {' / '.join(dict.fromkeys(self.values))}"


class Testimony(Value, frozen=True, kw_only=True):
    """All that two records say about whether they are of one work."""

    verdict: Verdict
    witnesses: tuple[Witness, ...] = ()

    @property
    def score(self) -> int:
        """The weights together."""
        return sum(witness.weight for witness in self.witnesses)


_WHOLE = "periodical"
"""A journal or an issue of it, which is no article."""
_SHOWN = 100
_LETTERS = re.compile(r"[^\W\d]+$")


def hear(one: SourceRecord, other: SourceRecord) -> Testimony:
    """Ask all witnesses whether two records that share an identifier are of one work.

    Where title, first author or first page can be compared, they decide; journal,
    volume and year then only speak against. Where none can, at least one of these
    must agree and none contradict.
    """
    if is_bare(one) or is_bare(other):
        return Testimony(verdict=Verdict.BARE)
    witnesses = tuple(_witnesses(one, other))
    weights = [w.weight for w in witnesses]
    if any(w.part in TELLING and w.weight for w in witnesses) or min(
        weights, default=0
    ):
        verdict = Verdict.SAME if sum(weights) > 0 else Verdict.DIFFERENT
    elif witnesses and TELLING.isdisjoint(w.part for w in witnesses):
        verdict = Verdict.SAME
    else:
        verdict = Verdict.UNKNOWN
    return Testimony(verdict=verdict, witnesses=witnesses)


def is_bare(record: SourceRecord) -> bool:
    """Whether a record holds nothing but identifiers, as a converter's does."""
    return not (
        record.title
        or record.contributors
        or record.container
        or record.volume
        or record.dates
        or pages_of(record)
    )


def _witnesses(one: SourceRecord, other: SourceRecord) -> Iterator[Witness]:
    if one.title and other.title:
        weight = weigh_titles(one, other)
        yield _witness("title", weight, one.title.plain, other.title.plain)
    if one.authors and other.authors:
        names = (_name(one.authors[0]), _name(other.authors[0]))
        yield _witness("first author", _weigh_authors(one, other), *names)
    pages = pages_of(one), pages_of(other)
    if all(pages):
        weight = _weigh_pages(one, other)
        yield _witness("first page", weight, pages[0][0], pages[1][0])
    kinds = one.type or "", other.type or ""
    if _WHOLE in kinds and all(kinds):
        yield Witness(
            part="type", weight=0 if kinds[0] == kinds[1] else -4, values=kinds
        )
    volumes = volume_of(one), volume_of(other)
    if volumes[0] and volumes[1]:
        weight = 0 if volumes[0] == volumes[1] else -1
        yield _witness("volume", weight, volumes[0], volumes[1])
    journals = journals_of(one), journals_of(other)
    compared = _weigh_journals(one, other)
    if all(journals) and compared is not None:
        yield _witness("journal", compared, journals[0][0], journals[1][0])
    years = years_of(one), years_of(other)
    if all(years):
        is_near = min(abs(a - b) for a in years[0] for b in years[1]) <= 1
        yield _witness("year", 0 if is_near else -1, _list(years[0]), _list(years[1]))


def _witness(part: str, weight: int, one: str, other: str) -> Witness:
    return Witness(part=part, weight=weight, values=(_short(one), _short(other)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _list(years: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def _name(person: Contributor) -> str:
    return short_name(person)


def _weigh_authors(one: SourceRecord, other: SourceRecord) -> int:
    """Compare first authors: 2 for one person, 1 where that one stands elsewhere.

    A name that is another one says nothing where a group stands beside persons, or
    one script beside another, or where others of the byline are the same.
    """
    mine, theirs = one.authors, other.authors
    if _is_one(mine[0], theirs[0]):
        return 2
    if any(_is_one(mine[0], name) for name in theirs):
        return 1
    if any(_is_one(name, theirs[0]) for name in mine):
        return 1
    if any(_is_one(a, b) for a in mine[1:] for b in theirs[1:]):
        return 0
    is_silent = any(ask(mine[0]) != ask(theirs[0]) for ask in (_is_group, _is_latin))
    return 0 if is_silent else -5


def _is_latin(name: Contributor) -> bool:
    return is_latin(name.family or name.literal or "")


def _is_group(name: Contributor) -> bool:
    return not name.family or is_group(f"{name.given or ''} {name.family}")


def _is_one(one: Contributor, other: Contributor) -> bool:
    if names_agree(one, other) not in {None, "family-lost"}:
        return True
    # "Li" and "Xu" beside initials are taken for initials themselves.
    if fold_name(one.family or "") != fold_name(other.family or "") or not one.family:
        return name_key(one) == name_key(other)
    letters = [fold_name(p.given or p.initials or "")[:1] for p in (one, other)]
    return not all(letters) or letters[0] == letters[1]


def _weigh_pages(one: SourceRecord, other: SourceRecord) -> int:
    """Compare first pages; a page and an article number are two locators of one."""
    mine, theirs = (set(map(_page, pages_of(r))) for r in (one, other))
    if mine & theirs:
        return 2
    # 928 and 928b may be one; 928a and 928b are not.
    if {_bare(page) for page in mine} & theirs or {_bare(p) for p in theirs} & mine:
        return 0
    return 0 if _has_pages(one) != _has_pages(other) else -4


def _page(page: str) -> str:
    return comparable_number(page.removeprefix("e"))


def _bare(page: str) -> str:
    return _LETTERS.sub("", page)


def _has_pages(record: SourceRecord) -> bool:
    return bool(record.locator and record.locator.first_page)


def _weigh_journals(one: SourceRecord, other: SourceRecord) -> int | None:
    """Compare journals; None where other names may be of one journal."""
    mine, theirs = one.container, other.container
    if mine is None or theirs is None:
        return None
    numbers = set(issns_of(mine)), set(issns_of(theirs))
    if numbers[0] & numbers[1] or (mine.nlm_id and mine.nlm_id == theirs.nlm_id):
        return 0
    names = journals_of(one), journals_of(other)
    if any(journals_agree(a, b) for a in names[0] for b in names[1]):
        return 0
    return -2 if all(numbers) else None
