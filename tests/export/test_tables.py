"""CSV and JSON lines."""

from __future__ import annotations

import csv
import io

import msgspec

from harvester.export import write
from harvester.model import Article
from tests.export.plain import abstract, folded


def rows_of(articles):
    """Return the rows of an export, read by the standard library."""
    return list(
        csv.DictReader(io.StringIO("".join(write("csv", articles)), newline=""))
    )


def test_every_article_is_a_row(articles):
    """Title, abstract and identifiers as they are; nothing runs into another cell."""
    rows = rows_of(articles)

    assert len(rows) == len(articles)
    wrong = []
    for article, row in zip(articles, rows, strict=True):
        wanted = {
            "title": article.title.plain if article.title else None,
            "abstract": abstract(article),
            "doi": article.doi,
            "pmid": article.pmid,
            "year": article.year,
            "journal": article.container.title if article.container else None,
            "volume": article.volume,
            "article_number": article.article_number,
        }
        wrong += [
            (article.article_keys, name, value, row[name])
            for name, value in wanted.items()
            if folded(value) != folded(row[name])
        ]
    assert wrong == []


def test_a_row_by_hand(by_pmid):
    """PMID 99000001: people in order, ORCID iDs in the places of their owners."""
    (row,) = rows_of([by_pmid["99000001"]])

    assert row["key"] == "tarrowby2019-99000001"
    assert row["authors"].split("; ")[3:] == [
        "van der Ostrow, Wieke",
        "Ó Faoláin-Mbeki, Síle",
        "Ottershaw, Thomas, 3rd",
    ]
    assert row["orcids"].split("; ")[0] == "0000-0001-0000-0017"
    assert len(row["orcids"].split("; ")) == 6
    assert (row["volume"], row["issue"], row["pages"]) == ("12", "2", "1123-8")
    assert row["issn"] == "9900-0016; 9900-0024"
    assert row["url"] == "https://doi.org/10.5555/jnm.2018.0001"


def test_json_lines_are_the_articles(articles):
    """Read again, every article is equal to what was written."""
    lines = "".join(write("jsonl", articles)).splitlines()

    assert [msgspec.json.decode(line, type=Article) for line in lines] == list(articles)
