"""An article, or a case, as programs read it: the shape of ``--json``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from harvester.export import build_citation
from harvester.reconcile import merge_records
from harvester.store import tally_works

if TYPE_CHECKING:
    from harvester.model import Article, Contributor
    from harvester.store import ArticleLinks, Case, Fate, Library, LinkedWork, Related

_NO_FATE: dict[str, Any] = {
    **dict.fromkeys(("status", "deleted_at", "replaced_by")),
    "status_sources": [],
    "as_of": {},
    "doubts": [],
    "events": [],
}


def load_view(library: Library, number: int) -> dict[str, Any]:
    """Return an article of the library as JSON-ready values; see ``build_view``."""
    return build_view(
        library.load_article(number),
        library.load_links(number),
        library.load_fate(number),
        library.load_related(number),
        library.quarantine.cases_of(number),
    )


def build_view(
    article: Article,
    links: ArticleLinks,
    fate: Fate,
    related: Sequence[Related] = (),
    cases: Iterable[Case] = (),
) -> dict[str, Any]:
    """Return an article, its links and what became of it as JSON-ready values.

    The head holds what most programs want, by its plain name; ``record`` is the
    whole merged article, with all dates, printed forms and the origin of every
    field. What is unknown is null, or an empty list.
    """
    container = article.container
    return {
        "pmid": article.pmid,
        "doi": article.doi,
        "pmcid": article.pmcid,
        "type": article.type,
        "citation": build_citation(article),
        "title": article.title.plain if article.title else None,
        "authors": [_person(author) for author in article.authors],
        "journal": container.title if container else None,
        "journal_abbreviation": (
            container.medline_abbreviation or container.iso_abbreviation
            if container
            else None
        ),
        "year": article.year,
        "published": article.published,
        "volume": article.volume,
        "issue": article.issue,
        "page": article.page,
        "article_number": article.article_number,
        "similar": [_linked(work) for work in links.similar],
        "cited_by": [_linked(work) for work in links.cited_by],
        "references": [_linked(work) for work in links.references],
        "related": msgspec.to_builtins(related),
        "citation_counts": {
            "cited_by": msgspec.to_builtins(tally_works(links.cited_by)),
            "references": msgspec.to_builtins(tally_works(links.references)),
        },
        "fate": {**_NO_FATE, **msgspec.to_builtins(fate)},
        "in_doubt": [view_case(case) for case in cases],
        "link_sets": msgspec.to_builtins(links.sets),
        "record": msgspec.to_builtins(article),
    }


def view_case(case: Case) -> dict[str, Any]:
    """Return a case as JSON-ready values."""
    return {
        "number": case.number,
        "state": case.state.value,
        "scheme": case.doubt.key[0],
        "value": case.doubt.key[1],
        "reason": case.doubt.reason,
        "agreeing": list(case.doubt.agreeing),
        "differing": list(case.doubt.differing),
        "records": [
            {"source": source, "source_id": source_id, "citation": citation}
            for source, source_id, citation in cited_records(case)
        ],
        "first_seen_at": case.first_seen_at,
        "decided_at": case.decided_at,
        "why": case.why,
    }


def cited_records(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield source, key and citation of both records."""
    for record in case.records:
        yield record.source, record.source_id, build_citation(merge_records([record]))


def _person(person: Contributor) -> dict[str, Any]:
    names = ("family", "given", "initials", "suffix", "literal", "orcid")
    return {name: value for name in names if (value := getattr(person, name))}


def _linked(work: LinkedWork) -> dict[str, Any]:
    return {
        "pmid": work.pmid or (work.value if work.scheme == "pmid" else None),
        "doi": work.doi or (work.value if work.scheme == "doi" else None),
        "title": work.title,
        "citation": work.citation,
        "rank": work.rank,
        "score": work.score,
        "provider": work.provider,
        "work": work.work,
        "in_library": work.article_id is not None,
        "last_seen_at": work.last_seen_at,
    }
