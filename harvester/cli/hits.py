"""What a search found, in words and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click
import msgspec

from harvester.cli.terminal import printable
from harvester.store import SearchResult, split_marked

_FACET_VALUES = 8


def build_json(found: SearchResult) -> dict[str, Any]:
    """Return a page as JSON; what was searched for is not marked there."""
    marked = {"marked_title", "snippet"}
    return {
        "total": found.total,
        "is_capped": found.is_capped,
        "sort": found.sort,
        "offset": found.offset,
        "articles": [
            {n: getattr(hit, n) for n in hit.__struct_fields__ if n not in marked}
            | {"snippet": hit.snippet and _plain(hit.snippet)}
            for hit in found.hits
        ],
        "notes": list(found.notes),
        "facets": msgspec.to_builtins(found.facets),
        "is_sample": found.is_sample,
    }


def _plain(marked: str) -> str:
    return "".join(text for text, _ in split_marked(marked))


def list_ids(found: SearchResult) -> Iterator[str]:
    """Return an identifier of every article that has one, PMIDs first of all."""
    for hit in found.hits:
        if one := hit.pmid or hit.doi or hit.pmcid:
            yield one


def build_lines(found: SearchResult) -> Iterator[str]:
    """Return a line per article, on a terminal its abstract's best, and the facets."""
    for hit in found.hits:
        ids = (("PMID", hit.pmid), ("doi", hit.doi), ("PMCID", hit.pmcid))
        named = " ".join(f"{label}: {value}." for label, value in ids if value)
        yield printable(f"{hit.citation} {named}".rstrip())
        if hit.snippet and sys.stdout.isatty():
            yield _styled(hit.snippet)
    for facet in found.facets:
        yield ""
        yield f"{facet.title}{' (of a sample)' * found.is_sample}"
        for value in facet.values[:_FACET_VALUES]:
            yield printable(f"  {value.count:>7,}  {value.value}")
        if len(facet.values) > _FACET_VALUES:
            yield f"  … and {len(facet.values) - _FACET_VALUES} more; --json lists them"


def _styled(marked: str) -> str:
    """Return a piece of an abstract with the words that were searched for in bold."""
    pieces = (
        click.style(printable(text), bold=is_hit)
        for text, is_hit in split_marked(" ".join(marked.split()))
    )
    return f"    {''.join(pieces)}"


def build_summary(found: SearchResult) -> str:
    """Return how many there are, and which of them these are."""
    if not found.total:
        return "no article of the library meets the query"
    total = f"{'more than ' * found.is_capped}{found.total:,}"
    if not found.hits:
        return f"{total} in all; none behind --offset {found.offset}"
    first, last = found.offset + 1, found.offset + len(found.hits)
    return f"{first:,}-{last:,} of {total}, sorted by {found.sort}"
