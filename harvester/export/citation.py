"""The short citation, as MEDLINE and journals print it."""

from __future__ import annotations

from harvester.export.dates import date_in_words
from harvester.model import Article, Work
from harvester.normalize.names import short_name

NAMED_AUTHORS = 3


def build_citation(article: Article) -> str:
    """Return the article in one line: authors, title, journal, date, place.

    The first three authors, then "et al."; the journal's abbreviation where one is
    known; the printed volume, issue and pages. What is unknown is left out.
    """
    parts = (
        build_byline(article, named=NAMED_AUTHORS),
        article.title.plain if article.title else "[no title]",
        build_place(article),
    )
    return " ".join(
        part if part[-1] in ".?!]" else f"{part}." for part in parts if part
    )


def build_byline(work: Work, *, named: int | None = None) -> str:
    """Return the authors in MEDLINE form, ``Chen H, McDermott JC``.

    Args:
        work: Whose authors; editors stand in where there are none.
        named: How many are named before "et al."; None names all.

    Returns:
        ``""`` where nobody is named.
    """
    people = work.authors
    label = ""
    if not people:
        people = tuple(c for c in work.contributors if c.role == "editor")
        label = ", editor" + ("s" if len(people) > 1 else "") if people else ""
    names = [name for person in people if (name := short_name(person))]
    is_complete = all(
        entry.is_complete is not False
        for entry in work.contributor_lists
        if entry.role == "author" and entry.place is None
    )
    cut = named is not None and len(names) > named
    if cut or not is_complete:
        names = [*names[:named], "et al"]
    return ", ".join(names) + label if names else ""


def build_place(article: Article) -> str:
    """Return journal, date and place: ``Arch Surg. 2006 Oct;141(10):1000-4``."""
    container = article.container
    journal = None
    if container:
        short = container.short_titles[0] if container.short_titles else None
        journal = (
            container.medline_abbreviation
            or container.iso_abbreviation
            or short
            or container.title
        )
    numbers = article.volume or ""
    if article.issue:
        numbers += f"({article.issue})"
    when = ";".join(filter(None, (date_in_words(article.published), numbers)))
    ends = "-".join(filter(None, (article.start_page, article.end_page)))
    pages = article.page or ends or article.article_number
    rest = ":".join(filter(None, (when, pages)))
    return ". ".join(part.rstrip(".") for part in (journal, rest) if part)
