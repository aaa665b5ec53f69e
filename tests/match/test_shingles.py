"""Texts without identifiers → the work whose abstract they are."""

from __future__ import annotations

import pytest

from harvester.match import (
    ShingleIndex,
    TextState,
    build_shingles,
    find_containment,
    find_phrases,
    identify_text,
)

WILLOW = (
    "Willow branches were grafted onto oak stems in forty gardens of the northern "
    "province. Most grafts died within three weeks, although careful watering kept "
    "some of them green until the first frost. We conclude that grafting across "
    "genera remains a curiosity of eager gardeners."
)
ELM = (
    "Bark beetles were counted on elms along nine canals. Their number followed the "
    "temperature of the preceding spring and not the age of the trees, which nobody "
    "had expected when the counting began."
)


@pytest.mark.parametrize(
    "text",
    [
        WILLOW,
        WILLOW.upper(),
        " ".join(WILLOW.split()[:25]),
        " ".join(WILLOW.split()[12:40]),
        WILLOW.replace("gardeners", "garden-\ners").replace("careful", "care-\nful"),
        WILLOW.replace("forty ", "").replace("eager ", ""),
    ],
)
def test_an_abstract_or_a_part_of_it_names_its_work(work, text):
    """Whole, in part, broken at line ends, or with words lost."""
    answer = identify_text(text, [work(1, abstract=WILLOW), work(2, abstract=ELM)])

    assert answer.state is TextState.ACCEPTED
    assert answer.works[0].work.pmid == "99000001"


def test_another_text_is_rejected(work):
    """A text about the same things in other words is nobody's abstract."""
    text = "Oak stems received willow grafts in several gardens and nearly all failed."

    assert identify_text(text, [work(1, abstract=WILLOW)]).state is TextState.REJECTED


def test_a_third_of_the_runs_is_a_question(work):
    """Between a fifth and a half of the runs a person is asked."""
    text = " ".join(
        (*WILLOW.split()[:14], *ELM.split()[20:], "and more of other things")
    )
    answer = identify_text(text, [work(1, abstract=WILLOW)])

    assert answer.state is TextState.ASK
    assert answer.works[0].work.pmid == "99000001"


def test_a_text_of_few_words_is_never_accepted(work):
    """Four shared runs are no proof, even if they are all there are."""
    answer = identify_text(
        "careful watering kept some of them green", [work(1, abstract=WILLOW)]
    )

    assert answer.state is TextState.ASK


def test_two_works_with_one_abstract_are_a_tie(work):
    """A text that two works hold is not given to either."""
    answer = identify_text(
        WILLOW, [work(1, abstract=WILLOW), work(2, abstract=WILLOW, page="7")]
    )

    assert answer.state is TextState.AMBIGUOUS
    assert len(answer.works) == 2


def test_a_work_without_abstract_holds_nothing(work):
    """An absent abstract is no agreement."""
    assert identify_text(WILLOW, [work(1)]).state is TextState.REJECTED


def test_no_text_is_nobodys():
    """Nothing asked, nothing answered."""
    assert identify_text("", []).state is TextState.REJECTED
    assert find_containment(build_shingles("too few words"), build_shingles(ELM)) == 0


def test_the_index_answers_like_a_comparison_with_all(work):
    """Candidates by sampled runs lead to the same work; without it, to none."""
    willow = work(1, abstract=WILLOW)
    index = ShingleIndex([work(2, abstract=ELM), willow])

    assert index.ask(WILLOW).works[0].work is willow
    assert index.ask(WILLOW, without=willow).state is TextState.REJECTED


def test_phrases_are_printed_runs_of_long_words_from_different_sentences():
    """What PubMed is asked for stands in the text word for word, without numbers."""
    phrases = find_phrases(f"{WILLOW} In 1998, 12 trees fell.")

    assert len(phrases) == 3
    for phrase in phrases:
        assert phrase in WILLOW
        assert len(phrase.split()) == 5
    assert len({WILLOW[: WILLOW.index(p)].count(". ") for p in phrases}) > 1
