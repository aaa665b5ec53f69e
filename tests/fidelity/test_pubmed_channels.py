"""One record by EFetch and in the files: another spelling, the same record."""

from __future__ import annotations

import gzip
from typing import Any

import msgspec
import pytest

from harvester.model import SourceRecord
from harvester.normalize.record import normalize_record
from harvester.sources.pubmed.parse import parse_articles

ARTICLE = """<PubmedArticleSet><PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">99000001</PMID>
<DateRevised><Year>2020</Year><Month>03</Month><Day>07</Day></DateRevised>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print">
<Volume>7</Volume><PubDate>{date}</PubDate></JournalIssue>
<Title>Journal of Made-up Things</Title></Journal>
<ArticleTitle>{title}</ArticleTitle>
<Pagination>{pages}</Pagination>
<AuthorList{complete}><Author{valid}><LastName>{family}</LastName></Author></AuthorList>
<Language>eng</Language></Article>
<MedlineJournalInfo><MedlineTA>J Made Up</MedlineTA></MedlineJournalInfo>
<KeywordList{owner}><Keyword{major}>fat</Keyword></KeywordList></MedlineCitation>
<PubmedData><History>
<PubMedPubDate PubStatus="pubmed">{history}</PubMedPubDate></History>
<PublicationStatus>ppublish</PublicationStatus>
<ArticleIdList><ArticleId{kind}>99000001</ArticleId></ArticleIdList>
</PubmedData></PubmedArticle></PubmedArticleSet>"""
PLAIN = {
    "date": "<Year>1978</Year><Month>Jul</Month>",
    "title": "On &#945;-things &amp; others.",
    "pages": "<MedlinePgn>304-10</MedlinePgn>",
    "complete": ' CompleteYN="Y"',
    "valid": ' ValidYN="Y"',
    "family": "Müller",
    "owner": ' Owner="NLM"',
    "major": ' MajorTopicYN="N"',
    "history": "<Year>1978</Year><Month>7</Month><Day>1</Day><Hour>0</Hour>"
    "<Minute>0</Minute>",
    "kind": ' IdType="pubmed"',
}
MATH = "http://www.w3.org/1998/Math/MathML"


def derived(record: SourceRecord) -> dict[str, Any]:
    """A normalised record without what only repeats how its source spells it.

    The two ends of the pages stand beside ``MedlinePgn`` since 2023; the locator says
    the same of both. Of a date ``printed`` is the spelling, ``edtf`` what it says.
    """
    fields = msgspec.structs.asdict(normalize_record(record))
    for name in ("start_page", "end_page"):
        fields.pop(name)
    fields["dates"] = [
        (d.kind, d.edtf or d.printed, d.precision, d.time) for d in fields["dates"]
    ]
    return fields


def read(body: bytes) -> dict[str, dict[str, Any]]:
    """PMID → normalised record of a set."""
    records = [r for r in parse_articles(body) if isinstance(r, SourceRecord)]
    return {record.source_id: derived(record) for record in records}


@pytest.mark.parametrize(
    ("files", "efetch"),
    [
        (
            {"date": "<MedlineDate>1978 Jul-Aug</MedlineDate>"},
            {"date": "<Year>1978</Year><Season>Jul-Aug</Season>"},
        ),
        (
            {"date": "<MedlineDate>2021 3rd Quarter</MedlineDate>"},
            {"date": "<Year>2021</Year><Season>3rd Quarter</Season>"},
        ),
        (
            {"date": "<MedlineDate>1998</MedlineDate>"},
            {"date": "<Year>1998</Year>"},
        ),
        (
            {"date": "<Year>1978</Year><Month>07</Month><Day>03</Day>"},
            {"date": "<Year>1978</Year><Month>Jul</Month><Day>3</Day>"},
        ),
        (
            {},
            {
                "history": "<Year>1978</Year><Month>07</Month><Day>01</Day>"
                "<Hour>00</Hour><Minute>00</Minute>"
            },
        ),
        (
            {},
            {
                "pages": "<StartPage>304</StartPage><EndPage>310</EndPage>"
                "<MedlinePgn>304-10</MedlinePgn>"
            },
        ),
        ({}, {"title": "On α-things &#x26; others.", "family": "M&#xfc;ller"}),
        ({}, {"title": "\n  On α-things\n    &amp; others.\n"}),
        ({}, dict.fromkeys(("complete", "valid", "owner", "major", "kind"), "")),
        (
            {"title": "The <sup>2</sup>H <i>of</i> it"},
            {"title": "\n    The <sup>2</sup>H\n    <i>of</i> it\n"},
        ),
        (
            {"title": f'A <mml:math xmlns:mml="{MATH}"><mml:mi>x</mml:mi></mml:math>'},
            {"title": f'A <math xmlns="{MATH}">\n  <mi>x</mi>\n</math>'},
        ),
    ],
    ids=[
        "months-as-season", "quarter", "year-alone",
        "month-as-number", "padded-history", "both-ends-of-the-pages",
        "character-references", "pretty-printed", "defaults-left-out",
        "pretty-printed-markup", "prefix-of-a-formula",
    ],
)  # fmt: skip
def test_two_spellings_make_one_record(files, efetch):
    """What the files and EFetch spell differently normalises to the same record."""
    one = read(ARTICLE.format(**PLAIN | files).encode())
    other = read(ARTICLE.format(**PLAIN | efetch).encode())

    assert one == other
    assert one["99000001"]["title"] is not None
    assert one["99000001"]["locator"].last_page == "310"


def test_two_records_stay_two():
    """The comparison tells records apart that say different things."""
    one = read(ARTICLE.format(**PLAIN).encode())
    for other in (
        {"date": "<Year>1978</Year><Month>Aug</Month>"},
        {"pages": "<MedlinePgn>304-11</MedlinePgn>"},
        {"valid": ' ValidYN="N"'},
        {"family": "Muller"},
        {"title": "On <i>α-things</i> &amp; others."},
    ):
        assert read(ARTICLE.format(**PLAIN | other).encode()) != one


PAIRS = [
    (
        "net_synergy/pubmed21n1000.subset.xml.gz",
        "biblio_glutton/example-medline-31388315.xml",
        "31388315",
        {},
    ),
    (
        "net_synergy/pubmed21n0001.subset.xml.gz",
        "hawc/efetch_id_-1.xml",
        "1",
        {
            "dates": "revised again three years later",
            "funding": "a grant added later",
        },
    ),
    (
        "pubmed21n1298.part-a.xml.gz",
        "metapub/34094707.xml",
        "34094707",
        {
            "dates": "revised again four years later; a minute of the history moved; "
            "the release by PMC added",
            "identifiers": "the manuscript's number added later",
            "funding": "a grant added later",
            "funding_complete": "stands at the list of grants",
            "references": "the reference list added from PMC",
        },
    ),
]
"""A record of a file of 2021, and the same by EFetch later: what differs and why."""


@pytest.mark.parametrize(("file", "reply", "pmid", "later"), PAIRS)
def test_real_records_differ_only_by_what_came_later(
    shared_data, file, reply, pmid, later
):
    """By both channels the fields are the same, those revised in between excepted."""
    with gzip.open(shared_data / "baseline" / file) as stream:
        body = stream.read()
    end = body.index(b"</PubmedArticle>", body.index(b">%s</PMID>" % pmid.encode()))
    start = body.rindex(b"<PubmedArticle>", 0, end)
    before = read(body[start : end + len(b"</PubmedArticle>")])[pmid]
    after = read((shared_data / "efetch" / reply).read_bytes())[pmid]

    assert {name for name in before if before[name] != after[name]} == set(later)
    for name in {"identifiers", "funding", "references"} & set(later):
        assert set(before[name] or ()) < set(after[name]), "nothing may be missing"
