"""Who of one byline is who of another."""

from __future__ import annotations

import pytest

from harvester.model import Contributor, Identifier
from harvester.normalize.name_forms import parse_sort_name
from harvester.normalize.names import normalize_contributor
from harvester.reconcile.alignment import align, in_order

ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-9079-593X")


def byline(text: str) -> list[Contributor]:
    """Read names parted by semicolons; a digit behind one is an ORCID iD."""
    people = []
    for name in text.split(";"):
        bare = name.rstrip("0123456789")
        person = parse_sort_name(bare)
        if bare != name:
            orcid = Identifier(scheme="orcid", value=ORCIDS[int(name[len(bare) :])])
            person = Contributor(
                family=person.family, given=person.given, identifiers=(orcid,)
            )
        people.append(normalize_contributor(person))
    return people


def links(one: str, other: str) -> list[tuple[int, int]]:
    """Align two bylines; the other way round must give the same."""
    found = align(byline(one), byline(other))
    assert sorted((i, j) for j, i in align(byline(other), byline(one))) == list(found)
    return list(found)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Doe, Jane;Roe, R.", "Doe, J.;Roe, Richard", [(0, 0), (1, 1)]),
        ("Doe, J.;Roe, R.;Poe, E.", "Doe, J.;Poe, E.", [(0, 0), (2, 1)]),
        ("Kim, S. C.;Kim, S. H.", "Kim, S. H.", [(1, 0)]),
        ("Kim, S. C.;Kim, S. H.;Roe, R.", "Kim, S.;Roe, R.", [(2, 1)]),
        ("Wang, Y.;Li, X.;Wang, Y.", "Wang, Y.;Li, X.", [(0, 0), (1, 1)]),
        ("Wang, Lei;Wang, Lin", "Wang, Lin;Xu, Y.", [(1, 0)]),
        ("Alder, A.;Lee, Y. C. G.;Ash, B.", "Alder, A.;Gary,;Ash, B.",
         [(0, 0), (1, 1), (2, 2)]),
        ("Alder, A.;Shah, K. V.;Ash, B.", "Alder, A.;Shah, K. S.;Ash, B.",
         [(0, 0), (1, 1), (2, 2)]),
        ("Li, Leonard S. W.;Ash, B.;Elm, C.", "Li, L. S.;Elm, C.", [(0, 0), (2, 1)]),
        ("Doe, J., Sr;Doe, J., Jr", "Doe, J., Jr", [(1, 0)]),
        ("Doe, J.;Doe, J., Jr", "Doe, J., Jr", [(1, 0)]),
        ("Yildiz, B.;Kural, N.;Yarar, C.",
         "Shepherd, Amy B.;Palmer, April L.;Baliga, Radhakrishna", []),
        ("Doe, J.;Roe, R.;Poe, E.", "Roe, R.;Poe, E.;Doe, J.",
         [(0, 2), (1, 0), (2, 1)]),
    ],
)  # fmt: skip
def test_who_is_who(one, other, wanted):
    """Gaps, initials, lost surnames, shifted lists and another order."""
    assert links(one, other) == wanted


def test_an_equal_orcid_tells_namesakes_apart():
    """Of two of one name the one with the same ORCID iD is meant."""
    assert links("Wang, Y.0;Wang, Y.1;Roe, R.", "Wang, Y.1;Roe, R.") == [(1, 0), (2, 1)]


def test_an_equal_orcid_joins_other_names():
    """A changed surname does not part a person from himself."""
    assert links("Doe, Jane0;Roe, R.", "Poe, Mary0;Roe, R.") == [(0, 0), (1, 1)]


def test_other_orcids_keep_similar_names_apart():
    """Wang Y is not Wang Yan if each has an ORCID iD of its own."""
    assert links("Wang, Y.0;Roe, R.", "Wang, Yan1;Roe, R.") == [(1, 1)]


def test_a_name_in_full_outweighs_other_orcids():
    """The same name in the same place is one slot: one of the ORCID iDs is wrong."""
    assert links("Doe, Jane0;Roe, Ann1", "Doe, Jane1;Roe, Ann0") == [(0, 0), (1, 1)]


def test_roles_and_wrong_names_are_aligned_apart():
    """An editor is no author, and a name marked as wrong no valid one."""
    author, wrong = Contributor(family="Doe"), Contributor(family="Doe", is_valid=False)
    editor = Contributor(family="Doe", role="editor")

    assert align([author, wrong, editor], [editor, author]) == ((0, 1), (2, 0))


def test_groups_are_aligned_with_groups():
    """By most of their words; never by one that many groups have."""
    one = [Contributor(literal="The Made-up Trial Investigators")]

    assert align(one, [Contributor(literal="Made-up Trial Group Investigators")])
    assert not align(one, [Contributor(literal="Another Study Investigators")])
    assert not align(one, [Contributor(family="Trial", given="M")])


def test_an_undivided_name_is_aligned_by_its_words():
    """A name that one source does not divide is the other's, word for word."""
    assert align(
        [Contributor(literal="Ling Xiao")], [Contributor(family="Xiao", given="Ling")]
    )


def test_a_thousand_names_are_aligned():
    """Every name in the second half is one place further on in the longer list."""
    long = [
        normalize_contributor(
            Contributor(family=f"Na{chr(97 + n % 26)}{n}x", given="A")
        )
        for n in range(1000)
    ]
    short = long[:500] + long[501:]

    assert align(long, short) == tuple(
        (n, n - (n > 500)) for n in range(1000) if n != 500
    )


def test_links_in_order_are_the_most_that_do_not_cross():
    """The one that crosses all the others goes."""
    assert in_order([(0, 3), (1, 0), (2, 1), (3, 2)]) == ((1, 0), (2, 1), (3, 2))
    assert in_order([]) == ()
