from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import MeshHeading, MeshQualifier, PublicationType
from harvester.normalize.derived import Derived
from harvester.normalize.families import FAMILIES, normalize_value, rule_of_value
from harvester.normalize.languages import Language, normalize_language
from harvester.normalize.mesh import normalize_mesh
from harvester.normalize.publication_types import (
    csl_type,
    is_notice,
    is_retracted,
    normalize_publication_type,
)


@pytest.mark.parametrize(
    ("printed", "value", "short", "rule"),
    [
        ("eng", "eng", "en", "as-printed"),
        ("en", "eng", "en", "iso-639-1"),
        ("chi", "chi", "zh", "as-printed"),
        ("zho", "chi", "zh", "terminological"),
        ("scr", "hrv", "hr", "old"),
        ("pt-BR", "por", "pt", "iso-639-1"),
        ("und", "und", None, "as-printed"),
        ("mul", "mul", None, "as-printed"),
        (" ENG ", "eng", "en", "trim"),
    ],
)
def test_a_language_code_has_two_forms(printed, value, short, rule):
    """Every kind of code leads to MARC's three letters and, if any, the two."""
    assert normalize_language(printed) == Language(value=value, short=short, rule=rule)


@pytest.mark.parametrize("printed", ["", "english", "xx", "qqq"])
def test_what_is_no_code_is_no_language(printed):
    """A name of a language or an unknown code is not guessed at."""
    assert normalize_language(printed) is None


RETRACTED = PublicationType(name="Retracted Publication", ui="D016441")
NOTICE = PublicationType(name="Retraction of Publication", ui="D016440")
RENAMED = PublicationType(name="Retraction Notice", ui="D016440")
ARTICLE = PublicationType(name="Journal Article", ui="D016428")
PREPRINT = PublicationType(name="Preprint", ui="D000076942")
TRIAL = PublicationType(name="Clinical Trial", ui="D016430")


def test_a_retracted_article_is_not_its_notice():
    """The two types are told apart by their MeSH identifiers."""
    assert is_retracted((ARTICLE, RETRACTED))
    assert not is_retracted((ARTICLE, NOTICE))
    assert is_notice((NOTICE,))
    assert is_notice((RENAMED,))
    assert not is_notice((ARTICLE, RETRACTED))
    assert is_retracted((PublicationType(name="Retracted Publication"),))


def test_a_preprint_is_a_preprint_first():
    """Of several types the most telling decides; of a trial's alone none does."""
    assert csl_type((ARTICLE, TRIAL)) == "article-journal"
    assert csl_type((ARTICLE, PREPRINT)) == "article"
    assert csl_type((TRIAL,)) is None
    assert normalize_publication_type("D016428") == Derived(
        value="article-journal", rule="by-ui"
    )


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Hepatectomy", MeshHeading(descriptor="Hepatectomy")),
        (
            "Liver Neoplasms / secondary*",
            MeshHeading(
                descriptor="Liver Neoplasms",
                qualifiers=(MeshQualifier(name="secondary", is_major=True),),
            ),
        ),
        (
            "*Carcinoma, Hepatocellular/surgery/drug therapy",
            MeshHeading(
                descriptor="Carcinoma, Hepatocellular",
                is_major=True,
                qualifiers=(
                    MeshQualifier(name="surgery"),
                    MeshQualifier(name="drug therapy"),
                ),
            ),
        ),
        ("Female", MeshHeading(descriptor="Female")),
        ("Liver / SURGERY", None),
        ("/surgery", None),
        ("", None),
    ],
)
def test_a_heading_is_taken_apart_exactly_or_not_at_all(printed, wanted):
    """Stars, descriptor and qualifiers in the order printed; commas stay."""
    assert normalize_mesh(printed) == wanted


def test_every_text_row_of_the_mesh_cases_is_read(shared_data):
    """The headings of the table are read; that they exist is not ours to say."""
    rows = (shared_data / "eval/hard-cases/E_mesh.tsv").read_text("utf-8")
    for row in rows.splitlines()[1:]:
        printed, wanted, *_ = row.split("\t")
        if printed.startswith("explode("):
            continue  # a question to the vocabulary, not a heading
        heading = normalize_mesh(printed)
        assert heading is not None
        if "qualifier=secondary" in wanted:
            assert heading.qualifiers == (
                MeshQualifier(name="secondary", is_major=True),
            )
            assert not heading.is_major


@pytest.mark.parametrize(
    ("family", "printed", "rule"),
    [
        ("doi", "https://doi.org/10.5555/ABC", "prefix+lower-case"),
        ("pmid", "1", "as-printed"),
        ("date", "1998 Dec-1999 Jan", "month-interval"),
        ("pages", "304-10", "range+elided"),
        ("volume", "Vol. 10, N° 2", "both-in-one"),
        ("name", "Smith AB III", "index-order"),
        ("title", "[Title].", "brackets"),
        ("journal", "BMJ (Online)", "qualifier"),
        ("language", "de", "iso-639-1"),
        ("mesh", "Female", "as-printed"),
    ],
)
def test_every_family_is_reached_by_name(family, printed, rule):
    """One call for all families; the value says by which rule it was made."""
    value = normalize_value(family, printed)
    assert value is not None
    assert rule_of_value(value) == rule


def test_an_unknown_family_is_an_error():
    """The caller is told by a KeyError."""
    with pytest.raises(KeyError):
        normalize_value("colour", "red")


@given(st.sampled_from(sorted(FAMILIES)), st.text())
def test_no_family_raises_on_any_text(family, printed):
    """Every normaliser is total, and says the same twice."""
    value = normalize_value(family, printed)
    assert normalize_value(family, printed) == value
    if value is not None:
        assert rule_of_value(value)
