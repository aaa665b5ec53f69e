"""DOIs that Crossref does not know, as a user meets them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Harvest

DATASET, MEDRA = "10.5555/vest.glow.2023", "10.5555/erboristeria.1999.7"


def test_a_dataset_becomes_an_article(harvest: Harvest) -> None:
    """Its citation, and exit code 0."""
    run = harvest("--offline", "--doi", DATASET)

    assert run.code == 0
    assert "Days in hospital and grams of Glowmoss & light. 2023 May 4." in run.out
    assert "doira 1, datacite 1" in run.out


def test_the_place_of_an_article_at_datacite_is_told(harvest: Harvest) -> None:
    """Journal, year, volume, issue and pages."""
    run = harvest("--offline", "--doi", "10.5555/vest.folia.3.4")

    assert "Folia Vestering. 1998;3(4):20-35." in run.out


def test_a_doi_of_another_agency_is_kept_and_told(
    harvest: Harvest, tmp_path: Path
) -> None:
    """The line says whose it is; it can be shown, and asked for in SQL."""
    run = harvest("--offline", "--doi", MEDRA, "--doi", DATASET)
    shown = harvest("show", MEDRA)

    assert run.code == 3
    assert f"{MEDRA} [DOI]: {MEDRA} is a DOI of mEDRA, which no service here" in run.out
    assert shown.code == 0
    assert "DOI registered at mEDRA" in shown.out
    with closing(sqlite3.connect(tmp_path / "literature.db")) as db:
        rows = db.execute(
            "SELECT doi, agency FROM doi_agencies WHERE NOT is_described"
        ).fetchall()
    assert rows == [(MEDRA, "mEDRA")]


def test_a_slip_is_called_one(harvest: Harvest) -> None:
    """Nothing is stored for it; quiet runs say so on stderr, too."""
    run = harvest("--offline", "-q", "--doi", "10.5555/slip")

    assert run.code == 1
    assert "10.5555/slip does not exist, says doi.org" in run.err
    assert harvest("show", "10.5555/slip").code == 1


def test_the_problem_stands_in_json(harvest: Harvest) -> None:
    """Beside the DOI of the article that holds nothing else."""
    (given,) = harvest("--offline", "--json", "--doi", MEDRA).json["inputs"]

    assert given["doi"] == MEDRA
    assert "mEDRA" in given["problem"]


def test_a_plan_says_what_other_agencies_may_cost(harvest: Harvest) -> None:
    """They are bounds: nobody knows yet whose the DOI is. Searches are no cost."""
    costs = harvest("--offline", "--dry-run", "--json", "--doi", DATASET).json["costs"]
    other = {c["source"]: c for c in costs if c["purpose"] == "what others do not know"}

    assert other.keys() == {"idconv", "doira", "datacite"}
    assert all(c["is_most"] and c["requests"] == 1 for c in other.values())
    assert not any(c["source"] == "europepmc" for c in costs)
