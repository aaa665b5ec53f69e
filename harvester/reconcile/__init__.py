"""Several records → one article: cluster, policy, merge, findings.

Everything here is a pure function of all source records: the result does not
depend on their order, and doing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from harvester.model import Article, Correction, Finding, SourceRecord, Value
from harvester.reconcile.alignment import align
from harvester.reconcile.cited_date import YearRule
from harvester.reconcile.cluster import (
    CLAIMED,
    DOUBTFUL,
    Clustering,
    Doubt,
    Name,
    Pair,
    cluster_records,
)
from harvester.reconcile.conflict import classify_conflict, find_conflicts
from harvester.reconcile.conflict_kind import ConflictKind
from harvester.reconcile.correct import (
    CORRECTABLE,
    build_confirmation,
    check_field,
    explain_correction,
    find_agreement,
    read_correction,
)
from harvester.reconcile.fields import FIELDS, explain_no_field, field_named
from harvester.reconcile.merge import merge_records
from harvester.reconcile.orcids import shared_orcids
from harvester.reconcile.policy import (
    POLICY,
    FieldPolicy,
    Preference,
    Rule,
    adjust_policy,
)
from harvester.reconcile.rules import DEFAULT_RULES, Rules
from harvester.reconcile.shown import print_value
from harvester.reconcile.successors import find_successors

__all__ = [
    "CODES",
    "CORRECTABLE",
    "DEFAULT_RULES",
    "DOUBTFUL",
    "FIELDS",
    "POLICY",
    "Clustering",
    "ConflictKind",
    "Doubt",
    "FieldPolicy",
    "Name",
    "Pair",
    "Preference",
    "Reconciled",
    "Rule",
    "Rules",
    "YearRule",
    "adjust_policy",
    "align",
    "build_confirmation",
    "check_field",
    "classify_conflict",
    "cluster_records",
    "explain_correction",
    "explain_no_field",
    "field_named",
    "find_agreement",
    "find_conflicts",
    "find_successors",
    "merge_records",
    "print_value",
    "read_correction",
    "reconcile",
    "shared_orcids",
]

CODES = frozenset({DOUBTFUL, CLAIMED})
"""The findings that follow from all records of the works concerned."""


class Reconciled(Value, frozen=True, kw_only=True):
    """What records came to.

    Attributes:
        articles: One per work, in the order of their first records.
        findings: What was odd.
        doubts: Which records an identifier ties together that are kept apart.
    """

    articles: tuple[Article, ...]
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def reconcile(
    records: Iterable[SourceRecord],
    rules: Rules = DEFAULT_RULES,
    settled: Mapping[Pair, bool] | None = None,
    gone: Container[Name] = (),
    corrections: Iterable[Correction] = (),
) -> Reconciled:
    """Return one article per work that ``records`` are about, and what was odd.

    Args:
        records: All that is known of the works concerned; at most one record per
            (source, source_id).
        rules: By which.
        settled: What a person decided of two records: one work, or two.
        gone: Records that their source has no more.
        corrections: What a person says against the sources, of any article.
    """
    said = tuple(corrections)
    found = cluster_records(records, settled, gone)
    articles = tuple(merge_records(cluster, rules, said) for cluster in found.clusters)
    return Reconciled(articles=articles, findings=found.findings, doubts=found.doubts)
