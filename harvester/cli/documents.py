"""The documents of an article beside its sources: ``harvest show --documents``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from harvester.export import build_citation
from harvester.match import Part, compare_parts
from harvester.model import Role

if TYPE_CHECKING:
    from harvester.model import Article, Document, Mention, SourceRecord, Work
    from harvester.store import KeptDocument, Library, LinkedWork

_WIDTH = 88
_CELL = 24
_SIGNS = {"agrees": "=", "nearly": "~", "differs": "≠", None: " "}
_LISTED = 10
_LISTS = (
    (Role.SIMILAR, "similar"),
    (Role.CITED_BY, "cited_by"),
    (Role.REFERENCE, "references"),
)
_Names = frozenset[tuple[str, str]]


def build_documents(library: Library, number: int) -> list[dict[str, Any]]:
    """Return the documents that are an article or mention it, as JSON-ready values.

    Of one that is the article, ``compared`` has part by part what the document, the
    merged article and every source say, with the verdict against the document
    (``agrees``, ``nearly``, ``differs``; null: it cannot be told), and ``lists`` which
    works of its lists the services list too. A document never changes the merged
    article: it is evidence.
    """
    article = library.load_article(number)
    records = [
        record
        for record in library.component(article.article_keys)
        if (record.source, record.source_id) in article.sources
    ]
    return [
        _document(library, number, kept, article, records)
        for kept in library.load_documents(number)
    ]


def _document(
    library: Library,
    number: int,
    kept: KeptDocument,
    article: Article,
    records: Sequence[SourceRecord],
) -> dict[str, Any]:
    document = kept.document
    own = kept.is_article
    resolution = document.resolution
    return {
        "name": document.name,
        "reader": document.reader,
        "state": kept.state,
        "is_article": own,
        "first_seen_at": kept.first_seen_at,
        "resolution": msgspec.to_builtins(resolution) if resolution else None,
        "unresolved": document.unresolved,
        "mentions": [_place(document.mentions[at - 1]) for at in kept.positions],
        "values": [msgspec.to_builtins(value) for value in document.values],
        "compared": _compared(document, article, records) if own else [],
        "lists": _lists(library, number, document) if own else {},
    }


def _place(mention: Mention) -> dict[str, Any]:
    return {
        "scheme": mention.identifier.scheme,
        "identifier": mention.identifier.value,
        "role": mention.role.value,
        "section": mention.section,
        "item": mention.item,
        "offset": mention.offset,
        "evidence": mention.evidence,
    }


def _compared(
    document: Document, article: Article, records: Sequence[SourceRecord]
) -> list[dict[str, Any]]:
    """Return what each says of every part that the document prints."""
    page = document.record
    if page is None:
        return []

    def beside(work: Work) -> dict[str, Part]:
        return {p.name: p for p in compare_parts(page, work, document.text)}

    sources = {record.source: beside(record) for record in records}
    return [
        {
            "part": name,
            "document": part.mine,
            "article": _said(part),
            "sources": {source: _said(said[name]) for source, said in sources.items()},
        }
        for name, part in beside(article).items()
        if part.mine is not None
    ]


def _said(part: Part) -> dict[str, str | None]:
    return {"value": part.theirs, "verdict": part.verdict}


def _lists(library: Library, number: int, document: Document) -> dict[str, Any]:
    """Return which works stand on the page, with a service, or with both.

    One work is known by any identifier, and by being the same article here.
    """
    from harvester.store import group_works

    links = library.load_links(number)
    lists = {}
    for role, kind in _LISTS:
        printed = _printed(library, document, role)
        if not printed:
            continue
        live = [
            _Names().union(*map(_names, works))
            for works in group_works(getattr(links, kind))
        ]
        met = [names for names in live if any(names & p for p in printed)]
        held: _Names = frozenset().union(*met)
        lists[kind] = {
            "both": [_named(names) for names in met],
            "only_document": [_named(names) for names in printed if not names & held],
            "only_live": [
                _named(names)
                for names in live
                if not any(names & other for other in printed)
            ],
        }
    return lists


def _printed(library: Library, document: Document, role: Role) -> list[_Names]:
    """Return the works that a document lists in a role, each by all its names."""
    items: dict[tuple[str | None, int], set[tuple[str, str]]] = {}
    for at, mention in enumerate(document.mentions):
        if mention.role is role:
            item = -at if mention.item is None else mention.item
            names = items.setdefault((mention.section, item), set())
            names.add(mention.identifier.key)
            here = library.find_article(mention.identifier.key)
            names.update([("article", str(here))] if here else [])
    return [frozenset(names) for names in items.values()]


def _names(work: LinkedWork) -> _Names:
    named = {
        work.scheme or "": work.value,
        "pmid": work.pmid or (work.value if work.scheme == "pmid" else None),
        "doi": work.doi or (work.value if work.scheme == "doi" else None),
        "pmcid": work.pmcid,
        "article": str(work.article_id) if work.article_id else None,
    }
    return frozenset((name, value) for name, value in named.items() if name and value)


def _named(names: _Names) -> dict[str, str]:
    return dict(sorted(name for name in names if name[0] != "article"))


def build_lines(article: Article, documents: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the documents of an article as a reader wants them."""
    yield from textwrap.wrap(build_citation(article), _WIDTH)
    if not documents:
        yield ""
        yield "No document of the library is this article or mentions it."
    for told in documents:
        yield ""
        yield from _told(told)


def _told(told: dict[str, Any]) -> Iterator[str]:
    state = "is this article" if told["is_article"] else "mentions it"
    yield f"{told['name']} ({told['reader']}) {state}"
    resolution = told["resolution"]
    if told["state"] == "contradicted":
        yield from _wrapped(told["unresolved"])
    elif told["is_article"] and resolution and resolution["evidence"]:
        yield from _wrapped(
            f"{resolution['state']}: {', '.join(resolution['evidence'])}"
        )
    for place in told["mentions"]:
        under = f", under {place['section']}" if place["section"] else ""
        yield (
            f"  {place['role']}: {place['scheme']} {place['identifier']} at "
            f"{place['offset']}{under}"
        )
    yield from _table(told["compared"])
    for kind, lists in told["lists"].items():
        counts = (
            f"{len(lists['both'])} on the page and live, "
            f"{len(lists['only_document'])} on the page only, "
            f"{len(lists['only_live'])} live only"
        )
        yield f"  {kind.replace('_', ' ')}: {counts}"
        for name, words in (("only_document", "page"), ("only_live", "live")):
            for one in lists[name][:_LISTED]:
                named = " ".join(f"{k} {v}" for k, v in one.items())
                yield f"    {words} only: {named}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_on_hyphens=False,
    )


def _table(compared: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the parts as a table; a sign says how each agrees with the document."""
    if not compared:
        return
    yield _row(
        "", "document", *(f"  {n}" for n in ("article", *compared[0]["sources"]))
    )
    for row in compared:
        others = (row["article"], *row["sources"].values())
        cells = (f"{_SIGNS[one['verdict']]} {_cell(one['value'])}" for one in others)
        yield _row(row["part"], _cell(row["document"]), *cells)


def _row(part: str, *cells: str) -> str:
    return f"  {part:<10}{''.join(f'{cell:<{_CELL}}' for cell in cells)}".rstrip()


def _cell(value: str | None) -> str:
    """Return a value as far as a cell holds it; ``–`` where there is none."""
    told, most = " ".join((value or "–").split()), _CELL - 4
    return told if len(told) <= most else f"{told[: most - 1]}…"
