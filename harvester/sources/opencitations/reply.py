"""What OpenCitations answers: rows of citing and cited work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from harvester.errors import ProtocolError, TransientError
from harvester.model import DOI, PMCID, PMID, Key, Link, LinkKind, LinkSet, LinkState
from harvester.normalize.identifiers import normalize_doi, normalize_pmcid
from harvester.sources.json_replies import read_json
from harvester.sources.values import child, words
from harvester.wire import Payload

NAME = "opencitations"
OPERATIONS = {LinkKind.CITED_BY: "citations", LinkKind.REFERENCES: "references"}

_KINDS = {operation: kind for kind, operation in OPERATIONS.items()}
_OTHER = {LinkKind.CITED_BY: "citing", LinkKind.REFERENCES: "cited"}
_OWN = {LinkKind.CITED_BY: "cited", LinkKind.REFERENCES: "citing"}
_SCHEMES = (DOI, PMID, PMCID)


def read_rows(payload: Payload) -> list[Mapping[str, object]]:
    """Return the rows of a reply.

    Raises:
        TransientError: As of ``read_json``, or an ``error`` in place of the list.
        BlockedError: A block (403).
        ProtocolError: As of ``read_json``; the reply is no list of objects, each
            with both works, or none of them is of the DOI asked for.
    """
    rows = read_json(payload, "OpenCitations")
    if "error" in child(rows):
        raise TransientError(
            "OpenCitations answered 200 with an error: try again later", source=NAME
        )
    if not isinstance(rows, list):
        raise ProtocolError("OpenCitations answered 200 without a list", source=NAME)
    for row in rows:
        if not isinstance(row, dict) or not (
            words(row.get("citing")) and words(row.get("cited"))
        ):
            raise ProtocolError("a row of OpenCitations lacks a work", source=NAME)
    if rows and (question := _question(payload)):
        kind, doi = question
        if not any(
            (DOI, doi) in read_keys(words(row[_OWN[kind]]) or "") for row in rows
        ):
            raise ProtocolError(
                f"OpenCitations answered for another work than {doi}", source=NAME
            )
    return rows


def _question(payload: Payload) -> tuple[LinkKind, str] | None:
    """Return which list of which DOI was asked for; None for another question."""
    path = urlsplit(payload.request.url).path.split("/")
    kind = next((_KINDS[part] for part in path if part in _KINDS), None)
    if kind is None or not payload.request.asked:
        return None
    return kind, payload.request.asked[0].partition(":")[2]


def parse_links(payload: Payload) -> tuple[LinkSet, ...]:
    """Return the link set of the DOI that the request asked for.

    A work is a text of identifiers (``omid:br/… doi:… pmid:…``), perhaps several of
    a scheme; its DOI is what the link names, or else its PMID or PMCID, the others are
    ``aliases``. A work with none of these is counted, but makes no link. An index
    made of several lists repeats rows: each work counts once. An empty list says that
    the index has no such citation; it cannot tell an unknown DOI from one without.
    """
    rows = read_rows(payload)
    question = _question(payload)
    if question is None:
        return ()
    kind, doi = question
    printed = (words(row.get(_OTHER[kind])) or "" for row in rows)
    return (build_link_set((DOI, doi), kind, printed),)


def build_link_set(owner: Key, kind: LinkKind, printed_works: Iterable[str]) -> LinkSet:
    """Return the list of an article; see ``parse_links``.

    Args:
        owner: The article.
        kind: Which list.
        printed_works: The other works, each as a text of identifiers, in order.
    """
    works: dict[Key, tuple[Key, ...]] = {}
    nameless: set[str] = set()
    for printed in printed_works:
        keys = read_keys(printed)
        if not keys:
            nameless.add(printed)
        elif owner not in keys:
            works.setdefault(keys[0], keys)
    return LinkSet(
        owner=owner,
        kind=kind,
        provider=NAME,
        state=LinkState.COMPLETE if works or nameless else LinkState.EMPTY,
        expected_count=len(works) + len(nameless),
        links=tuple(
            Link(target=keys[0], aliases=keys[1:], rank=rank)
            for rank, keys in enumerate(works.values(), start=1)
        ),
    )


def read_keys(printed: str) -> tuple[Key, ...]:
    """Return the identifiers of a work, DOIs first, each once.

    Examples:
        >>> read_keys("omid:br/06101 pmid:99000001 doi:10.5555/A openalex:W1")
        (('doi', '10.5555/a'), ('pmid', '99000001'))
        >>> read_keys("omid:br/06102 arxiv:2601.17238")
        ()
    """
    found: dict[Key, None] = {}
    for scheme in _SCHEMES:
        for part in printed.split():
            name, _, value = part.partition(":")
            if name == scheme and (canonical := _canonical(scheme, value)):
                found[(scheme, canonical)] = None
    return tuple(found)


def _canonical(scheme: str, value: str) -> str | None:
    if scheme == DOI:
        return normalize_doi(value)
    if scheme == PMCID:
        return normalize_pmcid(value)
    return value if value.isdecimal() and value.isascii() else None
