"""The table of who is believed, and what a user wants otherwise."""

from __future__ import annotations

import pytest

from harvester.errors import ConfigError
from harvester.reconcile import POLICY, FieldPolicy, Preference, Rule, adjust_policy
from harvester.reconcile.policy import PUBMED_FIRST, rules_for

SOURCES = ("pubmed", "crossref", "idconv")


def row(policy: tuple[FieldPolicy, ...], field: str) -> FieldPolicy:
    (found,) = [r for r in policy if r.field == field]
    return found


def test_nothing_wanted_changes_nothing() -> None:
    """The table as it stands."""
    assert adjust_policy({}, SOURCES) == POLICY


def test_the_sources_named_come_first() -> None:
    """The others keep their order behind them; other rows stay, in their places."""
    policy = adjust_policy({"title": Preference(order=("idconv",))}, SOURCES)

    assert row(policy, "title").order == (
        "idconv",
        "pubmed",
        "crossref",
        "datacite",
        "doira",
    )
    assert [r.field for r in policy] == [r.field for r in POLICY]
    assert [r for r in policy if r.field != "title"] == [
        r for r in POLICY if r.field != "title"
    ]


def test_another_rule() -> None:
    """A rule alone leaves the order."""
    policy = adjust_policy({"contributors": Preference(rule="prefer")}, SOURCES)

    assert row(policy, "contributors") == FieldPolicy(
        field="contributors", rule=Rule.PREFER, order=PUBMED_FIRST
    )


@pytest.mark.parametrize("policy", POLICY, ids=lambda p: p.field)
def test_the_table_keeps_its_own_rules(policy: FieldPolicy) -> None:
    """The rule of every row is one that its values allow."""
    assert policy.rule is Rule.DERIVE or policy.rule in rules_for(policy.field)


def test_a_journal_is_filled_a_number_is_not() -> None:
    """What is not there in the table of rules for a field is an error."""
    with pytest.raises(ConfigError, match=r"it can be prefer$"):
        adjust_policy({"volume": Preference(rule="fill")}, SOURCES)
    with pytest.raises(ConfigError, match="it can be prefer or fill"):
        adjust_policy({"container": Preference(rule="union")}, SOURCES)


@pytest.mark.parametrize("field", ["general_notes", "general_note_owners"])
def test_lists_that_belong_together_are_not_united(field: str) -> None:
    """A note and its owner are found by their place: equal ones are not dropped."""
    with pytest.raises(ConfigError, match=r"it can be prefer$"):
        adjust_policy({field: Preference(rule="union")}, SOURCES)


def test_words_of_people_for_fields() -> None:
    """A journal is a container; the date cited is no choice of a source."""
    policy = adjust_policy({"journal": Preference(order=("crossref",))}, SOURCES)

    assert row(policy, "container").order[:2] == ("crossref", "pubmed")
    with pytest.raises(ConfigError, match=r"policy\.year: .* year under \[articles\]"):
        adjust_policy({"year": Preference(order=("crossref",))}, SOURCES)
