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
    """That no source gives it is an answer, for programs in the shape of the others."""
    harvest("--offline", "--no-links", "99000024")

    run = harvest("why", "99000024", "article_number", "volume")
    told, volume = harvest("why", "99000024", "article_number", "volume", "--json").json

    assert run.code == 0
    first, second = run.out.splitlines()
    assert first == "article_number: no source gives it"
    assert second.startswith("volume = 007")
    assert told["field"] == "article_number"
    assert told["value"] is None
    assert told["rejected"] == []
    assert volume.keys() - told.keys() == {"agreeing"}


def test_words_of_people_for_fields(harvest: Harvest) -> None:
    """Authors, the journal, a DOI are asked for by these names; one field, once."""
    harvest("--offline", "--no-links", "99000024")

    run = harvest("why", "99000024", "Authors", "journal", "doi", "PMID")

    assert run.code == 0
    assert [line.split(" = ")[0] for line in run.out.splitlines()] == [
        "contributors",
        "container",
        "identifiers",
    ]


def test_a_field_that_is_none_loses_no_other(harvest: Harvest) -> None:
    """It is told with what may be meant, or with what there is; exit 3, alone 2."""
    harvest("--offline", "--no-links", "99000024")

    some = harvest("why", "99000024", "volum", "issue", "shoe_size")
    none = harvest("why", "99000024", "volum", "--json")

    assert some.code == 3
    assert some.out.startswith("issue = 0")
    assert "no such field 'volum'; did you mean volume?" in some.err
    assert "no such field 'shoe_size'; there are identifiers, type, " in some.err
    assert " journal, volume, " in some.err
    assert (none.code, none.out) == (2, "")


def test_status_is_asked_for_alone(harvest: Harvest) -> None:
    """It is no field: with others beside it the command says so."""
    harvest("--offline", "--no-links", "99000024")

    run = harvest("why", "99000024", "status", "volume")

    assert (run.code, run.out) == (2, "")
    assert "status is no field: ask for it alone." in run.err
