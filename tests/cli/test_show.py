"""``harvest show``: an article as a reader wants it."""

from __future__ import annotations

from tests.cli.conftest import Harvest


def test_an_article_for_a_reader(harvest: Harvest) -> None:
    """Title, all authors, place, identifiers, links with their states."""
    harvest("--offline", "--pmid", "38689169")

    run = harvest("show", "https://doi.org/10.1245/s10434-024-15316-7")

    assert run.code == 0
    lines = run.out.splitlines()
    assert lines[0].startswith("Value of Surgical Cytoreduction in Patients")
    assert (
        "Kendrick ML, Nagorney DM, Halfdanarson TR, Cleary SP, Starlinger P" in run.out
    )
    assert "PMID: 38689169. doi: 10.1245/s10434-024-15316-7." in run.out
    assert "Similar articles: pubmed 5; 5 in all [pubmed: complete]" in run.out
    assert "Cited by: pubmed 2; 2 in all [icite: not-offered" in run.out
    assert "Sources: crossref 10.1245/s10434-024-15316-7, pubmed 38689169" in run.out


def test_mesh_majors_and_sections_are_marked(harvest: Harvest) -> None:
    """Stars stand where they stand in the record; sections have their labels."""
    harvest("--offline", "--no-links", "--pmid", "99000001")

    run = harvest("show", "99000001")

    assert "MeSH: " in run.out
    assert "*" in run.out
    assert "BACKGROUND: " in run.out.upper()


def test_json_for_programs(harvest: Harvest) -> None:
    """The same object as in the harvest's own --json."""
    harvested = harvest("--offline", "--pmid", "38689169", "--json").json["articles"][0]

    assert harvest("show", "38689169", "--json").json == harvested


def test_what_is_not_there_is_said(harvest: Harvest) -> None:
    """An article that was not harvested, no identifier, no library."""
    missing = harvest("show", "38689169")
    harvest("--offline", "--no-links", "--pmid", "38689169")
    unknown = harvest("show", "22752376")
    wrong = harvest("show", "0")

    assert missing.code == 1
    assert "literature.db" in missing.err
    assert unknown.code == 1
    assert (
        "22752376 is not in literature.db; `harvest 22752376` gets it." in unknown.err
    )
    assert wrong.code == 2
    assert "0 is no PMID" in wrong.err
