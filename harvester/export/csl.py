"""CSL-JSON: what citation processors (pandoc, Quarto, Zotero) read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from harvester.export.dates import Point, date_in_words, read_points
from harvester.export.fields import (
    abstract_text,
    issns,
    language_tag,
    link,
    printed_pages,
    short_container_title,
    subject_terms,
)
from harvester.export.keys import citation_key
from harvester.export.markup import Marks, render, without_stop
from harvester.export.names import given_names, named, split_family
from harvester.export.notices import build_notices
from harvester.model import Article, Contributor, Text

_MARKS: Marks = {
    **{name: (f"<{name}>", f"</{name}>") for name in ("i", "b", "sup", "sub")},
    "sc": ('<span style="font-variant:small-caps;">', "</span>"),
}
_ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container_author": "container-author",
    "chair": "chair",
}
_SEASONS = {"Spring": 1, "Summer": 2, "Autumn": 3, "Winter": 4}


def write_csl(articles: Iterable[Article]) -> Iterator[str]:
    """Yield an array of items, piece by piece."""
    before = "["
    for article in articles:
        yield f"{before}\n{msgspec.json.encode(build_item(article)).decode()}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def build_item(article: Article) -> dict[str, Any]:
    """Return an article as an item of CSL-JSON (schema 1.0.2)."""
    title = article.title or article.original_title
    item = {
        "id": citation_key(article),
        "type": article.type or "article-journal",
        "title": _rich(title),
        "original-title": _rich(article.original_title) if article.title else None,
        **{name: _people(article, role) for role, name in _ROLES.items()},
        **_container(article),
        "issued": _issued(article),
        "volume": article.volume,
        "issue": article.issue,
        "page": printed_pages(article),
        "number": article.article_number or _report_number(article),
        "DOI": article.doi,
        "PMID": article.pmid,
        "PMCID": article.pmcid,
        "URL": link(article),
        "language": language_tag(article),
        "keyword": "; ".join(subject_terms(article)),
        "note": ". ".join(build_notices(article)),
        "abstract": abstract_text(article.abstract, "\n\n")
        if article.abstract
        else None,
    }
    return {name: value for name, value in item.items() if value}


def _rich(text: Text | None) -> str | None:
    return render(without_stop(text), _MARKS) if text else None


def _report_number(article: Article) -> str | None:
    return article.container.report_number if article.container else None


def _container(article: Article) -> dict[str, Any]:
    container = article.container
    if container is None:
        return {}
    series = list(container.series_titles)
    if article.type == "book" and container.title:
        title, series = None, [container.title, *series]
    else:
        title = container.title and Text(
            plain=container.title, markup=container.title_markup
        )
    return {
        "container-title": render(title, _MARKS) if title else None,
        "container-title-short": short_container_title(article),
        "collection-title": "; ".join(series),
        "volume-title": container.volume_title,
        "event-title": container.event,
        "publisher": container.publisher,
        "publisher-place": container.publisher_place,
        "edition": container.edition,
        "ISSN": ", ".join(issns(article)),
        "ISBN": ", ".join(container.isbns),
    }


def _people(article: Article, role: str) -> list[dict[str, str]]:
    return [name for person in named(article, role) if (name := _name(person))]


def _name(person: Contributor) -> dict[str, str]:
    if person.family is None:
        literal = person.literal or person.given
        return {"literal": literal} if literal else {}
    particles, family = split_family(person.family)
    parts = {
        "family": family,
        "given": given_names(person),
        "suffix": person.suffix,
        "dropping-particle": person.dropping_particle,
        "non-dropping-particle": particles,
    }
    return {name: value for name, value in parts.items() if value}


def _issued(article: Article) -> dict[str, Any] | None:
    points = read_points(article.published)
    if not points:
        return {"date-parts": [[article.year]]} if article.year else None
    seasons = [point.season for point in points if point.season]
    issued: dict[str, Any] = {"date-parts": [_parts(point) for point in points]}
    if len(points) == 1 and seasons and seasons[0] in _SEASONS:
        issued["season"] = _SEASONS[seasons[0]]
    elif seasons:
        issued["literal"] = date_in_words(article.published)
    return issued


def _parts(point: Point) -> list[int]:
    parts = [int(point.year), point.month, point.day]
    return [part for part in parts if part is not None]
