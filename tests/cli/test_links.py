"""``harvest links``: what an article is tied to."""

from __future__ import annotations

from tests.cli.conftest import Harvest


def test_who_cites_an_article(harvest: Harvest) -> None:
    """One line a work; how far the list is known is told beside it."""
    harvest("--offline", "-q", "38689169")

    run = harvest("links", "38689169")

    assert run.code == 0
    first, *others = run.out.splitlines()
    assert first.startswith("Gudmundsdottir H, Fogliati A")
    assert [line[:4] for line in others] == ["├── ", "└── "]
    assert "pmid:40560496" in others[0]
    assert "pmid:40113726" in others[1]
    assert run.err.startswith("cited-by: icite: not-offered")


def test_a_tree_within_the_library(harvest: Harvest) -> None:
    """99000014 is cited by 99000015, which cites the root, too, and is named twice."""
    harvest("--offline", "-q", "99000001", "99000015")

    flat = harvest("links", "99000001", "--json").json
    tree = harvest("links", "99000001", "--tree", "--json").json

    (preprint,) = [b for b in tree["branches"] if "pmid:99000014" in b["identifiers"]]
    assert [b["identifiers"][0] for b in preprint["branches"]] == ["pmid:99000015"]
    assert [b["identifiers"] for b in flat["branches"]] == [
        b["identifiers"] for b in tree["branches"]
    ]
    (short,) = [b for b in flat["branches"] if "pmid:99000014" in b["identifiers"]]
    assert (short["branches"], short["end"]) == ([], "depth")
    assert "[…]" not in harvest("links", "99000001").out
    assert "│   └── Quillfeather J" in harvest("links", "99000001", "--tree").out


def test_similar_articles_have_no_end(harvest: Harvest) -> None:
    """Two that are similar to each other are a cycle; it is cut and said."""
    harvest("--offline", "-q", "99000012", "99000013")

    run = harvest("links", "99000012", "--kind", "similar", "--tree")

    assert run.code == 0
    assert "[a cycle: it stands above]" in run.out


def test_works_that_are_not_here(harvest: Harvest) -> None:
    """They are known by their identifiers."""
    harvest("--offline", "--no-links", "-q", "99000012")

    run = harvest("links", "99000012", "--kind", "similar")

    assert run.code == 0
    assert len(run.out.splitlines()) == 1
    assert run.err == "similar: never asked for\n"
    assert harvest("links", "99000001").code == 1
    assert harvest("links", "0").code == 2
