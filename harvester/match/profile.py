"""A work as the matcher sees it: its parts folded, once."""

from __future__ import annotations

import re

from harvester.match.words import fold_words
from harvester.model import Article, Contributor, Key, Value, Work
from harvester.normalize.numbering import comparable_number, normalize_numbering
from harvester.normalize.pages import normalize_pages

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DATED = frozenset(
    {
        *("issue", "print", "online", "electronic", "published", "issued", "posted"),
        *("issue_print", "issue_online", "published_other"),
    }
)


class Person(Value, frozen=True, kw_only=True):
    """A name of a byline: the folded words of the surname, and the first initial."""

    family: tuple[str, ...]
    initial: str | None = None


class Profile(Value, frozen=True, kw_only=True):
    """The folded parts of a work.

    Attributes:
        work: The work itself.
        keys: Its article identifiers.
        titles: Every title, the main one first; without subtitle where the main part
            of a title can stand alone.
        people: The byline.
        years: Under which it may be cited.
        volume, issue: Comparable.
        pages: First pages and article numbers, in lower case.
        last_page: In full.
        journals: Every name of the journal, as printed.
    """

    work: Work
    keys: frozenset[Key]
    titles: tuple[tuple[str, ...], ...] = ()
    people: tuple[Person, ...] = ()
    years: frozenset[int] = frozenset()
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, ...] = ()
    last_page: str | None = None
    journals: tuple[str, ...] = ()


def build_profile(work: Work) -> Profile:
    """Return the profile of a work."""
    numbering = work.numbering or normalize_numbering(work.volume, work.issue)
    locator = work.locator or normalize_pages(
        work.page,
        start=work.start_page,
        end=work.end_page,
        article_number=work.article_number,
    )
    volume = numbering.volume if numbering else work.volume
    issue = numbering.issue if numbering else work.issue
    pages: list[str] = []
    last_page = None
    if locator:
        last_page = locator.last_page
        pages += filter(None, (locator.first_page, locator.article_number))
    pages += filter(None, (work.start_page, work.article_number))
    return Profile(
        work=work,
        keys=frozenset(work.article_keys),
        titles=_titles(work),
        people=tuple(filter(None, map(_person, work.authors))),
        years=_years(work),
        volume=comparable_number(volume) if volume else None,
        issue=comparable_number(issue) if issue else None,
        pages=tuple(dict.fromkeys(page.casefold() for page in pages)),
        last_page=last_page.casefold() if last_page else None,
        journals=_journals(work),
    )


def _titles(work: Work) -> tuple[tuple[str, ...], ...]:
    printed = [work.title, work.original_title, *work.other_titles]
    whole = [text.plain for text in printed if text]
    if work.title and work.subtitles:
        whole.append(f"{work.title.plain} {work.subtitles[0].plain}")
    return tuple(dict.fromkeys(words for text in whole if (words := fold_words(text))))


def _person(contributor: Contributor) -> Person | None:
    family = contributor.family or contributor.literal or contributor.given
    words = fold_words(" ".join(filter(None, (contributor.dropping_particle, family))))
    given = fold_words(contributor.given or contributor.initials or "")
    if not words:
        return None
    return Person(family=words, initial=given[0][0] if given else None)


def _years(work: Work) -> frozenset[int]:
    years = {
        int(year)
        for date in work.dates
        if date.kind in _DATED
        for year in _YEAR.findall(date.edtf or date.printed)
    }
    if isinstance(work, Article) and work.year:
        years.add(work.year)
    return frozenset(years)


def _journals(work: Work) -> tuple[str, ...]:
    held = work.container
    if held is None:
        return ()
    names = (
        held.title,
        held.iso_abbreviation,
        held.medline_abbreviation,
        *held.short_titles,
        *held.series_titles,
    )
    return tuple(dict.fromkeys(name for name in names if name))
