"""Links followed within the library."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.link import Branch, grow_tree

#     1 ── 2 ── 4 ── 1 (a cycle)
#     │    └── a work elsewhere
#     ├─── 3 ── 2 (shown already)
#     └─── 4
CITED_BY = {1: (2, 3, 4), 2: (4, None), 3: (2,), 4: (1,)}


def find_ties(number: int) -> tuple[Branch, ...]:
    """Return who cites an article of the drawing."""
    return tuple(
        Branch(article_id=other, identifiers=(f"pmid:{other or 99}",))
        for other in CITED_BY[number]
    )


def lines(branch: Branch, indent: str = "") -> Iterator[str]:
    """Return a tree as one line a work."""
    yield f"{indent}{branch.article_id} {branch.end or ''}".rstrip()
    for one in branch.branches:
        yield from lines(one, indent + "  ")


def grown(depth: int) -> list[str]:
    return list(lines(grow_tree(Branch(article_id=1), find_ties, depth=depth)))


def test_an_article_is_followed_once() -> None:
    """Where it is nearest to the root; elsewhere it is named, and why it ends there."""
    assert grown(9) == [
        "1",
        "  2",
        "    4 again",
        "    None",
        "  3",
        "    2 again",
        "  4",
        "    1 cycle",
    ]


def test_a_tree_ends_where_it_is_told_to() -> None:
    """What would go on is marked."""
    assert grown(1) == ["1", "  2 depth", "  3 depth", "  4 depth"]


def test_an_article_may_be_tied_to_itself() -> None:
    """That is a cycle of one."""
    tree = grow_tree(
        Branch(article_id=7), lambda number: (Branch(article_id=number),), depth=5
    )

    assert list(lines(tree)) == ["7", "  7 cycle"]
