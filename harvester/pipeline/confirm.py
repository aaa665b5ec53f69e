"""Documents that name their article: do they print the one that was fetched?"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from harvester.match import confirm_document
from harvester.model import Document, Identifier, Resolution, Role
from harvester.pipeline.asked import Asked
from harvester.store import Library


def confirm_documents(asked: Iterable[Asked], library: Library) -> tuple[Asked, ...]:
    """Return the inputs with every document compared with the article it names.

    A document that contradicts it is not that article, nor any other: it keeps its
    evidence and says so. What was fetched under its identifiers stays in the library
    as what the document mentions.

    Args:
        asked: The inputs, their wanted articles fetched.
        library: Where those are.
    """
    return tuple(
        _confirmed(one, one.document, library)
        if one.document and one.document.own and one.document.resolution is None
        else one
        for one in asked
    )


def _confirmed(one: Asked, document: Document, library: Library) -> Asked:
    numbers = {
        identifier: number
        for identifier in document.own
        if (number := library.find_article(identifier.key)) is not None
    }
    articles = {n: library.load_article(n) for n in dict.fromkeys(numbers.values())}
    found = {n: confirm_document(document, a) for n, a in articles.items()}
    if not found:
        return one
    if len(found) > 1:
        told = ", ".join(
            f"{_named([i])} ({', '.join(found[n].evidence) or 'nothing to compare'})"
            for i, n in numbers.items()
        )
        reason = f"Its identifiers are of different articles: {told}."
        return replace(one, document=_disowned(document, reason, ()), wanted=())
    (resolution,) = found.values()
    if resolution.state == "contradicted":
        reason = (
            f"It names {_named(document.own)} as its own, but prints another article: "
            f"{', '.join(resolution.evidence)}."
        )
        disowned = _disowned(document, reason, resolution.evidence)
        return replace(one, document=disowned, wanted=())
    confirmed = replace(resolution, candidates=document.own)
    return replace(one, document=replace(document, resolution=confirmed))


def _disowned(document: Document, reason: str, evidence: tuple[str, ...]) -> Document:
    """Return a document that is no longer taken for the article that it names."""
    return replace(
        document,
        own=(),
        mentions=tuple(
            replace(mention, role=Role.MENTIONED)
            if mention.role is Role.OWN
            else mention
            for mention in document.mentions
        ),
        record=replace(document.record, identifiers=()) if document.record else None,
        unresolved=reason,
        resolution=Resolution(
            state="contradicted", evidence=evidence, candidates=document.own
        ),
    )


def _named(identifiers: Iterable[Identifier]) -> str:
    return " and ".join(f"{i.scheme.upper()} {i.value}" for i in identifiers)
