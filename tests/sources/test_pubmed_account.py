"""The account of what the PubMed parser leaves unread."""

from __future__ import annotations

import gzip
import io
from collections import Counter

import pytest

from harvester.sources.pubmed.account import count_unread

EXPECTED = {
    # An empty keyword is no keyword, so nobody asks for its star.
    "PubmedArticle/MedlineCitation/KeywordList/Keyword/@MajorTopicYN",
    # An empty id is no id, so nobody asks for its type.
    "PubmedArticle/PubmedData/ArticleIdList/ArticleId/@IdType",
}


def unread(xml: str) -> dict[str, int]:
    """Return the account of one record."""
    return dict(count_unread(io.BytesIO(xml.encode())))


def test_unknown_things_are_counted():
    """Unknown elements, attributes and stray texts appear under their paths."""
    assert unread(
        "<PubmedArticle><MedlineCitation New='1'><PMID Version='1'>99000001</PMID>"
        "<Novel Kind='x'>text<Part/></Novel><Novel>more</Novel>"
        "<Article PubModel='Print'>stray<Language>eng</Language>tail</Article>"
        "</MedlineCitation><PubmedData><Empty/></PubmedData></PubmedArticle>"
    ) == {
        "PubmedArticle/MedlineCitation/@New": 1,
        "PubmedArticle/MedlineCitation/Novel": 1,
        "PubmedArticle/MedlineCitation/Novel/@Kind": 1,
        "PubmedArticle/MedlineCitation/Novel/text()": 1,
        "PubmedArticle/MedlineCitation/Novel/Part": 1,
        "PubmedArticle/MedlineCitation/Article/text()": 2,
        "PubmedArticle/PubmedData/Empty": 1,
    }


def test_attributes_of_inline_markup_are_counted():
    """Inline elements are kept without attributes; should there be any, it shows."""
    assert unread(
        "<PubmedArticle><MedlineCitation><PMID>99000001</PMID><Article>"
        "<ArticleTitle>a <i class='x'>b</i></ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>"
    ) == {"PubmedArticle/MedlineCitation/Article/ArticleTitle/i/@class": 1}


def test_known_record_leaves_nothing_unread():
    """A record of known elements has an empty account."""
    assert (
        unread(
            "<PubmedArticle><MedlineCitation Owner='NLM'><PMID>99000001</PMID>"
            "<Article><ArticleTitle>a <i>b</i> c</ArticleTitle></Article>"
            "</MedlineCitation></PubmedArticle>"
        )
        == {}
    )


def test_broken_records_are_passed_over():
    """A record that is not well-formed is the parser's fault, not the account's."""
    assert unread("<PubmedArticle><MedlineCitation></PubmedArticle>") == {}


def files(folder):
    """Return the XML files below a folder."""
    return sorted(p for p in folder.rglob("*.xml*") if p.suffix in {".xml", ".gz"})


def total(paths) -> Counter[str]:
    """Return the account of several files together."""
    counts: Counter[str] = Counter()
    for path in paths:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            counts += count_unread(file)
    return counts


def test_nothing_of_the_recorded_replies_is_left_unread(shared_data):
    """All of the recorded EFetch replies and small files is read."""
    small = [
        *files(shared_data / "efetch"),
        *files(shared_data / "baseline/net_synergy"),
        *files(shared_data / "baseline/pubmed2db_synthetic"),
    ]
    assert len(small) > 150
    assert set(total(small)) <= EXPECTED


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["pubmed20n0014.xml.gz", "pubmed21n1298.part-a.xml.gz"]
)
def test_nothing_of_the_baseline_is_left_unread(shared_data, name):
    """All of the two large files is read."""
    assert set(total([shared_data / "baseline" / name])) <= EXPECTED
