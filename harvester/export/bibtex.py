"""BibTeX, with the fields of biblatex beside the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from harvester.export.dates import MONTHS, read_points
from harvester.export.fields import (
    abstract_text,
    container_title,
    issns,
    language_tag,
    link,
    other_subtitles,
    printed_pages,
    short_container_title,
    subject_terms,
)
from harvester.export.keys import citation_key
from harvester.export.latex import (
    LATEX_MARKS,
    Escape,
    escape_all,
    escape_special,
    protect_capitals,
)
from harvester.export.markup import one_line, render, without_stop
from harvester.export.names import (
    family_name,
    given_names,
    is_complete,
    named,
    split_family,
)
from harvester.export.notices import build_notices
from harvester.model import Article, Contributor, Text

_Field = tuple[str, str | None]
_TYPES = {
    "book": "book",
    "chapter": "incollection",
    "entry": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_JOURNAL_TYPES = {"article-journal", "article-magazine", "article-newspaper"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_RANGE = re.compile(r"(?<=\d)-(?=\w)")
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def write_bibtex(
    articles: Iterable[Article], *, ascii_only: bool = False
) -> Iterator[str]:
    """Yield an entry for every article.

    Args:
        articles: Of any type; what BibTeX has no type for is ``@misc``.
        ascii_only: Write letters beyond ASCII as LaTeX commands.
    """
    escape = escape_all if ascii_only else escape_special
    for article in articles:
        kind = _kind(article)
        fields = "".join(
            f",\n  {name} = {value if name == 'month' else f'{{{value}}}'}"
            for name, value in _fields(article, kind, escape)
            if value
        )
        yield f"@{kind}{{{citation_key(article)}{fields}\n}}\n\n"


write_latex = partial(write_bibtex, ascii_only=True)


def _kind(article: Article) -> str:
    kind = article.type or "article-journal"
    in_journal = kind in _JOURNAL_TYPES or kind not in _TYPES
    if in_journal and container_title(article):
        return "article"
    return _TYPES.get(kind, "misc")


def _fields(article: Article, kind: str, escape: Escape) -> Iterator[_Field]:
    def plain(value: str | None) -> str | None:
        return escape(one_line(value)) if value else None

    def title(text: Text | None) -> str | None:
        protect = partial(protect_capitals, escape=escape)
        return render(without_stop(text), LATEX_MARKS, protect) if text else None

    authors = _people(named(article, "author"), escape)
    if authors and not is_complete(article):
        authors += " and others"
    yield "author", authors
    yield "editor", _people(named(article, "editor"), escape)
    yield "translator", _people(named(article, "translator"), escape)
    yield "title", title(article.title or article.original_title)
    yield "subtitle", title(next(iter(other_subtitles(article)), None))
    if article.title:
        yield "origtitle", title(article.original_title)
    yield from _container(article, kind, escape)
    yield from _dates(article)
    yield "volume", plain(article.volume)
    yield "number", plain(article.issue or _report_number(article, kind))
    yield "pages", plain(_RANGE.sub("--", printed_pages(article) or ""))
    yield "eid", plain(article.article_number)
    yield "doi", article.doi and article.doi.translate(_VERBATIM)
    yield "pmid", article.pmid
    yield "pmcid", article.pmcid
    yield "url", link(article)
    yield "language", plain(language_tag(article))
    yield "keywords", plain("; ".join(subject_terms(article)))
    yield "note", plain(". ".join(build_notices(article)))
    if article.abstract:
        yield "abstract", plain(abstract_text(article.abstract))


def _report_number(article: Article, kind: str) -> str | None:
    is_report = kind == "techreport" and article.container
    return article.container.report_number if is_report and article.container else None


def _container(article: Article, kind: str, escape: Escape) -> Iterator[_Field]:
    container = article.container
    if container is None:
        return

    def plain(value: str | None) -> str | None:
        return escape(one_line(value)) if value else None

    where = {"article": "journal", "book": "series"}.get(kind, "booktitle")
    titles: tuple[str | None, ...] = container.series_titles
    if where == "series":
        titles = (container.title, *titles)
    else:
        yield where, plain(container.title)
    if kind == "article":
        yield "shortjournal", plain(short_container_title(article))
    yield "series", plain("; ".join(filter(None, titles)))
    yield "volumetitle", plain(container.volume_title)
    yield "eventtitle", plain(container.event)
    yield "edition", plain(container.edition)
    yield _PUBLISHERS.get(kind, "publisher"), plain(container.publisher)
    yield "address", plain(container.publisher_place)
    yield "issn", ", ".join(issns(article))
    yield "isbn", ", ".join(container.isbns)


def _dates(article: Article) -> Iterator[_Field]:
    yield "date", article.published
    yield "year", str(article.year) if article.year else None
    points = read_points(article.published)
    if len(points) == 1 and points[0].month:
        yield "month", MONTHS[points[0].month - 1].lower()


def _people(people: Iterable[Contributor], escape: Escape) -> str:
    return " and ".join(filter(None, (_name(person, escape) for person in people)))


def _name(person: Contributor, escape: Escape) -> str:
    """Return ``von Last, Suffix, Given``; a group in braces is never taken apart."""
    family = family_name(person)
    if family is None:
        name = one_line(person.literal or person.given or "")
        return f"{{{escape(name)}}}" if name else ""
    given = given_names(person)
    if given is None and not person.suffix:
        return f"{{{escape(family)}}}"
    particles, rest = split_family(family)
    if "," in rest or any(word[:1].islower() for word in rest.split()):
        rest = f"{{{escape(rest)}}}"
    else:
        rest = escape(rest)
    last = " ".join(filter(None, (escape(particles), rest)))
    parts = (person.suffix, given or "") if person.suffix else (given or "",)
    shown = (escape(p) if p and "," not in p else f"{{{escape(p)}}}" for p in parts)
    return ", ".join([last, *shown])
