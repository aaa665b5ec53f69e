"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    "merge_records",
    "print_value",
    "reconcile",
]


def reconcile(
    records: Iterable[SourceRecord],
    rules: Rules = DEFAULT_RULES,
    settled: Mapping[Pair, bool] | None = None,
) -> tuple[tuple[Article, ...], tuple[Finding, ...], tuple[Doubt, ...]]:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
        rules: By which.
        settled: What a person decided of two records: one work, or two.

    Returns:
        The articles; what was noticed; and which records an identifier ties together
        that are kept apart.
    """
    found = cluster_records(records, settled)
    articles = tuple(merge_records(cluster, rules) for cluster in found.clusters)
    return articles, found.findings, found.doubts
