"""Which records become one article."""

from __future__ import annotations

from itertools import permutations

from harvester.model import Identifier, SourceRecord
from harvester.reconcile import cluster_records


def record(source: str, source_id: str, **ids: str) -> SourceRecord:
    return SourceRecord(
        source=source,
        source_id=source_id,
        identifiers=tuple(Identifier(scheme=s, value=v) for s, v in ids.items()),
    )


PUBMED = record("pubmed", "99000001", pmid="99000001", doi="10.5555/a")
CROSSREF = record("crossref", "10.5555/a", doi="10.5555/a")
OTHER = record("crossref", "10.5555/b", doi="10.5555/b")
CONVERTER = record("idconv", "PMC1", pmcid="PMC1", pmid="99000001", doi="10.5555/a")


def names(*records: SourceRecord) -> list[list[str]]:
    found = cluster_records(records)
    return [[f"{r.source} {r.source_id}" for r in c] for c in found.clusters]


def test_a_shared_identifier_joins() -> None:
    """Records of different sources that share a DOI are one article."""
    assert names(PUBMED, CROSSREF, OTHER) == [
        ["crossref 10.5555/a", "pubmed 99000001"],
        ["crossref 10.5555/b"],
    ]


def test_a_third_record_may_be_the_bridge() -> None:
    """The ID converter joins a PubMed record without DOI to Crossref's."""
    bare = record("pubmed", "99000001", pmid="99000001")

    assert names(bare, CROSSREF, CONVERTER) == [
        ["crossref 10.5555/a", "idconv PMC1", "pubmed 99000001"]
    ]


def test_two_records_of_one_source_are_never_joined() -> None:
    """A DOI that two PMIDs claim joins neither of them, and is reported."""
    twin = record("pubmed", "99000002", pmid="99000002", doi="10.5555/a")

    found = cluster_records([PUBMED, twin, CROSSREF])

    assert [[r.source_id for r in c] for c in found.clusters] == [
        ["10.5555/a"],
        ["99000001"],
        ["99000002"],
    ]
    assert [(d.pair[1][1], d.reason) for d in found.doubts] == [
        ("99000001", "2 records of pubmed claim it"),
        ("99000002", "2 records of pubmed claim it"),
    ]
    assert {(f.code, f.subject) for f in found.findings} == {
        ("identity-in-doubt", "doi:10.5555/a"),
        ("identifier-claimed-twice", "doi:10.5555/a"),
    }


def test_a_record_with_one_claimant_joins_it() -> None:
    """Of two PMIDs under one DOI, the one that PMC names keeps the PMC record."""
    twin = record("pubmed", "99000002", pmid="99000002", doi="10.5555/a")
    converter = record("idconv", "PMC2", pmcid="PMC2", pmid="99000002")

    assert names(PUBMED, twin, converter) == [
        ["idconv PMC2", "pubmed 99000002"],
        ["pubmed 99000001"],
    ]


def test_the_order_of_the_records_does_not_matter() -> None:
    """Every permutation gives the same clusters and findings."""
    twin = record("pubmed", "99000002", pmid="99000002", doi="10.5555/a")
    records = [PUBMED, twin, CROSSREF, OTHER, CONVERTER]

    assert len({str(cluster_records(order)) for order in permutations(records)}) == 1
