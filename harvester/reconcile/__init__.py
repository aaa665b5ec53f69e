"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import Article, Finding, SourceRecord
from harvester.reconcile.cluster import cluster_records
from harvester.reconcile.merge import merge_records

__all__ = ["cluster_records", "merge_records", "reconcile"]


def reconcile(
    records: Iterable[SourceRecord],
) -> tuple[tuple[Article, ...], tuple[Finding, ...]]:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
    """
    clusters, findings = cluster_records(records)
    return tuple(merge_records(cluster) for cluster in clusters), findings
