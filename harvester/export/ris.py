"""RIS: what Zotero, EndNote, Mendeley, Covidence and ASReview read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harvester.export.dates import read_points
from harvester.export.fields import (
    abstract_text,
    container_title,
    issns,
    link,
    printed_pages,
    short_container_title,
    subject_terms,
)
from harvester.export.keys import citation_key
from harvester.export.markup import one_line, without_stop
from harvester.export.names import addresses, named, sorted_form
from harvester.export.notices import build_notices
from harvester.model import Article

_Line = tuple[str, str | None]
_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "article": "UNPB", "book": "BOOK", "chapter": "CHAP", "entry": "ENCYC",
    "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES",
    "dataset": "DATA", "software": "COMP", "standard": "STAND", "webpage": "ELEC",
    "post-weblog": "BLOG", "periodical": "JFULL", "motion_picture": "VIDEO",
    "song": "SOUND", "speech": "SLIDE", "graphic": "ART",
}  # fmt: skip
"""CSL's type → RIS's code; what is not here is generic (``GEN``)."""
_END = "\r\n"


def write_ris(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a record for every article; every line ends in CR LF."""
    for article in articles:
        lines = [f"TY  - {_TYPES.get(article.type or 'article-journal', 'GEN')}"]
        for tag, value in _lines(article):
            if value and (text := one_line(value)):
                lines.append(f"{tag}  - {text}")
        yield _END.join([*lines, "ER  - ", "", ""])


def _lines(article: Article) -> Iterator[_Line]:
    yield "ID", citation_key(article)
    for person in article.authors:
        yield "AU", sorted_form(person)
    for tag, role in (("A2", "editor"), ("A4", "translator")):
        for person in named(article, role):
            yield tag, sorted_form(person)
    title = article.title or article.original_title
    yield "TI", without_stop(title).plain if title else None
    yield "T2", container_title(article)
    yield "JA", short_container_title(article)
    yield from _dates(article)
    yield "VL", article.volume
    yield "IS", article.issue
    yield from _pages(article)
    yield from _container(article)
    yield "M3", "; ".join(kind.name for kind in article.publication_types)
    yield "DO", article.doi
    yield "AN", article.pmid
    yield "DB", "PubMed" if article.pmid else None
    yield "C2", article.pmcid
    yield "UR", link(article)
    yield "LA", "; ".join(article.languages)
    yield "AD", "; ".join(addresses(article))
    for term in subject_terms(article):
        yield "KW", term
    for notice in build_notices(article):
        yield "N1", notice
    if article.title and article.original_title:
        yield "N1", f"Original title: {article.original_title.plain}"
    if article.abstract:
        yield "AB", abstract_text(article.abstract)


def _dates(article: Article) -> Iterator[_Line]:
    """Yield the year, and ``YYYY/MM/DD/other`` with what has no number as other."""
    yield "PY", str(article.year) if article.year else None
    points = read_points(article.published)
    if points:
        first = points[0]
        numbers = [
            first.year,
            *(f"{n:02}" if n else "" for n in (first.month, first.day)),
        ]
        other = article.published if len(points) > 1 else first.season
        yield "DA", "/".join([*numbers, other or ""])


def _pages(article: Article) -> Iterator[_Line]:
    """Yield first and last page in full; what is no single range as printed."""
    pages, locator = printed_pages(article), article.locator
    is_range = locator and not locator.segments and not locator.note
    if locator and is_range and locator.first_page:
        yield "SP", locator.first_page
        yield "EP", locator.last_page
    else:
        yield "SP", pages
    yield "C7", article.article_number


def _container(article: Article) -> Iterator[_Line]:
    container = article.container
    if container is None:
        return
    yield "T3", "; ".join(container.series_titles)
    yield "C3", container.event
    yield "ET", container.edition
    yield "PB", container.publisher
    yield "CY", container.publisher_place
    yield "SN", "; ".join((*issns(article), *container.isbns))
