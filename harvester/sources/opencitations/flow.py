"""What to ask OpenCitations."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from urllib.parse import quote

from harvester.model import DOI, LinkKind
from harvester.sources.batches import ask_in_parts
from harvester.sources.opencitations.reply import NAME, OPERATIONS
from harvester.wire import Flow, Payload, Request

INDEX = "https://api.opencitations.net/index/v2"
ROUTE = "opencitations"


def related(kind: LinkKind, ids: Sequence[str]) -> tuple[Flow, ...]:
    """Return one conversation for every DOI: there are no batches."""

    def ask(dois: Sequence[str]) -> Generator[Request, Payload, tuple[str, ...]]:
        (doi,) = dois
        yield Request(
            source=NAME,
            route=ROUTE,
            method="GET",
            url=f"{INDEX}/{OPERATIONS[kind]}/doi:{quote(doi, safe='/')}",
            asked=(f"{DOI}:{doi}",),
        )
        return ()

    return tuple(ask_in_parts(NAME, DOI, [doi], ask) for doi in dict.fromkeys(ids))
