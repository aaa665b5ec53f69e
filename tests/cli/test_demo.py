"""``harvest demo``: a library to look at."""

from __future__ import annotations

import shlex

from tests.cli.conftest import Harvest


def test_a_library_to_look_at(harvest: Harvest) -> None:
    """Retracted articles, links, a case to decide, documents; every next step works."""
    run = harvest("demo", "--json")

    assert run.code == 0
    assert run.json["library"] == "demo.db"
    for step in run.json["next"]:
        words = shlex.split(step)[1:]
        if words[0] != "serve":
            assert harvest(*words).code == 0, step
    shown = harvest("show", "99000024", "--db", "demo.db", "--json").json
    assert shown["volume"] == "007"
    assert harvest("show", "99000001", "--db", "demo.db", "--json").json["cited_by"]
    cases = harvest("quarantine", "--db", "demo.db", "--json").json
    assert cases
    names = harvest("show", "99000024", "--db", "demo.db", "--documents").out
    assert "lamps.ris" in names
    assert "reading-list.bib" in names


def test_again_changes_nothing(harvest: Harvest) -> None:
    """A demo may be built over itself."""
    first = harvest("demo", "other.db")
    before = harvest("show", "99000001", "--db", "other.db")

    again = harvest("demo", "other.db")

    assert again.out == first.out
    assert "other.db" in again.out
    assert harvest("show", "99000001", "--db", "other.db").out == before.out


def test_a_library_of_others_is_not_touched(harvest: Harvest) -> None:
    """Made-up articles never come among a user's own."""
    harvest("--offline", "--no-links", "-q", "38689169")

    run = harvest("demo", "literature.db")

    assert run.code == 1
    assert "literature.db is a library of yours" in run.err
    assert harvest("show", "99000001").code == 1
