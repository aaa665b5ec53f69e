"""Documents that name no article: found by their abstract or title, if that is sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from harvester.fetch import Client
from harvester.match import build_search, resolve_document
from harvester.model import Document, Resolution
from harvester.pipeline.asked import Asked
from harvester.pipeline.find import search_services
from harvester.sources.base import Source
from harvester.store import Library
from harvester.wire import Payload


async def resolve_documents(
    asked: Sequence[Asked],
    library: Library,
    client: Client,
    sources: Mapping[str, Source],
    keep: Callable[[Payload], None],
) -> tuple[Asked, ...]:
    """Return the inputs with every document resolved whose text allows it.

    A document that stays unresolved says which works it may be and what was tried.
    """
    resolved = []
    for one in asked:
        document = one.document
        search = build_search(document) if document and document.unresolved else None
        if document is None or search is None:
            resolved.append(one)
            continue
        found = await search_services(search, client, sources, keep)
        works = [*library.match_candidates(search), *found.records]
        resolution = resolve_document(document, works)
        tried = (*found.tried, *(f"failed: {reason}" for reason in found.failures))
        if found.failures and resolution.state == "unresolved":
            gap = ("not every service answered: try again later",)
            resolution = replace(resolution, evidence=gap)
        resolved.append(_with(one, document, replace(resolution, tried=tried)))
    return tuple(resolved)


def _with(one: Asked, document: Document, resolution: Resolution) -> Asked:
    """Return the input with what was found out about its document."""
    if resolution.state == "accepted":
        own = resolution.candidates
        found = replace(document, own=own, unresolved=None, resolution=resolution)
        keys = frozenset(identifier.key for identifier in own)
        return replace(one, document=found, wanted=(keys,))
    may_be = "it may be " if resolution.candidates else ""
    told = f"; {may_be}{'; or '.join(resolution.evidence)}"
    printed = (document.unresolved or "").rstrip(".")
    reason = f"{printed}{told}" if resolution.evidence else document.unresolved
    return replace(
        one, document=replace(document, unresolved=reason, resolution=resolution)
    )
