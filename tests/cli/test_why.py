"""``harvest why``: where the values come from."""

from __future__ import annotations

from tests.cli.conftest import Harvest


def test_one_field_in_one_line(harvest: Harvest) -> None:
    """The value as PubMed prints it, the rule, and what Crossref says instead."""
    harvest("--offline", "--no-links", "99000024")

    run = harvest("why", "99000024", "volume")

    assert run.code == 0
    (line,) = run.out.splitlines()
    assert line.startswith("volume = 007 · pubmed 99000024 (prefer pubmed), reply ")
    assert "agreed by crossref · not crossref: 7 (formatting)" in line


def test_all_fields_for_programs(harvest: Harvest) -> None:
    """Every field that has a value has an origin; the losing values are there."""
    harvest("--offline", "--no-links", "99000024")

    rows = {row["field"]: row for row in harvest("why", "99000024", "--json").json}

    assert rows["volume"]["value"] == "007"
    (lost,) = rows["volume"]["rejected"]
    assert (lost["source"], lost["source_id"], lost["value"], lost["kind"]) == (
        "crossref",
        "10.5555/ais.2009.0007",
        "7",
        "formatting",
    )
    assert lost["payload_id"] != rows["volume"]["payload_id"]
    assert lost["fetched_at"][:2] == rows["volume"]["fetched_at"][:2] == "20"
    assert rows["title"]["source"] == "pubmed"


def test_a_field_that_nobody_gives_is_said(harvest: Harvest) -> None:
    """The fields that it has are named."""
    harvest("--offline", "--no-links", "99000024")

    run = harvest("why", "99000024", "shoe_size")

    assert run.code == 1
    assert "no source gives 'shoe_size'" in run.err
    assert "volume" in run.err
