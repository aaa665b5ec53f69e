"""Pages of every layout as browsers, text browsers and people save them."""

from __future__ import annotations

import textwrap

from harvester.identify import identify_document
from harvester.model import Document


def _read(text: str, name: str = "page.txt") -> Document:
    return identify_document(name, textwrap.dedent(text).strip("\n").encode())


def _own(document: Document) -> list[str]:
    return [str(identifier) for identifier in document.own]


def _by_role(document: Document) -> dict[str, list[tuple[int | None, str]]]:
    roles: dict[str, list[tuple[int | None, str]]] = {}
    for mention in document.mentions:
        roles.setdefault(mention.role.value, []).append(
            (mention.item, str(mention.identifier))
        )
    return roles


def _title(document: Document) -> str | None:
    if document.record is None or document.record.title is None:
        return None
    return document.record.title.plain


PUBMED_WEB = """
    Skip to main page content
    An official website of the United States government
    The .gov means it's official.
    Access keys NCBI Homepage MyNCBI Homepage Main Content Main Navigation

    Page navigation

        Title & authors
        Abstract
        Similar articles
        Cited by
        References

    Ann Made Up

    . 2024 Aug;31(8):5370-5376.
     doi: 10.5555/s10434-024-15316-7. Epub 2024 Apr 30.

    Value of made-up surgery in patients with invented tumors

    Anna Author ¹, Bert Beispiel ²

    Affiliations

        1 Department of Surgery, Some University, Town.
        2 Department of Medicine, Other University, Town.

        PMID: 99000001
        PMCID: PMC9900001
        DOI: 10.5555/s10434-024-15316-7

    Abstract

    Background: It was not known what happens to invented tumors (n = 36).

    Results: As in an earlier study (PMID: 99000099), nothing happened.

    Keywords: Liver neoplasms; Neoplasms, invented.

    © 2024. The Authors.

    PubMed Disclaimer

    Comment in

        Comment on invented tumors.
        Doe J. Ann Made Up. 2024 Sep;31(9):1-2. doi: 10.5555/comment.1. PMID: 99000002

    Erratum in

        Correction: invented tumors.
        Doe J. Ann Made Up. 2024 Oct;31(10):1. doi: 10.5555/erratum.1. PMID: 99000003

    Similar articles

        Outcomes of operations for invented tumors with or without surgery in
        patients with made-up disease.
        Smith A. Surgery. 2021 Jan;169(1):168-174. doi: 10.5555/sim.1. Epub 2020
        May 27. PMID: 99000011
        Second similar article.
        Smith B, Jones C. Surgery. 2018;1:2. PMID: 99000012 Free PMC article. Review.

    Cited by

        A citing article.
        Miller D. Surgery. 2025. doi: 10.5555/cit.1.
        PMID: 99000021 PMCID: PMC9900021

    References

        1. Old E. Very old. J Old. 1990;1:1. doi: 10.5555/ref.1. PubMed
        2. Older F. Older still. J Old. 1980;1:1. doi: 10.5555/ref.2. PMID: 99000032

    Publication types

        Review

    MeSH terms

        Humans

    LinkOut - more resources
"""


def test_pubmed_web_page():
    """A copied PubMed page: own block, roles, list entries, citation, keywords."""
    page = _read(PUBMED_WEB)
    record = page.record
    assert page.reader == "pubmed"
    assert _own(page) == [
        "pmid:99000001",
        "doi:10.5555/s10434-024-15316-7",
        "pmcid:PMC9900001",
    ]
    roles = _by_role(page)
    assert roles["similar"] == [
        (1, "doi:10.5555/sim.1"),
        (1, "pmid:99000011"),
        (2, "pmid:99000012"),
    ]
    assert roles["cited-by"] == [
        (1, "doi:10.5555/cit.1"),
        (1, "pmid:99000021"),
        (1, "pmcid:PMC9900021"),
    ]
    assert roles["reference"] == [
        (1, "doi:10.5555/ref.1"),
        (2, "doi:10.5555/ref.2"),
        (2, "pmid:99000032"),
    ]
    assert roles["correction"] == [(1, "doi:10.5555/erratum.1"), (1, "pmid:99000003")]
    assert [name for _, name in roles["mentioned"]] == [
        "pmid:99000099",
        "doi:10.5555/comment.1",
        "pmid:99000002",
    ]
    assert _title(page) == "Value of made-up surgery in patients with invented tumors"
    assert record is not None
    assert record.container is not None
    assert record.container.title == "Ann Made Up"
    assert (record.volume, record.issue, record.page) == ("31", "8", "5370-5376")
    assert [(d.kind, d.printed) for d in record.dates] == [
        ("issue", "2024 Aug"),
        ("online", "2024 Apr 30"),
    ]
    assert [k.text.plain for k in record.keywords] == [
        "Liver neoplasms",
        "Neoplasms, invented",
    ]


def test_line_ends_and_no_break_spaces_change_nothing():
    """CRLF, CR, no-break spaces and tabs are read like plain ones."""
    plain = textwrap.dedent(PUBMED_WEB)
    wanted = [(str(m.identifier), m.role, m.item) for m in _read(PUBMED_WEB).mentions]
    for text in (
        plain.replace("\n", "\r\n"),
        plain.replace("\n", "\r"),
        plain.replace(": ", ":\u00a0"),
        plain.replace("    ", "\t"),
    ):
        page = identify_document("page.txt", text.encode())
        assert [(str(m.identifier), m.role, m.item) for m in page.mentions] == wanted


def test_pubmed_list_marks():
    """Entries are told apart by bullets, numbers, blank lines or nothing."""
    entry = "Title {n} of it. J Foo. 2020;1:2. doi: 10.5555/s.{n}. PMID: 9900001{n}"
    for mark in ("* {e}", "• {e}", "-\n{e}", "{n}. {e}", "[{n}] {e}", "{e}\n", "{e}"):
        entries = "\n".join(mark.format(e=entry.format(n=n), n=n) for n in range(1, 4))
        page = _read(f"A title of it\nPMID: 99000001\nSimilar articles\n{entries}\n")
        assert _own(page) == ["pmid:99000001"], mark
        assert [item for item, _ in _by_role(page)["similar"]] == [1, 1, 2, 2, 3, 3], (
            mark
        )


def test_pubmed_inner_lists():
    """A list of identifiers below each title does not divide the entry."""
    page = _read("""
        The title of the article
        PMID: 99000001
        Similar articles
        1. First title
           - PMID: 99000011
           - DOI: 10.5555/s.1
        2. Second title
           - PMID: 99000012
           - DOI: 10.5555/s.2
           - PMCID: PMC9900012
        Cited by
        """)
    assert [item for item, _ in _by_role(page)["similar"]] == [1, 1, 2, 2, 2]


def test_pubmed_other_order():
    """Sections before the page's own identifiers take nothing from them."""
    page = _read("""
        The title of this invented article
        Similar articles
        - One. doi: 10.5555/s.1. PMID: 99000011
        Abstract
        Background: This is a text that is long enough to be one.
        PMID: 99000001
        DOI: 10.5555/own.1
        MeSH terms
        """)
    assert _own(page) == ["pmid:99000001", "doi:10.5555/own.1"]
    assert _by_role(page)["similar"] == [(1, "doi:10.5555/s.1"), (1, "pmid:99000011")]


def test_pubmed_without_own_identifiers():
    """Identifiers of similar articles never become the document's own."""
    page = _read("""
        The title of this invented article
        Abstract
        Background: This is a text that is long enough to be one.
        Similar articles
        - One. J Foo. 2020;1:2. doi: 10.5555/s.1. PMID: 99000011
        Cited by
        - Two. J Foo. 2021;1:2. doi: 10.5555/c.1. PMID: 99000021
        MeSH terms
        """)
    assert page.own == ()
    assert page.unresolved == (
        "It prints no identifier of its own article, only those of others."
    )
    assert set(_by_role(page)) == {"similar", "cited-by"}


def test_pubmed_own_doi_missing():
    """A page with a PMID alone has no DOI, though its lists have."""
    page = _read("""
        The title of this invented article
        - PMID: 99000001
        Abstract
        Similar articles
        - One. J Foo. 2020;1:2. doi: 10.5555/s.1.
        """)
    assert _own(page) == ["pmid:99000001"]


def test_pubmed_conflict():
    """Two PMIDs that both claim to be the page's own: neither is taken."""
    page = _read("""
        The title of this invented article
        PMID: 99000001
        PMID: 99000002
        DOI: 10.5555/own.1
        Abstract
        Similar articles
        """)
    assert page.own == ()
    assert page.unresolved == (
        "Its own article is in doubt: it claims PMID 99000001 and PMID 99000002."
    )
    assert {m.role.value for m in page.mentions} == {"mentioned"}


def test_pubmed_saved_abstract():
    """PubMed's abstract format prints the identifiers below the abstract."""
    page = _read("""
        1. Ann Made Up. 2024 Aug;31(8):5370-5376. doi: 10.5555/own-1. Epub 2024 Apr 30.

        Value of made-up surgery in patients with invented tumors.

        Author A(1), Beispiel B.

        Author information:
        (1)Department of Surgery, Some University.

        BACKGROUND: It was not known what happens to invented tumors.
        RESULTS: Nothing happened to them in the years that followed.

        © 2024. The Authors.

        DOI: 10.5555/own-1
        PMID: 99000001 [Indexed for MEDLINE]
        """)
    assert _own(page) == ["pmid:99000001", "doi:10.5555/own-1"]


def test_several_saved_abstracts_are_a_list():
    """Two abstracts in one file are not one article."""
    page = _read("""
        1. Ann Made Up. 2024 Aug;31(8):5370-5376. doi: 10.5555/own-1.

        Value of made-up surgery in patients with invented tumors.

        BACKGROUND: It was not known what happens to invented tumors.

        DOI: 10.5555/own-1
        PMID: 99000001

        2. Ann Made Up. 2023 Aug;30(8):1-2. doi: 10.5555/own-2.

        Another value of made-up surgery in invented patients.

        BACKGROUND: It was still not known what happens to invented tumors.

        DOI: 10.5555/own-2
        PMID: 99000002
        """)
    assert page.own == ()
    assert page.unresolved is not None
    assert {m.role.value for m in page.mentions} == {"mentioned"}


def test_pubmed_search_results():
    """A page of search results is no article, not even that of the first result."""
    page = _read("""
        Search results
        1
        First result title of the study
        Doe J. J Foo. 2020;1:2. doi: 10.5555/a.1. PMID: 99000011
        Similar articles
        2
        Second result title of the study
        Doe J. J Foo. 2020;1:2. doi: 10.5555/a.2. PMID: 99000012
        Similar articles
        """)
    assert page.own == ()
    assert page.unresolved == "It is a page of search results, not of one article."


def test_vivo_labels_on_one_line():
    """VIVO fields with their values beside the label, and a journal."""
    page = _read("""
        A made-up study of it.  Academic Article
        uri icon

        Overview
        abstract
          * This is the abstract of the study, long enough to be one.
        publication date: March 2, 2019
        published in: Journal of Made-up Studies
        Research
        keywords
          * Adult
          * Neoplasms, invented
        Identity
        Scopus Document Identifier: 84876469818
        Digital Object Identifier (DOI): 10.5555/vivo.1
        PubMed ID: 99000001
        PubMedCentral ID: PMC9900001
        Additional Document Info
        start page: 12
        end page: 19
        volume: 7
        issue: 2
        """)
    assert page.reader == "vivo"
    assert _own(page) == ["pmid:99000001", "doi:10.5555/vivo.1", "pmcid:PMC9900001"]
    record = page.record
    assert record is not None
    assert (record.volume, record.issue, record.page) == ("7", "2", "12-19")
    assert record.container is not None
    assert record.container.title == "Journal of Made-up Studies"
    assert _title(page) == "A made-up study of it."
    assert [k.text.plain for k in record.keywords] == ["Adult", "Neoplasms, invented"]


def test_vivo_person():
    """A person's profile lists articles and is none."""
    page = _read("""
        Smith, Jane  Faculty Member uri icon

        Positions
          • Professor of Surgery, Some University

        Publications
        selected publications
        academic article
          • First study. Annals. 2019. Full Text via DOI: 10.5555/p.1 PMID: 99000011
          • Second study. Annals. 2018. Full Text via DOI: 10.5555/p.2

        Contact
        full name
          • Jane Smith
        """)
    assert page.reader == "vivo"
    assert page.own == ()
    assert page.unresolved == "It is the profile of a person, not of one article."
    assert _by_role(page) == {
        "listed": [(1, "doi:10.5555/p.1"), (1, "pmid:99000011"), (2, "doi:10.5555/p.2")]
    }


def test_jama_with_references():
    """The DOI of the citation line is the page's, those of the references are not."""
    page = _read(
        """
        [Skip to Navigation]
        [Skip to Content]
        Views 888
        Citations 0
        Original Investigation
        March 4, 2020

        Outcomes of an Invented Operation in Made-up Patients

        Anna Author, MD1; Bert Beispiel, PhD2
        Author Affiliations
          • 1Department of Surgery, Some University, Town
        JAMA Surg. 2020;155(3):e195849. doi:10.5555/jamasurg.2019.5849
        Abstract

        Importance\u00a0 It is important to know about the invented operation.

        Findings\u00a0 Nothing was found.

        References
        1.
        Moore F. Metabolic care. Arch Surg. 2010;145(12):1201-1208. \
doi:10.1001/archsurg.2010.269PubMedGoogle ScholarCrossref
        2.
        Smith A, Jones B. Other care. JAMA. 2006;10(3):81. \
doi:10.5555/cc4928PubMedGoogle Scholar

        Others Also Liked
        A recommended article. JAMA. 2019;1(1):1. doi:10.1001/jama.2019.1
        """.replace("10.5555/jamasurg", "10.1001/jamasurg")
    )
    assert page.reader == "jama"
    assert _own(page) == ["doi:10.1001/jamasurg.2019.5849"]
    assert _by_role(page)["reference"] == [
        (1, "doi:10.1001/archsurg.2010.269"),
        (2, "doi:10.5555/cc4928"),
    ]
    assert _by_role(page)["recommended"] == [(1, "doi:10.1001/jama.2019.1")]
    record = page.record
    assert record is not None
    assert _title(page) == "Outcomes of an Invented Operation in Made-up Patients"
    assert record.container is not None
    assert record.container.title == "JAMA Surg"
    assert (record.volume, record.issue, record.page) == ("155", "3", "e195849")
    assert record.abstract is not None
    assert [s.label for s in record.abstract.sections] == ["Importance", "Findings"]


def test_jama_citation_on_two_lines():
    """The DOI may stand on the line below the citation; run-in heads follow."""
    page = _read("""
        [Skip to Content]
        Original Article
        October 2006
        Invented Hepatic Tumors: Inventing Improves Survival
        Author Affiliations
        Author Affiliations: Department of Surgery (Drs Alpha and Beta), Madison.
        Arch Surg. 2006;141(10):1000-1004.
        doi:10.1001/archsurg.141.10.1000x

        Background\u00a0 The optimal treatment of invented tumors is not known.
        """)
    assert page.reader == "jama"
    assert _own(page) == ["doi:10.1001/archsurg.141.10.1000x"]
    assert page.record is not None
    assert page.record.volume == "141"
    assert page.record.abstract is not None
    assert page.record.abstract.sections[0].label == "Background"
    assert [v for k, v in page.record.other if k == "surname_in_affiliations"] == [
        "Alpha",
        "Beta",
    ]


def test_pmc_page():
    """A page of PMC names its article by three identifiers in two lines."""
    page = _read("""
        Skip to main content
        . Author manuscript; available in PMC: 2010 Dec 17.
        Published in final edited form as: Proceedings (Invent Conf). \
2009 Nov 1;1-4:308–313. doi: 10.5555/BIBMW.2009.53

        Investigating the Role of Invention in Full-Text Articles
        Anna Author 1, Bert Beispiel 1
        PMCID: PMC9900001  NIHMSID: NIHMS161098  PMID: 99000001

        Abstract
        Inventions are ubiquitous and play important roles for the content of articles.
        References
        1. Bar M. Foo. J Foo. 2004;5:617–629. doi: 10.5555/nrn1476. \
[DOI] [PubMed] [Google Scholar]
        2. Foo B. Bar. J Foo. 2005;5:6. [PMC free article] [PubMed: 99000032]
        """)
    assert page.reader == "general"
    assert _own(page) == [
        "pmid:99000001",
        "doi:10.5555/bibmw.2009.53",
        "pmcid:PMC9900001",
    ]
    assert _by_role(page)["reference"] == [
        (1, "doi:10.5555/nrn1476"),
        (2, "pmid:99000032"),
    ]


def test_peeref_with_recommended_articles():
    """Recommended articles with DOIs are recommended, not the page's own."""
    page = _read("""
        3.2 Review

        A made-up review of invented tumors and their treatment

        Journal

        JOURNAL OF MADE-UP STUDIES
        Volume 12, Issue 3, Pages 45-67

        Publisher

        INVENTED PRESS
        DOI: 10.5555/peer.1

        Keywords

        tumor; liver, left lobe

        Funding

        Ask authors/readers for more resources

        This review of invented tumors is long enough to be an abstract.

        Authors

        Reviews

        Primary Rating

        3.2
        Not enough ratings

        Recommended

        Article Surgery

        A recommended study of tumors
        Anna Author
        SURGERY (2020) DOI: 10.5555/rec.1

        Another recommended study of tumors
        SURGERY (2021) DOI: 10.5555/rec.2
        """)
    assert page.reader == "peeref"
    assert _own(page) == ["doi:10.5555/peer.1"]
    assert _by_role(page)["recommended"] == [
        (1, "doi:10.5555/rec.1"),
        (2, "doi:10.5555/rec.2"),
    ]
    record = page.record
    assert record is not None
    assert (record.volume, record.issue, record.page) == ("12", "3", "45-67")
    assert [k.text.plain for k in record.keywords] == ["tumor", "liver, left lobe"]
    assert [t.name for t in record.publication_types] == ["Review"]


def test_r_discovery_with_a_doi():
    """R Discovery's DOI line is the page's; similar papers keep theirs."""
    page = _read("""
        A Made-up Treatment of Invented Tumors in Many Patients

        Journal: International Journal of Invention | Publication Date: Jan 1, 2012

        https://doi.org/10.5555/2012/782672
        Copy DOI

        Abstract

        This is the abstract of the paper, and it is long enough to be one.

        Highlights
          • Tumors are invented

        Read more

        Similar Papers

        A similar paper
        Journal of Similarity
        https://doi.org/10.5555/sim.1

        Talk to us

        Join us for a 30 min session where you can share your feedback
        Schedule a call
        """)
    assert page.reader == "rdiscovery"
    assert _own(page) == ["doi:10.5555/2012/782672"]
    assert _by_role(page)["similar"] == [(1, "doi:10.5555/sim.1")]
    record = page.record
    assert record is not None
    assert record.container is not None
    assert record.container.title == "International Journal of Invention"
    assert [d.printed for d in record.dates] == ["Jan 1, 2012"]


def test_notes_are_lists():
    """A list of identifiers is no article; all of them are mentioned."""
    page = _read("""
        10.5555/a.1
        PMID: 99000001
        https://doi.org/10.5555/b.2
        PMC9900001
        """)
    assert (page.reader, page.own) == ("general", ())
    assert page.unresolved == "It is a list of identifiers, not one article's page."
    assert _by_role(page) == {
        "mentioned": [
            (None, "doi:10.5555/a.1"),
            (None, "pmid:99000001"),
            (None, "doi:10.5555/b.2"),
            (None, "pmcid:PMC9900001"),
        ]
    }


def test_prose_with_identifiers_is_a_list():
    """Articles that running prose cites are mentioned, none is its own."""
    page = _read("""
        Dear Anna, please read doi:10.5555/a.1 and, if you find the time, also the \
older one (PMID: 99000001), which I liked better.
        """)
    assert page.own == ()
    assert [name for _, name in _by_role(page)["mentioned"]] == [
        "doi:10.5555/a.1",
        "pmid:99000001",
    ]


def test_unknown_layout():
    """An unknown page's own identifiers stand above its abstract."""
    page = _read("""
        TECHNOLOGY REPORT article
        Front. Invent., 01 March 2018
        Volume 2 - 2017 | https://doi.org/10.5555/finv.2017.00012
        An open report about invented things in this world
        Abstract
        This open report says what was invented, following Doe (doi:10.5555/other.1).
        References
        Ilik, V. (2014). Something. J Foo. doi: 10.5555/ref.1
        Doe, J. (2015). Something else. J Foo. doi: 10.5555/ref.2
        """)
    assert page.reader == "general"
    assert _own(page) == ["doi:10.5555/finv.2017.00012"]
    assert _by_role(page)["reference"] == [
        (1, "doi:10.5555/ref.1"),
        (2, "doi:10.5555/ref.2"),
    ]
    assert _by_role(page)["mentioned"] == [(None, "doi:10.5555/other.1")]


def test_notice_above_the_article():
    """An erratum announced on top of a page is not the page's own article."""
    page = _read("""
        A study of invented things in this world
        This article has been corrected: see doi:10.5555/erratum.1
        DOI: 10.5555/own.1
        Abstract
        This is the abstract of the paper, and it is long enough to be one.
        """)
    assert _own(page) == ["doi:10.5555/own.1"]


def test_other_reading_is_kept():
    """A mention whose DOI a line end may have cut keeps both readings."""
    page = _read("See doi: 10.5555/ab.16.\n210210. Next")
    (mention,) = page.mentions
    assert str(mention.identifier) == "doi:10.5555/ab.16"
    assert list(map(str, mention.alternatives)) == ["doi:10.5555/ab.16.210210"]


def test_own_doi_broken_in_one_place():
    """A line end within the DOI is decided by the place that prints it whole."""
    page = _read("""
        Ann Made Up. 2024 Aug;31(8):5370-5376. doi: 10.5555/ab.16.
        2102. Epub 2024 Apr 30.
        A study of invented things in this world
        PMID: 99000001
        DOI: 10.5555/ab.16.2102
        Abstract
        Similar articles
        MeSH terms
        """)
    assert _own(page) == ["pmid:99000001", "doi:10.5555/ab.16.2102"]
