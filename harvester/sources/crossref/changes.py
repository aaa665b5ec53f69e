"""Which Crossref records changed: found by lists that hold next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import quote, urlencode

from harvester.model import DOI
from harvester.sources.base import Changes, Inquiry
from harvester.sources.crossref.flow import WORKS, batches
from harvester.sources.crossref.parse import NAME
from harvester.sources.crossref.reply import answered
from harvester.sources.dois import lowered
from harvester.wire import Flow, Payload, Request

_FIELDS = ("select", "DOI,indexed,deposited")
_SPARE = len(urlencode([("filter", ",from-index-date:2026-11-20"), _FIELDS]))


def changed_since(ids: Sequence[str], day: date) -> tuple[Inquiry, ...]:
    """Return an inquiry for every batch of DOIs that asks which were reindexed."""
    return tuple(
        Inquiry(
            flow=_once(request),
            ids=_asked(request),
            routes=(request.route,),
        )
        for request in build_requests(ids, day)
    )


def _once(request: Request) -> Flow:
    yield request


def build_requests(ids: Sequence[str], day: date) -> list[Request]:
    """Return requests for the works among DOIs that were reindexed since a day.

    ``from-index-date`` moves with every change, and also without one; the other
    dates do not. A DOI with a comma cannot stand in a filter: it is asked for by
    itself, which does not tell whether it changed.
    """
    dois = list(dict.fromkeys(map(lowered, ids)))
    return [_request(batch, day) for batch in batches(dois, spare=_SPARE)]


def _request(dois: tuple[str, ...], day: date) -> Request:
    asked = tuple(f"{DOI}:{doi}" for doi in dois)
    if "," in dois[0]:
        url = f"{WORKS}/{quote(dois[0], safe='')}"
        return Request(source=NAME, route="single", method="GET", url=url, asked=asked)
    named = [f"doi:{doi}" for doi in dois]
    return reindexed_among(named, day, rows=len(dois), asked=asked)


def reindexed_among(
    filters: Iterable[str],
    day: date,
    *,
    rows: int,
    asked: tuple[str, ...] = (),
    cursor: str | None = None,
) -> Request:
    """Build the request for the works that were reindexed on or after a day.

    Args:
        filters: Of which one must hold: ``doi:…``, or ``issn:…``.
        day: The day.
        rows: At most so many works.
        asked: The DOIs that the reply is about; empty for a page of all there are.
        cursor: Of a page.
    """
    joined = ",".join([*filters, f"from-index-date:{day.isoformat()}"])
    return Request(
        source=NAME,
        route="list",
        method="GET",
        url=WORKS,
        params=(
            ("filter", joined),
            ("rows", str(rows)),
            _FIELDS,
            *((("cursor", cursor),) if cursor is not None else ()),
        ),
        asked=asked,
    )


def parse_changed(payload: Payload) -> Changes:
    """Return the DOIs to fetch again: those that a list or page names.

    A single reply does not tell whether anything changed; a page does not tell what
    did not.
    """
    asked = _asked(payload.request)
    if payload.request.route == "single":
        return Changes(changed=asked)
    found = answered(payload)
    if not asked:
        return Changes(changed=tuple(found))
    return Changes(
        changed=tuple(doi for doi in asked if doi in found),
        unchanged=tuple(doi for doi in asked if doi not in found),
    )


def _asked(request: Request) -> tuple[str, ...]:
    return tuple(one.partition(":")[2] for one in request.asked)
