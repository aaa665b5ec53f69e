"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from harvester.model import Article, Correction, Finding, SourceRecord
from harvester.reconcile.cited_date import YearRule
from harvester.reconcile.cluster import cluster_records
from harvester.reconcile.conflict import classify_conflict, find_conflicts
from harvester.reconcile.conflict_kind import ConflictKind
from harvester.reconcile.correct import (
    CORRECTABLE,
    build_confirmation,
    check_field,
    explain_correction,
    field_named,
    find_agreement,
    read_correction,
)
from harvester.reconcile.merge import merge_records
from harvester.reconcile.policy import (
    POLICY,
    FieldPolicy,
    Preference,
    Rule,
    adjust_policy,
)
from harvester.reconcile.rules import DEFAULT_RULES, Rules
from harvester.reconcile.shown import print_value

__all__ = [
    "CORRECTABLE",
    "DEFAULT_RULES",
    "POLICY",
    "ConflictKind",
    "FieldPolicy",
    "Preference",
    "Rule",
    "Rules",
    "YearRule",
    "adjust_policy",
    "build_confirmation",
    "check_field",
    "classify_conflict",
    "cluster_records",
    "explain_correction",
    "field_named",
    "find_agreement",
    "find_conflicts",
    "merge_records",
    "print_value",
    "read_correction",
    "reconcile",
]


def reconcile(
    records: Iterable[SourceRecord],
    rules: Rules = DEFAULT_RULES,
    corrections: Iterable[Correction] = (),
) -> tuple[tuple[Article, ...], tuple[Finding, ...]]:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
        rules: By which.
        corrections: What a person says against the sources, of any article.
    """
    said = tuple(corrections)
    clusters, findings = cluster_records(records)
    articles = tuple(merge_records(cluster, rules, said) for cluster in clusters)
    return articles, findings
