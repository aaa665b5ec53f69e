"""Which records are about the same work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from harvester.model import Finding, Key, SourceRecord

Cluster = tuple[SourceRecord, ...]

CODES = frozenset({"identifier-claimed-twice"})
"""The findings that follow from all records of the works concerned."""


def cluster_records(
    records: Iterable[SourceRecord],
) -> tuple[tuple[Cluster, ...], tuple[Finding, ...]]:
    """Group records by shared identifiers; never two of one source together.

    Records that share a PMID, DOI or PMCID are of one work, unless that would put
    two records of one source into it: a source does not describe one work twice.
    Then each of those stands for a work of its own; of the rest, a record that
    only one of them reaches joins it, and one that several claim joins none. What
    kept them apart is reported.

    Returns:
        Clusters ordered by their first record, records ordered by (source,
        source_id); and a finding for every identifier that several works claim.
    """
    ordered = sorted(records, key=_order)
    clusters = [
        cluster
        for component in _components(ordered, lambda record: record.article_keys)
        for cluster in _split(component)
    ]
    clusters.sort(key=lambda cluster: _order(cluster[0]))
    return tuple(clusters), _contested(clusters)


def _order(record: SourceRecord) -> tuple[str, str]:
    return (record.source, record.source_id)


def _components(
    records: list[SourceRecord], keys: Callable[[SourceRecord], Iterable[Key]]
) -> list[list[SourceRecord]]:
    """Return the groups that are connected through shared keys, in order."""
    by_key: dict[Key, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        for key in keys(record):
            by_key[key].append(index)
    group_of: dict[int, int] = {}
    groups: list[list[SourceRecord]] = []
    for start in range(len(records)):
        if start in group_of:
            continue
        reached, waiting = {start}, [start]
        while waiting:
            for key in keys(records[waiting.pop()]):
                fresh = [other for other in by_key.pop(key, ()) if other not in reached]
                reached.update(fresh)
                waiting.extend(fresh)
        group_of.update(dict.fromkeys(reached, len(groups)))
        groups.append([records[index] for index in sorted(reached)])
    return groups


def _split(component: list[SourceRecord]) -> list[Cluster]:
    """Part a component until no source stands in a cluster twice."""
    counts = Counter(record.source for record in component)
    doubled = sorted(source for source, count in counts.items() if count > 1)
    if not doubled:
        return [tuple(component)]
    # PubMed's curators decide where PubMed is among them.
    anchor_source = "pubmed" if "pubmed" in doubled else doubled[0]
    anchors = [record for record in component if record.source == anchor_source]
    others = [record for record in component if record.source != anchor_source]
    parts: list[list[SourceRecord]] = [[anchor] for anchor in anchors]
    left: list[list[SourceRecord]] = []
    for group in _components(others, lambda record: record.article_keys):
        keys = {key for record in group for key in record.article_keys}
        claims = [part for part in parts if keys & set(part[0].article_keys)]
        if len(claims) == 1:
            claims[0].extend(group)
        else:
            left.append(group)
    return [
        cluster
        for part in [*parts, *left]
        for cluster in _split(sorted(part, key=_order))
    ]


def _contested(clusters: list[Cluster]) -> tuple[Finding, ...]:
    claims: dict[Key, list[SourceRecord]] = defaultdict(list)
    for cluster in clusters:
        for key in dict.fromkeys(key for r in cluster for key in r.article_keys):
            claims[key].append(cluster[0])
    return tuple(
        Finding(
            code="identifier-claimed-twice",
            subject=f"{scheme}:{value}",
            message=f"{scheme} {value} is claimed by "
            + " and ".join(f"{r.source} {r.source_id}" for r in claimants)
            + "; they are kept apart.",
            advice="Look at both records; one of them names the wrong identifier.",
        )
        for (scheme, value), claimants in sorted(claims.items())
        if len(claimants) > 1
    )
