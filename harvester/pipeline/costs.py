"""What a plan costs before anything is sent: requests, and time at the allowed rate.

Sources say themselves how they would ask. Where the number depends on the answers,
as many made-up identifiers as there may be stand in: only how many there are matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from harvester.fetch import Client
from harvester.link import Limits
from harvester.model import DOI, Key, LinkKind
from harvester.pipeline.planning import Orders, can_tell, open_inquiries, plan_refresh
from harvester.schedule import Cost, Subject
from harvester.sources.base import ChangeSource, LinkSource, Source, needs_reference
from harvester.store import Library
from harvester.wire import Flow


def refresh_costs(
    client: Client,
    library: Library,
    sources: Mapping[str, Source],
    orders: Orders,
    now: datetime,
) -> tuple[tuple[Cost, ...], int, int]:
    """Return what a refresh costs, how many questions it asks, and how many are due."""
    questions, due_count = plan_refresh(library, sources, orders, now)
    today = now.date()
    costs: list[Cost] = []
    for source in _asked_of_articles(sources):
        own = [q for q in questions if q.source == source.name]
        records = [q for q in own if q.subject is Subject.RECORD]
        telling = [q for q in records if can_tell(sources, q)]
        if isinstance(source, ChangeSource):
            inquiries = open_inquiries(library, source, telling, today, orders)
            asking = [inquiry for inquiry, _ in inquiries]
            costs += _cost(
                client,
                source,
                "what changed",
                len(telling),
                [route for inquiry in asking for route in inquiry.routes],
                is_most=any(inquiry.is_most for inquiry in asking),
            )
        fresh = [q.key for q in records if not can_tell(sources, q)]
        lookups = _lookups(source, fresh)
        costs += _cost(client, source, "what is not here yet", len(fresh), lookups)
        most = _openings(
            flow
            for scheme in source.accepts[:1]
            for flow in source.lookup(scheme, [q.value for q in telling])
        )
        costs += _cost(
            client, source, "records, if all changed", len(telling), most, is_most=True
        )
        owners = [q.value for q in own if q.subject is Subject.LINKS]
        costs += _link_costs(client, source, owners)
    return tuple(costs), len(questions), due_count


def harvest_costs(
    client: Client,
    sources: Mapping[str, Source],
    wanted: Sequence[frozenset[Key]],
    listed: Sequence[frozenset[Key]],
    limits: Limits | None,
) -> tuple[Cost, ...]:
    """Return what it costs to get articles that are not in the library."""
    costs: list[Cost] = []
    for source in _asked_of_articles(sources):
        freely = [s for s in source.accepts if not needs_reference(source, s)]
        referred = [s for s in source.accepts if s not in freely]
        keys = _keys((*wanted, *listed), freely)
        costs += _cost(client, source, "records", len(keys), _lookups(source, keys))
        if referred:
            keys = _keys((*wanted, *listed), referred)
            purpose, requests = "what others do not know", _lookups(source, keys)
            costs += _cost(client, source, purpose, len(keys), requests, is_most=True)
            continue
        if source.accepts and not source.is_converter:
            later = [
                keys for keys in wanted if not any(k[0] in source.accepts for k in keys)
            ]
            more = _openings(source.lookup(DOI, _stand_ins(len(later))))
            costs += _cost(
                client, source, "the same articles", len(later), more, is_most=True
            )
        if limits is not None:
            costs += _link_costs(client, source, _stand_ins(len(wanted)))
            costs += _linked_costs(client, source, len(wanted), limits)
    return tuple(costs)


def _asked_of_articles(sources: Mapping[str, Source]) -> list[Source]:
    return [s for s in sources.values() if s.accepts or isinstance(s, LinkSource)]


def _keys(articles: Iterable[frozenset[Key]], schemes: Collection[str]) -> list[Key]:
    """Return the identifiers of articles that are of ``schemes``."""
    return [key for keys in articles for key in sorted(keys) if key[0] in schemes]


def _lookups(source: Source, keys: Iterable[Key]) -> list[str]:
    """Return the routes of the first requests for the records of ``keys``."""
    values: dict[str, list[str]] = {}
    for scheme, value in keys:
        values.setdefault(scheme, []).append(value)
    return _openings(
        flow for scheme in values for flow in source.lookup(scheme, values[scheme])
    )


def _link_costs(client: Client, source: Source, owners: Sequence[str]) -> list[Cost]:
    """Return what the link lists of ``owners`` cost."""
    if not isinstance(source, LinkSource):
        return []
    flows = (f for kind in source.link_kinds for f in source.related(kind, owners))
    return _cost(client, source, "link lists", len(owners), _openings(flows))


def _linked_costs(
    client: Client, source: Source, count: int, limits: Limits
) -> list[Cost]:
    """Return the most that the linked articles of ``count`` articles cost."""
    if not source.accepts:
        return []
    if isinstance(source, LinkSource):
        most = count * sum(map(limits.of, source.link_kinds))
    elif source.is_converter:
        return []
    else:
        most = count * limits.of(LinkKind.REFERENCES)
    flows = source.lookup(source.accepts[0], _stand_ins(most), singly=False)
    requests = _openings(flows)
    return _cost(client, source, "linked articles", most, requests, is_most=True)


def _cost(  # noqa: PLR0913 - one argument per field
    client: Client,
    source: Source,
    purpose: str,
    count: int,
    routes: Sequence[str],
    *,
    is_most: bool = False,
) -> list[Cost]:
    """Return one row per route; none where nothing is asked."""
    return [
        Cost(
            source=source.name,
            purpose=purpose,
            count=count,
            requests=number,
            per_second=client.rate(route, source).per_second,
            is_most=is_most,
        )
        for route, number in Counter(routes).items()
    ]


def _openings(flows: Iterable[Flow]) -> list[str]:
    """Return the route of every conversation's first request; others follow answers."""
    return [next(flow).route for flow in flows]


def _stand_ins(count: int) -> list[str]:
    """Return as many identifiers that stand for nothing."""
    return [f"{number:020}" for number in range(count)]
