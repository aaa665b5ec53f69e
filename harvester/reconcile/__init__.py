"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from harvester.model import Article, Finding, SourceRecord
from harvester.reconcile.cited_date import YearRule
from harvester.reconcile.cluster import (
    DOUBTFUL,
    Clustering,
    Doubt,
    Name,
    Pair,
    cluster_records,
)
from harvester.reconcile.merge import merge_records, print_value
from harvester.reconcile.rules import DEFAULT_RULES, Rules
from harvester.reconcile.successors import find_successors

__all__ = [
    "DEFAULT_RULES",
    "DOUBTFUL",
    "Clustering",
    "Doubt",
    "Name",
    "Pair",
    "Rules",
    "YearRule",
    "cluster_records",
    "find_successors",
    "merge_records",
    "print_value",
    "reconcile",
]


def reconcile(
    records: Iterable[SourceRecord],
    rules: Rules = DEFAULT_RULES,
    settled: Mapping[Pair, bool] | None = None,
    gone: Container[Name] = (),
) -> tuple[tuple[Article, ...], tuple[Finding, ...], tuple[Doubt, ...]]:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
        rules: By which.
        settled: What a person decided of two records: one work, or two.
        gone: Records that their source has no more.

    Returns:
        The articles; what was noticed; and which records an identifier ties together
        that are kept apart.
    """
    found = cluster_records(records, settled, gone)
    articles = tuple(merge_records(cluster, rules) for cluster in found.clusters)
    return articles, found.findings, found.doubts
