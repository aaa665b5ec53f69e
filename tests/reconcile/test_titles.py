"""What two titles say about two records being of one work."""

from __future__ import annotations

import pytest

from harvester.model import SourceRecord, Text
from harvester.reconcile.titles import (
    DIFFERENT,
    GENERIC,
    SAME,
    SAME_SHORT,
    WEAK,
    weigh_titles,
)


def work(title: str, *others: str, language: str = "eng", **fields) -> SourceRecord:
    return SourceRecord(
        source="pubmed",
        source_id="99000001",
        title=Text(plain=title),
        other_titles=tuple(Text(plain=other) for other in others),
        languages=(language,),
        **fields,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Liver resection in the elderly.", "LIVER RESECTION IN THE ELDERLY"),
        ("RETRACTED: Liver resection in the elderly", "Liver resection in the elderly"),
        ("Liver resection in the elderly", "Liver resection in the elderly: a trial."),
        ("Small-bowel tumours of the liver", "Small bowel tumors of the liver"),
        ("β-Catenin in hepatoblastoma", "Beta-catenin in <i>hepatoblastoma</i>"),
        (
            "Liver resection in the elderly",
            "Liver resection in the elderly.[Erratum appears in Ann Surg. 2013;27(3)]",
        ),
        (
            "Success of surgery in small bowel disease",
            "Success of surgery in small bowel disease: a response to therapy study",
        ),
    ],
)
def test_spellings_of_one_title(one: str, other: str) -> None:
    """Case, marks, markup, a subtitle and notes of databases do not count."""
    assert weigh_titles(work(one), work(other)) == SAME
    assert weigh_titles(work(other), work(one)) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Liver resection in the elderly", "Prostate cancer and the family doctor"),
        (
            "Erratum to: Liver resection in the elderly",
            "Liver resection in the elderly",
        ),
        ("Liver resection in the elderly: reply", "Liver resection in the elderly"),
        ("Protein sources for dogs. I. Casein", "Protein sources for dogs. II. Casein"),
        ("Egg Allergy Treatment", "Military PTSD Care"),
    ],
)
def test_titles_of_two_works(one: str, other: str) -> None:
    """Another subject, a notice or reply, another part of a series."""
    assert weigh_titles(work(one), work(other)) == DIFFERENT
    assert weigh_titles(work(other), work(one)) == DIFFERENT


def test_what_recurs_says_little() -> None:
    """Equal headings say little for, a heading beside a title little against."""
    assert weigh_titles(work("In reply"), work("In Reply.")) == WEAK
    assert weigh_titles(work("Sepsis"), work("SEPSIS.")) == SAME_SHORT
    assert weigh_titles(work("Sepsis"), work("Sepsis in liver surgery")) == WEAK
    assert weigh_titles(work("Letters to the Editor"), work("Egg allergy")) == GENERIC


def test_another_wording_says_nothing() -> None:
    """Most words shared, others exchanged: this paper's or the next one's title."""
    gum = work("Gingival response to silk, cotton, and nylon suture materials")
    cheek = work("Cheek mucosa response to silk, cotton, and nylon suture materials")

    assert weigh_titles(gum, cheek) == 0


def test_a_translation_says_nothing_against() -> None:
    """NLM's brackets, or a language other than English."""
    german = work("Zur Chirurgie der Leber")

    assert weigh_titles(work("[Surgery of the hepatic veins]."), german) == 0
    assert weigh_titles(work("Hepatic veins", language="ger"), german) == 0


def test_the_original_title_agrees() -> None:
    """Any title of the one may be any of the other."""
    translated = work(
        "[Surgery of the liver].",
        original_title=Text(plain="Zur Chirurgie der Leber beim Erwachsenen"),
    )

    german = work("Zur Chirurgie der Leber beim Erwachsenen")
    assert weigh_titles(translated, german) == SAME


def test_no_title_says_nothing() -> None:
    """NLM prints that there is none."""
    assert weigh_titles(work("[Not Available]."), work("Liver and spleen")) == 0
