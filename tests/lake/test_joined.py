"""PubMed and Crossref by DOI, with what else speaks for one work."""

from __future__ import annotations

from pathlib import Path

from tests.lake.files import build, read, record, write_crossref, write_pubmed


def with_doi(number: int, doi: str, title: str, year: int) -> str:
    return record(number, title, year=year).replace(
        "</ArticleIdList><ReferenceList>",
        f"<ArticleId IdType='doi'>{doi}</ArticleId></ArticleIdList><ReferenceList>",
    )


def work(doi: str, title: str, year: int) -> dict[str, object]:
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "published-print": {"date-parts": [[year]]},
    }


TITLE = "Adrenal sparing in glowmoss of the northern coast"


def test_one_work_and_two_that_share_a_doi(tmp_path: Path) -> None:
    """The same title in the same year is one work; another title and year is marked."""
    pubmed = write_pubmed(
        tmp_path,
        1,
        with_doi(99000001, "10.5555/A", TITLE, 2020),
        with_doi(99000002, "10.5555/b", TITLE, 2020),
        with_doi(99000003, "10.5555/alone", TITLE, 2020),
    )
    crossref = write_crossref(
        tmp_path,
        "0.jsonl.gz",
        work("10.5555/a", TITLE, 2020),
        work("10.5555/b", "Kidneys of lighthouse keepers: a long survey", 1987),
        work("10.5555/other", TITLE, 2020),
    )
    out = tmp_path / "lake"

    rows = sorted(
        read(out, build(out, pubmed, crossref).manifest, "joined"),
        key=lambda row: row["doi"],
    )

    assert [
        (
            row["doi"],
            row["pmid"],
            row["source"],
            row["source_id"],
            row["verdict"],
            row["title_agrees"],
            row["year_agrees"],
        )
        for row in rows
    ] == [
        ("10.5555/a", "99000001", "crossref", "10.5555/a", "same", True, True),
        ("10.5555/b", "99000002", "crossref", "10.5555/b", "different", False, False),
    ]
    assert [row["first_author_agrees"] for row in rows] == [None, None]
