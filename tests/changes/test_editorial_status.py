"""Retracted, corrected, a notice: what records say of a work."""

from __future__ import annotations

import pytest

from harvester.changes import EditorialStatus, judge_status
from harvester.model import Identifier, PublicationType, Relation, SourceRecord

OWN = ("doi", "10.5555/paper")
OTHER = "10.5555/other"


def types(*pairs: tuple[str, str]) -> SourceRecord:
    return SourceRecord(
        source="pubmed",
        source_id="99000001",
        publication_types=tuple(PublicationType(name=n, ui=ui) for n, ui in pairs),
    )


def related(kind: str, source: str = "pubmed") -> SourceRecord:
    return SourceRecord(source=source, source_id="1", relations=(Relation(kind=kind),))


def updated(
    update_type: str,
    teller: str = "publisher",
    *,
    kind: str = "updated_by",
    doi: str = OTHER,
    date: str | None = None,
) -> SourceRecord:
    return SourceRecord(
        source="crossref",
        source_id="10.5555/paper",
        relations=(
            Relation(
                kind=kind,
                update_type=update_type,
                identifiers=(Identifier(scheme="doi", value=doi),),
                asserted_by=teller,
                date=date,
            ),
        ),
    )


def judge(*records: SourceRecord) -> tuple[str, tuple[str, ...]]:
    judgement = judge_status([(r.source, r) for r in records], [OWN])
    return judgement.status.value, judgement.sources


def test_silence_is_ok() -> None:
    """Where those who could know say nothing, a work is ok, and nobody says so."""
    assert judge(types(("Journal Article", "D016428"))) == ("ok", ())


@pytest.mark.parametrize("source", [None, "idconv", "document"])
def test_the_silence_of_others_is_not_ok(source: str | None) -> None:
    """Not checked is never not retracted: no record of a source that could know."""
    records = [SourceRecord(source=source, source_id="1")] if source else []
    judgement = judge_status([(r.source, r) for r in records], [OWN])
    assert judgement.status is EditorialStatus.UNVERIFIED
    assert judgement.doubts == ("neither PubMed nor Crossref has a record of it",)


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (types(("Retracted Publication", "D016441")), "retracted"),
        (types(("Retraction Notice", "D016440")), "notice"),
        (types(("Retraction of Publication", "D016440")), "notice"),
        (related("retraction_in"), "retracted"),
        (related("retracted_and_republished_in"), "retracted"),
        (related("expression_of_concern_in"), "expression-of-concern"),
        (related("erratum_in"), "corrected"),
        (related("corrected_and_republished_in"), "corrected"),
        (related("retraction_of"), "notice"),
        (related("expression_of_concern_for"), "notice"),
        (related("erratum_for"), "notice"),
        (related("retracted_and_republished_from"), "ok"),
        (related("corrected_and_republished_from"), "ok"),
        (related("comment_in"), "ok"),
        (related("update_in"), "ok"),
        (related("cites"), "ok"),
    ],
)
def test_what_pubmed_says(record: SourceRecord, status: str) -> None:
    """Types and RefTypes, each in its direction; comments and updates are neither."""
    assert judge(record) == (status, ("pubmed",) if status != "ok" else ())


@pytest.mark.parametrize(
    ("update_type", "status"),
    [
        ("retraction", "retracted"),
        ("Retraction", "retracted"),
        ("withdrawal", "withdrawn"),
        ("removal", "withdrawn"),
        ("expression_of_concern", "expression-of-concern"),
        ("expression-of-concern", "expression-of-concern"),
        ("correction", "corrected"),
        ("corrigendum", "corrected"),
        ("erratum", "corrected"),
        ("new_version", "ok"),
        ("new_edition", "ok"),
    ],
)
def test_what_crossref_says(update_type: str, status: str) -> None:
    """``updated-by`` on the work; a new version is no correction."""
    assert judge(updated(update_type))[0] == status


@pytest.mark.parametrize("update_type", ["retraction", "correction", "withdrawal"])
def test_a_notice_is_never_flagged_instead_of_the_paper(update_type: str) -> None:
    """``update-to`` stands on the notice, which is none of what it announces."""
    assert judge(updated(update_type, kind="update_to"))[0] == "notice"


@pytest.mark.parametrize("kind", ["updated_by", "update_to"])
@pytest.mark.parametrize(
    ("update_type", "status"),
    [("retraction", "unverified"), ("correction", "ok"), ("new_version", "ok")],
)
def test_a_relation_to_itself_does_not_count(
    kind: str, update_type: str, status: str
) -> None:
    """Publishers deposit updates that point at the work that they stand on.

    It is no retraction, and with one in the air nor is it well.
    """
    record = updated(update_type, kind=kind, doi="10.5555/paper")
    assert judge(record) == (status, ())


def test_retraction_watch_speaks_of_the_paper_even_by_its_own_doi() -> None:
    """Many publishers put the notice in the place of the paper, under its DOI."""
    record = updated("retraction", "retraction-watch", doi="10.5555/paper")
    assert judge(record) == ("retracted", ("crossref (retraction-watch)",))


def test_the_gravest_counts_and_its_sources_are_named() -> None:
    """Corrected 2004 and retracted 2010: retracted; who says so, and who does not."""
    records = [
        updated("correction", "retraction-watch", date="2004-3-6"),
        updated("retraction", "retraction-watch", date="2010-2-6"),
        related("erratum_in"),
    ]
    assert judge(*records) == ("retracted", ("crossref (retraction-watch)",))
    assert judge(*records, related("retraction_in")) == (
        "retracted",
        ("crossref (retraction-watch)", "pubmed"),
    )


def test_one_source_is_enough() -> None:
    """PubMed silent or Crossref silent: the other one is believed."""
    silent = types(("Journal Article", "D016428"))
    assert judge(silent, updated("retraction"))[0] == "retracted"
    assert judge(silent, related("retraction_in"))[1] == ("pubmed",)


@pytest.mark.parametrize(
    ("retracted", "status"),
    [("2010-2-6", "reinstated"), ("2012-10-1", "retracted"), (None, "retracted")],
)
def test_reinstatement_takes_back_an_older_retraction(
    retracted: str | None, status: str
) -> None:
    """Not a younger one, and none of which the date is unknown."""
    records = [
        updated("retraction", date=retracted),
        updated("reinstatement", date="2012-9-30"),
    ]
    assert judge(*records)[0] == status


def test_every_status_is_reachable() -> None:
    """No status stands in the vocabulary for nothing."""
    reached = {
        judge(record)[0]
        for record in (
            related("retraction_in"),
            updated("withdrawal"),
            updated("reinstatement"),
            related("expression_of_concern_in"),
            related("retraction_of"),
            related("erratum_in"),
            types(),
            updated("retraction", doi="10.5555/paper"),
        )
    }
    assert reached == {status.value for status in EditorialStatus}
