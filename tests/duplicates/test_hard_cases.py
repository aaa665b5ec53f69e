"""The cases that other finders of duplicates got wrong, or that people dispute."""

from __future__ import annotations

import csv
import json
import re

import pytest

from harvester.duplicates import Kind, judge_works

ZUBER = "Zuber, J; Le Quintrec, M; Sberro-Soussan, R; Loirat, C"
SORBYE = "Sorbye, SW; Fismen, S; Gutteberg, T; Mortensen, ES"
TRIAGE = (
    "Triage of women with minor cervical lesions: data suggesting a test and treat "
    "approach for HPV E6/E7 mRNA testing"
)
UPDATE = (
    "Update on the diagnosis and treatment of human papillomavirus infection. "
    "[Review] [33 refs]"
)
IMMUNE = "Postoperative immunostimulation"
APHASIA = "Stroke and aphasia; Overcoming the challenges of capacity evaluation"
SPEAKERS = "Carling-Rowland, A.; Black, S.; McDonald, L.; Kagan, A."
RUPTURE = "Ruptur eines reifen intrakraniellen Teratoms"
OBESITY = "Surgical treatment of morbid obesity"

CASES = {
    "a record without a title": (
        Kind.SAME,
        (
            "New insights into postrenal transplant hemolytic uremic syndrome",
            ZUBER,
            "Nat Rev Nephrol",
            "2011;7(1):23-35",
        ),
        ("", ZUBER, "Nat Rev Nephrol", "2011;7(1):23-35"),
    ),
    "a translated title": (
        Kind.SAME,
        (
            f"[{IMMUNE} in non-small-cell bronchial carcinoma. Outcome, complications]",
            "Toomes, H",
            "DMW",
            "1984;109:935-940",
        ),
        (
            "Postoperative local immunostimulation in non-oatcell bronchial carcinoma",
            "",
            "Dtsch-Med-Wochenschr",
            "1984;109:935-940",
        ),
    ),
    "pages of a PDF and an article number": (
        Kind.SAME,
        (TRIAGE, SORBYE, "PLoS ONE", "2010;5:1-6"),
        (TRIAGE, SORBYE, "PLoS ONE", "2010;5:e12724"),
    ),
    "a wrong year and wrong pages": (
        Kind.SAME,
        (UPDATE, "Zanotti, KM; Belinson, J", "Cleve Clin J Med", "2003;69:945-948"),
        (UPDATE, "Zanotti, KM; Belinson, J", "Cleve Clin J Med", "2002;69:948-961"),
    ),
    "meeting abstracts in two journals": (
        Kind.MEETING_ABSTRACT,
        (APHASIA, SPEAKERS, "Can J Neurol Sci", "2010;37(3):S42"),
        (APHASIA, SPEAKERS, "Stroke", "2010;41(7):e505"),
    ),
    "one short title, two groups": (
        Kind.DIFFERENT,
        (OBESITY, "Yudin, VA", "", "2013"),
        (OBESITY, "Montorsi, W", "", ""),
    ),
    "a column about a drug": (
        Kind.DIFFERENT,
        ("Danazol", "&NA;", "Reactions Weekly", "1990"),
        ("Danazol", "&NA;", "Reactions Weekly", "2008"),
    ),
    "a recurring report": (
        Kind.DIFFERENT,
        ("Progress in Ophthalmology", "", "", "1898"),
        ("Progress in Ophthalmology", "Clarke, E", "", "1926"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_case_by_metadata(record, name: str) -> None:
    """Records without identifiers are told apart, or joined, by what they say."""
    kind, one, other = CASES[name]
    assert judge_works(record(*one), record(*other)).kind is kind


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (
            "10.1002/14651858.CD002273.pub2",
            "10.1002/14651858.CD002273.pub3",
            Kind.VERSION,
        ),
        ("10.21203/rs.2.18406/v1", "10.21203/rs.2.18406/v2", Kind.VERSION),
        ("10.1021/acssynbio.7b00412.s001", "10.1021/acssynbio.7b00412", Kind.PART),
    ],
)
def test_case_by_doi(record, one: str, other: str, kind: Kind) -> None:
    """Versions and supplements are known by their DOIs alone."""
    assert judge_works(record(doi=one), record(doi=other)).kind is kind


def test_article_and_its_online_twin(record) -> None:
    """The same text under two DOIs and pages is tied together, never called one."""
    print_ = record(
        RUPTURE, "Kowoll, A", "Fortschr Röntgenstr", "2013;185(1):71-73",
        doi="10.1055/s-0032-1313212",
    )  # fmt: skip
    online = record(
        RUPTURE, "Kowoll, A", "Fortschr Röntgenstr", "2013;185(1):E2",
        doi="10.1055/s-0032-1330472",
    )  # fmt: skip
    assert judge_works(print_, online).kind is Kind.REPUBLICATION


def test_one_article_registered_twice(record) -> None:
    """Two DOIs of two registrants are one article where all the rest agrees."""
    told = (
        "Effects of lead on the developing kidney of the rat",
        "Lerman, S",
        "Fundamental and Applied Toxicology",
        "1983;3(4):309-314",
    )
    one = record(*told, doi="10.1016/s0272-0590(83)80145-6")
    other = record(*told, doi="10.1093/toxsci/3.4.309")
    assert judge_works(one, other).kind is Kind.SAME


def test_every_row_of_the_table_has_its_case(shared_data) -> None:
    """The table has no row that is not tried here."""
    path = shared_data / "eval" / "hard-cases" / "G_duplicates.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    by_doi = [row for row in rows if row["a"].startswith("10.")]
    assert (len(rows), len(by_doi)) == (len(CASES) + 3 + 2, 3)


RELATED = {
    "tan_2004_2005_pub2_vs_pub3": Kind.VERSION,
}
"""Where the labels call one what for us are two versions of a work."""


def test_labelled_pairs_of_bib_dedupe(shared_data, record) -> None:
    """What bib-dedupe's tests call duplicates is the same, and nothing else is."""
    path = shared_data / "eval" / "dedup-benchmarks" / "bib_dedupe_test_cases.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    kinds = {
        case["id"]: judge_works(
            *(_read(record, case[f"record_{side}"]) for side in "ab")
        ).kind
        for case in cases
    }
    duplicates = {case["id"] for case in cases if case["expected_duplicate"]}
    same = {name for name, kind in kinds.items() if kind is Kind.SAME}
    assert same == duplicates - RELATED.keys()
    assert {name: kinds[name] for name in RELATED} == RELATED


def _read(record, fields):
    known = {name: value or "" for name, value in fields.items()}
    authors = re.split(r"\s+and\s+|;\s*", known.get("author", ""))
    given = {"doi": known["doi"]} if known.get("doi", "").strip(".") else {}
    place = (
        f"{known.get('year', '')};{known.get('volume', '')}"
        f"({known.get('number', '')}):{known.get('pages', '').replace('--', '-')}"
    )
    return record(
        known.get("title", ""),
        "; ".join(authors),
        known.get("journal") or known.get("booktitle") or "",
        place,
        **given,
    )
