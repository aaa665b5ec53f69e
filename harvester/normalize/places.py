"""Where a work stands: years, journal names, volume and pages, ready to compare."""

from __future__ import annotations

import re

from harvester.model import Article, Locator, Numbering, Work
from harvester.normalize.numbering import comparable_number, normalize_numbering
from harvester.normalize.pages import normalize_pages

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_DATED = frozenset(
    {
        *("issue", "print", "online", "electronic", "published", "issued", "posted"),
        *("issue_print", "issue_online", "published_other"),
    }
)


def years_of(work: Work) -> frozenset[int]:
    """Return the years under which a work may be cited."""
    years = {
        int(year)
        for date in work.dates
        if date.kind in _DATED
        for year in _YEAR.findall(date.edtf or date.printed)
    }
    if isinstance(work, Article) and work.year:
        years.add(work.year)
    return frozenset(years)


def journals_of(work: Work) -> tuple[str, ...]:
    """Return every name of the journal or series, as printed, once."""
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


def numbering_of(work: Work) -> Numbering | None:
    """Return volume and issue taken apart, derived where that was not done yet.

    None where both fields say nothing.
    """
    return work.numbering or normalize_numbering(work.volume, work.issue)


def volume_of(work: Work) -> str | None:
    """Return the volume in the form in which its spellings meet, or None."""
    numbering = numbering_of(work)
    volume = numbering.volume if numbering else work.volume
    return comparable_number(volume) if volume else None


def locator_of(work: Work) -> Locator | None:
    """Return the pages in full, derived where that was not done yet.

    None where neither pages nor article number are printed.
    """
    return work.locator or normalize_pages(
        work.page,
        start=work.start_page,
        end=work.end_page,
        article_number=work.article_number,
    )


def pages_of(work: Work) -> tuple[str, ...]:
    """Return first pages and article numbers, in lower case, once."""
    locator = locator_of(work)
    held = [locator.first_page, locator.article_number] if locator else []
    pages = filter(None, (*held, work.start_page, work.article_number))
    return tuple(dict.fromkeys(page.casefold() for page in pages))
