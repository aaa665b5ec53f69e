"""A row per article: CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from harvester.export.fields import (
    abstract_text,
    container_title,
    heading,
    issns,
    link,
    printed_pages,
    short_container_title,
)
from harvester.export.keys import citation_key
from harvester.export.markup import one_line
from harvester.export.names import addresses, named, sorted_form
from harvester.export.notices import build_notices
from harvester.model import Article

Cell = str | int | tuple[str, ...] | None
BETWEEN = "; "


def build_row(article: Article) -> Mapping[str, Cell]:
    """Return the columns of an article, in order; several values as a tuple."""
    container = article.container
    return {
        "key": citation_key(article),
        "type": article.type,
        "title": article.title.plain if article.title else None,
        "original_title": article.original_title.plain
        if article.original_title
        else None,
        "authors": tuple(sorted_form(person) for person in article.authors),
        "orcids": tuple(person.orcid or "" for person in article.authors)
        if any(person.orcid for person in article.authors)
        else (),
        "affiliations": addresses(article),
        "editors": tuple(sorted_form(person) for person in named(article, "editor")),
        "year": article.year,
        "published": article.published,
        "journal": container_title(article),
        "journal_abbreviation": short_container_title(article),
        "volume": article.volume,
        "issue": article.issue,
        "pages": printed_pages(article),
        "article_number": article.article_number,
        "doi": article.doi,
        "pmid": article.pmid,
        "pmcid": article.pmcid,
        "issn": issns(article),
        "isbn": container.isbns if container else (),
        "publisher": container.publisher if container else None,
        "languages": article.languages,
        "abstract": abstract_text(article.abstract) if article.abstract else None,
        "keywords": tuple(keyword.text.plain for keyword in article.keywords),
        "mesh": tuple(heading(mesh) for mesh in article.mesh_headings),
        "publication_types": tuple(kind.name for kind in article.publication_types),
        "notices": build_notices(article),
        "cited_by_count": article.cited_by_count,
        "url": link(article),
    }


_NOTHING = build_row(Article(sources=(("", ""),)))
COLUMNS = tuple(_NOTHING)
LISTS = tuple(name for name, cell in _NOTHING.items() if cell == ())
NUMBERS = ("year", "cited_by_count")


def write_csv(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a line of names, then one per article (RFC 4180, UTF-8).

    Several values in a cell are parted by ``; ``; of ``orcids`` the places are those
    of ``authors``.
    """
    yield _line(COLUMNS)
    for article in articles:
        yield _line(_printed(cell) for cell in build_row(article).values())


def _printed(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return BETWEEN.join(map(one_line, cell))
    return "" if cell is None else one_line(str(cell))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()
