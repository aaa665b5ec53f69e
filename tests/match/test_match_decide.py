"""Citations and candidates → one work, several, or none."""

from __future__ import annotations

import msgspec
import pytest

from harvester.match import (
    Index,
    MatchState,
    Reading,
    build_profile,
    judge,
    match_citation,
    parse_citation,
)
from harvester.model import Contributor

FULL = (
    "Alder AB, Birch C. Grafting of willow on oak in a cold climate. Arch Trees. "
    "2006;141(10):1000-4."
)

CEDAR = (("Cedar", "D"),)


def ask(printed, *works):
    """Return the answer for a citation over works."""
    return match_citation(parse_citation(printed), map(build_profile, works))


def named(answer):
    """Return the PMIDs of the answer's candidates."""
    return [candidate.work.pmid for candidate in answer.candidates]


@pytest.mark.parametrize(
    "printed",
    [
        FULL,
        "Alder AB et al. Arch Trees 2006;141:1000-4",
        "Alder AB. Grafting of wilow on oak in a cold clmate. Arch Trees 2006",
        "Alder A. (2006). Grafting of Willow on Oak in a Cold Climate. Arch of Trees",
        "A. B. Alder, Arch. Trees 141, 1000 (2006)",
        "ALDER AB, BIRCH C. GRAFTING OF WILLOW ON OAK IN A COLD CLIMATE. 2006",
        FULL.replace("Alder AB, Birch C", "Birch C, Alder AB"),
        "Alder AB. doi:10.5555/tree.1. Arch Trees 2006",
    ],
)
def test_slips_and_gaps_do_not_hide_a_work(work, printed):
    """A citation with slips, without title, or with parts left out is matched."""
    answer = ask(printed, work(1), work(2, title="Bark of elms", page="77-9"))

    assert answer.state is MatchState.MATCHED
    assert answer.work.pmid == "99000001"
    assert answer.confidence >= 0.97


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Grafting of willow on oak in a hot climate: part 2", "page": "90-5"},
        {"title": "Roots of hazel", "page": "1005-9"},
        {"authors": CEDAR, "title": "Grafting of pine on fir", "page": "3-8"},
        {"authors": CEDAR, "year": "1999", "volume": "134", "page": "12-15"},
    ],
)
def test_a_work_that_is_not_there_is_not_replaced_by_its_neighbour(work, other):
    """Another title, page or year of the same people or journal is no match."""
    answer = ask(FULL, work(3, **other))

    assert answer.state is not MatchState.MATCHED


def test_two_works_that_fit_alike_are_ambiguous(work):
    """Without a page, two papers of one author in one volume cannot be told apart."""
    same = "Letter on the willow trade and its future"
    answer = ask(
        f"Alder AB. {same}. Arch Trees 2006;141.",
        work(1, title=same, page="10"),
        work(2, title=same, page="20"),
    )

    assert answer.state is MatchState.AMBIGUOUS
    assert answer.work is None
    assert named(answer) == ["99000001", "99000002"]


def test_two_registrations_of_one_work_are_one_answer(work):
    """A work whose journal moved has two DOIs: both are named, neither is a rival."""
    answer = ask(FULL, work(1), work(2, doi="10.5555/moved.1"))

    assert answer.state is MatchState.MATCHED
    assert sorted(named(answer)) == ["99000001", "99000002"]


def test_author_year_and_journal_alone_are_never_enough(work):
    """Without title, page or identifier a work is at most named."""
    answer = ask("Alder AB. Arch Trees 2006;141", work(1))

    assert answer.state is MatchState.AMBIGUOUS
    assert answer.confidence <= 0.9


def test_another_number_in_the_title_is_another_work(work):
    """Part 2 is not part 3, whatever else agrees."""
    part = "Grafting of willow on oak: report 2 of the northern station"
    answer = ask(
        f"Alder AB. {part.replace('2', '3')}. Arch Trees 2006", work(1, title=part)
    )

    assert answer.state is not MatchState.MATCHED


def test_a_record_without_title_is_matched_by_its_place(work):
    """A target that has no title is found by author, year, volume and page."""
    answer = ask(FULL, work(1, title=None))

    assert answer.state is MatchState.MATCHED


def test_no_candidate_is_unmatched():
    """Where nothing is offered, nothing is answered."""
    answer = ask(FULL)

    assert answer.state is MatchState.UNMATCHED
    assert answer.candidates == ()
    assert answer.confidence == 0.0


def test_a_printed_identifier_of_another_work_forbids_the_match(work):
    """The DOI in the citation is not this work's: a person must look."""
    answer = ask(f"{FULL} doi:10.5555/another", work(1))

    assert answer.state is MatchState.AMBIGUOUS
    assert {"identifier"} <= {
        e.part
        for e in answer.candidates[0].judgement.evidence
        if e.verdict == "differs"
    }


def test_evidence_names_what_agrees_and_what_differs(work):
    """Every part that both sides have is told."""
    printed = FULL.replace("2006", "2007").replace("1000-4", "1011-4")
    judgement = judge(Reading(parse_citation(printed)), build_profile(work(1)))

    told = {e.part: e.verdict for e in judgement.evidence}
    assert told == {
        "title": "agrees",
        "author": "agrees",
        "year": "nearly",
        "volume": "agrees",
        "issue": "agrees",
        "page": "differs",
        "last-page": "agrees",
        "journal": "agrees",
    }


def test_the_order_of_candidates_does_not_matter(work):
    """The same works in another order give the same answer."""
    works = [work(1), work(2, page="77"), work(3, year="1990", volume="3")]

    assert named(ask(FULL, *works)) == named(ask(FULL, *reversed(works)))


def test_the_index_offers_the_work_first(work):
    """The work that shares most with a citation is the first candidate."""
    heap = [
        work(n, title=f"Study {n} of plants", page=str(n), volume=str(n))
        for n in range(2, 40)
    ]
    index = Index([*heap, work(1)])

    offered = index.candidates(parse_citation(FULL))

    assert offered[0].work.pmid == "99000001"


def test_an_identifier_alone_is_enough(work):
    """A line that is nothing but a DOI means the work that bears it."""
    answer = ask("https://doi.org/10.5555/TREE.1", work(1), work(2, page="7"))

    assert answer.state is MatchState.MATCHED
    assert answer.work.pmid == "99000001"


def test_an_identifier_does_not_outweigh_everything_else(work):
    """A DOI of a work with another title and author is a mistake of the citation."""
    answer = ask(
        "Cedar D. Roots and soils of the hazel groves. Tree Lett 1999;3:7. "
        "doi:10.5555/tree.1",
        work(1),
    )

    assert answer.state is not MatchState.MATCHED


def test_a_place_printed_ahead_of_print_does_not_count_against_a_work(work):
    """What was printed before the volume was known differs from the final place."""
    answer = ask(
        "Alder AB, Birch C. Grafting of willow on oak in a cold climate. Arch Trees "
        "2005; 22:1-11 epub ahead of print",
        work(1),
    )

    assert answer.state is MatchState.MATCHED


def test_a_thesis_is_not_the_paper_of_its_title(work):
    """The paper that came of a thesis is named, not taken."""
    paper = msgspec.structs.replace(work(1), type="article-journal")
    answer = ask(
        "Alder, A., Grafting of willow on oak in a cold climate. PhD thesis, "
        "University of Groves, 2006.",
        paper,
    )

    assert answer.state is not MatchState.MATCHED


@pytest.mark.parametrize("mark", ["12. ", "[12] ", "(12) ", "• "])
def test_the_number_of_a_list_entry_is_no_part_of_it(work, mark):
    """Entries are given with their numbers, as reference lists print them."""
    answer = ask(mark + FULL, work(1))

    assert answer.state is MatchState.MATCHED
    assert answer.citation.authors == ("Alder", "Birch")


def test_a_long_name_of_a_journal_is_no_title(work):
    """Without a title, a journal's name as long as one does not speak against."""
    name = "Northern journal of grafted trees and frozen soils = Zeitschrift der Bäume"
    answer = ask(
        f"Alder AB. {name} 2006;141:1000-4",
        work(1, journal=name, title="Bark of elms in the wet lowlands of the west"),
    )

    assert answer.state is MatchState.MATCHED


def test_a_reply_is_not_taken_for_what_it_answers(work):
    """Another author with the same title, volume and page: letters share them."""
    answer = ask(FULL.replace("Alder AB, Birch C", "Cedar D, Elm F"), work(1))

    assert answer.state is MatchState.AMBIGUOUS


def test_a_whole_name_in_the_place_of_the_surname_is_no_other_author(work):
    """Some records have the whole name as surname: the citation does not differ."""
    record = msgspec.structs.replace(
        work(1), contributors=(Contributor(family="Ann Alder"),)
    )

    answer = ask(FULL, record)

    assert answer.state is MatchState.MATCHED
    told = {e.part: e.verdict for e in answer.candidates[0].judgement.evidence}
    assert told["author"] == "nearly"


def test_the_next_letter_on_a_page_is_another_work(work):
    """Without a title the last page tells two pieces of one author apart."""
    answer = ask("Alder AB. Arch Trees 2006;141:1000-9", work(1))

    assert answer.state is MatchState.AMBIGUOUS
