"""Candidates for a citation out of a library."""

from __future__ import annotations

import pytest

from harvester.match import MatchState, build_profile, match_citation, parse_citation
from harvester.model import (
    Abstract,
    AbstractSection,
    Citation,
    Container,
    Contributor,
    Locator,
    Text,
)


@pytest.fixture
def filled(library, article, record, now):
    """A library of two articles on trees."""
    for number, title, family, page in (
        (1, "Grafting of willow on frozen oak", "Älder", "1000"),
        (2, "Bark beetles of elms", "Birch", "R77"),
    ):
        pmid = str(99000000 + number)
        library.save_record(record("pubmed", pmid, f"pmid:{pmid}"), None, now)
        library.save_article(
            article(
                f"pmid:{pmid}",
                f"doi:10.5555/tree.{number}",
                sources=(("pubmed", pmid),),
                title=Text(plain=title),
                contributors=(Contributor(family=family, initials="AB"),),
                container=Container(
                    title="Archives of Trees", medline_abbreviation="Arch Trees"
                ),
                volume="141",
                page=page,
                locator=Locator(first_page=page),
                year=2006,
                abstract=Abstract(
                    sections=(
                        AbstractSection(
                            text=Text(plain=f"We saw that {title} is rare.")
                        ),
                    )
                ),
            ),
            citation=title,
            now=now,
        )
    return library


@pytest.mark.parametrize(
    ("printed", "pmid"),
    [
        ("Somebody. Arch Trees 2006;141:1000-4", "99000001"),
        ("Somebody. Arch Trees 2006;141:r77", "99000002"),
        ("Alder. 2007", "99000001"),
        ("A study of frozen willow", "99000001"),
        ("doi:10.5555/TREE.2", "99000002"),
        ("PMID 99000001", "99000001"),
    ],
)
def test_every_part_leads_to_the_article(filled, printed, pmid):
    """Place, name and year, words of the title, identifier: each is a way."""
    found = filled.match_candidates(parse_citation(printed))

    assert found[0].pmid == pmid


def test_a_phrase_of_the_abstract_leads_to_the_article(filled):
    """A text without citation is found by its words in a row."""
    found = filled.match_candidates(
        Citation(printed="", phrases=("bark beetles of elms is rare",))
    )

    assert [one.pmid for one in found] == ["99000002"]


@pytest.mark.parametrize("printed", ["", "?", '" OR "', "title : x", "(((", "AND NOT"])
def test_what_is_typed_is_never_taken_for_operators(filled, printed):
    """Marks of the query language are words or nothing."""
    assert filled.match_candidates(parse_citation(printed)) == ()


def test_the_library_answers_a_citation_by_itself(filled):
    """Candidates and judgement together need no network."""
    citation = parse_citation("Alder AB. Arch Trees 2006;141:1000-4")
    answer = match_citation(
        citation, map(build_profile, filled.match_candidates(citation))
    )

    assert answer.state is MatchState.MATCHED
    assert answer.work.pmid == "99000001"


def test_the_number_of_candidates_is_kept(filled):
    """No more than asked for."""
    assert len(filled.match_candidates(parse_citation("Arch Trees 2006;141"), 1)) <= 1
