"""Which records only seem to be of one work, and who decides."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.model import Identifier, SourceRecord
from harvester.reconcile import (
    Clustering,
    cluster_records,
    find_successors,
    reconcile,
)
from tests.reconcile.papers import bare, paper

LETTER = {"title": "Appendicitis in pregnancy", "authors": ("Nguyen T",), "page": "9"}
P, D, C = ("pubmed", "99000001"), ("crossref", "10.5555/a"), ("idconv", "PMC1")
PUBMED = paper("pubmed", "pmid:99000001", "doi:10.5555/a")
RIGHT = paper("crossref", "doi:10.5555/a")
WRONG = paper("crossref", "doi:10.5555/a", **LETTER)
CONVERTER = bare("idconv", "pmcid:PMC1", "pmid:99000001", "doi:10.5555/a")


def names(found: Clustering) -> list[list[str]]:
    return [[record.source_id for record in cluster] for cluster in found.clusters]


def test_no_second_witness_no_join() -> None:
    """The DOI of the neighbouring letter keeps both apart and says why."""
    found = cluster_records([PUBMED, WRONG])

    assert names(found) == [["10.5555/a"], ["99000001"]]
    (doubt,) = found.doubts
    assert (doubt.pair, doubt.key) == ((D, P), ("doi", "10.5555/a"))
    assert doubt.reason == "their title, first author and first page differ"
    assert "first author Nguyen T / Musunuru S" in doubt.differing
    assert "volume 141" in doubt.agreeing
    (finding,) = found.findings
    assert (finding.code, finding.subject) == ("identity-in-doubt", "doi:10.5555/a")


def test_a_person_decides() -> None:
    """Joined whatever the witnesses say, or apart; then there is no doubt."""
    joined = cluster_records([PUBMED, WRONG], {(D, P): True})
    apart = cluster_records([PUBMED, RIGHT], {(D, P): False})

    assert names(joined) == [["10.5555/a", "99000001"]]
    assert names(apart) == [["10.5555/a"], ["99000001"]]
    assert (joined.doubts, joined.findings) == ((), ())
    assert (apart.doubts, apart.findings) == ((), ())


def test_a_converter_joins_nothing_that_disagrees() -> None:
    """Its record goes with PubMed's; the other article is no part of it."""
    without_doi = paper("pubmed", "pmid:99000001")

    found = cluster_records([without_doi, WRONG, CONVERTER])

    assert names(found) == [["10.5555/a"], ["PMC1", "99000001"]]
    assert [(d.pair, d.key) for d in found.doubts] == [((D, P), ("doi", "10.5555/a"))]
    joined = cluster_records([without_doi, WRONG, CONVERTER], {(D, P): True})
    assert names(joined) == [["10.5555/a", "PMC1", "99000001"]]


def test_a_converter_that_names_another_doi_is_doubted() -> None:
    """PubMed's record says b, the converter a: neither is believed in silence."""
    other = paper("pubmed", "pmid:99000001", "doi:10.5555/b")

    found = cluster_records([other, CONVERTER])

    assert names(found) == [["PMC1"], ["99000001"]]
    assert found.doubts[0].differing == ("doi 10.5555/a / 10.5555/b",)


def test_an_alias_is_no_other_doi() -> None:
    """Crossref knows that both DOIs are of one work: then nothing disagrees."""
    alias = Identifier(scheme="doi", value="10.5555/b", place="alias")
    prime = paper("crossref", "doi:10.5555/a")
    aliased = SourceRecord(
        **{
            **{name: getattr(prime, name) for name in prime.__struct_fields__},
            "identifiers": (*prime.identifiers, alias),
        }
    )
    other = paper("pubmed", "pmid:99000001", "doi:10.5555/b")

    found = cluster_records([other, CONVERTER, aliased])

    assert names(found) == [["10.5555/a", "PMC1", "99000001"]]
    assert found.doubts == ()


def test_the_better_witnessed_of_two_claimants_is_joined() -> None:
    """An erratum that bears the DOI of its article does not take it away."""
    erratum = paper(
        "pubmed",
        "pmid:99000002",
        "doi:10.5555/a",
        title="Erratum",
        authors=(),
        page="1000",
    )

    found = cluster_records([PUBMED, erratum, RIGHT])

    assert names(found) == [["10.5555/a", "99000001"], ["99000002"]]
    assert [d.pair for d in found.doubts] == [(D, ("pubmed", "99000002"))]


def test_a_decision_for_one_claimant_settles_the_other() -> None:
    """Where a person says which of two PubMed records it is, nothing stays open."""
    twin = paper("pubmed", "pmid:99000002", "doi:10.5555/a")

    undecided = cluster_records([PUBMED, twin, RIGHT])
    decided = cluster_records([PUBMED, twin, RIGHT], {(D, P): True})

    assert [d.pair for d in undecided.doubts] == [(D, P), (D, ("pubmed", "99000002"))]
    assert names(decided) == [["10.5555/a", "99000001"], ["99000002"]]
    assert decided.doubts == ()


def test_a_record_that_is_gone_is_no_rival() -> None:
    """Of two PubMed records that were merged, the one that is left has the work."""
    old = paper("pubmed", "pmid:99000000", "doi:10.5555/a")
    gone = {("pubmed", "99000000")}

    found = cluster_records([old, PUBMED, RIGHT], gone=gone)

    assert names(found) == [["10.5555/a", "99000001"], ["99000000"]]
    assert found.doubts == ()
    assert find_successors([old, PUBMED, RIGHT], gone) == (("99000000", "99000001"),)
    alone = cluster_records([old, RIGHT], gone=gone)
    assert names(alone) == [["10.5555/a", "99000000"]]
    assert find_successors([old, RIGHT], gone) == ()
    letter = paper("pubmed", "pmid:99000002", "doi:10.5555/a", **LETTER)
    assert find_successors([old, letter], gone) == ()


def test_versions_are_articles_of_their_own() -> None:
    """Preprint versions and Cochrane updates bear DOIs of their own: nothing joins."""
    versions = [
        paper("crossref", "doi:10.5555/v1"),
        paper("crossref", "doi:10.5555/v2"),
        paper("pubmed", "pmid:99000003", "doi:10.5555/made.pub2"),
        paper("pubmed", "pmid:99000004", "doi:10.5555/made.pub3"),
    ]

    found = cluster_records(versions)

    assert len(found.clusters) == 4
    assert (found.doubts, found.findings) == ((), ())


_TITLES = [None, "Liver resection in the elderly", "Appendicitis in pregnancy", "Reply"]
_PAGES = [None, "1000", "1000b", "e7"]
_AUTHORS = [(), ("Musunuru S",), ("Nguyen T", "Musunuru S")]


@st.composite
def record_sets(draw: st.DrawFn) -> list[SourceRecord]:
    """Return records of four sources that share a handful of identifiers."""
    records = {}
    for _ in range(draw(st.integers(2, 7))):
        source = draw(st.sampled_from(["pubmed", "crossref", "idconv", "europepmc"]))
        own = {"pubmed": "pmid", "crossref": "doi", "idconv": "pmcid"}
        ids = [f"{own.get(source, 'pmid')}:{draw(st.integers(1, 3))}"]
        ids += draw(st.lists(st.sampled_from(["doi:1", "doi:2", "pmid:1", "pmcid:1"])))
        made = (
            bare(source, *ids)
            if source == "idconv"
            else paper(
                source,
                *ids,
                title=draw(st.sampled_from(_TITLES)),
                authors=draw(st.sampled_from(_AUTHORS)),
                page=draw(st.sampled_from(_PAGES)),
                volume=draw(st.sampled_from([None, "1", "2"])),
            )
        )
        records[made.source, made.source_id] = made
    return list(records.values())


@settings(max_examples=150, deadline=None)
@given(record_sets(), st.randoms(use_true_random=False))
def test_any_order_gives_the_same(records: list[SourceRecord], random) -> None:
    """Articles, findings and doubts do not depend on the order of the records."""
    shuffled = list(records)
    random.shuffle(shuffled)

    assert reconcile(records) == reconcile(shuffled)


@settings(max_examples=150, deadline=None)
@given(record_sets(), st.data())
def test_what_every_clustering_holds(
    records: list[SourceRecord], data: st.DataObject
) -> None:
    """Each record once, no source twice in a work; joined, tied or in doubt."""
    undecided = cluster_records(records)
    pairs = [doubt.pair for doubt in undecided.doubts]
    settled = {pair: data.draw(st.booleans()) for pair in pairs}
    for found in (undecided, cluster_records(records, settled)):
        placed = [record for cluster in found.clusters for record in cluster]
        assert sorted(map(str, placed)) == sorted(map(str, records))
        homes = {}
        for at, cluster in enumerate(found.clusters):
            assert len({record.source for record in cluster}) == len(cluster)
            homes.update({(r.source, r.source_id): at for r in cluster})
        for doubt in found.doubts:
            assert homes[doubt.pair[0]] != homes[doubt.pair[1]]
    assert not {pair for pair in settled if not settled[pair]} & {
        doubt.pair for doubt in cluster_records(records, settled).doubts
    }


@settings(max_examples=150, deadline=None)
@given(record_sets())
def test_each_work_by_itself_is_the_same_work(records: list[SourceRecord]) -> None:
    """Reconciling the records of one article again gives that article."""
    for cluster in cluster_records(records).clusters:
        again = cluster_records(cluster)
        assert again.clusters == (cluster,)
        assert again.doubts == ()


def test_every_permutation() -> None:
    """Six records with rivals, a converter and a wrong DOI, in all orders."""
    twin = paper("pubmed", "pmid:99000002", "doi:10.5555/a")
    records = [PUBMED, twin, WRONG, CONVERTER, paper("europepmc", "pmid:99000001")]

    assert len({str(reconcile(order)) for order in permutations(records)}) == 1
