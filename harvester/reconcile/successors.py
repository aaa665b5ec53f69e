"""Which record PubMed has in place of one that it has no more."""

from __future__ import annotations

from collections.abc import Container, Iterable

from harvester.model import DOI, PMCID, SourceRecord
from harvester.reconcile.cluster import Name
from harvester.reconcile.witness import Verdict, hear

_INDEX = "pubmed"


def find_successors(
    records: Iterable[SourceRecord], gone: Container[Name]
) -> tuple[tuple[str, str], ...]:
    """Return (PMID that is gone, PMID that stands for it), sorted.

    PubMed merges two records of one article by dropping one, and does not say into
    which. It is the one that bears the same DOI or PMCID, if it is the only one and
    a second witness agrees.
    """
    index = [record for record in records if record.source == _INDEX]
    left = [record for record in index if (_INDEX, record.source_id) not in gone]
    found = []
    for old in index:
        if (_INDEX, old.source_id) in gone:
            heirs = [new.source_id for new in left if _is_heir(old, new)]
            found += [(old.source_id, heirs[0])] if len(heirs) == 1 else []
    return tuple(sorted(found))


def _is_heir(old: SourceRecord, new: SourceRecord) -> bool:
    keys = ({k for k in r.article_keys if k[0] in {DOI, PMCID}} for r in (old, new))
    return not next(keys).isdisjoint(next(keys)) and (
        hear(old, new).verdict is Verdict.SAME
    )
