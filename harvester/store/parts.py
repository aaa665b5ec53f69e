"""An article → the rows of its own table and of the tables of its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from harvester.model import Article, Value, Work
from harvester.normalize.relations import read_tie
from harvester.reconcile.conflict_kind import ConflictKind, worst
from harvester.selection.columns import (
    print_abstract,
    print_authors,
    print_keywords,
    print_mesh,
    print_names,
)
from harvester.store.article_headings import HEADINGS, build_headings
from harvester.store.encoding import lines
from harvester.store.rows import Row

Said = Callable[[Value], str | None]
"""Tells which sources say a value (a date, a relation …), one per line; None: none."""

_LISTS = ("dates", "relations", "funding")


def who_says(records: Iterable[tuple[str, Work]]) -> Said:
    """Return which sources say the very entries of the lists that are merged."""
    said: dict[Value, dict[str, None]] = {}
    for source, record in records:
        for name in _LISTS:
            for value in getattr(record, name):
                said.setdefault(value, {})[source] = None
    return {value: "\n".join(sources) for value, sources in said.items()}.get


def describe_article(article: Article) -> dict[str, Any]:
    """Return the columns of ``articles`` that follow from the article alone."""
    locator, title = article.locator, article.title
    return {
        "pmid": article.pmid,
        "pmcid": article.pmcid,
        "doi": article.doi,
        "type": article.type,
        "title": title and title.plain,
        "title_markup": title and title.markup,
        "original_title": article.original_title and article.original_title.plain,
        "authors": print_authors(article),
        "journal": article.container and article.container.title,
        "volume": article.volume,
        "issue": article.issue,
        "pages": article.page,
        "first_page": locator.first_page if locator else article.start_page,
        "last_page": locator.last_page if locator else article.end_page,
        "article_number": article.article_number
        or (locator.article_number if locator else None),
        "year": article.year,
        "published": article.published,
        "language": ", ".join(article.languages) or None,
        "abstract": print_abstract(article),
        "mesh": print_mesh(article),
        "keywords": print_keywords(article),
        "status": article.publication_status,
    }


def describe_further(article: Article) -> dict[str, Any]:
    """Return the columns of ``articles`` that are no news of it by themselves."""
    return {
        "names": print_names(article),
        "reference_entry_count": len(article.references) or None,
    }


def build_identifiers(article: Article) -> list[Row]:
    """Return scheme, value, validity and printed form of every identifier, once.

    An identifier that stands in two places is valid where one of them says so.
    """
    rows: dict[tuple[str, str], Row] = {}
    for one in article.identifiers:
        if one.key not in rows or (one.is_valid and not rows[one.key][2]):
            rows[one.key] = (*one.key, int(one.is_valid), one.printed)
    return list(rows.values())


def _conflicts(article: Article) -> Iterator[Row]:
    for origin in article.origins:
        if origin.rejected:
            kinds = (ConflictKind(one.kind) for one in origin.rejected if one.kind)
            yield (origin.field, worst(kinds))


_ENTRIES: dict[str, Callable[[Article, Said], Iterable[Row]]] = {
    "keywords": lambda article, _: (
        (k.text.plain, k.owner, int(k.is_major)) for k in article.keywords
    ),
    "publication_types": lambda article, _: (
        (p.name, p.ui) for p in article.publication_types
    ),
    "languages": lambda article, _: ((name,) for name in article.languages),
    "dates": lambda article, said: (
        (d.kind, d.edtf, d.printed, d.time, d.precision, d.rule, said(d))
        for d in article.dates
    ),
    "relations": lambda article, said: (
        (
            *(r.kind, r.update_type, lines(r.identifiers)),
            *(r.citation and r.citation.plain, r.note, r.asserted_by, r.date),
            *(said(r), tie.name, tie.direction),
            *(tie.other or (None, None)),
            *(None, tie.date),  # which article the other is, attaching says
        )
        for r in article.relations
        for tie in [read_tie(r)]
    ),
    "funding": lambda article, said: (
        (f.agency, lines(f.awards), f.country, lines(f.identifiers), said(f))
        for f in article.funding
    ),
    "chemicals": lambda article, _: (
        (c.name, c.ui, c.registry_number) for c in article.chemicals
    ),
}


def build_parts(article: Article, said: Said) -> dict[str, list[Row]]:
    """Return the rows of the tables of parts, without the article's number.

    All but those of its contributors, who are kept by ``save_people``; those of its
    headings have names where numbers belong, see ``number_headings``.

    Args:
        article: Whose parts.
        said: Which sources say an entry, see ``who_says``.
    """
    rows = {
        table: [(place, *row) for place, row in enumerate(entries(article, said), 1)]
        for table, entries in _ENTRIES.items()
    }
    return {
        **rows,
        HEADINGS: list(build_headings(article)),
        "conflict_fields": list(_conflicts(article)),
    }


def learnable_names(article: Article) -> dict[str, list[tuple[str, str]]]:
    """Return (ui, name) of the descriptors and qualifiers of an article, by table."""
    headings = article.mesh_headings
    qualifiers = (q for heading in headings for q in heading.qualifiers)
    return {
        "mesh_descriptors": [(h.ui, h.descriptor) for h in headings if h.ui],
        "mesh_qualifiers": [(q.ui, q.name) for q in qualifiers if q.ui],
    }
