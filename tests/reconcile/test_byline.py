"""Several bylines → one, nobody lost and nothing made up."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.model import Affiliation, Contributor, Identifier, SourceRecord, Text
from harvester.normalize.names import normalize_contributor
from harvester.reconcile import merge_records
from harvester.reconcile.byline import merge_bylines
from harvester.reconcile.slot_name import choose_name

ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


def person(family=None, given=None, *, orcid=None, at=(), **parts):
    return normalize_contributor(
        Contributor(
            family=family,
            given=given,
            identifiers=(Identifier(scheme="orcid", value=orcid),) if orcid else (),
            affiliations=tuple(Affiliation(name=Text(plain=name)) for name in at),
            **parts,
        )
    )


def names(people):
    return [(p.literal or p.family, p.given) for p in people]


def test_each_source_adds_what_it_knows():
    """Order of PubMed, ORCID iD and given names of Crossref, affiliations of both."""
    pubmed = (
        person("Doe", "J", at=["Dept of Things, Town. jane@example.org"]),
        person("Roe", "R A", orcid=OTHER),
    )
    crossref = (
        person("Doe", "Jane", orcid=ONE, at=["Dept of Things, Town", "Hospital"]),
        person("Roe", "Richard A."),
    )

    doe, roe = merge_bylines([pubmed, crossref])

    assert (doe.family, doe.given, doe.initials, doe.orcid) == ("Doe", "Jane", "J", ONE)
    assert [a.name.plain for a in doe.affiliations] == [
        "Dept of Things, Town. jane@example.org",
        "Hospital",
    ]
    assert (roe.given, roe.initials, roe.orcid) == ("Richard A.", "RA", OTHER)


def test_whom_one_source_names_stands_where_it_has_him():
    """The second author, the last one and the editor are only Crossref's."""
    pubmed = (person("Doe", "J"), person("Poe", "E"), person(literal="Made-up Group"))
    crossref = (
        person("Doe", "J"),
        person("Roe", "R"),
        person("Poe", "E"),
        person("Zoe", "Z"),
        person("Ed", "Ann", role="editor"),
    )

    assert names(merge_bylines([pubmed, crossref])) == [
        ("Doe", "J"), ("Roe", "R"), ("Poe", "E"), ("Made-up Group", None), ("Zoe", "Z"),
        ("Ed", "Ann"),
    ]  # fmt: skip


def test_two_who_contradict_each_other_are_not_both_listed():
    """Between the same neighbours stand two other names: one of them is wrong."""
    doe, poe = person("Doe", "J"), person("Poe", "E")
    pubmed = (doe, person("Tz?", "Q"), poe)

    assert names(merge_bylines([pubmed, (doe, person("Alder", "B"), poe)])) == [
        ("Doe", "J"), ("Tz?", "Q"), ("Poe", "E"),
    ]  # fmt: skip
    longer = (doe, person("Alder", "B"), person("Ash", "C"), poe)
    assert names(merge_bylines([pubmed, longer])) == [
        ("Doe", "J"), ("Alder", "B"), ("Ash", "C"), ("Poe", "E"),
    ]  # fmt: skip


def test_bylines_of_other_people_are_not_mixed():
    """Where nobody is shared the longer list stands whole, as printed."""
    one = (person("Doe", "J"), person("Roe", "R"))
    other = (person("Alder", "A"), person("Ash", "B"), person("Elm", "C"))

    assert merge_bylines([one, other]) == other
    assert merge_bylines([other, one]) == other
    assert merge_bylines([one, other[:2]]) == one


def test_another_order_doubles_nobody():
    """The order is the believed one's; a name printed twice is one person."""
    one = (person("Doe", "J"), person("Roe", "R"), person("Poe", "E"))
    other = (person("Roe", "R"), person("Doe", "J", orcid=ONE), person("Roe", "R"))

    merged = merge_bylines([one, other])

    assert names(merged) == names(one)
    assert merged[0].orcid == ONE


def test_of_two_orcids_one_is_kept_and_the_other_rejected():
    """The believed source's, unless only the other one was confirmed by its owner."""
    pubmed = (person("Doe", "Jane", orcid=ONE),)
    stated = (person("Doe", "Jane", orcid=OTHER),)
    confirmed = (person("Doe", "Jane", orcid=OTHER, orcid_authenticated=True),)

    (kept,) = merge_bylines([pubmed, stated])
    assert [i.value for i in kept.identifiers] == [ONE]
    (kept,) = merge_bylines([pubmed, confirmed])
    assert [i.value for i in kept.identifiers] == [OTHER]
    assert kept.orcid_authenticated

    records = [record("pubmed", pubmed), record("crossref", stated)]
    _, origin = merge_records(records).origins
    assert origin.source == "pubmed"
    assert OTHER in origin.rejected[0].value


def test_an_orcid_with_a_wrong_check_digit_is_no_evidence():
    """It is kept as printed; the valid one is the contributor's."""
    wrong = Identifier(scheme="orcid", value="0000-0002-1825-0098", is_valid=False)
    one = Contributor(family="Doe", given="Jane", identifiers=(wrong,))

    (kept,) = merge_bylines([(one,), (person("Doe", "Jane", orcid=ONE),)])

    assert kept.orcid == ONE
    assert wrong in kept.identifiers


def test_what_is_said_of_an_orcid_comes_with_it():
    """Confirmed by its owner, as Crossref says, though PubMed prints it too."""
    crossref = person("Doe", "Jane", orcid=ONE, orcid_authenticated=True)

    for pubmed in (person("Doe", "J"), person("Doe", "J", orcid=ONE)):
        (kept,) = merge_bylines([(pubmed,), (crossref,)])
        assert (kept.orcid, kept.orcid_authenticated) == (ONE, True)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        # Hard cases: Crossref parts the name in the wrong place, PubMed does not.
        (("Van Der Aa", "O"), ("Der Aa", "Olivier"), ("Van Der Aa", "Olivier")),
        (
            ("Vázquez Fernández", "L"),
            ("Fernández", "Liliana Vázquez"),
            ("Vázquez Fernández", "Liliana"),
        ),
        (("Pham", "MN"), ("Nhat", "Pham Minh"), ("Pham", "Minh Nhat")),
        (("Yang", "CL"), ("Chieh-ling", "Yang"), ("Yang", "Chieh-ling")),
        (
            ("de Andrade", "AF"),
            ("Andrade", "Almir Ferreira de"),
            ("de Andrade", "Almir Ferreira"),
        ),
        # Faults of the believed side: capitals, lost surname, lost accents.
        (("SMITH", "JOHN"), ("Smith", "John A."), ("Smith", "John A.")),
        (
            ("Ab", None),
            ("Brutel de la Riviere", "Aart"),
            ("Brutel de la Riviere", "Aart"),
        ),
        (("Hoivik", "HO"), ("Høivik", "H. O."), ("Høivik", "HO")),
        (("Garcia", "Jose"), ("García", "José"), ("García", "José")),
        # Two spellings of which none is the other's folding: the believed one.
        (("Marušić", "Ana"), ("Marušič", "Ana"), ("Marušić", "Ana")),
        (("Smith", "John"), ("Smith", "J. A."), ("Smith", "John")),
        (("Smith", "John Albert"), ("Smith", "J. A."), ("Smith", "John Albert")),
    ],
)
def test_the_better_name_is_shown(first, second, wanted):
    """Surname of the believed source, given names of the fuller one."""
    chosen = choose_name(person(*first), person(*second))
    assert (chosen.family, chosen.given) == wanted


def test_a_name_parted_anew_keeps_what_was_printed():
    """The rule says so, and the given names stand there as printed."""
    chosen = choose_name(person("Pham", "MN"), person("Nhat", "Pham Minh"))

    assert chosen.printed == (("given", "Pham Minh"),)
    assert chosen.rule == "initials+parted"
    assert chosen.initials == "MN"


def record(source, people):
    return SourceRecord(
        source=source,
        source_id="1",
        identifiers=(Identifier(scheme="pmid", value="1"),),
        contributors=tuple(people),
    )


PEOPLE = st.lists(
    st.builds(
        person,
        st.sampled_from(["Doe", "Roe", "DOE", "Dôe", "de Roe", "Wang", "Li", None]),
        st.sampled_from(["J", "Jane", "Jane A.", "R", "Roe", "Li", None]),
        orcid=st.sampled_from([None, None, ONE, OTHER]),
        at=st.lists(st.sampled_from(["Town", "Town.", "City"]), max_size=2),
        role=st.sampled_from(["author", "author", "author", "editor"]),
        literal=st.sampled_from([None, None, "Made-up Group", "Group of Doe"]),
        is_valid=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=6,
)


@given(PEOPLE, PEOPLE, PEOPLE)
def test_no_order_of_the_records_matters(one, two, three):
    """Any permutation gives the same article, and so does a second time."""
    records = [record("pubmed", one), record("crossref", two), record("other", three)]

    merged = {str(merge_records(order)) for order in permutations(records)}

    assert len(merged) == 1


@given(PEOPLE, PEOPLE)
def test_nothing_is_made_up(one, two):
    """Every surname, identifier and address is one that a source gives."""
    merged = merge_bylines([tuple(one), tuple(two)])
    given_ = [*one, *two]

    assert {p.family for p in merged} <= {p.family for p in given_}
    assert {i for p in merged for i in p.identifiers} <= {
        i for p in given_ for i in p.identifiers
    }
    assert {a for p in merged for a in p.affiliations} <= {
        a for p in given_ for a in p.affiliations
    }
    assert all(len([i for i in p.identifiers if i.is_valid]) <= 1 for p in merged)


@given(PEOPLE)
def test_a_list_merged_with_itself_is_itself(people):
    """Neither names nor their order change, role by role."""
    roles = list(dict.fromkeys(p.role for p in people))
    by_role = sorted(people, key=lambda p: roles.index(p.role))

    assert merge_bylines([tuple(people)]) == tuple(people)
    assert names(merge_bylines([tuple(people), tuple(people)])) == names(by_role)
