"""Whether two spellings may be one person."""

from __future__ import annotations

import pytest

from harvester.normalize.name_agreement import names_agree, names_contradict
from harvester.normalize.name_forms import parse_sort_name


def test_mined_pairs_agree_where_they_are_one_person(shared_data):
    """At least 98 of 100 same pairs are joined; no shifted pair is."""
    path = shared_data / "eval/author-variants-mined/pairs.tsv"
    right = {"0": [], "1": []}
    for row in path.read_text("utf-8").splitlines()[1:]:
        _, one, other, same = row.split("\t")
        rule = names_agree(parse_sort_name(one), parse_sort_name(other))
        again = names_agree(parse_sort_name(other), parse_sort_name(one))
        assert bool(rule) == bool(again)
        right[same].append(bool(rule) == (same == "1"))
    assert all(right["0"])
    assert sum(right["1"]) / len(right["1"]) >= 0.98


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim, A.", "Kim, B."),
        ("Smith, John", "Smith, Robert"),
        ("Xu, J.", "Yu, J."),
        ("Li, J.", "Li, K."),
        ("Clark, J.", "Clarke, J."),
        ("Petrov, J.", "Petrenko, J."),
        ("Niaudet, P.", "Niauif, R."),
        ("", ""),
    ],
)
def test_other_people_do_not_agree(one, other):
    """An equal surname with other initials, or another surname, is another person."""
    assert names_agree(parse_sort_name(one), parse_sort_name(other)) is None


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        ("Kim, S. C.", "Kim, S. H.", True),
        ("Wang, Lei", "Wang, Lin", True),
        ("Kim, S.", "Kim, S. H.", False),
        ("Smith, J.", "Smith, John Albert", False),
        ("Maas Enriquez, M.", "Enriquez, M. M.", False),
        ("Ornskov, D.", "Omskov, D.", False),
    ],
)
def test_names_contradict_where_each_has_what_the_other_has_not(
    one, other, contradicts
):
    """Abbreviation, a part in another place and a misread letter contradict nothing."""
    one, other = parse_sort_name(one), parse_sort_name(other)
    assert names_contradict(one, other) == contradicts
    assert names_contradict(other, one) == contradicts


def test_an_end_may_be_misread():
    """More than half of the surname and all initials are the same."""
    one, other = parse_sort_name("Niaudet, P."), parse_sort_name("Niauif, P.")
    assert names_agree(one, other) == "same-beginning"


def test_a_particle_may_be_the_surname():
    """Li and Le are surnames where nothing else is there."""
    assert names_agree(
        parse_sort_name("Li, Leonard S. W."), parse_sort_name("Li, L. S.")
    )
    assert not names_agree(parse_sort_name("Li, Leonard"), parse_sort_name("Le, Leo"))
