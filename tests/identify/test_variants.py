"""What real pages look like: translated, forwarded, cut, with buttons around."""

from __future__ import annotations

import textwrap

import pytest

from harvester.identify import identify_document
from harvester.identify.headings import HEADINGS, heading_key
from harvester.identify.translations import TRANSLATIONS
from harvester.model import Document

TITLE = "Counting of walls in villages with invented moss"


def read(text: str) -> Document:
    return identify_document("page", textwrap.dedent(text).strip("\n").encode())


def own(document: Document) -> list[str]:
    return [str(identifier) for identifier in document.own]


def by_role(document: Document) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for mention in document.mentions:
        roles.setdefault(mention.role.value, []).append(str(mention.identifier))
    return roles


def values(document: Document, field: str) -> list[str]:
    return [value.value for value in document.values if value.field == field]


def test_translations_lead_to_known_headings():
    """Every translated heading or label is one that the readers know in English."""
    labels = {"number", "issue"}  # labels of VIVO that open no section
    assert set(TRANSLATIONS.values()) - HEADINGS.keys() - labels == set()
    assert heading_key("Palabras clave:") == "keywords"


def test_a_page_that_the_browser_translated():
    """A PubMed page with German headings: own block, roles, abstract."""
    page = read(f"""
        {TITLE}
        PMID: 99000001
        DOI: 10.5555/own.1
        Zusammenfassung
        Hintergrund: Es war nicht bekannt, wie viele Mauern es gibt, bis jetzt.
        Ähnliche Artikel (1)
        - Andere Zählung. J Made Up. 2019;1:2. doi: 10.5555/sim.1. PMID: 99000011
        Zitiert von
        - Spätere Zählung. J Made Up. 2021;1:2. doi: 10.5555/cit.1. PMID: 99000021
        Referenzen
        1. Alte Zählung. J Made Up. 1999;1:2. doi: 10.5555/ref.1. PMID: 99000031
        MeSH-Begriffe
        """)

    assert page.reader == "pubmed"
    assert own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert by_role(page) == {
        "own": ["pmid:99000001", "doi:10.5555/own.1"],
        "similar": ["doi:10.5555/sim.1", "pmid:99000011"],
        "cited-by": ["doi:10.5555/cit.1", "pmid:99000021"],
        "reference": ["doi:10.5555/ref.1", "pmid:99000031"],
    }
    assert values(page, "abstract") != []


def test_vivo_in_spanish():
    """VIVO's labels in the language of the university, beside or above the values."""
    page = read(f"""
        {TITLE} Artículo Académico uri icon
        Visión general
        resumen
          • Nada se sabía de los muros hasta ahora y nadie había preguntado por ellos.
        fecha de publicación
          • 2019
        palabras clave: Muros; Musgo
        Identidad
        Digital Object Identifier (DOI)
          • 10.5555/own.1
        PubMed ID
          • 99000001
        Información adicional de documentos
        volumen
          • 7
        número: 2
        """)

    assert page.reader == "vivo"
    assert own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert values(page, "title") == [TITLE]
    assert values(page, "volume") == ["7"]
    assert values(page, "issue") == ["2"]
    assert values(page, "date") == ["2019"]
    assert values(page, "keyword") == ["Muros", "Musgo"]
    assert len(values(page, "abstract")) == 1


def test_a_vivo_page_on_single_lines():
    """Every label with its value on one line, the abstract too."""
    page = read(f"""
        {TITLE} | Academic Article uri icon
        Overview
        abstract: Nothing had been known about invented walls before this study began.
        publication date: July 3, 2012
        Identity
        Digital Object Identifier (DOI): 10.5555/own.1
        PubMed ID: 99000001
        Additional Document Info
        volume: 007
        issue: 13
        """)

    assert own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert values(page, "title") == [TITLE]
    assert values(page, "volume") == ["007"]
    assert values(page, "abstract")[0].startswith("Nothing had been known")


def test_references_before_the_page_s_own_citation():
    """A list above takes nothing from the citation that the page gives of itself."""
    page = read(f"""
        {TITLE}
        References
        1. Old E. Very old. J Old. 1990;1:1. doi: 10.5555/ref.1
        2. Older F. Older still. J Old. 1980;1:1. doi: 10.5555/ref.2 PMID: 99000032
        How to cite this article
        Alder A. {TITLE}. J Made Up. 2020;7(2):5-9. doi: 10.5555/own.1
        Abstract
        Nothing had been known about invented walls before this study began here.
        """)

    assert own(page) == ["doi:10.5555/own.1"]
    assert by_role(page)["reference"] == [
        "doi:10.5555/ref.1",
        "doi:10.5555/ref.2",
        "pmid:99000032",
    ]


def test_buttons_and_collapsed_lists():
    """PubMed's chrome of today: cite buttons, collapsed affiliations, "See all"."""
    page = read(f"""
        Save citation to file
        Summary (text) PubMed PMID Abstract (text) CSV
        Create file Cancel
        Cite
        J Made Up
        . 2020 Jan;7(2):5-9. doi: 10.5555/own.1.
        {TITLE}
        Anna Alder 1, Bert Birch 2
        Affiliations Expand
        Affiliations
        1 Department of Walls, University of Nowhere, Town.
        2 Institute of Moss, Town.
        PMID: 99000001 DOI: 10.5555/own.1
        Item in Clipboard
        Full text links Cite
        Abstract
        Nothing had been known about invented walls before this study began here.
        Similar articles
        Other count.
        Doe J. J Made Up. 2019;1:2. doi: 10.5555/sim.1. PMID: 99000011
        See all similar articles
        Cited by
        1 article
        Later count.
        Roe R. J Made Up. 2021;1:2. doi: 10.5555/cit.1. PMID: 99000021
        References
        Old E. Very old. J Old. 1990;1:1. - PubMed
        Show all 33 references
        Publication types
        MeSH terms
        LinkOut - more resources
        Cite Copy Download .nbib
        """)

    assert own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert by_role(page)["similar"] == ["doi:10.5555/sim.1", "pmid:99000011"]
    assert by_role(page)["cited-by"] == ["doi:10.5555/cit.1", "pmid:99000021"]
    assert values(page, "journal") == ["J Made Up"]
    assert values(page, "affiliation") == [
        "Department of Walls, University of Nowhere, Town.",
        "Institute of Moss, Town.",
    ]


def test_a_forwarded_mail():
    """A page quoted in a mail is read as the page."""
    page = read(f"""
        > {TITLE}
        > PMID: 99000001
        > Abstract
        > Nothing had been known about invented walls before this study began here.
        > Similar articles
        > - Other. doi: 10.5555/sim.1. PMID: 99000011
        """)

    assert own(page) == ["pmid:99000001"]
    assert values(page, "title") == [TITLE]
    assert by_role(page)["similar"] == ["doi:10.5555/sim.1", "pmid:99000011"]


def test_jama_under_other_marks():
    """Today's layout: another skip link, affiliations and heading on one line."""
    page = read(f"""
        [Skip to Navigation]
        JAMA Surgery
        Original Investigation
        October 1, 2006
        {TITLE}
        Anna Alder, MD1; Bert Birch, PhD2
        Author Affiliations Article Information
        Arch Surg. 2006;141(10):1000-1004. doi:10.1001/archsurg.141.10.1000
        Abstract
        Background Nothing had been known about invented walls before.
        References
        1. Old E. Old. Arch Surg. 1990;1(1):1-2. doi:10.1001/archsurg.1990.01
        Others Also Liked
        X of walls. JAMA Surg. 2020;155(2):1-2. doi:10.1001/jamasurg.2020.1
        """)

    assert page.reader == "jama"
    assert own(page) == ["doi:10.1001/archsurg.141.10.1000"]
    assert by_role(page)["recommended"] == ["doi:10.1001/jamasurg.2020.1"]
    assert values(page, "title") == [TITLE]


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u200e"])
def test_what_nobody_sees(mark: str):
    """Characters without width part neither label, number nor heading."""
    page = read(f"""
        {TITLE}
        PMID: {mark}99000001
        DOI:{mark} 10.55{mark}55/own.1
        Abs{mark}tract
        Nothing had been known about invented walls before this study began here.
        Similar{mark} articles
        - Other. doi: 10.5555/sim.1. PMID: 99000011
        """)

    assert "pmid:99000001" in own(page)
    assert by_role(page)["similar"] == ["doi:10.5555/sim.1", "pmid:99000011"]


def test_a_notice_on_a_line_of_its_own():
    """``Erratum in: …`` within the page's own block is a correction, not its own."""
    page = read(f"""
        {TITLE}
        PMID: 99000001
        Erratum in: J Made Up. 2020 Oct;7(9):1. doi: 10.5555/erratum.1.
        Abstract
        Nothing had been known about invented walls before this study began here.
        Similar articles
        - Other. doi: 10.5555/sim.1. PMID: 99000011
        """)

    assert own(page) == ["pmid:99000001"]
    assert by_role(page)["correction"] == ["doi:10.5555/erratum.1"]


def test_a_text_that_a_browser_saved():
    """A text shown by a browser is saved within ``pre``: its lines stay lines."""
    text = f"""{TITLE}
PMID: 99000001
Abstract
Nothing was known about walls &amp; moss before this study.
Similar articles
- Other. doi: 10.5555/sim.1. PMID: 99000011
"""
    page = identify_document(
        "page.html", f"<html><body><pre>{text}</pre></body></html>".encode()
    )

    assert page.reader == "pubmed"
    assert own(page) == ["pmid:99000001"]
    assert by_role(page)["similar"] == ["doi:10.5555/sim.1", "pmid:99000011"]


def test_buttons_above_and_a_footer_below():
    """Words of buttons are no title; what follows the last value is no part of it."""
    peeref = read(f"""
        Search results
        Save Email Send to
        4.7 Article
        {TITLE}
        Journal
        J MADE UP
        Volume 7, Issue 2, Pages 5-9
        Publisher
        SPRINGER
        DOI: 10.5555/own.1
        Ask authors/readers for more resources
        Nothing had been known about invented walls before this study began here.
        Reviews
        Primary Rating
        """)
    vivo = read(f"""
        {TITLE} Academic Article uri icon
        Identity
        Digital Object Identifier (DOI)
          - 10.5555/own.1
        Additional Document Info
        volume
          - 7
        issue
          - 2
        Follow us
        University of Nowhere, 1 Harbour Steps
        """)

    assert values(peeref, "title") == [TITLE]
    assert values(peeref, "type") == ["Article"]
    assert (values(vivo, "volume"), values(vivo, "issue")) == (["7"], ["2"])
