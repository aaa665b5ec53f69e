"""Whether a second witness agrees."""

from __future__ import annotations

import pytest

from harvester.model import SourceRecord
from harvester.reconcile.witness import Verdict, hear
from tests.reconcile.papers import bare, paper

PUBMED = paper("pubmed", "pmid:99000001", "doi:10.5555/a")


def crossref(**fields) -> SourceRecord:
    return paper("crossref", "doi:10.5555/a", **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"page": "e77", "volume": "142", "year": "2008"},
        {"title": "Letters to the Editor"},
        {"authors": ("Chen H", "Musunuru S")},
        {"authors": ("Consortium",)},
        {"authors": (), "page": None, "journal": None, "volume": None, "year": None},
        {"title": "肝腺瘤切除术后复发", "authors": ("穆 穆",)},
        {"title": None, "page": None},
        {"title": None, "authors": (), "page": None},
        {"page": "1000.e1"},
        {"title": "RETRACTED: Recurrence of hepatic adenoma after resection"},
    ],
)
def test_one_work(fields: dict[str, object]) -> None:
    """A witness agrees, and whatever else was deposited weighs less."""
    assert hear(PUBMED, crossref(**fields)).verdict is Verdict.SAME
    assert hear(crossref(**fields), PUBMED).verdict is Verdict.SAME


@pytest.mark.parametrize(
    "fields",
    [
        {
            "title": "Appendicitis in pregnancy",
            "authors": ("Nguyen T",),
            "page": "1005",
        },
        {"title": "Appendicitis in pregnancy", "page": "1005"},
        {"title": "Appendicitis in pregnancy"},  # news of one reporter, on one page
        {
            "title": "Erratum: Recurrence of hepatic adenoma after resection",
            "page": "9",
        },
        {"authors": ("Nguyen T",)},  # letters under one heading, on one page
        {"title": "Annals of Made-up Surgery", "authors": (), "type": "periodical"},
        {"title": None, "authors": (), "page": None, "volume": "140"},
        {"title": None, "authors": (), "page": None, "year": "1999"},
    ],
)
def test_two_works(fields: dict[str, object]) -> None:
    """What disagrees weighs as much as what agrees, or more."""
    assert hear(PUBMED, crossref(**fields)).verdict is Verdict.DIFFERENT
    assert hear(crossref(**fields), PUBMED).verdict is Verdict.DIFFERENT


def test_nothing_to_compare() -> None:
    """A title beside a volume is no witness; a page that may be another one neither."""
    title = paper(
        "pubmed",
        "pmid:99000001",
        authors=(),
        journal=None,
        issn=None,
        year=None,
        volume=None,
        page=None,
    )
    volume = crossref(title=None, authors=(), page=None, year=None)

    assert hear(title, volume).verdict is Verdict.UNKNOWN
    letter = crossref(title=None, authors=(), page="1000b")
    assert hear(PUBMED, letter).verdict is Verdict.UNKNOWN


def test_identifiers_alone_are_bare() -> None:
    """A converter's record has nothing to disagree with."""
    assert hear(PUBMED, bare("idconv", "pmcid:PMC1")).verdict is Verdict.BARE


def test_the_testimony_is_in_words() -> None:
    """Both values where they differ, one where they are equal."""
    said = hear(PUBMED, crossref(volume="142", authors=("Nguyen T",)))

    words = {str(w): w.agrees for w in said.witnesses}
    assert words["first author Musunuru S / Nguyen T"] is False
    assert words["volume 141 / 142"] is False
    assert words["year 2006"] is True
    assert words["first page 1000"] is True
