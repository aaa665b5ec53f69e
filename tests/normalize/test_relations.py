"""What sources call a tie → one name, one direction."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import pytest

from harvester.errors import HarvesterError
from harvester.model import Identifier, Relation, Text
from harvester.normalize.relations import OTHER, Direction, name_tie, read_tie
from harvester.sources.files import read_records
from harvester.sources.pubmed.identifiers import relation_kind

# Every RefType of the DTD of 2025, and which end the record is at: the one that acts
# (of) or the one that is acted on (by).
REF_TYPES = {
    "AssociatedDataset": ("dataset", "by"),
    "AssociatedPublication": ("dataset", "of"),
    "CommentIn": ("comment", "by"),
    "CommentOn": ("comment", "of"),
    "CorrectedandRepublishedIn": ("corrected-republication", "by"),
    "CorrectedandRepublishedFrom": ("corrected-republication", "of"),
    "ErratumIn": ("correction", "by"),
    "ErratumFor": ("correction", "of"),
    "ExpressionOfConcernIn": ("expression-of-concern", "by"),
    "ExpressionOfConcernFor": ("expression-of-concern", "of"),
    "RepublishedIn": ("republication", "by"),
    "RepublishedFrom": ("republication", "of"),
    "RetractedandRepublishedIn": ("retracted-republication", "by"),
    "RetractedandRepublishedFrom": ("retracted-republication", "of"),
    "RetractionIn": ("retraction", "by"),
    "RetractionOf": ("retraction", "of"),
    "UpdateIn": ("update", "by"),
    "UpdateOf": ("update", "of"),
    "SummaryForPatientsIn": ("patient-summary", "by"),
    "OriginalReportIn": ("patient-summary", "of"),
    "ReprintIn": ("reprint", "by"),
    "ReprintOf": ("reprint", "of"),
    "Cites": ("citation", "of"),
    "PartialRetractionIn": ("partial-retraction", "by"),
    "PartialRetractionOf": ("partial-retraction", "of"),
}
CROSSREF = {
    "is-preprint-of": ("preprint", "of"),
    "has-preprint": ("preprint", "by"),
    "is-review-of": ("review", "of"),
    "has-review": ("review", "by"),
    "is-comment-on": ("comment", "of"),
    "has-comment": ("comment", "by"),
    "is-reply-to": ("reply", "of"),
    "has-reply": ("reply", "by"),
    "is-version-of": ("version", "of"),
    "has-version": ("version", "by"),
    "is-supplement-to": ("supplement", "of"),
    "is-supplemented-by": ("supplement", "by"),
    "is-translation-of": ("translation", "of"),
    "has-translation": ("translation", "by"),
    "is-part-of": ("part", "of"),
    "has-part": ("part", "by"),
    "replaces": ("replacement", "of"),
    "is-replaced-by": ("replacement", "by"),
    "references": ("citation", "of"),
    "is-referenced-by": ("citation", "by"),
    "is-identical-to": ("same", "with"),
    "is-same-as": ("same", "with"),
}
ODD_JOURNAL = "Rheumatology (Oxford). 2021 Jun 07;:"


@pytest.mark.parametrize("ref_type", REF_TYPES)
def test_every_ref_type(ref_type: str) -> None:
    """PubMed's words, all of them, in both directions."""
    name, direction = name_tie(relation_kind(ref_type))
    assert (name, direction.value) == REF_TYPES[ref_type]


@pytest.mark.parametrize("word", CROSSREF)
def test_relations_of_crossref(word: str) -> None:
    """The keys of ``relation``, from either end."""
    name, direction = name_tie(word.replace("-", "_"))
    assert (name, direction.value) == CROSSREF[word]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("retraction", "retraction"),
        ("Expression of concern", "expression-of-concern"),
        ("expression-of-concern", "expression-of-concern"),
        ("partial_retraction", "partial-retraction"),
        ("corrigendum", "correction"),
        ("new_version", "version"),
        ("made_up", OTHER),
        (None, OTHER),
    ],
)
def test_types_of_updates(printed: str | None, name: str) -> None:
    """``update-to`` stands on what acts, ``updated-by`` on what is acted on."""
    assert name_tie("update_to", printed) == (name, Direction.OF)
    assert name_tie("updated_by", printed) == (name, Direction.BY)


def test_an_end_has_another() -> None:
    """Seen from the other work, ``of`` is ``by``, and what is alike stays so."""
    assert [d.reverse.value for d in Direction] == ["by", "of", "with"]


def test_a_word_without_direction_has_none() -> None:
    """``correction`` alone does not say who corrects whom."""
    assert name_tie("correction") == ("correction", Direction.WITH)
    assert name_tie("is_cousin_of") == (OTHER, Direction.WITH)


@pytest.mark.parametrize(
    ("source", "other", "date"),
    [
        (
            "Lancet. 2010 Feb 6;375(9713):445. doi: 10.1016/S0140-6736(10)60175-4",
            ("doi", "10.1016/s0140-6736(10)60175-4"),
            "2010-02-06",
        ),
        (ODD_JOURNAL, None, "2021-06-07"),
        ("J Made Up. 2021;81(3):1341. doi: 10.5555/a.", ("doi", "10.5555/a"), "2021"),
        ("Clin Made Up. 1999 Jan-Feb;3(2):4", None, "1999-01/1999-02"),
        ("In: Made Up. 7th ed", None, None),
    ],
)
def test_what_a_citation_says(
    source: str, other: tuple[str, str] | None, date: str | None
) -> None:
    """DOI and date of a notice that PubMed gives in words only."""
    tie = read_tie(Relation(kind="erratum_in", citation=Text(plain=source)))
    assert (tie.other, tie.date) == (other, date)


def test_the_identifier_comes_before_the_words() -> None:
    """A PMID is what PubMed links by; a DOI in the words is only for want of it."""
    relation = Relation(
        kind="erratum_in",
        identifiers=(Identifier(scheme="pmid", value="99000001"),),
        citation=Text(plain="J Made Up. 2021;8(3):1. doi: 10.5555/a"),
    )
    assert read_tie(relation).other == ("pmid", "99000001")


def test_the_date_of_the_paper_is_not_the_date_of_its_retraction() -> None:
    """What a notice cites is the paper, whose date says nothing of the event."""
    relation = Relation(
        kind="retraction_of", citation=Text(plain="Lancet. 1998 Feb 28;351(9103):637")
    )
    assert read_tie(relation).date is None


def test_no_recorded_relation_is_strange(shared_data: Path) -> None:
    """Every relation that the recorded replies hold has a name."""
    strange: set[tuple[str, str | None]] = set()
    for path in [
        *shared_data.glob("efetch/**/*.xml"),
        *shared_data.glob("crossref/works/**/*.json"),
        *shared_data.glob("crossref/quoted/*.json"),
        *shared_data.glob("crossref/ref_matcher/*.json"),
    ]:
        with path.open("rb") as stream:
            strange |= _strange(stream)
    assert strange == set()


def _strange(stream: IO[bytes]) -> set[tuple[str, str | None]]:
    try:
        return {
            (relation.kind, relation.update_type)
            for entry in read_records(stream)
            for relation in getattr(entry, "relations", ())
            if read_tie(relation).name == OTHER
        }
    except HarvesterError:  # not every recorded reply holds records
        return set()
