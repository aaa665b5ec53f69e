"""ELink replies → link sets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from harvester.model import PMID, Link, LinkKind, LinkSet, LinkState, Value
from harvester.sources.pubmed.draft import NAME
from harvester.sources.pubmed.flow import LINK_NAMES
from harvester.wire import Payload
from harvester.xml import parser, text

_KINDS = {name: kind for kind, name in LINK_NAMES.items()}
_NO_ID = "0"
"""What ELink makes of an id that it does not know."""


class _Answer(Value, frozen=True, kw_only=True):
    """One LinkSet of a reply: the ids it is about, and (pmid, score) in order."""

    ids: tuple[str, ...]
    links: tuple[tuple[str, int | None], ...]


def parse_links(payload: Payload) -> tuple[LinkSet, ...]:
    """Return a link set for every id that the request asked for, in its order.

    The article itself, which ELink lists among its similar ones (with the
    largest possible score), is left out; ranks count from 1 in the order of the
    reply. No links is ``EMPTY``. An id that the reply does not mention, or only
    together with others, is ``FAILED``: nothing is known about it. A reply to
    another question holds no link sets.
    """
    name = dict(payload.request.params).get("linkname")
    if name not in _KINDS:
        return ()
    answers = list(_answers(payload.body, name))
    by_id = {answer.ids[0]: answer for answer in answers if len(answer.ids) == 1}
    return tuple(
        _link_set(_KINDS[name], asked.partition(":")[2], by_id)
        for asked in payload.request.asked
    )


def _link_set(kind: LinkKind, pmid: str, by_id: dict[str, _Answer]) -> LinkSet:
    answer = by_id.get(pmid) or by_id.get(_NO_ID)
    if answer is None:
        return LinkSet(
            owner=(PMID, pmid),
            kind=kind,
            provider=NAME,
            state=LinkState.FAILED,
            reason="the reply says nothing about this article by itself",
        )
    scores = dict(reversed(answer.links))
    targets = [t for t in dict.fromkeys(t for t, _ in answer.links) if t != pmid]
    return LinkSet(
        owner=(PMID, pmid),
        kind=kind,
        provider=NAME,
        state=LinkState.COMPLETE if targets else LinkState.EMPTY,
        expected_count=len(targets),
        links=tuple(
            Link(target=(PMID, target), rank=rank, score=scores[target])
            for rank, target in enumerate(targets, start=1)
        ),
    )


def _answers(body: bytes, name: str) -> Iterator[_Answer]:
    if body.lstrip().startswith(b"{"):
        yield from _json_answers(json.loads(body, strict=False), name)
    else:
        yield from _xml_answers(etree.fromstring(body, parser()), name)


def _xml_answers(root: etree._Element, name: str) -> Iterator[_Answer]:
    for link_set in root.iterfind("LinkSet"):
        yield _Answer(
            ids=tuple(text(e) or _NO_ID for e in link_set.iterfind("IdList/Id")),
            links=tuple(
                (target, _score(text(link.find("Score"))))
                for found in link_set.iterfind("LinkSetDb")
                if text(found.find("LinkName")) == name
                for link in found.iterfind("Link")
                if (target := text(link.find("Id"))) is not None
            ),
        )


def _json_answers(reply: dict[str, Any], name: str) -> Iterator[_Answer]:
    """Read the JSON form, whose links are texts, or objects where scores are asked."""
    for link_set in reply.get("linksets", ()):
        yield _Answer(
            ids=tuple(map(str, link_set.get("ids", ()))),
            links=tuple(
                (str(link["id"]), _score(link.get("score")))
                if isinstance(link, dict)
                else (str(link), None)
                for found in link_set.get("linksetdbs", ())
                if found.get("linkname") == name
                for link in found.get("links", ())
            ),
        )


def _score(printed: str | int | None) -> int | None:
    """Return a score; one that is no number is none."""
    return int(printed) if printed is not None and str(printed).isdecimal() else None
