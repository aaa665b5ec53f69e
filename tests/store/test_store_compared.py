"""What similarity depends on, out of the library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from harvester.model import Link, LinkKind, LinkSet, LinkState
from harvester.similar import PROVIDER
from harvester.store import Library


def test_articles_come_with_headings_and_ties(
    library: Library, fill: Callable[[Library, datetime], None], now: datetime
) -> None:
    """Two articles that cite each other, of the same headings and authors."""
    fill(library, now)
    one, other = library.load_compared(1)
    assert (one.name, one.title, one.abstract) == (1, "Über <b> & Söhne", "We ask.")
    assert one.headings == (
        "Humans",
        "Humans/genetics",
        "Made Up D900002",
        "Made Up D900003",
    )
    assert one.references == other.references == {"article:1", "article:2"}
    assert (one.citing, other.citing) == ({"article:2"}, {"article:1"})
    assert len(one.authors) == 2
    assert one.authors == other.authors


def test_deleted_article_is_left_out_unless_asked_for(
    library: Library, fill: Callable[[Library, datetime], None], now: datetime
) -> None:
    """What PubMed has no more is no neighbour, but may be asked about."""
    fill(library, now)
    library.mark_deleted(("pmid", "99000002"), now)
    assert [one.name for one in library.load_compared(1)] == [1]
    assert [one.name for one in library.load_compared(2)] == [1, 2]


def test_own_list_is_none_that_a_service_was_asked_for(
    library: Library, fill: Callable[[Library, datetime], None], now: datetime
) -> None:
    """An article harvested without links gets none by a refresh, ours or not."""
    fill(library, now)
    run = library.begin_run("harvest similar", now)
    with library.transaction():
        library._db.execute("DELETE FROM link_sets WHERE article_id = 2")
    own = LinkSet(
        owner=("pmid", "99000002"),
        kind=LinkKind.SIMILAR,
        provider=PROVIDER,
        state=LinkState.COMPLETE,
        links=(Link(target=("pmid", "99000001"), rank=1, score=500_000),),
    )
    library.save_link_set(own, run, now)
    assert library.has_link_sets(1)
    assert not library.has_link_sets(2)
