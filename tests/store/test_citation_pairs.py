"""Citations of several providers, brought together and compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harvester.model import Link, LinkKind, LinkSet, LinkState
from harvester.store import Library, tally_works

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def library(tmp_path, article):
    """A library of one article with PMID and DOI."""
    with Library.open(tmp_path / "x.db") as opened:
        opened.save_article(
            article("pmid:99000001", "doi:10.5555/a"), citation="A.", now=NOW
        )
        yield opened


def keep(library, provider, owner, kind, *links):
    """Keep a complete list; a link is its identifiers, or none for an empty list."""
    run = library.begin_run("test", NOW)
    link_set = LinkSet(
        owner=owner,
        kind=kind,
        provider=provider,
        state=LinkState.COMPLETE if links else LinkState.EMPTY,
        links=tuple(
            Link(target=keys[0], aliases=keys[1:], rank=rank)
            for rank, keys in enumerate(links, start=1)
        ),
    )
    library.save_link_set(link_set, run, NOW)


PMID, DOI = ("pmid", "99000001"), ("doi", "10.5555/a")


def test_a_pair_is_one_across_identifiers(library):
    """The DOI of one provider and the PMID of another are one work by an alias."""
    keep(library, "icite", PMID, LinkKind.CITED_BY, (("pmid", "7"),), (("pmid", "8"),))
    keep(
        *(library, "opencitations", DOI, LinkKind.CITED_BY),
        (("doi", "10.5555/seven"), ("pmid", "7")),
        (("doi", "10.5555/nine"),),
    )

    tally = tally_works(library.load_links(1).cited_by)

    assert tally.total == 3
    assert tally.counts == {"icite": 2, "opencitations": 2}


def test_one_direction_only_is_counted(library):
    """A list of the other work names it; its own list, empty, does not."""
    keep(library, "icite", ("pmid", "7"), LinkKind.REFERENCES, (PMID,))
    assert library.count_one_way(1) == {}

    keep(library, "icite", PMID, LinkKind.CITED_BY)

    assert library.count_one_way(1) == {("icite", "cited-by"): 1}


def test_other_providers_are_no_contradiction(library):
    """What PubMed lists and iCite does not is a difference of coverage."""
    keep(library, "pubmed", ("pmid", "7"), LinkKind.REFERENCES, (PMID,))
    keep(library, "icite", PMID, LinkKind.CITED_BY)

    assert library.count_one_way(1) == {}


def test_both_directions_agree(library):
    """A pair that both lists of a provider have is none."""
    keep(library, "icite", ("pmid", "7"), LinkKind.REFERENCES, (PMID,))
    keep(library, "icite", PMID, LinkKind.CITED_BY, (("pmid", "7"),))

    assert library.count_one_way(1) == {}
