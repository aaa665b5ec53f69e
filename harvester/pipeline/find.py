"""Candidates for a citation, from the library and from the services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote

from harvester.errors import RecordError, SourceError
from harvester.fetch import Client
from harvester.match import Answer, MatchState, build_profile, match_citation
from harvester.model import Citation, SourceRecord, Value, Work
from harvester.sources.base import SearchSource, Source
from harvester.store import Library
from harvester.wire import Payload, Request

_TOLD = {"term", "query", "query.bibliographic", "filter", "id"}


class Search(Value, frozen=True, kw_only=True):
    """What the services offered for a citation.

    Attributes:
        records: Candidates, in the order in which they came.
        tried: The questions asked, in words.
        failures: Why a service did not answer.
    """

    records: tuple[SourceRecord, ...] = ()
    tried: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


class Match(Value, frozen=True, kw_only=True):
    """What a citation means, and how that was found."""

    answer: Answer
    tried: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()


async def search_services(
    citation: Citation,
    client: Client,
    sources: Mapping[str, Source],
    keep: Callable[[Payload], None] = lambda _: None,
) -> Search:
    """Ask every service that can search for what a citation may mean.

    Args:
        citation: Parsed, or the search of a document.
        client: Carries the requests.
        sources: Whom to ask, by name.
        keep: Called with every payload as soon as it is there.
    """
    records: list[SourceRecord] = []
    tried: list[str] = []
    failures: list[str] = []
    for source in sources.values():
        if not isinstance(source, SearchSource):
            continue
        for flow in source.search(citation):
            try:
                async for payload in client.run(flow, source):
                    keep(payload)
                    tried.append(_told(payload.request))
                    records += source.parse(payload).records
            except (SourceError, RecordError) as error:
                failures.append(str(error))
    return Search(
        records=tuple(records),
        tried=tuple(dict.fromkeys(filter(None, tried))),
        failures=tuple(dict.fromkeys(failures)),
    )


async def match_with(
    citation: Citation,
    library: Library | None,
    client: Client | None,
    sources: Mapping[str, Source],
) -> Match:
    """Return what a citation means: of the library, else of the services' candidates.

    Args:
        citation: Parsed.
        library: Asked first; None where there is none.
        client: Carries requests; None where the library alone is to be asked.
        sources: Whom to ask, by name.
    """
    works: list[Work] = list(library.match_candidates(citation)) if library else []
    tried = ["the library"] if library else []
    answer = match_citation(citation, map(build_profile, works))
    if answer.state is MatchState.MATCHED or client is None:
        return Match(answer=answer, tried=tuple(tried))
    found = await search_services(citation, client, sources)
    works += found.records
    return Match(
        answer=match_citation(citation, map(build_profile, works)),
        tried=(*tried, *found.tried),
        failures=found.failures,
    )


def _told(request: Request) -> str:
    """Return a question in words; the fetching of what it found is none."""
    name = request.url.partition("?")[0].rpartition("/")[2].partition(".")[0]
    if name == "efetch" and not request.asked:
        return ""
    query = unquote(request.url.partition("bdata=")[2])
    told = [query, *(v for name, v in request.params if name in _TOLD), *request.asked]
    return f"{request.source} {name}: {next(filter(None, told), '')}"
