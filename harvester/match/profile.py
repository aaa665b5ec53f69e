"""A work as the matcher sees it: its parts folded, once."""

from __future__ import annotations

from harvester.match.words import fold_words
from harvester.model import Contributor, Key, Value, Work
from harvester.normalize.numbering import comparable_number
from harvester.normalize.places import (
    journals_of,
    locator_of,
    numbering_of,
    pages_of,
    volume_of,
    years_of,
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
    numbering, locator = numbering_of(work), locator_of(work)
    issue = numbering.issue if numbering else work.issue
    last_page = locator.last_page if locator else None
    return Profile(
        work=work,
        keys=frozenset(work.article_keys),
        titles=_titles(work),
        people=tuple(filter(None, map(_person, work.authors))),
        years=years_of(work),
        volume=volume_of(work),
        issue=comparable_number(issue) if issue else None,
        pages=pages_of(work),
        last_page=last_page.casefold() if last_page else None,
        journals=journals_of(work),
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
