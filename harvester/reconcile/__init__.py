"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import Article, Finding, SourceRecord
from harvester.reconcile.alignment import align
from harvester.reconcile.cited_date import YearRule
from harvester.reconcile.cluster import CODES, cluster_records
from harvester.reconcile.merge import merge_records, print_value
from harvester.reconcile.orcids import shared_orcids
from harvester.reconcile.rules import DEFAULT_RULES, Rules

__all__ = [
    "CODES",
    "DEFAULT_RULES",
    "Rules",
    "YearRule",
    "align",
    "cluster_records",
    "merge_records",
    "print_value",
    "reconcile",
    "shared_orcids",
]


def reconcile(
    records: Iterable[SourceRecord], rules: Rules = DEFAULT_RULES
) -> tuple[tuple[Article, ...], tuple[Finding, ...]]:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
        rules: By which.
    """
    clusters, findings = cluster_records(records)
    articles = tuple(merge_records(cluster, rules) for cluster in clusters)
    return articles, findings
