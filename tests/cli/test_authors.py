"""``harvest authors``: who wrote what is in the library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.model import Article, Contributor, Identifier, SourceRecord
from harvester.store import Library

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ORCID = "0000-0002-1825-0097"


def person(family, given, orcid=None, **parts):
    identifiers = (Identifier(scheme="orcid", value=orcid),) if orcid else ()
    return Contributor(family=family, given=given, identifiers=identifiers, **parts)


@pytest.fixture(autouse=True)
def _library(tmp_path):
    """Two works of Jane Döe, one of a namesake, one of a group."""
    works = [
        (2001, [person("Döe", "Jane", ORCID), person("Roe", "Richard")]),
        (2003, [person("Döe", "Jane", ORCID, role="editor")]),
        (2002, [person("Doe", "J"), Contributor(literal="Made-up Group")]),
    ]
    with Library.open(tmp_path / "literature.db") as library:
        for number, (year, people) in enumerate(works, start=99000001):
            source = ("pubmed", str(number))
            pmid = (Identifier(scheme="pmid", value=str(number)),)
            said = [person("Doe", "J", role=p.role) if p.orcid else p for p in people]
            library.save_record(
                SourceRecord(
                    source=source[0], source_id=source[1], contributors=tuple(said)
                ),
                None,
                NOON,
            )
            article = Article(
                sources=(source,),
                identifiers=pmid,
                year=year,
                contributors=tuple(people),
            )
            library.save_article(article, citation=f"Work of {year}.", now=NOON)


def test_authors_are_listed_by_their_works(harvest):
    """Those with most works first, with ORCID iD and the other forms."""
    run = harvest("authors")

    assert run.code == 0
    assert run.out.splitlines() == [
        f"   2  Döe, Jane · ORCID {ORCID} · also Doe, J",
        "   1  Doe, J",
        "   1  Made-up Group · group",
        "   1  Roe, Richard",
    ]


def test_a_name_finds_without_accents_and_order(harvest):
    """Jane Döe is found by either; a name of one author shows the works."""
    assert [a["name"] for a in harvest("authors", "DOE", "--json").json] == [
        "Döe, Jane",
        "Doe, J",
    ]
    run = harvest("authors", "jane", "doe")
    assert run.out.splitlines()[1:] == [
        "  Work of 2003. PMID: 99000002. [editor]",
        "  Work of 2001. PMID: 99000001.",
    ]
    assert harvest("authors", "made").out.startswith("   1  Made-up Group")


def test_an_orcid_finds_its_author(harvest):
    """As a URL too; JSON has the forms and the works."""
    run = harvest("authors", f"https://orcid.org/{ORCID}", "--json")

    (author,) = run.json
    assert author["forms"] == [
        {"name": "Doe, J", "work_count": 2, "sources": ["pubmed"]}
    ]
    assert [work["article_id"] for work in author["works"]] == [2, 1]


def test_an_orcid_with_a_wrong_digit_is_refused(harvest):
    """With the reason; it is not taken for a name."""
    run = harvest("authors", "0000-0002-1825-0098")

    assert run.code == 2
    assert "the last of which must fit" in run.err


@pytest.mark.parametrize("asked", ["poe", "???", "0000-0001-5109-3700"])
def test_nobody_is_said_to_be_nobody(harvest, asked):
    """Of a name or an iD that no author has; JSON is an empty list."""
    run = harvest("authors", asked, "--json")

    assert (run.code, run.json) == (1, [])
    assert f"no author in literature.db answers to '{asked}'" in run.err


def test_a_long_list_is_cut_and_says_so(harvest):
    """Of four authors two."""
    run = harvest("authors", "--limit", "2")

    assert len(run.out.splitlines()) == 2
    assert "only the first 2" in run.err
