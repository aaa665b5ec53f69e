"""What kind of difference lies between two values."""

from __future__ import annotations

from typing import Any

import pytest

from harvester.model import (
    Abstract,
    AbstractSection,
    Container,
    Contributor,
    RecordDate,
    Reference,
    Text,
)
from harvester.normalize.dates import normalize_date
from harvester.reconcile import ConflictKind, classify_conflict

FORMATTING, PRECISION, REAL = ConflictKind


def text(words: str) -> Text:
    return Text(plain=words)


def date(printed: str) -> RecordDate:
    read = normalize_date(printed)
    assert read is not None
    return read


def abstract(*sections: tuple[str | None, str]) -> Abstract:
    return Abstract(
        sections=tuple(
            AbstractSection(label=label, text=text(words)) for label, words in sections
        )
    )


def byline(*names: tuple[str, str], role: str = "author") -> tuple[Contributor, ...]:
    return tuple(
        Contributor(role=role, family=family, given=given) for family, given in names
    )


GROUP = (Contributor(literal="The Made-up Group"),)
DOE, ROE = ("Doe", "Jane Ann"), ("Roe", "Richard")
BMJ = Container(title="BMJ (Clinical research ed.)", nlm_id="8900488")
CASES: list[tuple[str, Any, Any, ConflictKind | None]] = [
    ("volume", "31", "31", None),
    ("volume", "007", "7", FORMATTING),
    ("volume", "XXXIV", "34", FORMATTING),
    ("volume", "Vol. 31", "31", FORMATTING),
    ("volume", "31", "38", REAL),
    ("volume", "102", "102 Suppl 1", PRECISION),
    ("issue", "2_suppl", "2 Suppl", FORMATTING),
    ("issue", "8", "8 Pt 1", PRECISION),
    ("issue", "1-2", "1–2", FORMATTING),
    ("issue", "13", "6", REAL),
    ("issue", "12 Pt 1", "12-1", FORMATTING),
    ("issue", "12 Pt 1", "12-2", REAL),
    ("issue", "Pt 3", "3", FORMATTING),
    ("issue", "1", "1, SI", PRECISION),
    ("volume", "12933 LNCS", "12933", PRECISION),
    ("issue", "Suppl 1", "2", REAL),
    ("page", "1000-4", "1000-1004", FORMATTING),
    ("page", "1000–1004", "1000-1004", FORMATTING),
    ("page", "5", "5-5", FORMATTING),
    ("page", "1000", "1000-4", PRECISION),
    ("page", "1000-4", "1000-1005", REAL),
    ("page", "44; discussion 44-8", "44", PRECISION),
    ("page", "S12-5", "12-15", REAL),
    ("page", "e105", "123-130", PRECISION),
    ("page", "1014", "c1804", PRECISION),
    ("page", "c1804", "c1805", REAL),
    ("article_number", "e105", "105", FORMATTING),
    ("article_number", "CD 001", "CD001", FORMATTING),
    ("article_number", "105", "106", REAL),
    ("title", text("A title."), text("A Title"), FORMATTING),
    ("title", text("α-Catenin in mice"), text("Alpha-catenin in mice"), FORMATTING),
    ("title", text("[A title]."), text("A title"), FORMATTING),
    ("title", text("RETRACTED: A title"), text("A title"), FORMATTING),
    ("title", text("[On islands]."), text("Über Inseln"), PRECISION),
    ("title", text("A title: a trial"), text("A title"), PRECISION),
    ("title", text("A title for men"), text("A title for women"), REAL),
    ("published", date("2024"), date("2024 May 1"), PRECISION),
    ("published", date("2024 May"), date("2024-05"), None),
    ("published", date("2024 May"), date("2024 Jun"), REAL),
    ("published", date("2023"), date("2024 May"), REAL),
    ("published", date("2024 Spring"), date("2024 Apr"), PRECISION),
    ("published", date("2024 Spring"), date("2023 Apr"), REAL),
    ("published", date("2024 Jan-Feb"), date("2024-02"), PRECISION),
    ("published", date("2024 Jan-Feb"), date("2024-01-15"), PRECISION),
    ("published", date("2024 Jan-Feb"), date("2024-03"), REAL),
    ("type", "article-journal", "article", PRECISION),
    ("type", "article-journal", "chapter", REAL),
    ("languages", ("eng",), ("en",), FORMATTING),
    ("languages", ("eng", "ger"), ("en",), PRECISION),
    ("languages", ("eng",), ("de",), REAL),
    ("container", BMJ, Container(title="BMJ"), FORMATTING),
    (
        "container",
        Container(title="Annals of surgery"),
        Container(title="Ann. Surg."),
        FORMATTING,
    ),
    (
        "container",
        Container(title="J Made Up", issn_print="1234-5679"),
        Container(title="Zeitschrift", issns=("1234-5679",)),
        FORMATTING,
    ),
    (
        "container",
        Container(title="Brain : a journal of neurology"),
        Container(title="Brain"),
        PRECISION,
    ),
    (
        "container",
        Container(title="International journal of cancer.Journal international"),
        Container(title="International Journal of Cancer"),
        PRECISION,
    ),
    (
        "container",
        Container(title="Surgery", nlm_id="1"),
        Container(title="Surgery", nlm_id="2"),
        REAL,
    ),
    ("container", Container(title="Surgery"), Container(title="Cancer"), REAL),
    ("contributors", byline(DOE, ROE), byline(DOE, ROE), None),
    ("contributors", byline(DOE), byline(("Doe", "J A")), PRECISION),
    ("contributors", byline(DOE), byline(("Doe", "J")), PRECISION),
    ("contributors", byline(("Li", "L. S. W.")), byline(("Li", "LS")), PRECISION),
    ("contributors", byline(DOE), byline(("Doe", "John")), REAL),
    ("contributors", byline(DOE), byline(("Doe", "J. B.")), REAL),
    ("contributors", byline(ROE), byline(("Roe", "Rich")), PRECISION),
    ("contributors", byline(DOE), byline(("DOE", "JANE ANN")), FORMATTING),
    ("contributors", byline(("Gödel", "Kurt")), byline(("Godel", "Kurt")), FORMATTING),
    ("contributors", byline(DOE, ROE), byline(DOE), REAL),
    ("contributors", byline(DOE, ROE), byline(ROE, DOE), REAL),
    ("contributors", byline(DOE), (*byline(DOE), *GROUP), PRECISION),
    (
        "contributors",
        byline(DOE),
        (*byline(DOE), *byline(ROE, role="editor")),
        PRECISION,
    ),
    (
        "abstract",
        abstract(("AIM", "We ask."), ("RESULTS", "None.")),
        abstract((None, "Aim: We ask. Results: none.")),
        FORMATTING,
    ),
    (
        "abstract",
        abstract((None, "We ask. None.")),
        abstract((None, "We ask.")),
        PRECISION,
    ),
    ("abstract", abstract((None, "We ask.")), abstract((None, "We tell.")), REAL),
    ("references", (Reference(key="1"),), (Reference(key="a"),), FORMATTING),
    ("references", (Reference(key="1"),), (), PRECISION),
    ("gene_symbols", ("BRCA1",), ("brca1",), FORMATTING),
    ("gene_symbols", ("BRCA1",), ("BRCA1", "TP53"), PRECISION),
    ("gene_symbols", ("BRCA1",), ("TP53",), REAL),
    ("reference_count", 5, 6, REAL),
]


@pytest.mark.parametrize(("field", "one", "other", "kind"), CASES)
def test_the_kind_of_a_conflict(
    field: str, one: Any, other: Any, kind: ConflictKind | None
) -> None:
    """Each pair has the kind that a reader gives it, from either side."""
    assert classify_conflict(field, one, other) == kind
    assert classify_conflict(field, other, one) == kind
