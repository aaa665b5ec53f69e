"""A small folder of made-up records, and a mirror over it."""

import json
from datetime import date
from pathlib import Path

import pytest

from harvester.mirror import Mirror

FIRST = """<?xml version="1.0"?>
<!-- A note that is no part of the record. -->
<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Manual">
<PMID Version="1">99000001</PMID>
<DateCompleted><Year>2020</Year><Month>07</Month><Day>01</Day></DateCompleted>
<DateRevised><Year>2021</Year><Month>03</Month><Day>04</Day></DateRevised>
<Article PubModel="Print-Electronic">
<Journal><ISSN IssnType="Print">1234-5679</ISSN>
<JournalIssue CitedMedium="Print"><Volume>007</Volume><Issue>Suppl 1</Issue>
<PubDate><Year>2020</Year><Month>Jun</Month></PubDate></JournalIssue>
<Title>Journal of mirrors</Title><ISOAbbreviation>J. Mirr.</ISOAbbreviation></Journal>
<ArticleTitle>A first <i>trial</i> of curved mirrors.</ArticleTitle>
<Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.5555/Mirror.1</ELocationID>
<Abstract><AbstractText>Reflection &amp; glass cure nothing.</AbstractText></Abstract>
<AuthorList CompleteYN="Y">
<Author ValidYN="Y"><LastName>Ångström</LastName><ForeName>Jürgen</ForeName>\
<Initials>J</Initials></Author>
<Author ValidYN="Y"><LastName>Smith</LastName><ForeName>Jane Ann</ForeName>\
<Initials>JA</Initials><Suffix>Jr</Suffix></Author>
<Author ValidYN="Y"><CollectiveName>Mirror Group</CollectiveName></Author>
</AuthorList>
<Language>eng</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>\
</PublicationTypeList>
<ArticleDate DateType="Electronic"><Year>2020</Year><Month>05</Month><Day>31</Day>\
</ArticleDate>
</Article>
<MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Mirr</MedlineTA>\
<NlmUniqueID>99999991</NlmUniqueID></MedlineJournalInfo>
<MeshHeadingList><MeshHeading>\
<DescriptorName UI="D000001" MajorTopicYN="N">Optical Devices</DescriptorName>\
<QualifierName UI="Q000001" MajorTopicYN="Y">standards</QualifierName>\
</MeshHeading></MeshHeadingList>
</MedlineCitation>
<PubmedData><History>
<PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>6</Month><Day>1</Day>\
<Hour>6</Hour><Minute>0</Minute></PubMedPubDate>
<PubMedPubDate PubStatus="pubmed"><Year>2020</Year><Month>6</Month><Day>2</Day>\
</PubMedPubDate>
</History><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">99000001</ArticleId>\
<ArticleId IdType="pmc">PMC99000001</ArticleId>\
<ArticleId IdType="doi">10.5555/Mirror.1</ArticleId>\
<ArticleId IdType="pii">S0001</ArticleId></ArticleIdList>
<ReferenceList><Reference><Citation>Another.</Citation><ArticleIdList>\
<ArticleId IdType="doi">10.5555/cited</ArticleId></ArticleIdList></Reference>\
</ReferenceList>
</PubmedData>
</PubmedArticle>
"""
SECOND = """<PubmedArticle>
<MedlineCitation Status="PubMed-not-MEDLINE" Owner="NLM">
<PMID Version="1">99000002</PMID>
<DateRevised><Year>2022</Year><Month>01</Month><Day>02</Day></DateRevised>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print"><Volume>1</Volume>\
<PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue>
<Title>Annals of glass</Title></Journal>
<ArticleTitle>Trial of plane glass.</ArticleTitle>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Smith</LastName>\
<ForeName>Bo</ForeName><Initials>B</Initials></Author></AuthorList>
<Language>ger</Language>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>\
</PublicationTypeList>
</Article>
<MedlineJournalInfo><MedlineTA>Ann Glass</MedlineTA></MedlineJournalInfo>
</MedlineCitation>
<PubmedData><PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId IdType="pubmed">99000002</ArticleId>\
<ArticleId IdType="doi">10.5555/s0000-0002(98)12-3</ArticleId></ArticleIdList>
</PubmedData>
</PubmedArticle>
"""
BOOK = """<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" \
"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet><PubmedBookArticle><BookDocument>
<PMID Version="1">99000003</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK99</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>Glass Press</PublisherName>\
<PublisherLocation>Nowhere</PublisherLocation></Publisher>
<BookTitle book="mirr">Mirrors explained</BookTitle>\
<PubDate><Year>2015</Year></PubDate></Book>
<ArticleTitle book="mirr" part="one">Silver</ArticleTitle>
<Language>eng</Language>
<AuthorList Type="authors"><Author><LastName>Argent</LastName>\
<ForeName>Ada</ForeName><Initials>A</Initials></Author></AuthorList>
<PublicationType UI="D016454">Review</PublicationType>
</BookDocument><PubmedBookData><PublicationStatus>ppublish</PublicationStatus>\
<ArticleIdList><ArticleId IdType="pubmed">99000003</ArticleId></ArticleIdList>\
</PubmedBookData></PubmedBookArticle></PubmedArticleSet>
"""
WORKS = [
    {
        "DOI": "10.5555/mirror.1",
        "type": "journal-article",
        "prefix": "10.5555",
        "title": ["A first trial of curved mirrors"],
        "author": [{"given": "Jürgen", "family": "Ångström", "sequence": "first"}],
        "published": {"date-parts": [[2020, 5, 31]]},
        "issued": {"date-parts": [[2020, 5, 31]]},
        "indexed": {"date-parts": [[2021, 1, 10]], "timestamp": 1610236800000},
        "is-referenced-by-count": 7,
        "score": 1,
    },
    {
        "DOI": "10.5555/mirror.2",
        "type": "journal-article",
        "prefix": "10.5555",
        "title": ["Retraction: A first trial of curved mirrors"],
        "issued": {"date-parts": [[2021]]},
        "indexed": {"date-parts": [[2021, 6, 1]]},
        "update-to": [{"DOI": "10.5555/mirror.1", "type": "retraction"}],
        "score": 1,
    },
    {
        "DOI": "10.5555/with,comma/",
        "type": "book",
        "prefix": "10.5555",
        "title": ["Silver"],
        "issued": {"date-parts": [[None]]},
        "indexed": {"date-parts": [[2019, 1, 1]]},
        "score": 1,
    },
]
LINKS = {
    "99000001": {
        "similar": [["99000002", 500], ["98000009", 400], ["98000008", 300]],
        "cited_by": ["98000001", "99000002"],
        "references": ["97000001", "97000005"],
    },
    "99000002": {"similar": [["98000008", 900], ["99000001", 500]]},
}


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three PubMed records, three Crossref works, links and an alias."""
    folder = tmp_path_factory.mktemp("records")
    (folder / "pubmed").mkdir()
    (folder / "crossref").mkdir()
    for pmid, text in (("99000001", FIRST), ("99000002", SECOND), ("99000003", BOOK)):
        (folder / "pubmed" / f"{pmid}.xml").write_text(text, encoding="utf-8")
        (folder / "pubmed" / f"{pmid}.md").write_text("A note.", encoding="utf-8")
    for number, work in enumerate(WORKS):
        (folder / "crossref" / f"work-{number}.json").write_text(json.dumps(work))
    (folder / "links.json").write_text(json.dumps(LINKS))
    (folder / "aliases.json").write_text('{"10.5555/Old.1": "10.5555/mirror.1"}')
    return folder


@pytest.fixture
def mirror(records: Path) -> Mirror:
    """A mirror over the folder, on 20 June 2020."""
    return Mirror(records, today=date(2020, 6, 20))


@pytest.fixture
def eutils(mirror: Mirror):
    """Ask an E-utility by POST and return its answer."""

    def ask(utility: str, form: str):
        url = f"https://eutils.ncbi.nlm.nih.gov/entrez/eutils/{utility}.fcgi"
        return mirror.answer("POST", url, form.encode())

    return ask


@pytest.fixture
def crossref(mirror: Mirror):
    """GET a path of Crossref's API and return the answer."""

    def ask(path: str, **headers: str):
        return mirror.answer("GET", f"https://api.crossref.org{path}", b"", headers)

    return ask
