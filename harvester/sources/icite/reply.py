"""What iCite answers: per article the PMIDs that cite it and those that it cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harvester.errors import ProtocolError, TransientError
from harvester.model import PMID, Link, LinkKind, LinkSet, LinkState
from harvester.sources.json_replies import read_json
from harvester.sources.values import child, count, listed, objects, words
from harvester.wire import Payload

NAME = "icite"
KINDS = (LinkKind.CITED_BY, LinkKind.REFERENCES)

_LISTS = {
    # The legacy names, and those of ``legacy=false``; replies mix both.
    LinkKind.CITED_BY: ("cited_by", "citedByPmids"),
    LinkKind.REFERENCES: ("references", "citedPmids"),
}
_CITED_COUNT = ("citation_count", "citedByPmidCount")


def read_entries(payload: Payload) -> dict[str, Mapping[str, object]]:
    """Return the entries of ``data`` by PMID.

    Raises:
        TransientError: As of ``read_json``, or an ``error`` in place of ``data``.
        BlockedError: A block (403).
        ProtocolError: As of ``read_json``; ``data`` is no list, or an entry names no
            PMID or one that nobody asked for, or has a list that is none.
    """
    envelope = child(read_json(payload, "iCite"))
    data = envelope.get("data")
    if data is None and "error" in envelope:
        raise TransientError(
            "iCite answered 200 with an error: try again later", source=NAME
        )
    if not isinstance(data, list):
        raise ProtocolError("iCite answered 200 without a list `data`", source=NAME)
    entries = {}
    for entry in objects(data):
        pmid = words(entry.get("pmid")) or words(entry.get("_id"))
        if pmid is None or not pmid.isdecimal():
            raise ProtocolError("an entry of iCite names no PMID", source=NAME)
        for kind in KINDS:
            _pmids(entry, kind)
        if f"{PMID}:{pmid}" not in payload.request.asked:
            raise ProtocolError(
                f"iCite answered with PMID {pmid}, which was not asked for", source=NAME
            )
        entries[pmid] = entry
    return entries


def parse_links(payload: Payload) -> tuple[LinkSet, ...]:
    """Return both link sets of every PMID that the request asked for.

    A PMID without an entry is unknown to iCite: its sets are ``NOT_OFFERED``. The
    same holds for a list that an entry leaves out; an empty list is ``EMPTY``.
    """
    entries = read_entries(payload)
    return tuple(
        _link_set(name.partition(":")[2], kind, entries)
        for name in payload.request.asked
        for kind in KINDS
    )


def _link_set(
    pmid: str, kind: LinkKind, entries: Mapping[str, Mapping[str, object]]
) -> LinkSet:
    entry = entries.get(pmid)
    found = None if entry is None else _pmids(entry, kind)
    if entry is None or found is None:
        return LinkSet(
            owner=(PMID, pmid),
            kind=kind,
            provider=NAME,
            state=LinkState.NOT_OFFERED,
            reason="iCite does not know this PMID"
            if entry is None
            else "iCite says nothing of this list",
        )
    said = next(filter(None, (count(entry.get(name)) for name in _CITED_COUNT)), None)
    return build_link_set(
        pmid, kind, found, expected_count=said if kind is LinkKind.CITED_BY else None
    )


def build_link_set(
    pmid: str,
    kind: LinkKind,
    listed_pmids: Iterable[str],
    *,
    expected_count: int | None = None,
) -> LinkSet:
    """Return the list of an article; each other work counts once.

    Args:
        pmid: The article.
        kind: Which list.
        listed_pmids: What stands in it, in order.
        expected_count: How many iCite says there are, where it does.
    """
    targets = [target for target in dict.fromkeys(listed_pmids) if target != pmid]
    return LinkSet(
        owner=(PMID, pmid),
        kind=kind,
        provider=NAME,
        state=LinkState.COMPLETE if targets else LinkState.EMPTY,
        expected_count=expected_count or len(targets),
        links=tuple(
            Link(target=(PMID, target), rank=rank)
            for rank, target in enumerate(targets, start=1)
        ),
    )


def _pmids(entry: Mapping[str, object], kind: LinkKind) -> list[str] | None:
    """Read a list: an array of numbers or of texts, or one text with spaces.

    Returns:
        None where no name of the list stands in the entry.

    Raises:
        ProtocolError: Something in it is no PMID.
    """
    names = [name for name in _LISTS[kind] if name in entry]
    if not names:
        return None
    value = next((entry[name] for name in names if entry[name]), None)
    found = (
        [part for member in listed(value) for part in (words(member) or "?").split()]
        if value
        else []
    )
    if not all(part.isdecimal() and part.isascii() for part in found):
        raise ProtocolError(f"iCite: {names[0]} holds what is no PMID", source=NAME)
    return found
