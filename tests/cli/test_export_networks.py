"""``harvest export --network``: what ties the articles, read again by nx."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx as nx
import pytest

from tests.cli.conftest import Harvest

LANTERN, FOLLOW_UP, LETTER = "pmid:99000001", "pmid:99000002", "pmid:99000011"


@pytest.fixture
def tied(harvest: Harvest) -> Harvest:
    """A library of made-up articles that cite each other, with their link lists."""
    harvest("--offline", "99000001", "99000002", "99000011")
    return harvest


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_citations_point_from_citing_to_cited(tied, tmp_path: Path, form):
    """The follow-up cites the trial, and not the other way round."""
    run = tied("export", "--network", "citations", "-o", f"net.{form}")

    graph = getattr(nx, f"read_{form}")(tmp_path / f"net.{form}")
    assert run.code == 0
    assert graph.is_directed()
    assert graph.has_edge(FOLLOW_UP, LANTERN)
    assert not graph.has_edge(LANTERN, FOLLOW_UP)
    node = graph.nodes[LANTERN]
    assert node["label"] == "Tarrowby EM 2019"
    assert node["title"].startswith("Glowmoss tea after hepatectomy")
    assert (node["year"], node["doi"]) == (2019, "10.5555/jnm.2018.0001")
    assert graph.edges[FOLLOW_UP, LANTERN]["providers"] == "crossref"
    assert float(graph.edges[FOLLOW_UP, LANTERN]["weight"]) == 1
    assert "pubmed" in graph.edges[LETTER, LANTERN]["providers"].split(",")


def test_authors_are_tied_by_shared_works(tied, tmp_path: Path):
    """Every two authors of the trial; the weight counts works."""
    tied("export", "LANTERN", "--network", "co-authors", "-o", "people.graphml")

    graph = nx.read_graphml(tmp_path / "people.graphml")
    assert not graph.is_directed()
    names = {data["label"]: name for name, data in graph.nodes(data=True)}
    first = names["Tarrowby, Elspeth M"]
    assert first == "orcid:0000-0001-0000-0017"
    assert graph.has_edge(first, names["van der Ostrow, Wieke"])
    assert all(data["weight"] >= 1 for *_, data in graph.edges(data=True))


def test_headings_are_tied_by_shared_works(harvest, tmp_path: Path):
    """One article with three headings: three nodes, three edges of weight 1."""
    harvest("--offline", "--no-links", "99000033")

    harvest("export", "--network", "mesh", "-o", "mesh.gexf")

    graph = nx.read_gexf(tmp_path / "mesh.gexf")
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert labels == {"Bryophyta", "Luminescence"}
    assert [data["weight"] for *_, data in graph.edges(data=True)] == [1]


def test_similar_works_have_rank_and_score(tied, tmp_path: Path):
    """From the article whose list it is, with the provider's score as weight."""
    tied("export", "--network", "similar", "--format", "graphml", "-o", "sim.graphml")

    graph = nx.read_graphml(tmp_path / "sim.graphml")
    # The two ends have lists, and scores, of their own (fixtures/links.json).
    assert graph.edges[LANTERN, FOLLOW_UP] == {
        "weight": 48211934,
        "rank": 1,
        "providers": "pubmed",
    }
    assert graph.edges[FOLLOW_UP, LANTERN]["weight"] == 47550012


def test_tables_for_gephi(tied, tmp_path: Path):
    """Edges in the file, nodes in another beside it; on stdout the edges alone."""
    run = tied("export", "--network", "citations", "-o", "net.csv")
    alone = tied("export", "--network", "citations", "--format", "csv")

    edges, nodes = (
        list(csv.DictReader(io.StringIO((tmp_path / name).read_text("utf-8"))))
        for name in ("net.csv", "net.nodes.csv")
    )
    assert "nodes in net.nodes.csv" in run.err
    assert {"Source", "Target", "Type", "weight", "providers"} == set(edges[0])
    assert (FOLLOW_UP, LANTERN) in {(e["Source"], e["Target"]) for e in edges}
    assert {node["Id"] for node in nodes} >= {LANTERN, FOLLOW_UP, LETTER}
    assert list(csv.DictReader(io.StringIO(alone.out))) == edges


def test_a_query_limits_nodes_and_edges(tied):
    """No edge leads to an article that does not meet the query."""
    run = tied("export", "hepatectomy", "--format", "graphml")

    graph = nx.parse_graphml(run.out)
    assert LANTERN in graph
    assert all(end in graph for edge in graph.edges for end in edge)
    assert set(graph.nodes) < {LANTERN, FOLLOW_UP, LETTER} | set(graph.nodes)


def test_hostile_names_are_text(tied):
    """Markup in a title is no element of the document."""
    run = tied("export", "--network", "similar", "--format", "gexf")

    graph = nx.read_gexf(io.BytesIO(run.out.encode()))
    assert "<i>" not in run.out
    assert set(graph) == {LANTERN, FOLLOW_UP, LETTER} | set(graph)


def test_what_is_for_articles_is_refused(tied):
    """Formats, escapes and losses of articles do not go with a network."""
    form = tied("export", "--network", "mesh", "--format", "ris")
    losses = tied("export", "--network", "mesh", "--format", "csv", "--losses", "x")

    assert (form.code, losses.code) == (2, 2)
    assert "ris; give --format graphml|gexf|csv." in form.err
    assert "--losses is for articles" in losses.err
